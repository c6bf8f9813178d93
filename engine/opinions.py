"""Opinions people sign with, as an input file gives them: one text, or one for each signer.

A key names a person, or a field of a form. A name nobody bears, somebody who signs nothing in this
step, or a text where nothing is signed is refused, never passed over. What an opinion must say is
not known here.
"""

from collections.abc import Mapping, Sequence

from engine.forms import FormInfo, Slot
from engine.people import Agency
from engine.schema import Problem, unprintable
from engine.unknown import nearest

OPINIONS_KEY = "意见"


def read_opinions(
    raw: object, forms: Sequence[FormInfo], agency: Agency, actor: str
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return opinions by name, field label or field id ("" for one text alone), and problems.

    People may be named who hold a role that signs one of `forms`, and the actor.
    """
    if raw in (None, "", [], {}):
        return {}, ()
    slots = [s for form in forms for s in form.slots]
    if isinstance(raw, str):
        problem = _wrong(OPINIONS_KEY, raw)
        if problem is None and not slots:
            problem = Problem(path=OPINIONS_KEY, code="no_opinion_asked")
        return ({}, (problem,)) if problem else ({"": raw}, ())
    if not isinstance(raw, Mapping):
        return {}, (Problem(path=OPINIONS_KEY, code="not_a_mapping"),)
    known, people = _fields(slots), _people(agency)
    roles = {s.role for s in slots}
    signers = {p.name for p in agency.people if p.roles & roles or (slots and p.id == actor)}
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for key, text in raw.items():
        name, path = known.get(str(key)) or people.get(str(key)), f"{OPINIONS_KEY}.{key}"
        if name is None:
            hint = nearest(str(key), people | known) or "、".join(signers)
            problems.append(Problem(path=path, code="unknown_field", facts={"known": hint}))
        elif str(key) not in known and name not in signers:
            able = "、".join(p.name for p in agency.people if p.name in signers)
            facts = {"person": name, "known": able}
            problems.append(Problem(path=path, code="not_a_signer", facts=facts))
        elif problem := _wrong(path, text):
            problems.append(problem)
        else:
            found[name] = str(text)
    return found, tuple(problems)


def _people(agency: Agency) -> dict[str, str]:
    """Return ids and names of people, to the name looked for when signing."""
    return {p.id: p.name for p in agency.people} | {p.name: p.name for p in agency.people}


def _fields(slots: Sequence[Slot]) -> dict[str, str]:
    """Return labels and ids of fields, to the key looked for when signing."""
    fields = {s.label: s.label for s in slots} | {s.id: s.id for s in slots}
    numbered = {f"{s.id}_{n}": f"{s.id}_{n}" for s in slots if s.many for n in range(1, 10)}
    return fields | numbered


def _wrong(path: str, text: object) -> Problem | None:
    if isinstance(text, bool) or not isinstance(text, str | int):
        return Problem(path=path, code="not_text")
    bad = unprintable(str(text))
    if not bad:
        return None
    return Problem(path=path, code="broken_text", facts={"codepoint": f"U+{ord(bad):04X}"})

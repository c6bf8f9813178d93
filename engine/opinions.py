"""Opinions people sign with, as an input file gives them: one text, or one for each signer.

A key names a person, or a field of a form; a name nobody bears is refused, never passed over.
What an opinion must say is not known here.
"""

from collections.abc import Mapping, Sequence

from engine.forms import FormInfo
from engine.people import Agency
from engine.schema import Problem, unprintable
from engine.unknown import nearest

OPINIONS_KEY = "意见"


def read_opinions(
    raw: object, forms: Sequence[FormInfo], agency: Agency
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return opinions by name, field label or field id ("" for one text alone), and problems."""
    if raw in (None, "", [], {}):
        return {}, ()
    if isinstance(raw, str):
        problem = _wrong(OPINIONS_KEY, raw)
        return ({}, (problem,)) if problem else ({"": raw}, ())
    if not isinstance(raw, Mapping):
        return {}, (Problem(path=OPINIONS_KEY, code="not_a_mapping"),)
    known = _known(forms, agency)
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for key, text in raw.items():
        name, path = known.get(str(key)), f"{OPINIONS_KEY}.{key}"
        if name is None:
            people = [p.name for p in agency.people]
            hint = nearest(str(key), known) or "、".join(people)
            problems.append(Problem(path=path, code="unknown_field", facts={"known": hint}))
        elif problem := _wrong(path, text):
            problems.append(problem)
        else:
            found[name] = str(text)
    return found, tuple(problems)


def _known(forms: Sequence[FormInfo], agency: Agency) -> dict[str, str]:
    """Return every key that may be written, to the one looked for when signing."""
    people = {p.id: p.name for p in agency.people} | {p.name: p.name for p in agency.people}
    slots = [s for form in forms for s in form.slots]
    fields = {s.label: s.label for s in slots} | {s.id: s.id for s in slots}
    numbered = {f"{s.id}_{n}": f"{s.id}_{n}" for s in slots if s.many for n in range(1, 10)}
    return people | fields | numbered


def _wrong(path: str, text: object) -> Problem | None:
    if isinstance(text, bool) or not isinstance(text, str | int):
        return Problem(path=path, code="not_text")
    bad = unprintable(str(text))
    if not bad:
        return None
    return Problem(path=path, code="broken_text", facts={"codepoint": f"U+{ord(bad):04X}"})

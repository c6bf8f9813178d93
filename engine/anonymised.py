"""An anonymised copy of a dossier, for those who compare dossiers: what was done, not to whom.

Private words are hidden by the rules a published decision is masked by, wherever they stand, the
same throughout; officers act under numbers. Nothing here knows of pages or files.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from engine.case import Case
from engine.event import Event, EventKind
from engine.law import Law
from engine.masking import Finder, Masking, MaskRule, Secrets, comparable, secrets_of
from engine.people import Agency
from engine.record import Json, Record, Value
from engine.redaction import told

#: Name and version of the copy's shape.
SCHEMA = "anjuan.anonymised/1"
#: What leads to files with everything in clear.
_LEFT_OUT = frozenset({"file", "digest", "size", "media"})


class _Masks:
    """What stands for each private text and each person of the bureau, throughout one copy."""

    def __init__(self, masking: Masking, private: Secrets, agency: Agency) -> None:
        self._masking = masking
        self._finder = Finder(masking, private)
        self._people = {p.id: p.name for p in agency.people}
        self._numbers: dict[str, int] = {}
        self._shown: dict[str, str] = {}
        self._used: dict[str, int] = {}

    def person(self, person: str) -> str:
        """Return the number under which somebody of the bureau acts."""
        number = self._numbers.setdefault(person, len(self._numbers) + 1)
        return f"P{number}"

    def text(self, text: str) -> str:
        """Return a text without private words and without names of the bureau's people."""
        if text in self._people:
            return self.person(text)
        parts, at = [], 0
        for hit in self._finder.find(text):
            parts += [text[at : hit.begin], self._mask(hit.value, hit.rule)]
            at = hit.end
        left = "".join((*parts, text[at:]))
        for person, name in sorted(self._people.items(), key=lambda p: -len(p[1])):
            left = left.replace(name, self.person(person)) if name in left else left
        return left

    def _mask(self, value: str, rule: MaskRule) -> str:
        if not rule.keeps_surname:
            return rule.shown
        key = comparable(value)
        if key not in self._shown:
            surname = self._masking.surname(value)
            number = self._used[surname] = self._used.get(surname, 0) + 1
            template = rule.shown if number == 1 else rule.again
            self._shown[key] = template.format(surname=surname, number=number)
        return self._shown[key]


def anonymised(case: Case, law: Law, agency: Agency, masking: Masking) -> Json:
    """Return a case as strangers may compare it: its acts and papers, nobody's name."""
    masks = _Masks(masking, secrets_of(masking, told(case), agency), agency)
    names = _labels(law)
    return {
        "schema": SCHEMA,
        "masking": {"version": masking.version, "digest": masking.digest},
        "matter": case.data.text("matter"),
        "documents": [
            {
                "form": made.form,
                "name": law.forms.form(made.form).name,
                "date": made.composed_at.date().isoformat(),
                "pages": made.pages,
                "status": made.status,
            }
            for made in case.documents.values()
        ],
        "evidence": [_plain(piece.item, names, masks) for piece in case.evidence],
        "acts": [_act(event, law, names, masks) for event in _acts(case)],
    }


def _acts(case: Case) -> Iterator[Event]:
    """Yield the acts of the case itself: how it was reviewed is not for those who compare."""
    for event in case.events:
        if event.kind is EventKind.TRANSITION and event.machine != "dossier_review":
            yield event


def _act(event: Event, law: Law, names: Mapping[str, str], masks: _Masks) -> Json:
    transition = law.pinned(event.definition).by_id(event.transition)
    return {
        "at": event.at.isoformat(),
        "step": transition.name if transition is not None else event.transition,
        "role": event.role,
        "person": masks.person(event.actor),
        "given": _plain(event.inputs, names, masks),
    }


def _plain(value: Value, names: Mapping[str, str], masks: _Masks) -> Json:
    if isinstance(value, Record):
        return {
            names.get(name, name): _plain(item, names, masks)
            for name, item in value.items()
            if name not in _LEFT_OUT
        }
    if isinstance(value, tuple):
        return [_plain(item, names, masks) for item in value]
    if isinstance(value, date):
        return masks.text(value.isoformat())
    return masks.text(value) if isinstance(value, str) else value


def _labels(law: Law) -> dict[str, str]:
    found = {s.name: s.label for kind in law.records.values() for s in kind}
    fields = (s for w in law.workflows.values() for t in w.transitions for s in t.inputs)
    return found | {s.name: s.label for s in fields}

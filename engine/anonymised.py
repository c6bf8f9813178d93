"""An anonymised copy of a dossier, for those who compare dossiers: what was done, not to whom.

Private words are hidden by the rules a published decision is masked by, wherever they stand, the
same throughout. What a published decision may name is left out besides: the company, who represents
it, the bureau and its squads; officers act under numbers. Places of acts and numbers of documents
stay. Nothing here knows of pages or files.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from engine.case import Case
from engine.event import Event, EventKind
from engine.law import Law
from engine.masking import OTHER, Finder, Masking, MaskRule, Secrets, comparable, secrets_of
from engine.people import Agency
from engine.record import Json, Record, Value
from engine.redaction import told
from engine.schema import FieldSpec

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
        self._squads = {s.id: s.name for s in agency.squads}
        self._numbers: dict[str, int] = {}
        self._shown: dict[str, str] = {}
        self._used: dict[str, int] = {}

    def person(self, person: str) -> str:
        """Return the number under which somebody of the bureau acts."""
        number = self._numbers.setdefault(person, len(self._numbers) + 1)
        return f"P{number}"

    def squad(self, squad: str) -> str:
        """Return what stands for a squad."""
        return self.text(self._squads.get(squad, squad))

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
    masks = _Masks(masking, hidden_in(case, agency, masking), agency)
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
        "evidence": [
            _fields(piece.item, law.records["evidence_item"], law, masks) for piece in case.evidence
        ],
        "acts": [_act(event, law, masks) for event in _acts(case)],
    }


def hidden_in(case: Case, agency: Agency, masking: Masking) -> Secrets:
    """Return everything a copy hides: what is private, and who punished and was punished."""
    private = secrets_of(masking, told(case), agency)
    public = private.kept | {squad.name for squad in agency.squads}
    rest = dict.fromkeys(sorted(public), masking.rules[OTHER])
    return Secrets(hidden={**rest, **private.hidden}, kept=frozenset())


def _acts(case: Case) -> Iterator[Event]:
    """Yield the acts of the case itself: how it was reviewed is not for those who compare."""
    for event in case.events:
        if event.kind is EventKind.TRANSITION and event.machine != "dossier_review":
            yield event


def _act(event: Event, law: Law, masks: _Masks) -> Json:
    transition = law.pinned(event.definition).by_id(event.transition)
    specs = transition.inputs if transition is not None else ()
    return {
        "at": event.at.isoformat(),
        "step": transition.name if transition is not None else event.transition,
        "role": event.role,
        "person": masks.person(event.actor),
        "given": _fields(event.inputs, specs, law, masks),
    }


def _fields(record: Record, specs: Sequence[FieldSpec], law: Law, masks: _Masks) -> Json:
    """Return what was written, by the labels of its fields; what no field is named for, by name."""
    known = {spec.name: spec for spec in specs}
    told: dict[str, Json] = {}
    for name, value in record.items():
        if name not in _LEFT_OUT:
            spec = known.get(name, FieldSpec(name=name, label=name, kind="text"))
            told[spec.label] = _plain(value, spec, spec.kind, law, masks)
    return told


def _plain(value: Value, spec: FieldSpec, kind: str, law: Law, masks: _Masks) -> Json:
    if isinstance(value, Record) and kind == "file":
        return masks.text(value.text("name"))
    if isinstance(value, Record):
        return _fields(value, law.records.get(kind, ()), law, masks)
    if isinstance(value, tuple):
        return [_plain(item, spec, spec.of, law, masks) for item in value]
    if isinstance(value, datetime):
        return masks.text(f"{value:%Y-%m-%d %H:%M}")
    if isinstance(value, date):
        return masks.text(value.isoformat())
    if not isinstance(value, str):
        return value
    return masks.squad(value) if kind == "squad" else masks.text(spec.choices.get(value, value))

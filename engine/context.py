"""The values a document is filled with: the case as a form may see it, at one moment.

The shape is fixed: forms name these values, and a form that asks for more is refused by the
documents room. Nothing here knows how a document looks.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from engine.arrears import Arrears, arrears
from engine.awaited import dated, period_days
from engine.carrying import ORIGIN, ORIGIN_NUMBER
from engine.case import EvidenceItem
from engine.citation import listed
from engine.command import SYSTEM
from engine.dossier import title_of
from engine.dossier_rows import index_rows, originals_told
from engine.event import Event, EventKind
from engine.facts import CaseFacts
from engine.facts.decision import points_raised
from engine.instruments import spelled
from engine.interventions import interventions_told
from engine.labels import Dressed, Dresser
from engine.law import Law
from engine.matters import Range
from engine.originals import PICTURES
from engine.people import Person
from engine.periods import Deadline, Pause
from engine.plan_deadlines import plan_deadlines
from engine.reasoning.proofs import named_in, proofs_of
from engine.reasoning.rules import edition_on
from engine.record import Record
from engine.redaction import COPY, to_publish
from engine.remedies import OWN_MOTION, to_carry_out
from engine.review_sheets import MACHINE as REVIEW
from engine.schema import FieldSpec
from engine.situation import Situation


class ContextBuilder:
    """Builds the values for the documents of one transition."""

    def __init__(
        self,
        situation: Situation,
        law: Law,
        read_file: Callable[[str], bytes],
        in_ledger: Callable[[str], str],
    ) -> None:
        """`read_file` gives the bytes of a kept file by digest.

        `in_ledger` gives the proof that the ledger holds the root of a document, by the document's
        id, or an empty text.
        """
        self._s = situation
        self._law = law
        self._read = read_file
        self._in_ledger = in_ledger
        self._dresser = Dresser(law.records, situation.agency)

    def build(self) -> Dressed:
        """Return every value a form may use."""
        s = self._s
        data = self._dresser.dress(s.data, self._all_fields())
        return {
            "agency": _agency(s),
            "case": self._case(),
            "party": data["party"],
            "matter": self._matter(),
            "officers": [_officer(p) for p in s.officers()],
            "lead": _officer(s.officers()[0]) if s.officers() else None,
            "second": _officer(s.officers()[1]) if len(s.officers()) > 1 else None,
            "actor": {"name": s.actor.name, "title": s.actor.title} if s.actor else None,
            "reviewer": self._reviewer(),
            "input": self._dresser.dress(s.inputs, s.transition.inputs),
            "data": data,
            "track": self._dresser.dress(
                s.track.data if s.track else Record(), self._machine_fields()
            ),
            "evidence": [self._evidence(e) for e in self._all_evidence()],
            "new_evidence": [
                self._evidence(e) for e in self._all_evidence()[len(s.case.evidence) :]
            ],
            "records": self._records(),
            "documents": self._documents(),
            "all_documents": index_rows(s, self._law),
            "originals": originals_told(s, self._law.dossier),
            "served": self._served(),
            "subject": self._subject(),
            "remedy": self._remedy(),
            "deadlines": {
                d.rule: period_days(dated(d, s.rules[d.rule], s.calendar))
                for d in sorted(s.case.deadlines.values(), key=lambda d: d.track == s.place)
            },
            "planned_deadlines": self._planned(),
            "arrears": _owing(arrears(s)),
            "step": {"id": s.transition.id, "name": s.transition.name},
            "hearing_offered": s.case.latest("hearing_right_notice") is not None,
            "points": list(points_raised(s)),
            "statements": self._statements(),
            "copied": self._copied(),
            "acts": [self._act(e) for e in s.case.events if e.kind is EventKind.TRANSITION],
            "checklists": self._checklists(),
            "interventions": interventions_told(s.case, self._law, s.agency),
            "review": self._review(),
            "now": s.now,
            "today": s.today,
        }

    def _machine_fields(self) -> tuple[FieldSpec, ...]:
        return _unique(f for t in self._s.workflow.transitions for f in t.inputs)

    def _all_fields(self) -> tuple[FieldSpec, ...]:
        """Return the fields of every machine; where two share a name the main one's wins."""
        ordered = sorted(self._law.workflows.values(), key=lambda w: w.role != "main")
        return _unique(f for w in ordered for t in w.transitions for f in t.inputs)

    def _case(self) -> Dressed:
        s, data = self._s, self._s.data
        filed = s.case.deadline("D11")
        lead = s.case.latest("lead_register")
        squad = s.agency.squad(data.text("squad"))
        matter = s.matters.get(data.text("matter"))
        return {
            "id": s.case.id,
            "number": s.case.number or None,
            "cause": data.text("cause") or None,
            "title": title_of(data, self._law.dossier),
            "lead_number": lead.number if lead is not None else None,
            "opened_on": s.case.opened_at.date() if s.case.opened_at else s.today,
            "filed_on": filed.computed.start if filed is not None else None,
            "squad_name": squad.name if squad is not None else None,
            "matter_name": matter.name if matter is not None else None,
        }

    def _matter(self) -> Dressed | None:
        s, version = self._s, self._s.governing
        if version is None:
            return None
        matter = s.matters[version.matter_id]
        found = s.lawful_range
        elements = s.matter.elements if s.matter is not None else version.elements
        return {
            "name": matter.name,
            "behaviour": matter.name,
            "breached": listed(version.breached),
            "penalty": listed(version.penalty),
            "seizure_basis": listed(version.seizure_basis) or None,
            "low": found.low if found is not None else None,
            "high": found.high if found is not None else None,
            "range_text": self._range(found) if found is not None else None,
            "correction_first": version.correction_first,
            "elements": [{"id": e.id, "text": e.text} for e in elements],
        }

    def _range(self, found: Range) -> str:
        words = self._law.dossier.words["range"]
        return words.format(low=found.low // 100, high=found.high // 100)

    def _review(self) -> Dressed | None:
        """Return the sheet and the defects of a dossier's review; None on any other track."""
        if self._s.workflow.id != REVIEW:
            return None
        # Only reviews need the arithmetic of grading, which itself reads situations.
        from engine.review_printed import review_values  # noqa: PLC0415 - see above

        return review_values(self._s, self._law.forms)

    def _reviewer(self) -> Dressed | None:
        s = self._s
        person = s.agency.person(s.inputs.text("reviewed_by")) or s.actor
        if person is None:
            return None
        return {"name": person.name, "qualification": person.legal_qualification or None}

    def _all_evidence(self) -> list[EvidenceItem]:
        kept = list(self._s.case.evidence)
        for item in self._s.inputs.records("evidence"):
            kept.append(EvidenceItem(number=f"证{len(kept) + 1}", item=item, event=0))
        return kept

    def _planned(self) -> Dressed:
        """Return the periods this very act starts or moves."""
        changes = plan_deadlines(self._s, CaseFacts(self._s), self._law)
        found: Dressed = {}
        for change in changes:
            if isinstance(change.computed, dict):
                computed = Deadline.from_plain(change.computed)
                found[change.rule] = period_days(computed)
        return found

    def _evidence(self, piece: EvidenceItem) -> Dressed:
        dressed = self._dresser.dress(piece.item, self._law.records["evidence_item"])
        texts = {e.id: e.text for e in self._s.matter.elements} if self._s.matter else {}
        file = piece.item.record("file")
        picture = file.text("media") in PICTURES
        return {
            **dressed,
            "number": piece.number,
            "origin": piece.item.text(ORIGIN) or None,
            "origin_number": piece.item.text(ORIGIN_NUMBER) or None,
            "elements_text": "、".join(texts.get(e, e) for e in piece.elements),
            "image": self._read(file.text("digest")) if picture else None,
        }

    def _records(self) -> list[Dressed]:
        """Return the records that prove elements of the violation, or that the input cites."""
        edition = edition_on(self._s.reasoning, self._s.today)
        proofs = proofs_of(self._s.case, (), edition.records if edition is not None else ())
        said = "\n".join(v for v in self._s.inputs.values() if isinstance(v, str))
        cited = named_in(said, proofs)
        return [
            {
                "number": p.number,
                "name": p.name,
                "document": p.document,
                "made_on": p.made_on,
                "proves": p.proves,
            }
            for p in proofs
            if p.document and (p.elements or p in cited)
        ]

    def _documents(self) -> Dressed:
        found: Dressed = {}
        for made in self._s.case.documents.values():
            if made.status == "issued":
                found[made.form] = {"number": made.number, "date": made.composed_at.date()}
        return found

    def _remedy(self) -> Dressed | None:
        """Return the outcome this transition carries out, as recorded; None where none waits."""
        left = to_carry_out(self._s.case)
        if left is None:
            return None
        number = left.event.inputs.text("outcome_number")
        return {"own": left.event.trigger == OWN_MOTION, "number": number}

    def _served(self) -> Dressed:
        found: Dressed = {}
        for doc_id, (day, mode) in self._s.case.served.items():
            made = self._s.case.documents[doc_id]
            track = next((t for t in self._s.case.tracks.values() if t.subject == doc_id), None)
            receiver = track.data.text("receiver") if track is not None else ""
            found[made.form] = {
                "date": day,
                "mode_label": self._law.dossier.words[mode],
                "receiver": receiver or None,
            }
        return found

    def _subject(self) -> Dressed | None:
        track = self._s.track
        made = self._s.case.documents.get(track.subject) if track is not None else None
        if made is None:
            return None
        name = self._law.forms.form(made.form).name
        return {"name": name, "number": made.number or None, "date": made.composed_at.date()}

    def _copied(self) -> Dressed | None:
        """Return the decision whose published copy this act makes, with what the copy shows."""
        copies = any(use.form == COPY for use in self._s.transition.documents)
        redacted = to_publish(self._s) if copies else None
        if redacted is None:
            return None
        made = redacted.made
        return {
            "name": self._law.forms.form(made.form).name,
            "number": made.number,
            "date": made.composed_at.date(),
            "root": made.commitment,
            "withheld": [
                {"name": rule.name, "count": count, "law": "、".join(rule.law)}
                for rule, count in redacted.rules()
            ],
            "shape": redacted.printed.shape,
            "texts": list(redacted.texts),
            "proof": redacted.proof,
            "inclusion": self._in_ledger(made.id),
        }

    def _statements(self) -> list[Dressed]:
        said = [e for e in self._s.case.events if e.inputs.records("points")]
        return [
            {"date": e.at.date(), "points": [p.text("content") for p in e.inputs.records("points")]}
            for e in said
        ]

    def _name(self, person: str) -> str:
        found = self._s.agency.person(person)
        return found.name if found is not None else person

    def _act(self, event: Event) -> Dressed:
        transition = self._law.pinned(event.definition).by_id(event.transition)
        name = transition.name if transition is not None else event.transition
        return {"moment": event.at, "name": name, "person": self._name(event.actor)}

    def _checklists(self) -> list[Dressed]:
        rows: list[Dressed] = []
        words = self._law.dossier.words
        for event in self._s.case.events:
            transition = self._law.pinned(event.definition).by_id(event.transition)
            if transition is None or event.kind is not EventKind.TRANSITION:
                continue
            asked = {i.id: i for i in transition.checklist}
            for settled in event.checklist:
                item, auto = asked[settled.id], settled.by == SYSTEM
                rows.append(
                    {
                        "moment": event.at,
                        "transition": transition.name,
                        "question": item.ask,
                        "result_label": words[settled.result],
                        "by": words["system"] if auto else self._name(settled.by),
                        "law": spelled(item.law, self._law.instruments),
                    }
                )
        return rows


def _unique(fields: Iterable[FieldSpec]) -> tuple[FieldSpec, ...]:
    found: dict[str, FieldSpec] = {}
    for field in fields:
        first = found.setdefault(field.name, field)
        if first is not field and field.choices:  # several moves offer parts of one list
            found[field.name] = replace(first, choices={**field.choices, **first.choices})
    return tuple(found.values())


def _agency(s: Situation) -> Dressed:
    a = s.agency
    return {
        "name": a.name,
        "short_name": a.short_name,
        "address": a.address,
        "phone": a.phone,
        "reconsideration_body": a.reconsideration_body,
        "reconsideration_channel": a.reconsideration_channel or None,
        "court": a.court,
        "bank": {
            "name": a.bank.name,
            "address": a.bank.address,
            "account_name": a.bank.account_name,
            "account": a.bank.account,
        },
    }


def _owing(now: Arrears) -> Dressed:
    return {
        "fine": now.fine,
        "paid": now.paid,
        "unpaid": now.unpaid,
        "since": now.since,
        "until": now.until,
        "days": now.days,
        "surcharge": now.surcharge,
        "total": now.balance,
        "lines": [
            {"first": x.first, "last": x.last, "days": x.days, "base": x.base, "total": x.total}
            for x in now.lines
        ],
        "paused": [{"first": p.first, "last": p.last} for p in now.pauses if _touches(p, now)],
    }


def _touches(pause: Pause, now: Arrears) -> bool:
    """Whether a pause leaves out a day that would have been charged for."""
    begun = now.since is not None and (pause.last is None or pause.last > now.since)
    return begun and pause.first <= now.until


def _officer(person: Person) -> Dressed:
    number = person.certificate.number if person.certificate is not None else None
    return {"name": person.name, "certificate": number}

"""The decisive conditions of the law, worked out anew from dates, amounts and people.

This section believes no verdict on record. It asks what a court would ask first: filed before
investigated, told before decided, heard or waived, reviewed by another, two qualified officers,
within the range, in time, served. Figures come from `audit/law/`, each with its article.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from runtime.verifier.bag import Told
from runtime.verifier.definitions import Definitions
from runtime.verifier.duties import Roster
from runtime.verifier.finding import NOWHERE, Findings
from runtime.verifier.ledger import Event
from runtime.verifier.papers import Papers
from runtime.verifier.periods import Counting
from runtime.verifier.replay import Case, Period, given_in
from runtime.verifier.words import SAID

NOTICES = ("penalty_prior_notice", "hearing_right_notice")
DECISION = "penalty_decision"
FIELD_RECORDS = (
    "site_inspection_record",
    "interview_record",
    "evidence_photo_sheet",
    "sampling_notice",
)


class Statute:
    """Asks the questions about one case."""

    def __init__(
        self,
        case: Case,
        roster: Roster,
        counting: Counting,
        law: Definitions,
        matter: object,
        papers: Papers,
        out: Findings,
    ) -> None:
        """`matter` is matter.json: the matter and its ranges as the case named them."""
        self.case, self.roster, self.counting, self.law = case, roster, counting, law
        self.matter = matter if isinstance(matter, dict) else {}
        self.papers, self.out = papers, out

    def ask(self) -> None:
        """Ask everything that applies to this case."""
        for decision in self.case.by_form(DECISION):
            event = self._event(self.case.changed_by_first(decision["id"], "issued"))
            for question in self._questions if event else ():
                self._try(partial(question, decision, event))
        for decision in self.case.by_form(DECISION, "no_penalty_decision"):
            self._try(partial(self._served_after, decision))
        for further in (self._two_officers, self._spot, self._money_apart):
            self._try(further)

    @property
    def _questions(self) -> tuple[Callable[..., None], ...]:
        return (
            self._filed_first,
            self._told_first,
            self._reviewed_first,
            self._amount,
            self._in_time,
            self._within_limitation,
            self._corrected,
        )

    def _try(self, question: Callable[[], None]) -> None:
        self.out.attempt(SAID["part_law"], question)
        self.out.count("conditions")

    def _event(self, number: int) -> Event | None:
        return self.case.by_number.get(number)

    def _add(
        self, code: str, event: Event | None, law: str, document: str = "", **facts: object
    ) -> None:
        number = event.seq if event else 0
        place = self.papers.place(document) if document else NOWHERE
        if place == NOWHERE:
            place = self.papers.of_event(self.case, number)
        self.out.add(code, place, event=number, law=law, **facts)

    def _filed(self) -> tuple[str, datetime] | None:
        """The filing: its document and the moment it was approved (APL 54(2))."""
        for made in self.case.by_form("filing_approval"):
            event = self._event(self.case.changed_by_first(made["id"], "issued"))
            if event is not None:
                return made["id"], event.at
        return None

    def _filed_first(self, decision: Told, event: Event) -> None:
        filed = self._filed()
        if filed is None:
            if not self.case.by_form("filing_approval"):
                self._add("no_filing", event, "APL 54(2)", decision["id"])
            return
        for record in self.case.by_form("interview_record", "site_inspection_record"):
            number = self.case.made_by[record["id"]]
            begun = given_in(self.case.by_number[number]).get("started_at")
            made = (
                begun
                if isinstance(begun, datetime)
                else datetime.fromisoformat(record["composed_at"])
            )
            if made < filed[1]:
                self._add(
                    "investigated_unfiled",
                    self._event(number),
                    "APL 54(2)",
                    record["id"],
                    made=made.isoformat(),
                    filed=filed[1].isoformat(),
                )

    def _told_first(self, decision: Told, event: Event) -> None:
        """Notice served, time to answer over or used or waived (APL 44, 45, 62 to 64)."""
        decided = event.at.date()
        notices = [n for n in self.case.by_form(*NOTICES) if self.case.made_by[n["id"]] < event.seq]
        served = [(self.case.served[n["id"]][0], n) for n in notices if n["id"] in self.case.served]
        if not served:
            self._add("not_told", event, "APL 44", decision["id"])
            return
        day, notice = served[-1]
        if day > decided or self.case.served[notice["id"]][2] > event.seq:
            self._add("told_late", event, "APL 44", decision["id"], served=day, decided=decided)
        heard = self._before(event, "statement_record", "waiver_record", "hearing_record")
        for rule, law in (("D07", "APL 62"), ("D08", "APL 64(1)")):
            period = self._period_of(rule, notice)
            breach = period.computed.get("breach_after") if period else None
            if breach and not heard and decided.isoformat() <= breach:
                self._add(
                    "decided_early",
                    event,
                    law,
                    decision["id"],
                    name=self.counting.name(rule),
                    due=breach,
                    decided=decided,
                )
        self._hearing(decision, event, notice)

    def _hearing(self, decision: Told, event: Event, notice: Told) -> None:
        """A large fine calls for telling of a hearing; one asked for is held (APL 63, 64)."""
        fine = self.case.data.get("decision_fine")
        entity = (self.case.data.get("party") or {}).get("kind") == "entity"
        limit = self.roster.setting(event, f"hearing.fine.{'entity' if entity else 'citizen'}")
        untold = notice["form"] != "hearing_right_notice"
        if untold and isinstance(fine, int) and isinstance(limit, int) and fine >= limit:
            self._add(
                "hearing_untold",
                event,
                "APL 63(1)",
                decision["id"],
                fine=yuan(fine),
                limit=yuan(limit),
            )
        asked = self._before(event, "hearing_application")
        ended = {"h_reported", "h_rejected", "h_defaulted", "h_withdrawn"}
        tracks = [t for t in self.case.tracks.values() if t.machine == "hearing"]
        if asked and not any(t.state in ended for t in tracks):
            self._add("hearing_not_held", event, "APL 64", decision["id"])

    def _period_of(self, rule: str, notice: Told) -> Period | None:
        """The newest period of a rule that the notice's service began."""
        served = self.case.served[notice["id"]][2]
        found = [p for p in self.case.periods.values() if p.rule == rule and p.event >= served]
        return found[0] if found else None

    def _before(self, event: Event, *forms: str) -> list[Told]:
        made = self.case.by_form(*forms)
        return [d for d in made if self.case.changed_by_first(d["id"], "issued") < event.seq]

    def _reviewed_first(self, decision: Told, event: Event) -> None:
        """Reviewed by a qualified person who did not investigate, and agreed (APL 58)."""
        opinions = self._before(event, "legal_review_opinion")
        agreed = [
            e
            for e in self.case.events
            if e.seq < event.seq
            and e.inputs.get("review_result") == "agree"
            and e.body["kind"] == "transition"
        ]
        if not opinions or not agreed:
            self._add("not_reviewed", event, "APL 58(1)", decision["id"])
            return
        review = agreed[-1]
        reviewer = review.inputs.get("reviewed_by") or review.body["actor"]
        person = self.roster.person(review, reviewer) or {}
        told = {"actor": self.roster.name(reviewer)}
        if not person.get("legal_qualification"):
            self._add("reviewer_unqualified", review, "APL 58(2)", opinions[-1]["id"], **told)
        if reviewer in self._officers(review.seq):
            self._add("reviewer_officer", review, "APL 58(2)", opinions[-1]["id"], **told)

    def _officers(self, until: int) -> set[str]:
        names = ("lead_officer", "assistant_officer")
        given = [e.inputs.get(n) for e in self.case.events if e.seq <= until for n in names]
        return {one for one in given if one}

    def _amount(self, decision: Told, event: Event) -> None:
        """Within the range of the matter, and not above what the party was told (APL 34, 45(2))."""
        fine = event.inputs.get("decision_fine")
        if not isinstance(fine, int):
            return
        told = [
            e.inputs["notice_fine"]
            for e in self.case.events
            if e.seq < event.seq and isinstance(e.inputs.get("notice_fine"), int)
        ]
        if told and fine > told[-1]:
            self._add(
                "fine_above_notice",
                event,
                "APL 45(2)",
                decision["id"],
                fine=yuan(fine),
                told=yuan(told[-1]),
            )
        bounds = self._range()
        if bounds is None:
            self.out.could_not("range_open")
            return
        low, high, law = bounds
        lighter = self.case.data.get("tier") == "Tx"
        if fine > high or (fine < low and not lighter):
            self._add(
                "fine_outside",
                event,
                law,
                decision["id"],
                fine=yuan(fine),
                low=yuan(low),
                high=yuan(high),
            )

    def _range(self) -> tuple[int, int, str] | None:
        """The range of the fine for this party, when the matter has one in yuan."""
        act = self.case.data.get("act_on")
        kind = (self.case.data.get("party") or {}).get("kind")
        versions = (self.matter.get("matter") or {}).get("versions", [])
        if self.case.data.get("law_choice") or not isinstance(act, date):
            return None
        day = act.isoformat()
        for version in versions:
            if not version["valid_from"] <= day <= (version["valid_to"] or "9"):
                continue
            party = "entity" if kind == "entity" else "citizen"
            ranges = [r for r in version["ranges"] if r["party"] == party]
            chosen = self.case.data.get("fine_situation")
            ranges = (
                [r for r in ranges if r["id"] == chosen] if chosen and len(ranges) > 1 else ranges
            )
            if len(ranges) == 1 and ranges[0]["range"]["measure"] == "yuan":
                bounds = ranges[0]["range"]
                return bounds["low"], bounds["high"], version["penalty"][0]["text"]
        return None

    def _in_time(self, decision: Told, event: Event) -> None:
        """Within the period of APL 60 from filing, extensions and pauses counted."""
        periods = [p for p in self.case.periods.values() if p.rule == "D11" and p.event < event.seq]
        if not periods:
            self._add("decision_period_missing", event, "APL 60", decision["id"])
            return
        period = periods[-1]
        filed = self._filed()
        started = period.computed["start"]
        if (
            filed
            and len(periods) == 1
            and "split_filed_on" not in self.case.data
            and started != filed[1].date().isoformat()
        ):
            self._add(
                "decision_period_start",
                event,
                "APL 60",
                decision["id"],
                start=started,
                filed=filed[1].date(),
            )
        breach = period.computed.get("breach_after")
        if breach and event.at.date().isoformat() > breach:
            self._add(
                "decided_late", event, "APL 60", decision["id"], due=breach, decided=event.at.date()
            )

    def _within_limitation(self, decision: Told, event: Event) -> None:
        """Found within the limitation period of the act (APL 36)."""
        periods = [p for p in self.case.periods.values() if p.rule == "D30"]
        act = self.case.data.get("act_on")
        found = self.case.data.get("received_at")
        if isinstance(act, date) and isinstance(found, datetime) and act > found.date():
            self._add(
                "act_after_lead", event, "APL 36", decision["id"], act=act, found=found.date()
            )
        breach = periods[0].computed.get("breach_after") if periods else None
        if breach and isinstance(found, datetime) and found.date().isoformat() > breach:
            self._add("limitation_over", event, "APL 36", decision["id"], due=breach)

    def _corrected(self, decision: Told, event: Event) -> None:
        """Correction ordered with the penalty, or why there is nothing left to correct."""
        ordered = self._before(event, "rectification_order")
        if not ordered and not self.case.data.get("correction_moot"):
            self._add("no_correction", event, "APL 28(1)", decision["id"])

    def _served_after(self, decision: Told) -> None:
        """Served, not before it was made, within the period (APL 61)."""
        made = datetime.fromisoformat(decision["composed_at"]).date()
        served = self.case.served.get(decision["id"])
        closed = any(
            e.body["to"] in ("closing_pending", "closed", "archived") for e in self.case.events
        )
        event = self._event(self.case.made_by[decision["id"]])
        if served is None:
            if closed and decision["status"] == "issued":
                self._add("not_served", event, "APL 61", decision["id"])
            return
        if served[0] < made:
            self._add(
                "served_before",
                self._event(served[2]),
                "APL 61",
                served=served[0],
                made=made,
            )

    def _two_officers(self) -> None:
        """Two different qualified officers signed each record of the field (APL 42(1))."""
        for record in self.case.by_form(*FIELD_RECORDS):
            event = self._event(self.case.changed_by_first(record["id"], "issued"))
            if event is None:
                continue
            day = datetime.fromisoformat(record["composed_at"]).date()
            signers = {p for _, p, role, _ in record["signed"] if role == "case_officer"}
            good = {p for p in signers if self.roster.qualified(event, p, day)}
            if len(good) < 2:
                self._add("one_officer", event, "APL 42(1)", record["id"], day=day, count=len(good))

    def _spot(self) -> None:
        """On the spot only up to what APL 51 allows, in the figures of the definition."""
        for decision in self.case.by_form("spot_penalty_decision"):
            event = self._event(self.case.made_by[decision["id"]])
            limits = self.law.figures("spot_amount_allowed")
            fine = event.inputs.get("spot_fine") if event else None
            if not event or not isinstance(fine, int) or not limits:
                continue
            kind = (self.case.data.get("party") or {}).get("kind")
            limit = limits["entity_fen" if kind == "entity" else "citizen_fen"]
            if kind != "sole_trader" and fine > limit:
                self._add(
                    "spot_fine", event, "APL 51", decision["id"], fine=yuan(fine), limit=yuan(limit)
                )

    def _money_apart(self) -> None:
        """Whoever decided does not collect (APL 67(1))."""
        deciders = {
            e.body["actor"]
            for e in self.case.events
            for d in e.documents
            if d["form"] == DECISION and e.body["kind"] == "transition"
        }
        for event in self.case.events:
            if event.inputs.get("payments") and event.body["actor"] in deciders:
                self._add(
                    "decider_collects",
                    event,
                    "APL 67(1)",
                    actor=self.roster.name(event.body["actor"]),
                )


def yuan(fen: int) -> str:
    """An amount as people write it."""
    return f"{fen // 100}.{fen % 100:02}元" if fen % 100 else f"{fen // 100}元"

"""The decisive conditions of the law, worked out anew from dates, amounts and people.

This section believes no verdict on record. It asks what a court would ask first: filed before
investigated, told before decided, heard or waived, reviewed by another, two qualified officers,
within the range, in time, served. Figures come from `audit/law/`, each with its article.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from runtime.verifier.asking import Asking, yuan
from runtime.verifier.bag import Told
from runtime.verifier.ledger import Event
from runtime.verifier.replay import given_in

NOTICES = ("penalty_prior_notice", "hearing_right_notice")
DECISION = "penalty_decision"
#: Period in which a right may be used, its article, and what shows that it was used or waived.
RIGHTS = (
    ("D07", "APL 62", ("statement_record", "waiver_record", "hearing_record")),
    ("D08", "APL 64(1)", ("waiver_record", "hearing_application", "hearing_record")),
)


class Statute(Asking):
    """Asks what each penalty decision rests on."""

    #: matter.json: the matter and its ranges, as the case named them.
    matter: Told

    def ask(self, matter: Told) -> None:
        """Ask everything that applies to this case."""
        self.matter = matter
        for decision in self.case.by_form(DECISION):
            event = self._event(self.case.changed_by_first(decision["id"], "issued"))
            for question in self._questions if event else ():
                self._try(partial(question, decision, event))

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
        for rule, law, used in RIGHTS:
            heard = self._before(event, *used)
            due = self._ends(rule, notice, day)
            if due and not heard and decided <= due:
                self._add(
                    "decided_early",
                    event,
                    law,
                    decision["id"],
                    name=self.counting.name(rule),
                    due=due,
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

    def _ends(self, rule: str, notice: Told, served: date) -> date | None:
        """The last day of a right that the service of this notice began."""
        begins = self.counting.rules[rule]["starts_when_served"]
        return self.counting.ends(rule, served) if notice["form"] in begins else None

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

"""How the case was conducted: officers, hearing, service, money; worked out anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from runtime.verifier.asking import Asking, yuan
from runtime.verifier.bag import Told
from runtime.verifier.replay import Track, day_of

FIELD_RECORDS = (
    "site_inspection_record",
    "interview_record",
    "evidence_photo_sheet",
    "sampling_notice",
)
DECISIONS = ("penalty_decision", "no_penalty_decision")


class Conduct(Asking):
    """Asks what does not hang on one decision."""

    #: What the definitions allow on the spot, by kind of party, in fen (APL 51).
    limits: Told

    def ask(self, limits: Told) -> None:
        """Ask everything that applies to this case."""
        self.limits = limits
        for decision in self.case.by_form(*DECISIONS):
            self._try(partial(self._served_after, decision))
        for track in self.case.tracks.values():
            if track.machine == "hearing":
                self._try(partial(self._hearing_held, track))
        for question in (self._two_officers, self._spot, self._money_apart, self._answered):
            self._try(question)

    def _hearing_held(self, track: Track) -> None:
        """Told of in time, led by somebody who did not investigate (APL 64(2), 64(4))."""
        chair, held = track.data.get("chair"), day_of(track.data.get("hearing_at"))
        notices = self.case.by_form("hearing_notice")
        event = self._event(self.case.made_by[notices[-1]["id"]]) if notices else None
        if chair in self._officers(len(self.case.events)):
            told = self.roster.name(str(chair))
            self._add("chair_officer", event, "APL 64(4)", actor=told)
        served = self.case.served.get(notices[-1]["id"]) if notices else None
        if served and held and track.state != "h_rejected":
            first = self._first_day(served[0])
            if held < first:
                document = notices[-1]["id"]
                self._add("hearing_short", event, "APL 64(2)", document, held=held, first=first)

    def _first_day(self, served: date) -> date:
        """The first day a hearing may be held on after notice was served (D09)."""
        left = int(self.counting.rules["D09"]["length"])
        day = served
        while left:
            day += timedelta(days=1)
            left -= self.counting.calendar.works(day)
        return day + timedelta(days=1)

    def _answered(self) -> None:
        """A statement is checked and answered before anything is decided (APL 45(1))."""
        for decision in self.case.by_form("penalty_decision"):
            event = self._event(self.case.changed_by_first(decision["id"], "issued"))
            stated = self._before(event, "statement_record") if event else []
            if event and stated and not self._before(event, "recheck_opinion"):
                self._add("not_answered", event, "APL 45(1)", decision["id"])

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
            limits = self.limits
            given = event.inputs if event else {}
            fine = given.get("decision_fine", given.get("spot_fine"))
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
            if d["form"] == DECISIONS[0] and e.body["kind"] == "transition"
        }
        for event in self.case.events:
            if event.inputs.get("payments") and event.body["actor"] in deciders:
                self._add(
                    "decider_collects",
                    event,
                    "APL 67(1)",
                    actor=self.roster.name(event.body["actor"]),
                )

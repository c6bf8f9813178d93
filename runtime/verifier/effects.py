"""What an act changes besides states: marks, service, periods and tracks, by its definition."""

from __future__ import annotations

from typing import Protocol

from runtime.verifier.bag import Told
from runtime.verifier.definitions import condition
from runtime.verifier.ledger import Event
from runtime.verifier.periods import Counting, started_from
from runtime.verifier.replay import Case, given_in


class Adding(Protocol):
    """Notes a finding about an event, at a document where one is named."""

    def __call__(
        self, event: Event, code: str, law: str, document: str = "", **facts: object
    ) -> None:
        """Note it."""


class Effects:
    """Compares what acts changed with what their definitions say."""

    def __init__(self, counting: Counting, add: Adding) -> None:
        """`add` notes a finding."""
        self.counting, self._add = counting, add
        self.case = Case()

    def check(self, event: Event, transition: Told, case: Case) -> None:
        """Marks, service, periods and tracks that the definition attaches to the act."""
        body, law = event.body, transition["law"][0]
        self.case = case
        for mark, value in transition["marks"].items():
            if body["marks"].get(mark) is not value:
                self._add(event, "mark_missing", law, mark=mark)
        serves = transition["serves"]
        if bool(serves) != bool(body["served"]):
            self._add(event, "service_differs", law, trigger=transition["name"])
        elif serves and not serves["form"]:
            self._service(event, serves, law)
        self._periods(event, transition, law)
        opened_machines = [row[1] for row in body["tracks"]]
        for opening in transition["opens"]:
            if (
                condition(opening["when"], event.inputs)
                and opening["machine"] not in opened_machines
            ):
                self._add(event, "track_missing", law, machine=opening["machine"])

    def _service(self, event: Event, serves: Told, law: str) -> None:
        """What was served is the track's document, on the day that was handed in."""
        document, day, mode = event.body["served"]
        track = self.case.tracks.get(event.body["track"])
        given = given_in(event)
        wanted = given.get(serves["on"]) or (track.data.get(serves["on"]) if track else None)
        if track and document != track.subject:
            self._add(event, "service_other", law, document)
        if mode != serves["mode"] or (wanted is not None and str(wanted)[:10] != day):
            self._add(event, "service_day", law, document, recorded=day, given=str(wanted)[:10])
        subject = self.case.documents.get(document)
        if subject and day < subject["composed_at"][:10]:
            self._add(event, "service_before", "APL 61", document, day=day)

    def _periods(self, event: Event, transition: Told, law: str) -> None:
        body = event.body
        for move in transition["deadlines"]:
            if condition(move["when"], event.inputs) is not True:
                continue
            found = [
                c
                for c in body["deadlines"]
                if (c["move"], c["rule"]) == (move["move"], move["deadline"])
            ]
            if move["move"] == "start":
                self._started(event, move, found, law)
            elif move["move"] == "stop" and not found and not move["track"]:
                live = [
                    p
                    for p in self.case.periods.values()
                    if p.rule == move["deadline"] and p.status != "stopped"
                ]
                own = [p for p in live if p.track == body["track"]]
                if own:
                    self._add(event, "period_not_stopped", law, rule=move["deadline"])
        allowed = {(m["move"], m["deadline"]) for m in transition["deadlines"]}
        wide = {m["move"] for m in transition["deadlines"] if m["deadline"] in ("agency", "all")}
        for change in body["deadlines"]:
            by_service = change["move"] == "start" and body["served"]
            known = (change["move"], change["rule"]) in allowed or change["move"] in wide
            rebinding = change["move"] == "start" and change["rule"] == self.counting.rebinding
            if not (known or by_service or rebinding):
                self._add(
                    event, "period_foreign", law, move=change["move"], instance=change["instance"]
                )

    def _started(self, event: Event, move: Told, found: list[Told], law: str) -> None:
        day = started_from(move, event, self.case)
        counted = self.counting.counted(move["deadline"])
        if not found:
            if counted and day is not None:
                self._add(event, "period_not_started", law, rule=move["deadline"])
            return
        told = (found[0].get("computed") or {}).get("start")
        if (
            day is not None
            and counted
            and told != day.isoformat()
            and not self.counting.named(move["deadline"])
        ):
            self._add(event, "period_start", law, rule=move["deadline"], recorded=told, wanted=day)

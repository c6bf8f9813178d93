"""People: who held which role, in which relation somebody stood to the case, which parts exclude.

Reads `audit/people.json` (the roster as each profile had it) and `audit/law/duties.json` (what
every act is asked, which duties exclude each other, how people stand to a case).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from runtime.verifier.bag import Bag, Told
from runtime.verifier.finding import Findings, Place
from runtime.verifier.ledger import Event
from runtime.verifier.replay import Case, given_in

PEOPLE, DUTIES = "audit/people.json", "audit/law/duties.json"


class Roster:
    """The bureau's people and the rules about their duties."""

    def __init__(self, bag: Bag, out: Findings) -> None:
        """Read roster and duties; what cannot be read is a finding."""
        told, duties = bag.json(PEOPLE), bag.json(DUTIES)
        if not isinstance(told, dict):
            out.add("people_unreadable", Place(PEOPLE), law="APL 42(1)")
        if not isinstance(duties, list):
            out.add("duties_unreadable", Place(DUTIES), law="APL 42(1)")
        self.people: list[Told] = told.get("people", []) if isinstance(told, dict) else []
        profiles: list[Told] = told.get("profiles", []) if isinstance(told, dict) else []
        self.profiles: dict[str, Told] = {p["digest"]: p["agency"] or {} for p in profiles}
        self.editions: list[Told] = duties if isinstance(duties, list) else []

    @property
    def agency_code(self) -> str:
        """The code that the seal's certificate bears."""
        codes = [str(p.get("code", "")) for p in self.profiles.values()]
        return codes[-1] if codes else ""

    def setting(self, event: Event, name: str) -> object:
        """A setting of the bureau as an event's profile has it."""
        profile = self.profile(event)
        return profile.get("settings", {}).get(name, {}).get("value")

    def profile(self, event: Event) -> Told:
        """The profile an event was judged under."""
        return self.profiles.get(event.body["basis"].get("agency", ""), {})

    def edition(self, event: Event) -> Told:
        """The duties in force on an event's day."""
        day = event.at.date().isoformat()
        begun = [one for one in self.editions if one["valid_from"] <= day] or self.editions[:1]
        return max(begun, key=lambda one: str(one["valid_from"])) if begun else {}

    def person(self, event: Event, person: str) -> Told | None:
        """A person as the profile of an event has them."""
        digest = event.body["basis"].get("agency", "")
        return next(
            (
                p
                for p in self.people
                if p["id"] == person and (not digest or digest in p["profiles"])
            ),
            None,
        )

    def name(self, person: str) -> str:
        """A person's name with the id."""
        found = next((p for p in self.people if p["id"] == person), None)
        return f"{found['name']}（{person}）" if found else person

    def holds(self, event: Event, person: str, role: str) -> bool:
        """Whether somebody held a role on that day."""
        found = self.person(event, person)
        return found is not None and role in found["roles"]

    def qualified(self, event: Event, person: str, day: date) -> bool:
        """Whether somebody's enforcement certificate was valid on a day (APL 42(1))."""
        found = self.person(event, person)
        card = (found or {}).get("certificate") or {}
        return str(card.get("valid_from", "9")) <= day.isoformat() <= str(card.get("valid_to", ""))

    def stands(self, event: Event, case: Case, person: str, relation: str) -> bool:
        """Whether somebody stands in a relation to the case as it is before an event."""
        reads = self.edition(event).get("relations", {}).get(relation, {}).get("reads", [])
        found = self.person(event, person)
        for read in reads:
            if read["source"] == "squad":
                squad = found.get("squad") if found else ""
                if squad and squad == case.data.get(read["name"]):
                    return True
            elif person in _named(event, case, read):
                return True
        return False

    def bars(
        self,
        event: Event,
        case: Case,
        person: str,
        roles: set[str],
        players: Callable[[str], set[str]],
    ) -> Iterator[tuple[Told, str]]:
        """Parts somebody has in the case that bar acting in these roles, with the rule."""
        edition = self.edition(event)
        rules = [r for r in edition.get("always", []) if r["fact"] == "duties_separate"]
        rules += [edition["barred"][r] for r in sorted(roles) if r in edition.get("barred", {})]
        for rule in rules:
            for part in rule["args"]["not"]:
                if self._plays(event, case, person, part, players(part)):
                    yield rule, str(part)

    def _plays(
        self, event: Event, case: Case, person: str, part: str, transitions: set[str]
    ) -> bool:
        found = self.person(event, person) or {"roles": [], "certificate": None}
        if part == "auditor":
            return "auditor" in found["roles"]
        if part == "assistant_staff":
            return "collector" in found["roles"] and not found["certificate"]
        known = self.edition(event).get("relations", {})
        # What this very act hands in does not yet bar the one who does it.
        earlier = event._replace(private={})
        if part in known and self.stands(earlier, case, person, part):
            return True
        return case.fired(person, transitions)


def _named(event: Event, case: Case, read: Told) -> list[str]:
    name, source = read["name"], read["source"]
    records: list[Told] = []
    if source == "data":
        records = [case.data]
    elif source == "input":
        records = [given_in(event)]
    elif source == "here":
        track = case.tracks.get(event.body["track"])
        records = [track.data] if track else []
    elif source == "owner":
        first = case.events[0].body["actor"] if case.events else ""
        return [case.data.get("lead_officer") or case.data.get("owner") or first]
    elif source == "track":
        records = [
            t.data
            for t in case.tracks.values()
            if t.machine == read["machine"] and t.state in read["states"]
        ]
    else:
        records = [e.inputs for e in case.events if e.body["kind"] == "transition"]
    return [one for record in records for one in _people_under(record.get(name))]


def _people_under(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []

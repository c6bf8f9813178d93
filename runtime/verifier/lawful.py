"""Whether each recorded act was lawful under the definition it names (`audit/law/definitions/`).

State, trigger, actor, separation of duties, verdicts, checklists, documents and signatures of
every event are compared with the definition. Facts of fine judgement (whether evidence proves an
element, whether reasons convince) are taken as recorded here; a later section works out the
decisive ones again.
"""

from __future__ import annotations

from functools import partial

from runtime.verifier.bag import Told
from runtime.verifier.definitions import LAW_ACT, Definitions, condition
from runtime.verifier.duties import Roster
from runtime.verifier.effects import Effects
from runtime.verifier.finding import Findings
from runtime.verifier.ledger import Event
from runtime.verifier.papers import Papers
from runtime.verifier.periods import Counting
from runtime.verifier.replay import MAIN, Case, given_in
from runtime.verifier.words import SAID


class Legality:
    """Judges the events of one case in their order."""

    def __init__(
        self,
        law: Definitions,
        roster: Roster,
        counting: Counting,
        papers: Papers,
        whole: Case,
        out: Findings,
    ) -> None:
        """`whole` is the case after all events, to find documents by."""
        self.law, self.roster, self.papers = law, roster, papers
        self.effects = Effects(counting, self._add)
        self.whole, self.out = whole, out
        self.case = Case()

    def judge(self, events: list[Event]) -> None:
        """Judge every event, each on the case as it stood before."""
        for event in events:
            self.out.attempt(SAID["part_event"], partial(self._judge, event), event=event.seq)
            self.out.attempt(SAID["part_event"], partial(self.case.apply, event), event=event.seq)
            self.out.count("acts")

    def _judge(self, event: Event) -> None:
        kind = event.body["kind"]
        if kind in ("transition", "proposal"):
            self._transition(event)
        elif kind == "signature":
            self._signature(event)
        elif kind == "withdrawal":
            self._withdrawal(event)
        elif kind == "migration":
            self._migration(event)
        else:
            self._add(event, "kind_unknown", LAW_ACT, kind=kind)

    def _add(self, event: Event, code: str, law: str, document: str = "", **facts: object) -> None:
        place = (
            self.papers.place(document) if document else self.papers.of_event(self.whole, event.seq)
        )
        self.out.add(code, place, event=event.seq, law=law, **facts)

    def _transition(self, event: Event) -> None:
        body = event.body
        if body["definition"] not in self.law.by_digest:
            self._add(event, "definition_missing", LAW_ACT, digest=body["definition"][:12])
            return
        definition = self.law.by_digest[body["definition"]]
        transition = self.law.transition(body["definition"], body["transition"])
        if transition is None:
            self._add(event, "transition_unknown", LAW_ACT, transition=body["transition"])
            return
        law = transition["law"][0]
        self._states(event, definition, transition, law)
        self._actor(event, transition, law)
        self._verdicts(event, transition)
        self._checklist(event, transition)
        self._inputs(event, transition, law)
        self._documents(event, transition, law)
        if body["kind"] == "transition":
            self.effects.check(event, transition, self.case)

    def _states(self, event: Event, definition: Told, transition: Told, law: str) -> None:
        """From and to, the machine's pinned version, and where a track may open."""
        body = event.body
        told = {"trigger": transition["name"]}
        track = self.case.tracks.get(body["track"])
        now = track.state if track else ""
        if body["from"] != now:
            self._add(
                event, "state_from", law, recorded=body["from"] or "无", now=now or "无", **told
            )
        if (now not in transition["from"]) if track else bool(transition["from"]):
            self._add(event, "state_not_allowed", law, now=now or "无", **told)
        target = body["from"] if transition["to"] == "same" else transition["to"]
        wanted = target if body["kind"] == "transition" else body["from"]
        if body["to"] != wanted:
            self._add(event, "state_to", law, recorded=body["to"], wanted=wanted, **told)
        if body["trigger"] != transition["trigger"] or body["machine"] != definition["id"]:
            self._add(event, "trigger_differs", law, recorded=body["trigger"], **told)
        if track and track.definition != body["definition"]:
            self._add(event, "definition_switched", law, **told)
        day = event.at.date().isoformat()
        if not track and not definition["valid_from"] <= day <= (definition["valid_to"] or "9"):
            self._add(event, "definition_not_in_force", law, **told)
        main = self.case.tracks.get(MAIN)
        if (
            not track
            and body["track"] != MAIN
            and (main is None or main.state not in transition["parent_states"])
        ):
            self._add(event, "track_too_early", law, **told)

    def _actor(self, event: Event, transition: Told, law: str) -> None:
        body = event.body
        roles = [a["role"] for a in transition["actors"]]
        told = {"actor": self.roster.name(body["actor"]), "trigger": transition["name"]}
        if body["role"] not in roles:
            self._add(event, "role_not_allowed", law, role=body["role"], **told)
            return
        if body["actor"] == "system" or "system" in roles:
            if body["actor"] == "system" and "system" not in roles:
                self._add(event, "role_not_allowed", law, role="system", **told)
            return
        if not self.roster.holds(event, body["actor"], body["role"]):
            self._add(event, "role_not_held", law, role=body["role"], **told)
            return
        standing = [
            a
            for a in transition["actors"]
            if self.roster.holds(event, body["actor"], a["role"])
            and (
                not a["relation"]
                or self.roster.stands(event, self.case, body["actor"], a["relation"])
            )
        ]
        if not standing:
            self._add(event, "relation_lacking", "M34 18", **told)
        held = {role for role in roles if self.roster.holds(event, body["actor"], role)}
        self._barred(event, body["actor"], held)

    def _barred(self, event: Event, person: str, roles: set[str]) -> None:
        for requirement, part in self.roster.bars(
            event, self.case, person, roles, self.law.players
        ):
            law = requirement["law"]
            self._add(event, "duties_mixed", law, actor=self.roster.name(person), part=part)

    def _verdicts(self, event: Event, transition: Told) -> None:
        """Every guard that applies has a verdict on record, and each verdict is as demanded."""
        recorded = [tuple(row) for row in event.body["judged"]]
        inputs = event.inputs
        always = self.roster.edition(event).get("always", [])
        for requirement in [*always, *transition["requires"]]:
            applies = condition(requirement["when"], inputs)
            key = (requirement["rule"], requirement["fact"])
            rows = [row for row in recorded if row[:2] == key and row[3] == requirement["law"]]
            if not rows and applies:
                self._add(
                    event,
                    "guard_missing",
                    requirement["law"],
                    fact=requirement["fact"],
                    rule=requirement["rule"],
                )
            elif (
                rows
                and applies is not False
                and not any(r[2] in requirement["expect"] for r in rows)
            ):
                self._add(
                    event,
                    "guard_failed",
                    requirement["law"],
                    fact=requirement["fact"],
                    rule=requirement["rule"],
                    value=rows[0][2],
                )

    def _checklist(self, event: Event, transition: Told) -> None:
        answers = {row[0]: row[1] for row in event.body["checklist"]}
        for item in transition["checklist"]:
            result = answers.get(item["id"])
            fine = result == "yes" or (result == "not_applicable" and item["kind"] != "auto")
            if item["blocking"] and not fine:
                self._add(
                    event, "checklist_open", item["law"], ask=item["ask"], result=result or "未答"
                )

    def _inputs(self, event: Event, transition: Told, law: str) -> None:
        given = given_in(event)
        for field in transition["inputs"]:
            name, value = field["name"], given.get(field["name"])
            when = field["required_when"]
            needed = field["required"] or any(given.get(k) in v for k, v in when.items())
            if needed and value is None:
                self._add(event, "input_missing", law, label=field["label"])
            moment = value if hasattr(value, "tzinfo") else None
            if field["not_after_now"] and value is not None:
                late = moment > event.at if moment else value > event.at.date()
                if late:
                    self._add(
                        event, "input_later", law, label=field["label"], value=value, name=name
                    )

    def _documents(self, event: Event, transition: Told, law: str) -> None:
        """The documents this act must make or finish, and no others."""
        body = event.body
        made = {d["form"]: d for d in event.documents if d["status"] not in ("void", "superseded")}
        uses = transition["documents"]
        for use in uses:
            applies = condition(use["when"], event.inputs)
            if use["stage"] == "return" or applies is False:
                continue
            document = made.get(use["form"])
            if document is None:
                if (applies and body["kind"] == "transition") or (
                    applies is None and not self._other_made(use, uses, made)
                ):
                    self._add(event, "document_not_made", law, form=self._form(use["form"]))
                continue
            wanted = "draft" if use["stage"] in ("draft", "redraft") else "issued"
            if body["kind"] == "transition" and document["status"] != wanted:
                self._add(
                    event, "document_unfinished", law, document["id"], form=self._form(use["form"])
                )
            self._numbered(event, document, law)
            self._signed(event, document)
        forms = {use["form"] for use in uses}
        for document in event.documents:
            if document["form"] not in forms and document["status"] not in ("void", "superseded"):
                self._add(
                    event,
                    "document_not_due",
                    law,
                    document["id"],
                    form=self._form(document["form"]),
                )

    def _signed(self, event: Event, document: Told) -> None:
        """Fields signed by this act: by people who held the role, and whom no part bars."""
        earlier = self.case.documents.get(document["id"], {"signed": []})["signed"]
        if document["signed"][: len(earlier)] != earlier:
            self._add(event, "signed_undone", "ESL 14", document["id"])
        for slot, person, role, at in document["signed"][len(earlier) :]:
            told = {"actor": self.roster.name(person), "slot": slot}
            if not self.roster.holds(event, person, role):
                self._add(event, "signer_unlawful", "ESL 14", document["id"], **told)
            elif person != event.body["actor"]:
                self._barred(event, person, {role})
            if at != event.body["at"]:
                self._add(event, "signed_other_time", "ESL 14", document["id"], at=at, **told)

    def _other_made(self, use: Told, uses: list[Told], made: Told) -> bool:
        """Whether the counterpart of a conditional document was made, or there is none."""
        same = [
            one
            for one in uses
            if one is not use
            and one["when"]
            and one["when"]["fact"] == use["when"]["fact"]
            and one["when"]["args"] == use["when"]["args"]
            and not set(map(str, one["when"]["expect"])) & set(map(str, use["when"]["expect"]))
        ]
        return not same or any(one["form"] in made for one in same)

    def _numbered(self, event: Event, document: Told, law: str) -> None:
        """A number once given stays, and none is given twice in the case."""
        for other in self.case.documents.values():
            if other["id"] == document["id"]:
                if other["number"] != document["number"]:
                    self._add(
                        event, "number_changed", law, document["id"], number=document["number"]
                    )
            elif document["number"] and other["number"] == document["number"]:
                self._add(event, "number_twice", law, document["id"], number=document["number"])
        if (
            document["number"]
            and document["year"] != event.at.year
            and (document["id"] not in self.case.documents)
        ):
            self._add(event, "number_year", law, document["id"], number=document["number"])

    def _form(self, form: str) -> str:
        for paper in self.papers.by_id.values():
            if paper.made["form"] == form:
                return str(paper.entry.get("name", form))
        return form

    def _signature(self, event: Event) -> None:
        """One signature: the next open field, by a person who may, and nothing else."""
        body = event.body
        if len(event.documents) != 1 or event.documents[0]["id"] not in self.case.documents:
            self._add(event, "signature_unexpected", "ESL 14")
            return
        made = event.documents[0]
        before = self.case.documents[made["id"]]
        if not before["waiting"]:
            self._add(event, "signature_unexpected", "ESL 14", made["id"])
            return
        slot, role, named = before["waiting"][0]
        fresh = made["signed"][len(before["signed"]) :]
        if [one[:3] for one in fresh] != [[slot, body["actor"], role]] or body["role"] != role:
            self._add(event, "signature_order", "ESL 14", made["id"], slot=slot)
        right = body["actor"] == named if named else self.roster.holds(event, body["actor"], role)
        if not right:
            self._add(
                event,
                "signer_unlawful",
                "ESL 14",
                made["id"],
                actor=self.roster.name(body["actor"]),
                slot=slot,
            )
        self._barred(event, body["actor"], {role})

    def _withdrawal(self, event: Event) -> None:
        if self.case.open_proposal(event.body["proposal"]) is None:
            self._add(event, "proposal_unknown", LAW_ACT)

    def _migration(self, event: Event) -> None:
        """Another version of the procedure, by who may choose it; nothing else changes."""
        body, told = event.body, {"trigger": event.body["trigger"]}
        allowed = self.roster.edition(event).get("migrators", [])
        if body["role"] not in allowed or not self.roster.holds(event, body["actor"], body["role"]):
            actor = self.roster.name(body["actor"])
            self._add(event, "role_not_allowed", LAW_ACT, role=body["role"], actor=actor, **told)
        if body["definition"] not in self.law.by_digest:
            self._add(event, "definition_missing", LAW_ACT, digest=body["definition"][:12])
        if body["from"] != body["to"] or body["documents"] or body["deadlines"]:
            self._add(event, "state_to", LAW_ACT, recorded=body["to"], wanted=body["from"], **told)

"""The definitions a case was pinned to: read, and bound to the digests the events name.

Each comes twice: the file whose SHA-256 the events name, and the same as plain JSON. The JSON is
what is judged by; that it says the same is compared line by line for ids, states, triggers, rules.
"""

from __future__ import annotations

import hashlib

from runtime.verifier.bag import Bag, Told
from runtime.verifier.finding import Findings, Place
from runtime.verifier.replay import Track

DEFINITIONS = "audit/law/definitions/"
LAW_ACT = "APL 38"


class Definitions:
    """The procedures a case was pinned to, by digest."""

    def __init__(self, bag: Bag, out: Findings) -> None:
        """Read every definition; its YAML source must have the digest it is named by."""
        self.by_digest: dict[str, Told] = {}
        for name in bag.below(DEFINITIONS):
            digest = name[len(DEFINITIONS) :].rpartition(".")[0]
            if name.endswith(".yaml"):
                if hashlib.sha256(bag.bytes(name)).hexdigest() != digest:
                    out.add("definition_changed", Place(name), law=LAW_ACT)
                continue
            told = bag.json(name)
            if not isinstance(told, dict) or told.get("digest") != digest:
                out.add("definition_unreadable", Place(name), law=LAW_ACT)
                continue
            self.by_digest[digest] = told
            source = f"{DEFINITIONS}{digest}.yaml"
            if source not in bag.files:
                out.could_not("definition_unbound", digest=digest[:12])
            elif not _agrees(told, bag.text(source)):
                out.add("definition_differs", Place(name), law=LAW_ACT)

    def transition(self, digest: str, identity: str) -> Told | None:
        """A transition of a definition."""
        found = self.by_digest.get(digest, {}).get("transitions", [])
        return next((t for t in found if t["id"] == identity), None)

    def figures(self, fact: str) -> Told:
        """The figures a definition hands to a question, where one asks it."""
        for told in self.by_digest.values():
            for transition in told["transitions"]:
                for requirement in transition["requires"]:
                    if requirement["fact"] == fact:
                        return dict(requirement["args"])
        return {}

    def terminal(self, track: Track) -> bool:
        """Whether a track has ended."""
        states = self.by_digest.get(track.definition, {}).get("states", {})
        return bool(states.get(track.state, {}).get("kind") == "terminal")

    def players(self, part: str) -> set[str]:
        """Transitions whose actor plays a part in the case."""
        return {
            t["id"]
            for told in self.by_digest.values()
            for t in told["transitions"]
            if part in t.get("parts", [])
        }


def _agrees(told: Told, source: str) -> bool:
    """Whether the plain JSON has the transitions of the YAML source, rule for rule.

    Reads the source line by line: ids, states, triggers, and how often each rule is named.
    """
    written: list[tuple[str, str, str]] = []
    for line in source.split("\n"):
        text = line.partition(" #")[0].strip()
        if line.startswith("  - id: "):
            written.append((text[6:], "", ""))
        elif line.startswith("    to: ") and written:
            written[-1] = (written[-1][0], text[4:], written[-1][2])
        elif line.startswith("    trigger: ") and written:
            written[-1] = (written[-1][0], written[-1][1], text[9:])
    listed = [(t["id"], t["to"], t["trigger"]) for t in told["transitions"]]
    rules = {r["rule"] for t in told["transitions"] for r in t["requires"]}
    facts = {r["fact"] for t in told["transitions"] for r in t["requires"]}
    named = all(f"rule: {rule}" in source for rule in rules)
    return listed == written and named and all(f"fact: {fact}" in source for fact in facts)


def condition(when: Told | None, inputs: Told) -> bool | None:
    """Whether a condition on an input holds; None where it asks for a fact."""
    if not when:
        return True
    if when["input"]:
        return inputs.get(when["input"]) in when["expect"]
    return None

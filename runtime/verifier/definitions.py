"""The definitions a case was pinned to: read, and bound to the digests the events name.

Each comes twice: the source whose SHA-256 the events name, by which acts are judged, and the same
as plain JSON for other people's scripts, which must not say otherwise.
"""

from __future__ import annotations

import hashlib

from runtime.verifier.bag import Bag, Told
from runtime.verifier.finding import Findings, Place
from runtime.verifier.plain_yaml import NotPlainError, PlainYaml
from runtime.verifier.replay import Track

DEFINITIONS = "audit/law/definitions/"
LAW_ACT = "APL 38"
MOVES = ("start", "stop", "pause", "resume", "extend")
#: What of a question of a checklist matters here.
CHECKED = ("id", "ask", "kind", "blocking", "rule", "law")


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
            source = f"{DEFINITIONS}{digest}.yaml"
            written = from_source(bag.text(source)) if source in bag.files else None
            if written is None:
                out.could_not("definition_unbound", digest=digest[:12])
            elif not _says(told, written):
                out.add("definition_differs", Place(name), law=LAW_ACT)
            self.by_digest[digest] = {**told, **(written or {})}

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


def from_source(text: str) -> Told | None:
    """A definition as its source says it, in the shape of the plain JSON; None when unreadable.

    Holds what acts are judged by; names in English and hints for screens are left out.
    """
    try:
        top = PlainYaml(text).value()
        if not isinstance(top, dict):
            return None
        return {
            "id": top["id"],
            "role": top["role"],
            "valid_from": top["valid_from"],
            "valid_to": top["valid_to"],
            "states": {n: {"kind": s.get("kind", "normal")} for n, s in top["states"].items()},
            "transitions": [_transition(one) for one in top["transitions"]],
        }
    except (NotPlainError, KeyError, TypeError, AttributeError, ValueError):
        return None


def _transition(one: Told) -> Told:
    source = one["from"]
    serves = one.get("serves")
    return {
        "id": one["id"],
        "name": one["name"],
        "from": [] if source is None else source if isinstance(source, list) else [source],
        "to": one["to"],
        "trigger": one["trigger"],
        "law": one["law"],
        "actors": [_with(a, role="", relation="") for a in one["actors"]],
        "inputs": [_field(f) for f in one.get("inputs") or []],
        "requires": [_requirement(r) for r in one.get("requires") or []],
        "documents": [_use(d) for d in one.get("documents") or []],
        "deadlines": [_move(d) for d in one.get("deadlines") or []],
        "checklist": [{k: c[k] for k in CHECKED} for c in one.get("checklist") or []],
        "opens": [{"machine": o["machine"], "when": _when(o)} for o in one.get("opens") or []],
        "marks": one.get("marks") or {},
        "serves": _with(serves, on="", mode="", form="") if serves else None,
        "parts": one.get("parts") or [],
        "parent_states": (one.get("parent") or {}).get("states", []),
        "binds_dossier": one.get("binds_dossier", False),
    }


def _with(given: Told, **defaults: object) -> Told:
    return {name: given.get(name, default) for name, default in defaults.items()}


def _field(one: Told) -> Told:
    plain = _with(one, name="", label="", required=False, not_after_now=False)
    return {**plain, "required_when": one.get("required_when", {})}


def _requirement(one: Told) -> Told:
    plain = {name: one[name] for name in ("fact", "rule", "law")}
    return {**plain, "args": one.get("with", {}), "expect": _expect(one), "when": _when(one)}


def _expect(one: Told) -> list[object]:
    value = one.get("is", True)
    return value if isinstance(value, list) else [value]


def _when(one: Told) -> Told | None:
    inner = one.get("when")
    if not inner:
        return None
    plain = _with(inner, fact="", input="")
    return {**plain, "args": inner.get("with", {}), "expect": _expect(inner)}


def _use(one: Told) -> Told:
    plain = _with(one, form="", stage="whole", serve=False)
    lists = {name: one.get(name, []) for name in ("sign", "supersedes")}
    return {**plain, **lists, "when": _when(one)}


def _move(one: Told) -> Told:
    move = next(name for name in MOVES if name in one)
    plain = {"move": move, "deadline": one[move], "start_from": one.get("from", "now")}
    return {**plain, "track": one.get("track", ""), "by": one.get("by", ""), "when": _when(one)}


def _says(told: object, wanted: object) -> bool:
    """Whether a value holds everything the wanted one does; it may hold more names."""
    if isinstance(wanted, dict):
        return isinstance(told, dict) and all(_says(told.get(k), v) for k, v in wanted.items())
    if isinstance(wanted, list):
        if not isinstance(told, list) or len(told) != len(wanted):
            return False
        return all(_says(one, other) for one, other in zip(told, wanted))
    return told == wanted


def condition(when: Told | None, inputs: Told) -> bool | None:
    """Whether a condition on an input holds; None where it asks for a fact."""
    if not when:
        return True
    if when["input"]:
        return inputs.get(when["input"]) in when["expect"]
    return None

#!/usr/bin/env python3
"""Repeat the draw of a monthly sample from its record: python3 redraw.py FILE.

Needs nothing but Python 3.8 or newer: no network, no other file, nothing of the program that drew.
Written from docs/sampling.md. Says what agrees and ends with 0, or what does not and ends with 1;
with 2 where the file cannot be read. What the draw rests on (the dossiers closed in the month, the
promises and their places in the ledger) is taken from the file: hold it against the signed ledger.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

FORMAT = "anjuan-sample/1"
#: A part of the record, as JSON gives it.
Plain = Any


def sha(*lines: str) -> str:
    """SHA-256 over lines of text, hex."""
    return hashlib.sha256("".join(line + "\n" for line in lines).encode("utf-8")).hexdigest()


# -- the population and its root (RFC 9162, 2.1.1) ------------------------------------------------


def line_of(dossier: Plain) -> bytes:
    """What is hashed of a dossier."""
    kept = ("case", "closed_on", "flags", "outcome", "procedure", "squad")
    plain = {name: dossier[name] for name in kept}
    plain["flags"] = sorted(plain["flags"])
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def merkle(leaves: list[bytes]) -> bytes:
    """The root over leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    cut = 1
    while cut * 2 < len(leaves):
        cut *= 2
    return hashlib.sha256(b"\x01" + merkle(leaves[:cut]) + merkle(leaves[cut:])).digest()


# -- the promises ---------------------------------------------------------------------------------


def next_month(month: str) -> str:
    """The month after."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def counted(record: Plain) -> tuple[list[Plain], list[str]]:
    """The promises that count, and what is wrong with them."""
    dossiers = record["population"]["dossiers"]
    wrong: list[str] = []
    first = min((one["leaf"] for one in dossiers), default=None)
    timely: list[Plain] = []
    late: list[Plain] = []
    for one in sorted(record["commitments"], key=lambda found: found["leaf"]):
        beacon = one["beacon"]
        if first is None or one["leaf"] < first:
            timely.append(one)
        elif beacon and beacon["published_at"] > max(one["at"], next_month(record["month"])):
            late.append(one)
    found = late or timely
    if not found:
        wrong.append("no promise was made before the month's dossiers could be known")
    for one in found:
        promised = sha(FORMAT + " secret", record["month"], one["person"], str(one["secret"]))
        if promised != one["digest"]:
            wrong.append(f"the secret of {one['person']} is not the one promised")
    rules = record["rules"]
    if any((one["size"], one["always"]) != (rules["size"], rules["always"]) for one in found):
        wrong.append("the numbers are not those promised")
    if found and bool(found[0]["beacon"]) != bool(record["beacon"]):
        wrong.append("the outside value is missing, or was not promised")
    if found and found[0]["beacon"] and record["drawn_at"] < found[0]["beacon"]["published_at"]:
        wrong.append("it was drawn before the outside value was published")
    return found, wrong


# -- seats ----------------------------------------------------------------------------------------


def largest_remainder(names: list[str], weight: dict[str, int], seats: int) -> dict[str, int]:
    """Whole seats in proportion, the rest to the largest remainders."""
    total = sum(weight[name] for name in names)
    seats = min(seats, total)
    share = {name: seats * weight[name] // total if total else 0 for name in names}
    by_rest = sorted(names, key=lambda name: -(seats * weight[name] % total) if total else 0)
    for name in by_rest[: seats - sum(share.values())]:
        share[name] += 1
    return share


def lot(names: list[Plain], weight: dict[Plain, int], seats: int, start: int) -> dict[Plain, int]:
    """Whole seats in proportion, the rest by a mark that goes round."""
    total = sum(weight[name] for name in names)
    seats, laid = min(seats, total), 0
    share: dict[Plain, int] = {}
    mark = start % total if total else 0
    for name in names:
        share[name] = seats * weight[name] // total
        laid += seats * weight[name] % total
        if laid > mark:
            share[name] += 1
            mark += total
    return share


# -- the draw -------------------------------------------------------------------------------------


def drawn(dossiers: list[Plain], rules: Plain, seed: str) -> tuple[set[str], str]:
    """The cases of the sample, and why there are so many."""
    turn = {one["case"]: sha(seed, "dossier", one["case"]) for one in dossiers}
    if len(dossiers) <= rules["size"]:
        return set(turn), "all"
    flagged = [one for one in dossiers if set(one["flags"]) & set(rules["always"])]
    rest = [one for one in dossiers if one not in flagged]
    served = {one["squad"] for one in flagged}
    squads = sorted({one["squad"] for one in rest}, key=lambda name: sha(seed, "squad", name))
    size = {name: sum(one["squad"] == name for one in rest) for name in squads}
    first = {name: 0 if name in served else 1 for name in squads}
    left = rules["size"] - len(flagged) - sum(first.values())
    reason, seats = "number", dict(first)
    if left < 0:
        reason = "squads" if any(first.values()) else "flagged"
    else:
        more = largest_remainder(squads, {n: size[n] - first[n] for n in squads}, left)
        seats = {name: first[name] + more[name] for name in squads}
    taken = {one["case"] for one in flagged}
    for squad in squads:
        strata: dict[tuple[str, str, str], list[str]] = {}
        for one in rest:
            if one["squad"] == squad:
                strata.setdefault((squad, one["procedure"], one["outcome"]), []).append(one["case"])
        order = sorted(strata, key=lambda stratum: sha(seed, "stratum", *stratum))
        start = int(sha(seed, "start", squad), 16)
        share = lot(order, {name: len(strata[name]) for name in order}, seats[squad], start)
        for name in order:
            taken.update(sorted(strata[name], key=turn.__getitem__)[: share[name]])
    return taken, reason


def assigned(
    cases: list[str], dossiers: list[Plain], reviewers: list[Plain], seed: str
) -> dict[str, str]:
    """The reviewer of every case, as evenly as can be."""
    people = sorted(reviewers, key=lambda one: sha(seed, "reviewer", one["id"]))
    by_case = {one["case"]: one for one in dossiers}
    desks: dict[str, list[str]] = {one["id"]: [] for one in people}
    able: dict[str, list[str]] = {}
    for case in cases:
        about = by_case[case]
        apart = [one for one in people if not one["squad"] or one["squad"] != about["squad"]]
        able[case] = [one["id"] for one in apart if one["id"] not in about["people"]]
        if not able[case]:
            return {}
        desks[min(able[case], key=lambda name: len(desks[name]))].append(case)
    while even_out(desks, able):
        pass
    return {case: name for name, cases in desks.items() for case in cases}


def even_out(desks: dict[str, list[str]], able: dict[str, list[str]]) -> bool:
    """Move one dossier along the shortest chain to a desk with at least two fewer."""
    for start in sorted(desks, key=lambda name: -len(desks[name])):
        before: dict[str, tuple[str, str]] = {start: ("", "")}
        queue = [start]
        for here in queue:  # grows while it is gone through
            if len(desks[here]) + 2 <= len(desks[start]):
                target = here
                while target != start:
                    case, source = before[target]
                    desks[source].remove(case)
                    desks[target].append(case)
                    target = source
                return True
            found = [(name, case) for case in desks[here] for name in able[case]]
            for name, case in found:
                if name not in before:
                    before[name] = (case, here)
                    queue.append(name)
    return False


# -- everything -----------------------------------------------------------------------------------


def check(record: Plain) -> list[str]:
    """Everything in which the record differs from what follows from its own beginnings."""
    population, rules = record["population"], record["rules"]
    dossiers = sorted(population["dossiers"], key=lambda one: one["case"].encode("utf-8"))
    promises, wrong = counted(record)
    root = merkle([line_of(one) for one in dossiers]).hex()
    if root != population["root"] or len(dossiers) != population["count"]:
        wrong.append("the dossiers are not those under the root")
    if len({one["case"] for one in dossiers}) < len(dossiers):
        wrong.append("a dossier is listed twice")
    if any(one["closed_on"][:7] != record["month"] for one in dossiers):
        wrong.append("a dossier was not closed in the month")
    seed = sha(
        FORMAT,
        "agency " + record["agency"]["code"],
        "month " + record["month"],
        "population " + root,
        f"size {rules['size']}",
        ("always " + " ".join(sorted(rules["always"]))).rstrip(),
        *["secret " + str(one["secret"]) for one in promises],
        *(["beacon " + record["beacon"]] if record["beacon"] else []),
    )
    if seed != record["seed"]:
        wrong.append("the seed is not the one that follows")
    taken, reason = drawn(dossiers, rules, seed)
    cases = sorted(taken, key=lambda case: sha(seed, "dossier", case))
    if cases != [one["case"] for one in record["drawn"]]:
        wrong.append("other dossiers are drawn")
    if reason != record["reason"]:
        wrong.append("another reason for the number: " + reason)
    reviewers = assigned(cases, dossiers, record["reviewers"], seed)
    if reviewers != {one["case"]: one["reviewer"] for one in record["drawn"]}:
        wrong.append("other reviewers are assigned")
    return wrong


def main(arguments: list[str]) -> int:
    """Check the record named and say what came of it."""
    say = sys.stdout.write
    if len(arguments) != 1:
        say("usage: python3 redraw.py FILE\n")
        return 2
    try:
        record = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        if record["format"] != FORMAT:
            say("cannot be read: not a record of a draw\n")
            return 2
        wrong = check(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        say(f"cannot be read: {type(problem).__name__}: {problem}\n")
        return 2
    for line in wrong:
        say(f"DIFFERS  {line}\n")
    if not wrong:
        of = f"{len(record['drawn'])} of {record['population']['count']} dossiers"
        say(f"AGREES   {of} of {record['month']}, seed {record['seed']}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Carry out written lives on disk, each in its own workspace, and have everything verified.

Run from the project folder: `python -m tests.lives_campaign [NAME…]` (all lives take some minutes;
names may end in `*`). Every document must be composed, signed and valid, and come out the same when
it is composed again from the ledger; the audit must find nothing, and the life must end where it
says; the exit code is 1 when one does not.
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from fnmatch import fnmatch
from multiprocessing import get_context
from pathlib import Path

from documents.signing.verify import verify
from engine.errors import AnjuanError
from engine.replaying import Outcome
from runtime.audit import verify as audit
from runtime.replaying import replay
from tests import lives
from tests.bureau_on_disk import BureauOnDisk

PROCESSES = 2
SOUND, UNSIGNED = "sound", "pdf.no_signature"
HEAD = f"{'life':<52}{'steps':>6}{'documents':>11}{'signatures':>12}{'seconds':>9}  verdict"


@dataclass(frozen=True)
class Carried:
    """One life that was carried out on disk."""

    name: str
    steps: int
    documents: int
    signatures: int
    seconds: float
    complaints: tuple[str, ...]

    def line(self):
        counted = f"{self.steps:>6}{self.documents:>11}{self.signatures:>12}{self.seconds:>9.1f}"
        said = "; ".join(self.complaints) or SOUND
        return f"{self.name:<52}{counted}  {said}"


def carry_out(name):
    """Carry out one life in a fresh training workspace and verify what it left."""
    begun = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="anjuan-life-") as scratch,
        BureauOnDisk(Path(scratch), until=lives.last_day(name)) as bureau,
    ):
        stopped = _stopped(name, bureau)
        complaints = (*stopped, *amiss(bureau))
        cases, papers = bureau.cases(), bureau.papers()
    return Carried(
        name=name,
        steps=sum(len(case.events) for case in cases),
        documents=len(papers),
        signatures=sum(len(paper.signed) for paper in papers),
        seconds=time.perf_counter() - begun,
        complaints=complaints,
    )


def _stopped(name, bureau):
    """Why the life did not come to its end, if it did not."""
    try:
        lives.live(name, bureau)
    except (AssertionError, AnjuanError) as error:
        return (f"stopped: {error!r}",)
    wanted, found = lives.life(name)["ends"]["state"], lives.end(bureau, name)
    return () if found == wanted else (f"ended in {found}",)


def amiss(bureau):
    """What is wrong with the papers of a bureau on disk, and with its workspace."""
    papers, trust = bureau.papers(), bureau.workspace.trust()
    if not papers:
        yield "no documents"
    for paper in papers:
        if paper.status == "draft" or paper.waiting:
            yield f"{paper.form} waits for {paper.waiting}"
        found = verify(bureau.blobs.get(paper.digest), trust)
        if len(found.signatures) != len(paper.signed):
            yield f"{paper.form} bears {len(found.signatures)} of {len(paper.signed)} signatures"
        # What only the party writes bears no signature of the agency, and nothing else is said.
        wrong = {f.code for f in found.findings} - (set() if paper.signed else {UNSIGNED})
        if wrong or found.unsigned:
            yield f"{paper.form}: {sorted(wrong)} {found.unsigned}"
    for case in bureau.cases():
        for again in replay(bureau.workspace, case.id):
            if again.outcome is not Outcome.SAME:
                yield f"{again.made.form} composed again: {again.outcome.value} {again.problem}"
    for finding in audit(bureau.workspace).findings:
        yield f"audit: {finding.code} {finding.place} {dict(finding.facts)}"


def table(rows):
    """The lines of the table, with its totals."""
    ordered = sorted(rows, key=lambda row: row.name)
    bad = sum(bool(row.complaints) for row in rows)
    whole = Carried(
        name=f"{len(rows)} lives",
        steps=sum(r.steps for r in rows),
        documents=sum(r.documents for r in rows),
        signatures=sum(r.signatures for r in rows),
        seconds=sum(r.seconds for r in rows),
        complaints=(f"{bad} not sound",) if bad else (),
    )
    return [HEAD, *(row.line() for row in ordered), whole.line()]


def main(patterns):
    """Carry out the lives that fit a pattern, or all; return the exit code."""
    known = lives.names()
    wanted = [n for n in known if not patterns or any(fnmatch(n, p) for p in patterns)]
    if not wanted:
        print("no such life; there are:", *known, sep="\n  ")
        return 2
    rows = []
    with get_context("spawn").Pool(PROCESSES, maxtasksperchild=8) as pool:
        for row in pool.imap_unordered(carry_out, wanted):
            rows.append(row)
            print(f"\r{len(rows)}/{len(wanted)} {row.name:<60}", end="", file=sys.stderr)
    print(file=sys.stderr)
    print(*table(rows), sep="\n")
    return 1 if any(row.complaints for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The run: every section in its order, then the report and the exit code.

Exit codes: 0 nothing found, 1 something found, 2 the check could not be made.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from runtime.verifier.attached import check_attached
from runtime.verifier.bag import Bag, as_object, check_bag
from runtime.verifier.beside import check_beside
from runtime.verifier.certificates import read_certificate, read_pem
from runtime.verifier.conduct import Conduct
from runtime.verifier.definitions import Definitions
from runtime.verifier.der import UnreadableError
from runtime.verifier.duties import Roster
from runtime.verifier.finding import Findings, Place
from runtime.verifier.lawful import Legality
from runtime.verifier.ledger import LOG_KEY, RELIABLE, check_ledger
from runtime.verifier.papers import Papers, check_papers
from runtime.verifier.periods import check_periods
from runtime.verifier.replay import Case, replayed
from runtime.verifier.report import as_json, as_text
from runtime.verifier.roots import leads
from runtime.verifier.signatures import (
    EARLIER,
    NEW_WITH_OLD,
    ROOT,
    SignatureCheck,
    certificates_in,
    read_trust,
)
from runtime.verifier.statute import Statute
from runtime.verifier.vouched import check_vouched
from runtime.verifier.words import SAID, STAGES

SOUND, UNSOUND, IMPOSSIBLE = 0, 1, 2
MATTER, INFO = "audit/law/matter.json", "bag-info.txt"


class Progress:
    """One line on a terminal that tells how far the check is."""

    def __init__(self, shown: bool) -> None:
        """`shown` is False where nobody watches."""
        self.shown, self.stage = shown, -1

    def next(self) -> None:
        """The next stage begins."""
        self.stage += 1
        self.tell("")

    def tell(self, what: str) -> None:
        """What is being looked at."""
        if self.shown:
            stage = f"{self.stage + 1}/{len(STAGES)} {STAGES[self.stage]}"
            print(f"\r\x1b[K{stage} {what}", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        """Clear the line."""
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def check(bag: Bag, out: Findings, progress: Progress) -> Case:
    """Check a bag; returns the case its events make."""
    progress.next()
    check_bag(bag, out)
    progress.next()
    events = out.attempt(SAID["part_event"], lambda: check_ledger(bag, out)) or []
    case = replayed(events, out)
    _identity(bag, case, out)
    progress.next()
    papers = out.attempt(SAID["part_index"], lambda: check_papers(bag, case, out)) or Papers()
    progress.next()
    roster = out.attempt(SAID["part_people"], lambda: Roster(bag, out))
    _signatures(bag, case, papers, roster, out, progress)
    out.attempt(SAID["part_sm2"], lambda: check_beside(bag, case, papers, out))
    progress.next()
    counting = out.attempt(SAID["part_period"], lambda: check_periods(bag, case, papers, out))
    progress.next()
    law = out.attempt(SAID["part_people"], lambda: Definitions(bag, out))
    if roster and counting and law:
        Legality(law, roster, counting, papers, case, out).judge(events)
        progress.next()
        matter, limits = as_object(bag.json(MATTER)), law.figures("spot_amount_allowed")
        Statute(case, roster, counting, papers, out).ask(matter)
        Conduct(case, roster, counting, papers, out).ask(limits)
    for code in ("figures", "meaning", "own_tool"):
        out.could_not(code)
    progress.done()
    return case


def _signatures(
    bag: Bag, case: Case, papers: Papers, roster: Roster | None, out: Findings, progress: Progress
) -> None:
    trust = out.attempt(SAID["part_people"], lambda: read_trust(bag, out))
    if trust is None:
        return
    signatures = SignatureCheck(case, trust, roster.agency_code if roster else "", out)
    for paper in papers.by_id.values():
        progress.tell(paper.file)
        name = SAID["part_paper"]
        out.attempt(name, partial(signatures.check, paper, papers), paper.place())
        out.attempt(name, partial(check_attached, paper, case, out), paper.place())


def _identity(bag: Bag, case: Case, out: Findings) -> None:
    """The case that the container names is the one of the events."""
    known = str(case.events[0].body["case"]) if case.events else ""
    check_vouched(bag, known, out)
    said = [
        line.partition(": ")[2]
        for line in bag.text(INFO).split("\n")
        if line.startswith("External-Identifier: ")
    ]
    if said != [known]:
        out.add("case_other", Place(INFO), law="RFC 8493", said="、".join(said), known=known)


def _pinned(bag: Bag, root: Path | None, key: Path | None, out: Findings) -> None:
    """Root and log key are the ones that were had elsewhere."""
    if root and not _follows(bag, root.read_bytes(), out):
        out.add("root_other", Place(ROOT), law=RELIABLE)
    if key and bag.text(LOG_KEY).strip() != key.read_text("utf-8").strip():
        out.add("log_key_other", Place(LOG_KEY), law=RELIABLE)


def _follows(bag: Bag, pinned: bytes, out: Findings) -> bool:
    """Whether the bag's root is the pinned one, or one it or its successors vouched for."""
    own, had = read_pem(bag.bytes(ROOT)), read_pem(pinned)
    if own == had or len(own) != 1:
        return own == had
    links = certificates_in(
        bag, [one for one in bag.below(EARLIER) if one.endswith(NEW_WITH_OLD)], out
    )
    try:
        return leads(read_certificate(had[0]), read_certificate(own[0]), links)
    except (UnreadableError, ValueError, IndexError):
        return False


def main(arguments: list[str]) -> int:
    """Read the command line, check, report; returns the exit code."""
    reader = argparse.ArgumentParser(prog="verify.py", description=SAID["usage"])
    reader.add_argument("bag", nargs="?", metavar="BAG", type=Path)
    reader.add_argument("--root", metavar="PEM", type=Path, help=SAID["root_help"])
    reader.add_argument("--log-key", metavar="VKEY", type=Path, help=SAID["key_help"])
    reader.add_argument("--json", action="store_true", help=SAID["json_help"])
    reader.add_argument("--quiet", action="store_true", help=SAID["quiet_help"])
    asked = reader.parse_args(arguments)
    root = asked.bag or Path(__file__).resolve().parent
    if not (root / "bagit.txt").is_file() and not (root / "audit").is_dir():
        print(SAID["no_bag"].format(path=root), file=sys.stderr)
        return IMPOSSIBLE
    out = Findings()
    try:
        bag = Bag(root)
        case = check(bag, out, Progress(sys.stderr.isatty() and not asked.quiet))
        _pinned(bag, asked.root, asked.log_key, out)
    except OSError as problem:
        print(SAID["cannot_read"].format(path=root, problem=problem), file=sys.stderr)
        return IMPOSSIBLE
    named = str(case.events[0].body["case"]) if case.events else ""
    tell = as_json if asked.json else as_text
    _print(tell(bag, out, named, case.number))
    return UNSOUND if out.all else SOUND


def _print(text: str) -> None:
    """Print in UTF-8 whatever the terminal claims to speak."""
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))

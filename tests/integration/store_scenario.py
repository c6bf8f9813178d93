"""One transition as the store sees it: number, blobs, event, rows, close. Run as a module.

`python -m tests.integration.store_scenario FOLDER` prints ACK when the transition is recorded,
or the code of the refusal and exit status 3.
"""

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from engine.errors import AnjuanError
from engine.storage_rows import NumberIssue, Projection
from storage.blobs import LocalBlobs
from storage.logkey import Ed25519LogKey
from storage.sqlite_store import SqliteStore
from tests.store_cases import MOMENT, derived, event, row_after

SIGNER = Ed25519LogKey("anjuan.test/ledger", b"\x01" * 32)
COMMAND = "the-command"
PAPERS = [f"决定书 {k}\n".encode() * 900 for k in range(2)]


def opened(folder):
    return SqliteStore.open(folder, data_key=b"\x02" * 32, signer=SIGNER)


def prepare(folder):
    """A workspace with a case that has one event and a few neighbours."""
    LocalBlobs(folder / "blobs")
    with closing(opened(folder)) as store:
        for name in ("A1", "B1", "C1"):
            new = event(command=name, size=500)
            with store.write() as unit:
                unit.append(
                    case=row_after(new, case_id=name),
                    expected_version=0,
                    events=[new],
                    rows=derived(name, step=1),
                    search=["王喆堃"],
                )


def advance(folder):
    """Take case A1 one step, or find that it has been taken."""
    blobs = LocalBlobs(folder / "blobs")
    with closing(opened(folder)) as store:
        with store.read() as now:
            if now.find_command(COMMAND):
                return
            case = now.case("A1")
        number = store.reserve("decision", 2026, COMMAND, moment=MOMENT)
        digests = [blobs.put(paper) for paper in PAPERS]
        rows = derived("A1", step=2)
        papers = [replace(d, digest=x) for d, x in zip(rows.documents, digests, strict=True)]
        new = event(case.head, command=COMMAND, n=2, size=700)
        with store.write() as unit:
            unit.append(
                case=row_after(new, version=2, state="decided"),
                expected_version=1,
                events=[new],
                rows=Projection(
                    documents=papers, deadlines=rows.deadlines, checklist=rows.checklist
                ),
                issued=[
                    NumberIssue(
                        series="decision",
                        year=2026,
                        serial=number.serial,
                        text=f"第{number.serial}号",
                        doc_id="d2-0",
                    )
                ],
            )


if __name__ == "__main__":
    try:
        advance(Path(sys.argv[1]))
    except AnjuanError as refusal:
        print(refusal.code, refusal.facts)
        sys.exit(3)
    print("ACK", flush=True)

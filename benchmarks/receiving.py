"""Time taking dossiers in, and judging their signatures beside what anybody would take for it.

Run from the project folder: `python -m benchmarks.receiving [BAGS] [ROUNDS]`. The documents of one
exported example case are judged in turn by this program and by pyHanko, which asks less: whether
digests, keys, paths and timestamps hold, with its own check of later updates, and neither what the
objects do nor whether an update is ours to the byte. Processor time, medians and the ratio within a
round. Then that many bags are taken in, alone and with other processes looking ahead; there the
clock on the wall counts.
"""

import asyncio
import io
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from benchmarks.handover import leaving
from documents.signing.verification import TrustAnchors
from documents.signing.verify import verify
from runtime.bag_documents import anchors_of
from runtime.bag_folder import BagFolder
from runtime.demo import prepare
from runtime.foresight import Foresight
from runtime.receiving import Desk
from runtime.workspace import Workspace
from tests.demo_case import carried_out


def main(bags: int, rounds: int) -> None:
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="anjuan-receiving-") as scratch:
        place = Path(scratch)
        carried_out(place / "home", bound=True)
        with Workspace.open(place / "home") as workspace:
            folders = [leaving(workspace, place, number) for number in range(bags)]
        judged(BagFolder(folders[0]), rounds)
        alone = taken_in(place / "alone", folders, 0)
        ahead = taken_in(place / "ahead", folders, None)
        print(f"taken in: {alone:.1f} bags a second, with other processes {ahead:.1f}")


def judged(folder: BagFolder, rounds: int) -> None:
    """Judge all signed documents of a bag, each by both in turn."""
    trust = anchors_of(folder)
    files = [folder.read(path) for path in folder.files if path.endswith(".pdf")]
    signed = [pdf for pdf in files if verify(pdf, trust).signatures]
    count = sum(ours(pdf, trust) for pdf in signed)
    assert count == sum(theirs(pdf, trust) for pdf in signed)
    pairs = [(timed(ours, signed, trust), timed(theirs, signed, trust)) for _ in range(rounds)]
    mine, other = (1000 * statistics.median(one) for one in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"{len(signed)} documents, {count} signatures")
    print(f"anjuan  {mine:8.1f} ms  {mine / count:7.2f} ms a signature")
    print(f"pyHanko {other:8.1f} ms  {other / count:7.2f} ms a signature  {ratio:6.1f}x")


def ours(pdf: bytes, trust: TrustAnchors) -> int:
    found = verify(pdf, trust)
    assert found.valid
    return len(found.signatures)


def theirs(pdf: bytes, trust: TrustAnchors) -> int:
    return asyncio.run(_validated(pdf, trust))


async def _validated(pdf: bytes, trust: TrustAnchors) -> int:
    context = ValidationContext(
        trust_roots=[Certificate.load(root) for root in trust.roots],
        crls=[CertificateList.load(crl) for crl in trust.crls],
        allow_fetching=False,
    )
    found = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    for one in found:
        status = await async_validate_pdf_signature(one, context, ts_validation_context=context)
        assert status.intact
        assert status.valid
    return len(found)


def timed(
    judge: Callable[[bytes, TrustAnchors], int], files: list[bytes], trust: TrustAnchors
) -> float:
    begun = time.process_time()
    for pdf in files:
        judge(pdf, trust)
    return time.process_time() - begun


def taken_in(root: Path, bags: list[Path], processes: int | None) -> float:
    """Take bags in and return how many a second."""
    prepare(root)
    with Workspace.open(root) as workspace:
        foresight = Foresight(processes)
        desk = Desk(workspace, foresight.verify)
        desk.verify(bags[0])  # what is read once in a process
        begun = time.perf_counter()
        kept = [desk.receive(path) for path in foresight.handed(bags)]
        taken = time.perf_counter() - begun
    assert all(fresh for _, fresh in kept)
    return len(bags) / taken


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given or [24]), *([5] if len(given) < 2 else []))

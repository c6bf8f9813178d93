"""Verdicts on the documents of bags, found by other processes while earlier bags are taken in.

A verdict depends on a document's bytes and on whom a bag asks to be believed, and is known by both:
it counts for the copy that is taken in only if that is the same to the byte. Refuses to know what a
verdict means for a bag.
"""

import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path

from documents.signing.verification import TrustAnchors, Verification
from documents.signing.verify import verify
from engine.errors import AnjuanError
from runtime import bag_format as bag
from runtime.bag_documents import anchors_of
from runtime.bag_folder import BagFolder

#: Fewer bags are taken in before other processes have begun.
WORTH_IT = 12
#: How many bags the other processes may be ahead.
AHEAD = 3

Verdicts = Mapping[tuple[bytes, TrustAnchors], Verification]


class Foresight:
    """Hands out bags one after another, and what is known of each before it is looked at."""

    def __init__(self, processes: int | None = None) -> None:
        """`processes` besides this one; as many as there are other processors unless given."""
        count = (os.cpu_count() or 1) - 1 if processes is None else processes
        self._processes = count
        self._known: Verdicts = {}

    def handed(self, bags: Sequence[Path]) -> Iterator[Path]:
        """Yield the bags in order; what is known is always of the newest."""
        if not self._processes or len(bags) < WORTH_IT:
            yield from bags
            return
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self._processes, fresh) as pool:
            begun: dict[int, Future[Verdicts]] = {}
            ready = pool.submit(_ready)  # until then nothing is waited for
            for place, path in enumerate(bags):
                last = min(place + AHEAD, len(bags) - 1) if ready.done() else place
                for other in range(place + 1, last + 1):
                    if other not in begun:
                        begun[other] = pool.submit(verdicts_on, bags[other])
                seen = begun.pop(place, None)
                self._known = seen.result() if seen is not None else {}
                yield path
        self._known = {}

    def verify(self, pdf: bytes, trust: TrustAnchors) -> Verification:
        """The same as `documents.signing.verify.verify`, looked up where it is known."""
        found = self._known.get((sha256(pdf).digest(), trust)) if self._known else None
        return verify(pdf, trust) if found is None else found


def _ready() -> None:
    """What a process does first, once it has read the program."""


def verdicts_on(path: Path) -> Verdicts:
    """Verdicts on the documents of a bag; none for one that cannot be read, which is told later."""
    try:
        folder = BagFolder(path)
        trust = anchors_of(folder)
        pdfs = [folder.read(one) for one in folder.under(bag.PAYLOAD) if one.endswith(".pdf")]
        return {(sha256(pdf).digest(), trust): verify(pdf, trust) for pdf in pdfs}
    except AnjuanError:
        return {}

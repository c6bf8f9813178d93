"""The files of a dossier as grading looks at them: bytes, pages, words, signatures.

Each file is read once. What a signature was found to be is kept by the file's digest, because
verifying is slow and a file with that digest never changes.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256

from documents.page_words import PageWords, page_words
from engine.audit_files import FoundSignatures, SignatureReader
from engine.errors import AnjuanError
from engine.event import DocumentMade
from engine.grading.files import FileFacts, FoundSignature
from storage.grading_shelf import GradingShelf

SEALS = "signatures"
#: However other programs space it; the tree of pages itself is /Pages.
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_NONE = FileFacts(digest="")


class KeptFiles:
    """Files by the digest the ledger records, however they are stored."""

    def __init__(
        self,
        get: Callable[[str], bytes],
        has: Callable[[str], bool],
        seals: "Seals",
        *,
        hashed: bool,
    ) -> None:
        """`get` returns the bytes kept for a digest, and raises AnjuanError where it cannot.

        `hashed` says that it hashes what it returns and refuses anything else.
        """
        self._get, self._has, self._seals, self._hashes = get, has, seals, hashed
        self._data: dict[str, bytes | None] = {}
        self._facts: dict[str, FileFacts] = {}
        self._pages: dict[str, tuple[PageWords, ...]] = {}
        self._sound: dict[str, bool] = {}

    def look(self, made: DocumentMade) -> FileFacts:
        """Return what stands in the file of a document."""
        if made.digest not in self._facts:
            self._facts[made.digest] = self._looked(made.digest)
        return self._facts[made.digest]

    def words(self, made: DocumentMade) -> tuple[str, ...]:
        """Return the words printed on each page; nothing where none can be read."""
        if made.digest not in self._pages:
            data = self._read(made.digest)
            self._pages[made.digest] = page_words(data) if data is not None else ()
        return tuple(page.text for page in self._pages[made.digest])

    def kept(self, digest: str) -> bool:
        """Whether a file is there with this very digest; it is hashed once, and not held."""
        if digest not in self._sound:
            self._sound[digest] = bool(digest) and self._has(digest) and self._hashed(digest)
        return self._sound[digest]

    def _hashed(self, digest: str) -> bool:
        try:
            return self._own(digest, self._get(digest)) == digest
        except AnjuanError:  # damaged: that is what grading wants to know
            return False

    def _read(self, digest: str) -> bytes | None:
        if digest not in self._data:
            try:
                self._data[digest] = self._get(digest)
            except AnjuanError:  # missing or damaged: that is what grading wants to know
                self._data[digest] = None
        return self._data[digest]

    def _own(self, digest: str, data: bytes) -> str:
        return digest if self._hashes else sha256(data).hexdigest()

    def _looked(self, digest: str) -> FileFacts:
        data = self._read(digest)
        if data is None:
            return _NONE
        own = self._own(digest, data)
        return FileFacts(
            digest=own, pages=len(_PAGE.findall(data)), signatures=self._seals.of(own, data)
        )


class Seals:
    """Signatures of files, looked up where they were verified before."""

    def __init__(self, shelf: GradingShelf | None, trust: str, reader: SignatureReader) -> None:
        """`trust` names what is believed; findings under another trust do not count."""
        self._shelf, self._trust, self._reader = shelf, trust, reader
        #: Whether a file nobody has verified yet is verified now.
        self.eager = False

    def of(self, digest: str, data: bytes) -> tuple[FoundSignature, ...] | None:
        """Return the signatures of a file; None where nobody has looked and nobody looks now."""
        kept = self._shelf.get(SEALS, digest, self._trust) if self._shelf is not None else None
        if kept is not None:
            return tuple(FoundSignature(**one) for one in json.loads(kept))
        return self.verify(digest, data) if self.eager else None

    def verify(self, digest: str, data: bytes) -> tuple[FoundSignature, ...]:
        """Verify the signatures of a file and keep what was found."""
        found = _found(self._reader(data))
        if self._shelf is not None:
            plain = json.dumps([asdict(one) for one in found]).encode()
            self._shelf.put(SEALS, digest, self._trust, plain)
        return found


def _found(seen: FoundSignatures) -> tuple[FoundSignature, ...]:
    wrong = {p.slot: p.code for p in seen.problems}
    whole = wrong.get("", "")
    found = [
        FoundSignature(
            slot=one.slot,
            person=one.signer,
            sound=not (whole or one.slot in wrong),
            problem=wrong.get(one.slot, whole),
        )
        for one in seen.signatures
    ]
    lost = (p for p in seen.problems if p.slot not in {one.slot for one in found})
    found += [FoundSignature(slot=p.slot, person="", sound=False, problem=p.code) for p in lost]
    return tuple(found)

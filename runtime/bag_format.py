"""The text files of a BagIt bag (RFC 8493): declaration, information, manifests; and our names.

Turns values into text and back. Refuses to open files and to know what a bag holds.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from unicodedata import normalize

from engine.errors import IntegrityError

#: Version of what we put into a bag beyond BagIt; a reader refuses one it does not know.
VERSION = 1
DECLARATION_FILE, INFO = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
PAYLOAD, AUDIT = "data/", "audit/"
EVENTS, PROOFS = f"{AUDIT}events.jsonl", f"{AUDIT}proofs/"
CHECKPOINT, LOG_KEY, ROOT = f"{AUDIT}checkpoint", f"{AUDIT}log.vkey", f"{AUDIT}root.pem"
#: Followed by `-<name>` where the bureau has several.
WITNESS_KEY = f"{AUDIT}witness.vkey"
CERTIFICATES, LISTS = f"{AUDIT}certificates/", f"{AUDIT}crl/"
#: What the ledger's key says of the whole bag.
NOTE = f"{AUDIT}bag.note"
TIMESTAMP_ROOTS = f"{AUDIT}timestamp-roots/"
#: Roots the bureau had before, as they are named in its own `keys/roots`.
ROOTS = f"{AUDIT}roots/"
LAW, PEOPLE = f"{AUDIT}law/", f"{AUDIT}people.json"
DEFINITIONS = f"{LAW}definitions/"
DEADLINES, CALENDAR, ORDER = f"{LAW}deadlines.json", f"{LAW}calendar.json", f"{LAW}dossier.json"
ARTICLES, MATTER, DUTIES = f"{LAW}articles.json", f"{LAW}matter.json", f"{LAW}duties.json"
NOTE_HEADER = "anjuan-bag/v1"
PROOF_SUFFIX = ".tlog-proof"
#: RFC 8493, 2.1.1.
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
#: The file nobody lists: it is the list of the others.
UNLISTED = frozenset({TAG_MANIFEST})

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)")
_LABEL = re.compile(r"([^:\s][^:\n]*): ?([^\n]*)")


def portable(path: str) -> str:
    """Return a path that every tool writes and reads alike.

    RFC 8493, 2.1.3 has a percent sign encoded, which sha256sum and others do not understand, and
    file systems disagree on composed letters; so neither appears.
    """
    return normalize("NFC", path).replace("%", "％")


def proof_file(seq: int) -> str:
    """Return the name of the proof of the event with this number."""
    return f"{PROOFS}{seq:04}{PROOF_SUFFIX}"


def manifest_text(digests: Mapping[str, str]) -> bytes:
    """Return a manifest of SHA-256 digests by path, in the order of the paths (RFC 8493, 2.1.3)."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def read_manifest(data: bytes, name: str) -> dict[str, str]:
    """Return digests by path; raises IntegrityError `bag.manifest_malformed` naming file and line.

    Stricter than RFC 8493: two spaces, small letters, no path twice, none leading out of the bag.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(_lines(data, name), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found or not inside(match[2]):
            raise IntegrityError("bag.manifest_malformed", file=name, line=number)
        found[match[2]] = match[1]
    return found


def inside(path: str) -> bool:
    """Whether a path names something in the bag and nothing above or beside it."""
    parts = path.split("/")
    return path == portable(path) and not any(p in {"", ".", ".."} or "\\" in p for p in parts)


def note_text(origin: str, case: str, tag_manifest: bytes) -> str:
    """Return what the ledger's key signs of a bag: ledger, case, and a digest of everything in it.

    The digest is that of the tag manifest without the line of the note itself. No checkpoint reads
    like it, for the second line of one is a number (C2SP tlog-checkpoint).
    """
    own = f"  {NOTE}\n".encode()
    lines = [line for line in tag_manifest.splitlines(keepends=True) if not line.endswith(own)]
    return f"{NOTE_HEADER}\n{origin}\n{case}\n{digest_of(b''.join(lines))}\n"


def info_text(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return `bag-info.txt` (RFC 8493, 2.2.2), each value on one line."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in pairs).encode()


def read_info(data: bytes) -> dict[str, str]:
    """Return what `bag-info.txt` says; raises IntegrityError `bag.info_malformed`."""
    found: dict[str, str] = {}
    for number, line in enumerate(_lines(data, INFO), 1):
        match = _LABEL.fullmatch(line)
        if match is None:
            raise IntegrityError("bag.info_malformed", file=INFO, line=number)
        found[match[1]] = match[2]
    return found


def oxum(sizes: Iterable[int]) -> str:
    """Return octets and number of the payload's files (RFC 8493, 2.2.2)."""
    listed = list(sizes)
    return f"{sum(listed)}.{len(listed)}"


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of bytes, hex."""
    return sha256(data).hexdigest()


def _lines(data: bytes, name: str) -> list[str]:
    try:
        text = data.decode()
    except UnicodeDecodeError as wrong:
        raise IntegrityError("bag.not_text", file=name) from wrong
    if text and not text.endswith("\n"):
        raise IntegrityError("bag.cut_short", file=name)
    return text.split("\n")[:-1]

"""Files of a workspace that people put there: what the journal says they are, and what they are.

Settings, roster, calendar, benchmarks, faces, roots and key files change by hand or by an act upon
keys. The journal names the digest of each; whatever lies there otherwise was changed by one person
alone. Copies the program keeps under their own digest answer for themselves.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engine.audit_finding import AuditFinding, Place
from engine.journal import Entry
from engine.record import Json
from runtime import settings as names

#: Member of an entry's facts: path in the workspace to digest, empty for a file taken away.
FILES = "files"
#: Member of the founding's facts: the copies kept then, by path.
COPIES = "copies"
#: Folders whose every file counts, and files at the top that do.
_FOLDERS = (names.CALENDAR, names.FONTS, names.BENCHMARKS, names.GRADING, names.AGENCIES)
_TOP = (names.SETTINGS, names.AGENCY)
#: Folder and shape of copies named after the beginning of their SHA-256.
_COPIES = (
    (names.PROCEDURES, re.compile(r".+-([0-9a-f]{16})\.yaml")),
    (names.SHIPPED_MATTERS, re.compile(r"([0-9a-f]{16})\.json")),
    (f"{names.BENCHMARKS}/kept", re.compile(r"([0-9a-f]{16})\.yaml")),
    (f"{names.GRADING}/kept", re.compile(r"([0-9a-f]{16})\.yaml")),
)
_KEPT = (f"{names.BENCHMARKS}/kept/", f"{names.GRADING}/kept/", ".")


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a file, hex."""
    return hashlib.sha256(data).hexdigest()


def lying(root: Path) -> dict[str, str]:
    """Return what lies in the workspace now, by path: the digest of every file that counts."""
    paths = [root / name for name in _TOP]
    for folder in _FOLDERS:
        paths += (root / folder).rglob("*")
    for folder, shape in _COPIES:  # what bears no digest in its name was laid there by hand
        paths += (p for p in (root / folder).glob("*") if not shape.fullmatch(p.name))
    paths += (path for path in (root / names.KEYS).rglob("*") if _is_key_file(root, path))
    files = {p.relative_to(root).as_posix(): p for p in paths if p.is_file()}
    return {
        name: digest_of(path.read_bytes())
        for name, path in sorted(files.items())
        if not name.startswith(_KEPT)
    }


def _is_key_file(root: Path, path: Path) -> bool:
    """Acts name certificates themselves; PINs and keys taken back do not count."""
    if path.name == names.INITIAL_PINS or path.name.startswith(".") or path.suffix == ".revoked":
        return False
    outside = names.TIMESTAMP_ROOTS in path.relative_to(root).parts
    return outside or path.suffix != ".der" or path.name == "crl.der"


def changes_made(root: Path, files: Mapping[Path, bytes], gone: Sequence[Path] = ()) -> Json:
    """Return what an act is about to do to files, for the facts of its entry."""
    written = {p: digest_of(data) for p, data in files.items() if _is_key_file(root, p)}
    taken = {path: "" for path in gone if path.exists()}
    changed = sorted((taken | written).items())
    return {path.relative_to(root).as_posix(): digest for path, digest in changed}


def recorded(entries: Sequence[Entry]) -> dict[str, str] | None:
    """Return what the journal says lies there; None where it never said it of the whole."""
    found: dict[str, str] | None = None
    for entry in entries:
        told = entry.facts.get(FILES)
        if not isinstance(told, Mapping):
            continue
        if found is None and not entry.facts.get("whole"):
            continue
        found = {} if entry.facts.get("whole") else dict(found or {})
        found |= {str(path): str(digest) for path, digest in told.items()}
    return None if found is None else {path: d for path, d in found.items() if d}


def unaccepted(root: Path, entries: Sequence[Entry]) -> dict[str, str]:
    """Return what lies there otherwise than the journal says: path to digest, empty for none."""
    known, found = recorded(entries) or {}, lying(root)
    return {
        path: found.get(path, "")
        for path in sorted(known.keys() | found.keys())
        if known.get(path) != found.get(path)
    }


def audit_registered(root: Path, entries: Sequence[Entry]) -> Iterator[AuditFinding]:
    """Files that are not what the journal says.

    Codes: `file_changed`, `file_lost`, `file_unrecorded`; nothing where the journal is silent.
    """
    known = recorded(entries)
    if known is None:
        return
    for path, digest in unaccepted(root, entries).items():
        code = "file_changed" if digest else "file_lost"
        unknown = path not in known
        if unknown and path.startswith(f"{names.KEYS}/people/"):
            continue  # a key the journal does not name is a finding about keys
        yield AuditFinding(code="file_unrecorded" if unknown else code, place=Place(path=path))


def copies(root: Path) -> list[Json]:
    """Return the copies the program has kept under their digests, by path."""
    found = (
        path
        for folder, shape in _COPIES
        for path in (root / folder).glob("*")
        if shape.fullmatch(path.name)
    )
    return [path.relative_to(root).as_posix() for path in sorted(found)]


def audit_copies(root: Path, entries: Sequence[Entry]) -> Iterator[AuditFinding]:
    """Copies whose content is not what their name says, and those of the founding that are gone.

    Codes: `copy_damaged`, `copy_lost`. To be asked before a workspace is opened, which lays lost
    copies of what ships down again.
    """
    for entry in entries:
        told = entry.facts.get(COPIES)
        for kept in told if isinstance(told, list) else ():
            if not (root / str(kept)).is_file():
                yield AuditFinding(code="copy_lost", place=Place(path=str(kept)))
    for folder, shape in _COPIES:
        for path in sorted((root / folder).glob("*")):
            named = shape.fullmatch(path.name)
            if (
                named is not None
                and path.is_file()
                and not digest_of(path.read_bytes()).startswith(named[1])
            ):
                place = Place(path=path.relative_to(root).as_posix())
                yield AuditFinding(code="copy_damaged", place=place)

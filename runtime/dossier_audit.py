"""Checking bound dossiers against the ledger: every byte, nothing missing, nothing extra.

The folder is compared with what binding would write today; its own manifest is never believed.
Refuses to mend a folder: binding again does.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from engine import merkle
from engine.audit_finding import AuditFinding, Place
from engine.checkpoint import Checkpoint, open_note
from engine.errors import AnjuanError, IntegrityError
from engine.law import Law
from engine.storage_ports import Snapshot
from engine.storage_rows import StoredEvent
from runtime.dossier import replayed
from runtime.dossier_contents import (
    CHECKPOINT,
    EVENTS,
    ROOT,
    Ledgered,
    Piece,
    contents,
    folder_name,
    names,
)
from runtime.key_records import LogKeyRecord
from runtime.settings import DOSSIERS
from storage.logkey import verify_ed25519

_EVENTS_COUNT = re.compile(rb'"events": (\d+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierBench:
    """What bound folders are compared with."""

    root: Path
    law: Law
    view: Snapshot
    #: Every log key the workspace has had, with the sizes of ledger each may have signed.
    log_keys: Sequence[LogKeyRecord]
    #: The workspace's root certificates, PEM: as they are, then as they were under each before.
    certificates: Sequence[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """The dossier as it was after some number of events."""

    events: int
    name: str
    pieces: Mapping[str, Piece]


def verify_folder(
    folder: Path, events: Sequence[StoredEvent], bench: DossierBench
) -> list[AuditFinding]:
    """Return everything in a bound folder that is not what binding the case would write.

    Codes: `dossier_changed`, `dossier_missing_file`, `dossier_foreign`, `dossier_outdated`,
    `dossier_name`, `dossier_checkpoint`. Raises OSError where files cannot be read.
    """
    case = events[0].case_id
    found, foreign = _digests(folder)
    note = folder / names().ledger / CHECKPOINT
    checkpoint = note.read_bytes() if note.is_file() else b""
    findings = [_at(bench, case, "dossier_foreign", path) for path in foreign]
    sound = _holds(checkpoint, events, bench)
    if note.is_file() and sound is not None:
        findings.append(_at(bench, case, "dossier_checkpoint", note, problem=sound))
    version = _closest(folder, found, events, checkpoint, bench=bench)
    wanted = dict(version.pieces)
    if sound is not None:
        _forgive_checkpoint(folder, wanted)
    findings += _compare(folder, found, wanted, case, bench)
    if version.name != folder.name:
        findings.append(_at(bench, case, "dossier_name", folder, expected=version.name))
    if version.events != len(events):
        bound, now = version.events, len(events)
        findings.append(_at(bench, case, "dossier_outdated", folder, bound=bound, now=now))
    return findings


def _digests(folder: Path) -> tuple[dict[str, str], list[Path]]:
    """Digest of every file by its path in the folder, and whatever is no plain file."""
    found: dict[str, str] = {}
    foreign: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            foreign.append(path)
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = sha256(path.read_bytes()).hexdigest()
        elif not any(path.iterdir()):
            foreign.append(path)
    return found, foreign


def _closest(
    folder: Path,
    found: Mapping[str, str],
    events: Sequence[StoredEvent],
    checkpoint: bytes,
    *,
    bench: DossierBench,
) -> _Version:
    """Return the version most files of the folder belong to: of now, or of when it was bound."""
    versions = []
    for count in _counts(folder, len(events)):
        version = _version(events[:count], checkpoint, bench, _roots(folder, bench))
        same = sum(found.get(p.path) == p.digest for p in version.pieces.values())
        versions.append((same, version.events, version))
        if same == len(version.pieces):
            break
    return max(versions, key=lambda v: v[:2])[2]


def _counts(folder: Path, now: int) -> list[int]:
    """Numbers of events the folder may have been bound with, the present one first."""
    here = names()
    claimed = [now]
    index, bodies = folder / here.index, folder / here.ledger / EVENTS
    if index.is_file() and (told := _EVENTS_COUNT.search(index.read_bytes())):
        claimed.append(int(told[1][:9]))
    if bodies.is_file():
        claimed.append(bodies.read_bytes().count(b"\n"))
    return list(dict.fromkeys(n for n in claimed if 1 <= n <= now))


def _roots(folder: Path, bench: DossierBench) -> bytes:
    """The roots the folder ought to hold: those of when it was bound, as far as it says so."""
    path = folder / names().ledger / ROOT
    held = path.read_bytes() if path.is_file() else b""
    return held if held in bench.certificates else bench.certificates[0]


def _version(
    events: Sequence[StoredEvent], checkpoint: bytes, bench: DossierBench, roots: bytes
) -> _Version:
    case = replayed(list(events))
    ledgered = Ledgered(events=events, checkpoint=checkpoint, root=roots)
    pieces = contents(case, bench.law, ledgered)
    return _Version(
        events=len(events),
        name=folder_name(case, bench.law),
        pieces={piece.path: piece for piece in pieces},
    )


def _holds(checkpoint: bytes, events: Sequence[StoredEvent], bench: DossierBench) -> str | None:
    """Why the folder's checkpoint is not an older or the present head of this ledger, or None."""
    try:
        note = _opened(checkpoint.decode(), bench.log_keys)
    except UnicodeDecodeError:
        return "note_malformed"
    except AnjuanError as error:
        return error.code
    head = bench.view.ledger_head()
    if note.size > head.size or not any(e.leaf < note.size for e in events):
        return "ledger_truncated"
    root = merkle.root(list(bench.view.ledger_leaves(0, note.size)))
    return None if root == note.root else "ledger_rewritten"


def _opened(note: str, keys: Sequence[LogKeyRecord]) -> Checkpoint:
    """The checkpoint, signed by the key that was the ledger's at its size.

    Raises IntegrityError `note_unsigned` and what the formats refuse.
    """
    for known in keys:
        try:
            found = Checkpoint.parse(open_note(note, known.key, verify_ed25519))
        except IntegrityError as error:
            if error.code != "note_unsigned":
                raise
            continue
        if known.may_sign(found.size):
            return found
    raise IntegrityError("note_unsigned")


def _forgive_checkpoint(folder: Path, wanted: dict[str, Piece]) -> None:
    """Let the manifest say of a damaged checkpoint what it said when that was whole."""
    here = names()
    path = f"{here.ledger}/{CHECKPOINT}"
    manifest = folder / here.manifest
    lines = manifest.read_bytes().splitlines(keepends=True) if manifest.is_file() else []
    told = next((line for line in lines if line.endswith(f"  {path}\n".encode())), b"")
    present = wanted[here.manifest].data or b""
    now = next(line for line in present.splitlines(keepends=True) if path.encode() in line)
    if re.fullmatch(rb"[0-9a-f]{64}", told[:64]):
        data = present.replace(now, told)
        digest = sha256(data).hexdigest()
        wanted[here.manifest] = Piece(path=here.manifest, digest=digest, data=data)


def _compare(
    folder: Path,
    found: Mapping[str, str],
    wanted: Mapping[str, Piece],
    case: str,
    bench: DossierBench,
) -> Iterator[AuditFinding]:
    for path in sorted(found.keys() | wanted.keys()):
        piece = wanted.get(path)
        if piece is None:
            yield _at(bench, case, "dossier_foreign", folder / path)
        elif path not in found:
            yield _at(bench, case, "dossier_missing_file", folder / path, document=piece.document)
        elif found[path] != piece.digest:
            yield _at(bench, case, "dossier_changed", folder / path, document=piece.document)


def dossier_folders(root: Path) -> tuple[dict[Path, str], list[Path]]:
    """Return every bound folder with the case id it claims, and what else lies beside them.

    Hidden names are unfinished bindings of processes that died; nobody reads them.
    """
    here = root / DOSSIERS
    folders: dict[Path, str] = {}
    foreign: list[Path] = []
    for path in sorted(here.iterdir()) if here.is_dir() else ():
        if path.name.startswith("."):
            continue
        case, underscore, _ = path.name.partition("_")
        if path.is_dir() and not path.is_symlink() and underscore:
            folders[path] = case
        else:
            foreign.append(path)
    return folders, foreign


def _at(
    bench: DossierBench, case: str, code: str, path: Path, *, document: str = "", **facts: str | int
) -> AuditFinding:
    place = Place(case=case, document=document, path=str(path.relative_to(bench.root)))
    return AuditFinding(code=code, place=place, facts=facts)

"""The bureau's side of witnesses: whom it believes, and the heads they have cosigned.

Every head is a file of its own, named by the journal, so that none can be lost or exchanged
unseen. Refuses to know the witnesses' private keys.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.audit_finding import AuditFinding
from engine.audit_journal import journal_finding
from engine.checkpoint import Checkpoint, VerifierKey, note_parts
from engine.command import SYSTEM
from engine.cosignature import Cosignature, cosignatures, with_lines, witness_key
from engine.errors import AnjuanError, InputError
from engine.journal import Act, Entry, note, read_journal
from engine.record import Json
from engine.storage_ports import Snapshot
from runtime.key_files import replace_file
from runtime.key_records import log_keys
from runtime.ledger_proofs import Trust, extension_from, opened
from runtime.root_desk import ROOT, RootDesk
from runtime.settings import WITNESSES
from runtime.workspace import Workspace
from storage.logkey import verify_ed25519


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessedHead:
    """A head of the ledger with the cosignatures that hold."""

    head: Checkpoint
    note: str
    cosigned: tuple[Cosignature, ...]


def name_witness(workspace: Workspace, key: VerifierKey, *, root_pin: str) -> Entry:
    """Believe a witness from now on.

    Raises InputError `keys.wrong_pin` for the root's PIN, `witness.known` for one named before.
    """
    RootDesk(workspace, root_pin)  # whoever may issue keys may do this
    with workspace.store.write() as unit:
        if key in witnesses_of(read_journal(unit)):
            raise InputError("witness.known", name=key.name)
        facts = {"witness": str(key)}
        return note(unit, Act.WITNESS_NAMED, at=workspace.now(), actor=ROOT, facts=facts)


def witnesses_of(entries: Sequence[Entry]) -> tuple[VerifierKey, ...]:
    """Return the keys of the witnesses the bureau believes."""
    named = [e.text("witness") for e in entries if e.act is Act.WITNESS_NAMED]
    return tuple(witness_key(text) for text in named)


def trust_of(entries: Sequence[Entry]) -> Trust:
    """Return every key the journal vouches for: of the ledger, newest first, and of witnesses."""
    keys = tuple(record.key for record in reversed(log_keys(entries)))
    return Trust(keys=keys, witnesses=witnesses_of(entries))


def keep_cosigned(workspace: Workspace, text: str) -> WitnessedHead:
    """Keep a head a witness has cosigned, and record it in the journal.

    Raises IntegrityError for a note that is not this ledger's or does not hold, InputError
    `witness.no_cosignature` where no witness the bureau believes has cosigned it.
    """
    with workspace.store.write() as unit:
        entries = read_journal(unit)
        trust = trust_of(entries)
        head, _ = opened(text, trust)
        extension_from(unit, head)
        cosigned = cosignatures(text, trust.witnesses, verify_ed25519)
        if not cosigned:
            raise InputError("witness.no_cosignature")
        facts = _facts(head, text, cosigned)
        if not any(e.text("digest") == facts["digest"] for e in _cosigned_entries(entries)):
            _put(workspace.root, text)
            note(unit, Act.HEAD_COSIGNED, at=workspace.now(), actor=SYSTEM, facts=facts)
    return WitnessedHead(head=head, note=text, cosigned=cosigned)


def kept_heads(root: Path, entries: Sequence[Entry]) -> tuple[WitnessedHead, ...]:
    """Return every head witnesses have cosigned that is kept whole, the smallest first."""
    trust = trust_of(entries)
    found = []
    for entry in _cosigned_entries(entries):
        path = _path(root, entry.text("digest"))
        if path.is_file() and _digest(path.read_bytes()) == entry.text("digest"):
            text = path.read_text("utf-8")
            head = Checkpoint.parse(note_parts(text)[0])
            cosigned = cosignatures(text, trust.witnesses, verify_ed25519)
            found.append(WitnessedHead(head=head, note=text, cosigned=cosigned))
    return tuple(sorted(found, key=lambda one: one.head.size))


def newest_witnessed(
    root: Path, entries: Sequence[Entry], *, least: int = 0
) -> WitnessedHead | None:
    """Return the newest cosigned head of at least so many leaves, with all its cosignatures."""
    heads = kept_heads(root, entries)
    if not heads or heads[-1].head.size < least:
        return None
    same = [one for one in heads if one.head == heads[-1].head]
    lines = [line for one in same for line in one.note.rpartition("\n\n")[2].splitlines(True)]
    whole = with_lines(same[0].note, lines)
    cosigned = cosignatures(whole, witnesses_of(entries), verify_ed25519)
    return WitnessedHead(head=same[0].head, note=whole, cosigned=cosigned)


def audit_witnessed(root: Path, entries: Sequence[Entry], view: Snapshot) -> Iterator[AuditFinding]:
    """Heads that are lost, changed or foreign, and cosigned ones the ledger does not extend.

    Codes: `cosigned_lost`, `cosigned_damaged`, `cosigned_unrecorded`, `cosigned_wrong`.
    """
    recorded = {e.text("digest"): e for e in _cosigned_entries(entries)}
    trust = trust_of(entries)
    for digest, entry in recorded.items():
        path = _path(root, digest)
        if not path.is_file():
            yield _at(root, "cosigned_lost", path, entry)
        elif _digest(path.read_bytes()) != digest:
            yield _at(root, "cosigned_damaged", path, entry)
        elif problem := _wrong(path.read_text("utf-8"), trust, view):
            yield _at(root, "cosigned_wrong", path, entry, problem=problem)
    for path in sorted((root / WITNESSES).glob("*")):
        if path.name.partition(".")[0] not in recorded:
            yield journal_finding("cosigned_unrecorded", 0, path=str(path.relative_to(root)))


def _wrong(text: str, trust: Trust, view: Snapshot) -> str:
    try:
        head, _ = opened(text, trust)
        extension_from(view, head)
        held = cosignatures(text, trust.witnesses, verify_ed25519)
    except AnjuanError as wrong:
        return wrong.code
    return "" if held else "witness.no_cosignature"


def _facts(head: Checkpoint, text: str, cosigned: Sequence[Cosignature]) -> dict[str, Json]:
    return {
        "size": head.size,
        "root": head.root.hex(),
        "digest": _digest(text.encode()),
        "witnesses": [one.key.name for one in cosigned],
    }


def _cosigned_entries(entries: Sequence[Entry]) -> list[Entry]:
    return [e for e in entries if e.act is Act.HEAD_COSIGNED]


def _put(root: Path, text: str) -> None:
    (root / WITNESSES).mkdir(exist_ok=True)
    data = text.encode()
    replace_file(_path(root, _digest(data)), data)


def _path(root: Path, digest: str) -> Path:
    return root / WITNESSES / f"{digest}.checkpoint"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _at(root: Path, code: str, path: Path, entry: Entry, **facts: str | int) -> AuditFinding:
    return journal_finding(code, entry.seq, path=str(path.relative_to(root)), **facts)

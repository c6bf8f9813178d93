"""Binding a case's dossier into a folder that can be read, copied and checked without Anjuan.

Written beside its place and renamed into it, so that a half-bound dossier never appears; binding
again gives the same bytes. Refuses to bind what is missing or damaged.
"""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.verification import TrustAnchors
from engine.case import Case, apply
from engine.errors import NotFoundError
from engine.reading import decode
from engine.storage_ports import BlobStore
from engine.storage_rows import StoredEvent
from runtime.dossier_contents import Ledgered, Piece, contents, folder_name
from runtime.settings import DOSSIERS
from runtime.whole_folders import put_folder
from runtime.workspace import Workspace
from storage.filesystem import flush_folder, write_whole


def bind(workspace: Workspace, case_id: str) -> Path:
    """Bind the case's dossier and return its folder, `dossiers/<case id>_<title>`.

    A folder already bound from the same events is replaced by equal bytes. Raises NotFoundError
    `case.unknown` or `blob_missing`, IntegrityError `blob_damaged` or for an unreadable event,
    StorageError when the disk refuses.
    """
    with workspace.store.read() as view:
        found = view.find_case(case_id) or case_id
        events = view.events(found)
        checkpoint = view.ledger_head().checkpoint.encode()
    if not events:
        raise NotFoundError("case.unknown", case=case_id)
    case = replayed(events)
    roots = root_texts(workspace.trust())[0]
    ledgered = Ledgered(events=events, checkpoint=checkpoint, root=roots)
    pieces = contents(case, workspace.law, ledgered)
    folder = workspace.root / DOSSIERS / folder_name(case, workspace.law)
    put_folder(folder, lambda building: _write(building, pieces, workspace.blobs))
    return folder


def replayed(events: list[StoredEvent]) -> Case:
    """Return the case these events make; raises IntegrityError for an unreadable one."""
    case = Case(id=events[0].case_id)
    for stored in events:
        apply(case, decode(stored))
        case.head = stored.hash.hex()
    return case


def root_texts(trust: TrustAnchors) -> tuple[bytes, ...]:
    """Return the bureau's roots as other people's tools like them: all there are, newest first.

    After these, the same as they were under each earlier root, when fewer had been.
    """
    roots = [trust.roots[0], *(one.root for one in reversed(trust.earlier))]
    texts = [_pem(root) for root in roots]
    return tuple(b"".join(texts[first:]) for first in range(len(texts)))


def _pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def _write(building: Path, pieces: tuple[Piece, ...], blobs: BlobStore) -> None:
    for piece in pieces:
        data = blobs.get(piece.digest) if piece.data is None else piece.data
        path = building / piece.path
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, data)
    flush_folder(building)

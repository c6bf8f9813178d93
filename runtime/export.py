"""A dossier leaves the bureau as a BagIt bag (RFC 8493) that anybody can check without Anjuan.

Written beside its place and renamed into it; takes the place of nothing but an older bag of the
same case. Refuses to hand out what is missing or damaged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.signing.certificates import load, subject_of
from documents.signing.errors import MalformedError
from documents.signing.evidence import evidence_for
from engine.case import Case
from engine.checkpoint import sign_note
from engine.command import SYSTEM
from engine.errors import ConfigurationError, InputError, NotFoundError
from engine.journal import Act, note, read_journal
from engine.record import Json
from engine.storage_ports import BlobStore, Snapshot
from engine.storage_rows import StoredEvent
from runtime import bag_format as bag
from runtime.bag_contents import Leaving, Proved, Trusted, folder_name, payload, tag_pieces
from runtime.bag_law import pinned_digests
from runtime.bag_sm2 import sm2_pieces
from runtime.dossier import replayed
from runtime.dossier_contents import Piece, safe
from runtime.earlier_roots import kept_roots
from runtime.ledger_proofs import opened
from runtime.received import Received, open_received
from runtime.settings import KEYS, PROCEDURES
from runtime.whole_folders import put_folder
from runtime.witnessing import newest_witnessed, trust_of
from runtime.workspace import Workspace
from storage.filesystem import flush_folder, write_whole
from workflows.definition_data import SHIPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A bag that was written."""

    folder: Path
    case: str
    #: SHA-256 of the tag manifest, hex: it names every byte of the bag.
    digest: str
    files: int
    octets: int


def export(
    workspace: Workspace, case_id: str, to: Path, *, by: str = SYSTEM, purpose: str = ""
) -> Exported:
    """Write the case's dossier as a bag into the folder `to`, and return what was written.

    The journal records who took which bytes, and what for, before anybody can have them.
    Raises NotFoundError `case.unknown` or `blob_missing`, IntegrityError `blob_damaged` or for an
    unreadable event, InputError `command.file_in_the_way` where something that is no bag of this
    case stands in the place, StorageError when the disk refuses.
    """
    leaving = leaving_case(workspace, case_id)
    folder = to / folder_name(leaving.case, leaving.law)
    refuse_other_kind(folder, leaving.case.id)
    written = _Bag(workspace, leaving)

    def write(building: Path) -> None:
        written.write(building)
        events = len(leaving.proved.events)
        _note(workspace, leaving.case.id, written.digest, events, by=by, purpose=purpose)

    put_folder(folder, write)
    return Exported(
        folder=folder,
        case=leaving.case.id,
        digest=written.digest,
        files=len(written.sizes),
        octets=sum(written.sizes),
    )


def bag_of(workspace: Workspace, case_id: str, to: Path) -> Path:
    """Write the bag a case would leave as today into the folder `to`, for looking at it here.

    Nobody takes it away, so nothing is recorded. Raises as `export`.
    """
    leaving = leaving_case(workspace, case_id)
    folder = to / folder_name(leaving.case, leaving.law)
    put_folder(folder, _Bag(workspace, leaving).write)
    return folder


def _note(
    workspace: Workspace, case: str, digest: str, events: int, *, by: str, purpose: str
) -> None:
    facts: dict[str, Json] = {
        "case": case,
        "digest": digest,
        "events": events,
        "purpose": purpose,
    }
    with workspace.store.write() as unit:
        note(unit, Act.DOSSIER_EXPORTED, at=workspace.now(), actor=by, facts=facts)


def hand_on(
    workspace: Workspace, one: Received, to: Path, *, by: str = SYSTEM, purpose: str = ""
) -> Exported:
    """Write a dossier received into the folder `to`, to the byte as it came.

    Raises IntegrityError where it is no longer whole, and as `export`.
    """
    read = open_received(workspace, one)
    folder = to / bag.portable(f"{one.case}_{safe(read.title)}")
    refuse_other_kind(folder, one.case)

    def write(building: Path) -> None:
        for path in read.folder.files:
            write_file(building, path, read.folder.read(path))
        flush_folder(building)
        _note(workspace, one.reference, one.digest, one.events, by=by, purpose=purpose)

    put_folder(folder, write)
    inside = read.folder.under(bag.PAYLOAD)
    return Exported(
        folder=folder,
        case=one.case,
        digest=one.digest,
        files=len(inside),
        octets=sum(read.folder.size(path) for path in inside),
    )


def refuse_other_kind(folder: Path, case: str) -> None:
    """Refuse a place where something stands that is no bag of this case.

    Raises InputError `command.file_in_the_way`.
    """
    if not folder.exists() and not folder.is_symlink():
        return
    info = folder / bag.INFO
    own = f"External-Identifier: {case}\n"
    if folder.is_symlink() or not info.is_file() or own not in info.read_text("utf-8", "replace"):
        raise InputError("command.file_in_the_way", path=str(folder))


def leaving_case(workspace: Workspace, case_id: str) -> Leaving:
    """Return everything a bag is made of; raises NotFoundError `case.unknown`."""
    with workspace.store.read() as view:
        found = view.find_case(case_id) or case_id
        events = view.events(found)
        if not events:
            raise NotFoundError("case.unknown", case=case_id)
        proved = _proved(workspace, view, events)
    case = replayed(list(events))
    return Leaving(
        case=case,
        law=workspace.law,
        proved=proved,
        trusted=_trusted(workspace, case),
        profiles=workspace.profile_of,
        definitions={d: definition_source(workspace.root, d) for d in pinned_digests(case)},
    )


def _proved(workspace: Workspace, view: Snapshot, events: Sequence[StoredEvent]) -> Proved:
    """Return events and proofs, under the newest head a witness has cosigned where it covers all.

    Else under the newest head there is. Raises IntegrityError for a damaged journal.
    """
    entries = read_journal(view)
    least = max(one.leaf for one in events) + 1
    witnessed = newest_witnessed(workspace.root, entries, least=least)
    text = witnessed.note if witnessed is not None else view.ledger_head().checkpoint
    head, key = opened(text, trust_of(entries))
    cosigned = witnessed.cosigned if witnessed is not None else ()
    if key != workspace.log_key.key:  # cosigned before the key was renewed
        text, cosigned = view.ledger_head().checkpoint, ()
        head, key = opened(text, trust_of(entries))
    return Proved(
        events=events,
        checkpoint=text,
        head=head,
        paths={one.leaf: view.inclusion_proof(one.leaf, head.size) for one in events},
        log_key=key,
        witnesses={one.key.name: one.key for one in cosigned},
    )


def definition_source(root: Path, digest: str) -> bytes:
    """Return the file of a definition, kept or shipped; its SHA-256 is the digest.

    Raises ConfigurationError `definition.lost`.
    """
    kept = (root / PROCEDURES).glob(f"*-{digest[:16]}.yaml")
    for path in (*kept, *SHIPPED.glob("*.yaml")):
        data = path.read_bytes()
        if bag.digest_of(data) == digest:
            return data
    raise ConfigurationError("definition.lost", digest=digest[:12])


def _trusted(workspace: Workspace, case: Case) -> Trusted:
    trust = workspace.trust()
    found: dict[str, bytes] = {}
    for made in case.documents.values():
        if made.signed and workspace.blobs.has(made.digest):
            for der in _certificates(workspace, made.digest):
                found[_name_of(der)] = der
    kept = kept_roots(workspace.root / KEYS)
    root = trust.roots[0]
    roots = {*trust.roots, *trust.timestamp_roots, *(one.root for one in kept)}
    return Trusted(
        root=root,
        timestamp_roots=[one for one in trust.timestamp_roots if one != root],
        lists=trust.crls,
        certificates={n: found[n] for n in sorted(found) if found[n] not in roots},
        earlier=dict(file for one in kept for file in one.certificates()),
    )


def _certificates(workspace: Workspace, digest: str) -> Iterable[bytes]:
    """Certificates in a document's signatures; none where these cannot be read.

    The bag then shows the damage, and whoever checks it finds it.
    """
    try:
        return evidence_for(workspace.blobs.get(digest), workspace.trust()).certificates
    except MalformedError:
        return ()


def _name_of(der: bytes) -> str:
    """Return whose certificate it is, with the beginning of its digest."""
    subject = subject_of(load(der))
    holder = subject.id or subject.kind.value
    return f"{holder}-{bag.digest_of(der)[:12]}"


class _Bag:
    """Writes one bag and remembers what it wrote."""

    def __init__(self, workspace: Workspace, leaving: Leaving) -> None:
        self._workspace, self._leaving = workspace, leaving
        self.sizes: list[int] = []
        self.digest = ""

    def write(self, building: Path) -> None:
        """Write payload, then what is said of it, then what names every byte of that."""
        inside = payload(self._leaving)
        self.sizes = [write_piece(building, one, self._workspace.blobs) for one in inside]
        listed = bag.manifest_text({one.path: one.digest for one in inside})
        said = bag.info_text(self._info())
        tags = [
            *tag_pieces(self._leaving),
            *sm2_pieces(self._workspace, self._leaving.case),
            _tag(bag.DECLARATION_FILE, bag.DECLARATION),
            _tag(bag.INFO, said),
            _tag(bag.MANIFEST, listed),
        ]
        tags.append(self._note(bag.manifest_text({one.path: one.digest for one in tags})))
        for one in tags:
            write_piece(building, one, self._workspace.blobs)
        last = bag.manifest_text({one.path: one.digest for one in tags})
        write_piece(building, _tag(bag.TAG_MANIFEST, last), self._workspace.blobs)
        self.digest = bag.digest_of(last)
        flush_folder(building)

    def _note(self, listed: bytes) -> Piece:
        """Return the note by which the ledger's key vouches for every byte of the bag."""
        head, case = self._leaving.proved.head, self._leaving.case
        text = bag.note_text(head.origin, case.id, listed)
        return _tag(bag.NOTE, sign_note(text, [self._workspace.log_key]).encode())

    def _info(self) -> list[tuple[str, str]]:
        agency, leaving = self._workspace.agency, self._leaving
        return [
            ("Source-Organization", agency.name),
            ("Organization-Address", agency.address),
            ("Contact-Phone", agency.phone),
            ("External-Description", folder_name(leaving.case, leaving.law).partition("_")[2]),
            ("Bagging-Date", self._workspace.now().date().isoformat()),
            ("External-Identifier", leaving.case.id),
            ("Payload-Oxum", bag.oxum(self.sizes)),
            ("Internal-Sender-Identifier", leaving.proved.head.origin),
            ("Anjuan-Format", str(bag.VERSION)),
            ("Anjuan-Agency-Code", agency.code),
            ("Anjuan-Training", "true" if self._workspace.training else "false"),
        ]


def _tag(path: str, data: bytes) -> Piece:
    return Piece(path=path, digest=bag.digest_of(data), data=data)


def write_piece(building: Path, piece: Piece, blobs: BlobStore) -> int:
    """Write one file of a folder that nobody sees yet; return its size in bytes."""
    data = blobs.get(piece.digest) if piece.data is None else piece.data
    write_file(building, piece.path, data)
    return len(data)


def write_file(building: Path, path: str, data: bytes) -> None:
    """Write bytes under a path of a folder that nobody sees yet."""
    place = building / path
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(place, data, durable=False)

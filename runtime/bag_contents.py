"""What an exported dossier holds: payload, ledger, proofs and law, file by file.

The same case under the same head of the ledger gives the same files, to the byte. Refuses to read
blobs and to write.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from engine.case import Case
from engine.checkpoint import Checkpoint, VerifierKey
from engine.dossier import Section, title_of
from engine.event import DocumentMade
from engine.law import Law
from engine.storage_rows import StoredEvent
from engine.tlog_proof import TlogProof
from runtime import bag_format as bag
from runtime import bag_law
from runtime.dossier_contents import Entry, Piece, names, placed, safe
from runtime.plain_values import Plain

#: What lies beside the data of every bag: the verifier and the page on other people's tools.
VERIFIER = files("runtime") / "data" / "verifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A case's part of the ledger, with what proves it."""

    events: Sequence[StoredEvent]
    #: The signed note, with whatever cosignatures it bears.
    checkpoint: str
    head: Checkpoint
    #: By leaf, the audit path under the checkpoint.
    paths: Mapping[int, tuple[bytes, ...]]
    log_key: VerifierKey
    #: By name, the keys whose cosignatures the checkpoint may bear.
    witnesses: Mapping[str, VerifierKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """Whom the bureau's signatures are believed by; everything in DER."""

    root: bytes
    timestamp_roots: Sequence[bytes]
    lists: Sequence[bytes]
    #: By name, the certificates in the documents' signatures.
    certificates: Mapping[str, bytes]
    #: By name, the bureau's earlier roots and what their successors and they say of each other.
    earlier: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A dossier about to leave."""

    case: Case
    law: Law
    proved: Proved
    trusted: Trusted
    profiles: bag_law.Profiles
    #: By digest, the file a definition was read from.
    definitions: Mapping[str, bytes]


def folder_name(case: Case, law: Law) -> str:
    """Return the name of the bag: case id and title, as the bound folder is called."""
    return bag.portable(f"{case.id}_{safe(title_of(case.data, law.dossier))}")


def payload(leaving: Leaving) -> tuple[Piece, ...]:
    """Return what stands under `data/`: the dossier, and its index."""
    found = [(_moved(piece), entry) for piece, entry in placed(leaving.case, leaving.law)]
    index = bag_law.as_file(_index(leaving, [entry for _, entry in found]))
    pieces = [piece for piece, _ in found]
    return (*pieces, _text(f"{bag.PAYLOAD}{names().index}", index))


def _moved(piece: Piece) -> Piece:
    path = bag.portable(f"{bag.PAYLOAD}{piece.path}")
    return Piece(path=path, digest=piece.digest, data=piece.data, document=piece.document)


def _index(leaving: Leaving, entries: Sequence[Entry]) -> Plain:
    case, head = leaving.case, leaving.proved.head
    return {
        "format": bag.VERSION,
        "case": case.id,
        "number": case.number,
        "title": title_of(case.data, leaving.law.dossier),
        "origin": head.origin,
        "events": len(leaving.proved.events),
        "head": case.head,
        "tree": {"size": head.size, "root": head.root.hex()},
        "files": [_entry(leaving, entry) for entry in entries],
    }


def _entry(leaving: Leaving, entry: Entry) -> Plain:
    told: dict[str, Plain] = {**entry, "file": bag.portable(str(entry["file"]))}
    if "document" not in entry:
        return told
    made = leaving.case.documents[str(entry["document"])]
    volume = str(entry["file"]).partition("/")[0]
    return told | {
        "form": made.form,
        "volume": next(s.value for s in Section if names().folder(s) == volume),
        "status": made.status,
        "pages": made.pages,
        "track": made.track,
        "composed_at": made.composed_at.isoformat(),
        "signers": [*_signers(made)],
    }


def _signers(made: DocumentMade) -> Iterator[Plain]:
    for one in made.signed:
        yield {
            "slot": one.slot,
            "role": one.role,
            "person": one.person,
            "at": one.at.isoformat(),
        }


def tag_pieces(leaving: Leaving) -> tuple[Piece, ...]:
    """Return what stands beside the data: ledger, proofs, keys, law, roster, verifier."""
    return tuple(
        _text(path, data)
        for part in (_ledger, _keys, _law, _verifier)
        for path, data in part(leaving)
    )


Files = Iterator[tuple[str, bytes]]


def _ledger(leaving: Leaving) -> Files:
    proved = leaving.proved
    yield bag.EVENTS, b"".join(event_line(stored) for stored in proved.events)
    for stored in proved.events:
        path = proved.paths[stored.leaf]
        proof = TlogProof(index=stored.leaf, path=path, checkpoint=proved.checkpoint)
        yield bag.proof_file(stored.seq), proof.text().encode()
    yield bag.CHECKPOINT, proved.checkpoint.encode()


def event_line(stored: StoredEvent) -> bytes:
    """Return an event as one line: its body and private part as the exact texts hashed.

    `hash` is SHA-256 of the body; the body's `inputs` is SHA-256 of the bytes of `salt` followed
    by the canonical JSON of the private part's `inputs` (decision 0003).
    """
    line = {
        "seq": stored.seq,
        "leaf": stored.leaf,
        "body": stored.body.decode(),
        "private": stored.private.decode(),
        "salt": json.loads(stored.private).get("salt", ""),
        "hash": stored.hash.hex(),
    }
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _keys(leaving: Leaving) -> Files:
    proved, trusted = leaving.proved, leaving.trusted
    yield bag.LOG_KEY, f"{proved.log_key}\n".encode()
    for name, key in proved.witnesses.items():
        yield f"{bag.WITNESS_KEY}-{safe(name)}", f"{key}\n".encode()
    yield bag.ROOT, _certificate(trusted.root)
    for number, root in enumerate(trusted.timestamp_roots, 1):
        yield f"{bag.TIMESTAMP_ROOTS}{number:02}.pem", _certificate(root)
    for name, certificate in trusted.earlier.items():
        yield f"{bag.ROOTS}{name}", _certificate(certificate)
    for number, revoked in enumerate(trusted.lists, 1):
        listed = x509.load_der_x509_crl(revoked)
        yield f"{bag.LISTS}{number:02}.pem", listed.public_bytes(Encoding.PEM)
    for name, certificate in trusted.certificates.items():
        yield f"{bag.CERTIFICATES}{safe(name)}.pem", _certificate(certificate)


def _certificate(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def _law(leaving: Leaving) -> Files:
    case, law = leaving.case, leaving.law
    for digest in bag_law.pinned_digests(case):
        yield f"{bag.DEFINITIONS}{digest}.yaml", leaving.definitions[digest]
        plain = bag_law.definition(law.pinned(digest))
        yield f"{bag.DEFINITIONS}{digest}.json", bag_law.as_file(plain)
    folders = {section.value: names().folder(section) for section in Section}
    yield bag.DEADLINES, bag_law.as_file(bag_law.deadlines(law))
    yield bag.CALENDAR, bag_law.as_file(bag_law.calendar(law, case))
    yield bag.ORDER, bag_law.as_file(bag_law.order(law.dossier, folders))
    yield bag.ARTICLES, bag_law.as_file(bag_law.articles(law))
    yield bag.DUTIES, bag_law.as_file(bag_law.duties(law))
    yield bag.MATTER, bag_law.as_file(bag_law.matter(law, case))
    yield bag.PEOPLE, bag_law.as_file(bag_law.people(case, leaving.profiles))


def _verifier(_: Leaving) -> Files:
    for name in (names().verifier, names().guide):
        if (VERIFIER / name).is_file():
            yield name, (VERIFIER / name).read_bytes()


def _text(path: str, data: bytes) -> Piece:
    return Piece(path=path, digest=bag.digest_of(data), data=data)

"""What a bag's ledger must hold: one chain, every hash, every private part, every proof.

Checks against the keys in the bag; whose keys these are is not known here.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine import merkle, printed
from engine.checkpoint import Checkpoint, VerifierKey, open_note
from engine.cosignature import cosignatures, witness_key
from engine.errors import AnjuanError, IntegrityError
from engine.event import Event
from engine.hashchain import Link, broken_links
from engine.record import canonical
from engine.storage_rows import StoredEvent
from engine.tlog_proof import TlogProof
from runtime import bag_format as bag
from runtime.bag_events import event_of
from runtime.bag_faults import BagFault
from runtime.bag_folder import BagFolder, fault_of
from storage.logkey import verify_ed25519


def ledger_faults(folder: BagFolder, events: Sequence[StoredEvent]) -> Iterator[BagFault]:
    """Everything about the events that does not hold.

    Codes: `bag.no_events`, `bag.other_case`, `bag.chain` with the kind of break,
    `bag.event_misshapen`, `bag.private_changed`, `bag.words_changed`, those of `head_of`,
    `bag.witness`, `bag.note` and `bag.proof` with the reason, `bag.proof_foreign`,
    `bag.leaf_order`.
    """
    if not events:
        yield BagFault(code="bag.no_events", path=bag.EVENTS)
    yield from _chain(events)
    for stored in events:
        yield from _event(stored)
    head = None
    try:
        head = head_of(folder)
    except AnjuanError as error:
        yield fault_of(error, bag.CHECKPOINT)
    yield from _witnesses(folder)
    yield from _note(folder, events)
    yield from _proofs(folder, events, head)


def head_of(folder: BagFolder) -> Checkpoint:
    """Return the checkpoint, signed by the key in the bag.

    Raises NotFoundError `bag.file_missing`, IntegrityError `vkey_malformed`, `note_malformed`,
    `note_unsigned`, `note_signature`, `checkpoint_malformed` or `bag.origin`.
    """
    key = key_of(folder)
    head = Checkpoint.parse(open_note(folder.text(bag.CHECKPOINT), key, verify_ed25519))
    if head.origin != key.name:
        raise IntegrityError("bag.origin", found=head.origin, key=key.name)
    return head


def key_of(folder: BagFolder) -> VerifierKey:
    """Return the ledger's key; raises NotFoundError `bag.file_missing` or `vkey_malformed`."""
    text = folder.text(bag.LOG_KEY)
    key = VerifierKey.parse(text)
    if text != f"{key}\n":
        raise IntegrityError("vkey_malformed", key=text)
    return key


def _note(folder: BagFolder, events: Sequence[StoredEvent]) -> Iterator[BagFault]:
    """Whether the ledger's key vouches for every byte of this bag."""
    try:
        key = key_of(folder)
        told = open_note(folder.text(bag.NOTE), key, verify_ed25519)
        case = events[0].case_id if events else ""
        if told != bag.note_text(key.name, case, folder.read(bag.TAG_MANIFEST)):
            raise IntegrityError("bag.file_changed", path=bag.TAG_MANIFEST)
    except AnjuanError as error:
        yield BagFault(code="bag.note", path=bag.NOTE, facts={"reason": error.code})


def _witnesses(folder: BagFolder) -> Iterator[BagFault]:
    """Whether every witness whose key the bag names has cosigned the checkpoint."""
    for path in folder.under(bag.WITNESS_KEY):
        try:
            key = witness_key(folder.text(path).strip())
            if not cosignatures(folder.text(bag.CHECKPOINT), [key], verify_ed25519):
                raise IntegrityError("note_unsigned", name=key.name)
        except AnjuanError as error:
            yield BagFault(code="bag.witness", path=path, facts={"reason": error.code})


def _chain(events: Sequence[StoredEvent]) -> Iterator[BagFault]:
    links = [
        Link(seq=one.seq, body=one.body, prev_hash=one.prev_hash, hash=one.hash) for one in events
    ]
    for broken in broken_links(links):
        yield BagFault(
            code="bag.chain", path=bag.EVENTS, event=broken.seq, facts={"kind": broken.kind}
        )
    for before, after in pairwise(events):
        if after.leaf <= before.leaf:
            yield BagFault(code="bag.leaf_order", path=bag.EVENTS, event=after.seq)
    for one in events:
        if one.case_id != events[0].case_id:
            facts = {"case": one.case_id}
            yield BagFault(code="bag.other_case", path=bag.EVENTS, event=one.seq, facts=facts)


def _event(stored: StoredEvent) -> Iterator[BagFault]:
    """Whether the private part is the one the body was made with, to the byte."""
    try:
        event = event_of(stored)
        body, private = json.loads(stored.body), json.loads(stored.private)
        same = canonical(private) == stored.private
        bound = event.inputs_digest == body["inputs"]
        numbered = event.seq == stored.seq
    except (AnjuanError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        yield BagFault(code="bag.event_misshapen", path=bag.EVENTS, event=stored.seq)
        return
    if not same or not bound or not numbered:
        yield BagFault(code="bag.private_changed", path=bag.EVENTS, event=stored.seq)
    yield from _words(event)


def _words(event: Event) -> Iterator[BagFault]:
    """Whether the words a document printed are those its event committed to."""
    committed = {made.id: made for made in event.documents}
    for document, told in event.printed.items():
        made = committed.get(document)
        try:
            secret, words = printed.read_kept(told)
            head = printed.head_of(event.case, made) if made is not None else ""
            same = made is not None and printed.commitment(secret, head, words) == made.commitment
        except (KeyError, TypeError, ValueError):
            same = False
        if not same:
            yield BagFault(
                code="bag.words_changed", path=bag.EVENTS, event=event.seq, document=document
            )


def _proofs(
    folder: BagFolder, events: Sequence[StoredEvent], head: Checkpoint | None
) -> Iterator[BagFault]:
    """Whether every event has its proof, and every proof its event, under the one checkpoint."""
    known = {bag.proof_file(one.seq) for one in events}
    for path in folder.under(bag.PROOFS):
        if path not in known:
            yield BagFault(code="bag.proof_foreign", path=path)
    if head is None:
        return  # without a head there is nothing to prove anything under
    checkpoint = folder.text(bag.CHECKPOINT)
    for stored in events:
        path = bag.proof_file(stored.seq)
        try:
            proof = TlogProof.parse(folder.text(path))
            if proof.checkpoint != checkpoint or not _proves(proof, stored, head):
                raise IntegrityError("tlog_proof_wrong", index=proof.index)
        except AnjuanError as error:
            facts = {"reason": error.code}
            yield BagFault(code="bag.proof", path=path, event=stored.seq, facts=facts)


def _proves(proof: TlogProof, stored: StoredEvent, head: Checkpoint) -> bool:
    return proof.index == stored.leaf and merkle.verify_inclusion(
        leaf=merkle.leaf_hash(stored.body),
        index=proof.index,
        size=head.size,
        proof=proof.path,
        root=head.root,
    )

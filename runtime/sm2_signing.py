"""Signing finished documents once more, with SM2: what has no such signature, and doing it.

The signature lies beside the document, which stays as it is; the journal names both. Cut short
anywhere, what was entered stands and the rest is still due. Refuses to judge cases.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.signing.sm2_cms import judge_beside, sign_beside
from documents.signing.sm2_key import Sm2Key
from documents.signing.verify import verify
from engine.command import SYSTEM
from engine.errors import AnjuanError
from engine.event import DocumentMade
from engine.journal import Act, note, read_journal
from engine.reading import every_case
from engine.record import Json
from engine.storage_ports import BlobStore
from runtime.settings import KEYS
from runtime.sm2_places import sm2_trust
from runtime.sm2_records import Beside, beside_in
from runtime.workspace import Workspace

#: Documents entered in the journal at once.
BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """A finished document without an SM2 signature that can be read."""

    case: str
    made: DocumentMade


@dataclass(frozen=True, slots=True, kw_only=True)
class Sm2Outcome:
    """What became of one document."""

    due: Unsigned
    #: None when it was refused.
    beside: Beside | None = None
    #: Why it was refused; codes of findings or of an error.
    problems: tuple[str, ...] = ()


def unsigned_documents(workspace: Workspace, *, only: str = "") -> tuple[Unsigned, ...]:
    """Return the finished documents that have no SM2 signature, or whose signature is lost.

    `only` names one case. Raises IntegrityError for a damaged journal or event.
    """
    with workspace.store.read() as view:
        known = beside_in(read_journal(view))
        cases = [only] if only else [row.case_id for row in every_case(view)]
        cases = [
            case
            for case in cases
            if any(_wants(workspace.blobs, known, row.digest) for row in view.documents(case))
        ]
    return tuple(
        Unsigned(case=case, made=made)
        for case in cases
        for made in workspace.road.case(case).documents.values()
        if made.signed_by_all and _wants(workspace.blobs, known, made.digest)
    )


def _wants(blobs: BlobStore, known: Mapping[str, Beside], original: str) -> bool:
    one = known.get(original)
    if one is None:
        return True
    try:
        blobs.get(one.digest)
    except AnjuanError:
        return True
    return False


def sign_documents(
    workspace: Workspace, due: Sequence[Unsigned], key: Sm2Key
) -> Iterator[Sm2Outcome]:
    """Sign documents one after another; each is on record soon after it was signed.

    Raises ConfigurationError `sm2.unreadable` for the roots and StorageError when the disk refuses;
    what was signed before is entered first.
    """
    waiting: list[Beside] = []
    try:
        for one in due:
            outcome = _signed(workspace, one, key)
            if outcome.beside is not None:
                waiting.append(outcome.beside)
            if len(waiting) >= BATCH:
                _enter(workspace, waiting)
            yield outcome
    finally:
        _enter(workspace, waiting)


def _signed(workspace: Workspace, due: Unsigned, key: Sm2Key) -> Sm2Outcome:
    """Sign one document; a file that is not sound is refused, and so is a key nobody believes."""
    try:
        document = workspace.blobs.get(due.made.digest)
    except AnjuanError as error:
        return Sm2Outcome(due=due, problems=(error.code,))
    found = verify(document, workspace.trust()).findings
    if found:
        return Sm2Outcome(due=due, problems=tuple(f.code for f in found))
    moment, user = workspace.now(), workspace.settings.sm2_user
    signature = sign_beside(document, key, moment, user.encode())
    seen = judge_beside(document, signature, sm2_trust(workspace.root / KEYS), user.encode())
    if seen.findings:
        return Sm2Outcome(due=due, problems=tuple(f.code for f in seen.findings))
    return Sm2Outcome(
        due=due,
        beside=Beside(
            case=due.case,
            document=due.made.id,
            original=due.made.digest,
            digest=workspace.blobs.put(signature),
            certificate=hashlib.sha256(key.certificate).hexdigest(),
            user=user,
            signed=moment,
        ),
    )


def _enter(workspace: Workspace, waiting: list[Beside]) -> None:
    """Enter signatures in the journal, but for documents somebody else has signed meanwhile.

    Raises IntegrityError when the journal is damaged.
    """
    if not waiting:
        return
    with workspace.store.write() as unit:
        known = beside_in(read_journal(unit))
        fresh = [one for one in waiting if _wants(workspace.blobs, known, one.original)]
        if fresh:
            facts: dict[str, Json] = {
                "count": len(fresh),
                "signer": fresh[0].certificate,
                "documents": [one.facts() for one in fresh],
            }
            note(unit, Act.DOCUMENTS_SM2_SIGNED, at=workspace.now(), actor=SYSTEM, facts=facts)
    waiting.clear()


def signature_of(workspace: Workspace, made: DocumentMade) -> Beside | None:
    """Return the SM2 signature of a document, or None; raises IntegrityError for the journal."""
    with workspace.store.read() as view:
        return beside_in(read_journal(view)).get(made.digest)

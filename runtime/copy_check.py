"""Checking a published copy: its proof, its pages, its seal, and that the ledger says the same.

Needs a workspace only for the seal, and for what the ledger says beyond the copy's own proof.
Damage is told by code, never raised.
"""

import hashlib
import json
from dataclasses import dataclass

from documents.attachment import attachment_of, inclusion_of
from documents.fonts import FontBook
from documents.inflated import same_content
from documents.layout_version import LAYOUT
from documents.publication import DISCLOSURE, INCLUDED, compose_again, layout_of
from documents.signing.errors import MalformedError
from documents.signing.verification import TrustAnchors
from documents.signing.verify import verify
from engine.case import Case
from engine.disclosure import Disclosure, MalformedProofError, disclosed
from engine.errors import AnjuanError
from engine.journal import read_journal
from engine.printed import head_of
from engine.reading import load
from engine.redaction import COPY
from runtime.composing import shipped_catalogue
from runtime.copy_inclusion import NO_INCLUSION, Included, check_inclusion
from runtime.key_records import log_keys
from runtime.ledger_proofs import Trust
from runtime.workspace import Workspace
from workflows.masking_data import load_masking

#: The state in which a decision is no longer public.
_WITHDRAWN = "f_withdrawn"
#: Pages set by other rules of layout than this program's: nothing is known of them.
OTHER_LAYOUT = "disclosure_other_layout"
#: What a verifier says of a signature that is not over the whole file as it was then.
_UNCOVERED = {"signature.digest", "signature.in_original", "signature.malformed", "signature.range"}
#: The ledger did not issue this very file.
_UNRECORDED = {"disclosure_decision_unknown", "disclosure_unrecorded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCopy:
    """What was found of one file; `disclosure` is None where its proof cannot be read."""

    disclosure: Disclosure | None
    findings: tuple[str, ...]
    #: Whether the ledger was asked.
    ledger: bool = False
    #: Where the proof it carries places it in a ledger; None without a proof that holds.
    included: Included | None = None

    @property
    def undecided(self) -> bool:
        """Whether nothing is wrong but that something is beyond what can be checked here."""
        return bool(self.findings) and {OTHER_LAYOUT, NO_INCLUSION}.issuperset(self.findings)


def check_copy(
    pdf: bytes,
    workspace: Workspace | None,
    original: bytes | None = None,
    trust: Trust | None = None,
) -> CheckedCopy:
    """Check a file; without a workspace only what the file itself can show.

    `original` is the decision somebody holds: it carries the root its copy must have. `trust` are
    keys of the ledger the copy must prove to stand in; without any those of the workspace count.
    """
    masking = workspace.law.masking if workspace is not None else None
    try:
        carried = attachment_of(pdf)
        told = json.loads(carried) if carried is not None else {}
        if carried is None or DISCLOSURE not in told:
            return CheckedCopy(disclosure=None, findings=("disclosure_no_proof",))
        found = disclosed(told[DISCLOSURE], masking or load_masking())
    except (MalformedError, MalformedProofError, ValueError, TypeError, RecursionError):
        return CheckedCopy(disclosure=None, findings=("disclosure_unreadable",))
    book = workspace.book if workspace is not None else None
    findings = [*found.findings, *_pages(pdf, carried, found, book), *_appended(pdf)]
    if original is not None and (theirs := _root_in(original)) != found.root:
        code = "disclosure_other_decision" if theirs else "disclosure_original_unreadable"
        findings.append(code)
    keys = trust if workspace is None else trust or _own_keys(workspace)
    inclusion = check_inclusion(pdf, told[DISCLOSURE].get(INCLUDED), found, keys)
    findings += inclusion.findings
    if trust is not None and inclusion.included is None and not inclusion.findings:
        findings.append(NO_INCLUSION)
    if workspace is not None:
        recorded = _ledger(pdf, found, workspace)
        if not _UNRECORDED.intersection(recorded):  # byte for byte the pages that were issued
            findings = [code for code in findings if code != OTHER_LAYOUT]
        findings += [*_seal(pdf, workspace), *recorded]
    return CheckedCopy(
        disclosure=found,
        findings=tuple(dict.fromkeys(findings)),
        ledger=workspace is not None,
        included=inclusion.included,
    )


def _own_keys(workspace: Workspace) -> Trust:
    """Every key the workspace's own ledger has been signed with."""
    with workspace.store.read() as view:
        return Trust(keys=[record.key for record in log_keys(read_journal(view))])


def _pages(pdf: bytes, carried: bytes, found: Disclosure, book: FontBook | None) -> list[str]:
    """Whether the pages print what is disclosed: set again, they say the same in every object."""
    try:
        form, inclusion = shipped_catalogue().pages[COPY], inclusion_of(pdf)
        again = compose_again(form, carried, found.texts, book=book, inclusion=inclusion).pdf
        other = layout_of(carried)
    except (AnjuanError, ValueError, TypeError, LookupError, AttributeError):
        return ["disclosure_unreadable"]
    if pdf.startswith(again) or same_content(again, pdf):
        return []
    return ["disclosure_pages_differ" if other == LAYOUT else OTHER_LAYOUT]


def _appended(pdf: bytes) -> list[str]:
    """Whether anything but signatures follows what was composed: it may show other pages.

    Whose signatures they are is not asked here.
    """
    codes = {finding.code for finding in verify(pdf, TrustAnchors(roots=())).findings}
    changed = any(code.startswith("pdf.") for code in codes - {"pdf.no_signature"})
    return ["disclosure_appended"] if changed or codes & _UNCOVERED else []


def _root_in(original: bytes) -> str:
    """Return the root a decision carries, or "" where it carries none that can be read."""
    try:
        carried = attachment_of(original)
        return str(json.loads(carried)["document"]["commitment"]) if carried is not None else ""
    except (MalformedError, ValueError, TypeError, LookupError, RecursionError):
        return ""


def _seal(pdf: bytes, workspace: Workspace) -> list[str]:
    """What is wrong with the seal, or that there is none."""
    seen = verify(pdf, workspace.trust())
    if not seen.signatures:
        return ["disclosure_unsealed"]
    return [finding.code for finding in seen.findings]


def _ledger(pdf: bytes, found: Disclosure, workspace: Workspace) -> list[str]:
    """Whether the ledger knows the decision by this root, and this file as its copy."""
    with workspace.store.read() as view:
        case = load(view, found.case)
    made = case.documents.get(found.document)
    if made is None:
        return ["disclosure_decision_unknown"]
    codes = []
    if made.commitment != found.root or head_of(case.id, made) != found.head:
        codes.append("disclosure_other_decision")
    digest = hashlib.sha256(pdf).hexdigest()
    copies = [d for d in case.documents.values() if d.form == COPY and d.digest == digest]
    if not any(copy.status == "issued" for copy in copies):
        codes.append("disclosure_unrecorded")
    if any(_withdrawn(case, copy.track) for copy in copies):
        codes.append("disclosure_withdrawn")
    return codes


def _withdrawn(case: Case, track: str) -> bool:
    return track in case.tracks and case.tracks[track].state == _WITHDRAWN

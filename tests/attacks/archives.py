"""Archived files forged: stamps and evidence of strangers, changes under cover of a lift."""

from dataclasses import replace
from datetime import timedelta

from documents.signing.archival import lift
from documents.signing.evidence import evidence_for
from documents.signing.pdf import Document
from tests.attacks import updates
from tests.attacks.attack import ISA, SHADOW, TIME, Forgery, attack
from tests.attacks.targets import OFFICE, OTHER, TRUST
from tests.signed_samples import MOMENT, ROOT_TERM

LIST = OFFICE.authority.revocation_list((), number=1, validity=ROOT_TERM)
BELIEVED = replace(TRUST, crls=(LIST,))
LATER = MOMENT + timedelta(days=30)


def lifted(pdf, evidence=None, tsa=None):
    """The file as the archive would lift it."""
    found = evidence or evidence_for(pdf, BELIEVED)
    return lift(pdf, found, tsa=tsa or OFFICE.tsa(), moment=LATER)


@attack(TIME, "timestamp.untrusted")
def archived_by_another_authority(target):
    return Forgery(lifted(target.signed, tsa=OTHER.tsa()), BELIEVED)


@attack(SHADOW, "archive.stray")
def archived_with_a_strangers_certificate(target):
    own = evidence_for(target.signed, BELIEVED)
    more = (*own.certificates, OTHER.officers[0].certificate)
    return Forgery(lifted(target.signed, replace(own, certificates=more)), BELIEVED)


@attack(SHADOW, "archive.stray")
def archived_with_a_strangers_list(target):
    """A list that says nobody was taken back, by nobody who may say so."""
    own = evidence_for(target.signed, BELIEVED)
    other = OTHER.authority.revocation_list((), number=9, validity=ROOT_TERM)
    return Forgery(lifted(target.signed, replace(own, crls=(other,))), BELIEVED)


@attack(TIME, "timestamp.imprint")
def archived_evidence_changed(target):
    pdf = bytearray(lifted(target.signed))
    pdf[pdf.rindex(LIST) + len(LIST) - 9] ^= 1
    return Forgery(bytes(pdf), BELIEVED)


@attack(ISA, "pdf.changed")
def page_changed_after_archiving(target):
    return Forgery(updates.updated(lifted(target.signed), updates.other_page_content), BELIEVED)


@attack(SHADOW, "pdf.changed")
def page_changed_before_archiving(target):
    """The archive stamps whatever it is given; the change shows all the same."""
    changed = updates.updated(target.signed, updates.other_page_content)
    own = evidence_for(target.signed, BELIEVED)
    return Forgery(lifted(changed, own), BELIEVED)


@attack(SHADOW, "pdf.changed")
def archive_update_that_shows_its_field(target):
    """The invisible field of the stamp made to cover the page."""
    pdf = lifted(target.signed)
    start = Document.open(pdf).revisions[-2].end
    tail = pdf[start:].replace(b"/Rect [0 0 0 0]", b"/Rect [0 0 9 9]")
    return Forgery(pdf[:start] + tail, BELIEVED)


@attack(SHADOW, "pdf.changed")
def archive_update_with_a_form_of_its_own(target):
    """The update that archives also switches the drawing of fields over to the reader."""
    pdf = lifted(target.signed)
    start = Document.open(pdf).revisions[-2].end
    tail = pdf[start:].replace(b"/SigFlags 3", b"/SigFlags 1")
    return Forgery(pdf[:start] + tail, BELIEVED)

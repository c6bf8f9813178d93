"""Defects of the PDF files: content, pages, updates, signatures, certificates, timestamps."""

import re
import zlib
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.authority import CertificateAuthority, Organization
from documents.signing.pdf import Document
from documents.signing.revocation import Revocation
from tests.bag_defects.defect import SIGNED, defect
from tests.bag_defects.forger import validity

RELIABLE, BY_WHOM, IN_TERM, PAGED = "ESL 13", "ESL 14", "ESL 16", "ARCH 37"
DECISION, RECORD = "penalty_decision", "interview_record"


def _pages(pdf):
    """Numbers of the page objects, in order."""
    kids = re.search(rb"/Type /Pages /Count \d+ /Kids \[([^\]]+)\]", pdf)[1]
    return [int(number) for number in re.findall(rb"(\d+) 0 R", kids)]


def _content(pdf, page):
    """Where the packed content of a page begins and ends."""
    at = pdf.index(b"\n%d 0 obj\n" % _pages(pdf)[page - 1])
    number = int(re.compile(rb"/Contents (\d+) 0 R").search(pdf, at)[1])
    head = re.compile(rb"\n%d 0 obj\n<<.*?/Length (\d+) >>\nstream\n" % number).search(pdf)
    return head.end(), head.end() + int(head[1])


@defect(
    "content of a page damaged",
    "document_changed",
    RELIABLE,
    form=DECISION,
    page=3,
    event="T130",
    seen_by="po",
)
def _(f):
    pdf = bytearray(f.read(f.file(DECISION)))
    start, end = _content(bytes(pdf), 3)
    pdf[(start + end) // 2] ^= 0x10
    f.write(f.file(DECISION), bytes(pdf))
    f.manifests()


@defect(
    "words of a page rewritten in place",
    "signature_digest",
    RELIABLE,
    form=DECISION,
    page=SIGNED,
    event="T130",
    seen_by="po",
)
def _(f):
    """The page says less, packs shorter and is filled up: a file every reader opens."""
    pdf = f.read(f.file(DECISION))
    start, end = _content(pdf, 2)
    text = zlib.decompress(pdf[start:end])
    packed = zlib.compress(text[: len(text) // 2] + b"\nEMC\nET\nQ", 9)
    assert len(packed) <= end - start
    f.replace(DECISION, pdf[:start] + packed.ljust(end - start, b"\0") + pdf[end:])
    f.cover()


@defect("pages swapped", "page_swapped", PAGED, form=DECISION, page=2, event="T130", seen_by="po")
def _(f):
    pdf = f.read(f.file(DECISION))
    kids = re.search(rb"/Kids \[([^\]]+)\]", pdf)[1]
    numbers = kids.split(b" 0 R ")
    numbers[1], numbers[2] = numbers[2], numbers[1]
    f.write(f.file(DECISION), pdf.replace(kids, b" 0 R ".join(numbers), 1))
    f.manifests()


@defect(
    "page taken out by an update", "page_count", PAGED, form=DECISION, event="T130", seen_by="p"
)
def _(f):
    _update(f, lambda pdf: [(1, b"<< /Type /Pages /Count %d /Kids [%s] >>" % _fewer(pdf))])


@defect(
    "update without a signature",
    "pdf_updated",
    RELIABLE,
    form=DECISION,
    page=2,
    event="T130",
    seen_by="p",
)
def _(f):
    _update(f, _other_tabs)


def _other_tabs(pdf):
    """The second page with another entry, which every reader takes for its newest state."""
    number = _pages(pdf)[1]
    return [(number, _object(pdf, number).replace(b"/Tabs /S", b"/Tabs /R"))]


def _fewer(pdf):
    numbers = _pages(pdf)[:-2] + _pages(pdf)[-1:]
    return len(numbers), b" ".join(b"%d 0 R" % n for n in numbers)


def _object(pdf, number):
    at = pdf.index(b"\n%d 0 obj\n" % number) + len(b"\n%d 0 obj\n" % number)
    return pdf[at : pdf.index(b"\nendobj", at)]


def _update(f, change):
    """Append an update that writes some objects anew, as any editor of PDF does."""
    f.write(f.file(DECISION), _updated(f.read(f.file(DECISION)), change))
    f.manifests()


def _updated(pdf, change):
    last = Document.open(pdf).last
    out = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n")
    table = b"xref\n"
    for number, body in change(pdf):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    trailer = pdf[pdf.rindex(b"trailer\n") : pdf.rindex(b"startxref")]
    trailer = re.sub(rb" /Prev \d+", b"", trailer).replace(b" >>", b" /Prev %d >>" % last.table)
    out += table + trailer + b"startxref\n%d\n%%%%EOF\n" % at
    return bytes(out)


@defect(
    "page changed and then sealed",
    "pdf_updated",
    RELIABLE,
    form=DECISION,
    page=2,
    event="T130",
)
def _(f):
    """Whoever holds the seal's key changes a page of the decision and seals what comes out."""
    _, person, role, _ = f.event("T130")["body"]["documents"][1]["signed"][-1]
    pdf = _updated(f.before(f.read(f.file(DECISION)), "seal"), _other_tabs)
    reason = f"{role}:{person}"
    f.replace(DECISION, f.signed(pdf, "seal", f.key("seal"), at=f.moment("T130"), reason=reason))
    f.cover()


@defect("bytes behind the end", "pdf_appended", RELIABLE, form=DECISION, event="T130", seen_by="p")
def _(f):
    f.write(f.file(DECISION), f.read(f.file(DECISION)) + b"% for nobody\n")
    f.manifests()


@defect("seal taken off", "signatures_differ", BY_WHOM, form=DECISION, event="T130", seen_by="po")
def _(f):
    f.replace(DECISION, f.before(f.read(f.file(DECISION)), "seal"))
    f.cover()


@defect(
    "second officer's signature taken off",
    "signatures_differ",
    BY_WHOM,
    form=RECORD,
    event="T108#3",
    seen_by="p",
)
def _(f):
    pdf = f.read(f.file(RECORD))
    last = f.event("T108", 3)["body"]["documents"][0]["signed"][-1][0]
    f.replace(RECORD, f.before(pdf, last))
    f.cover()


@defect(
    "signature blotted out",
    "signature_unreadable",
    RELIABLE,
    form=DECISION,
    page=SIGNED,
    event="T130",
    seen_by="po",
)
def _(f):
    pdf = f.read(f.file(DECISION))
    held = re.search(rb"/Contents <([0-9a-f]+)>", pdf)
    f.replace(DECISION, pdf[: held.start(1)] + b"0" * len(held[1]) + pdf[held.end(1) :])
    f.cover()


@defect(
    "signature of another document",
    "signature_digest",
    RELIABLE,
    form="penalty_prior_notice",
    page=SIGNED,
    event="T117",
    seen_by="po",
)
def _(f):
    pdf, other = f.read(f.file("penalty_prior_notice")), f.read(f.file(DECISION))
    held, taken = (re.search(rb"/Contents <([0-9a-f]+)>", one) for one in (pdf, other))
    blob = taken[1].rstrip(b"0").ljust(len(held[1]), b"0")
    assert len(blob) == len(held[1])
    f.replace("penalty_prior_notice", pdf[: held.start(1)] + blob + pdf[held.end(1) :])
    f.cover()


@defect(
    "range of a signature cut short",
    "signature_range",
    RELIABLE,
    form=DECISION,
    page=SIGNED,
    event="T130",
    seen_by="po",
)
def _(f):
    pdf = f.read(f.file(DECISION))
    held = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)( *)\]", pdf)
    less = b"%d" % (int(held[4]) - 40)
    text = b"/ByteRange [%s %s %s %s" % (held[1], held[2], held[3], less)
    text = text.ljust(len(held[0]) - 1) + b"]"
    f.replace(DECISION, pdf.replace(held[0], text, 1))
    f.cover()


@defect(
    "signed by somebody else",
    "signer_differs",
    BY_WHOM,
    form="legal_review_opinion",
    page=1,
    event="T128",
)
def _(f):
    _signed_anew(f, "legal_review_opinion", "T128", f.key("p12"))


@defect(
    "certificate had expired",
    "certificate_expired",
    IN_TERM,
    form=DECISION,
    page=SIGNED,
    event="T130",
    seen_by="po",
)
def _(f):
    at = f.moment("T130")
    key = _authority(f).issue_seal(validity=validity(at, -30))
    key.__dict__["_term"] = (at, at)  # the forger's own program does not look
    _signed_anew(f, DECISION, "T130", key, slot="seal")


@defect(
    "certificate of a stranger's root",
    "certificate_untrusted",
    IN_TERM,
    form=DECISION,
    page=SIGNED,
    event="T130",
    seen_by="po",
)
def _(f):
    at = f.moment("T130")
    organization = _organization(f)
    other = CertificateAuthority.create(organization, name="望潮综执", validity=validity(at, 900))
    _signed_anew(f, DECISION, "T130", other.issue_seal(validity=validity(at, 300)), slot="seal")


@defect(
    "certificate revoked before",
    "certificate_revoked",
    IN_TERM,
    form=DECISION,
    page=SIGNED,
    event="T130",
    seen_by="",
)
def _(f):
    at = f.moment("T117")
    serial = f.key("seal").parsed.serial_number
    lists = _authority(f).revocation_list(
        [Revocation(serial=serial, since=at)], number=9, validity=validity(at, 900)
    )
    name = next(n for n in f.names() if n.startswith("audit/crl/"))
    f.write(name, x509.load_der_x509_crl(lists).public_bytes(Encoding.PEM))
    f.manifests()


@defect(
    "certificate not made for documents",
    "certificate_usage",
    IN_TERM,
    form=DECISION,
    page=SIGNED,
    event="T130",
    seen_by="p",
)
def _(f):
    at = f.moment("T130")
    key = _authority(f).issue_timestamping(name="TSA", validity=validity(at, 300))
    _signed_anew(f, DECISION, "T130", key, slot="seal")


@defect(
    "document of another case", "act_differs", RELIABLE, form="rectification_order", event="T109"
)
def _(f):
    other = next(f.other.glob("data/正卷/*责令改正通知书.pdf"))
    f.replace("rectification_order", other.read_bytes())
    f.cover()


@defect(
    "root exchanged",
    "certificate_untrusted",
    IN_TERM,
    form=DECISION,
    page=SIGNED,
    event="T130",
    seen_by="po",
)
def _(f):
    root = CertificateAuthority.create(
        _organization(f), name="另一机构", validity=validity(f.moment("T130"), 900)
    )
    f.write("audit/root.pem", root.certificate.public_bytes(Encoding.PEM))
    f.manifests()


@defect(
    "signed at another time than recorded",
    "signature_moment",
    BY_WHOM,
    form="legal_review_opinion",
    page=1,
    event="T128",
    seen_by="",
)
def _(f):
    _signed_anew(f, "legal_review_opinion", "T128", f.key("p05"), later=timedelta(days=3))


def _organization(f):
    agency = f.workspace.agency
    return Organization(name=agency.name, code=agency.code, short_name=agency.short_name)


def _authority(f):
    return CertificateAuthority.restore(_organization(f), f.key("root"))


def _signed_anew(f, form, transition, key, *, slot="", later=None):
    """Sign a field again with another key, and what was signed after it by its own people."""
    made = next(d for d in f.event(transition)["body"]["documents"] if d["form"] == form)
    slots = made["signed"]
    slot = slot or slots[0][0]
    pdf = f.before(f.read(f.file(form)), slot)
    at = f.moment(transition)
    for name, person, role, _ in slots[[one[0] for one in slots].index(slot) :]:
        own = f.key("seal" if name == "seal" else person)
        moment = at + later if later and name == slot else at
        pdf = f.signed(
            pdf, name, key if name == slot else own, at=moment, reason=f"{role}:{person}"
        )
    f.replace(form, pdf)
    f.cover()

"""A small agency with keys, and a PDF with empty signature fields, for tests of signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import count

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from documents.signing.act import SignatureAct
from documents.signing.authority import CertificateAuthority, Holder, Organization, Validity
from documents.signing.keys import KeyKind, SigningKey
from documents.signing.sign import Look, sign
from documents.signing.timestamp import LocalTimestampAuthority
from engine.legal_time import LEGAL_ZONE, legal_date

AGENCY, CODE = "云溪县综合行政执法局", "11330199MB0000001X"
NAMES = ("林知远", "苏禾", "贺明川", "顾青", "王喆堃")
MOMENT = datetime(2026, 3, 9, 10, 30, 15, tzinfo=LEGAL_ZONE)
TERM = Validity(start=datetime(2025, 1, 1, tzinfo=UTC), end=datetime(2028, 1, 1, tzinfo=UTC))
ROOT_TERM = Validity(start=datetime(2025, 1, 1, tzinfo=UTC), end=datetime(2045, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Bureau:
    """A root, five officers, the seal and a timestamp authority with counted serial numbers."""

    authority: CertificateAuthority
    officers: tuple[SigningKey, ...]
    seal: SigningKey
    timestamping: SigningKey

    def tsa(self) -> LocalTimestampAuthority:
        serials = count(1001)
        return LocalTimestampAuthority(key=self.timestamping, serials=lambda: next(serials))


def bureau(kind: KeyKind = KeyKind.P256, *, training: bool = False) -> Bureau:
    """One bureau for each kind of key and workspace, made once; large keys are dear, so few."""
    return _bureau(kind, training)


@cache
def _bureau(kind: KeyKind, training: bool) -> Bureau:
    organization = Organization(name=AGENCY, code=CODE, training=training)
    authority = CertificateAuthority.create(
        organization, name="云溪执法本地根证书", validity=ROOT_TERM
    )
    officers = tuple(
        authority.issue_officer(
            Holder(id=f"P{number:03}", name=name, squad="一中队"), validity=TERM, kind=kind
        )
        for number, name in enumerate(NAMES if kind is KeyKind.P256 else NAMES[:1], start=1)
    )
    return Bureau(
        authority=authority,
        officers=officers,
        seal=authority.issue_seal(validity=TERM, kind=kind),
        timestamping=authority.issue_timestamping(name="云溪时间戳", validity=TERM, kind=kind),
    )


Box = tuple[float, float, float, float]


def blank_pdf(fields: Sequence[str], boxes: Sequence[Box] = (), lines: int = 30) -> bytes:
    """One page of text with empty signature widgets, as compose leaves them."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595.28, 841.89), invariant=1, pageCompression=0)
    canvas.setTitle("sample")
    for row in range(lines):
        canvas.drawString(72, 780 - 14 * row, f"line {row} of the record, with enough words in it")
    document = canvas._doc
    canvas.showPage()
    page = document.Reference(document.Pages.pages[-1])
    widgets = []
    for number, name in enumerate(fields):
        box = boxes[number] if boxes else (72, 60 + 60 * number, 300, 110 + 60 * number)
        widgets.append(document.Reference(_widget(name, box, page), f"sig:{name}"))
    document.Pages.pages[-1].Annots = pdfdoc.PDFArray(widgets)
    form = {"SigFlags": 3, "Fields": pdfdoc.PDFArray(widgets)}
    document.Catalog.AcroForm = document.Reference(pdfdoc.PDFDictionary(form), "form")
    document.Catalog.__NoDefault__ = [*document.Catalog.__NoDefault__, "AcroForm"]
    canvas.save()
    return out.getvalue()


def _widget(name, box, page):
    return pdfdoc.PDFDictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pdfdoc.PDFString(name),
            "F": 132,
            "P": page,
            "Rect": pdfdoc.PDFArray(list(box)),
        }
    )


def act_of(key: SigningKey, *, moment: datetime = MOMENT, opinion: str | None = None):
    return SignatureAct(
        name=key.subject.name,
        role="办案人员",
        opinion=opinion,
        date=legal_date(moment),
        moment=moment,
    )


def signed_by(
    keys: Sequence[SigningKey], office: Bureau, *, pdf: bytes = b"", look: Look | None = None
) -> bytes:
    """A file whose fields slot0, slot1 … are signed by the keys in turn."""
    pdf = pdf or blank_pdf([f"slot{number}" for number in range(len(keys))])
    tsa = office.tsa()
    for number, key in enumerate(keys):
        act = act_of(key, opinion="同意。" if look else None)
        pdf = sign(pdf, field=f"slot{number}", key=key, act=act, tsa=tsa, look=look)
    return pdf

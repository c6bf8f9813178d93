"""pyHanko signing as everybody else would: PAdES B-T in a new field, sealed with a picture.

Same key, same certificate and the same timestamp authority in the process as ours. The seal is
our own drawing as a one-page PDF; a stamp style is made anew for every signature, since one that
is used twice leaves a dangling reference.
"""

import io
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from benchmarks.decision import AGENCY, FIELD, MOMENT
from documents.fonts import vendored_book
from documents.pdf.deflate import deflate
from documents.pdf.objects import Objects
from documents.signing import der
from documents.signing.seal import seal_art

SIDE = 119.0  # points: 42 mm
BOX = (350, 110, 350 + 119, 110 + 119)


class InProcess(TimeStamper):
    """pyHanko's client of our timestamp authority, without a network between them."""

    def __init__(self, authority):
        super().__init__(include_nonce=True)
        self.authority, self.asked = authority, 0

    async def async_request_tsa_response(self, req):
        self.asked += 1
        imprint = req["message_imprint"]["hashed_message"].native
        moment = MOMENT + timedelta(seconds=self.asked)
        token = self.authority.stamp(imprint, moment=moment, nonce=req["nonce"].native)
        granted = der.sequence(der.integer(0))
        return tsp.TimeStampResp.load(der.sequence(granted, token))


class Hanko:
    """Signs the files of one process."""

    name = f"pyHanko {version('pyhanko')}"

    def __init__(self, keys):
        private = keys.seal.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        store = SimpleCertificateStore()
        store.register(x509.Certificate.load(keys.root.certificate))
        self.signer = signers.SimpleSigner(
            signing_cert=x509.Certificate.load(keys.seal.certificate),
            signing_key=asn1_keys.PrivateKeyInfo.load(private),
            cert_registry=store,
        )
        self.stamper = InProcess(keys.authority())
        self.seal = Path(mkdtemp(prefix="seal-")) / "seal.pdf"
        self.seal.write_bytes(seal_page())

    def sign(self, pdf):
        """The file with one more signature, visible on its last page."""
        style = StaticStampStyle.from_pdf_file(str(self.seal), border_width=0, background_opacity=1)
        signer = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                name=AGENCY,
            ),
            signer=self.signer,
            timestamper=self.stamper,
            stamp_style=style,
            new_field_spec=fields.SigFieldSpec(FIELD, box=BOX, on_page=-1),
        )
        out = io.BytesIO()
        signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
        return out.getvalue()


def seal_page() -> bytes:
    """The seal as a PDF of one page, for who takes pictures from files."""
    art = seal_art(vendored_book(), AGENCY, "")
    drawn = deflate(b"q 0.119 0 0 0.119 %d %d cm\n%s\nQ" % (SIDE / 2, SIDE / 2, art))
    objects = Objects()
    tree = objects.reserve()
    content = objects.add(
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    )
    page = objects.add(
        b"<< /Type /Page /Parent %s /MediaBox [0 0 %d %d] /Resources << >> /Contents %s >>"
        % (tree, SIDE, SIDE, content)
    )
    objects.fill(tree, b"<< /Type /Pages /Count 1 /Kids [%s] >>" % page)
    root = objects.add(b"<< /Type /Catalog /Pages %s >>" % tree)
    information = objects.add(b"<< >>")
    return objects.file(root=root, information=information, identity=b"00" * 16).data

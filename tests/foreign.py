"""Other people's verifiers: poppler, NSS, qpdf, MuPDF, OpenSSL and pyHanko.

Each function fails with the tool's own words, and skips naming the Debian package when the tool
is not installed. Takes signatures out of a PDF by itself, without the reader under test.
"""

import asyncio
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PACKAGES = {
    "pdfsig": "poppler-utils",
    "pdfdetach": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "certutil": "libnss3-tools",
    "qpdf": "qpdf",
    "mutool": "mupdf-tools",
    "openssl": "openssl",
    "xxd": "xxd",
}


@dataclass(frozen=True)
class Result:
    """What a tool said."""

    code: int
    text: str


def run(*command: str | Path) -> Result:
    """Run a tool, or skip when it is not installed."""
    tool = str(command[0])
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed: apt install {PACKAGES[tool]}")
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    return Result(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))


@dataclass(frozen=True)
class RawSignature:
    """A signature as it stands in the file."""

    cms: bytes
    covered: bytes
    end: int


def raw_signatures(pdf: bytes) -> list[RawSignature]:
    """All signatures in file order, found by their byte ranges."""
    found = []
    for match in re.finditer(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)\s*\]", pdf):
        first, length, second, rest = (int(text) for text in match.groups())
        digits = pdf[first + length + 1 : second - 1]
        blob = bytes.fromhex(digits.decode())
        head = 2 + (blob[1] & 0x7F)
        size = head + int.from_bytes(blob[2:head])
        covered = pdf[first : first + length] + pdf[second : second + rest]
        found.append(RawSignature(blob[:size], covered, second + rest))
    return found


def pdfsig(path: Path, root_pem: Path) -> str:
    """What pdfsig says with an NSS database that trusts the root alone."""
    with TemporaryDirectory() as folder:
        store = f"sql:{folder}"
        run("certutil", "-N", "-d", store, "--empty-password")
        added = run("certutil", "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", root_pem)
        assert added.code == 0, added.text
        return run("pdfsig", "-nssdir", store, path).text


def assert_pdfsig_accepts(path: Path, root_pem: Path, signatures: int) -> None:
    """Every signature valid, every certificate trusted, the last one over the whole file."""
    text = pdfsig(path, root_pem)
    assert text.count("Signature is Valid.") == signatures, text
    assert text.count("Certificate is Trusted.") == signatures, text
    assert text.count("- Total document signed") == 1, text
    assert text.rindex("- Total document signed") > text.rindex("Signature #"), text


def qpdf_check(path: Path) -> None:
    """The file is well formed and raises no warning."""
    result = run("qpdf", "--check", path)
    assert result.code == 0, result.text


def mutool_sign(path: Path) -> str:
    """What MuPDF says; it trusts no private root, so only the digests count."""
    return run("mutool", "sign", "-v", path).text


def openssl_cms(path: Path, root_pem: Path) -> None:
    """Every signature is a CAdES signature over its bytes by a certificate of the root."""
    for signature in raw_signatures(path.read_bytes()):
        with TemporaryDirectory() as folder:
            blob, content = Path(folder, "cms"), Path(folder, "content")
            blob.write_bytes(signature.cms)
            content.write_bytes(signature.covered)
            result = run(
                "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", blob,
                "-content", content, "-CAfile", root_pem, "-purpose", "any", "-cades",
                "-out", "/dev/null", *_now(),
            )  # fmt: skip
            assert result.code == 0, result.text


def openssl_ts(path: Path, root_pem: Path) -> None:
    """Every signature has a timestamp over its value by an authority of the root."""
    for signature in raw_signatures(path.read_bytes()):
        value, token = signature_and_token(signature.cms)
        with TemporaryDirectory() as folder:
            data, stamp = Path(folder, "data"), Path(folder, "token")
            data.write_bytes(value)
            stamp.write_bytes(token)
            result = run(
                "openssl", "ts", "-verify", "-data", data, "-in", stamp, "-token_in",
                "-CAfile", root_pem, *_now(),
            )  # fmt: skip
            assert result.code == 0, result.text


def _now() -> tuple[str, ...]:
    """Judge certificates at a moment within their term, whatever today is."""
    return ("-attime", "1773110000")


def signature_and_token(cms: bytes) -> tuple[bytes, bytes]:
    """The signature value and its timestamp token, by way of asn1crypto."""
    from asn1crypto.cms import ContentInfo

    signer = ContentInfo.load(cms)["content"]["signer_infos"][0]
    stamps = [
        attribute["values"][0].dump()
        for attribute in signer["unsigned_attrs"]
        if attribute["type"].native == "signature_time_stamp_token"
    ]
    assert len(stamps) == 1
    return signer["signature"].native, stamps[0]


def pyhanko_validate(path: Path, root_der: bytes) -> list:
    """pyHanko's status of every embedded signature, trusting the root alone."""
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    def context() -> ValidationContext:
        return ValidationContext(trust_roots=[Certificate.load(root_der)], allow_fetching=False)

    async def validate() -> list:
        with path.open("rb") as file:
            reader = PdfFileReader(file, strict=True)
            return [
                await async_validate_pdf_signature(
                    signature, context(), ts_validation_context=context()
                )
                for signature in reader.embedded_signatures
            ]

    return asyncio.run(validate())

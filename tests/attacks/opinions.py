"""What poppler and pyHanko say of the same file, in one word and without stopping the campaign."""

import asyncio
import contextlib
import io
import logging
import re
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives import serialization
from cryptography.x509 import load_der_x509_certificate

#: Seconds after which another verifier is given up; one of pyHanko's parts may stall.
PATIENCE = 20
STAMP = "Signature Field Name: archive-"
ACCEPTS, PARTLY, REFUSES, NONE, STALLS = "accepts", "not whole", "refuses", "no signature", "stalls"


class Poppler:
    """pdfsig with a store that trusts one root; use it as a context manager."""

    def __init__(self, root):
        self._root = root

    def __enter__(self):
        self._scratch = TemporaryDirectory(prefix="anjuan-nss-")
        folder = Path(self._scratch.name)
        pem = load_der_x509_certificate(self._root).public_bytes(serialization.Encoding.PEM)
        (folder / "root.pem").write_bytes(pem)
        self._store = f"sql:{folder}"
        _run("certutil", "-N", "-d", self._store, "--empty-password")
        added = ("-n", "root", "-t", "CT,C,C", "-i", str(folder / "root.pem"))
        _run("certutil", "-A", "-d", self._store, *added)
        self._file = folder / "file.pdf"
        return self

    def __exit__(self, kind, error, trace):
        self._scratch.cleanup()

    def says(self, pdf):
        """One word on the file."""
        self._file.write_bytes(pdf)
        try:
            text = _run("pdfsig", "-nssdir", self._store, str(self._file))
        except subprocess.TimeoutExpired:
            return STALLS
        # Timestamps over the document are listed and not verified.
        told = [t for t in text.split("Signature #")[1:] if STAMP not in t]
        found = re.findall(r"Signature Validation: (.*)", "".join(told))
        if not found:
            return NONE
        good = all(one == "Signature is Valid." for one in found)
        if not good or text.count("Certificate is Trusted.") != len(found):
            return REFUSES
        whole = text.rindex("Signature #") < text.rfind("- Total document signed")
        return ACCEPTS if whole else PARTLY


def _run(*command):
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


class _TooLongError(Exception):
    pass


def _give_up(_number, _frame):
    raise _TooLongError


def pyhanko_says(forgery):
    """One word of pyHanko's validator with its default policy on the file."""
    before = signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(PATIENCE)
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            return _pyhanko(forgery)
    except _TooLongError:
        return STALLS
    except Exception as error:  # noqa: BLE001 - whatever it raises is its answer
        return f"{REFUSES} ({type(error).__name__})"
    finally:
        logging.disable(logging.NOTSET)
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _pyhanko(forgery):
    from asn1crypto.crl import CertificateList
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import (
        async_validate_pdf_signature,
        async_validate_pdf_timestamp,
    )
    from pyhanko_certvalidator import ValidationContext

    def context():
        return ValidationContext(
            trust_roots=[Certificate.load(root) for root in forgery.trust.roots],
            crls=[CertificateList.load(crl) for crl in forgery.trust.crls],
            allow_fetching=False,
        )

    async def validate(reader):
        signed = [
            await async_validate_pdf_signature(one, context(), ts_validation_context=context())
            for one in reader.embedded_regular_signatures
        ]
        stamps = reader.embedded_timestamp_signatures
        return signed + [await async_validate_pdf_timestamp(one, context()) for one in stamps]

    reader = PdfFileReader(io.BytesIO(forgery.pdf), strict=False)
    statuses = asyncio.run(validate(reader))
    if not statuses:
        return NONE
    if not all(map(_good, statuses)):
        return REFUSES
    return ACCEPTS if statuses[-1].coverage.name == "ENTIRE_FILE" else PARTLY


def _good(status):
    """pyHanko's bottom line; of a document timestamp it draws none."""
    return getattr(status, "bottom_line", status.intact and status.valid and status.trusted)

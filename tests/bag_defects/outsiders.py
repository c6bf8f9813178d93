"""What other people's tools say of a bag: sha256sum, bagit.py, pdfsig with NSS, OpenSSL.

A tool notices a defect when a person who knows nothing but the tool would be told of it.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import foreign

MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")


def noticed(bag, pdf="", at=None):
    """Letters of the tools that notice something; `pdf` is the document to be looked at."""
    found = ""
    if any(_sums(bag, name) for name in MANIFESTS):
        found += "s"
    if _bagit(bag):
        found += "b"
    path = bag / pdf
    if pdf and path.is_file():
        if _pdfsig(path, bag / "audit/root.pem"):
            found += "p"
        if _openssl(path, bag / "audit/root.pem", at):
            found += "o"
    return found


def _sums(bag, manifest):
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", manifest], cwd=bag, capture_output=True, check=False
    )
    return done.returncode != 0


def _bagit(bag):
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", "--quiet", str(bag)],
        capture_output=True,
        check=False,
    )
    return done.returncode != 0


def _pdfsig(path, root):
    text = foreign.pdfsig(path, root)
    signatures = text.count("Signature #")
    valid = text.count("Signature is Valid.") == text.count("Certificate is Trusted.") == signatures
    return not (valid and signatures and text.count("- Total document signed") == 1)


def _openssl(path, root, at):
    """Whether OpenSSL refuses a signature or its timestamp at the moment of the act."""
    signatures = foreign.raw_signatures(path.read_bytes())
    when = ("-attime", str(int(at.timestamp()) + 60)) if at else ()
    return not signatures or any(_refused(one, root, when) for one in signatures)


def _refused(signature, root, when):
    with TemporaryDirectory() as folder:
        blob, content = Path(folder, "cms"), Path(folder, "content")
        blob.write_bytes(signature.cms)
        content.write_bytes(signature.covered)
        result = foreign.run(
            "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", blob,
            "-content", content, "-CAfile", root, "-purpose", "any", "-cades",
            "-out", "/dev/null", *when,
        )  # fmt: skip
        return result.code != 0

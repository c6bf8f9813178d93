"""Everybody else's verdict on a signed file: each verifier says nothing, or what it complains of.

The tools are those of `foreign`; one that is not installed is told with its Debian package. PDFBox
Preflight knows PDF/A-1b alone: what only that part forbids is excused, each rule with its reason.
"""

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import pytest

from tests import foreign

JARS = Path("/usr/share/java")
#: What Preflight is run with, and the Debian packages that bring it.
PREFLIGHT = (
    "preflight.jar", "pdfbox2.jar", "fontbox2.jar", "xmpbox.jar", "commons-logging.jar",
    "commons-io.jar", "jaxb-api.jar", "javax.activation.jar",
)  # fmt: skip
PREFLIGHT_PACKAGES = (
    "default-jre-headless libpdfbox2-java libjaxb-api-java libactivation-java libcommons-io-java"
)
#: Complaints of PDF/A-1 about what PDF/A-3 (ISO 19005-3) permits, by code and words, and why.
EXCUSED: Mapping[tuple[str, str], str] = {
    ("7.11.1", "conformance level must be A or B"): "the file declares level U, which A-1 lacks",
    ("7.11.2", "part must be 1"): "the file declares part 3",
    ("3.1.11", "The CIDSet entry is missing"): "optional since part 2, 6.2.11.4.2",
    ("2.1.6", "Invalid version of the ICCProfile"): "ICC version 4 is permitted since part 2",
    ("1.4.7", "EmbeddedFile entry is present"): "part 3 permits attachments, 6.8",
    ("1.2.9", "EmbeddedFile entry is present"): "part 3 permits attachments, 6.8",
    ("2.2.1", "Group has a transparency S entry"): "part 2 permits transparency, 6.2.10",
    ("4.1.3", "BlendMode value isn't valid"): "part 2 permits the seal's Multiply, 6.2.10",
}
QUIET = "warning: ICC support is not available"  # as Debian builds MuPDF


@dataclass(frozen=True)
class Roots:
    """The root certificate every verifier is told to trust."""

    pem: Path
    der: bytes


def _pdfsig(path: Path, count: int, roots: Roots) -> None:
    """It lists fields as the file does, which need not be the order of signing."""
    text = foreign.pdfsig(path, roots.pem)
    assert text.count("Signature is Valid.") == count, text
    assert text.count("Certificate is Trusted.") == count, text
    assert text.count("- Total document signed") == 1, text


def _qpdf(path: Path, _count: int, _roots: Roots) -> None:
    foreign.qpdf_check(path)


def _mutool_draw(path: Path, _count: int, _roots: Roots) -> None:
    with TemporaryDirectory() as scratch:
        page = Path(scratch, "%d.png")
        result = foreign.run("mutool", "draw", "-q", "-r", "36", "-F", "png", "-o", page, path)
    assert result.code == 0, result.text
    assert not result.text.replace(QUIET, "").strip(), result.text


def _mutool_sign(path: Path, count: int, _roots: Roots) -> None:
    """It trusts no private root, so only the digests count."""
    text = foreign.mutool_sign(path)
    assert text.count("Verifying signature") == count, text
    assert text.count("valid but there have been edits since signing.") == count - 1, text
    assert text.count("The document is unchanged since signing.") == 1, text


def _openssl_cms(path: Path, count: int, roots: Roots) -> None:
    assert len(foreign.raw_signatures(path.read_bytes())) == count
    foreign.openssl_cms(path, roots.pem)


def _openssl_ts(path: Path, _count: int, roots: Roots) -> None:
    foreign.openssl_ts(path, roots.pem)


def _pyhanko(path: Path, count: int, roots: Roots) -> None:
    statuses = foreign.pyhanko_validate(path, roots.der)
    assert len(statuses) == count, len(statuses)
    for status in statuses:
        assert status.bottom_line, status.summary()
        assert status.timestamp_validity.trusted, status.summary()
    assert statuses[-1].coverage.name == "ENTIRE_FILE", statuses[-1].summary()


def _verapdf(path: Path, _count: int, _roots: Roots) -> None:
    if shutil.which("verapdf") is None:
        pytest.skip("verapdf is not installed: no Debian package has it, see verapdf.org")
    result = foreign.run("verapdf", "--flavour", "3u", "--format", "text", path)
    assert result.text.startswith("PASS"), result.text


Verifier = Callable[[Path, int, Roots], None]
VERIFIERS: Mapping[str, Verifier] = {
    "pdfsig, NSS": _pdfsig,
    "qpdf --check": _qpdf,
    "mutool draw": _mutool_draw,
    "mutool sign -v": _mutool_sign,
    "openssl cms -cades": _openssl_cms,
    "openssl ts": _openssl_ts,
    "pyHanko, strict": _pyhanko,
    "veraPDF 3u": _verapdf,
}
PREFLIGHT_NAME = "PDFBox Preflight"


def missing_preflight() -> str:
    """What to install for Preflight, or nothing."""
    there = shutil.which("java") and all((JARS / jar).exists() for jar in PREFLIGHT)
    return "" if there else f"Preflight is not installed: apt install {PREFLIGHT_PACKAGES}"


def preflight(paths: Sequence[Path]) -> dict[Path, str]:
    """What Preflight complains of in each file, without what is excused; one Java for all."""
    with TemporaryDirectory() as scratch:
        listed = Path(scratch, "files.txt")
        listed.write_text("\n".join(str(path) for path in paths), "utf-8")
        classes = ":".join(str(JARS / jar) for jar in PREFLIGHT)
        main = "org.apache.pdfbox.preflight.Validator_A1b"
        told = subprocess.run(
            ["java", "-cp", classes, main, "xml", "group", listed], capture_output=True, check=False
        )
        report = Path(scratch, "files.txt.preflight.xml")
        if not report.exists():
            words = told.stderr.decode("utf-8", "replace")
            return dict.fromkeys(paths, f"no report: {words}")
        found = ET.parse(report).getroot()
    said = {entry.attrib["name"]: _complaints(entry) for entry in found}
    return {path: said.get(path.name, "not looked at") for path in paths}


def _complaints(entry: ET.Element) -> str:
    if entry.find("errors") is None and entry.findtext("isValid") != "true":
        return ET.tostring(entry, "unicode")
    told = [(e.findtext("code") or "", e.findtext("details") or "") for e in entry.iter("error")]
    return "; ".join(f"{code} {words}" for code, words in told if not _excused(code, words))


def _excused(code: str, words: str) -> bool:
    return any(code == known and part in words for known, part in EXCUSED)


def verdict(verifier: Verifier, path: Path, count: int, roots: Roots) -> tuple[str, str]:
    """`accepted`, `refused` or `not installed`, and why."""
    try:
        verifier(path, count, roots)
    except AssertionError as error:
        return "refused", re.sub(r"\s+", " ", str(error))[:400]
    except pytest.skip.Exception as skipped:
        return "not installed", str(skipped)
    except Exception as error:  # noqa: BLE001  a verifier that cannot read a file refuses it
        return "refused", repr(error)
    return "accepted", ""

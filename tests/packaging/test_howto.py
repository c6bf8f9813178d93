"""The commands the READMEs and how-to pages tell work as told, on the dossier of the demo."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode
from tests.foreign import PACKAGES
from tests.packaging.conftest import ROOT
from workflows.calendar_data import load_calendar, load_year

VERIFY = ROOT / "docs/how-to/verify-a-dossier.md"
CALENDAR = ROOT / "docs/how-to/add-a-calendar-year.md"
CASE = ROOT / "docs/how-to/run-a-case.md"


def block(page: Path, name: str) -> str:
    """The fenced commands between the markers of a page."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(rf"<!-- {name} -->\n```\w*\n(.*?)```\n<!-- /{name} -->", text, re.DOTALL)
    assert len(found) == 1
    return found[0]


@pytest.fixture
def dossier(demo, tmp_path) -> Path:
    """A copy of the first case's dossier, as a stranger receives it."""
    place, _ = demo
    return shutil.copytree(min((place / "dossiers").iterdir()), tmp_path / "dossier")


def tell(page: Path, name: str, folder: Path) -> str:
    """What the commands of a page say in a folder; they must succeed."""
    for tool in ("pdfsig", "certutil", "qpdf", "openssl", "pdfdetach"):
        if tool in block(page, name) and shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed: apt install {PACKAGES[tool]}")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block(page, name)],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_decision_is_verified_as_the_readme_tells(readme, dossier):
    told = tell(ROOT / readme, "verify", dossier)
    assert told.count("Signature is Valid.") == told.count("Certificate is Trusted.") == 1
    assert "No syntax or stream encoding errors found" in told


def test_every_document_is_verified_as_the_page_tells(dossier):
    told = tell(VERIFY, "pdfsig", dossier)
    documents = list(dossier.glob("*/*.pdf"))
    assert told.count("Total document signed") == len(documents) > 20
    signatures = told.count("Signature #")
    assert told.count("Signature is Valid.") == signatures > len(documents)
    assert told.count("Certificate is Trusted.") == signatures


def test_signature_and_timestamp_are_taken_apart_as_the_page_tells(dossier):
    told = tell(VERIFY, "openssl", dossier)
    assert "CAdES Verification successful" in told
    assert "Verification: OK" in told


def test_the_chain_is_followed_as_the_page_tells_and_breaks_where_it_was_cut(dossier):
    events = dossier / "存证" / "events.jsonl"
    assert tell(VERIFY, "chain", dossier).count("\n") == events.read_bytes().count(b"\n")
    lines = events.read_bytes().splitlines(keepends=True)
    events.write_bytes(b"".join([*lines[:3], *lines[4:]]))
    with pytest.raises(AssertionError, match="AssertionError: 5"):
        tell(VERIFY, "chain", dossier)


def test_every_document_names_its_act_as_the_page_tells_and_of_another_log_it_does_not(dossier):
    documents = list(dossier.glob("[卷正副]*/*.pdf"))
    assert tell(VERIFY, "event", dossier).count("\n") == len(documents) > 20
    events = dossier / "存证" / "events.jsonl"
    events.write_bytes(events.read_bytes().replace(b'"v":1', b'"v":2'))
    with pytest.raises(AssertionError, match="AssertionError: 副卷/002"):
        tell(VERIFY, "event", dossier)


def test_the_calendar_year_of_the_page_is_a_year_the_program_reads(tmp_path):
    year, closures = re.findall(
        r"```yaml\n(.*?)```", CALENDAR.read_text(encoding="utf-8"), re.DOTALL
    )
    (tmp_path / "cn-2027.yaml").write_text(year, encoding="utf-8")
    (tmp_path / "storm.yaml").write_text(closures, encoding="utf-8")
    assert load_year(tmp_path / "cn-2027.yaml").year == 2027
    load_calendar([tmp_path], closures=[tmp_path / "storm.yaml"])


def test_a_case_runs_as_the_page_tells(installed, tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    noted = f'anjuan() {{ {installed}/anjuan "$@"; echo $? >> codes; }}\n'
    done = subprocess.run(
        ["bash", "-c", noted + block(CASE, "run")],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    codes = (tmp_path / "codes").read_text(encoding="utf-8").split()
    refused, waits = str(int(ExitCode.REFUSED)), str(int(ExitCode.WAITING))
    assert [code for code in codes if code != "0"] == [refused, waits, waits], done.stdout
    assert codes.index(refused) == 4
    assert (tmp_path / "approval.pdf").read_bytes().startswith(b"%PDF-")

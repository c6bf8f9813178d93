"""What an officer reads and a program gets when a document or a copy of it has been touched."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from cli import anjuan
from documents.signing.pdf import Document
from tests.attacks.catalogue import attacks
from tests.demo_case import CASE, carried_out

AT = "2026-03-03 17:00"
#: Needs a document that people signed.
UNTIL, DOC = "approve_filing", "filing_approval-1"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("refusals") / "workspace"
    carried_out(folder, until=UNTIL)
    return folder


@pytest.fixture(scope="module")
def kept(root):
    """The file of the document, and its place."""
    made = told(run(root, "document", "list", CASE, "--json"))["documents"]
    digest = next(one["digest"] for one in made if one["id"] == DOC)
    path = root / "blobs" / digest[:2] / digest[2:]
    return SimpleNamespace(path=path, pdf=path.read_bytes())


def run(root, *command):
    options = ["-w", str(root), "--lang", "zh", "--at", AT]
    return CliRunner().invoke(anjuan, [*options, *map(str, command)])


def told(result):
    return json.loads(result.stdout)


def verified(root, tmp_path, data, *options):
    """The answer to a copy with these bytes."""
    path = tmp_path / "副本.pdf"
    path.write_bytes(data)
    return run(root, "document", "verify", CASE, DOC, "--copy", path, *options)


def forged(name, pdf):
    """An attack that needs no key, on the file."""
    revisions = Document.open(pdf).revisions
    stages = [pdf[: one.end] for one in revisions]
    fields = tuple(Document.open(pdf).signature_fields)
    target = SimpleNamespace(signed=pdf, unsigned=stages[0], stages=stages, fields=fields)
    target.document = lambda stage=-1: Document.open(stages[stage])
    return attacks()[name].on(target).pdf


def test_a_true_copy_is_accepted(root, tmp_path, kept):
    result = verified(root, tmp_path, kept.pdf)
    assert (result.exit_code, "全部有效" in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("byte-of-a-page-flipped", "签名所覆盖的内容被改动"),
        ("update-other-page-content", "改动了页面"),
        ("update-other-unicode", "改动了字体"),
        ("padding-stuffed-with-content", "空余处被塞进了内容"),
        ("last-signature-taken-away", "后来的签名或者更新被去掉了"),
    ],
)
def test_a_forged_copy_is_refused_with_what_changed_and_what_to_do(
    root, tmp_path, kept, name, what
):
    result = verified(root, tmp_path, forged(name, kept.pdf))
    assert result.exit_code == 7, result.output
    assert what in result.stdout
    assert "怎么办：" in result.stdout
    assert "请保留这份副本" in result.stdout


def test_programs_get_codes_sentences_and_facts(root, tmp_path, kept):
    result = verified(root, tmp_path, forged("update-other-page-content", kept.pdf), "--json")
    payload = told(result)
    (document,) = payload["documents"]
    assert (result.exit_code, payload["ok"], document["valid"]) == (7, False, False)
    assert set(document["findings"]) == {"copy_extended", "pdf.changed"}
    for problem in document["problems"]:
        assert problem["message"]
        assert problem["remedy"]
    assert {p["facts"].get("what") for p in document["problems"]} == {None, "content", "page"}


@pytest.mark.parametrize("data", [b"", b"\x00" * 4096], ids=len)
def test_what_is_no_pdf_is_refused_without_a_crash(root, tmp_path, data):
    result = verified(root, tmp_path, data)
    assert result.exit_code == 7, result.output
    assert "文件结构被改动" in result.stdout


def test_a_kept_file_that_was_changed_is_told_with_the_reason(root, tmp_path, kept):
    kept.path.chmod(0o600)
    try:
        kept.path.write_bytes(forged("byte-of-a-page-flipped", kept.pdf))
        result = run(root, "document", "verify", CASE)
        assert result.exit_code == 7, result.output
        assert "留存的文件与账本记录的摘要不符" in result.stdout
        assert "签名所覆盖的内容被改动" in result.stdout
        copied = verified(root, tmp_path, kept.pdf)
        assert copied.exit_code == 0, copied.output
    finally:
        kept.path.write_bytes(kept.pdf)


def test_a_copy_must_say_of_what(root, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"")
    result = run(root, "document", "verify", CASE, "--copy", path, "--json")
    assert (result.exit_code, told(result)["error"]["code"]) == (6, "command.copy_of_what")
    missing = run(root, "document", "verify", CASE, DOC, "--copy", tmp_path / "b.pdf", "--json")
    assert (missing.exit_code, told(missing)["error"]["code"]) == (6, "command.file_unreadable")

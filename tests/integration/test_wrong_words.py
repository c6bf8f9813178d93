"""Wrong words and wrong places on the command line: told whole in the reader's own language."""

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from cli import anjuan
from tests.demo_case import carried_out
from tests.playbook import ROOT

LATIN_SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}")
COMMAND = re.compile(r"anjuan [a-z -]+")
WRONG = [
    (("archive", "lift", "--within", "x"), 2, "不小于0、不大于36500的整数", "at most 36500"),
    (("archive", "lift", "--within", "9" * 30), 2, "不大于36500的整数", "at most 36500"),
    (("matter", "search", "渣土", "--limit", "0"), 2, "应当是不小于1的整数", "at least 1"),
    (("case", "advance", "1", "due", "--as", "p01", "--expect-version", "x"), 2,
     "应当是整数", "whole number"),
    (("dossier", "print", "1", "--volume", "x"), 2,
     "可以用principal、supplementary", "choose among principal, supplementary"),
    (("case", "list", "多余", "的词"), 2, "多写了“多余 的词”", "too much: 多余 的词"),
    (("case", "lint", "1", "--file"), 2, "选项--file后面没有写值", "--file needs a value"),
    (("document", "show-event", "没有.pdf"), 6, "没有这个文件或者文件夹。请核对", "no such file"),
    (("document", "show-event", "."), 6, "这是文件夹，不是文件。请核对", "is a directory"),
    (("document", "verify-copy", "没有.pdf", "--alone"), 6, "没有这个文件", "no such file"),
]  # fmt: skip


def said(arguments, lang):
    result = CliRunner().invoke(anjuan, ["--lang", lang, *arguments], env={"LANG": "C.UTF-8"})
    assert isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr


@pytest.mark.parametrize(("arguments", "status", "chinese", "english"), WRONG)
def test_a_wrong_command_is_answered_in_the_readers_language(arguments, status, chinese, english):
    code, text = said(arguments, "zh")
    assert code == status
    assert chinese in text
    assert not LATIN_SENTENCE.search(COMMAND.sub("", text)), text
    assert ".。" not in text
    code, text = said(arguments, "en")
    assert code == status
    assert english in text
    assert ".." not in text


def test_a_picture_instead_of_a_document_is_told_with_its_cure(tmp_path):
    path = tmp_path / "照片.pdf"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    code, text = said(("document", "show-event", str(path)), "zh")
    assert code == 7
    assert "请用 anjuan document open 重新取一份" in text


def test_a_file_without_end_is_no_document():
    code, text = said(("document", "show-event", "/dev/zero"), "zh")
    assert code == 6
    assert "不会是一份文书" in text


def test_no_workspace_is_verified_where_none_is(tmp_path):
    for place in (tmp_path, tmp_path / "没有"):
        code, text = said(("-w", str(place), "audit", "verify"), "zh")
        assert code == 6
        assert "不是案件工作区" in text


def test_without_a_terminal_the_pin_is_asked_for_once_and_nobody_is_warned(tmp_path):
    root = tmp_path / "workspace"
    carried_out(root, until="register_lead")
    words = ("-w", root, "--lang", "zh", "people", "renew-key", "p02")
    for typed, sentence in (("", "需要根密钥的PIN"), ("00000000\n", "根密钥的PIN不对")):
        done = subprocess.run(
            [sys.executable, "-c", "import cli; cli.main()", *map(str, words)],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            start_new_session=True,  # no terminal of ours to ask at
        )
        assert (done.returncode, done.stdout) == (6, "")
        assert sentence in done.stderr
        assert "arning" not in done.stderr


def test_a_file_one_may_not_read_is_named(tmp_path, monkeypatch):
    path = tmp_path / "稿.yaml"
    path.touch()
    monkeypatch.setattr("click.types.os.access", lambda *_: False)  # root may read everything
    code, text = said(("case", "lint", "1", "--file", str(path)), "zh")
    assert code == 2
    assert "--file的值不对：没有读取这个文件的权限。" in text

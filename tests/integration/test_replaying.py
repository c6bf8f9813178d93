"""Every document comes out of the ledger a second time, the same to the byte, wherever it runs."""

import json
import os
import subprocess
import sys
import zlib
from dataclasses import dataclass, replace

import pytest
from click.testing import CliRunner

import documents.compose
from cli import anjuan
from commands.exit_codes import ExitCode
from documents.attachment import inclusion_text
from documents.layout_version import LAYOUT
from documents.pdf import container
from engine.audit import bench_over
from engine.replaying import Outcome, replay_documents
from runtime.composing import shipped_catalogue
from runtime.replaying import replay
from runtime.workspace import Workspace
from tests.demo_case import CASE, carried_out

ELSEWHERE = (
    {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711"},
)


@dataclass
class Forms:
    """A catalogue of these forms."""

    known: dict

    def form(self, form_id):
        return self.known[form_id]

    def forms(self):
        return self.known


@pytest.fixture
def root(tmp_path):
    carried_out(tmp_path / "w", until="order_correction")
    return tmp_path / "w"


def command(root, *words, **environment):
    done = subprocess.run(
        [sys.executable, "cli.py", "-w", str(root), "document", "replay", "--json", *words],
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("place", ELSEWHERE)
def test_another_process_zone_locale_and_hash_seed_change_nothing(root, place):
    status, said = command(root, "--all", **place)
    assert (status, said["ok"], said["other"]) == (0, True, [])
    assert said["same"] == said["documents"] > 5


class Otherwise:
    """A composer whose files differ in one byte."""

    def __init__(self, composer):
        self.composer = composer

    def compose(self, *args, **given):
        composed = self.composer.compose(*args, **given)
        data = composed.pdf[:100] + bytes([composed.pdf[100] ^ 1]) + composed.pdf[101:]
        return replace(composed, pdf=data)


def test_a_document_that_comes_out_otherwise_is_told_with_its_first_other_byte(root):
    with Workspace.open(root) as workspace, workspace.store.read() as view:
        bench = bench_over(view, CASE, workspace.law, workspace.profile_of)
        stored, composer = list(view.events(CASE)), Otherwise(workspace.road.composer)
        found = list(replay_documents(stored, bench, composer, workspace.blobs, inclusion_text))
    assert found
    assert {(r.outcome, r.at) for r in found} == {(Outcome.DIFFERS, 100)}


def test_the_same_words_packed_otherwise_are_told_as_the_same_and_other_words_are_not(
    root, monkeypatch
):
    pack, changed = container.deflate, monkeypatch.setattr
    changed(container, "deflate", lambda data: zlib.compress(data, 9))
    with Workspace.open(root) as workspace:
        assert {r.outcome for r in replay(workspace, CASE)} == {Outcome.REPACKED}
        changed(container, "deflate", lambda data: pack(data.replace(b" Tf [", b" Tf  [")))
        assert Outcome.DIFFERS in {r.outcome for r in replay(workspace, CASE)}


def test_a_document_of_an_older_layout_is_told_as_such(root, monkeypatch):
    pack = container.deflate
    monkeypatch.setattr(documents.compose, "LAYOUT", 7)
    monkeypatch.setattr(container, "deflate", lambda d: pack(d.replace(b" Tf [", b" Tf  [")))
    done = CliRunner().invoke(anjuan, ["-w", str(root), "document", "replay", CASE])
    assert done.exit_code == int(ExitCode.INTEGRITY)
    told = "".join(done.output.split())
    assert f"由第{LAYOUT}版排版规则生成，现在的程序用第7版" in told.replace("│", "")
    assert "与留存的文件不同" not in told


def test_a_file_that_was_changed_is_told_and_the_others_are_still_composed(root):
    with Workspace.open(root) as workspace:
        first, *others = replay(workspace, CASE)
        (path,) = (root / "blobs").rglob(first.made.digest[2:])
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-1])
        again = replay(workspace, CASE)
    assert again[0].outcome is Outcome.UNREADABLE
    assert again[1:] == tuple(others)


def test_a_form_that_reads_otherwise_by_now_is_not_taken_for_the_old_one(root):
    with Workspace.open(root) as workspace, workspace.store.read() as view:
        pages = dict(shipped_catalogue().forms())
        pages["lead_register"] = replace(pages["lead_register"], digest="0" * 64)
        law = replace(workspace.law, forms=Forms(pages))
        bench = bench_over(view, CASE, law, workspace.profile_of)
        stored, composer = list(view.events(CASE)), workspace.road.composer
        found = list(replay_documents(stored, bench, composer, workspace.blobs, inclusion_text))
    outcomes = {r.made.form: r.outcome for r in found}
    assert outcomes.pop("lead_register") is Outcome.FORM_CHANGED
    assert set(outcomes.values()) == {Outcome.SAME}


def test_one_case_or_all_must_be_named(root):
    status, said = command(root)
    assert (status, said["error"]["code"]) == (6, "command.replay_which")

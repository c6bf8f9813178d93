"""What an auditor takes away: heads, proofs, cosignatures - and a ledger that is another one."""

import base64
import hashlib
import json
import shutil
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import anjuan
from runtime.audit import verify_root
from runtime.since_audit import Since
from tests.demo_case import CASE, carried_out, copy_of
from tests.forgery import Forger
from tests.pins import write_pins
from tests.playbook import moment

AT = "2026-03-03 16:00"
NAME = "jiancha.test/witness"
#: Leaves at the first visit, and after the witness was named and its cosignature kept.
FIRST, NOW = 4, 6


@pytest.fixture(scope="module")
def bureau(tmp_path_factory):
    """A workspace, an auditor's folder, and what the auditor took away at the first visit."""
    folder = tmp_path_factory.mktemp("audited")
    pins = carried_out(folder / "workspace", until="request_filing")
    write_pins(folder, pins)
    run(folder, "checkpoint", "--to", folder / "first", "--key-to", folder / "log.vkey")
    run(folder, "witness", "init", folder / "auditor", "--name", NAME, "--key", key(folder))
    run(
        folder, "witness", "cosign", folder / "auditor", folder / "first", "--to", folder / "signed"
    )
    shutil.copytree(folder / "workspace", folder / "before")
    named = folder / "auditor" / "witness.vkey"
    run(folder, "witness", "name", named, "--pin-file", folder / "pins.yaml")
    run(folder, "witness", "keep", folder / "signed")
    run(folder, "consistency", folder / "first", "--to", folder / "growth")
    return folder


def key(folder):
    return folder / "log.vkey"


def run(folder, *arguments, code=0, root="workspace"):
    options = ["-w", str(folder / root), "--at", AT, "audit", *map(str, arguments), "--json"]
    result = CliRunner().invoke(anjuan, options)
    assert result.exit_code == code, result.output
    return json.loads(result.output)


def error(folder, *arguments, **more):
    return run(folder, *arguments, **more)["error"]["code"]


def test_a_proof_of_an_event_is_checked_without_the_workspace(bureau, tmp_path):
    made = run(bureau, "prove", CASE, "--to", tmp_path / "proofs")["proofs"]
    assert [p["seq"] for p in made] == list(range(1, len(made) + 1))
    for proof in made:
        told = run(bureau, "check-proof", proof["file"], "--key", key(bureau), root="nowhere")
        assert (told["kind"], told["index"]) == ("inclusion", proof["index"])
        assert (told["entry"]["case"], told["entry"]["seq"]) == (CASE, proof["seq"])


def test_a_proof_with_one_letter_of_the_event_changed_is_refused(bureau, tmp_path):
    run(bureau, "prove", CASE, 2, "--to", tmp_path / "proof")
    text = (tmp_path / "proof").read_text()
    extra = text.split("\n")[1].removeprefix("extra ")
    body = base64.b64decode(extra).replace(b'"p0', b'"p1', 1)
    (tmp_path / "proof").write_text(text.replace(extra, base64.b64encode(body).decode()))
    asked = ("check-proof", tmp_path / "proof", "--key", key(bureau))
    assert error(bureau, *asked, code=7) == "tlog_proof_wrong"


def test_growth_is_proved_and_checked_with_the_older_head(bureau):
    older = ("--older", bureau / "first")
    told = run(bureau, "check-proof", bureau / "growth", "--key", key(bureau), *older)
    assert (told["kind"], told["older"], told["size"]) == ("consistency", FIRST, NOW)
    asked = ("check-proof", bureau / "growth", "--key", key(bureau))
    assert error(bureau, *asked, code=6) == "audit.older_needed"


def test_a_cosigned_head_names_its_witness_and_the_bureau_keeps_it(bureau):
    witness = ("--witness", bureau / "auditor" / "witness.vkey")
    told = run(bureau, "check-proof", bureau / "signed", "--key", key(bureau), *witness)
    assert [c["witness"] for c in told["cosigned"]] == [NAME]
    kept = run(bureau, "witness", "status")
    assert [(h["size"], h["cosigned"][0]["witness"]) for h in kept["heads"]] == [(FIRST, NAME)]
    seen = run(bureau, "witness", "status", bureau / "auditor")
    assert [h["root"] for h in seen["heads"]] == [h["root"] for h in kept["heads"]]


def cosigned_at(note):
    """When the last line of a note says it was cosigned (cosignature/v1: key, 8 bytes of time)."""
    line = note.rstrip("\n").rpartition("\n")[2].rsplit(" ", 1)[1]
    return int.from_bytes(base64.b64decode(line)[4:12], "big")


def test_a_training_workspace_sets_the_moment_of_a_cosignature(bureau, tmp_path):
    auditor = shutil.copytree(bureau / "auditor", tmp_path / "auditor")
    made = run(bureau, "witness", "cosign", auditor, bureau / "growth")
    assert cosigned_at(made["note"]) == moment(AT).timestamp()
    (seen,) = run(bureau, "witness", "status", auditor)["heads"][-1]["cosigned"]
    assert moment(seen["at"]) == moment(AT)


def test_without_a_set_clock_a_witness_needs_no_workspace_and_says_the_hour(bureau, tmp_path):
    auditor = shutil.copytree(bureau / "auditor", tmp_path / "auditor")
    before = int(time.time())
    asked = ["-w", str(tmp_path / "nowhere"), "audit", "witness", "cosign"]
    asked += [str(auditor), str(bureau / "growth"), "--json"]
    result = CliRunner().invoke(anjuan, asked)
    assert result.exit_code == 0, result.output
    assert before <= cosigned_at(json.loads(result.output)["note"]) <= time.time()


def test_nobody_else_sets_the_clock_of_a_cosignature(bureau, tmp_path):
    """Neither a workspace in earnest, nor one whose ledger the head is not, nor nobody at all."""
    auditor = shutil.copytree(bureau / "auditor", tmp_path / "auditor")
    earnest = shutil.copytree(bureau / "workspace", tmp_path / "earnest")
    settings = earnest / "workspace.yaml"
    said = settings.read_text("utf-8")
    assert "training: true" in said
    settings.write_text(said.replace("training: true", "training: false"), "utf-8")
    carried_out(tmp_path / "stranger", until="start_verification")
    asked = ("witness", "cosign", auditor, bureau / "growth")
    for root, status, code in (
        (earnest, 6, "clock.not_settable"),
        (tmp_path / "stranger", 7, "note_unsigned"),
        (tmp_path / "nowhere", 6, "workspace.none"),
    ):
        told = run(root.parent, *asked, code=status, root=root.name)
        assert told["error"]["code"] == code
    assert len(run(bureau, "witness", "status", auditor)["heads"]) == 1


def test_a_witness_remembers_and_refuses_a_ledger_that_stepped_back(bureau, tmp_path):
    auditor = shutil.copytree(bureau / "auditor", tmp_path / "auditor")
    run(bureau, "witness", "cosign", auditor, bureau / "growth")
    run(bureau, "checkpoint", "--to", tmp_path / "old", root="before")
    assert error(bureau, "witness", "cosign", auditor, tmp_path / "old", code=7) == "witness_older"
    forged = shutil.copytree(bureau / "workspace", tmp_path / "forged")
    Forger(forged).write(Forger(forged).events(), signed=True)  # the same, in another order
    (tmp_path / "fork").write_text((forged / "checkpoint").read_text())
    assert error(bureau, "witness", "cosign", auditor, tmp_path / "fork", code=7) == "witness_fork"


def test_a_witness_whose_memory_was_changed_cosigns_nothing(bureau, tmp_path):
    auditor = shutil.copytree(bureau / "auditor", tmp_path / "auditor")
    (seen,) = (auditor / "cosigned").iterdir()
    seen.write_text(seen.read_text().replace(f"\n{FIRST}\n", "\n2\n"))
    asked = ("witness", "cosign", auditor, bureau / "growth")
    assert error(bureau, *asked, code=7) == "cosignature_wrong"


# -- the ledger against what was kept --------------------------------------------------------------


def since(root, *paths):
    kept = Since(notes=tuple(Path(p).read_text() for p in paths))
    return verify_root(root, since=kept), kept


def test_a_ledger_that_grew_agrees_with_the_older_head(bureau):
    told = run(bureau, "verify", "--since", bureau / "auditor", "--key", key(bureau))
    assert told["ok"]
    assert told["since"] == {"agrees": FIRST, "size": NOW, "new": 2, "cases": []}


def test_an_old_copy_put_back_is_sound_in_itself_and_found_by_the_kept_head(bureau, tmp_path):
    run(bureau, "checkpoint", "--to", tmp_path / "newest")
    assert verify_root(bureau / "before").findings == ()
    report, _ = since(bureau / "before", bureau / "first", tmp_path / "newest")
    (found,) = report.findings
    assert (found.code, found.facts) == ("since_truncated", {"kept": NOW, "size": FIRST})


def test_a_rewritten_ledger_is_refused_with_the_sizes_at_which_it_parts(bureau, tmp_path):
    run(bureau, "checkpoint", "--to", tmp_path / "newest")
    root = copy_of(bureau / "workspace", tmp_path)
    forger = Forger(root)
    forger.write(forger.events(), signed=True)  # journal first, then the case: another order
    report, kept = since(root, bureau / "first", tmp_path / "newest")
    (found,) = [f for f in report.findings if f.code.startswith("since")]
    assert (found.code, found.facts) == ("since_rewritten", {"agrees": 0, "parts": FIRST})
    assert kept.agrees == 0


def test_a_head_of_another_ledger_is_no_older_head_of_this_one(bureau, tmp_path):
    text = (bureau / "first").read_text()
    (tmp_path / "other").write_text(text.replace("anjuan/", "other/"))
    report, _ = since(bureau / "workspace", tmp_path / "other")
    (found,) = report.findings
    assert (found.code, found.facts["problem"]) == ("since_unsigned", "note_unsigned")


def test_a_lost_changed_or_foreign_cosigned_head_is_found(bureau, tmp_path):
    root = copy_of(bureau / "workspace", tmp_path)
    (kept,) = (root / "witnesses").iterdir()
    text = kept.read_text()
    assert kept.name == f"{hashlib.sha256(text.encode()).hexdigest()}.checkpoint"
    kept.write_text(text.replace(f"\n{FIRST}\n", "\n2\n"))
    assert [f.code for f in verify_root(root).findings] == ["cosigned_damaged"]
    kept.rename(kept.with_name("0.checkpoint"))
    found = {(f.code, Path(f.place.path).name) for f in verify_root(root).findings}
    assert found == {("cosigned_lost", kept.name), ("cosigned_unrecorded", "0.checkpoint")}

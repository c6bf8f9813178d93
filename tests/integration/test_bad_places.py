"""Workspaces, disks and profiles that cannot be used: what the command line answers.

What was there stays as it was, and the same command sent again after the cure succeeds.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests import faults
from tests.bad_input import EXAMPLES, FILED_AT, FILING, Desk, accepted, answer, refused
from tests.demo_case import CASE, carried_out

PROFILE = (EXAMPLES / "agency.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    root = tmp_path_factory.mktemp("base") / "workspace"
    carried_out(root, until="start_verification")
    return root


@pytest.fixture
def desk(base, tmp_path):
    return Desk(base, tmp_path)


def damaged(desk, path, old, new):
    """Replace a piece of one file of the workspace; return what undoes it."""
    file = desk.root / path
    before = file.read_text("utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), encoding="utf-8")
    return lambda: file.write_text(before, encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new", "status", "words"),
    [
        ("workspace.yaml", "layout: 1", "layout: 99", 9, ["99", "升级程序"]),
        ("workspace.yaml", "layout: 1", "layout: x", 9, ["workspace.yaml", "第1行", "layout"]),
        ("workspace.yaml", "training: true", "training: [", 9, ["workspace.yaml", "行"]),
        ("workspace.yaml", "training: true", "trainig: true", 9, ["workspace.yaml", "training"]),
        ("workspace.yaml", 'created_at: "2', 'created_at: "x2', 9,
         ["workspace.yaml", "created_at"]),
        ("agency.yaml", "squads:", "squads: [", 9, ["agency.yaml", "行"]),
        ("agency.yaml", "squad: z1", "squad: z9", 9, ["agency.yaml", "行", "“z9”", "z1"]),
    ],
)  # fmt: skip
def test_a_damaged_setting_is_named_by_line(desk, path, old, new, status, words):
    mend = damaged(desk, path, old, new)
    refused(desk, status, *words, send=desk.advance)
    mend()
    accepted(desk.advance())


@pytest.mark.parametrize("name", ["keys/log.key", "keys/data.key", "keys/people/p02.p12"])
@pytest.mark.parametrize("content", [None, "xyz", ""])
def test_a_missing_or_broken_key_file_is_named(desk, name, content):
    file = desk.root / name
    before = file.read_bytes()
    file.unlink()
    if content is not None:
        file.write_text(content)
    result = desk.advance("--json")
    assert result.exit_code in {6, 9}, result.output
    named = file.name if file.suffix == ".key" or content else file.stem
    assert named in answer(result)
    file.write_bytes(before)
    accepted(desk.advance())


def test_a_folder_that_is_no_workspace_is_named(desk, tmp_path):
    result = desk.run("case", "list", "--json", root=tmp_path / "没有", at=None)
    assert result.exit_code == 6
    assert "没有" in answer(result)
    assert "anjuan init" in answer(result)
    assert not (tmp_path / "没有").exists()


def test_a_clock_cannot_be_set_where_work_is_real(desk):
    mend = damaged(desk, "workspace.yaml", "training: true", "training: false")
    refused(desk, 6, "--at", "培训工作区", send=desk.advance)
    mend()
    accepted(desk.advance())


@pytest.mark.parametrize(
    ("old", "new", "status", "words"),
    [
        ("squad: z1", "squad: z9", 9, ["行", "“z9”", "z1"]),
        ("id: p02", "id: p01", 9, ["p01", "两次"]),
        ("id: z2", "id: z1", 9, ["z1", "两次"]),
        ("[squad_leader, legal_head, agency_head]",
         "[squad_leader, legal_head, agency_head, agency_head, chief]", 9, ["5级", "一至四级"]),
        ("roles: [seal_keeper]", "roles: []", 9, ["人员名册"]),
        ("name: 海岚市望潮区综合行政执法局\n", "", 9, ["缺少“name”"]),
        ("phone:", "phnoe:", 9, ["phone"]),
        ("value: 5000,", "value: 五千,", 6, ["五千", "金额"]),
    ],
)  # fmt: skip
def test_a_profile_that_cannot_be_used_makes_nothing(desk, tmp_path, old, new, status, words):
    profile = tmp_path / "agency.yaml"
    assert old in PROFILE
    profile.write_text(PROFILE.replace(old, new, 1), encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    result = desk.run("init", tmp_path / "new", "--agency", profile, "--json", at=None)
    assert result.exit_code == status, result.output
    text = answer(result)
    assert all(word in text for word in words), text
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_in_use_is_left_alone(desk, tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    command = ("init", full, "--agency", EXAMPLES / "agency.yaml", "--json")
    result = desk.run(*command, at=None)
    assert result.exit_code == 6
    assert "新文件夹" in answer(result)
    assert [p.name for p in full.iterdir()] == ["mine.txt"]


def filing(desk):
    """The filing request as a process of its own."""
    return [
        *(sys.executable, "-m", "cli", "-w", str(desk.root), "--lang", "zh", "--at", FILED_AT),
        *("case", "advance", CASE, "request_filing", "--as", "p02", "--with", "p03", "--json"),
        *("--pin-file", str(desk.pins), "--file", str(desk.inputs / FILING)),
    ]


def test_a_full_disk_is_answered_and_the_command_can_be_sent_again(desk, tmp_path):
    before = desk.state()
    done = faults.run_traced(filing(desk), tmp_path / "trace", "pwrite64:error=ENOSPC:when=1+")
    assert done.returncode == 8, done.stdout + done.stderr
    assert "重发同一命令" in json.loads(done.stdout)["error"]["message"]
    assert "Traceback" not in done.stderr
    assert desk.state()["events"] == before["events"]
    accepted(desk.advance())


def test_a_read_only_workspace_is_answered(desk):
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed (Debian package: util-linux)")
    places = [p for p in (desk.root, *desk.root.rglob("*")) if p.is_dir()]
    files = [p for p in desk.root.rglob("*") if p.is_file()]
    for path in files:
        path.chmod(0o444)
    for path in places:
        path.chmod(0o555)
    for path in (desk.root.parent, *desk.root.parents):
        if path.stat().st_uid == os.geteuid() and path.name.startswith(("pytest-", "test_")):
            path.chmod(path.stat().st_mode | 0o055)
    # Root may write anything, so root gives that power away first.
    drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--reuid=65534", "--clear-groups"]
    command = [*(drop if os.geteuid() == 0 else []), *filing(desk)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for path in places:
        path.chmod(0o755)
    for path in files:
        path.chmod(0o644)
    assert done.returncode == 8, done.stdout + done.stderr
    assert "权限" in json.loads(done.stdout)["error"]["message"]
    accepted(desk.advance())

"""Cases that begin on the spot or with a parking record, on a real workspace, by the command line.

They are lives of tests/lives/, handed in as files; what `case next` says beforehand names the step,
and the finished workspace is audited.
"""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from cli import anjuan
from tests import lives
from tests.bureau import agency
from tests.empty_bureau import empty_bureau
from tests.playbook import input_for, law, moment, transitions

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "examples" / "m11-construction-waste" / "附件" / "现场照片1.jpg"
PROCEDURES = {
    "simple-spot_closed": "simple",
    "simple-to_ordinary-not_filed": "简易程序",
    "parking-p_closed": "违停处理",
}
#: What a file of a kind begins with.
CONTENT = {".jpg": PICTURE.read_bytes(), ".mp4": b"\0\0\0\x18ftypisom\0\0\0\0", ".txt": b"log"}
#: Everyone whose key may be wanted.
PRESENT = ("p01", "p02", "p03", "p04", "p07", "p09", "p10", "p15", "p16", "p17", "seal")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    root = empty_bureau(tmp_path_factory.mktemp("procedures"))
    (root.parent / "附件").mkdir()
    return root


@pytest.fixture
def workspace(empty, tmp_path):
    shutil.copytree(empty.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "workspace"


def run(workspace, at, *arguments):
    options = ["-w", str(workspace), "--lang", "zh", "--at", at]
    return CliRunner().invoke(anjuan, [*options, *map(str, arguments)])


def files_in(value):
    """Every file an input names."""
    if isinstance(value, dict):
        return [f for v in value.values() for f in files_in(v)]
    if isinstance(value, list | tuple):
        return [f for v in value for f in files_in(v)]
    return [value] if isinstance(value, str) and value.startswith("附件/") else []


def handed_in(workspace, step, procedure):
    """The input file of a step, beside the files it names."""
    machines = {t.machine for t in transitions(step.trigger)}
    machine = procedure if procedure in machines else min(machines)
    raw = input_for(step, step.at, {}, agency().people, machine)
    for name in files_in(raw):
        (workspace.parent / name).write_bytes(CONTENT[Path(name).suffix])
    path = workspace.parent / f"{step.trigger}.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


def signed(step):
    helpers = [word for p in PRESENT if p != step.actor for word in ("--with", p)]
    return ["--as", step.actor, *helpers]


@pytest.mark.parametrize("life", PROCEDURES)
def test_a_case_is_opened_advised_on_moved_and_audited(workspace, life):
    first, *others = lives.course(life)
    machine = law().main(first.at.date(), first.trigger).id
    pins = ["--pin-file", workspace.parent / "pins.yaml"]
    stamp = f"{first.at:%Y-%m-%d %H:%M}"
    file = handed_in(workspace, first, machine)
    procedure = ["--procedure", PROCEDURES[life]]
    begun = run(
        workspace,
        stamp,
        "case",
        "open",
        *procedure,
        *signed(first),
        "--file",
        file,
        *pins,
        "--json",
    )
    assert begun.exit_code == 0, begun.output
    case = json.loads(begun.stdout)["case"]
    for step in others:
        stamp = f"{step.at:%Y-%m-%d %H:%M}"
        advice = run(workspace, stamp, "case", "next", case)
        assert advice.exit_code == 0, advice.output
        assert step.trigger in advice.stdout
        file = ["--file", handed_in(workspace, step, machine)]
        moved = run(
            workspace, stamp, "case", "advance", case, step.trigger, *signed(step), *file, *pins
        )
        assert moved.exit_code == 0, (step.trigger, moved.output)
    ended = moment("2026-06-01 09:00")
    shown = run(workspace, f"{ended:%Y-%m-%d %H:%M}", "case", "show", case, "--json")
    assert json.loads(shown.stdout)["state"] == lives.life(life)["ends"]["state"]
    audited = run(workspace, f"{ended:%Y-%m-%d %H:%M}", "audit", "verify")
    assert audited.exit_code == 0, audited.output


def test_a_procedure_nobody_knows_is_named_with_those_there_are(workspace):
    file = workspace.parent / "nothing.yaml"
    file.write_text("{}", encoding="utf-8")
    refused = run(
        workspace,
        "2026-03-03 09:20",
        *("case", "open", "--procedure", "simpel", "--as", "p02", "--file", file),
    )
    assert refused.exit_code != 0
    assert "simpel" in refused.output
    for known in ("ordinary（普通程序）", "simple（简易程序）", "parking（违停处理）"):
        assert known in refused.output

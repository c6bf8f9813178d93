"""Writes what `case next` says at five stages of the M-11 example, as an officer reads it.

Run from the project folder: `python -m docs.generate_case_next`. A test holds the page to the
program. The example is really carried out, in a temporary training workspace.
"""  # noqa: INP001 - a script among pages, not a package

import tempfile
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner

from cli import anjuan
from runtime.demo import play, prepare, read_script
from runtime.examples import example_folder
from runtime.workspace import Workspace

PAGE = Path(__file__).resolve().parent / "case-next.md"
EXAMPLE = "m11-construction-waste"
#: The number of the script's step after which advice is asked, and what the page calls the stage.
STAGES = {
    2: "核查中：线索已经核查，还没有立案",
    11: "调查取证中：责令改正通知书刚刚送达",
    18: "已告知：事先告知书已经送达，等当事人陈述申辩",
    22: "已决定：处罚决定书等待送达",
    31: "结案待批：等成卷、中队自评和批准",
}
HEAD = """# What `case next` says

Made by `docs/generate_case_next.py`; do not edit. The M-11 example case is played from its input
files, and five times on the way an officer asks what may happen now."""


def _asked(root: Path, case: str, at: str) -> str:
    asked = ["-w", str(root), "--lang", "zh", "--at", at, "case", "next", case]
    told = CliRunner().invoke(anjuan, asked, catch_exceptions=False)
    if told.exit_code:
        raise RuntimeError(told.output)
    return told.stdout.rstrip()


def page() -> str:
    """Return the page; plays the example in a folder that is deleted afterwards."""
    parts = [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        pins = prepare(root)
        script = read_script(example_folder() / EXAMPLE)
        with Workspace.open(root, at=script.steps[0].at) as workspace:
            keys = workspace.keyring({o: p for o, p in pins.items() if o != "root"})
            for played in play(workspace, script, keys):
                if played.number not in STAGES:
                    continue
                moment = f"{played.step.at + timedelta(minutes=5):%Y-%m-%d %H:%M}"
                command = f'anjuan --at "{moment}" case next {played.case.id}'
                answer = _asked(root, played.case.id, moment)
                parts.append(f"## {STAGES[played.number]}")
                parts.append(f"```text\n$ {command}\n{answer}\n```")
                if played.number == max(STAGES):
                    break
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

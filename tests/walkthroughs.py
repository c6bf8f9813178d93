"""The recorded walk-throughs of docs/walkthroughs/: played again, and their screens compared.

A block fenced as `console` holds commands behind `$ ` and what each printed, `[3]` where it ended
with another exit code than 0; a block fenced with the name of a file is written to that file.
`python -m tests.walkthroughs` compares, `--record` writes the real screens into the pages.
"""

import argparse
import contextlib
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

import cli
from documents.signing import keys
from runtime.demo import play, prepare, read_script
from runtime.workspace import Workspace
from tests.pins import write_pins
from tests.prepared import copied

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "walkthroughs"

#: One story in three parts: each page goes on in the workspace the one before it left.
PAGES = ("officers-day.md", "reviewers-afternoon.md", "auditors-visit.md")

#: The case the bureau has when the story begins: carried out, paid and reviewed by the squad.
FIRST, BEFORE = "m11-construction-waste", "submit_self_review"

#: What was done less well in it than in the example: published late, and a sentence that a program
#: cannot tell from a crime kept from the prosecutor.
LATER = (
    ("剧本.yaml", "2026-03-20 10:40", "2026-04-01 10:40"),
    ("剧本.yaml", "2026-03-20 10:50", "2026-04-01 10:50"),
    ("20b-公示.yaml", "公示日期: 2026-03-20", "公示日期: 2026-04-01"),
    ("13-调查终结.yaml", "自行清理完毕。", "自行清理完毕。经核，未发现构成犯罪的情形。"),
)

BLOCK = re.compile(r"(?<=^```)(console|[^\s`]+\.\w+)\n(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
SURROUNDINGS = {
    "ANJUAN_WORKSPACE": "bureau",
    "LC_ALL": "C.UTF-8",
    "COLUMNS": "100",
    "NO_COLOR": "1",
    # whoever looks without saying who: the account, which is another on every machine
    "LOGNAME": "bangong",
}

#: What differs between two plays of the same story: chance, keys, a witness's own clock, sizes of
#: files that hold keys, and with them the width of a table.
MASKS = (
    (re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{8}){1,8}(?![0-9A-Za-z])"), "<hex>"),
    (re.compile(r"[A-Za-z0-9+/]{40,}={0,2}"), "<base64>"),
    (re.compile(r"(/witness[ │]+)\d+年\d+月\d+日\d+:\d+"), r"\1<time>"),
    (re.compile(r"(?<=数据库字节)\d+|\d+(?=字节)"), "<size>"),
    (re.compile(r" {2,}"), " "),
    (re.compile(r"[━─]{2,}"), "─"),
)


def masked(text: str) -> str:
    """Return `text` without what chance decides."""
    for pattern, name in MASKS:
        text = pattern.sub(name, text)
    return text


def begin(place: Path) -> None:
    """Lay down in `place` what the story begins with: a bureau, its input files and PINs."""
    shutil.copytree(ROOT / "examples", place / "examples")
    folder = shutil.copytree(ROOT / "examples" / FIRST, place / FIRST)
    for name, old, new in LATER:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new), encoding="utf-8")
    pins = prepare(place / "bureau")
    script = read_script(folder)
    script = replace(script, steps=tuple(sorted(script.steps, key=lambda step: step.at)))
    with Workspace.open(place / "bureau", at=script.steps[0].at) as workspace:
        keyring = workspace.keyring({owner: pin for owner, pin in pins.items() if owner != "root"})
        for _ in play(workspace, script, keyring, until=BEFORE):
            pass
    write_pins(place, pins)
    shutil.rmtree(folder)


def played(page: str, place: Path) -> str:
    """Return the page as it reads when its commands are really run in `place`."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{_block(found[1], found[2], place)}", page)


def _block(kind: str, text: str, place: Path) -> str:
    if kind != "console":
        (place / kind).write_text(text, encoding="utf-8")
        return text
    return "".join(f"$ {line}\n{_screen(line, place)}" for line in commands(text))


def commands(block: str) -> list[str]:
    """Return the commands of a console block; one may go on after a backslash at a line's end."""
    return [line[2:] for line in re.findall(r"^\$ (?:.*\\\n)*.*$", block, re.MULTILINE)]


def _screen(line: str, place: Path) -> str:
    """Return what a command prints in `place`, with its exit code where that is not 0."""
    surroundings = os.environ | SURROUNDINGS
    first, bar, rest = line.partition(" | ")
    if not first.startswith("anjuan "):
        return _ended(_shell(line, place, surroundings), place)
    with contextlib.chdir(place):
        words = shlex.split(first.replace("\\\n", " "))[1:]
        done = CliRunner(env=SURROUNDINGS).invoke(cli.anjuan, words, catch_exceptions=False)
    if not bar:
        return _ended((done.exit_code, done.output), place)
    _, out = _shell(rest, place, surroundings, typed=done.stdout)
    return _ended((done.exit_code, done.stderr + out), place)


def _shell(line: str, place: Path, env: dict[str, str], typed: str = "") -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=place, env=env, input=typed, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def _ended(done: tuple[int, str], place: Path) -> str:
    code, out = done[0], done[1].replace(f"{place}/", "")
    lines = "".join(f"{line.rstrip()}\n" for line in out.splitlines())
    return lines + (f"[{code}]\n" if code else "")


def story(place: Path) -> Iterator[tuple[Path, str, str]]:
    """Play every page in order; yield its path, as it stands and as it was played."""
    copied("walkthroughs", begin, place)
    for name in PAGES:
        page = (FOLDER / name).read_text(encoding="utf-8")
        yield FOLDER / name, page, played(page, place)


def difference(name: str, page: str, real: str) -> str:
    """Return where two readings of a page differ, masked; empty where they do not."""
    stands, is_so = masked(page).splitlines(), masked(real).splitlines()
    return "\n".join(difflib.unified_diff(stands, is_so, name, "played", lineterm="", n=2))


def main(words: list[str]) -> int:
    """Play the pages; return 1 where one differs and was not recorded anew."""
    asked = argparse.ArgumentParser(prog="python -m tests.walkthroughs")
    asked.add_argument("--record", action="store_true", help="write the real screens")
    record = asked.parse_args(words).record
    keys.KDF_ROUNDS = 100
    told = []
    with tempfile.TemporaryDirectory() as place:
        for path, page, real in story(Path(place)):
            changed = difference(path.name, page, real)
            told += [changed] * bool(changed)
            if record and changed:
                path.write_text(real, encoding="utf-8")
    print("\n".join(told) or "every page reads as it was played")
    return int(bool(told) and not record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A desk at which wrong commands are sent: each must be answered well and change nothing."""

import json
import shutil
import sqlite3
from collections import Counter

import yaml
from click.testing import CliRunner

from cli import anjuan
from runtime.examples import example_folder
from tests.demo_case import CASE, EXAMPLE

EXAMPLES = example_folder()
FILING = "03-立案申请.yaml"
FILED_AT = "2026-03-02 15:30"


class Desk:
    """A copy of a workspace beside a copy of the example's input files."""

    def __init__(self, base, folder):
        self.root = shutil.copytree(base, folder / "workspace")
        self.inputs = shutil.copytree(EXAMPLES / EXAMPLE, folder / "inputs")
        self.pins = EXAMPLES / "pins.yaml"

    def run(self, *arguments, at=FILED_AT, lang="zh", typed=None, root=None):
        """Send a command; whatever happens, no trace of the program's insides is shown."""
        options = ["-w", root or self.root, "--lang", lang, *(["--at", at] if at else [])]
        result = CliRunner().invoke(
            anjuan, [str(a) for a in (*options, *arguments)], input=typed, env={"LANG": "C.UTF-8"}
        )
        assert isinstance(result.exception, SystemExit | None), result.exception
        assert "Traceback" not in result.output
        return result

    def advance(self, *more, case=CASE, trigger="request_filing", who="p02", helper="p03",
                file=FILING, pins=None, **how):  # fmt: skip
        """Send the filing request, or something like it."""
        given = {"--with": helper, "--pin-file": self.pins if pins is None else pins}
        given["--file"] = self.inputs / file if file else ""
        options = [part for name, value in given.items() if value for part in (name, value)]
        command = ("case", "advance", case, trigger, "--as", who, *options, *more)
        return self.run(*command, **how)

    def write(self, content, name="试.yaml"):
        """Write an input file as bytes, text or fields; return its name."""
        if isinstance(content, dict):
            content = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        data = content if isinstance(content, bytes) else content.encode()
        (self.inputs / name).write_bytes(data)
        return name

    def changed(self, path, value, file=FILING):
        """Write the example's input with one field changed, or left out for None."""
        fields = inner = yaml.safe_load((self.inputs / file).read_text("utf-8"))
        for step in path[:-1]:
            inner = inner[step]
        if value is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = value
        return self.write(fields)

    def state(self):
        """Everything a refused command must leave alone."""
        database = sqlite3.connect(f"file:{self.root / 'case.db'}?immutable=1", uri=True)
        with database:
            rows = {
                table: database.execute(query).fetchall()
                for table, query in {
                    "cases": "select case_id, version, head, state from cases",
                    "events": "select case_id, seq, hash from events",
                    "ledger": "select size, root, checkpoint from ledger",
                    "waiting": "select * from waiting",
                    "issued": "select series, serial, text from numbers where status='issued'",
                }.items()
            }
            loose = database.execute(
                "select series, serial, status, reason from numbers where status <> 'issued'"
            ).fetchall()
        database.close()
        assert all(status == "voided" and reason for *_, status, reason in loose), loose
        files = {
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*")
            if path.is_file() and "blobs" not in path.relative_to(self.root).parts
        }
        return rows | {"files": files, "checkpoint": (self.root / "checkpoint").read_bytes()}


def answer(result):
    """Everything one JSON object tells people: messages, fields, articles, cures."""
    told = json.loads(result.stdout)
    assert told["ok"] is False
    lines = [told.get("error", {}).get("message", "")]
    lines += [f"{p['field']}: {p['message']}" for p in told.get("problems", ())]
    lines += [f"{v['article']} {v['reason']} {v['cure']}" for v in told.get("unmet", ())]
    text = "\n".join(line for line in lines if line)
    assert text
    assert not {name for name, times in Counter(text.split("\n")).items() if times > 1}
    return text


def refused(desk, status, *words, send):
    """Send a wrong command: its status and its words, and not a thing changed."""
    before = desk.state()
    result = send("--json")
    assert result.exit_code == status, result.output
    text = answer(result)
    missing = [word for word in words if word not in text]
    assert not missing, f"{missing} not in: {text}"
    assert desk.state() == before
    return text


def accepted(result):
    """The right command did what was asked."""
    assert result.exit_code == 0, result.output

"""Verdicts kept in a file, a line of JSON each, with the law they were given on."""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from tests.mutations.trial import Verdict

ROOT = Path(__file__).parents[2]
#: What a verdict depends on: the law as data, and the program that judges it.
JUDGED_BY = ("workflows/data/**/*.yaml", "engine/**/*.py", "tests/mutations/*.py")


@cache
def fingerprint():
    """A digest of everything a verdict depends on."""
    digest = hashlib.sha256()
    for path in sorted(p for pattern in JUDGED_BY for p in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def kept(path, law):
    """Verdicts of the file by mutant id, those given on this law only."""
    if not path.exists():
        return {}
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {e["mutant"]: Verdict(**_plain(e)) for e in lines if e["law"] == law}


def written(path, law, verdict):
    """Add one verdict to the file."""
    with path.open("a", encoding="utf-8") as file:
        print(json.dumps({"law": law, **asdict(verdict)}, ensure_ascii=False), file=file)


def _plain(entry):
    return {name: value for name, value in entry.items() if name != "law"}

"""Survivors and why each is one, from `survivors.yaml`."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("survivors.yaml")


@cache
def explained():
    """Explanations by mutant id; fails on one that says nothing or stands twice."""
    found = {}
    for entry in yaml.safe_load(FILE.read_text("utf-8"))["survivors"] or ():
        assert entry["why"].strip(), entry["id"]
        assert entry["id"] not in found, entry["id"]
        found[entry["id"]] = entry["why"]
    return found


def stale(verdicts):
    """Mutants explained as survivors that were caught."""
    return [v for v in verdicts if v.means and v.mutant in explained()]

"""Other versions of a machine, made by editing its file, and a law that knows them too.

`SAMPLE` is a small machine in which every kind of thing a definition may name is named once.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.playbook import law
from workflows.definition_data import SHIPPED, load_workflow

SAMPLE = (Path(__file__).parent / "sample_machine.yaml").read_text("utf-8")


def sample(folder, *edits):
    """The sample machine with each edit made, loaded from a file in `folder`."""
    path = folder / "sample.yaml"
    path.write_text(edited(SAMPLE, edits), encoding="utf-8")
    return load_workflow(path)


def text_of(machine):
    """The shipped definition as written."""
    return (SHIPPED / f"{machine}.yaml").read_text("utf-8")


def edited(text, edits):
    """The text with each edit made; an edit that changes nothing, or two places, is a mistake."""
    for before, after in edits:
        assert text.count(before) == 1, (text.count(before), before)
        text = text.replace(before, after)
    return text


@cache
def version(folder, machine, *edits, name="2026.2", since="2026-01-01"):
    """Version `name` of a machine, in force since a day, with its text edited."""
    head = (('version: "2026.1"', f'version: "{name}"'),)
    head += (("valid_from: 2022-05-01", f"valid_from: {since}"),)
    path = folder / f"{machine}-{name}.yaml"
    path.write_text(edited(text_of(machine), (*head, *edits)), encoding="utf-8")
    return load_workflow(path)


def law_with(*versions):
    """The shipped law, in which these versions are known as well."""
    known = law()
    return replace(known, workflows={**known.workflows, **{w.digest: w for w in versions}})

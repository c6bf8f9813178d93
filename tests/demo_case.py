"""Workspaces in which the shipped example case was really carried out, and copies to damage."""

import shutil
from functools import partial

from runtime.demo import play, prepare, read_script
from runtime.dossier import bind
from runtime.examples import example_folder
from runtime.workspace import Workspace
from tests.pins import training_pins
from tests.prepared import copied

CASE = "2026-000001"
EXAMPLE = "m11-construction-waste"


def carried_out(root, *, until="", example=EXAMPLE, bound=False):
    """A new training workspace with one example case played up to a trigger; its PINs."""
    copied(f"{example} {until} {bound}", partial(_made, until, example, bound), root)
    return training_pins()


def _made(until, example, bound, root):
    pins = prepare(root)
    script = read_script(example_folder() / example)
    with Workspace.open(root, at=script.steps[0].at) as workspace:
        keys = workspace.keyring({o: p for o, p in pins.items() if o != "root"})
        for _ in play(workspace, script, keys, until=until):
            pass
        if bound:
            bind(workspace, CASE)


def copy_of(root, folder):
    """A copy of a workspace, to be damaged."""
    return shutil.copytree(root, folder / "copy", symlinks=True)

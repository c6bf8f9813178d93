"""Scripted lives: whole cases written down step by step, one for every end a machine can have.

A life is a file in tests/lives/: where it begins (an example or another life played up to a step),
its steps with what the officers hand in, and the state it ends in. `live` carries it out in memory.
"""

from functools import cache

import yaml

from tests.bureau import Bureau
from tests.playbook import ROOT, Step, moment

FOLDER = ROOT / "tests" / "lives"


@cache
def names():
    """Every life that is written down."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.yaml")))


@cache
def life(name):
    """One life, as written."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def steps(name):
    """The steps of a life, as moves somebody makes; the input stands in the step itself."""
    for entry in life(name)["steps"]:
        yield Step(
            trigger=entry["do"],
            actor=entry["as"],
            at=moment(entry["at"]),
            track=entry.get("track", "main"),
            raw=entry.get("give") or {},
        )


def course(name):
    """Every step of a life, with those of the life it begins from, as long as nothing is changed."""
    begin, earlier = life(name).get("begin") or {}, []
    if "life" in begin:
        assert "changes" not in begin, name
        whole = course(begin["life"])
        last = next(n for n, s in enumerate(whole) if s.trigger == begin["until"])
        earlier = whole[: last + 1]
    return (*earlier, *steps(name))


def live(name, bureau=None, *, until="", before=False, changes=None):
    """Carry out a life in memory, up to a step or to its end; returns the bureau as it is then.

    With `before` the step itself is left out. `changes` maps a trigger to changes of its input.
    """
    bureau = bureau or Bureau()
    begin, changes = life(name).get("begin"), changes or {}
    if begin and "life" in begin:
        live(begin["life"], bureau, until=begin["until"], changes=begin.get("changes"))
    elif begin:
        bureau.play(begin["play"], until=begin["until"], changes=begin.get("changes"))
    bureau.steps = (*bureau.steps, *steps(name))
    for step in steps(name):
        if before and step.trigger == until:
            break
        bureau.must(step.trigger, step=step, track=step.track, give=changes.get(step.trigger))
        if step.trigger == until:
            break
    return bureau


def end(bureau, name):
    """The state of the track a life is about."""
    return bureau.case.tracks[life(name)["ends"]["track"]].state

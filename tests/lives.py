"""Scripted lives: whole cases written down step by step, one for every end a machine can have.

A life is a file in tests/lives/: where it begins (an example or another life played up to a step),
its steps with what the officers hand in, and the state it ends in. `live` carries it out in memory.
A machine that hands its case to the ordinary procedure ends on the way: `through` names its end.
A life of several cases names them under `cases`; a step says by `case` whose it is, a case not
named before is opened by it, and `@name` in an input stands for the number a case has by then.
"""

from dataclasses import replace
from functools import cache

import yaml

from tests.bureau import Bureau
from tests.playbook import ROOT, Step, moment, ordinals, script

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
    """Every step of a life, and first those of the life it begins from, if nothing is changed."""
    begin, earlier = life(name).get("begin") or {}, []
    if "life" in begin:
        assert "changes" not in begin, name
        whole = course(begin["life"])
        last = next(n for n, s in enumerate(whole) if s.trigger == begin["until"])
        earlier = whole[: last + 1]
    return (*earlier, *steps(name))


def moves(name):
    """The triggers on the track a life is about, from the first step of what it begins with."""
    track = life(name)["ends"]["track"]
    return [step.trigger for step in _whole(name) if step.track == track]


def last_day(name):
    """The moment of the last step."""
    return max(step.at for step in _whole(name))


def _whole(name):
    begin, earlier = life(name).get("begin") or {}, ()
    if begin:
        earlier = _whole(begin["life"]) if "life" in begin else script(begin["play"])
        ends = [n for n, (_, names) in enumerate(ordinals(earlier), 1) if begin["until"] in names]
        earlier = earlier[: ends[-1]] if ends else earlier
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
    cases = {
        named: bureau.begin(case["play"], until=case["until"], changes=case.get("changes"))
        for named, case in life(name).get("cases", {}).items()
    }
    bureau.steps = (*bureau.steps, *steps(name))
    for entry, written in zip(life(name)["steps"], steps(name), strict=True):
        if before and written.trigger == until:
            break
        step = replace(written, raw=_numbered(written.raw, bureau, cases))
        if "case" in entry:
            bureau.case_id = cases.get(entry["case"], "")
            bureau.clock = bureau.case.last_at if bureau.case_id else step.at
        bureau.must(step.trigger, step=step, track=step.track, give=changes.get(step.trigger))
        cases.setdefault(entry.get("case", ""), bureau.case_id)
        if step.trigger == until:
            break
    if "case" in life(name)["ends"]:
        bureau.case_id = cases[life(name)["ends"]["case"]]
    return bureau


def _numbered(value, bureau, cases):
    """An input with the numbers of the life's own cases in place of their names."""
    if isinstance(value, dict):
        return {k: _numbered(v, bureau, cases) for k, v in value.items()}
    if isinstance(value, list):
        return [_numbered(v, bureau, cases) for v in value]
    named = isinstance(value, str) and value.startswith("@")
    return bureau.road.case(cases[value[1:]]).number if named else value


def end(bureau, name):
    """The state of the track a life is about."""
    return bureau.case.tracks[life(name)["ends"]["track"]].state

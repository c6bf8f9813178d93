"""What officers write in a decision when a test changes its case: texts drafted from that case.

The examples' own words stay where they still fit. What a test hands in itself always stays.
"""

import datetime as dt
import re
from dataclasses import replace

from engine.facts.money import final_fine
from engine.machine import transition_for
from engine.money import yuan_text
from engine.planning import check_again, situate
from engine.reasoning.drafting import draft, with_fine
from engine.reasoning.linting import lint

DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
#: The year days without one are of.
YEAR = 2026


def redated(value, shift):
    """An input as it would read in a case `shift` later: the days its texts name as well."""
    if isinstance(value, dict):
        return {k: redated(v, shift) for k, v in value.items()}
    if isinstance(value, list):
        return [redated(v, shift) for v in value]
    return DAY.sub(lambda m: moved_day(m, shift), value) if isinstance(value, str) else value


def moved_day(found, shift):
    year, month, day = (int(part) if part else YEAR for part in found.groups())
    then = dt.date(year, month, day) + shift
    return f"{then.year}年{then.month}月{then.day}日"


def kind_of(transition):
    """The kind of decision a transition makes; "" for none."""
    asked = (r.args.text("decision") for r in transition.requires if r.fact == "decision_reasoned")
    return next(asked, "")


def situated(bureau, command):
    """The situation a decision is made in, and its kind; None where the input is wrong."""
    track = bureau.case.tracks.get(command.track) if command.case else None
    if track is None:
        return None
    workflow = bureau.law.pinned(track.definition)
    transition = transition_for(workflow, track.state, command.trigger)
    kind = kind_of(transition) if transition is not None else ""
    desk = bureau.road.desk(bureau.case, bureau.intake(command))
    inputs = check_again(transition, command, desk) if kind else None
    if inputs is None:
        return None
    return situate(command, desk, workflow, track, transition, inputs), kind


def changed(fine):
    return {"new_content": f"罚款变更为{yuan_text(fine)}元。"}


def fitted(bureau, command, given):
    """A command whose texts fit its case, those in `given` left as they are."""
    found = situated(bureau, command)
    if found is None or not any(f.rule.blocks for f in lint(*found)):
        return command
    situation, kind = found
    fine = situation.inputs.number("decision_fine")
    situation = situation if fine is not None else with_fine(situation, final_fine(situation) or 0)
    drafted = changed(fine) if kind == "change" else draft(situation, kind)
    texts = {name: text for name, text in drafted.items() if name not in given}
    return replace(command, raw={**command.raw, **texts})

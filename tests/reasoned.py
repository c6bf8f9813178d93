"""What officers write in a decision when a test changes its case: texts drafted from that case.

The examples' own words stay where they still fit. What a test hands in itself always stays.
"""

from dataclasses import replace

from engine.facts.money import final_fine
from engine.machine import transition_for
from engine.planning import check_again, situate
from engine.reasoning.drafting import draft, with_fine
from engine.reasoning.linting import lint


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


def fitted(bureau, command, given):
    """A command whose texts fit its case, those in `given` left as they are."""
    found = situated(bureau, command)
    if found is None or not any(f.rule.blocks for f in lint(*found)):
        return command
    situation, kind = found
    fine = situation.inputs.number("decision_fine")
    situation = situation if fine is not None else with_fine(situation, final_fine(situation) or 0)
    texts = {name: text for name, text in draft(situation, kind).items() if name not in given}
    return replace(command, raw={**command.raw, **texts})

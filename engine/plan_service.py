"""Which document a transition serves on the party, how, and from which day it counts."""

from engine.errors import ConfigurationError
from engine.event import Served
from engine.plan_documents import DocumentPlan
from engine.situation import Situation


def served_now(situation: Situation, documents: tuple[DocumentPlan, ...]) -> Served | None:
    """Return what this transition serves and on which day, or None.

    Raises ConfigurationError `definition.serves_unmade` where it serves a form it does not make.
    """
    serves, track = situation.transition.serves, situation.track
    if serves is None or track is None:
        return None
    if serves.form:
        made = next((d.id for d in documents if d.form.id == serves.form), None)
        if made is None:
            step = situation.transition.id
            raise ConfigurationError("definition.serves_unmade", transition=step, form=serves.form)
        return Served(document=made, on=situation.today, mode=serves.mode)
    day = situation.inputs.day(serves.on) or track.data.day(serves.on)
    if serves.on.startswith("deadline:"):
        found = situation.case.deadline(serves.on.removeprefix("deadline:"), track.id)
        day = found.computed.due if found is not None else None
    return Served(document=track.subject, on=day or situation.today, mode=serves.mode)

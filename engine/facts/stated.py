"""Questions answered from what people stated in this command or earlier in the case."""

from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term


@question
def stated(situation: Situation, args: Record) -> Fact:
    """Whether the named yes/no input was answered yes."""
    name = args.text("input")
    return whether(situation.inputs.flag(name), input=Term("input", name))


@question
def stated_choice(situation: Situation, args: Record) -> Fact:
    """Whether the named choice is one of those this transition is for."""
    name = args.text("input")
    return whether(situation.inputs.text(name) in args.texts("is"), input=Term("input", name))


@question
def data_is(situation: Situation, args: Record) -> Fact:
    """Whether the case (with `here`, this track) holds a given value under a name."""
    name, track = args.text("name"), situation.track
    known = track.data if args.flag("here") and track is not None else situation.data
    return whether(known.get(name) == args.get("is"), input=Term("input", name))


@question
def mark_is(situation: Situation, args: Record) -> Fact:
    """Whether a mark left by an earlier transition is set (or, with `is: false`, not set)."""
    mark = args.text("mark")
    wanted = args.get("is", True)
    return whether(
        situation.case.marks.get(mark, False) == wanted,
        mark=Term("mark", mark if wanted else f"not_{mark}"),
    )


@question
def configured(situation: Situation, args: Record) -> Fact:
    """Whether a yes/no setting of the bureau is on."""
    key = args.text("key")
    return whether(situation.agency.enabled(key), setting=key)


@question
def track_in(situation: Situation, args: Record) -> Fact:
    """Whether the newest track of a machine is in one of the given states."""
    machine = args.text("machine")
    tracks = situation.case.machines(machine)
    if not tracks:
        return no(machine=Term("machine", machine), state=Term("state", "none"))
    return whether(
        tracks[-1].state in args.texts("states"),
        machine=Term("machine", machine),
        state=Term("state", f"{machine}.{tracks[-1].state}"),
    )


@question
def track_ended(situation: Situation, args: Record) -> Fact:
    """Whether the newest track of a machine exists and has ended."""
    machine = args.text("machine")
    tracks = situation.case.machines(machine)
    ended = bool(tracks) and (machine, tracks[-1].state) in situation.terminal()
    return whether(ended, machine=Term("machine", machine))


@question
def tracks_ended(situation: Situation, args: Record) -> Fact:
    """Whether no track of the given machines is still open."""
    still = tuple(
        Term("track", t.id)
        for machine in args.texts("machines")
        for t in situation.case.machines(machine)
        if (machine, t.state) not in situation.terminal()
    )
    return no(tracks=still) if still else yes()

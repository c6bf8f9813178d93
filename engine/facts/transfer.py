"""Questions about handing a case on: to the agency that is competent, or to the police (CTR)."""

from engine.case import Track
from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term

TRANSFER = "transfer"
#: Ends of a criminal transfer after which the bureau may decide again (CTR 5, 10).
CRIME_OVER = frozenset({"c_refused", "t_returned"})
TEAM = "form_crime_team"


def _crime(situation: Situation, track: Track) -> bool:
    return any(e.track == track.id and e.trigger == TEAM for e in situation.case.events)


@question
def crime_transfer_open(situation: Situation, args: Record) -> Fact:
    """Whether a criminal transfer of this case is still open (APL 27)."""
    del args
    tracks = [t for t in situation.case.machines(TRANSFER) if _crime(situation, t)]
    return whether(any(t.state not in CRIME_OVER for t in tracks))


@question
def team_qualified(situation: Situation, args: Record) -> Fact:
    """Whether enough different people with a valid certificate verify the crime (CTR 5)."""
    needed = args.number("at_least") or 0
    found = {p: situation.agency.person(p) for p in situation.inputs.texts("crime_team")}
    fit = [p for p in found.values() if p is not None and p.qualified_on(situation.today)]
    unfit = tuple(p.name for p in found.values() if p is not None and p not in fit)
    return whether(len(fit) >= needed, needed=needed, found=len(fit), persons=unfit)


@question
def package_complete(situation: Situation, args: Record) -> Fact:
    """Whether the package for the police is whole (CTR 6).

    Test reports belong to it when an appraisal is among the evidence.
    """
    given = set(situation.inputs.texts("package"))
    appraised = any(e.item.text("kind") == "appraisal" for e in situation.case.evidence)
    needs = (*args.texts("needs"), *(args.texts("if_appraised") if appraised else ()))
    missing = tuple(Term("package", n) for n in needs if n not in given)
    return no(missing=missing) if missing else yes()


@question
def police_not_asked_yet(situation: Situation, args: Record) -> Fact:
    """Whether the police have not reconsidered already: only once may that be asked (CTR 9)."""
    del args
    track = situation.place
    asked = [
        e
        for e in situation.case.events
        if e.track == track and e.inputs.text("recon_route") == "recon"
    ]
    return whether(not asked)

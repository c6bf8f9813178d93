"""Questions about the case's own documents and its closing."""

from engine.facts.registry import no, question, whether, yes
from engine.record import Record
from engine.situation import Situation
from engine.verdict import Fact, Term


@question
def document_issued(situation: Situation, args: Record) -> Fact:
    """Whether a document of one of these forms has been issued."""
    forms = args.texts("forms")
    return whether(
        any(situation.case.latest(f) for f in forms), forms=tuple(Term("form", f) for f in forms)
    )


@question
def document_numbered(situation: Situation, args: Record) -> Fact:
    """Whether the newest document of a form carries a number from the register."""
    made = situation.case.latest(args.text("form"), "draft", "pending", "issued")
    return whether(made is not None and bool(made.number))


@question
def documents_complete(situation: Situation, args: Record) -> Fact:
    """Whether no document of the case still waits for a signature.

    Drafts being finished and what was sent for signature with this very step do not count.
    """
    del args
    step = situation.transition.id
    own = {
        d.id for p in situation.case.open_proposals() if p.transition == step for d in p.documents
    }
    finishing = {u.form for u in situation.transition.documents if u.stage == "finish"}
    finishing.add("closing_approval")  # its own chain ends with the closing itself
    waiting = tuple(
        Term("form", d.form)
        for d in situation.case.documents.values()
        if d.status in {"pending", "draft"} and d.form not in finishing and d.id not in own
    )
    return no(forms=waiting) if waiting else yes()


@question
def closing_ground_matches(situation: Situation, args: Record) -> Fact:
    """Whether the closing ground is the state the case is in."""
    del args
    state = situation.track.state if situation.track is not None else ""
    ground = situation.inputs.text("closing_ground")
    return whether(ground == state, state=Term("state", f"{situation.workflow.id}.{state}"))

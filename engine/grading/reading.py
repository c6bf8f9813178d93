"""Reading the texts and signatures of papers, as several checks do."""

from collections.abc import Iterable, Iterator

from engine.forms import SEAL_SLOT, Slot
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.reasoning.finding import Finding as ReasoningFinding
from engine.reasoning.known import leaves
from engine.record import Record, Value
from engine.verdict import Detail

NOTICES = ("penalty_prior_notice", "hearing_right_notice")
#: Ways a party's signature may stand on a paper.
SIGNED, UNSIGNED = ("paper", "pad"), ("refused", "absent")


def text_of(paper: Paper, fields: Iterable[str]) -> str:
    """Return what some fields of a paper say, in one."""
    return "\n".join(t for t in (paper.inputs.text(name) for name in fields) if t)


def passages(paper: Paper, fields: Iterable[str]) -> Iterator[str]:
    """Yield the texts of some fields of a paper; `a.b` is the field b of each row of the list a."""
    for field in fields:
        outer, _, inner = field.partition(".")
        rows = paper.inputs.records(outer) if inner else (paper.inputs,)
        yield from (text for row in rows if (text := row.text(inner or outer)))


def said_elsewhere(dossier: Dossier, papers: Iterable[Paper]) -> str:
    """Return every text of the acts that did not make one of `papers`, in one."""
    made = {paper.act.seq for paper in papers}
    acts = (a for a in dossier.acts if a.seq not in made)
    texts = (v for a in acts for value in a.inputs.values() for v in leaves(value))
    return "\n".join((*(t for t in texts if isinstance(t, str)), dossier.agency.name))


def quoted(dossier: Dossier, paper: Paper, quote: str, **details: Detail) -> Hit:
    """Return a hit on the page of a paper that prints `quote`, on the whole where none is read."""
    bare = "".join(quote.split())
    pages = ("".join(page.split()) for page in dossier.files.words(paper.made))
    page = next((n for n, text in enumerate(pages, 1) if bare in text), 0)
    return Hit(document=paper.id, page=page, details={"quote": quote, **details})


def filled(value: Value) -> bool:
    """Whether a field holds anything; a no and a nought are something."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != () and value != Record()


def broken(dossier: Dossier, asked: Asked) -> tuple[ReasoningFinding, ...]:
    """Return what the rules `names` for reasoned decisions find in the newest decision.

    Rules in `words` compare it with the inputs `fields`, and say nothing where those are empty.
    """
    empty = not all(filled(dossier.data.get(name)) for name in asked.fields)
    idle = asked.words if asked.fields and empty else ()
    return tuple(f for f in dossier.reasoned if f.rule.id in asked.names and f.rule.id not in idle)


def officers(dossier: Dossier) -> frozenset[str]:
    """Return everybody who ever was an officer of the case."""
    named = (
        act.inputs.text(name)
        for act in dossier.acts
        for name in ("lead_officer", "assistant_officer")
    )
    return frozenset(n for n in named if n)


def slots(dossier: Dossier, paper: Paper) -> tuple[Slot, ...]:
    """Return the signature fields of a paper's form; none for a form nobody knows."""
    form = dossier.law.forms.forms().get(paper.form)
    return form.slots if form is not None else ()


def sealed(paper: Paper) -> bool:
    """Whether the agency's seal stands on a paper."""
    return any(s.slot == SEAL_SLOT for s in paper.signed)


def chain(dossier: Dossier, paper: Paper) -> tuple[str, ...]:
    """Return the slots that must be signed on a paper, in order.

    Where the bureau fixed an approval chain for the form, its roles sign after the officers.
    """
    roles = dossier.agency.approval_chains.get(paper.form)
    known = slots(dossier, paper)
    wanted = [s for s in known if not s.many and s.id != SEAL_SLOT]
    if roles is not None:
        wanted = [s for s in wanted if s.role == "case_officer" or s.role in roles]
    return tuple(s.id for s in wanted)


def unsigned(dossier: Dossier, paper: Paper) -> tuple[Slot, ...]:
    """Return the fields of a paper's chain nobody signed."""
    signed, wanted = {s.slot for s in paper.signed}, chain(dossier, paper)
    return tuple(s for s in slots(dossier, paper) if s.id in wanted and s.id not in signed)

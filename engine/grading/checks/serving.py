"""Checks of service (CPL 87-95): every document served has its receipt, and the receipt proves it.

Which relation to the party will do, and which mode comes after which, stands in the profile.
"""

from collections.abc import Callable, Iterator
from datetime import date

from engine.case import Track
from engine.event import Event
from engine.grading.counting import finished, last_day
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.verdict import Term

#: By mode, the input that holds the day the document arrived.
_DAYS = {"left": "left_on", "posted": "slip_on", "electronic": "arrived_on"}
_MODES = {
    "signed": "direct",
    "refused": "left",
    "return_slip": "posted",
    "entrusted_done": "entrusted",
    "e_arrived": "electronic",
    "announcement_expired": "announced",
}
_TRIES = ("attempt_direct", "post", "entrust", "send_e", "refused")
_DECISIONS = ("penalty_decision", "no_penalty_decision", "revocation_decision")


def _served_papers(dossier: Dossier) -> Iterator[tuple[Paper, Track]]:
    """Every document with a track that serves it, unless something else took its place."""
    for track in dossier.case.machines("service"):
        paper = dossier.paper(track.subject)
        if paper is not None and paper.made.status == "issued":
            yield paper, track


def _receipt(dossier: Dossier, track: Track) -> Paper | None:
    found = [p for p in dossier.of("service_receipt") if p.made.track == track.id]
    return found[-1] if found else None


def _acts(dossier: Dossier, track: Track) -> tuple[Event, ...]:
    return tuple(a for a in dossier.acts if a.track == track.id)


def mode_of(receipt: Paper) -> str:
    """Return the mode of service a receipt was made for: by its act, else by what it says."""
    if receipt.act.trigger in _MODES:
        return _MODES[receipt.act.trigger]
    found = (mode for mode, name in _DAYS.items() if name in receipt.inputs)
    return next(found, "direct" if "received_on" in receipt.inputs else "announced")


@check
def document_unserved(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every document that is served by its form was, with a receipt.

    One that nobody had to serve yet (`deadline` from its making) is waited for while the case is
    open; `names` are forms handed over or not served at all.
    """
    served = {paper.id: track for paper, track in _served_papers(dossier)}
    for paper in dossier.papers:
        form = dossier.law.forms.forms().get(paper.form)
        wanted = form is not None and form.served and paper.form not in asked.names
        if not wanted or paper.made.status != "issued":
            continue
        track = served.get(paper.id)
        last = last_day(dossier, asked.deadline, finished(paper))
        waited_for = last is not None and dossier.now.date() <= last
        if (track is None or _receipt(dossier, track) is None) and not waited_for:
            yield on(paper)


@check
def receipt_faulty(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The receipt of every document proves its service; one finding names all it lacks.

    `args` gives, by kind of party, the relations of a receiver that will do (CPL 88).
    """
    for paper, track in _served_papers(dossier):
        receipt = _receipt(dossier, track)
        if receipt is None:
            continue
        faults = tuple(
            Term("receipt_fault", fault)
            for fault, wrong in _FAULTS.items()
            if wrong(dossier, asked, (paper, receipt, track))
        )
        if faults:
            yield on(receipt, contents=faults, other=paper.made.number)


@check
def service_void(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """The receipt of a paper of `forms` has none of the faults in `names`, by which it is no proof.

    `args` as for `receipt_faulty`.
    """
    for paper, track in _served_papers(dossier):
        receipt = _receipt(dossier, track) if paper.form in asked.forms else None
        if receipt is None:
            continue
        wrong = tuple(f for f in asked.names if _FAULTS[f](dossier, asked, (paper, receipt, track)))
        if wrong:
            faults = tuple(Term("receipt_fault", fault) for fault in wrong)
            yield on(receipt, contents=faults, other=paper.made.number)


#: A document, its receipt and the track that served it.
_Chain = tuple[Paper, Paper, Track]


def _arrived(receipt: Paper, track: Track) -> date | None:
    name = _DAYS.get(mode_of(receipt), "received_on")
    return receipt.inputs.day(name) or track.data.day(name)


def _undated(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    del dossier, asked
    _, receipt, track = chain
    return mode_of(receipt) != "announced" and _arrived(receipt, track) is None


def _misdated(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    del dossier, asked
    paper, receipt, track = chain
    day = _arrived(receipt, track)
    return day is not None and not paper.day <= day <= finished(receipt).date()


def _placeless(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    del asked
    _, receipt, track = chain
    if mode_of(receipt) not in {"direct", "left"}:
        return False
    places = [receipt.inputs, track.data, *(a.inputs for a in _acts(dossier, track))]
    return not any(p.text("service_place").strip() for p in places)


def _receiverless(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    del dossier, asked
    _, receipt, _ = chain
    named = mode_of(receipt) in {"direct", "posted", "entrusted"}
    return named and not receipt.inputs.text("receiver").strip()


def _unrelated(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    _, receipt, _ = chain
    if mode_of(receipt) != "direct":
        return False
    will_do = asked.args.texts(dossier.data.record("party").text("kind"))
    return receipt.inputs.text("receiver_relation") not in will_do


def _unsigned(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    del asked
    _, receipt, _ = chain
    if mode_of(receipt) != "direct":
        return False
    signature = receipt.inputs.record("party_signature")
    digest = signature.record("file").text("digest")
    signed = signature.text("mode") in {"paper", "pad"}
    return not signed or not digest or not dossier.files.kept(digest)


def _unserved_by_two(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    del asked
    _, receipt, _ = chain
    servers = {*receipt.signers()}
    day = finished(receipt).date()
    people = [dossier.person(p, receipt.act) for p in servers]
    fit = [p for p in people if p is not None and p.qualified_on(day)]
    return len(fit) < 2


def _left_unproved(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    del dossier, asked
    _, receipt, _ = chain
    if mode_of(receipt) != "left":
        return False
    inputs = receipt.inputs
    proof = inputs.records("witnesses") or inputs.record("media").text("digest")
    return not proof or not inputs.text("refusal_reason").strip()


def _slipless(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    del asked
    _, receipt, _ = chain
    if mode_of(receipt) not in {"posted", "entrusted"}:
        return False
    digest = receipt.inputs.record("slip_file").text("digest")
    return not digest or not dossier.files.kept(digest)


def _unagreed(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    """Electronic service needs the party's signed consent, given before it (APL 61(2))."""
    del asked
    _, receipt, _ = chain
    if mode_of(receipt) != "electronic":
        return False
    agreed = [p for p in dossier.of("address_confirmation") if p.act.seq < receipt.act.seq]
    signed = [p for p in agreed if p.inputs.record("party_signature").text("mode") in _SIGNED]
    return not any(p.inputs.flag("consented") for p in signed)


_SIGNED = ("paper", "pad")


def _untried(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    """An announcement comes after another mode was tried, with ground and tries noted (CPL 95)."""
    del asked
    _, receipt, track = chain
    if mode_of(receipt) != "announced":
        return False
    tried = [a for a in _acts(dossier, track) if a.trigger in _TRIES]
    paper = next((p for p in dossier.of("service_announcement") if p.made.track == track.id), None)
    return paper is None or not tried or not paper.inputs.text("attempts").strip()


def _too_early(dossier: Dossier, asked: Asked, chain: _Chain) -> bool:
    """A document announced is served only when its period has run (CPL 95)."""
    _, receipt, track = chain
    announced = track.data.day("announced_on")
    if mode_of(receipt) != "announced" or announced is None:
        return False
    last = last_day(dossier, asked.deadline, announced)
    return last is not None and finished(receipt).date() < last


_FAULTS: dict[str, Callable[[Dossier, Asked, _Chain], bool]] = {
    "undated": _undated,
    "misdated": _misdated,
    "placeless": _placeless,
    "receiverless": _receiverless,
    "unrelated": _unrelated,
    "unsigned": _unsigned,
    "servers": _unserved_by_two,
    "left_unproved": _left_unproved,
    "slipless": _slipless,
    "unagreed": _unagreed,
    "untried": _untried,
    "too_early": _too_early,
}


@check
def served_late(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Service of a decision was begun within `deadline` from the day it was made (APL 61(1)).

    A mode that takes its time (post, announcement) is begun in time when it is first tried in time.
    """
    for paper, track in _served_papers(dossier):
        if paper.form not in _DECISIONS:
            continue
        last = last_day(dossier, asked.deadline, finished(paper))
        day = _begun(dossier, track)
        if last is not None and (day or dossier.now.date()) > last:
            on_day = day or dossier.now.date()
            yield on(paper, deadline=Term("deadline", asked.deadline), due=last, on=on_day)


def _begun(dossier: Dossier, track: Track) -> date | None:
    """The day a document arrived, or, where it took longer, the day serving it began."""
    receipt = _receipt(dossier, track)
    arrived = _arrived(receipt, track) if receipt is not None else None
    tried = [a.at.date() for a in _acts(dossier, track) if a.trigger in _TRIES]
    slow = receipt is None or mode_of(receipt) not in {"direct", "left"}
    return min(tried, default=arrived) if slow or arrived is None else arrived

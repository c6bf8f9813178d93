"""Checks of money and things: fines collected lawfully, measures with a basis and in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.facts.measures import held_on
from engine.grading.counting import last_day
from engine.grading.dossier import Dossier
from engine.grading.finding import Hit, check, on
from engine.grading.papers import Paper
from engine.grading.profile import Asked
from engine.verdict import Term


def _payment_paper(dossier: Dossier) -> Paper | None:
    return dossier.last("cash_fine_receipt", "payment_notice") or dossier.decision


@check
def payment_without_receipt(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Every payment names a receipt and bears its copy (APL 70)."""
    del asked
    for payment in dossier.data.records("payments"):
        file = payment.record("file").text("digest")
        proved = bool(payment.text("receipt_number").strip()) and dossier.files.kept(file)
        if not proved:
            amount = payment.number("amount") or 0
            yield on(_payment_paper(dossier), amount_fen=amount)


@check
def cash_unlawful(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Officers took cash only where the law lets them (APL 68, 69), against a receipt.

    `words` are the grounds that allow any amount; without one of them no more than `number` fen.
    """
    for event in dossier.acts:
        inputs = event.inputs
        amount = inputs.number("cash_amount")
        if amount is None and inputs.text("collected") != "cash":
            continue
        ground = inputs.text("cash_ground")
        allowed = ground in asked.words or (amount or 0) <= asked.number
        receipt = bool(inputs.text("cash_receipt_number").strip())
        if not allowed or not receipt or not dossier.of(*asked.forms):
            yield on(_payment_paper(dossier), amount_fen=amount or 0)


@check
def cash_kept(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Cash taken was handed in whole, within the period `deadline` (APL 71)."""
    for event in dossier.acts:
        taken = event.inputs.number("cash_amount") or 0
        last = last_day(dossier, asked.deadline, event.at.date()) if taken else None
        if last is None:
            continue
        later = [e for e in dossier.acts if "handed_in" in e.inputs and e.seq > event.seq]
        handed = sum(e.inputs.number("handed_in") or 0 for e in later if e.at.date() <= last)
        if handed < taken and dossier.now.date() > last:
            yield on(_payment_paper(dossier), amount_fen=taken, short_fen=taken - handed, due=last)


@check
def measure_unpapered(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nothing was seized (acts `words`) without each paper of `forms` on its track.

    Those of `names` were signed before it was seized (AEL 18(1)).
    """
    for event in dossier.fired(*asked.words):
        mine = [p for p in dossier.papers if p.made.track == event.track]
        done = {p.form for p in mine if p.form not in asked.names or _approved(p, event.at)}
        missing = tuple(Term("form", f) for f in (*asked.names, *asked.forms) if f not in done)
        if missing:
            yield on(mine[0] if mine else None, forms=missing)


def _approved(paper: Paper, at: datetime) -> bool:
    return bool(paper.signed) and max(paper.at, *(s.at for s in paper.signed)) <= at


@check
def measure_unfounded(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """A seizure rests on a law or regulation that gives it for this matter (AEL 10, 22)."""
    for paper in dossier.of(*asked.forms):
        facts = dossier.facts(paper.act)
        fact = facts.ask("measure_basis_given", asked.args) if facts is not None else None
        if fact is not None and fact.value is not True:
            yield on(paper, **fact.details)


@check
def measure_too_long(dossier: Dossier, asked: Asked) -> Iterator[Hit]:
    """Nothing was held beyond the period `deadline`, prolonged at most as the law allows.

    It runs from the paper of `forms`; those of `names` prolong it, pauses for tests are left out;
    the acts in `words` end it, at the latest `number` days after its last day.
    """
    rule = dossier.law.rules.get(asked.deadline)
    for paper in dossier.of(*asked.forms) if rule is not None else ():
        track = dossier.case.tracks.get(paper.made.track)
        running = dossier.case.deadline(asked.deadline, paper.made.track)
        ends = [e for e in dossier.fired(*asked.words) if e.track == paper.made.track]
        last = last_day(dossier, asked.deadline, paper.day)
        if last is None or track is None:
            continue
        longer = [p for p in dossier.of(*asked.names) if p.made.track == paper.made.track]
        days = sum(p.inputs.number("extension_days") or 0 for p in longer if p.day <= last)
        paused = sum(
            (p.last - p.first).days + 1
            for p in (running.pauses if running is not None else ())
            if p.last is not None
        )
        last += timedelta(days=days + paused)
        prompt = last + timedelta(days=asked.number)
        ended = ends[-1].at.date() if ends else dossier.now.date()
        if ended > prompt and (ends or held_on(track)):
            yield on(paper, due=last, day=ended, deadline=Term("deadline", asked.deadline))

"""The record of a monthly sample as a document (案卷抽查记录)."""

from engine.sampling import Pick, Seat
from engine.sampling_commitments import Commitment
from engine.sampling_record import Sample, to_plain
from engine.verdict import Term
from runtime.naming import LawNames
from runtime.reports.report import Report, cells, heads_of, month_name, word
from runtime.reports.reviewed import Names

#: Characters of a ticket that are printed: enough to tell the order by.
TOLD = 12


def sample_report(found: Sample, names: Names, law: LawNames) -> Report:
    """Return the record of a draw as a report; `law` names procedures and outcomes."""
    occasion, drawing = found.occasion, found.drawing
    month = occasion.population.month
    drawn = [_drawn(found, pick, names) for pick in drawing.picks]
    values = {
        "month_name": month_name(month),
        "population": len(occasion.population.dossiers),
        "sampled": len(drawing.picks),
        "reason": word(f"quality.reason.{drawing.reason}"),
        "root": occasion.population.root,
        "seed": drawing.seed,
        "beacon": occasion.beacon or word("none"),
        "commitments": [_promise(found, one, names) for one in occasion.commitments],
        "strata": [_stratum(seat, names, law) for seat in drawing.seats],
        "drawn": drawn,
    }
    keys = ("case", "squad", "why", "reviewer", "ticket")
    return Report(
        form="sampling_record",
        month=month,
        values=values,
        heads=heads_of("sample", *keys),
        rows=cells([[row[key] for key in keys] for row in drawn]),
        payload={"month": month, "record": to_plain(found)},
    )


def _drawn(found: Sample, pick: Pick, names: Names) -> dict[str, str]:
    return {
        "case": pick.dossier.case,
        "squad": names.squad(pick.dossier.squad),
        "why": word("sample.why.flagged" if pick.flagged else "sample.why.drawn"),
        "reviewer": names.person(found.reviewers[pick.dossier.case]),
        "ticket": pick.ticket[:TOLD],
    }


def _promise(found: Sample, one: Commitment, names: Names) -> dict[str, object]:
    return {
        "person": names.person(one.person),
        "at": f"{one.at:%Y-%m-%d %H:%M}",
        "leaf": one.leaf,
        "digest": one.digest,
        "counted": word(f"sample.counted.{'yes' if one in found.counted else 'no'}"),
    }


def _stratum(seat: Seat, names: Names, law: LawNames) -> dict[str, object]:
    return {
        "squad": names.squad(seat.squad),
        "procedure": law(Term("machine", seat.procedure)),
        "outcome": law(Term("state", f"{seat.procedure}.{seat.outcome}")),
        "dossiers": seat.dossiers,
        "drawn": seat.drawn,
    }

"""`review assign`: a month's sample carried over to the reviews, and who was drawn for whom.

Knows the draw of a case; refuses to decide what the road lets happen.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import Office
from commands.pins import collect_pins
from commands.report_signing import official
from commands.screen import put, table
from commands.session import Session
from commands.telling import verdict_payload
from engine.case import Case
from engine.errors import InputError
from engine.journal import read_journal
from engine.sampling_draws import Drawn, reviewers_in
from runtime.assigning import Assigned, Carrier, Status, assign_all, draw_of
from runtime.languages import Language
from runtime.messages import Messages

if TYPE_CHECKING:
    from rich.console import Console


def assign_month(
    session: Session, month: str, officer: str, *, dry_run: bool, pin_file: Path | None
) -> ExitCode:
    """Waive what was not drawn, take what was, and tell every dossier and its reviewer.

    A run that was cut off is run again: what was entered stays entered.
    """
    with session.open() as office:
        person = office.person_id(officer)
        drawn, cases = draw_of(office.workspace, month)
        pins = None if dry_run else collect_pins(office, [person], pin_file)
        keys = office.workspace.keyring(pins) if pins is not None else None
        carrier = Carrier(person=person, wording=_wording(office), signatory=keys)
        found = _all_assigned(office, drawn, cases, carrier)
        refused = any(one.status is Status.REFUSED for one in found)
        payload = {
            "ok": not refused,
            "dry_run": dry_run,
            "month": month,
            "record": drawn.digest,
            "counts": dict(Counter(one.status.value for one in found)),
            "dossiers": [_payload(office, one) for one in found],
        }
        office.screen.result(payload, lambda console: _show(office, console, month, found))
    return ExitCode.REFUSED if refused else ExitCode.DONE


def _all_assigned(
    office: Office, drawn: Drawn, cases: Sequence[str], carrier: Carrier
) -> tuple[Assigned, ...]:
    found = []
    with office.screen.progress(office.say("sampling.assigning")) as told:
        for one in assign_all(office.workspace, drawn, cases, carrier):
            found.append(one)
            if told is not None:
                told(len(found), len(cases))
    return tuple(found)


def _wording(office: Office) -> "_Wording":
    return _Wording(Messages(Language.ZH, official(office)))


class _Wording:
    """What the steps say of the draw, in the official language."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def __call__(self, drawn: Drawn, picked: bool) -> str:
        key = "sampling.result_drawn" if picked else "sampling.result_not_drawn"
        told = {"month": drawn.month, "entry": str(drawn.entry), "digest": drawn.digest}
        return self._messages.screen(key, **told)


def _payload(office: Office, one: Assigned) -> dict[str, object]:
    refusal = one.refusal
    return {
        "case": one.case,
        "reviewer": one.reviewer or None,
        "trigger": one.trigger or None,
        "status": one.status.value,
        "code": one.code or None,
        "reason": _reason(office, one) or None,
        "unmet": [verdict_payload(office, v, one.case) for v in refusal.unmet] if refusal else [],
    }


def _reason(office: Office, one: Assigned) -> str:
    """Return why a dossier is refused; empty for one that is not."""
    if one.code:
        return office.messages.coded(one.code, {"case": one.case, **_bar(one)})
    if one.refusal is None:
        return ""
    problems = (office.messages.problem(p.code, p.facts) for p in one.refusal.problems)
    return "\n".join([*problems, *(office.messages.reason(v, one.case) for v in one.refusal.unmet)])


def _bar(one: Assigned) -> dict[str, object]:
    if one.bar is None:
        return {}
    return {"roles": one.bar.roles, "part": one.bar.part}


def _show(office: Office, console: "Console", month: str, found: Sequence[Assigned]) -> None:
    put(console, office.say("sampling.assigned", month=month, count=str(len(found))))
    counts = Counter(one.status.value for one in found)
    for name, count in counts.items():
        put(console, office.say(f"sampling.status_count.{name}", count=str(count)))
    shown = [one for one in found if one.reviewer or one.status is Status.REFUSED]
    heads = [office.say(f"sampling.heads.{head}") for head in ("case", "reviewer", "status", "why")]
    rows = [
        (
            one.case,
            office.person(one.reviewer) if one.reviewer else "",
            office.say(f"sampling.status.{one.status.value}"),
            _reason(office, one),
        )
        for one in shown
    ]
    table(console, heads, rows, whole=(0,))


# -- who was drawn for whom -----------------------------------------------------------------------


def drawn_reviewers(office: Office) -> dict[str, str]:
    """Return the reviewer, by person id, of every case a sample ever assigned."""
    with office.workspace.store.read() as view:
        by_case = reviewers_in(read_journal(view))
    return {case: drawn.reviewers[case] for case, drawn in by_case.items()}


def must_be_assigned(office: Office, case: Case, person: str, instead: str) -> None:
    """Refuse a second review by somebody else than the sample's reviewer, unless a reason is given.

    Raises InputError `review.not_assigned`, and `review.assigned_anyway` for a reason nobody needs.
    """
    wanted = drawn_reviewers(office).get(case.id, "")
    if wanted and wanted != person and not instead:
        raise InputError(
            "review.not_assigned", case=case.number or case.id, reviewer=office.person(wanted)
        )
    if instead and wanted in ("", person):
        raise InputError("review.assigned_anyway", case=case.number or case.id)


def must_not_be_drawn(office: Office, case: Case) -> None:
    """Refuse to waive the second review of a drawn dossier; raises InputError `review.drawn`."""
    wanted = drawn_reviewers(office).get(case.id, "")
    if wanted:
        raise InputError(
            "review.drawn", case=case.number or case.id, reviewer=office.person(wanted)
        )

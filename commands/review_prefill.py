"""What the program found in a dossier, laid out as a sheet for its reviewer."""

from collections.abc import Iterator, Sequence

from commands.office import Office
from commands.review_sheet import Decision, Row, SheetFile, VetoRow
from engine.case import Case
from engine.grading.asking import Precheck
from engine.grading.finding import Finding
from engine.grading.profile import Item, Veto
from engine.half_points import points_text
from runtime.grading import Grader, shelf_of
from runtime.grading_words import reason


def looked_over(office: Office, case: Case) -> Precheck:
    """Return what the standard of a case finds in it now."""
    with shelf_of(office.workspace) as shelf:
        grader = Grader(office.workspace, shelf)
        return grader.grade(grader.dossier(case))


def prefilled(office: Office, case: Case, stage: str) -> SheetFile:
    """Return the sheet of a stage with everything the program found.

    What it is certain of is followed until the reviewer says otherwise; the rest waits.
    """
    found = looked_over(office, case)
    items = [f for f in found.findings if f.halves and found.profile.item(f.head)]
    vetoes = [f for f in found.findings if found.profile.veto(f.head)]
    return SheetFile(
        case=case.id,
        stage=stage,
        profile=found.profile.id,
        head=found.head,
        not_applicable=tuple(i.id for i in found.profile.items if i.id in found.not_applicable),
        rows=tuple(_row(office, case, found, f, n) for n, f in enumerate(items, 1)),
        vetoes=tuple(_veto(office, case, found, vetoes)),
        notes=_notes(office, case, stage, found),
    )


def _notes(office: Office, case: Case, stage: str, found: Precheck) -> tuple[str, ...]:
    named = case.number or case.id
    title = office.say(
        "review.sheet.title",
        case=named,
        stage=office.say(f"review.stage.{stage}"),
        standard=found.profile.name,
    )
    return (title, *office.say("review.sheet.how").splitlines())


def _row(office: Office, case: Case, found: Precheck, finding: Finding, number: int) -> Row:
    head = found.profile.item(finding.head)
    certain = Decision.FOLLOWED if finding.certain else Decision.PENDING
    return Row(
        number=number,
        decision=certain,
        item=finding.head,
        name=_name(head),
        points=points_text(finding.halves),
        document=_document(office, finding),
        page=_page(office, finding),
        reason=reason(office.messages, finding, case.id),
        fixable=_fixable(office, case, finding),
    )


def _veto(
    office: Office, case: Case, found: Precheck, findings: Sequence[Finding]
) -> Iterator[VetoRow]:
    for veto in dict.fromkeys(f.head for f in findings):
        mine = [f for f in findings if f.head == veto]
        yield VetoRow(
            veto=veto,
            name=_name(found.profile.veto(veto)),
            clue=office.messages.listed(reason(office.messages, f, case.id) for f in mine),
            document=_document(office, mine[0]),
            page=_page(office, mine[0]),
        )


def _name(head: Item | Veto | None) -> str:
    return head.name if head is not None else ""


def _document(office: Office, finding: Finding) -> str:
    return finding.document or office.say("review.sheet.missing")


def _page(office: Office, finding: Finding) -> str:
    page = finding.dossier_page or finding.page
    return str(page) if page else office.say("review.sheet.no_page")


def _fixable(office: Office, case: Case, finding: Finding) -> bool:
    """Whether a defect looks as if it could be put right: not on paper the party holds."""
    made = case.documents.get(finding.document)
    return made is not None and not office.workspace.law.forms.form(made.form).served


def dropped(office: Office, case: Case, sheet: SheetFile) -> tuple[str, ...]:
    """Return what the program finds now and the sheet says nothing of, by item or veto."""
    found = looked_over(office, case)
    told = {(r.item, r.document) for r in sheet.rows} | {(v.veto, "") for v in sheet.vetoes}
    left = [
        f.head
        for f in found.findings
        if (f.halves and found.profile.item(f.head) and (f.head, _document(office, f)) not in told)
        or (found.profile.veto(f.head) and (f.head, "") not in told)
    ]
    return tuple(dict.fromkeys(left))

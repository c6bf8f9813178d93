"""Telling who is who in the bureau and in a case, and what somebody may do, with the reason."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from commands.exit_codes import ExitCode
from commands.office import NO_FILES, Office
from commands.screen import put, table
from commands.session import Session
from commands.telling import step_name, verdict_payload
from engine.case import Case
from engine.errors import InputError
from engine.people import Person
from engine.permissions import Answer, Permission, permissions, standing_permissions
from engine.relations import Standing, owner
from engine.works import works_of
from runtime import settings as names
from runtime.key_places import held_file

if TYPE_CHECKING:
    from rich.console import Console

#: Relations of which a case names its people, in the order they are told.
TOLD = ("assigned", "officer", "chair", "recorder", "recused")


# -- who may do what ------------------------------------------------------------------------------


def show_permissions(
    session: Session, person_text: str, case_text: str, *, everything: bool
) -> ExitCode:
    """Say which steps a person may take, in one case or in general, and why not the others."""
    with session.open() as office:
        person = _person(office, person_text)
        case = office.case(case_text) if case_text else None
        found = _permissions(office, person, case)
        payload = {
            "ok": True,
            "person": person.id,
            "case": case.id if case is not None else None,
            "permissions": [_permission_payload(office, p, case) for p in found],
        }
        shown = [p for p in found if everything or p.answer is not Answer.NO]

        def show(console: "Console") -> None:
            title = office.say("people.can", person=person.name, case=case.id if case else "")
            heads = [office.say(f"people.{h}") for h in ("step", "as", "answer", "reason")]
            rows = [_permission_row(office, p, case) for p in shown]
            table(console, heads, rows, title=title, ratios=(3, 4, 1, 6))
            left = len(found) - len(shown)
            if left:
                put(console, office.say("people.left_out", count=str(left)))

        office.screen.result(payload, show)
    return ExitCode.DONE


def _person(office: Office, text: str) -> Person:
    people = office.workspace.agency.people
    found = next((p for p in people if p.id == office.person_id(text)), None)
    if found is None:  # the system and the seal are no people
        known = office.messages.value(tuple(p.id for p in people))
        raise InputError("command.unknown_person", person=text, near="", known=known)
    return found


def _permissions(office: Office, person: Person, case: Case | None) -> tuple[Permission, ...]:
    workspace = office.workspace
    if case is None:
        return standing_permissions(workspace.law, workspace.now().date(), person)
    desk = workspace.road.desk(case, NO_FILES)
    return permissions(case, desk, workspace.now(), person)


def _permission_payload(
    office: Office, permission: Permission, case: Case | None
) -> dict[str, object]:
    transition = permission.transition
    return {
        "machine": permission.workflow.id,
        "track": permission.track or None,
        "trigger": transition.trigger,
        "transition": transition.id,
        "name": office.names.transition(transition),
        "actors": [{"role": a.role, "relation": a.relation or None} for a in permission.actors],
        "articles": [office.names.article(law) for law in transition.law],
        "answer": permission.answer.value,
        "unmet": [
            verdict_payload(office, v, case.id if case is not None else "")
            for v in permission.unmet
        ],
    }


def _permission_row(office: Office, permission: Permission, case: Case | None) -> tuple[str, ...]:
    transition = permission.transition
    reasons = [
        office.say(
            "people.because",
            reason=office.messages.reason(v, case.id if case is not None else ""),
            article=office.names.article(v.law),
        )
        for v in permission.unmet
    ]
    return (
        f"{office.names.transition(transition)} {transition.trigger}",
        office.messages.listed(
            office.say(
                "people.actor",
                role=office.messages.named("role", a.role),
                relation=office.names.relation(a.relation),
            )
            for a in permission.actors
        ),
        office.say(f"people.answers.{permission.answer.value}"),
        office.messages.listed(reasons) or office.names.articles(transition.law),
    )


# -- who is who -----------------------------------------------------------------------------------


def show_people(session: Session, case_text: str) -> ExitCode:
    """Give the roster, or everybody who works or worked on a case."""
    with session.open() as office:
        if case_text:
            _show_case(office, office.case(case_text))
        else:
            _show_roster(office)
    return ExitCode.DONE


def _show_roster(office: Office) -> None:
    people = office.workspace.agency.people
    payload = {"ok": True, "people": [_person_payload(office, p) for p in people]}

    def show(console: "Console") -> None:
        keys = ("id", "name", "roles", "squad", "certificate", "key")
        heads = [office.say(f"people.{key}") for key in keys]
        table(console, heads, [_person_row(office, p) for p in people], whole=(0, 1))

    office.screen.result(payload, show)


def _person_payload(office: Office, person: Person) -> dict[str, object]:
    certificate = person.certificate
    return {
        "id": person.id,
        "name": person.name,
        "roles": sorted(person.roles),
        "squad": person.squad or None,
        "certificate": certificate.number if certificate is not None else None,
        "valid_to": certificate.valid_to if certificate is not None else None,
        "qualified_today": person.qualified_on(office.workspace.now().date()),
        "legal_qualification": person.legal_qualification or None,
        "has_key": _has_key(office, person),
    }


def _person_row(office: Office, person: Person) -> tuple[str, ...]:
    squad, certificate = office.workspace.agency.squad(person.squad), person.certificate
    today = office.workspace.now().date()
    valid = "valid" if person.qualified_on(today) else "invalid"
    return (
        person.id,
        person.name,
        office.messages.listed(office.messages.named("role", r) for r in sorted(person.roles)),
        squad.name if squad is not None else "",
        office.say(f"people.{valid}", number=certificate.number, until=certificate.valid_to)
        if certificate is not None
        else person.legal_qualification,
        "" if _has_key(office, person) else office.say("people.no_key"),
    )


def _has_key(office: Office, person: Person) -> bool:
    return held_file(office.workspace.root / names.KEYS, person.id) is not None


def _show_case(office: Office, case: Case) -> None:
    standing, ties = Standing(case=case), office.workspace.law.relations
    named = {name: standing.people(ties[name]) for name in TOLD}
    works = {person: works_of(case, person) for person in named["recused"]}
    payload = {
        "ok": True,
        "case": case.id,
        "owner": owner(case),
        "lead_officer": case.data.text("lead_officer") or None,
        "assistant_officer": case.data.text("assistant_officer") or None,
        **{name: list(people) for name, people in named.items()},
        "to_recheck": {
            person: [{"seq": e.seq, "at": e.at, "trigger": e.trigger} for e in acts]
            for person, acts in works.items()
        },
    }

    def show(console: "Console") -> None:
        rows = [(office.say("people.owner"), office.person(owner(case)))]
        rows += [
            (office.names.relation(name), _names(office, people))
            for name, people in named.items()
            if people
        ]
        table(console, ("", ""), rows)
        for person, acts in works.items():
            put(console, f"\n{office.say('people.to_recheck', person=office.person(person))}")
            for event in acts:
                line = office.say(
                    "people.act", seq=event.seq, at=event.at, step=step_name(office, event)
                )
                put(console, f"  {line}")

    office.screen.result(payload, show)


def _names(office: Office, people: Sequence[str]) -> str:
    return office.messages.value(tuple(office.person(p) for p in people))

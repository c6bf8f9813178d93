"""`workflow check`: everything the definitions permit, held against the statute, and told.

Exit status 7 when anything was found. What is explored and proven is the engine's business.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from commands.check_story import StoryTeller
from commands.exit_codes import ExitCode
from commands.screen import put, table
from commands.session import Session
from commands.workflow_parts import payload as plain_part
from commands.workflow_versions import today
from engine.checking.story import Step, Story
from runtime.checking import Checked, Findings, Question, check, law_to_prove
from workflows.claim_data import load_claims

if TYPE_CHECKING:
    from rich.console import Console


def check_definitions(
    session: Session, scopes: tuple[str, ...], files: tuple[Path, ...]
) -> ExitCode:
    """Explore the scopes named, or all, with `files` in place of the current versions."""
    question = Question(root=session.root, files=files, day=today(session))
    bureau = law_to_prove(question)
    teller = StoryTeller(bureau[0], session.language)
    with session.screen.progress(teller.phrase("exploring")) as progress:
        found = check(question, bureau, scopes, progress)
    stories = [s for c in found.checked for s in c.stories]
    structural = _structural(teller, found)

    def show(console: "Console") -> None:
        keys = ("scope", "states", "edges", "invariants", "seconds", "verdict")
        rows = [_row(teller, c) for c in found.checked]
        table(console, tuple(teller.phrase(f"heads.{key}") for key in keys), rows)
        put(console, _total(teller, found))
        for number, story in enumerate(stories, start=1):
            put(console, "")
            put(console, _title(teller, story, number))
            for line in teller.lines(story):
                put(console, line)
        for line in structural:
            put(console, line)
        count = len(stories) + len(structural)
        put(console, teller.phrase("found", count=str(count)) if count else teller.phrase("proven"))

    session.screen.result(_payload(teller, found, stories, structural), show)
    return ExitCode.DONE if found.sound else ExitCode.INTEGRITY


def _row(teller: StoryTeller, checked: Checked) -> tuple[str, ...]:
    proof = checked.proof
    count = len(checked.stories)
    proven = teller.phrase("verdict.proven")
    return (
        f"{proof.scope.id} {teller.scope(proof.scope)}",
        str(proof.states),
        str(proof.edges),
        f"{checked.met} / {len(checked.concerning)}",
        f"{checked.seconds:.1f}",
        teller.phrase("verdict.broken", count=str(count)) if count else proven,
    )


def _total(teller: StoryTeller, found: Findings) -> str:
    return teller.phrase(
        "total",
        scopes=str(len(found.checked)),
        states=str(sum(c.proof.states for c in found.checked)),
        edges=str(sum(c.proof.edges for c in found.checked)),
        occasions=str(len(found.occasions)),
        invariants=str(len(found.invariants)),
        seconds=f"{found.seconds:.1f}",
    )


def _title(teller: StoryTeller, story: Story, number: int) -> str:
    scope = next(s for s in load_claims().scopes if s.id == story.scope)
    return teller.phrase(
        "story.title", number=str(number), scope=teller.scope(scope), invariant=story.invariant
    )


def _structural(teller: StoryTeller, found: Findings) -> list[str]:
    """What is wrong and shown by no course of a case."""
    told = [teller.unreached(i) for i in found.unreached]
    wanted = {p.rule: p for p in load_claims().periods}
    for breach in found.periods:
        period = wanted[breach.invariant]
        told.append(teller.period(period.rule, (period.length, period.unit), period.law))
    return told


# -- for programs --------------------------------------------------------------------------------


def _payload(
    teller: StoryTeller, found: Findings, stories: list[Story], structural: list[str]
) -> dict[str, object]:
    return {
        "ok": found.sound,
        "seconds": round(found.seconds, 2),
        "scopes": [_scope(teller, c) for c in found.checked],
        "invariants": len(found.invariants),
        "occasions": len(found.occasions),
        "without_occasion": sorted(found.invariants - found.occasions),
        "stories": [_story(teller, s) for s in stories],
        "unreached": list(found.unreached),
        "periods": [b.invariant for b in found.periods],
        "findings": structural,
    }


def _scope(teller: StoryTeller, checked: Checked) -> dict[str, object]:
    proof = checked.proof
    return {
        "scope": proof.scope.id,
        "name": teller.scope(proof.scope),
        "states": proof.states,
        "edges": proof.edges,
        "complete": proof.complete,
        "occasions": checked.met,
        "invariants": len(checked.concerning),
        "seconds": round(checked.seconds, 2),
        "proven": checked.sound,
    }


def _story(teller: StoryTeller, story: Story) -> dict[str, object]:
    return {
        "scope": story.scope,
        "invariant": story.invariant,
        "name": teller.name(story),
        "law": story.law,
        "steps": [_step(s) for s in story.steps],
        "lacks": [
            {
                "kind": lack.need.kind,
                "need": plain_part(lack.need),
                "answer": lack.answer,
                "message": teller.lack(story, lack),
            }
            for lack in story.lacks
        ],
        "wanting": story.wanting,
        "text": teller.lines(story),
    }


def _step(step: Step) -> dict[str, object]:
    return {
        "at": step.at,
        "days": step.days,
        "lapsed": step.lapsed,
        "machine": step.machine,
        "transition": step.transition,
        "role": step.role,
        "everybody": step.everybody,
        "chosen": [{"input": name, "value": value} for name, value in step.chosen],
        "circumstances": [
            {"fact": fact, "with": dict(args), "answer": answer}
            for fact, args, answer in step.circumstances
        ],
        "documents": [{"form": form, "status": status} for form, status in step.documents],
        "served": step.served or None,
        "deadlines": [{"move": move, "rule": rule} for move, rule in step.deadlines],
        "tracks": step.tracks,
        "state": step.state,
    }

"""The sentences of grading: what a finding says and what would cure it, in any language."""

from collections.abc import Mapping

from engine.grading.finding import Finding
from engine.grading.scoring import Deduction
from engine.verdict import Detail, Remark
from runtime.messages import Messages

#: Catalogues that explain findings.
TOPICS = ("grading", "grading_steps")


def reason(messages: Messages, found: Finding | Deduction, case: str = "") -> str:
    """Return what was found."""
    return _told(messages, found, "found", case)


def cure(messages: Messages, found: Finding | Deduction, case: str = "") -> str:
    """Return what would cure it."""
    return _told(messages, found, "cure", case)


def _told(messages: Messages, found: Finding | Deduction, side: str, case: str) -> str:
    texts = (messages.template(topic, "finding", found.code, side) for topic in TOPICS)
    template = next((t for t in texts if t is not None), None)
    if template is None:
        return found.code
    details = {name: _bare(messages, value) for name, value in found.details.items()}
    return messages.fill(template, {**details, **_verdict(messages, found, case)})


def _bare(messages: Messages, value: Detail) -> object:
    """A remark without its article: a finding names one of its own."""
    if isinstance(value, Remark):
        return messages.remark(value, cited=False)
    if isinstance(value, tuple) and value and isinstance(value[0], Remark):
        return messages.listed(
            messages.remark(v, cited=False) for v in value if isinstance(v, Remark)
        )
    return value


def _verdict(messages: Messages, found: Finding | Deduction, case: str) -> Mapping[str, str]:
    """What a requirement that is not met says of itself."""
    verdict = found.verdict if isinstance(found, Finding) else None
    if verdict is None:
        return {}
    return {"reason": messages.reason(verdict, case), "cure": messages.cure(verdict, case)}

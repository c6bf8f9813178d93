"""Steps about what a refused decision lacks, in the words the officer reads."""

from pytest_bdd import parsers, then

from engine.verdict import Remark
from runtime.languages import Language
from runtime.messages import Messages
from runtime.naming import LawNames
from tests.playbook import law


def told(outcome):
    """Every finding behind a refusal, as the officer reads it, without its article."""
    messages = Messages(Language.ZH, LawNames(law(), Language.ZH))
    found = (d for v in outcome.unmet for d in v.details.get("found", ()))
    return [messages.remark(r, cited=False) for r in found if isinstance(r, Remark)]


@then(parsers.parse("指出：{text}"))
def _(story, text):
    assert text in told(story.outcome)


@then(parsers.parse("共指出 {count:d} 处"))
def _(story, count):
    found = told(story.outcome)
    assert len(found) == count, found

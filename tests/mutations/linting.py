"""What `workflow lint` says of a definition that stands in no file."""

from functools import cache

from runtime.composing import shipped_catalogue
from runtime.linting import spoken_terms
from workflows.line_index import LineIndex
from workflows.lint_finding import Level
from workflows.lint_report import Report
from workflows.lint_shape import check_shape, marks_left
from workflows.lint_transition import TransitionLint
from workflows.lint_words import gather_words

_NOWHERE = LineIndex("{}")


def lint_codes(law, machine):
    """The errors of one machine, as codes with the word each is about."""
    versions = tuple(law.workflows.values())
    words, marks = _words()(versions), marks_left(versions)
    found = set()
    for workflow in versions:
        if workflow.id == machine:
            report = Report(machine, _NOWHERE)
            for number in range(len(workflow.transitions)):
                TransitionLint(workflow, number, words, report, marks).check()
            check_shape(workflow, words, report)
            found |= {
                (f.code, str(f.facts.get("word", "")))
                for f in report.findings
                if f.level is Level.ERROR or f.code == "never_stopped"
            }
    return frozenset(found)


@cache
def _words():
    forms, terms = shipped_catalogue().forms(), spoken_terms()
    return lambda versions: gather_words(forms, terms, versions)

"""Texts of forms as Jinja2 templates over a case's values: sandboxed, strict, never a guess.

A value that is missing is an error; a date or amount without a filter is an error too, because its
written form is a matter of law. Refuses to know forms and pages.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import TemplateRuntimeError
from jinja2.nodes import Filter, Node, Test
from jinja2.parser import Parser
from jinja2.sandbox import SandboxedEnvironment

from documents.clauses import Scope, clause, rendered, result_of
from documents.filters import FILTERS
from engine.errors import InputError

Values = Mapping[str, object]


class Environment(SandboxedEnvironment):
    """Strict templates whose dots read a mapping's entries before anything else."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # Any: as jinja2 declares it
        """`case.items` is the entry `items` of a case, never the method of its mapping."""
        if type(obj) is dict or isinstance(obj, Mapping):  # nearly all are, and it is dear to ask
            found = obj.get(attribute, self)
            return self.undefined(obj=obj, name=attribute) if found is self else found
        return super().getattr(obj, attribute)


def _printed(value: object) -> object:
    """What a bare `{{ value }}` prints: text and whole numbers; None is nothing."""
    if value is None:
        return ""
    if isinstance(value, StrictUndefined):
        return str(value)  # raises UndefinedError
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, date):
        raise InputError("document.unformatted", kind=type(value).__name__, filter="date")
    raise InputError("document.unformatted", kind=type(value).__name__, filter="")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one environment of all forms."""
    made = Environment(
        autoescape=False,
        undefined=StrictUndefined,
        finalize=_printed,
        keep_trailing_newline=True,
    )
    made.filters.update(FILTERS)
    made.globals["clause"] = clause
    return made


@lru_cache(maxsize=8192)
def compiled(source: str) -> Template:
    """A text template, compiled once."""
    return environment().from_string(source)


@lru_cache(maxsize=2048)
def expression(source: str) -> Template:
    """An expression, compiled once, as a template that leaves `result` behind."""
    compiled_once = environment().compile_expression(source)
    return compiled_once._template  # noqa: SLF001 - calling it would go through all globals anew


def check_text(source: str) -> str | None:
    """What is wrong with a text template, or None.

    It is read, not compiled: of a hundred forms a command fills a few.
    """
    return _problem(environment().parse, source) if "{" in source else None


def check_expression(source: str) -> str | None:
    """What is wrong with an expression, or None."""
    return _problem(_expression_read, source)


def _expression_read(source: str) -> Node:
    parser = Parser(environment(), source, state="variable")
    read = parser.parse_expression()
    if not parser.stream.eos:
        raise TemplateSyntaxError("chunk after expression", parser.stream.current.lineno)
    return read


def _problem(reading: Callable[[str], Node], source: str) -> str | None:
    made = environment()
    try:
        read = reading(source)
    except TemplateSyntaxError as error:
        return str(error.message)
    for kind, known in ((Filter, made.filters), (Test, made.tests)):
        for node in (read, *read.find_all(kind)):
            if isinstance(node, kind) and node.name not in known:
                return f"No {kind.__name__.lower()} named {node.name!r}."
    return None


FAILURES = (TemplateRuntimeError, TypeError, ValueError, ArithmeticError)


def scope_of(values: Values | Scope) -> Scope:
    """The values together with what every text may use; who renders many texts makes it once."""
    return values if isinstance(values, Scope) else Scope({**environment().globals, **values})


def render(source: str, values: Values | Scope) -> str:
    """The text with its values.

    Raises InputError `document.value_missing` naming what is missing, `document.template_failed`
    for values of a kind the text cannot use.
    """
    if "{" not in source:
        return source.strip()
    try:
        return rendered(compiled(source), scope_of(values))
    except FAILURES as error:
        raise _failed(source, error) from error


def evaluate(source: str, values: Values | Scope) -> object:
    """The value of an expression; errors as for `render`."""
    try:
        found = result_of(expression(source), scope_of(values))
        if isinstance(found, StrictUndefined):
            str(found)  # raises UndefinedError
    except FAILURES as error:
        raise _failed(source, error) from error
    return found


def _failed(source: str, error: Exception) -> InputError:
    code = "value_missing" if type(error) is UndefinedError else "template_failed"
    return InputError(f"document.{code}", template=source, problem=str(error))

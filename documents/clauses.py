"""Statutory wording shared by many forms: remedies, payment, hearing rights, each written once.

`clause('remedy_ordinary')` in a form prints clauses.yaml's text over the same values, so a period
or rate of the law stands in one place. Refuses to know forms, cases and which clause a form needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from jinja2 import Environment, Template, pass_context
from jinja2.runtime import Context

from documents.yaml_nodes import Node, optional, parse
from engine.errors import ConfigurationError

FILE = "clauses.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One statutory text: its template, the articles it carries out, the periods it names.

    `periods` are ids of the deadline register whose lengths the text writes in words.
    """

    id: str
    text: str
    law: tuple[str, ...]
    periods: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def load_clauses() -> Mapping[str, Clause]:
    """The clauses that come with the product, by id; ConfigurationError `form.*` names the line."""
    return read_clauses((files("documents") / FILE).read_text("utf-8"), FILE)


def read_clauses(text: str, file: str) -> Mapping[str, Clause]:
    """Clauses from YAML text, strictly: unknown, missing and repeated keys are errors."""
    root = parse(text, file)
    names = " ".join(root.names())
    entries = root.mapping(names)
    return MappingProxyType({name: _clause(name, node) for name, node in entries.items()})


@pass_context
def clause(context: Context, key: str, /, **facts: object) -> str:
    """The clause's text over the values of the form that asks, `facts` added or replaced.

    ConfigurationError `form.unknown_clause` when clauses.yaml has none of this id.
    """
    template = _compiled(context.environment, key)
    return rendered(template, Scope({**context.get_all(), **facts}))


class Scope:
    """Values for many texts, which also hold what every text may use."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values
        self._context: Context | None = None

    def beside(self, **extra: object) -> "Scope":
        """The same with further values, for some texts only."""
        return Scope({**self.values, **extra})

    def context(self, environment: Environment) -> Context:
        """What texts read the values through: made once, since it takes longer than most texts.

        A text that sets something of its own leaves it behind; the next one gets a new context.
        """
        if self._context is None or self._context.vars:
            self._context = environment.context_class(environment, self.values, None, {})
        return self._context


def rendered(template: Template, scope: Scope) -> str:
    """The text over these values.

    `Template.render` would copy the values and go through all of these anew for every text.
    """
    context = scope.context(template.environment)
    return "".join(template.root_render_func(context)).strip()


def result_of(template: Template, scope: Scope) -> object:
    """What a template that is an expression leaves behind; undefined stays undefined."""
    context = scope.context(template.environment)
    for _ in template.root_render_func(context):
        pass  # an expression prints nothing
    return context.vars.pop("result")


@lru_cache(maxsize=256)
def _compiled(environment: Environment, key: str) -> Template:
    clauses = load_clauses()
    if key not in clauses:
        raise ConfigurationError("form.unknown_clause", clause=key, known=" ".join(sorted(clauses)))
    return environment.from_string(clauses[key].text)


def _clause(name: str, node: Node) -> Clause:
    entries = node.mapping("law text", "periods")
    periods = optional(entries, "periods")
    return Clause(
        id=name,
        text=entries["text"].text(),
        law=tuple(item.text() for item in entries["law"].items()),
        periods=tuple(item.text() for item in periods.items()) if periods else (),
    )

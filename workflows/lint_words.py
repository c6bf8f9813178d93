"""The words a definition may use: questions, forms, roles, periods, kinds, laws, machines.

Forms and spoken terms belong to other rooms and are handed in. A data file that cannot be read
leaves its words unknown instead of making every use of them wrong.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import TypeVar

import engine.facts
from engine.definition import Workflow
from engine.errors import ConfigurationError
from engine.facts import fact_names
from engine.forms import FormInfo
from engine.periods import DeadlineRule
from engine.schema import KINDS, FieldSpec
from workflows.deadline_data import load_deadlines
from workflows.duty_data import load_duties
from workflows.field_data import load_records
from workflows.instrument_data import load_instruments
from workflows.reasoning_data import load_reasoning

T = TypeVar("T")
#: How a question reads an argument by name.
_READS = re.compile(r"""args(?:\.\w+\(|\[|, )["']([a-z_]+)["']""")
#: Arguments that are asked for by the kind of the party.
PARTY_KINDS = ("citizen", "entity", "sole_trader")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything a definition may name; None where it is not known what there is."""

    forms: Mapping[str, FormInfo]
    #: Ids under each kind of term that every language can say.
    terms: Mapping[str, frozenset[str]]
    rules: Mapping[str, DeadlineRule] | None = None
    records: Mapping[str, tuple[FieldSpec, ...]] | None = None
    instruments: frozenset[str] | None = None
    relations: frozenset[str] | None = None
    #: Kinds of decision whose reasons are looked at.
    decisions: frozenset[str] | None = None
    #: Every known version of every machine.
    machines: Mapping[str, tuple[Workflow, ...]] = field(default_factory=dict)
    facts: frozenset[str] = field(default_factory=fact_names)

    def kinds(self) -> frozenset[str]:
        """Return the kinds an input field may have."""
        return KINDS | (self.records or {}).keys()


def gather_words(
    forms: Mapping[str, FormInfo],
    terms: Mapping[str, frozenset[str]],
    versions: tuple[Workflow, ...],
) -> Words:
    """Return the words of the shipped data, with these versions of machines."""
    book = _readable(load_deadlines)
    laws = _readable(load_instruments)
    duties = _readable(load_duties)
    reasoning = _readable(load_reasoning)
    machines: dict[str, tuple[Workflow, ...]] = {}
    for version in versions:
        machines[version.id] = (*machines.get(version.id, ()), version)
    return Words(
        forms=forms,
        terms=terms,
        rules={r.id: r for r in book.rules} if book is not None else None,
        records=_readable(load_records),
        instruments=frozenset(laws) if laws is not None else None,
        relations=frozenset(duties.relations) if duties is not None else None,
        decisions=frozenset(d for e in reasoning for d in e.decisions) if reasoning else None,
        machines=machines,
    )


def _readable(load: Callable[[], T]) -> T | None:
    """Return what a loader gives; None for a file that is linted by itself and told of there."""
    try:
        return load()
    except ConfigurationError:
        return None


@cache
def argument_names() -> frozenset[str]:
    """Return the names under which any question reads an argument."""
    modules = [m for m in vars(engine.facts).values() if isinstance(m, ModuleType)]
    found = {name for m in modules for name in _READS.findall(inspect.getsource(m))}
    amounts = {f"{kind}_fen" for kind in PARTY_KINDS}
    return frozenset(found | amounts | set(PARTY_KINDS))

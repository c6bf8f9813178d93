"""What the verifier works out by itself is what the program works out, by other code."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import merkle
from engine.deadlines import compute
from engine.periods import Extension, Pause, Unit
from runtime import bag_law
from runtime.verifier.definitions import _says, from_source
from runtime.verifier.ledger import included, root_of
from runtime.verifier.periods import Counting
from runtime.verifier.replay import Period
from tests.playbook import law
from workflows.definition_data import SHIPPED, load_workflow

COUNTED = sorted(
    rule.id for rule in law().rules.values() if rule.unit.counted and rule.unit is not Unit.HOURS
)
DAY = dt.timedelta(days=1)


class Registers:
    """A bag that holds the law's registers and nothing else."""

    def json(self, name):
        tables = law().calendar.tables
        calendar = {
            "years": [
                {
                    "year": table.year,
                    "days_off": {day.isoformat(): why for day, why in table.holidays.items()},
                    "worked_weekends": {d.isoformat(): why for d, why in table.make_up.items()},
                }
                for table in tables.values()
            ],
            "closures": {},
        }
        found = {
            "audit/law/deadlines.json": bag_law.deadlines(law()),
            "audit/law/calendar.json": calendar,
        }
        return found.get(name, {"rebinding": law().dossier.rebinding})


def period_of(computed, pauses, extensions):
    change = {
        "instance": f"{computed.rule_id}#1",
        "rule": computed.rule_id,
        "track": "main",
        "computed": computed.to_plain(),
    }
    period = Period(change, Began())
    period.pauses = [(pause.first, pause.last) for pause in pauses]
    period.extensions = [(e.length, e.unit.value, e.granted_on) for e in extensions]
    return period


class Began:
    """An event a period began with."""

    seq = 1


COUNTING = Counting(Registers())


@settings(max_examples=100, deadline=None)
@given(
    rule=st.sampled_from(COUNTED),
    start=st.dates(dt.date(2025, 1, 1), dt.date(2025, 5, 31)),
    pause=st.none() | st.tuples(st.integers(1, 20), st.integers(0, 15)),
    more=st.none() | st.integers(1, 30),
)
def test_periods_end_on_the_same_day(rule, start, pause, more):
    found = law().rules[rule]
    if found.length > 90 and found.unit in (Unit.CALENDAR_DAYS, Unit.YEARS):
        pause = more = None
    pauses, extensions = (), ()
    if pause and found.direction.value == "forward":
        first = start + pause[0] * DAY
        pauses = (Pause(first=first, last=first + pause[1] * DAY, reason="—"),)
    if more and found.direction.value == "forward":
        unit = Unit.CALENDAR_DAYS
        extensions = (Extension(length=more, unit=unit, granted_on=start, reason="—"),)
    try:
        computed = compute(found, start, law().calendar, pauses=pauses, extensions=extensions)
    except Exception as missing:  # noqa: BLE001 - the year's table may be missing; then nothing is compared
        assert "year" in str(missing)
        return
    due = COUNTING.due(period_of(computed, pauses, extensions))
    assert (due.raw, due.due, due.breach) == (
        computed.raw_due,
        computed.due,
        computed.breach_after,
    )


def test_every_shipped_definition_is_read_from_its_source_as_the_program_reads_it():
    paths = sorted(SHIPPED.glob("*.yaml"))
    assert len(paths) > 10
    for path in paths:
        written = from_source(path.read_text("utf-8"))
        told = bag_law.definition(load_workflow(path))
        assert written is not None, path.name
        assert _says(told, written), path.name
        assert [t["id"] for t in written["transitions"]] == [t["id"] for t in told["transitions"]]


@given(size=st.integers(1, 40), at=st.integers(0, 39))
def test_paths_through_the_tree(size, at):
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]
    index = at % size
    path = list(merkle.inclusion_proof(merkle.nodes_of(leaves), index, size))
    root = merkle.root(leaves)
    assert root_of(leaves) == root
    assert included(leaves[index], index, size, path, root)
    assert not included(leaves[index], index, size, [*path, root], root)
    assert not included(leaves[index], index + size, size, path, root)
    if size > 1:
        assert not included(leaves[index - 1], index, size, path, root)

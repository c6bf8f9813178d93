"""Mistakes in the periods themselves: shorter, counted in another unit, rolled over otherwise."""

from dataclasses import replace

from engine.periods import Rollover, Unit
from tests.mutations.mutant import Mutant

OTHER_UNIT = {
    Unit.WORKING_DAYS: Unit.CALENDAR_DAYS,
    Unit.CALENDAR_DAYS: Unit.WORKING_DAYS,
    Unit.MONTHS: Unit.CALENDAR_DAYS,
    Unit.YEARS: Unit.MONTHS,
    Unit.HOURS: Unit.CALENDAR_DAYS,
}
OTHER_ROLLOVER = {
    Rollover.PARTY: Rollover.AGENCY_CAP,
    Rollover.AGENCY_CAP: Rollover.PARTY,
    Rollover.AGENCY: Rollover.PARTY,
    Rollover.NONE: Rollover.PARTY,
}


def length_mutants(law):
    """Every counted period, one day short, one too long, in another unit, rolled otherwise."""
    for rule in law.rules.values():
        if not rule.unit.counted:
            continue
        if rule.length > 1:
            yield _mutant("period_shortened", rule, length=rule.length - 1)
        yield _mutant("period_lengthened", rule, length=rule.length + 1)
        yield _mutant("period_unit", rule, unit=OTHER_UNIT[rule.unit])
        yield _mutant("period_rollover", rule, rollover=OTHER_ROLLOVER[rule.rollover])


def _mutant(kind, rule, **change):
    ((name, value),) = change.items()
    return Mutant(
        kind=kind,
        machine="",
        acts=(),
        detail=rule.id,
        description=f"{rule.id}: {name} {getattr(rule, name)} becomes {value}",
        spoil=lambda law: replace(law, rules={**law.rules, rule.id: replace(rule, **change)}),
        period=True,
    )

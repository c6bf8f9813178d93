"""What the items and vetoes of a grading profile are fed from, one module to a subject.

Importing this package registers every check; a new module is added to `ALL`.
"""

from types import ModuleType

from engine.grading.checks import (
    binding,
    closing,
    decision,
    discretion,
    evidence,
    filing,
    following,
    general,
    hearing,
    law,
    money,
    notice,
    order,
    papers,
    party,
    people,
    performing,
    power,
    preserving,
    proof,
    records,
    review,
    serving,
    soundness,
    spot,
    stated,
    steps,
)

#: Every module with checks.
ALL: tuple[ModuleType, ...] = (
    binding,
    closing,
    decision,
    discretion,
    evidence,
    filing,
    following,
    general,
    hearing,
    law,
    money,
    notice,
    order,
    papers,
    party,
    people,
    performing,
    power,
    preserving,
    proof,
    records,
    review,
    serving,
    soundness,
    spot,
    stated,
    steps,
)

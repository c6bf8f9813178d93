"""What the items and vetoes of a grading profile are fed from, one module to a subject.

Importing this package registers every check; a new module is added to `ALL`.
"""

from types import ModuleType

from engine.grading.checks import general, law

#: Every module with checks.
ALL: tuple[ModuleType, ...] = (general, law)

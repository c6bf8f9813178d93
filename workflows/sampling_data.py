"""The numbers and roles of the monthly sample, from `grading/sampling.yaml`.

Complaints name file and line; how a sample is drawn is the engine's business.
"""

from dataclasses import dataclass
from pathlib import Path

from engine.closed_dossiers import Closings
from engine.sampling import Rules
from workflows.lined_yaml import read_fields

SHIPPED = Path(__file__).parent / "data" / "grading" / "sampling.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingPlan:
    """What a bureau has settled about its monthly sample."""

    rules: Rules
    #: Whether the bureau itself has confirmed the number.
    confirmed: bool
    #: Roles that may promise a secret, draw, and review.
    commits: frozenset[str]
    draws: frozenset[str]
    reviews: frozenset[str]
    closings: Closings


def load_sampling(path: Path = SHIPPED) -> SamplingPlan:
    """Return the plan in a file; raises ConfigurationError with the line."""
    top = read_fields(path)
    size = top.scalar("size")
    if size.whole() < 1:
        size.place.refuse("data.not_a_number", field="size", value=size.value)
    closed, apart = top.child("closed_by"), top.child("apart")
    plan = SamplingPlan(
        rules=Rules(size=size.whole(), always=top.texts("always")),
        confirmed=top.scalar("confirmed").truth(),
        commits=frozenset(top.texts("commits")),
        draws=frozenset(top.texts("draws")),
        reviews=frozenset(top.texts("reviews")),
        closings=Closings(
            states={name: frozenset(closed.texts(name)) for name in closed.names()},
            through=frozenset(top.texts("through")),
            telling=frozenset(top.texts("telling")),
            after=frozenset(top.texts("after")),
            apart_inputs=frozenset(apart.texts("inputs")),
            apart_moves=frozenset(apart.texts("moves")),
        ),
    )
    apart.done()
    top.done()
    return plan

"""Reading the answers to a checklist from an input file.

Knows how yes, no and not applicable are written; what an answer settles is judged elsewhere.
"""

from collections.abc import Mapping

from engine.definition import Transition
from engine.judging import Answer
from engine.schema import Problem

CHECKS_KEY = "核对"

_RESULTS = {
    True: "yes",
    False: "no",
    "是": "yes",
    "否": "no",
    "不适用": "not_applicable",
    "yes": "yes",
    "no": "no",
}


def read_answers(
    transition: Transition, raw: object
) -> tuple[dict[str, Answer], tuple[Problem, ...]]:
    """Read the checklist answers of an input file, keyed by item id or question."""
    if not isinstance(raw, Mapping):
        return {}, (Problem(path=CHECKS_KEY, code="not_a_mapping"),)
    if not raw:
        return {}, ()
    known = {i.id: i.id for i in transition.checklist} | {i.ask: i.id for i in transition.checklist}
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for key, given in raw.items():
        path = f"{CHECKS_KEY}.{key}"
        if str(key) not in known:
            hint = "、".join(i.ask for i in transition.checklist if i.kind != "auto")
            problems.append(Problem(path=path, code="unknown_field", facts={"known": hint or "—"}))
        elif not isinstance(given, bool | str) or given not in _RESULTS:
            problems.append(Problem(path=path, code="not_yes_no", facts={"given": str(given)}))
        else:
            answers[known[str(key)]] = Answer(result=_RESULTS[given])
    return answers, tuple(problems)

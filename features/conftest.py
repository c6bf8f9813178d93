"""Tags of the scenarios: `@law:行政处罚法第56条` marks its test `law("行政处罚法第56条")`, and
`@rule:R064` marks it `rule("R064")`.

Also hands every feature the steps about cases.
"""

import pytest

from features.law_table import PREFIX

pytest.register_assert_rewrite(
    "features.case_steps",
    "features.enforcement_steps",
    "features.life_steps",
    "features.reasoning_steps",
    "features.staffing_steps",
    "tests.bureau",
)


def pytest_configure(config):
    from features import (
        case_steps,
        enforcement_steps,
        life_steps,
        merging_steps,
        reasoning_steps,
        review_steps,
        seed_steps,
        staffing_steps,
    )

    config.addinivalue_line("markers", "law(article): the article a scenario holds")
    config.addinivalue_line("markers", "rule(id): the rule or trap a scenario holds")
    config.pluginmanager.register(case_steps, "case_steps")
    config.pluginmanager.register(enforcement_steps, "enforcement_steps")
    config.pluginmanager.register(life_steps, "life_steps")
    config.pluginmanager.register(merging_steps, "merging_steps")
    config.pluginmanager.register(reasoning_steps, "reasoning_steps")
    config.pluginmanager.register(review_steps, "review_steps")
    config.pluginmanager.register(seed_steps, "seed_steps")
    config.pluginmanager.register(staffing_steps, "staffing_steps")


def pytest_bdd_apply_tag(tag, function):
    """Keep articles and rules as arguments of markers, since articles are not identifiers."""
    kind, colon, named = tag.partition(":")
    if kind not in (PREFIX.removesuffix(":"), "rule") or not colon:
        return None
    getattr(pytest.mark, kind)(named)(function)
    return True

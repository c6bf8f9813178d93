"""A definition that asks for what cannot be done is named, with its step, instead of failing."""

import pytest

from engine.errors import ConfigurationError
from tests.bureau import Bureau
from tests.versions import law_with, version

RULE = "rule: R082, law: M55 29}\n"
NEVER = "      - {fact: deadline_never_extended, with: {deadline: D11}, " + RULE
ONCE = "      - {fact: deadline_extended_times, with: {deadline: D11, times: 1}, " + RULE


def test_one_extension_more_than_the_law_has_is_told_with_its_step(tmp_path_factory):
    loose = version(tmp_path_factory.mktemp("loose"), "ordinary", (NEVER, ""), (ONCE, ""))
    bureau = Bureau(rules=law_with(loose))
    bureau.play("m11", until="end_investigation")
    bureau.do("extend_decision")
    bureau.do("extend_decision_again")
    with pytest.raises(ConfigurationError) as caught:
        bureau.do("extend_decision", at="2026-06-21 09:00")
    assert caught.value.code == "definition.extended_too_often"
    assert caught.value.facts == {"rule": "D11", "transition": "T149", "most": 2}

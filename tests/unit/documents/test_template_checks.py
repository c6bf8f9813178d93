"""A form whose texts cannot be filled is found when it is read, not when it is needed."""

import pytest
from jinja2 import TemplateSyntaxError

from documents.templates import check_expression, check_text, environment

TEXTS = (
    *("", "ok", "{{ a }}", "{{ a | date }}", "{% if a %}b{% endif %}", "{{ a is defined }}"),
    *("{{ a", "{{ a | nope }}", "{{ a is nope }}", "{% if a %}", "{% for %}", "{# a", "{{ a b }}"),
)
EXPRESSIONS = (
    *("a", "a if b else c", "a | date", "a is defined", "a.b[0]", "a | selectattr('x') | list"),
    *("", "a +", "a b", "a }} {{ b", "a | nope", "a is nope", "a | date | nope", "not a is nope"),
)


@pytest.mark.parametrize(
    ("check", "compiled", "source"),
    [
        *((check_text, environment().from_string, text) for text in TEXTS),
        *((check_expression, environment().compile_expression, text) for text in EXPRESSIONS),
    ],
)
def test_reading_finds_what_compiling_would(check, compiled, source):
    try:
        compiled(source)
    except TemplateSyntaxError:
        assert check(source)
    else:
        assert check(source) is None

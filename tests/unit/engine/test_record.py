"""The canonical form of a value is what anybody's JSON writer makes of it, to the byte."""

import json

from hypothesis import given
from hypothesis import strategies as st

from engine.record import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=30
)


@given(VALUES)
def test_the_standard_library_writes_the_same_bytes(value):
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value) == written.encode()


@given(VALUES)
def test_what_was_written_is_read_back(value):
    assert json.loads(canonical(value)) == value

"""What a signature covers is hashed as if it were the only one."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from documents.signing.covered import Covered

DATA = bytes(range(256)) * 2
PLACES = st.tuples(*[st.integers(0, len(DATA))] * 3).map(sorted)


@given(st.lists(PLACES, max_size=6))
def test_a_digest_does_not_depend_on_those_before_it(places):
    covered = Covered(DATA)
    for start, after, end in places:
        alone = hashlib.sha256(DATA[:start] + DATA[after:end]).digest()
        assert covered.without((start, after), end) == alone

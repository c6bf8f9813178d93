"""Every written life can be lived, and ends where it says."""

import pytest

from tests import lives


@pytest.mark.parametrize("name", lives.names())
def test_a_life_ends_where_it_says(name):
    bureau = lives.live(name)
    assert lives.end(bureau, name) == lives.life(name)["ends"]["state"]

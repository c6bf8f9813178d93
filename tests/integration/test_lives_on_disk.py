"""A share of the campaign of `tests.lives_campaign`: short lives carried out on disk and verified.

The whole campaign carries out every written life this way; these few stand for spot decisions,
service, cases merged and work refused before filing.
"""

import pytest

from engine.errors import AnjuanError
from tests import lives, lives_campaign
from tests.bureau_on_disk import BureauOnDisk

SHARE = (
    "merging-x_merged_member",
    "ordinary-not_filed",
    "service-v_served-left",
    "simple-spot_closed-warning",
)


@pytest.mark.parametrize("name", SHARE)
def test_a_life_on_disk_leaves_nothing_amiss(name):
    carried = lives_campaign.carry_out(name)
    assert carried.complaints == ()
    assert carried.signatures > carried.documents > 0


def test_a_life_that_stops_or_leaves_nothing_is_told(monkeypatch):
    def stop(*_):
        raise AnjuanError("case.unknown")

    monkeypatch.setattr(lives_campaign.lives, "live", stop)
    stopped, nothing = lives_campaign.carry_out(SHARE[0]).complaints
    assert stopped.startswith("stopped: ")
    assert nothing == "no documents"


def test_a_paper_with_its_last_signature_cut_off_is_told(tmp_path):
    with BureauOnDisk(tmp_path) as bureau:
        lives.live("transfer-t_dropped", bureau)
        assert list(lives_campaign.amiss(bureau)) == []
        bureau.blobs = Cut(bureau.blobs)
        assert len(list(lives_campaign.amiss(bureau))) >= len(bureau.papers())


class Cut:
    """Files without the revision that was appended last."""

    def __init__(self, whole):
        self.whole = whole

    def get(self, digest):
        pdf = self.whole.get(digest)
        end = pdf.rindex(b"%%EOF", 0, pdf.rindex(b"%%EOF"))
        return pdf[:end] + b"%%EOF\n"

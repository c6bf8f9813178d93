"""Months of dossiers to draw from, promises of secrets, and all that a draw is made of."""

import datetime as dt
import hashlib

from hypothesis import strategies as st

from engine.legal_time import LEGAL_ZONE
from engine.sampling import Eligible, Rules, freeze
from engine.sampling_commitments import Beacon, Commitment, commitment_of
from engine.sampling_record import Occasion
from engine.sampling_reviewers import Reviewer

MONTH = "2026-03"
RULES = Rules(size=25)
SECRET = "5a" * 32


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=LEGAL_ZONE)


#: A value nobody knew before it was published, after the month.
BEACON = Beacon(source="体育彩票排列五第26090期", published_at=at("2026-04-02 20:30"))


def dossier(number, **facts):
    squad = facts.pop("squad", f"z{number % 10}")
    return Eligible(
        case=f"C{number:04d}",
        squad=squad,
        procedure=facts.pop("procedure", ("ordinary", "simple", "parking")[number % 3]),
        outcome=facts.pop("outcome", ("performed", "no_penalty")[number % 7 == 0]),
        closed_on=dt.date(2026, 3, 1 + number % 31),
        leaf=1000 + number,
        **facts,
    )


def seed(number=0):
    return hashlib.sha256(str(number).encode()).hexdigest()


def promise(person="p06", secret=SECRET, *, leaf=10, when="2026-02-27 16:00", **facts):
    return Commitment(
        month=MONTH,
        person=person,
        at=at(when),
        digest=commitment_of(MONTH, person, secret),
        leaf=leaf,
        rules=facts.pop("rules", RULES),
        **facts,
    )


def occasion(dossiers, **facts):
    plain = {
        "agency": "12330200MB15000110",
        "agency_name": "某局",
        "drawn_at": at("2026-04-01 09:00"),
        "drawn_by": "p06",
        "population": freeze(MONTH, dossiers),
        "commitments": (promise(),),
        "secrets": {"p06": SECRET},
        "beacon": "",
        "reviewers": tuple(Reviewer(id=f"r{n}") for n in range(4)),
    }
    return Occasion(**{**plain, **facts})


squads = st.sampled_from(["z1", "z2", "z3", "z4", "z5"])
months = st.lists(
    st.tuples(
        squads,
        st.sampled_from(["ordinary", "simple", "parking"]),
        st.sampled_from(["performed", "no_penalty", "withdrawn"]),
        st.sampled_from([(), (), (), ("remedy",), ("veto",)]),
    ),
    max_size=90,
).map(
    lambda found: [
        dossier(n, squad=s, procedure=p, outcome=o, flags=f) for n, (s, p, o, f) in enumerate(found)
    ]
)

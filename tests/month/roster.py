"""The bureau of the month: 10 squads, 107 officers, 59 squad members, 251 assistants (seed 002).

Names are made up of parts, one for each person. Only officers hold an enforcement certificate;
members and assistants have no role in a case, so that none of them can sign.
"""

from functools import cache
from itertools import product

import yaml

from runtime.examples import example_folder

SQUADS = ("听涛", "栖霞", "望海", "临江", "云岭", "松涧", "白沙", "青石", "荷塘", "古驿")
OFFICERS, MEMBERS, ASSISTANTS = 107, 59, 251
#: Officers who check dossiers of other squads, besides the legal office.
REVIEWERS = 6
SURNAMES = "苏章葛范彭鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷"
GIVEN = (
    "知行",
    "若水",
    "明远",
    "清扬",
    "景和",
    "思源",
    "逸飞",
    "安澜",
    "书恒",
    "云舒",
    "怀瑾",
    "嘉树",
    "子墨",
    "宏图",
    "承泽",
    "念慈",
)
#: Of the example's people, those who belong to no squad.
OFFICE = ("p01", "p05", "p06", "p07", "p08", "p09", "p10", "p11", "p12", "p13", "p14")
LAST_DAY = "2028-12-31"


def names():
    """Yield made-up names, none twice."""
    return ("".join(pair) for pair in product(SURNAMES, GIVEN))


def leader(squad):
    """Id of a squad's leader, squads counted from 0."""
    return f"s{squad:02d}00"


def officer(squad, place):
    """Id of a squad's officer, counted from 0."""
    return f"s{squad:02d}{place + 1:02d}"


def officers_of(squad):
    """Ids of a squad's officers; the certificates are spread as evenly as can be."""
    leaders = len(SQUADS)
    each, more = divmod(OFFICERS - leaders, leaders)
    return tuple(officer(squad, place) for place in range(each + (squad < more)))


def profile():
    """Return the bureau's profile as YAML text."""
    example = yaml.safe_load((example_folder() / "agency.yaml").read_text("utf-8"))
    made = names()
    people = [person for person in example["people"] if person["id"] in OFFICE]
    for squad in range(len(SQUADS)):
        people.append(_officer(leader(squad), next(made), squad, ["squad_leader"], "中队长"))
        duty = officers_of(squad)
        people += [_officer(who, next(made), squad, _roles(who), "执法队员") for who in duty]
    people += [_reviewer(f"r{n:02d}", next(made), n) for n in range(REVIEWERS - 1)]
    for prefix, count, title in (("m", MEMBERS, "队员"), ("a", ASSISTANTS, "协管员")):
        people += [_helper(f"{prefix}{n:03d}", next(made), n, title) for n in range(count)]
    example["people"] = people
    example["squads"] = [{"id": f"z{n}", "name": f"{name}中队"} for n, name in enumerate(SQUADS)]
    return yaml.safe_dump(example, allow_unicode=True, sort_keys=False)


@cache
def _named():
    return {one["id"]: one["name"] for one in yaml.safe_load(profile())["people"]}


def name_of(who):
    """Return a person's name."""
    return _named()[who]


def _roles(who):
    window = ["window_clerk"] if who.endswith("03") else []
    return ["case_officer", "service_officer", *window]


def _officer(who, name, squad, roles, title):
    certificate = {"number": f"浙望执{who[1:]}", "from": "2023-01-01", "to": LAST_DAY}
    return {
        "id": who,
        "name": name,
        "roles": roles,
        "squad": f"z{squad}",
        "title": title,
        "certificate": certificate,
    }


def _reviewer(who, name, number):
    qualified = f"法资A2024{number:04d}"
    roles = ["legal_reviewer"]
    return {
        "id": who,
        "name": name,
        "roles": roles,
        "title": "案卷评查员",
        "legal_qualification": qualified,
    }


def _helper(who, name, number, title):
    return {
        "id": who,
        "name": name,
        "roles": [],
        "squad": f"z{number % len(SQUADS)}",
        "title": title,
    }

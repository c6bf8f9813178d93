"""The cases of the month: written lives, told again of other squads, parties and weeks.

A life moves by whole weeks, so that working days stay working days. Every name, number, plate,
picture and date in what the officers hand in goes along.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace

from engine.identity import birth_date
from tests import lives
from tests.month.parties import party
from tests.month.roster import SQUADS, leader, name_of, officer, officers_of
from tests.playbook import FOLDERS, Step, script

#: What is drawn for a month: play, weeks it may move by so that it closes in April, how many.
CALENDAR = (
    ("m11", (0, 1, 2, 3), 60),
    ("m07", (-2, -1, 0), 60),
    ("ordinary-archived-withdrawn", (4, 5, 6), 20),
    ("simple-spot_closed", (4, 5, 6), 70),
    ("simple-spot_closed-warning", (5, 6, 7), 25),
    ("parking-p_closed", (4, 5, 6), 65),
)
#: After these steps a case is closed; what follows belongs to the review of the month.
CLOSING = frozenset({"approve_closing", "close_spot", "close_parking"})
SELF = "submit_self_review"
BIRTH, NUMBER = "出生日期", "身份证件号码"
_ISO = re.compile(r"2026-\d\d-\d\d")
_CHINESE = re.compile(r"(2026年)?(\d{1,2})月(\d{1,2})日")
_PAPER = re.compile(r"(HL-|非税-|望缴2026-|HL)(\d+)")
YEAR = 2026
#: What the written lives call their parties.
CITIZENS, LEGAL = ("龚明霞",), ("沈国强",)
IDENTITIES, CODES = ("330299197908250028",), ("91330299MA2TT8K4XB",)
PLATES = ("浙Z·示0042", "浙Z·示0417")
ENTERPRISES = ("海岚市顺达土石方运输有限公司", "顺达土石方运输有限公司", "顺达公司")


@dataclass(frozen=True)
class Planned:
    """One case to be carried out, step by step up to its closing."""

    index: int
    squad: int
    play: str
    steps: tuple[Step, ...]


def planned(share=1.0):
    """Return the cases of the month; `share` of each kind, at least one."""
    found = []
    for play, weeks, count in CALENDAR:
        for number in range(max(1, round(count * share))):
            index = len(found)
            squad = (index * 7 + number) % len(SQUADS)
            moved = weeks[number % len(weeks)]
            found.append(
                Planned(
                    index=index, squad=squad, play=play, steps=_steps(play, index, squad, moved)
                )
            )
    return tuple(found)


def _steps(play, index, squad, weeks):
    told = _Telling(index, squad, dt.timedelta(weeks=weeks))
    steps = _course(play)
    last = max(n for n, step in enumerate(steps) if step.trigger in CLOSING)
    return tuple(told.step(step) for step in steps[: last + 1])


def with_sheet(case, sheet):
    """A planned case whose squad grades itself with another sheet."""
    steps = tuple(
        replace(step, raw={**step.raw, "自评单": sheet}) if step.trigger == SELF else step
        for step in case.steps
    )
    return replace(case, steps=steps)


def _course(play):
    """Every step of an example or a written life, with the changes of what it begins from."""
    if play in FOLDERS:
        return script(play)
    begin, earlier = lives.life(play).get("begin") or {}, ()
    if begin:
        whole = _course(begin.get("life") or begin["play"])
        last = next(n for n, step in enumerate(whole) if step.trigger == begin["until"])
        changes = begin.get("changes") or {}
        earlier = (
            replace(step, raw=_changed(step.raw, changes.get(step.trigger, {})))
            for step in whole[: last + 1]
        )
    return (*earlier, *lives.steps(play))


def _changed(old, change):
    """An input with changes, laid upon each other all the way down; None takes a value away."""
    if not isinstance(old, dict) or not isinstance(change, dict):
        return change
    laid = {key: _changed(old[key], change[key]) if key in old else change[key] for key in change}
    return {key: value for key, value in {**old, **laid}.items() if value is not None}


class _Telling:
    """One life told of another squad, party and week."""

    def __init__(self, index, squad, shift):
        self.shift = shift
        self.prefix = f"c{index:03d}"
        self.index = index
        self.minutes = dt.timedelta(minutes=index % 23)
        duty = officers_of(squad)
        first = index // len(SQUADS) * 2 % (len(duty) - 3)
        pair = [duty[4 + (first + n) % (len(duty) - 4)] for n in (0, 1)]
        self.actors = {
            "p02": pair[0],
            "p03": pair[1],
            "p04": leader(squad),
            "p15": officer(squad, 2),
            "p16": officer(squad, 3),
            "p17": leader(squad),
            "p18": officer(squad, 1),
        }
        self.texts = self._texts(squad)

    def _texts(self, squad):
        """What is written instead of what."""
        someone = party(self.index)
        named = {
            "陈志远": "p02",
            "林晓雯": "p03",
            "赵国栋": "p04",
            "王喆堃": "p15",
            "欧阳镕": "p16",
            "高远": "p17",
            "许安": "p18",
        }
        texts = {old: name_of(self.actors[new]) for old, new in named.items()}
        texts |= dict.fromkeys(ENTERPRISES, someone.enterprise)
        texts |= dict.fromkeys(CITIZENS, someone.citizen) | dict.fromkeys(PLATES, someone.plate)
        texts |= dict.fromkeys(IDENTITIES, someone.number) | dict.fromkeys(CODES, someone.code)
        texts |= dict.fromkeys(LEGAL, someone.legal)
        texts |= {f"{name}中队": f"{SQUADS[squad]}中队" for name in ("听涛", "栖霞")}
        return texts

    def step(self, step):
        return replace(
            step,
            actor=self.actors.get(step.actor, step.actor),
            at=step.at + self.shift + self.minutes,
            raw=self._told(step.raw),
        )

    def _told(self, value):
        if isinstance(value, dict):
            told = {self._text(name): self._told(inner) for name, inner in value.items()}
            return told | self._born(told)
        if isinstance(value, list):
            return [self._told(inner) for inner in value]
        if isinstance(value, dt.datetime):
            return value + self.shift if value.year == YEAR else value
        if isinstance(value, dt.date):
            return value + self.shift if value.year == YEAR else value
        return self._text(value) if isinstance(value, str) else value

    def _born(self, told):
        """The birth date that goes with an identity number."""
        born = birth_date(told.get(NUMBER) or "")
        return {BIRTH: born} if born is not None and BIRTH in told else {}

    def _text(self, text):
        if text.startswith("附件/"):
            return f"附件/{self.prefix}-{text.removeprefix('附件/')}"
        for old, new in self.texts.items():
            text = text.replace(old, new)
        text = _ISO.sub(lambda found: self._iso(found[0]), text)
        text = _CHINESE.sub(self._chinese, text)
        return _PAPER.sub(lambda found: f"{found[1]}{found[2]}{self.index:03d}", text)

    def _iso(self, text):
        return (dt.date.fromisoformat(text) + self.shift).isoformat()

    def _chinese(self, found):
        day = dt.date(YEAR, int(found[2]), int(found[3])) + self.shift
        return f"{found[1] or ''}{day.month}月{day.day}日"

"""Tables of grid leads with the seed's figures: so many received, settled and settled in time."""

import csv
import io
import random
from datetime import datetime, timedelta

from engine.legal_time import LEGAL_ZONE

HEADINGS = ("任务号", "问题来源", "上报时间", "责任单位", "处置时限", "办结时间", "网格", "类别")
UNITS = tuple(f"{name}中队" for name in "一二三四五六七八九十")
SOURCES = ("监督员上报", "12319", "12345", "网上留言")
CATEGORIES = ("市容环境", "街面秩序", "施工管理", "公用设施")
#: 2013 first half of the year, as the seed tells it: received, settled, settled in time.
RECEIVED, CLOSED, IN_TIME = 19_075, 17_740, 11_827
#: Leads a day, as many as the seed asks for.
DAILY = 200
BEGIN = datetime(2026, 1, 1, 7, tzinfo=LEGAL_ZONE)


def lead_rows(received=RECEIVED, closed=CLOSED, in_time=IN_TIME, seed=19_075):
    """Yield rows of texts whose counts are exactly those asked for."""
    chance = random.Random(seed)
    fates = ["in_time"] * in_time + ["late"] * (closed - in_time) + ["open"] * (received - closed)
    chance.shuffle(fates)
    for number, fate in enumerate(fates, 1):
        reported = BEGIN + timedelta(minutes=chance.randrange(180 * 24 * 60))
        due = reported + timedelta(hours=chance.choice((4, 24, 72)))
        spare = int((due - reported).total_seconds() // 60)
        settled = {
            "in_time": reported + timedelta(minutes=chance.randrange(spare + 1)),
            "late": due + timedelta(minutes=chance.randrange(1, 5000)),
            "open": None,
        }[fate]
        yield (
            f"H{number:06d}",
            chance.choice(SOURCES),
            written(reported),
            chance.choice(UNITS),
            written(due),
            written(settled) if settled else "",
            f"{chance.randrange(1, 23):02d}",
            chance.choice(CATEGORIES),
        )


def month_rows(month, units, slow=1.0):
    """Yield one month's rows for units of different speed, the first the best; `slow` for all."""
    chance = random.Random(f"leads {month}")
    first = datetime.fromisoformat(f"{month}-01T07:00").replace(tzinfo=LEGAL_ZONE)
    for number in range(1, 30 * DAILY + 1):
        place = chance.randrange(len(units))
        reported = first + timedelta(minutes=chance.randrange(29 * 24 * 60))
        due = reported + timedelta(hours=chance.choice((4, 24, 72)))
        drawn = chance.random()
        late, left = slow * (0.05 + 0.04 * place), slow * (0.01 + 0.01 * place)
        spare = int((due - reported).total_seconds() // 60)
        within = reported + timedelta(minutes=chance.randrange(spare + 1))
        settled = due + timedelta(hours=chance.randrange(1, 60)) if drawn < late + left else within
        yield (
            f"{month}-{number:05d}",
            chance.choice(SOURCES),
            written(reported),
            units[place],
            written(due),
            "" if drawn < left else written(settled),
            f"{chance.randrange(1, 23):02d}",
            chance.choice(CATEGORIES),
        )


def written(moment):
    """Return a moment as the platform writes it."""
    return f"{moment:%Y-%m-%d %H:%M}"


def lead_csv(rows, headings=HEADINGS):
    """Return rows as the bytes of a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()

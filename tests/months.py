"""A simulated month of a bureau: ten squads, three hundred dossiers, reviews, orders and leads.

Everything follows from a seed; names are invented. Figures only: no case is carried out.
"""

import datetime as dt
import random

from engine.closures import together
from engine.rater_quality import judge
from engine.repeat_problems import MonthlyReport, Problem, repeat_problems
from engine.reporting.quality import Deducted, Reviewed, quality
from engine.reporting.ranking import UnitMonth, ranking
from engine.reporting.rectification import Order, ageing
from engine.sampling_commitments import month_span
from runtime.reports.conference import conference_report, read_meeting
from runtime.reports.quality import quality_report
from runtime.reports.ranking import ranking_report
from runtime.reports.raters import rater_report
from runtime.reports.rectification import rectification_report
from runtime.reports.report import months_until
from runtime.reports.reviewed import Drawn, Month, Names
from tests.panels import panel
from workflows.grading_data import load_profiles
from workflows.rater_data import load_raters

MONTH = "2026-06"
SQUADS = ("听涛", "栖霞", "望潮", "海平", "文澜", "湖滨", "天目", "西城", "东河", "高新")
GROUPS = (("第一组", SQUADS[:5]), ("第二组", SQUADS[5:]))
REVIEWERS = ("孙静怡", "何鸿", "罗征", "许言", "沈知微", "陆晏")
GRADES = ("excellent", "good", "qualified", "failed")
FAULTS = {
    "A2": "询问笔录少一名执法人员的证件号码",
    "B1": "决定书没有写明违法行为的起止时间",
    "B3": "现场检查笔录没有写明结束时间",
    "B4": "询问笔录更正处没有按指印",
    "C1": "处罚依据只引到条，没有引到款项",
    "D1": "没有写明裁量阶次及其依据",
    "E3": "告知书没有写明陈述申辩的期限",
    "E6": "法制审核晚于规定期限",
    "E10": "送达回证没有写明受送达人与当事人的关系",
    "F2": "空白栏没有划去",
    "F4": "决定书没有回应当事人的申辩",
    "G2": "备考表没有写明页数",
    "H4": "处罚信息公示晚于七个工作日",
}


def names():
    profile = load_profiles()["chengguan-default-1"]
    return Names(
        squads={f"z{n}": f"{name}中队" for n, name in enumerate(SQUADS)},
        people={f"r{n}": name for n, name in enumerate(REVIEWERS)},
        items={one.id: one.name for one in (*profile.items, *profile.vetoes)},
        grades={band.grade: band.name for band in profile.bands},
        matters={"M-01": "乱倒垃圾", "M-07": "擅自设置户外广告", "M-11": "违规处置建筑垃圾"},
    )


def grade(total, vetoes):
    if vetoes or total < 60:
        return "failed"
    return "excellent" if total >= 90 else "good" if total >= 80 else "qualified"


def reviewed(seed, count=25):
    """The dossiers of one month's sample, squads of different care."""
    chance = random.Random(seed)
    found = []
    for n in range(count):
        squad = n % 10
        care = 1 + (squad in (2, 7)) - 0.5 * (squad in (0, 5))
        items = chance.sample(
            sorted(FAULTS), min(len(FAULTS), int(chance.expovariate(1 / 4) * care) + 1)
        )
        taken = tuple(
            Deducted(item=i, points=chance.choice((0.5, 1, 1, 2, 3)), reason=FAULTS[i])
            for i in items
        )
        vetoes = ("V10",) if squad == 7 and chance.random() < 0.4 else ()
        total = 100 - sum(one.points for one in taken) - chance.choice((0, 0, 1, 2)) * care
        found.append(
            Reviewed(
                case=f"2026-{300 + 11 * n:06d}",
                squad=f"z{squad}",
                procedure="ordinary",
                matter=chance.choice(("M-01", "M-07", "M-11")),
                officers=(),
                reviewer=f"r{n % 6}",
                total=total,
                grade=grade(total, vetoes),
                own=min(100.0, total + chance.choice((-1, 0, 2, 3, 4, 12))),
                vetoes=vetoes,
                deductions=taken,
            )
        )
    return found


def figures():
    return quality(reviewed(6), reviewed(5), grades=GRADES, gap=10)


def panel_quality():
    planted = (("lenient", 8), ("copied_reasons", 0.8))
    made = panel("a month", raters=6, dossiers=12, planted=planted)
    second = [g for g in made.gradings if g.rater in made.raters]
    kept = [g for g in made.gradings if g.rater not in made.raters]
    return judge([*second, *kept], load_raters())


def orders():
    chance = random.Random(3)
    begin = dt.date(2026, 3, 20)
    found = []
    for n in range(34):
        day = begin + dt.timedelta(days=chance.randrange(100))
        done = chance.random() < 0.6
        closed = day + dt.timedelta(days=chance.randrange(5, 40)) if done else None
        found.append(
            Order(
                case=f"2026-{200 + 7 * n:06d}",
                squad=f"z{chance.randrange(10)}",
                owner=chance.choice(("陈志远", "林晓雯", "赵国栋", "高远")),
                items=tuple(sorted(chance.sample(sorted(FAULTS), chance.randrange(1, 3)))),
                ordered_on=day,
                due_on=day + dt.timedelta(days=21),
                closed_on=closed,
            )
        )
    return found


def aged():
    return ageing(orders(), dt.date(2026, 6, 1), dt.date(2026, 6, 30))


def unit_months():
    """Leads by unit over half a year: on-time from half to three quarters, nine tenths closed."""
    chance = random.Random(9)
    found = []
    for step, month in enumerate(months_until(MONTH, 6)):
        for n, name in enumerate(SQUADS):
            received = chance.randrange(220, 420)
            on_time = 0.48 + 0.055 * step + chance.uniform(-0.06, 0.08) - 0.14 * (n in (4, 8))
            closed = min(received, round(received * (0.88 + 0.01 * step + chance.uniform(0, 0.04))))
            in_time = min(closed, round(received * on_time))
            found.append(
                UnitMonth(
                    unit=f"{name}中队",
                    month=month,
                    received=received,
                    closed=closed,
                    in_time=in_time,
                )
            )
    return found


def ranked():
    groups = [(name, [f"{unit}中队" for unit in units]) for name, units in GROUPS]
    return ranking(unit_months(), groups, months_until(MONTH, 6))


def history():
    rows = unit_months()
    told = []
    for month in months_until(MONTH, 6):
        whole = together(row for row in rows if row.month == month)
        received = whole.received
        told.append((month, 100 * whole.in_time / received, 100 * whole.closed / received))
    return tuple(told)


def repeats():
    chance = random.Random(1)
    made = []
    for month in months_until(MONTH, 4):
        found = {
            Problem(item=item, squad=f"z{squad}"): chance.randrange(1, 4)
            for item, squad in (("F2", 2), ("E3", 7), ("B3", 7), ("C1", 4))
            if chance.random() < 0.75
        }
        made.append(MonthlyReport(month=month, dossiers=25, found=found))
    return repeat_problems(made)


MEETING = {
    "会议时间": "2026年7月3日14时30分",
    "会议地点": "机关三楼会议室",
    "主持人": "何鸿",
    "记录人": "孙静怡",
    "参加人员": ["郑文博", "何鸿", "孙静怡", "各中队负责人"],
    "逐案评议": [
        {"案件": "2026-000322", "评议意见": "告知书应当写明期限起止；今后使用统一文书。"},
        {"案件": "2026-000377", "评议意见": "笔录要素不全，由中队补正说明，逐人讲评。"},
    ],
    "共性问题": "裁量阶次只写结论，不写对应的事实；空白栏没有划去的情况仍然较多。",
    "议定事项": [
        {"事项": "修订询问笔录模板", "责任单位": "案审科", "完成时限": "2026年7月20日"},
        {"事项": "对照评查标准自查案卷", "责任单位": "各中队", "完成时限": "2026年7月15日"},
    ],
}


def drawn():
    return Drawn(month=MONTH, population=300, sampled=25, reason="number",
                 root="8f3a" * 16, seed="51c7" * 16)  # fmt: skip


def material():
    return Month(
        drawn=drawn(),
        figures=figures(),
        panel=panel_quality(),
        ageing=aged(),
        repeats=repeats(),
        names=names(),
        gap=10,
    )


def reports():
    """All five reports of the month."""
    assert month_span(MONTH)
    rater_names = Names(
        people={**names().people, **{f"self{n}": f"{name}自评" for n, name in enumerate(SQUADS)}}
    )
    return {
        "quality": quality_report(material()),
        "raters": rater_report(MONTH, panel_quality(), rater_names),
        "rectification": rectification_report(MONTH, aged(), names()),
        "ranking": ranking_report(ranked(), history(), target=95),
        "conference": conference_report(drawn(), figures(), read_meeting(MEETING), names()),
    }

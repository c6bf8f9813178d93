"""Simulated panels of reviewers: dossiers with true defects, honest graders, and planted ones.

Everything follows from a seed. An honest grader overlooks a defect now and then, takes off somewhat
more or less, and writes a reason of his or her own; what is planted is added on top.
"""

import random
from dataclasses import dataclass, field

from engine.rater_quality import Grading

#: Items with their points, much as in a profile.
ITEMS = {f"{group}{n}": points for group, n, points in (
    *(("A", n, 2) for n in range(1, 6)), *(("B", n, 3) for n in range(1, 9)),
    *(("C", n, 3) for n in range(1, 6)), *(("D", n, 2) for n in range(1, 6)),
    *(("E", n, 3) for n in range(1, 11)), *(("F", n, 3) for n in range(1, 6)),
    *(("G", n, 1) for n in range(1, 6)), *(("H", n, 1) for n in range(1, 6)),
)}  # fmt: skip
PAPERS = (
    *("现场检查笔录", "询问笔录", "处罚决定书", "送达回证"),
    *("调查终结报告", "证据照片", "告知书", "结案审批表"),
)
FAULTS = (
    *("没有写明时间", "缺少见证人签名", "地址写得不完整", "引用条款漏写款项", "附件页码对不上"),
    *("没有说明裁量理由", "照片没有注明拍摄人", "当事人意见没有回应", "修改处没有按指印"),
    "日期先后颠倒",
)
WAYS = (
    "第{page}页的{paper}{fault}，按{item}扣分",
    "{paper}（第{page}页）{fault}，应当补正",
    "{item}：{fault}，见{paper}第{page}页",
    "经核对，{paper}在第{page}页{fault}",
    "{fault}的问题出在{paper}，页码{page}，对照{item}扣分",
)
PASTED = "本卷个别文书制作不够规范，建议今后加强学习、认真改进"
LOST, SLIP = 0.12, 0.25  # how often a defect is overlooked, or weighed half a point otherwise


@dataclass
class Panel:
    """Gradings, and who of the graders was planted with what."""

    gradings: list = field(default_factory=list)
    planted: dict = field(default_factory=dict)
    raters: tuple = ()


def panel(seed, *, raters=6, dossiers=12, planted=(), clean=0.1):
    """A panel of `raters`, each grading `dossiers` after the squad's own review.

    `planted` are (kind, strength): the first raters get one each. A share of dossiers is `clean`.
    """
    chance = random.Random(seed)
    names = tuple(f"r{n}" for n in range(raters))
    made = Panel(raters=names)
    made.planted = dict(zip(names, planted, strict=False))
    for number in range(raters * dossiers):
        case, rater = f"C{number:04d}", names[number % raters]
        defects = _defects(chance, clean)
        own = _honest(chance, case, f"self{number % 10}", 1, defects)
        second = _honest(chance, case, rater, 2, defects)
        made.gradings += [own, _bent(chance, made.planted.get(rater), second, own)]
        if number % 4 == 0:  # a third look at every fourth, by the next of the panel
            third = names[(number // raters + number + 1) % raters]
            if third != rater:
                again = _honest(chance, case, third, 3, defects)
                made.gradings.append(_bent(chance, made.planted.get(third), again, own))
    return made


def _defects(chance, clean):
    if chance.random() < clean:
        return {}
    found = chance.sample(sorted(ITEMS), chance.choice((2, 3, 4, 5, 6, 8, 10)))
    return {item: min(ITEMS[item], chance.choice((0.5, 1, 1, 1.5, 2, 3))) for item in found}


def _honest(chance, case, rater, turn, defects):
    taken = {}
    for item, points in defects.items():
        if chance.random() < LOST:
            continue
        slip = chance.choice((-0.5, 0.5)) if chance.random() < SLIP else 0
        if points + slip > 0:
            taken[item] = min(points + slip, ITEMS[item])
    reasons = tuple(_reason(chance, item) for item in taken)
    return _grading(case, rater, turn, taken, reasons)


def _grading(case, rater, turn, taken, reasons, shift=0.0):
    total = min(100.0, max(0.0, 100 - sum(taken.values()) + shift))
    return Grading(
        dossier=case, rater=rater, turn=turn, total=total, deductions=taken, reasons=reasons
    )


def _reason(chance, item):
    return chance.choice(WAYS).format(
        item=item,
        paper=chance.choice(PAPERS),
        fault=chance.choice(FAULTS),
        page=chance.randrange(2, 90),
    )


def _bent(chance, plant, honest, own):
    kind, strength = plant or ("", 0)
    taken, reasons = dict(honest.deductions), honest.reasons
    if kind == "lenient":
        left = strength
        for item in sorted(taken, key=lambda _: chance.random()):
            gone = min(taken[item], left)
            taken[item] -= gone
            left -= gone
        taken = {item: points for item, points in taken.items() if points}
    elif kind == "harsh":
        for item in chance.sample(sorted(ITEMS), len(ITEMS)):
            more = min(ITEMS[item] - taken.get(item, 0), strength)
            taken[item] = taken.get(item, 0) + more
            strength -= more
        taken = {item: points for item, points in taken.items() if points}
    elif kind == "copied_scores" and chance.random() < strength:
        taken = dict(own.deductions)
    elif kind == "copied_reasons":
        reasons = tuple(PASTED if chance.random() < strength else reason for reason in reasons)
    elif kind == "identical" and chance.random() < strength:
        taken = {"B1": 1.0, "E3": 1.0, "F2": 2.0}
    elif kind == "no_deductions" and chance.random() < strength:
        taken = {}
    return _grading(honest.dossier, honest.rater, honest.turn, taken, reasons[: len(taken)])

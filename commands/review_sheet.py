"""The sheet file of a reviewer: what the program found, to be followed or not, one by one.

Written by `review start`, edited in any editor or by `review score`, handed in by `review submit`.
Points and grades never stand in it: they follow from what is decided here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import yaml

from commands.input_files import read_input
from engine.errors import InputError
from engine.schema import YES_NO_LABELS


class Decision(StrEnum):
    """What a reviewer makes of one finding."""

    PENDING = "待定"
    FOLLOWED = "采纳"
    REJECTED = "不采纳"


#: Keys of the file, by the names of what they hold.
CASE, STAGE, STANDARD, HEAD, IDLE = "案件", "阶段", "评查标准", "预检时的案件摘要", "不适用项目"
FINDINGS, VETOES, COMMENT = "问题", "否决项线索", "评查意见"
NUMBER, DECISION, ITEM, NAME, POINTS = "序号", "处理", "评查项目", "项目名称", "扣分"
DOCUMENT, PAGE, REASON, FIXABLE, NOTE = "文书", "页码", "扣分理由", "可以整改", "不采纳理由"
VETO, CONFIRMED, CLUE, WHY = "否决项", "确认否决", "线索", "理由"
STAGE_NAMES = ("self", "second", "third", "arbitration")
_TRUTHS = {"是": True, "否": False, True: True, False: False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One finding, of the program or of the reviewer."""

    number: int
    decision: Decision
    item: str
    points: str
    document: str
    page: str
    reason: str
    fixable: bool
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoRow:
    """One veto candidate; `confirmed` is None until somebody rules on it."""

    veto: str
    document: str
    page: str
    clue: str
    name: str = ""
    confirmed: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFile:
    """A sheet as it lies on the reviewer's disk."""

    case: str
    stage: str
    profile: str
    head: str
    not_applicable: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    vetoes: tuple[VetoRow, ...] = ()
    comment: str = ""
    #: Lines at the head of the file, for people.
    notes: tuple[str, ...] = field(default=())

    def numbered(self, number: int) -> Row:
        """Return one finding; raises InputError `review.no_such_finding`."""
        found = next((r for r in self.rows if r.number == number), None)
        if found is None:
            known = "、".join(str(r.number) for r in self.rows)
            raise InputError("review.no_such_finding", number=number, known=known)
        return found

    def changed(self, row: Row) -> "SheetFile":
        """Return the sheet with one finding in place of that of its number."""
        rows = tuple(row if r.number == row.number else r for r in self.rows)
        return replace(self, rows=rows)

    def ruled(self, ruling: VetoRow) -> "SheetFile":
        """Return the sheet with one veto ruled on, or added."""
        if all(v.veto != ruling.veto for v in self.vetoes):
            return replace(self, vetoes=(*self.vetoes, ruling))
        vetoes = tuple(ruling if v.veto == ruling.veto else v for v in self.vetoes)
        return replace(self, vetoes=vetoes)

    def pending(self) -> tuple[str, ...]:
        """Return what nobody has decided: numbers of findings, ids of vetoes."""
        rows = (str(r.number) for r in self.rows if r.decision is Decision.PENDING)
        return (*rows, *(v.veto for v in self.vetoes if v.confirmed is None))

    def as_input(self) -> dict[str, object]:
        """Return the sheet as the road takes it, with what was decided so far."""
        followed = [r for r in self.rows if r.decision is Decision.FOLLOWED]
        rejected = [r for r in self.rows if r.decision is Decision.REJECTED]
        return {
            "profile": self.profile,
            "prechecked": self.head,
            "not_applicable": list(self.not_applicable),
            "deductions": [_deduction(r) for r in followed],
            "rejected": [_rejection(r) for r in rejected],
            "candidates": [v.veto for v in self.vetoes if v.clue],
            "vetoes": [_ruling(v) for v in self.vetoes if v.confirmed is not None],
        }


def _deduction(row: Row) -> dict[str, object]:
    return {
        "item": row.item,
        "points": row.points,
        "document": row.document,
        "page": row.page,
        "reason": row.reason,
        "fixable": row.fixable,
    }


def _rejection(row: Row) -> dict[str, object]:
    place = {"item": row.item, "document": row.document, "page": row.page}
    return {**place, "finding": row.reason, "reason": row.note}


def _ruling(row: VetoRow) -> dict[str, object]:
    return {
        "veto": row.veto,
        "confirmed": row.confirmed,
        "document": row.document,
        "page": row.page,
        "reason": row.reason,
    }


# -- reading --------------------------------------------------------------------------------------


def read_sheet(path: Path) -> SheetFile:
    """Return the sheet in a YAML or JSON file.

    Raises InputError as `read_input` does, and `review.bad_sheet` for what cannot be used.
    """
    raw = read_input(path)
    return SheetFile(
        case=_text(raw, CASE, path),
        stage=_stage(raw, path),
        profile=_text(raw, STANDARD, path),
        head=str(raw.get(HEAD, "")),
        not_applicable=tuple(str(i) for i in _list(raw, IDLE)),
        rows=tuple(_row(n, r, path) for n, r in enumerate(_maps(raw, FINDINGS, path), 1)),
        vetoes=tuple(_veto(r, path) for r in _maps(raw, VETOES, path)),
        comment=str(raw.get(COMMENT, "")),
    )


def _stage(raw: Mapping[str, object], path: Path) -> str:
    stage = _text(raw, STAGE, path)
    if stage not in STAGE_NAMES:
        raise _bad(path, STAGE, stage, "、".join(STAGE_NAMES))
    return stage


def _row(number: int, raw: Mapping[str, object], path: Path) -> Row:
    decision = str(raw.get(DECISION, Decision.PENDING))
    if decision not in set(Decision):
        raise _bad(path, DECISION, decision, "、".join(Decision))
    return Row(
        number=number,
        decision=Decision(decision),
        item=_text(raw, ITEM, path),
        points=str(raw.get(POINTS, "")),
        document=str(raw.get(DOCUMENT, "")),
        page=str(raw.get(PAGE, "")),
        reason=str(raw.get(REASON, "")),
        fixable=bool(_truth(raw, FIXABLE, path)),
        name=str(raw.get(NAME, "")),
        note=str(raw.get(NOTE, "")),
    )


def _veto(raw: Mapping[str, object], path: Path) -> VetoRow:
    return VetoRow(
        veto=_text(raw, VETO, path),
        document=str(raw.get(DOCUMENT, "")),
        page=str(raw.get(PAGE, "")),
        clue=str(raw.get(CLUE, "")),
        name=str(raw.get(NAME, "")),
        confirmed=_truth(raw, CONFIRMED, path),
        reason=str(raw.get(WHY, "")),
    )


def _truth(raw: Mapping[str, object], key: str, path: Path) -> bool | None:
    given = raw.get(key)
    if given is None or given == "":
        return None
    if not isinstance(given, str | bool) or given not in _TRUTHS:
        raise _bad(path, key, given, "、".join(YES_NO_LABELS.values()))
    return _TRUTHS[given]


def _text(raw: Mapping[str, object], key: str, path: Path) -> str:
    found = raw.get(key)
    if not isinstance(found, str | int) or not str(found).strip():
        raise _bad(path, key, found or "", "")
    return str(found).strip()


def _list(raw: Mapping[str, object], key: str) -> Sequence[object]:
    found = raw.get(key, ())
    return found if isinstance(found, list) else ()


def _maps(raw: Mapping[str, object], key: str, path: Path) -> Iterator[Mapping[str, object]]:
    for entry in _list(raw, key):
        if not isinstance(entry, Mapping):
            raise _bad(path, key, entry, "")
        yield entry


def _bad(path: Path, key: str, given: object, known: str) -> InputError:
    return InputError("review.bad_sheet", path=path.name, field=key, given=str(given), known=known)


# -- writing --------------------------------------------------------------------------------------


def sheet_text(sheet: SheetFile) -> str:
    """Return the sheet as YAML, notes first as comments."""
    notes = [f"# {note}" for note in sheet.notes]
    body = yaml.safe_dump(as_plain(sheet), allow_unicode=True, sort_keys=False, width=100)
    return "\n".join((*notes, body))


def as_plain(sheet: SheetFile) -> dict[str, object]:
    """Return the sheet as the file holds it."""
    return {
        CASE: sheet.case,
        STAGE: sheet.stage,
        STANDARD: sheet.profile,
        HEAD: sheet.head,
        IDLE: list(sheet.not_applicable),
        FINDINGS: [_row_plain(r) for r in sheet.rows],
        VETOES: [_veto_plain(v) for v in sheet.vetoes],
        COMMENT: sheet.comment,
    }


def _row_plain(row: Row) -> dict[str, object]:
    return {
        NUMBER: row.number,
        DECISION: row.decision.value,
        ITEM: row.item,
        NAME: row.name,
        POINTS: row.points,
        DOCUMENT: row.document,
        PAGE: row.page,
        REASON: row.reason,
        FIXABLE: YES_NO_LABELS[row.fixable],
        NOTE: row.note,
    }


def _veto_plain(row: VetoRow) -> dict[str, object]:
    return {
        VETO: row.veto,
        NAME: row.name,
        CLUE: row.clue,
        DOCUMENT: row.document,
        PAGE: row.page,
        CONFIRMED: YES_NO_LABELS[row.confirmed] if row.confirmed is not None else "",
        WHY: row.reason,
    }

"""A table out of a CSV or XLSX file: rows of trimmed texts under their numbers in the file.

Refuses what a table cannot be read from without guessing: other encodings, formulas, merged
cells. What the cells mean is not known here.
"""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from engine.errors import InputError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MIDNIGHT = time()
UTF16 = (b"\xff\xfe", b"\xfe\xff")
#: Bytes a list may have, and bytes an XLSX file may unfold to: a list of 20,000 rows has less.
MOST, UNFOLDED = 20 << 20, 200 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a table, at a row and column (both counted from 1; 0 where neither)."""

    #: Message code in the catalogue of errors.
    code: str
    row: int = 0
    column: int = 0
    heading: str = ""
    value: str = ""
    #: Further facts of the sentence.
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def letter(self) -> str:
        """The column as spreadsheets name it: 1 is A, 27 is AA."""
        letters, number = "", self.column
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return letters


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row: its number in the file and its cells from the first column."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows that hold anything, and what is wrong with the table as such."""

    rows: tuple[SheetRow, ...]
    faults: tuple[Fault, ...] = ()


def read_sheet(data: bytes) -> Sheet:
    """Read the table in `data`, by what the bytes are and not by what the file is called.

    Raises InputError `matter_list.too_large`, `matter_list.old_excel`, `matter_list.encoding` or
    `matter_list.not_a_table` where there is nothing to read row by row.
    """
    if len(data) > MOST:
        raise InputError("matter_list.too_large", mib=MOST >> 20)
    if data.startswith(OLD_EXCEL):
        raise InputError("matter_list.old_excel")
    if data.startswith(ZIP):
        return _workbook(data)
    return Sheet(rows=tuple(_csv_rows(_text(data))))


def _text(data: bytes) -> str:
    """UTF-8 with or without its mark, or GB 18030, which Chinese spreadsheets save by default."""
    if data.startswith(UTF16) or b"\x00" in data:
        raise InputError("matter_list.encoding")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("matter_list.encoding")


def _csv_rows(text: str) -> Iterator[SheetRow]:
    head = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            row = SheetRow(number=begins, cells=tuple(_trimmed(cell) for cell in cells))
            begins = reader.line_num + 1
            if any(row.cells):
                yield row
    except csv.Error as wrong:
        raise InputError("matter_list.quotes", row=begins) from wrong


def _workbook(data: bytes) -> Sheet:
    sheet = _first_sheet(data)
    faults = [
        Fault(code="matter_list.merged", row=r.min_row, column=r.min_col, value=r.coord)
        for r in sorted(sheet.merged_cells.ranges, key=lambda r: (r.min_row, r.min_col))
    ]
    rows: list[SheetRow] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        for column, cell in enumerate(cells, 1):
            if cell.data_type in {"f", "e"}:
                formula = cell.data_type == "f"
                code = "matter_list.formula" if formula else "matter_list.broken_cell"
                fault = Fault(code=code, row=number, column=column, value=str(cell.value))
                faults.append(fault)
        row = SheetRow(number=number, cells=tuple(_written(cell.value) for cell in cells))
        if any(row.cells):
            rows.append(row)
    return Sheet(rows=tuple(rows), faults=tuple(faults))


def _first_sheet(data: bytes) -> "Worksheet":
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, and seldom needed

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unfolded = sum(member.file_size for member in packed.infolist())
        small = unfolded <= UNFOLDED
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about charts and styles, which no list needs
            sheet = load_workbook(io.BytesIO(data)).worksheets[0] if small else None
    except Exception as wrong:  # whatever a broken file provokes in the parser
        raise InputError("matter_list.not_a_table") from wrong
    if sheet is None:
        raise InputError("matter_list.too_large", mib=UNFOLDED >> 20)
    return sheet


def _written(value: object) -> str:
    """A cell as people would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if value.time() != MIDNIGHT else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _trimmed(str(value))


def _trimmed(cell: str) -> str:
    return cell.replace("\u3000", " ").strip()

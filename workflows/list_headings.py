"""The headings of a table: where they stand, and which column is which.

Unknown, doubled and missing headings are faults with their place; nothing is guessed.
"""

from collections.abc import Mapping

from workflows.list_columns import Column, column_headed
from workflows.list_sheet import Fault, Sheet, SheetRow

#: Rows among which the headings are looked for, and known ones that make a row theirs.
TITLES, KNOWN = 6, 3


def headed(sheet: Sheet, columns: Mapping[str, Column]) -> tuple[SheetRow, ...]:
    """Return the rows from the headings on: titles may stand above them, merged or not."""
    for index, row in enumerate(sheet.rows[:TITLES]):
        if sum(column_headed(columns, cell) is not None for cell in row.cells) >= KNOWN:
            return sheet.rows[index:]
    return sheet.rows


def read_headings(
    head: SheetRow, columns: Mapping[str, Column], faults: list[Fault]
) -> dict[str, int]:
    """Return column name to column number (from 1); what is wrong is added to `faults`."""
    places: dict[str, int] = {}
    for number, heading in enumerate(head.cells, 1):
        if not heading:
            continue
        column = column_headed(columns, heading)
        if column is None:
            known = "、".join(c.headings[0] for c in columns.values())
            faults.append(_fault("matter_list.heading", head.number, number, heading, known=known))
        elif column.name in places:
            faults.append(_fault("matter_list.heading_twice", head.number, number, heading))
        else:
            places[column.name] = number
    for column in columns.values():
        if column.required and column.name not in places:
            missing = column.headings[0]
            faults.append(
                _fault("matter_list.heading_missing", head.number, 0, "", heading=missing)
            )
    return places


def _fault(code: str, row: int, column: int, value: str, heading: str = "", **facts: str) -> Fault:
    return Fault(
        code=code,
        row=row,
        column=column,
        value=value,
        heading=heading or value,
        facts=tuple(facts.items()),
    )

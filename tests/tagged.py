"""What is wrong with the tagging of a file, as far as a machine can tell (ISO 14289-1, 19005-3).

Read with pikepdf, which knows nothing of how the file was written. Rules are named by their clause.
"""

import io
from collections import Counter
from collections.abc import Iterator

import pikepdf
from pikepdf import Name

SHOWING = frozenset(
    {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"}
)
INSIDE = {  # which kinds may hold which (ISO 32000-1, 14.8.4)
    "Document": {"H1", "H2", "H3", "P", "Table", "Figure"},
    "Table": {"TR"},
    "TR": {"TH", "TD"},
    "P": {"Form"},
    "TD": {"Form"},
    "TH": set(),
    "Figure": set(),
    "Form": set(),
    "H1": set(),
    "H2": set(),
    "H3": set(),
}
HOLDING = frozenset({"P", "TD", "TH", "Figure", "H1", "H2", "H3"})  # marked content of their own


def faults(pdf: bytes) -> list[str]:
    """Every rule the file breaks, in words."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return list(_Tagged(file).faults())


class _Tagged:
    """One file under examination."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self.root, self.pages = file.Root, list(file.pages)
        self.place = {page.obj.objgen: at for at, page in enumerate(self.pages)}
        self.tree = self.root.get("/StructTreeRoot")
        #: Position on the pages of everything told, in the order of the structure.
        self.told: list[tuple[int, int]] = []
        self.fields: Counter[tuple[int, int]] = Counter()
        self.levels: list[int] = []

    def faults(self) -> Iterator[str]:
        yield from self._catalogue()
        if self.tree is None:
            return
        top = self.tree.K
        if str(top.S) != "/Document":
            yield f"7.1: the root is a {top.S}"
        yield from self._element(top, self.tree)
        yield from self._headings()
        yield from self._told_once_in_order()
        keys = self._parent_tree()
        for at, page in enumerate(self.pages):
            yield from self._page(at, page, keys)
        for key, value in keys.items():
            yield f"14.7.4.4: key {key} of the parent tree belongs to nothing: {value!r}"

    def _catalogue(self) -> Iterator[str]:
        if self.tree is None:
            yield "7.1: no structure tree"
        if self.root.get("/MarkInfo", {}).get("/Marked") is not True:
            yield "6.7.2.2: not marked"
        if str(self.root.get("/Lang", "")) != "zh-CN":
            yield "7.2: no language"
        if self.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
            yield "7.1: the title is not displayed"

    def _element(self, element: pikepdf.Object, above: pikepdf.Object) -> Iterator[str]:
        kind = str(element.S)[1:]
        if kind not in INSIDE:
            yield f"6.7.3.4: {kind} is no standard type"
            return
        if element.P.objgen != above.objgen:
            yield f"14.7.2: a {kind} names another parent"
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from self._kid(kind, element, kid)
        if kind[0] == "H":
            self.levels.append(int(kind[1]))
        if kind == "Figure" and not (str(element.get("/Alt", "")) and "/BBox" in element.A):
            yield "7.3: a figure without words or place"
        if kind == "TH" and str(element.get("/A", {}).get("/Scope", "")) not in {"/Row", "/Column"}:
            yield "7.5: a head cell without scope"
        if kind == "Table":
            yield from _grid(element)

    def _kid(self, kind: str, element: pikepdf.Object, kid: pikepdf.Object) -> Iterator[str]:
        if isinstance(kid, int):
            yield from self._content(kind, element.Pg, kid)
        elif kid.get("/Type") == Name.MCR:
            yield from self._content(kind, kid.Pg, int(kid.MCID))
        elif kid.get("/Type") == Name.OBJR:
            self.fields[kid.Obj.objgen] += 1
            if kind != "Form" or element.Pg.objgen not in self.place:
                yield f"7.18.4: a field in a {kind}"
        else:
            if str(kid.S)[1:] not in INSIDE[kind]:
                yield f"14.8.4: {kid.S} in {kind}"
            yield from self._element(kid, element)

    def _content(self, kind: str, page: pikepdf.Object, number: int) -> Iterator[str]:
        self.told.append((self.place[page.objgen], number))
        if kind not in HOLDING:
            yield f"14.8.4: a {kind} has content of its own"

    def _headings(self) -> Iterator[str]:
        last = 0
        for level in self.levels:
            if level > last + 1:
                yield f"7.4.2: H{level} after H{last}"
            last = level
        if self.levels[:1] != [1] or self.levels.count(1) != 1:
            yield f"7.4.2: levels {self.levels}"

    def _told_once_in_order(self) -> Iterator[str]:
        if len(set(self.told)) != len(self.told):
            yield "14.7.4.2: content belongs to two elements"
        for at in range(len(self.pages)):
            here = [number for page, number in self.told if page == at]
            if here != sorted(here):
                yield f"7.2: page {at + 1} is read in another order than it is drawn"

    def _parent_tree(self) -> dict[int, pikepdf.Object]:
        numbers = list(self.tree.ParentTree.Nums)
        return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))

    def _page(self, at: int, page: pikepdf.Page, keys: dict[int, pikepdf.Object]) -> Iterator[str]:
        parents = list(keys.pop(int(page.obj.StructParents)))
        if page.obj.get("/Tabs") != Name.S:
            yield f"7.18.3: page {at + 1} has no order of tabs"
        marked, outside = _marked(page)
        if outside:
            yield f"7.1: page {at + 1} draws outside of content: {sorted(outside)}"
        if [number for number, _ in marked] != list(range(len(parents))):
            yield f"14.7.4.4: page {at + 1} holds {len(marked)} parts, told are {len(parents)}"
        for number, tag in marked:
            if str(parents[number].S) != str(tag):
                yield f"14.6: page {at + 1} calls {parents[number].S} {tag}"
            if (at, number) not in self.told:
                yield f"14.7.4: content {number} of page {at + 1} is an orphan"
        for widget in page.obj.get("/Annots", []):
            yield from self._widget(widget, keys)

    def _widget(self, widget: pikepdf.Object, keys: dict[int, pikepdf.Object]) -> Iterator[str]:
        name = widget.T
        part = keys.pop(int(widget.get("/StructParent", -1)), None)
        if part is None or str(part.S) != "/Form" or part.K.Obj.objgen != widget.objgen:
            yield f"7.18.4: field {name} is in no Form"
        if self.fields[widget.objgen] != 1:
            yield f"7.18.4: field {name} is told {self.fields[widget.objgen]} times"
        if not str(widget.get("/TU", "")):
            yield f"7.18.1: field {name} has no name for readers"


def _marked(page: pikepdf.Page) -> tuple[list[tuple[int, pikepdf.Object]], set[str]]:
    """Number and tag of all marked content, and what is drawn outside of any."""
    marked: list[tuple[int, pikepdf.Object]] = []
    outside, depth = set[str](), 0
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word in {"BDC", "BMC"}:
            depth += 1
            assert depth == 1, "content inside content"
            if operands[0] != Name.Artifact:
                marked.append((int(operands[1].MCID), operands[0]))
        elif word == "EMC":
            depth -= 1
        elif word in SHOWING and not depth:
            outside.add(word)
    assert depth == 0, "content is not closed"
    return marked, outside


def _grid(table: pikepdf.Object) -> Iterator[str]:
    """A table whose rows are of unequal length or overlap (14289-1, 7.5)."""
    taken: dict[int, set[int]] = {}
    widths = set[int]()
    rows = table.K if isinstance(table.K, pikepdf.Array) else [table.K]
    for at, row in enumerate(rows):
        cells = row.K if isinstance(row.K, pikepdf.Array) else [row.K]
        column = 0
        for cell in cells:
            reach = cell.get("/A", {})
            while column in taken.get(at, ()):
                column += 1
            span = int(reach.get("/ColSpan", 1))
            for down in range(at, at + int(reach.get("/RowSpan", 1))):
                taken.setdefault(down, set()).update(range(column, column + span))
            column += span
        widths.add(len(taken.get(at, ())))
    if len(widths) > 1:
        yield f"7.5: rows of {sorted(widths)} columns in one table"

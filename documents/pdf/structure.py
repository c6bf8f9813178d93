"""The structure tree of a file (ISO 32000-1, 14.7): every part of the document as an object.

Parts point at their marked content and at the fields in them, and pages and fields back at the
parts. A field nobody gave a part, such as a slice of the seam seal, becomes one of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.layout.structure import Element, Kind, Scope
from documents.pdf.metadata import text_string
from documents.pdf.objects import Objects

KINDS = {kind: kind.encode() for kind in Kind}
Kid = tuple[bytes, bytes]  # a page, and marked content on it or a field


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A field on a page."""

    page: int  # from 0
    reference: bytes
    element: Element


class StructureTree:
    """The parts of one document while its file is written."""

    def __init__(self, root: Element, owners: Sequence[Sequence[Element]]) -> None:
        """`owners` are, by page, the parts its marked content is."""
        self._root, self._owners = root, owners
        self._widgets: list[Widget] = []

    def page_entries(self, page: int) -> bytes:
        """What the page with this index, from 0, says of its parts; fields follow their order."""
        return b"/StructParents %d /Tabs /S " % page

    def next_key(self) -> bytes:
        """What the next field says of its part, after `/StructParent`."""
        return b"%d" % (len(self._owners) + len(self._widgets))

    def widget(self, page: int, reference: bytes, element: Element | None) -> None:
        """Keep a field that was written with `next_key`."""
        part = element or self._root.add(Kind.PARAGRAPH).add(Kind.FIELD)
        self._widgets.append(Widget(page=page, reference=reference, element=part))

    def write(self, objects: Objects, pages: Sequence[bytes]) -> bytes:
        """Add the tree to the file; the catalogue's entries."""
        parts, tree = self._root.all(), objects.reserve()
        references = dict(zip(parts, objects.ahead(len(parts)), strict=True))
        kids, above = self._kids(pages), {self._root: tree}
        bodies = []
        for part in parts:  # what is above comes first
            below: Sequence[bytes] = ()
            if part.children:
                below = [references[child] for child in part.children]
                above.update(dict.fromkeys(part.children, references[part]))
            bodies.append(_element(part, above[part], kids.get(part, ()), below))
        objects.extend(bodies)
        objects.fill(
            tree,
            b"<< /Type /StructTreeRoot /K %s /ParentTree %s /ParentTreeNextKey %d >>"
            % (
                references[self._root],
                self._parent_tree(objects, references),
                len(self._owners) + len(self._widgets),
            ),
        )
        return b"/StructTreeRoot %s /MarkInfo << /Marked true >>" % tree

    def _kids(self, pages: Sequence[bytes]) -> dict[Element, list[Kid]]:
        """By part, its marked content and its field."""
        found: dict[Element, list[Kid]] = {}
        for page, on_page in zip(pages, self._owners, strict=True):
            for number, part in enumerate(on_page):
                found.setdefault(part, []).append((page, b"%d" % number))
        for one in self._widgets:
            field = b"<< /Type /OBJR /Obj %s >>" % one.reference
            found.setdefault(one.element, []).append((pages[one.page], field))
        return found

    def _parent_tree(self, objects: Objects, references: dict[Element, bytes]) -> bytes:
        """From the keys of pages and fields to the parts they hold."""
        numbers = [
            b"%d [%s]" % (key, b" ".join([references[part] for part in on_page]))
            for key, on_page in enumerate(self._owners)
        ]
        numbers += [
            b"%d %s" % (key, references[one.element])
            for key, one in enumerate(self._widgets, len(self._owners))
        ]
        return objects.add(b"<< /Nums [%s] >>" % b" ".join(numbers))


def _element(part: Element, above: bytes, own: Sequence[Kid], below: Sequence[bytes]) -> bytes:
    """A part with what it holds; content on a further page names that page itself."""
    kind, attributes = KINDS[part.kind], _attributes(part)
    if not own:
        return b"<< /S /%s /P %s /K [%s]%s >>" % (kind, above, b" ".join(below), attributes)
    first, inside = own[0]
    for page, kid in own[1:]:
        form = b"%s %s" if page == first else b"%s << /Type /MCR /Pg %s /MCID %s >>"
        inside = form % ((inside, kid) if page == first else (inside, page, kid))
    if len(own) > 1 or below:
        inside = b"[%s]" % b" ".join((inside, *below))
    return b"<< /S /%s /P %s /Pg %s /K %s%s >>" % (kind, above, first, inside, attributes)


def _attributes(part: Element) -> bytes:
    """Reach and scope of a cell, picture's words and place (14.8.5.4, 14.8.5.7, 14.9.3)."""
    if part.span == part.down == 1 and part.box is None and not part.scope:
        return b""
    if part.box is not None:
        left, bottom, right, top = part.box
        box = f"{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}".encode()
        layout = b" /A << /O /Layout /Placement /Block /BBox [%s] >>" % box
        return b" /Alt %s%s" % (text_string(part.alt), layout)
    return _reach(part.scope, part.span, part.down)


@lru_cache(maxsize=1024)
def _reach(scope: Scope, span: int, down: int) -> bytes:
    """What a cell reaches over, and what it is the head of; cells are much alike."""
    entries = b""
    if scope is not Scope.NONE:
        entries += b" /Scope /Row" if scope is Scope.ROW else b" /Scope /Column"
    if span > 1:
        entries += b" /ColSpan %d" % span
    if down > 1:
        entries += b" /RowSpan %d" % down
    return b" /A << /O /Table%s >>" % entries if entries else b""

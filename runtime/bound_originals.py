"""Originals of a case for the bound dossier: the values of the sheet each stands behind, its file.

Texts are cut so that a sheet stays one page, as the numbers of the dossier count it; what is cut is
printed in full on the documents. Refuses to know how a sheet looks and how pages are fitted.
"""

from typing import Protocol

from documents.fonts import FontBook
from documents.joining import Part
from documents.originals import behind, told_sheet
from engine.case import Case
from engine.dossier import Leaf
from engine.law import Law
from engine.originals import Original
from runtime.dossier_contents import names, placed

#: Characters of a text that fit into its cell.
_SHORT, _LONG = 60, 120


class Files(Protocol):
    """Whatever holds the files of a dossier: the bureau's store, or a dossier received."""

    def get(self, digest: str) -> bytes:
        """The bytes; raises NotFoundError `blob_missing` or IntegrityError `blob_damaged`."""
        ...


class Originals:
    """Makes the parts of a dossier that are originals."""

    def __init__(
        self, case: Case, law: Law, files: Files, *, training: bool, book: FontBook | None = None
    ) -> None:
        """`training` marks every sheet; `book` gives an agency's own faces."""
        self._case, self._law, self._files = case, law, files
        self._training, self._book = training, book
        entries = (entry for _, entry in placed(case, law))
        #: Where the folder of a bound dossier keeps each file, by its digest.
        self._paths = {str(entry["sha256"]): str(entry["file"]) for entry in entries}

    def part(self, leaf: Leaf, *, section: str) -> Part:
        """Return an original behind its sheet, to be joined under a bookmark `section`.

        Raises NotFoundError `blob_missing` or IntegrityError `blob_damaged` for a file that is not
        what the ledger says.
        """
        one = leaf.original
        data = told_sheet(
            self._values(leaf), moment=one.event.at, training=self._training, book=self._book
        )
        if one.own_pages:
            original = self._files.get(one.file.text("digest"))
            data = behind(data, original, picture=one.is_picture)
        return Part(
            name=f"{one.number}　{one.name}",
            section=section,
            data=data,
            first_page=leaf.first_page,
        )

    def _values(self, leaf: Leaf) -> dict[str, object]:
        one, case = leaf.original, self._case
        digest = one.file.text("digest")
        return {
            "case": {"cause": case.data.text("cause"), "number": case.number or case.id},
            "sheet": {
                **self._of_piece(one),
                "number": one.number,
                "name": _cut(one.name, _SHORT),
                "giver": _cut(one.giver, _SHORT) or None,
                "on": one.on,
                "checked": self._checked(one),
                "file": _cut(one.file.text("name"), _SHORT),
                "size": one.file.number("size"),
                "digest": digest,
                "own_pages": one.own_pages,
                "first_page": leaf.first_page,
                "last_page": leaf.last_page,
                "held_in": _cut(self._paths[digest], _LONG),
            },
        }

    def _of_piece(self, one: Original) -> dict[str, object]:
        """What only evidence has, and where the original comes from."""
        if one.piece is None:
            source = _cut(one.source, _SHORT) or self._brought(one)
            return {"kind": None, "place": None, "proves": None, "source": source}
        item = one.piece.item
        kinds = next(f for f in self._law.records["evidence_item"] if f.name == "kind").choices
        return {
            "kind": kinds.get(item.text("kind"), item.text("kind")),
            "place": _cut(item.text("place"), _SHORT),
            "proves": _cut(item.text("proves"), _LONG),
            "source": _cut(one.source, _SHORT) or self._brought(one),
        }

    def _brought(self, one: Original) -> str:
        """Which act brought it in."""
        act = self._law.pinned(one.event.definition).by_id(one.event.transition)
        name = act.name if act is not None else one.event.transition
        return names().brought.format(act=name, event=one.event.seq)

    def _checked(self, one: Original) -> str:
        """How it was held against what it is a copy of."""
        checked = self._law.dossier.originals.checked
        if checked in one.source:
            return checked
        digital = one.piece is not None and not one.copies
        return names().digital if digital else names().unchecked


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 2]}……"

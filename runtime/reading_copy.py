"""The dossier of a case as one file to read: both volumes in order, then pictures of the evidence.

Knows which pieces of a dossier are read and how they are called; how files are joined is the
documents room's business.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Protocol

from documents.joining import Part, join
from engine.case import Case
from engine.context import PICTURES
from engine.dossier import Shelved, shelved, title_of
from engine.law import Law
from runtime.dossier_contents import names


class Files(Protocol):
    """Whatever holds the files of a dossier: the bureau's store, or a dossier received."""

    def get(self, digest: str) -> bytes:
        """The bytes; raises NotFoundError `blob_missing` or IntegrityError `blob_damaged`."""
        ...


def reading_copy(case: Case, law: Law, files: Files) -> bytes:
    """Return the dossier of a case as one PDF.

    Raises NotFoundError `blob_missing` or IntegrityError `blob_damaged` for a file that is not
    what the ledger says.
    """
    parts = [*_documents(case, law, files), *_pictures(case, files)]
    title = title_of(case.data, law.dossier)
    return join(parts, title=f"{case.number or case.id} {title}")


def _documents(case: Case, law: Law, blobs: Files) -> Iterator[Part]:
    """Every document in its place; cover, index and back note bear no numbers."""
    for one in shelved(case, law.dossier):
        yield part_of(one, law, blobs, section=names().folder(one.section))


def part_of(one: Shelved, law: Law, blobs: Files, *, section: str) -> Part:
    """Return a document as it is joined under a bookmark `section`."""
    name = law.forms.form(one.made.form).name
    return Part(
        name=f"{name}　{one.made.number}".strip(),
        section=section,
        data=blobs.get(one.made.digest),
        first_page=one.place.first_page if one.place is not None else None,
    )


def _pictures(case: Case, blobs: Files) -> Iterator[Part]:
    """Evidence that can be looked at: photographs, and files that are PDF themselves."""
    for piece in case.evidence:
        file = piece.item.record("file")
        picture = file.text("media") in PICTURES
        if not picture and file.text("media") != "application/pdf":
            continue
        name = piece.item.text("name") or PurePosixPath(file.text("name")).stem
        yield Part(
            name=f"{piece.number}　{name}",
            section=names().evidence,
            data=blobs.get(file.text("digest")),
            picture=picture,
        )

"""The dossier of a case as one file to read: both volumes in order, originals among the documents.

Pictures a document prints already follow at the end once more, at their full size.

Knows which pieces of a dossier are read and how they are called; how files are joined is the
documents room's business.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from documents.joining import Part, join
from engine.case import Case
from engine.dossier import Section, Shelved, leaves, shelved, title_of
from engine.law import Law
from engine.originals import PICTURES
from runtime.bound_originals import Files, Originals
from runtime.dossier_contents import names


def reading_copy(case: Case, law: Law, files: Files, *, training: bool = False) -> bytes:
    """Return the dossier of a case as one PDF; `training` marks the sheets of originals.

    Raises NotFoundError `blob_missing` or IntegrityError `blob_damaged` for a file that is not
    what the ledger says.
    """
    parts = [*_volumes(case, law, files, training=training), *_pictures(case, law, files)]
    title = title_of(case.data, law.dossier)
    return join(parts, title=f"{case.number or case.id} {title}")


def _volumes(case: Case, law: Law, blobs: Files, *, training: bool) -> Iterator[Part]:
    """Every document and original in its place; cover, index and back note bear no numbers."""
    everything, kept = shelved(case, law.dossier), Originals(case, law, blobs, training=training)
    for section in Section:
        name = names().folder(section)
        mine = [one for one in everything if one.section is section]
        parts = [part_of(one, law, blobs, section=name) for one in mine]
        bound = (x for x in leaves(case, law.dossier) if x.volume == section.value)
        parts += [kept.part(leaf, section=name) for leaf in bound]
        yield from sorted(parts, key=lambda part: (part.first_page is None, part.first_page or 0))


def part_of(one: Shelved, law: Law, blobs: Files, *, section: str) -> Part:
    """Return a document as it is joined under a bookmark `section`."""
    name = law.forms.form(one.made.form).name
    return Part(
        name=f"{name}　{one.made.number}".strip(),
        section=section,
        data=blobs.get(one.made.digest),
        first_page=one.place.first_page if one.place is not None else None,
    )


def _pictures(case: Case, law: Law, blobs: Files) -> Iterator[Part]:
    """Evidence that can be looked at and is not bound as it is: photographs, and PDF files."""
    bound = {x.original.number for x in leaves(case, law.dossier)}
    for piece in (x for x in case.evidence if x.number not in bound):
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

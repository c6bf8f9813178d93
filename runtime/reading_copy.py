"""The dossier of a case as one file to read: both volumes in order, then pictures of the evidence.

Knows which pieces of a dossier are read and how they are called; how files are joined is the
documents room's business.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from documents.joining import Part, join
from engine.case import Case
from engine.context import PICTURES
from engine.dossier import FILED, arrange
from engine.event import DocumentMade
from engine.law import Law
from engine.storage_ports import BlobStore
from runtime.dossier_contents import names
from runtime.workspace import Workspace


def reading_copy(workspace: Workspace, case: Case) -> bytes:
    """Return the dossier of a case as one PDF.

    Raises NotFoundError `blob_missing` or IntegrityError `blob_damaged` for a file that is not
    what the ledger says.
    """
    parts = [*_documents(case, workspace.law, workspace.blobs), *_pictures(case, workspace.blobs)]
    party = case.data.record("party").text("name") or case.data.text("suspected_party")
    title = workspace.law.dossier.title.format(party=party, cause=case.data.text("cause"))
    return join(parts, title=f"{case.number or case.id} {title}")


def _documents(case: Case, law: Law, blobs: BlobStore) -> Iterator[Part]:
    """Cover, index and back note unnumbered, then the volumes; the rest has no page of its own."""
    here, order = names(), arrange(case, law.dossier)
    volumes = {"principal": here.principal, "supplementary": here.supplementary}
    filed = [d for d in case.documents.values() if d.status in FILED]
    for form in law.dossier.unnumbered:
        for made in filed:
            if made.form == form:
                yield _part(law, blobs, made, here.front, None)
    for place in order:
        yield _part(law, blobs, place.made, volumes[place.volume], place.first_page)
    placed = {p.made.id for p in order} | set(law.dossier.unnumbered)
    for made in filed:
        if made.id not in placed and made.form not in law.dossier.unnumbered:
            yield _part(law, blobs, made, here.supplementary, None)


def _part(
    law: Law, blobs: BlobStore, made: DocumentMade, section: str, first_page: int | None
) -> Part:
    name = law.forms.form(made.form).name
    return Part(
        name=f"{name}　{made.number}".strip(),
        section=section,
        data=blobs.get(made.digest),
        first_page=first_page,
    )


def _pictures(case: Case, blobs: BlobStore) -> Iterator[Part]:
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

"""The volumes of a bound dossier as one file for the printer, in the order they are bound in.

The principal volume runs cover, index, documents and originals, back note; the supplementary one
has no covers. An original stands behind the sheet that tells of it; where paper cannot hold it, the
sheet alone says where its medium is. How sides are laid out is the documents room's business.
"""

from collections.abc import Iterator

from documents.joining import Part
from documents.printing import imposed
from engine.case import Case
from engine.dossier import Section, Shelved, leaves, shelved, title_of
from engine.errors import InputError
from engine.law import Law
from runtime.bound_originals import Originals
from runtime.dossier_contents import names
from runtime.reading_copy import part_of
from runtime.workspace import Workspace


def printed_dossier(
    workspace: Workspace, case: Case, volume: Section | None = None, *, duplex: bool
) -> bytes:
    """Return one volume, or both in turn, as a PDF to be printed on A4.

    Raises InputError `dossier.not_bound`, or `dossier.empty_volume`; NotFoundError `blob_missing`
    or IntegrityError `blob_damaged` for a file that is not what the ledger says.
    """
    law = workspace.law
    if not _is_bound(case, law):
        raise InputError("dossier.not_bound", case=case.id)
    wanted = (Section.PRINCIPAL, Section.SUPPLEMENTARY) if volume is None else (volume,)
    parts = [part for one in wanted for part in _volume(workspace, case, one)]
    if not parts:
        raise InputError("dossier.empty_volume", case=case.id)
    title = f"{case.number or case.id} {title_of(case.data, law.dossier)}"
    return imposed(parts, title=title, duplex=duplex, blank=names().blank)


def _is_bound(case: Case, law: Law) -> bool:
    """Whether the case stands where binding its dossier leads."""
    moves = law.pinned(case.main.definition).transitions
    return any(move.binds_dossier and move.target == case.main.state for move in moves)


def _volume(workspace: Workspace, case: Case, volume: Section) -> Iterator[Part]:
    """The documents and originals of one volume under its name, in the order of their pages."""
    law, name = workspace.law, names().folder(volume)
    everything = shelved(case, law.dossier)
    mine = [one for one in everything if one.section is volume]
    front, back = _covers(everything, law) if volume is Section.PRINCIPAL else ([], [])
    for one in front:
        yield part_of(one, law, workspace.blobs, section=name)
    kept = Originals(case, law, workspace.blobs, training=workspace.training, book=workspace.book)
    numbered = [part_of(one, law, workspace.blobs, section=name) for one in mine if one.place]
    leaf_parts = (x for x in leaves(case, law.dossier) if x.volume == volume.value)
    numbered += [kept.part(leaf, section=name) for leaf in leaf_parts]
    yield from sorted(numbered, key=lambda part: part.first_page or 0)
    for one in (*(x for x in mine if x.place is None), *back):
        yield part_of(one, law, workspace.blobs, section=name)


def _covers(everything: tuple[Shelved, ...], law: Law) -> tuple[list[Shelved], list[Shelved]]:
    """What opens and what closes the principal volume, each form as it was made last."""
    last = {one.made.form: one for one in everything if one.section is Section.FRONT}
    closing = [form for form in last if form in law.dossier.closing]
    return [last[form] for form in last if form not in closing], [last[form] for form in closing]

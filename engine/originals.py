"""Originals of a case: files the acts brought in that are bound into the dossier as they are.

Each is told on a sheet of its own; what paper can hold follows on the next pages, what it cannot
stays on its medium. Refuses to know how a sheet looks and where files lie.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.case import Case, EvidenceItem
from engine.event import Event
from engine.record import Record

#: What a page can show as it is.
PICTURES = frozenset({"image/jpeg", "image/png"})
#: Where a record names who handed its file over: the signer of a scan, the payer, the payee.
_GIVERS = ("signer", "payer", "payee")


class Shelf(StrEnum):
    """The places of originals among the documents."""

    EVIDENCE = "evidence"
    VOUCHERS = "vouchers"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalsOrder:
    """Where a bureau binds originals."""

    #: The first version of layout (`DocumentMade.layout`) under which originals are bound.
    since: int
    #: Forms that print the pictures recorded with them: those are not bound a second time.
    shown_by: tuple[str, ...]
    #: The forms of the principal volume evidence and vouchers stand before.
    evidence_before: str
    vouchers_before: str
    #: Inputs whose files are vouchers, and those whose files are the bureau's own affair.
    vouchers: tuple[str, ...]
    internal: tuple[str, ...]
    #: What a record says of a copy that was held against its original.
    checked: str
    #: How attachments are counted: `{number}` from 1.
    attachment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """One file as it is bound."""

    number: str
    name: str
    #: The file record: digest, name, size in bytes, media type, `pages` of a PDF.
    file: Record
    #: The act that brought it in.
    event: Event
    shelf: Shelf
    #: Who made it or handed it over; empty where no record says so.
    giver: str
    on: date
    #: The device or source its record names, if any.
    source: str
    #: Whether it copies a paper that is held against its original: written evidence, an identity.
    copies: bool
    #: The piece of evidence it is, if it is one.
    piece: EvidenceItem | None = None

    @property
    def own_pages(self) -> int:
        """Return how many pages the original itself fills; 0 for what paper cannot hold."""
        return 1 if self.is_picture else self.file.number("pages") or 0

    @property
    def pages(self) -> int:
        """Return the pages of the sheet and of the original."""
        return 1 + self.own_pages

    @property
    def is_picture(self) -> bool:
        """Return whether it is a picture that fills a page."""
        return self.file.text("media") in PICTURES


def originals(case: Case, order: OriginalsOrder, filed: Collection[str]) -> tuple[Original, ...]:
    """Return every original to be bound, evidence first, each file once.

    `filed` are the ids of the documents that stand in the dossier.
    """
    acts = {event.seq: event for event in case.events}
    evidence = (_evidence(piece, acts.get(piece.event)) for piece in case.evidence)
    found = [one for one in evidence if one is not None and not _shown(one, order, filed)]
    return (*found, *(_attachment(order, n, *one) for n, one in enumerate(attached(case), 1)))


def _evidence(piece: EvidenceItem, event: Event | None) -> Original | None:
    item = piece.item
    file = item.record("file")
    if event is None or not file.text("digest"):
        return None
    taken = item.moment("taken_at")
    return Original(
        number=piece.number,
        name=item.text("name") or file.text("name"),
        file=file,
        event=event,
        shelf=Shelf.EVIDENCE,
        giver=item.text("maker"),
        on=taken.date() if taken is not None else event.at.date(),
        source=item.text("device"),
        copies=item.text("kind") == "documentary",
        piece=piece,
    )


def _shown(one: Original, order: OriginalsOrder, filed: Collection[str]) -> bool:
    """Whether a document made by the same act prints the picture."""
    made = (d for d in one.event.documents if d.form in order.shown_by)
    return one.is_picture and any(d.id in filed for d in made)


def attached(case: Case) -> Iterator[tuple[Event, str, Record, Record]]:
    """Yield every file acts brought in that is no evidence, once, in order of the acts.

    With each the act, the name of the input, the record that names the file, and the file.
    """
    seen = {piece.item.record("file").text("digest") for piece in case.evidence}
    for event in case.events:
        for name, value in event.inputs.items():
            for holder, file in _files(value, event.inputs):
                if file.text("digest") not in seen:
                    seen.add(file.text("digest"))
                    yield event, name, holder, file


def _files(value: object, holder: Record) -> Iterator[tuple[Record, Record]]:
    for item in value if isinstance(value, tuple) else (value,):
        if isinstance(item, Record):
            if item.text("digest"):
                yield holder, item
            else:
                for inner in item.values():
                    yield from _files(inner, item)


def _attachment(
    order: OriginalsOrder, number: int, event: Event, name: str, holder: Record, file: Record
) -> Original:
    shelf = Shelf.EVIDENCE
    if name in order.vouchers:
        shelf = Shelf.VOUCHERS
    elif name in order.internal:
        shelf = Shelf.INTERNAL
    return Original(
        number=order.attachment.format(number=number),
        name=file.text("name").rpartition(".")[0] or file.text("name"),
        file=file,
        event=event,
        shelf=shelf,
        giver=next((text for key in _GIVERS if (text := holder.text(key))), ""),
        on=_day_of(holder) or event.at.date(),
        source=holder.text("device"),
        copies=holder.record("identity_file") == file,
    )


def _day_of(holder: Record) -> date | None:
    """The day a record gives what it names a file for: a recording, a payment."""
    recorded = holder.moment("recorded_at")
    if recorded is not None:
        return recorded.date()
    return holder.day("paid_on") or holder.day("refunded_on")

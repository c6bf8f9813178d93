"""The signatures of each PDF: what they cover, who made them, when, and what came afterwards.

A signature holds when its bytes are those that were signed, its certificate leads to
`audit/root.pem` and was valid at the moment an RFC 3161 timestamp proves, and the person, field
and moment are those the ledger records. Colours of stamps and looks are not judged.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from runtime.verifier.bag import Bag, Told
from runtime.verifier.certificates import (
    Certificate,
    Revocations,
    Trust,
    read_certificate,
    read_pem,
    read_revocations,
)
from runtime.verifier.cms import SIGNATURE_TIMESTAMP, Stamp, read_signed, read_stamp
from runtime.verifier.der import UnreadableError, first_part
from runtime.verifier.finding import Findings, Place
from runtime.verifier.ledger import RELIABLE
from runtime.verifier.papers import Paper, Papers
from runtime.verifier.pdf import Reader, Reference, Span
from runtime.verifier.replay import Case
from runtime.verifier.roots import end_of

ROOT = "audit/root.pem"
EARLIER, OLD_WITH_NEW, NEW_WITH_OLD = "audit/roots/", "-old-with-new.pem", "-new-with-old.pem"
SIGNED, IN_FORCE = "ESL 14", "ESL 16"
SEAL = "seal"
#: How far a recorded moment may be from the timestamp.
TOLERANCE = timedelta(seconds=300)
DOCUMENT_STAMP = b"/ETSI.RFC3161"


class Mark(NamedTuple):
    """One signature of a file, as its field states it."""

    field: str
    page: int
    kind: object
    range: list[int]
    contents: Span | None
    reason: str


def read_trust(bag: Bag, out: Findings) -> tuple[Trust, Trust]:
    """Whom documents and timestamps are believed by."""
    roots = certificates_in(bag, [ROOT], out)
    if not roots:
        out.add("root_missing", Place(ROOT), law=RELIABLE)
    lists = lists_in(bag, "audit/crl/", out)
    if not lists:
        out.could_not("no_lists")
    earlier = earlier_in(bag, roots, out)
    trust = Trust(roots, lists, earlier)
    outside = certificates_in(bag, bag.below("audit/timestamp-roots/"), out)
    stamps = Trust([*roots, *outside], lists, earlier)
    if stamps.refused:
        out.add("list_unsigned", Place("audit/crl"), law=RELIABLE)
    return trust, stamps


def earlier_in(
    bag: Bag, roots: list[Certificate], out: Findings
) -> list[tuple[Certificate, datetime]]:
    """The roots the bureau had before, each with its last moment."""
    found = []
    for name in bag.below(EARLIER):
        stem = name[: -len(".pem")]
        if not stem[len(EARLIER) :].isdigit():
            continue
        pair = certificates_in(bag, [name, f"{stem}{OLD_WITH_NEW}"], out)
        end = end_of(pair[0], pair[1], roots) if len(pair) == 2 else None
        if end is None:
            out.add("root_unvouched", Place(name), law=RELIABLE)
        else:
            found.append((pair[0], end))
    return found


def lists_in(bag: Bag, folder: str, out: Findings) -> list[Revocations]:
    """The revocation lists below a folder of the bag."""
    found = []
    for name in bag.below(folder):
        try:
            found.append(read_revocations(_list_bytes(bag.bytes(name))))
        except UnreadableError:
            out.add("list_unreadable", Place(name), law=RELIABLE)
    return found


def _list_bytes(data: bytes) -> bytes:
    return read_pem(data.replace(b"X509 CRL-", b"CERTIFICATE-"))[0]


def certificates_in(bag: Bag, names: list[str], out: Findings) -> list[Certificate]:
    """The certificates in files of the bag."""
    found = []
    for name in names:
        try:
            found += [read_certificate(one) for one in read_pem(bag.bytes(name)) if one]
        except (UnreadableError, ValueError):
            out.add("certificate_unreadable", Place(name), law=RELIABLE)
    return found


class SignatureCheck:
    """Checks the papers of one dossier."""

    def __init__(self, case: Case, trust: tuple[Trust, Trust], agency: str, out: Findings) -> None:
        """`agency` is the code the seal's certificate must bear; empty where it is not known."""
        self.case, self.out, self.agency = case, out, agency
        self.trust, self.stamps = trust
        self.used: dict[bytes, Certificate] = {}

    def check(self, paper: Paper, papers: Papers) -> None:
        """Everything wrong with the signatures of one document."""
        reader, made = paper.reader, paper.made
        if reader is None:
            return
        event = self.case.changed_by[made["id"]]
        try:
            marks = marks_of(reader, paper)
        except (UnreadableError, ValueError, RecursionError):
            self.out.add(
                "pdf_unreadable",
                paper.place(),
                event=event,
                law=RELIABLE,
                name=paper.entry.get("name"),
            )
            return
        papers.fields[made["id"]] = {mark.field: mark.page for mark in marks if mark.page}
        signing = [mark for mark in marks if mark.kind != DOCUMENT_STAMP]
        recorded = [one[0] for one in made["signed"]]
        found = [mark.field for mark in signing]
        if found != recorded:
            self.out.add(
                "signatures_differ",
                paper.place(),
                event=event,
                law=SIGNED,
                recorded="、".join(recorded) or "无",
                found="、".join(found) or "无",
            )
        self._updates(reader, paper, marks, event)
        for mark in marks:
            moments = self._one(paper, mark, event)
            if mark.field in recorded and moments is not None:
                self._as_recorded(paper, mark, made["signed"][recorded.index(mark.field)], moments)

    def _updates(self, reader: Reader, paper: Paper, marks: list[Mark], event: int) -> None:
        """Each revision after the first ends where a signature's range ends, and signs only."""
        ends = {mark.range[2] + mark.range[3]: mark for mark in marks if len(mark.range) == 4}
        name = paper.entry.get("name")
        if reader.revisions[-1].end != len(reader.data):
            self.out.add("pdf_appended", paper.place(), event=event, law=RELIABLE, name=name)
        for number, revision in enumerate(reader.revisions[1:], 1):
            mark = ends.get(revision.end)
            touched = touched_pages(reader, paper, number, mark)
            if mark is None:
                page = min(touched) if touched else 0
                self.out.add("pdf_updated", paper.place(page), event=event, law=RELIABLE, name=name)
            elif touched:
                self.out.add(
                    "page_replaced", paper.place(min(touched)), event=event, law=RELIABLE, name=name
                )

    def _one(self, paper: Paper, mark: Mark, event: int) -> tuple[Certificate, datetime] | None:
        """The signer and the proved moment of a signature that holds; else None."""
        place, data = paper.place(mark.page), paper.data
        told = {"name": paper.entry.get("name"), "field": mark.field}
        self.out.count("signatures")
        if mark.contents is None or not _covers(mark, data):
            self.out.add("signature_range", place, event=event, law=RELIABLE, **told)
            return None
        first, second = mark.range[1], mark.range[2]
        signed_bytes = data[:first] + data[second : second + mark.range[3]]
        try:
            blob = bytes.fromhex(mark.contents.text[1:-1].decode("ascii"))
            if mark.kind == DOCUMENT_STAMP:
                self._document_stamp(blob, signed_bytes, place, event, told)
                return None
            return self._signature(blob, signed_bytes, place, event, told)
        except (UnreadableError, ValueError, IndexError, KeyError):
            self.out.add("signature_unreadable", place, event=event, law=RELIABLE, **told)
            return None

    def _document_stamp(
        self, blob: bytes, covered: bytes, place: Place, event: int, told: Told
    ) -> None:
        outer = first_part(blob)
        stamp = read_stamp(outer.raw)
        self._stamp(stamp, covered, place, event, told)

    def _signature(
        self, blob: bytes, covered: bytes, place: Place, event: int, told: Told
    ) -> tuple[Certificate, datetime] | None:
        signed = read_signed(blob)
        signer = signed.signer
        if not signed.covers(covered):
            self.out.add("signature_digest", place, event=event, law=RELIABLE, **told)
        if signer is None or not signed.value_holds():
            self.out.add("signature_value", place, event=event, law=RELIABLE, **told)
            return None
        self.used[signer.raw] = signer
        tokens = signed.beside.get(SIGNATURE_TIMESTAMP, [])
        if len(tokens) != 1:
            self.out.add("stamp_missing", place, event=event, law=RELIABLE, **told)
            return None
        stamp = read_stamp(tokens[0].raw)
        self._stamp(stamp, signed.value, place, event, told)
        for fault in self.trust.faults(signer, signed.certificates, stamp.moment, stamps=False):
            self.out.add(
                f"certificate_{fault}",
                place,
                event=event,
                law=IN_FORCE,
                signer=signer.name,
                at=local_time(stamp.moment),
                **told,
            )
        return signer, stamp.moment

    def _stamp(self, stamp: Stamp, covered: bytes, place: Place, event: int, told: Told) -> None:
        signer = stamp.signed.signer
        self.out.count("timestamps")
        if not stamp.covers(covered):
            self.out.add("stamp_imprint", place, event=event, law=RELIABLE, **told)
        if signer is None or not stamp.holds():
            self.out.add("stamp_signature", place, event=event, law=RELIABLE, **told)
            return
        self.used[signer.raw] = signer
        faults = self.stamps.faults(signer, stamp.signed.certificates, stamp.moment, stamps=True)
        for fault in faults:
            self.out.add(
                f"certificate_{fault}",
                place,
                event=event,
                law=IN_FORCE,
                signer=signer.name,
                at=local_time(stamp.moment),
                **told,
            )

    def _as_recorded(
        self, paper: Paper, mark: Mark, recorded: list[str], found: tuple[Certificate, datetime]
    ) -> None:
        """Who signed, in which role and when, as the ledger has it."""
        slot, person, role, at = recorded
        signer, moment = found
        place = paper.place(mark.page)
        event = self._event_of(paper.made["id"], slot)
        told = {"name": paper.entry.get("name"), "field": slot}
        code = "".join(signer.holder.get("agency", [])[:1])
        right = (
            signer.is_seal and code.endswith(self.agency)
            if slot == SEAL
            else signer.person == person
        )
        if not right:
            self.out.add(
                "signer_differs",
                place,
                event=event,
                law=SIGNED,
                recorded=person,
                found=signer.name,
                **told,
            )
        if mark.reason != f"{role}:{person}":
            self.out.add(
                "signer_role",
                place,
                event=event,
                law=SIGNED,
                recorded=f"{role}:{person}",
                found=mark.reason,
                **told,
            )
        if abs(datetime.fromisoformat(at) - moment) > TOLERANCE:
            self.out.add(
                "signature_moment",
                place,
                event=event,
                law=SIGNED,
                recorded=at,
                found=local_time(moment),
                **told,
            )

    def _event_of(self, document: str, slot: str) -> int:
        for event in self.case.events:
            for made in event.documents:
                if made["id"] == document and slot in [one[0] for one in made["signed"]]:
                    return event.seq
        return 0


def local_time(moment: datetime) -> str:
    """A moment as people in China read it."""
    return (moment + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")


def _covers(mark: Mark, data: bytes) -> bool:
    """Whether the range is everything but the signature itself, up to the end of a revision."""
    if len(mark.range) != 4 or mark.contents is None:
        return False
    start, first, second, rest = mark.range
    ends = data[second : second + rest].rstrip(b"\r\n").endswith(b"%%EOF")
    there = (start, first, second) == (0, mark.contents.start, mark.contents.end)
    return there and ends and second + rest <= len(data)


def marks_of(reader: Reader, paper: Paper) -> list[Mark]:
    """The signatures of a file in the order they were made."""
    form = reader.entries(reader.root.get(b"/AcroForm"))
    found = []
    for field in reader.members(form.get(b"/Fields")):
        entries = reader.entries(field)
        value = entries.get(b"/V")
        if entries.get(b"/FT") != b"/Sig" or value is None:
            continue
        signature = reader.entries(value)
        ranged = reader.members(signature.get(b"/ByteRange"))
        contents = signature.get(b"/Contents")
        found.append(
            Mark(
                field=words(entries.get(b"/T")),
                page=_page_of(reader, paper, field),
                kind=signature.get(b"/SubFilter"),
                range=[int(n) for n in ranged if isinstance(n, float)],
                contents=contents if isinstance(contents, Span) else None,
                reason=words(signature.get(b"/Reason")),
            )
        )
    return sorted(found, key=lambda mark: mark.range[2] if len(mark.range) == 4 else 0)


def words(value: object) -> str:
    """A text string: UTF-16 with a byte order mark, or Latin letters (ISO 32000-1, 7.9.2.2)."""
    if not isinstance(value, Span):
        return ""
    if value.text.startswith(b"<"):
        data = bytes.fromhex(value.text[1:-1].decode("ascii"))
    else:
        data = value.text[1:-1]
    return data[2:].decode("utf-16-be") if data.startswith(b"\xfe\xff") else data.decode("latin-1")


def _page_of(reader: Reader, paper: Paper, field: object) -> int:
    for number, page in enumerate(paper.pages, 1):
        if field in reader.members(page.entries.get(b"/Annots")):
            return number
    return 0


def touched_pages(reader: Reader, paper: Paper, number: int, mark: Mark | None) -> list[int]:
    """Pages (from 1) that a revision changes beside the field it signs; 0: not a page."""
    earlier = {n for revision in reader.revisions[:number] for n in revision.offsets}
    pages = {page.number: place for place, page in enumerate(paper.pages, 1)}
    contents = {
        one.number: place
        for place, page in enumerate(paper.pages, 1)
        for one in _references(page.entries.get(b"/Contents"))
    }
    found = []
    for changed in sorted(reader.revisions[number].offsets):
        if changed not in earlier or _may_change(reader, changed, number + 1, mark):
            continue
        found.append(pages.get(changed, contents.get(changed, 0)))
    return found


def _references(value: object) -> list[Reference]:
    members = value if isinstance(value, list) else [value]
    return [one for one in members if isinstance(one, Reference)]


def _may_change(reader: Reader, number: int, revisions: int, mark: Mark | None) -> bool:
    """The widget signed and its slices on the edges of pages; an archive timestamp enters more."""
    entries = reader.object(number, revisions)
    if mark is None or not isinstance(entries, dict):
        return False
    if mark.kind == DOCUMENT_STAMP:
        catalog = entries.get(b"/Type") == b"/Catalog"
        return catalog or b"/Fields" in entries or b"/Certs" in entries
    name, before = words(entries.get(b"/T")), reader.object(number, revisions - 1)
    own = name == mark.field or name.startswith(f"{mark.field}-seam-")
    same = isinstance(before, dict) and before.get(b"/Rect") == entries.get(b"/Rect")
    return own and same and entries.get(b"/Subtype") == b"/Widget"

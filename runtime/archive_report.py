"""The report on the four checks of an archive, as a document people sign and the bureau seals.

Lays out what was found; decides nothing. The report is no document of a case and has no number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from documents.compose import compose
from documents.forms import FormLibrary
from engine.errors import InputError
from engine.forms import SEAL_ROLE, SEAL_SLOT
from engine.people import Person
from engine.ports import SEAL_KEY, SigningAct
from engine.record import Json
from runtime import bag_format as bag
from runtime.archive_check import Checked, Outcome, Report
from runtime.archive_probes import Objection
from runtime.bag_faults import BagFault
from runtime.keyring import Keyring
from runtime.messages import MISSING, Messages
from runtime.receiving import Verified
from runtime.workspace import Workspace

FORM, CHECKER = "archive_check", "checker"
#: So many problems of one item are written out; the rest are counted.
SHOWN = 3


@lru_cache(maxsize=1)
def report_forms() -> FormLibrary:
    """Return the forms of reports that belong to no case."""
    return FormLibrary(files("documents") / "reports")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A report in a reader's words."""

    report: Report
    verified: Verified
    messages: Messages

    def say(self, *path: str, **details: object) -> str:
        """Return a text of the catalogue."""
        template = self.messages.template("archiving", *path)
        if template is None:
            raise KeyError(path)
        return self.messages.fill(template, details)

    def conclusion(self) -> str:
        """Return what it comes to, in one sentence."""
        outcomes = [one.outcome for _, checked in self.report.groups for one in checked]
        failed = outcomes.count(Outcome.FAILED) + len(self.report.others)
        left = outcomes.count(Outcome.OPEN)
        kind = "failed" if failed else "open" if left else "passed"
        return self.say("conclusion", kind, failed=str(failed), open=str(left))

    def outcome(self, one: Checked) -> str:
        """Return the result of one item."""
        return self.say("outcome", one.outcome.value)

    def told(self, one: Checked) -> str:
        """Return what was found about one item; the first of many."""
        sentences = [self.sentence(found) for found in one.found[:SHOWN]]
        text = self.messages.listed(s.rstrip("。.") for s in sentences)
        if len(one.found) > SHOWN:
            text += self.say("more", count=str(len(one.found)))
        return text

    def sentence(self, found: BagFault | Objection) -> str:
        """Return one thing that was found, with its place."""
        place = found.path.removeprefix(bag.PAYLOAD)
        if isinstance(found, Objection):
            text = self.say("problem", found.code, **found.facts)
        else:
            facts = {"path": None, "file": found.path, **found.facts}
            text = self.messages.coded(found.code, facts)
        return f"{place}：{text}" if place else text

    def doubts(self) -> str:
        """Return everything the archive has to confirm."""
        items = [
            self.say("doubt", id=one.item.id, doubt=one.item.doubt)
            for _, checked in self.report.groups
            for one in checked
            if one.item.doubt
        ]
        standard = self.report.standard.doubt
        return self.say("doubts", standard=standard, items=self.messages.listed(items))


def payload(spoken: Spoken) -> dict[str, object]:
    """Return a report for programs."""
    read = spoken.verified.read
    return {
        "ok": spoken.report.passed,
        "standard": spoken.report.standard.id,
        "case": read.case_id,
        "origin": read.origin,
        "known": spoken.verified.standing.value == "known",
        "digest": read.folder.digest,
        "groups": [
            {"id": group.id, "name": group.name, "items": [_item(spoken, one) for one in checked]}
            for group, checked in spoken.report.groups
        ],
        "others": [_found(spoken, one) for one in spoken.report.others],
    }


def _item(spoken: Spoken, one: Checked) -> dict[str, object]:
    return {
        "id": one.item.id,
        "name": one.item.name,
        "name_en": one.item.name_en,
        "method": one.item.method,
        "outcome": one.outcome.value,
        "to_confirm": one.item.doubt or None,
        "found": [_found(spoken, found) for found in one.found],
    }


def _found(spoken: Spoken, found: BagFault | Objection) -> dict[str, object]:
    return {
        "code": found.code,
        "path": found.path or None,
        "facts": dict(found.facts),
        "text": spoken.sentence(found),
    }


def write_report(
    workspace: Workspace, spoken: Spoken, keys: Keyring, checker: Person, *, at: datetime
) -> bytes:
    """Return the report as a PDF, signed by who checked and sealed by the bureau.

    Raises InputError `archive.no_keeper` where nobody who keeps the seal has unlocked it, and what
    composing and signing refuse.
    """
    form = report_forms()[FORM]
    composed = compose(
        form,
        _values(workspace, spoken),
        moment=at,
        number=None,
        slots=(CHECKER, SEAL_SLOT),
        training=workspace.training,
        preview=False,
        attachment=None,
        book=workspace.book,
    )
    keeper = _keeper(workspace, keys)
    acts = (
        SigningAct(
            slot=CHECKER,
            person=checker,
            role="archivist",
            label=form.label(CHECKER),
            opinion="",
            at=at,
        ),
        SigningAct(slot=SEAL_SLOT, person=keeper, role=SEAL_ROLE, label="", opinion="", at=at),
    )
    pdf = composed.pdf
    for act in acts:
        pdf = keys.sign(pdf, act)
    return pdf


def _keeper(workspace: Workspace, keys: Keyring) -> Person:
    unlocked = keys.unlocked()
    holders = [p for p in workspace.agency.holders(SEAL_ROLE) if p.id in unlocked]
    if not holders or SEAL_KEY not in unlocked:
        raise InputError("archive.no_keeper")
    return holders[0]


def _values(workspace: Workspace, spoken: Spoken) -> Mapping[str, object]:
    return {
        "agency": {"name": workspace.agency.name},
        "dossier": _dossier(spoken),
        "standard": {"id": spoken.report.standard.id, "name": spoken.report.standard.name},
        "conclusion": spoken.conclusion(),
        "groups": {
            group.id: [_row(spoken, one) for one in checked]
            for group, checked in spoken.report.groups
        },
        "others": [
            {"place": one.path or MISSING, "told": spoken.sentence(one)}
            for one in spoken.report.others
        ],
        "doubts": spoken.doubts(),
    }


def _row(spoken: Spoken, one: Checked) -> Mapping[str, object]:
    return {
        "id": one.item.id,
        "name": one.item.name,
        "method": one.item.method,
        "result": spoken.outcome(one),
        "told": spoken.told(one) or ("" if one.outcome is Outcome.OPEN else MISSING),
    }


def _dossier(spoken: Spoken) -> Mapping[str, object]:
    read = spoken.verified.read
    inside = read.folder.under(bag.PAYLOAD)
    agency, unknown = read.agency, MISSING
    covers = [one for one in read.entries() if one.get("form") == "dossier_cover"]
    return {
        "title": read.title or unknown,
        "number": _text(read.index.get("number")) or read.case_id,
        "filed_as": next((_text(one.get("number")) for one in covers), "") or unknown,
        "agency": agency.name if agency is not None else unknown,
        "code": agency.code if agency is not None else unknown,
        "origin": read.origin or unknown,
        "standing": spoken.say("standing", spoken.verified.standing.value),
        "digest": read.folder.digest or unknown,
        "files": len(inside),
        "octets": sum(read.folder.size(path) for path in inside),
        "events": len(read.events),
    }


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""

"""Published copies of sample decisions: what was told, what was committed to, what is published.

A decision of the samples is filled and committed to as the road does it, then published; nothing
is signed and nothing kept.
"""

import datetime as dt
import hashlib
import json
import re
import zlib
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace
from unittest import mock

from documents.attachment import attachment_of, inclusion_of
from documents.fill import fill
from documents.forms import load_forms
from documents.printed import printed_of
from documents.publication import DISCLOSURE, Setting, compose_again, compose_copy
from engine.case import Case, apply
from engine.event import DocumentMade, Event, EventKind
from engine.record import Record
from engine.redaction import COPY, Redacted, commit_to, redact
from tests import bureau
from tests.form_case import AGENCY, MOMENT, PARTIES
from tests.form_samples_decision import Sample, sample
from workflows.masking_data import load_masking

NUMBER = "清城管罚决字〔2026〕第000001号"
STREAM = re.compile(rb"\nstream\n(.*?)\nendstream", re.DOTALL)


@cache
def agency():
    """The bureau of the samples, as far as a copy depends on it."""
    bank = replace(bureau.agency().bank, account=AGENCY["bank"]["account"])
    return replace(bureau.agency(), name=AGENCY["name"], phone=AGENCY["phone"], bank=bank)


@dataclass(frozen=True)
class Published:
    """One decision and its copy."""

    case: Case
    redacted: Redacted
    pdf: bytes


def as_record(value):
    """Plain values as an input keeps them."""
    if isinstance(value, dict):
        return Record({k: as_record(v) for k, v in value.items() if v is not None})
    if isinstance(value, list | tuple):
        return tuple(as_record(v) for v in value)
    return value


def told(party, **more):
    """What the case was told of its party, and anything else."""
    return as_record({"party": party, **more})


def event(seq, **more):
    return Event(
        case="2026-000001", seq=seq, kind=EventKind.TRANSITION, at=MOMENT, actor="p01", role="",
        command="", fingerprint="", track="main", machine="ordinary", definition="",
        transition=f"T{seq}", trigger="", source="", target="", salt="00" * 16, **more,
    )  # fmt: skip


def made_of(form, ordinal=1):
    return DocumentMade(
        id=f"{form}-{ordinal}", form=form, form_digest="", number=NUMBER, series="罚决", year=2026,
        serial=ordinal, digest="", status="issued", track="main", composed_at=MOMENT, pages=1,
    )  # fmt: skip


#: The secret of the copies that are looked at, so that they print the same root every time.
SECRET = hashlib.sha256(b"published").digest()


def committed(given: Sample, inputs: Record) -> Case:
    """A case in which a sample decision was made after it was told `inputs`."""
    form = load_forms()[given.form]
    filled = fill(form, given.values, moment=MOMENT, number=NUMBER, slots=_slots(form))
    case = Case(id="2026-000001")
    apply(case, event(1, inputs=inputs))
    made = made_of(form.id)
    situation = SimpleNamespace(case=case, inputs=Record(), agency=agency(), masking=load_masking())
    done = commit_to(situation, made, lambda: printed_of(filled))
    made = replace(made, commitment=done.root)
    apply(case, event(2, documents=(made,), printed={made.id: done.kept}))
    return case


def _slots(form):
    return ("seal",) if form.sealed else ()


def publish(case: Case, **inputs) -> Published:
    """Publish the newest decision of a case; `masked` names further words to hide."""
    made = list(case.documents.values())[-1]
    redacted = redact(case, made, load_masking(), agency(), as_record(inputs))
    return Published(case, redacted, composed(redacted).pdf)


SETTING = Setting(
    moment=MOMENT + dt.timedelta(days=3), slots=("seal",), training=False, preview=False
)


def values_of(redacted):
    """What the form of a copy is filled with."""
    made = redacted.made
    copied = {
        "name": load_forms()[made.form].name,
        "number": made.number,
        "date": made.composed_at.date(),
        "root": made.commitment,
        "withheld": [
            {"name": rule.name, "count": count, "law": "、".join(rule.law)}
            for rule, count in redacted.rules()
        ],
    }
    return {"copied": copied, "agency": {"name": agency().name}}


def composed(redacted):
    return compose_copy(
        load_forms()[COPY],
        values_of(redacted),
        shape=redacted.printed.shape,
        texts=redacted.texts,
        proof=redacted.proof,
        statement=None,
        setting=SETTING,
    )


@cache
def ordinary(kind="citizen") -> Published:
    """The copy of the sample decision on a party of this kind."""
    with mock.patch("engine.redaction.secrets.token_bytes", return_value=SECRET):
        return publish(committed(sample("penalty_decision", kind), told(PARTIES[kind])))


def inflated(pdf: bytes) -> bytes:
    """A whole file with every stream laid open."""
    parts = [pdf]
    for found in STREAM.finditer(pdf):
        try:
            parts.append(zlib.decompressobj().decompress(found[1]))
        except zlib.error:
            parts.append(found[1])
    return b"\n".join(parts)


def encodings(word):
    """How a word may stand in bytes."""
    yield from (word.encode("utf-8"), word.encode("utf-16-be"), word.encode("utf-16-le"))
    yield word.encode("gb18030")
    yield word.encode("utf-16-be").hex().upper().encode()
    yield word.encode("utf-16-be").hex().encode()
    yield json.dumps(word)[1:-1].encode()


def forged(pdf, change, inclusion=None):
    """A copy set anew from a proof somebody changed, pages and all.

    `inclusion` stands in the place of the ledger's proof, or takes it away when it is empty.
    """
    carried = json.loads(attachment_of(pdf))
    change(carried[DISCLOSURE])
    attachment = json.dumps(carried, ensure_ascii=False, sort_keys=True).encode()
    texts: dict[str, str] = {}
    for row in carried[DISCLOSURE]["runs"][2:]:
        texts[row["key"]] = texts.get(row["key"], "") + row.get("text", row.get("shown", ""))
    return compose_again(
        load_forms()[COPY],
        attachment,
        tuple(texts.values()),
        book=None,
        inclusion=inclusion_of(pdf) if inclusion is None else inclusion or None,
    ).pdf


def unchanged(_proof):
    """The copy as it is."""

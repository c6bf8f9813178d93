"""Signed documents to be attacked, and what the ledger says of them."""

from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import cycle

from documents.attachment import ATTACHMENT
from documents.compose import compose
from documents.forms import load_forms
from documents.signing.pdf import Document
from documents.signing.sign import sign
from documents.signing.verification import TrustAnchors
from engine.event import DocumentMade, Signed
from tests.signed_samples import MOMENT, act_of, bureau

SEAL, KEEPER = "seal", "P005"
EVENT = b'{"fine_fen": 500000, "party": "invented"}'
OFFICE, OTHER = bureau(), bureau(training=True)
TRUST = TrustAnchors(roots=(OFFICE.authority.root_der,))


@dataclass(frozen=True)
class Target:
    """One document with its empty fields, and as signed by those the ledger names."""

    name: str
    unsigned: bytes
    fields: tuple[str, ...]

    @cached_property
    def keys(self):
        """Whose key signs which field."""
        people = cycle(OFFICE.officers)
        return {f: OFFICE.seal if f == SEAL else next(people) for f in self.fields}

    @cached_property
    def stages(self):
        """The file unsigned, with one signature, with two … with all."""
        files, tsa = [self.unsigned], OFFICE.tsa()
        for field in self.fields:
            files.append(self.signed_on(files[-1], field, tsa=tsa))
        return files

    @property
    def signed(self):
        """The finished document."""
        return self.stages[-1]

    def signed_on(self, pdf, field, *, key=None, tsa=None, moment=MOMENT):
        """The file with one field signed."""
        key = key or self.keys[field]
        reason = f"{role_of(field)}:{self.person(field)}"
        act = replace(act_of(key, moment=moment), reason=reason)
        return sign(pdf, field=field, key=key, act=act, tsa=tsa or OFFICE.tsa())

    def document(self, stage=-1):
        """The file of a stage, opened."""
        return Document.open(self.stages[stage])

    @cached_property
    def made(self):
        """What the ledger records of the document."""
        signed = tuple(
            Signed(slot=f, person=self.person(f), role=role_of(f), at=MOMENT) for f in self.fields
        )
        return DocumentMade(
            id=self.name, form=self.name, form_digest="", number="", series="", year=2026,
            serial=1, digest="", status="issued", track="main", composed_at=MOMENT, pages=1,
            signed=signed,
        )  # fmt: skip

    def person(self, field):
        """Who the ledger says signed; the seal is set by its keeper."""
        return KEEPER if field == SEAL else self.keys[field].subject.id


def role_of(field):
    return "seal_keeper" if field == SEAL else "officer"


def target(name, form, values, *, moment, number, slots):
    """A target composed from a form, with the event embedded."""
    made = compose(
        load_forms()[form], values, moment=moment, number=number, slots=slots,
        training=False, preview=False, attachment=EVENT,
    )  # fmt: skip
    assert ATTACHMENT.encode() in made.pdf
    return Target(name, made.pdf, tuple(field.slot for field in made.fields))


@cache
def sample_target():
    """An approval with several signers, for the test suite."""
    from tests.form_case import MOMENT as COMPOSED
    from tests.form_samples_decision import sample, slots_of

    form = load_forms()["decision_approval"]
    return target(
        form.id, form.id, sample(form.id).values, moment=COMPOSED, number=None, slots=slots_of(form)
    )


def catalogue():
    """A target for every specimen of the catalogue that anybody signs."""
    from tests.visual.specimens import specimens

    for one in specimens():
        if one.slots:
            yield target(
                one.name, one.form, one.known, moment=one.moment, number=one.number, slots=one.slots
            )

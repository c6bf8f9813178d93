"""One filled specimen of every form, and more of the forms that look different in other cases.

Most are what the engine hands the composer in a written life; the rest are the samples the forms
are tested with. The pictures in the evidence are drawn here.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from unittest import mock

import tests.bureau
from documents.compose import Composed, compose
from documents.fill import fill
from documents.fonts import vendored_book
from documents.forms import load_forms
from documents.layout.document import set_document
from documents.layout.sheet import Sheet
from documents.party_line import party_line
from documents.printed import filled_of
from documents.publication import copy_sheets, joined
from engine.record import Record
from engine.redaction import COPY
from engine.road import Intake
from tests import form_samples as investigation
from tests import lives, published
from tests.bureau import Bureau
from tests.form_case import MOMENT
from tests.form_samples import picture
from tests.form_samples_decision import Sample, slots_of

#: Lives that fill forms, and which of their newest documents are looked at.
LIVES: Mapping[str, str] = {
    "collection-e_fulfilled-agreement": """
        closing_approval decision_approval demand_notice dossier_backnote dossier_cover
        dossier_index evidence_photo_sheet execution_agreement filing_approval interview_record
        investigation_report lead_register legal_review_form legal_review_opinion payment_notice
        penalty_decision penalty_prior_notice publication_form recheck_opinion rectification_order
        rectification_review self_review_form service_receipt site_inspection_record
        statement_record surcharge_decision transition_checklists""",
    "ordinary-archived-inquired": """
        appraisal_opinion assist_letter edata_record extension_approval extension_deliberation
        interview_notice sampling_notice suspension_approval transfer_in_receipt""",
    "collection-e_fulfilled-demolition": "demolition_announcement enforcement_decision",
    "seizure-s_converted-transferred": """
        crime_report crime_transfer_form item_disposal_record item_transfer_notice seizure_approval
        seizure_decision seizure_list seizure_site_record transfer_list""",
    "parking-p_closed-terminated": """
        address_confirmation closing_approval_short parking_notice parking_review
        service_receipt spot_penalty_decision""",
    "hearing-h_reported": """
        hearing_announcement hearing_application hearing_notice hearing_record hearing_report
        hearing_right_notice""",
    "preservation-pr_disposed": "preservation_approval preservation_disposal preservation_notice",
    "publication-f_filed": """
        deliberation_record major_case_filing_form penalty_decision waiver_record""",
    "remedies-r_final-dismissed": "litigation_reply recon_reply",
    "seizure-s_released-expired": "appraisal_entrustment seizure_test_notice",
    "seizure-s_released": "seizure_extension seizure_release",
    "collection-e_fulfilled-plan": "deferral_application deferral_approval",
    "dossier_review-q_done": """
        review_rectification_notice review_rectification_report second_review_form""",
    "dossier_review-q_done-third": "excellent_nomination third_review_form",
    "dossier_review-q_done-arbitrated": "review_arbitration review_objection",
    "merging-x_split": "case_merge_approval case_split_approval",
    "ordinary-archived-no_penalty": "education_record no_penalty_decision",
    "ordinary-archived-revoked": "revocation_decision unsealing_note",
    "simple-spot_closed-cash": "avi_index cash_fine_receipt spot_penalty_decision",
    "simple-spot_closed-warning": "spot_penalty_decision",
    "collection-e_fulfilled-own": "substitute_decision",
    "collection-e_terminated-ground": "enforcement_suspension",
    "collection-e_fulfilled-court": "court_application",
    "hearing-h_rejected-late": "hearing_not_accepted",
    "ordinary-archived-transferred": "transfer_letter",
    "ordinary-archived-withdrawn": "withdrawal_approval",
    "ordinary-not_filed": "no_filing_approval",
    "parking-p_cancelled": "parking_cancel",
    "service-v_served-announced": "service_announcement",
    "staffing-recusal_done": "recusal_decision",
}


#: Lives that between them make every form a life makes.
CONTACT_LIVES = tuple(LIVES)
NAMED = tests.bureau.intake
#: What the printed digest of a grading standard begins with.
STANDARD = "0123456789abcdef"
#: Forms with texts and lists so long that tables and records run over pages.
LONG = ("dossier_index", "evidence_photo_sheet", "filing_approval", "interview_record")


@dataclass(frozen=True)
class Specimen:
    """One document to be looked at, and everything its composer is given."""

    name: str
    form: str
    values: Mapping[str, object]
    moment: datetime = MOMENT
    number: str | None = None
    slots: tuple[str, ...] = ()

    @property
    def known(self) -> Mapping[str, object]:
        """The values, in words how the party signed, and for the standard of a review one digest.

        A form looks the same whatever the standard checks this week.
        """
        given = self.values.get("input")
        signature = given.get("party_signature") if isinstance(given, Mapping) else None
        signing = party_line(signature) if signature else self.values.get("party_signing")
        known = {**self.values, "party_signing": signing}
        review = known.get("review")
        return known if review is None else {**known, "review": {**review, "digest": STANDARD}}

    def sheets(self) -> list[Sheet]:
        """The pages before they are written."""
        form = load_forms()[self.form]
        filled = fill(form, self.known, moment=self.moment, number=self.number, slots=self.slots)
        return set_document(filled, vendored_book(), training=False, preview=False)

    def composed(self) -> Composed:
        """The document, without signatures and without the marks of training."""
        return compose(
            load_forms()[self.form],
            self.known,
            moment=self.moment,
            number=self.number,
            slots=self.slots,
            training=False,
            preview=False,
            attachment=None,
        )


@dataclass(frozen=True)
class CopySpecimen(Specimen):
    """The published copy of the sample decision."""

    def sheets(self) -> list[Sheet]:
        """The pages before they are written."""
        form, redacted = load_forms()[self.form], published.ordinary().redacted
        notice = fill(form, self.values, moment=self.moment, number=None, slots=self.slots)
        original = filled_of(form, redacted.printed.shape, redacted.texts)
        return copy_sheets(joined(form, notice, original), published.SETTING)

    def composed(self) -> Composed:
        """The copy before it is sealed."""
        return published.composed(published.ordinary().redacted)


class Watched(tests.bureau.Composer):
    """A composer that remembers the newest document of every form as a specimen."""

    def __init__(self) -> None:
        super().__init__()
        self.newest: dict[str, Specimen] = {}

    def compose(self, form, values, *, moment, number, slots, preview, attachment):
        """Remember what the document is made of."""
        self.newest[form] = Specimen(form, form, values, moment, number, tuple(slots))
        return super().compose(
            form,
            values,
            moment=moment,
            number=number,
            slots=slots,
            preview=preview,
            attachment=attachment,
        )


@cache
def specimens() -> tuple[Specimen, ...]:
    """Every specimen, named like its form; further ones of a form say where they are from."""
    return (*_lived(), *_sampled())


def _lived() -> Iterator[Specimen]:
    known: set[str] = set()
    with (
        mock.patch.object(Bureau, "played", {}),  # so that the first life is played from its start
        mock.patch.object(tests.bureau, "intake", _pictured),
    ):
        for life, forms in LIVES.items():
            newest = _watched(lambda bureau, life=life: lives.live(life, bureau))
            for form in forms.split():
                name = f"{form}~{life}" if form in known else form
                known.add(form)
                yield replace(newest[form], name=name)


def _watched(course: Callable[[Bureau], object]) -> dict[str, Specimen]:
    """What is composed on a course, as far as nobody played it before."""
    bureau = Bureau()
    bureau.composer = Watched()
    course(bureau)
    return bureau.composer.newest


def _pictured() -> Intake:
    """Files by name, and a picture behind every name of one."""
    named, files = NAMED(), {}

    def take(written: str) -> Record:
        record = dict(named.take(written))
        shown = record["media"] == "image/jpeg"
        data = picture(sum(written.encode()) % 160) if shown else written.encode()
        record["digest"] = hashlib.sha256(data).hexdigest()
        files[record["digest"]] = data
        return Record(record)

    return Intake(take=take, files=files)


def _sampled() -> Iterator[Specimen]:
    for form in LONG:
        grown, _ = investigation.lengthened(investigation.ordinary(form))
        yield specimen(f"{form}~long", grown)
    yield _copy()


def _copy() -> Specimen:
    setting, values = published.SETTING, published.values_of(published.ordinary().redacted)
    return CopySpecimen(COPY, COPY, values, setting.moment, None, tuple(setting.slots))


def specimen(name: str, given: Sample) -> Specimen:
    """A specimen of the values the forms are tested with."""
    form = load_forms()[given.form]
    number = f"清城管{form.type_code}字〔2026〕第000001号" if form.type_code else None
    return Specimen(name, form.id, given.values, MOMENT, number, slots_of(form))

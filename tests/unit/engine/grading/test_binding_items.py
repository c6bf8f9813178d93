"""Items G1 to G5: one case in order, cover and index true, pages and files sound, in time."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.deadlines import compute
from engine.dossier import Section
from engine.grading.files import Binding, FileFacts, FoundSignature, Listed
from tests.defects import archived, dated, findings, inputs, new_in, paper, unsigned, without_paper
from tests.graded import Files, dossier_of

FOLDERS = {Section.FRONT: "卷首", Section.PRINCIPAL: "正卷", Section.SUPPLEMENTARY: "副卷"}


def bound(change=None):
    """The index of the bound example, changed by whoever wants to."""
    papers = dossier_of(archived()).papers
    listed = [
        Listed(
            path=f"data/{FOLDERS[p.section]}/{n:03}.pdf",
            digest=p.made.digest,
            document=p.id,
            number=p.made.number,
            name=p.form,
            first_page=p.first_page,
            last_page=p.last_page,
        )
        for n, p in enumerate(papers)
    ]
    return Binding(listed=tuple(change(listed) if change else listed))


def one(listed, form, **changes):
    """One line of the index changed."""
    return [replace(x, **changes) if x.name == form else x for x in listed]


def swapped(listed):
    at = next(n for n, x in enumerate(listed) if x.name == "penalty_decision")
    return [*listed[:at], listed[at + 1], listed[at], *listed[at + 2 :]]


def left_out(listed):
    return [x for x in listed if x.name != "interview_record"]


def put_in(listed):
    return [
        *listed,
        replace(listed[-1], document="", path="data/附件/001.pdf"),
        replace(listed[-1], document="foreign-1", name="外来文书"),
    ]


def test_a_bound_example_is_clean():
    for head in ("G1", "G2", "G3", "G4", "G5"):
        rows = findings(archived(), archived().events, head, binding=bound())
        assert [r for r in rows if r[1]] == [], head


INDEX = [
    ("G1", "out_of_order", 1, swapped),
    ("G1", "wrong_volume", 1, lambda x: one(x, "legal_review_opinion", path="data/正卷/9.pdf")),
    ("G2", "index_untrue", 1, left_out),
    ("G2", "index_untrue", 1, put_in),
    ("G2", "index_untrue", 1, lambda x: one(x, "penalty_decision", number="另一文号")),
    ("G2", "index_untrue", 1, lambda x: [*x, x[5]]),
    ("G3", "pages_broken", 1, lambda x: one(x, "interview_record", first_page=0, last_page=0)),
    ("G3", "pages_broken", 1, lambda x: one(x, "dossier_cover", first_page=1, last_page=1)),
    ("G3", "pages_broken", 1, lambda x: one(x, "interview_record", first_page=99, last_page=99)),
    ("G3", "pages_broken", 1, lambda x: one(x, "penalty_decision", last_page=9)),
]


@pytest.mark.parametrize(("head", "code", "halves", "change"), INDEX)
def test_a_defect_of_the_index_is_found(head, code, halves, change):
    found = new_in(archived(), archived().events, head, binding=bound(change))
    assert found.get(code, 0) >= halves, found


CASE, DECISION = "望潮综执立字〔2026〕第000001号", "望潮综执罚决字〔2026〕第000001号"
COVER = f"案件编号{CASE} 处理决定文号{DECISION} 本卷页数 共{{}}页"


@pytest.mark.parametrize(
    ("form", "text", "faults"),
    [
        ("dossier_cover", COVER.format(23), 0),
        ("dossier_cover", COVER.format(24), 1),
        ("dossier_cover", COVER.format(23).replace("罚决", "当罚"), 1),
        ("dossier_backnote", f"{CASE} 共23份，编号页共23页", 0),
        ("dossier_backnote", f"{CASE} 共22份，编号页共22页", 2),
    ],
)
def test_cover_and_back_note_print_what_is_so(form, text, faults):
    """Twenty-three documents of a page each were bound; the pages themselves are read."""
    files = Files(printed={form: (text,)})
    found = new_in(archived(), archived().events, "G2", files=files)
    assert found.get("front_untrue", 0) == faults


def test_the_printed_index_names_every_document_it_binds():
    numbers = [p.made.number for p in dossier_of(archived()).papers]
    whole = Files(printed={"dossier_index": tuple(numbers)})
    assert new_in(archived(), archived().events, "G2", files=whole) == {}
    short = Files(printed={"dossier_index": tuple(n for n in numbers if "回字" not in n)})
    assert new_in(archived(), archived().events, "G2", files=short) == {"index_unprinted": 3}


PAPERS = [
    ("G1", "other_case", 1, lambda e: [*e, second_filing(e)]),
    ("G1", "other_case", 1, lambda e: [*e[:-1], replace(e[-1], case="2026-999999")]),
    ("G2", "front_missing", 1, lambda e: without_paper(e, "dossier_backnote")),
    ("G2", "front_missing", 3, lambda e: without_paper(e, *FRONT)),
    ("G2", "front_unsigned", 1, lambda e: unsigned(e, "dossier_index", "archivist")),
    ("G2", "front_field_empty", 1, lambda e: inputs(e, "archive", access_class="")),
    ("G2", "front_field_empty", 1, lambda e: inputs(e, "archive", dossier_note="")),
    ("G3", "pages_miscounted", 1, lambda e: paper(e, "interview_record", pages=0)),
    ("G5", "retention_unset", 2, lambda e: inputs(e, "archive", retention="")),
    ("G5", "retention_unset", 2, lambda e: inputs(e, "archive", retention="years_3")),
    ("G5", "bound_early", 2, lambda e: dated(e, "dossier_cover", "2026-04-01")),
]
FRONT = ("dossier_cover", "dossier_index", "dossier_backnote")


def second_filing(events):
    """An act of its own with a filing approval of another case."""
    act = next(e for e in events if e.trigger == "approve_filing")
    (other,) = paper([replace(act, seq=900)], "filing_approval", id="filing_approval-7")
    return other


@pytest.mark.parametrize(("head", "code", "halves", "change"), PAPERS)
def test_a_defect_of_binding_is_found(head, code, halves, change):
    found = new_in(archived(), change(archived().events), head)
    assert found.get(code) == halves, found


def test_a_paper_without_a_place_in_the_volumes_is_found():
    events = paper(archived().events, "publication_form", form="quality_report")
    assert new_in(archived(), events, "G1") == {"document_unplaced": 1}


def changed_file(**facts):
    made = archived().case.latest("penalty_decision")
    return Files({"penalty_decision": FileFacts(**{"digest": made.digest, "pages": 1, **facts})})


SEAL = FoundSignature(slot="seal", person="p09", sound=True)
FILES = [
    ("G3", "pages_miscounted", 1, changed_file(pages=2)),
    ("G4", "file_changed", 2, changed_file(digest="00" * 32)),
    ("G4", "file_changed", 2, changed_file(digest="")),
    (
        "G4",
        "signature_unsound",
        2,
        changed_file(signatures=(replace(SEAL, sound=False, problem="digest"),)),
    ),
    ("G4", "signature_unsound", 2, changed_file(signatures=())),
    ("G4", "signature_unsound", 2, changed_file(signatures=(SEAL, replace(SEAL, slot="head")))),
]


@pytest.mark.parametrize(("head", "code", "halves", "files"), FILES)
def test_a_defect_of_a_file_is_found(head, code, halves, files):
    assert new_in(archived(), archived().events, head, files=files) == {code: halves}


def test_a_file_that_is_as_recorded_and_signed_is_sound():
    files = changed_file(signatures=(SEAL,))
    assert new_in(archived(), archived().events, "G4", files=files) == {}


def test_a_lost_piece_of_evidence_is_missed():
    digest = archived().case.evidence[0].item.record("file").text("digest")
    found = new_in(archived(), archived().events, "G4", files=Files(missing=[digest]))
    assert found == {"file_changed": 2}


def test_a_path_a_manifest_contradicts_is_named():
    binding = replace(bound(), wrong={"data/正卷/001.pdf": "digest"})
    assert new_in(archived(), archived().events, "G4", binding=binding) == {"file_changed": 2}


FILM = {"digest": "ee" * 32, "name": "录像.mp4", "size": 9, "media": "video/mp4"}


def test_a_film_among_the_evidence_belongs_into_the_index_of_recordings():
    """APL 47: the whole course recorded, the recordings archived."""
    events = inputs(archived().events, "record_evidence", nth=1, evidence__file=FILM)
    assert new_in(archived(), events, "G4") == {"recording_unlisted": 4}


def test_a_recording_without_an_index_is_found():
    recorded = {
        "event": "现场检查",
        "file": FILM,
        "device": "记录仪",
        "recorded_at": dt.datetime.fromisoformat("2026-03-03T09:30:00+08:00"),
    }
    events = inputs(archived().events, "record_evidence", nth=0, recordings=[recorded])
    assert new_in(archived(), events, "G4") == {"recording_unlisted": 2}


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-05-02", False), ("2026-05-03", False), ("2026-05-06", False), ("2026-05-07", True)],
)
def test_a_dossier_is_bound_within_thirty_days_of_closing(day, found):
    """D34: closed on 3 April; 3 May is the thirtieth day and a holiday, 6 May the next worked."""
    events = dated(archived().events, "dossier_cover", day)
    assert ("archived_late" in new_in(archived(), events, "G5")) is found


def test_a_dossier_never_bound_is_late_once_its_time_is_over():
    events = without_paper(archived().events[:-1], *FRONT)
    soon, late = (dt.datetime.fromisoformat(f"2026-05-{d}T09:00:00+08:00") for d in ("06", "07"))
    assert "archived_late" not in new_in(archived(), events, "G5", now=soon)
    assert new_in(archived(), events, "G5", now=late) == {"archived_late": 2}


@pytest.mark.parametrize(("days", "found"), [(-1, False), (0, False), (1, True)])
def test_what_came_after_binding_is_bound_in_within_its_time(days, found):
    """D34a: a paper filed on 10 April, later than the index, must be bound in."""
    events = archived().events
    index = next(n for n, e in enumerate(events) if e.trigger == "archive")
    beside = replace(second_filing(events), seq=950, track="remedies-1")
    filed = dated([beside], "filing_approval", "2026-04-10")
    rule = archived().law.rules["D34a"]
    last = compute(rule, dt.date(2026, 4, 10), archived().law.calendar).breach_after
    now = dt.datetime.combine(last + dt.timedelta(days=days), dt.time(9), events[0].at.tzinfo)
    found_now = new_in(archived(), [*events[: index + 1], *filed], "G2", now=now)
    assert ("index_behind" in found_now) is found

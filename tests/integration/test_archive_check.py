"""The four checks of an electronic archive find what an archive would not take, item by item."""

import json
import shutil
from fnmatch import fnmatchcase
from io import BytesIO

import pikepdf
import pytest
import yaml
from click.testing import CliRunner

from cli import anjuan
from documents.signing.verify import verify
from engine.errors import ConfigurationError
from runtime import bag_documents
from runtime.archive_check import DATA, Outcome, check, load_standard
from runtime.archive_probes import PROBES, Looked
from runtime.archive_report import report_forms
from runtime.bag_faults import BagFault
from runtime.bag_reading import read_bag
from runtime.examples import example_folder
from runtime.known_agencies import Standing
from runtime.receiving import Desk, Verified
from runtime.workspace import Workspace
from tests.bags import INDEX, copy_bag, edit_json, fault_codes, files_of
from tests.demo_case import CASE


@pytest.fixture
def folder(bagged, tmp_path):
    return copy_bag(bagged.folder, tmp_path)


def probed(folder, name):
    standard = load_standard()
    looked = Looked(
        bag=read_bag(folder, strict=False),
        standing=Standing.KNOWN,
        formats=standard.formats,
        filed=standard.filed,
    )
    return {problem.code for problem in PROBES[name](looked)}


def files(change):
    """An edit of what the index says of the first document that has pages."""

    def edit(folder):
        def first(value):
            one = next(f for f in value["files"] if "first_page" in f)
            change(value, one)

        edit_json(folder / INDEX, first)

    return edit


def document(change):
    """An edit of the first document's bytes."""

    def edit(folder):
        path = folder / next(p for p in files_of(folder) if p.startswith("data/正卷/001"))
        path.write_bytes(change(path.read_bytes()))

    return edit


def with_pdf(change, **how):
    def edit(data):
        with pikepdf.open(BytesIO(data)) as pdf:
            change(pdf)
            out = BytesIO()
            pdf.save(out, **how)
        return out.getvalue()

    return document(edit)


def run_script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def attach(pdf):
    pdf.attachments["macro.bin"] = b"x"


def claim_nothing(pdf):
    del pdf.Root.Metadata


def nothing(_pdf):
    return None


def attachment(data, suffix=".jpg"):
    def edit(folder):
        path = next(p for p in files_of(folder) if p.startswith("data/附件/001"))
        (folder / path).write_bytes(data)
        if suffix != ".jpg":
            name = path.removeprefix("data/")
            (folder / path).rename((folder / path).with_suffix(suffix))

            def renamed(value):
                one = next(f for f in value["files"] if f["file"] == name)
                one["file"] = name.removesuffix(".jpg") + suffix

            edit_json(folder / INDEX, renamed)

    return edit


def forget(form):
    def edit(folder):
        edit_json(
            folder / INDEX,
            lambda v: {**v, "files": [f for f in v["files"] if f.get("form") != form]},
        )

    return edit


def remove(path):
    return lambda folder: (folder / path).unlink()


def cut_events(folder):
    path = folder / "audit/events.jsonl"
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:20]), "utf-8")


WRONG = [
    ("metadata_shape", files(lambda _, one: one.update(sha256="x")), "shape"),
    ("metadata_shape", files(lambda _, one: one.update(pages=True)), "shape"),
    ("metadata_shape", files(lambda _, one: one.update(composed_at="昨天")), "shape"),
    (
        "dates_in_order",
        files(lambda _, one: one.update(composed_at="2036-01-01T00:00:00+08:00")),
        "signed_before",
    ),
    ("numbered", forget("dossier_cover"), "no_dossier_number"),
    ("numbered", files(lambda _, one: one.pop("number")), "no_number"),
    ("no_repeats", files(lambda v, one: v["files"].append(dict(one))), "repeated"),
    ("counted", files(lambda v, one: v["files"].remove(one)), "count"),
    ("metadata_complete", files(lambda v, _: v.update(title="")), "missing"),
    ("metadata_complete", files(lambda _, one: one.pop("form")), "missing"),
    ("metadata_complete", remove("audit/people.json"), "missing"),
    ("course_ended", cut_events, "not_ended"),
    ("file_numbers", files(lambda v, one: v["files"].remove(one)), "gap"),
    ("pages_there", files(lambda _, one: one.update(pages=9)), "pages"),
    ("filed_range", forget("dossier_backnote"), "not_filed"),
    ("formats", attachment(b"x", ".exe"), "format"),
    ("formats", attachment(b"x", ".docx"), "format"),
    ("readable", document(lambda data: data[:2000]), "unreadable"),
    ("readable", attachment(b"no picture"), "unreadable"),
    ("readable", attachment(b"\x89PNG\r\n\x1a\n"), "unreadable"),
    ("archival_format", with_pdf(claim_nothing), "not_pdfa"),
    (
        "not_encrypted",
        with_pdf(nothing, encryption=pikepdf.Encryption(owner="o", user="")),
        "encrypted",
    ),
    ("not_encrypted", attachment(b"PK\x03\x04rest"), "packed"),
    ("verifier_there", remove("查验说明.md"), "no_verifier"),
    ("no_programs", attachment(b"MZ\x90\x00"), "program"),
    ("no_programs", attachment(b"#!/bin/sh\n"), "program"),
    ("no_active_content", with_pdf(run_script), "active"),
    ("no_active_content", with_pdf(attach), "carries"),
]


@pytest.mark.parametrize(("name", "edit", "code"), WRONG, ids=[f"{n}-{c}" for n, _, c in WRONG])
def test_a_probe_finds_what_it_is_for_and_nothing_in_a_sound_dossier(
    name, edit, code, folder, bagged
):
    assert probed(bagged.folder, name) == set()
    edit(folder)
    assert code in probed(folder, name)


def test_every_probe_is_tried_and_every_problem_has_its_sentence():
    assert {name for name, _, _ in WRONG} == PROBES.keys() - {"known_origin"}
    for language in ("zh", "en"):
        path = DATA.parent / "messages" / language / "archiving.yaml"
        told = yaml.safe_load(path.read_text("utf-8"))["problem"]
        assert set(told) == {code for _, _, code in WRONG} | {"foreign"}


def test_a_foreign_bureau_is_left_to_a_person_and_a_broken_seal_fails_its_item(folder, abroad):
    path = folder / "audit/people.json"
    path.write_text(path.read_text("utf-8").replace("听涛中队", "别的中队"), "utf-8")
    with Workspace.open(abroad) as workspace, pytest.MonkeyPatch.context() as patch:
        patch.setattr(bag_documents, "verify", _never_wrong)
        report = check(Desk(workspace).verify(folder))
    outcomes = {one.item.id: one.outcome for _, group in report.groups for one in group}
    assert outcomes["A2"] is Outcome.OPEN
    assert outcomes["A7"] is Outcome.FAILED  # a file is not what the manifest says
    assert outcomes["D2"] is Outcome.OPEN
    assert not report.passed


def _never_wrong(pdf, _trust):
    return verify(pdf[:0], _trust)


def test_a_fault_no_item_speaks_of_counts_all_the_same(bagged):
    read = read_bag(bagged.folder, strict=False)
    strange = (BagFault(code="bag.never_heard_of"),)
    report = check(Verified(read=read, standing=Standing.KNOWN, faults=strange))
    assert report.others == strange
    assert not report.passed


def test_every_fault_verifying_may_find_counts_against_some_item():
    patterns = [p for g in load_standard().groups for item in g.items for p in item.faults]
    own = {"bag.none", "bag.refused", "bag.own"}  # said of no bag, or of the command
    missed = {c for c in fault_codes() - own if not any(fnmatchcase(c, p) for p in patterns)}
    assert missed == set()


def test_items_the_program_cannot_judge_are_said_to_be_a_persons(tmp_path):
    text = DATA.read_text("utf-8").replace(
        "kind: manual, method: 用登记", "kind: auto, method: 用登记"
    )
    (tmp_path / "idle.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_standard(tmp_path / "idle.yaml")
    assert refused.value.code == "archive.idle_item"
    (tmp_path / "probe.yaml").write_text(DATA.read_text("utf-8").replace("[counted]", "[countd]"))
    with pytest.raises(ConfigurationError) as refused:
        load_standard(tmp_path / "probe.yaml")
    assert refused.value.code == "archive.unknown_probe"


def test_the_report_is_signed_by_who_checked_and_sealed(home, tmp_path):
    root = shutil.copytree(home, tmp_path / "home", symlinks=True)
    pins = example_folder() / "pins.yaml"
    target = tmp_path / "report.pdf"
    at = ["-w", str(root), "archive", "check", CASE, "--to", str(target), "--pin-file", str(pins)]
    run = CliRunner().invoke
    assert run(anjuan, [*at, "--as", "p11"]).exit_code == 6  # nobody keeps the seal
    assert run(anjuan, at).exit_code == 6
    assert not target.exists()
    done = run(anjuan, [*at, "--as", "p11", "--with", "p09", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["ok"]
    assert [len(g["items"]) for g in told["groups"]] == [11, 8, 6, 5]
    with Workspace.open(root) as workspace:
        seen = verify(target.read_bytes(), workspace.trust())
    assert seen.valid
    assert [s.field for s in seen.signatures] == ["checker", "seal"]
    assert [*report_forms()] == ["archive_check"]

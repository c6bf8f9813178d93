"""Publishing on the road and on disk: a copy made where its scope is decided, and believed."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from cli import anjuan
from commands.exit_codes import ExitCode
from documents.attachment import attachment_of, inclusion_text
from engine.audit import bench_over
from engine.redaction import COPY, miscommitted
from engine.replaying import Outcome, replay_documents
from engine.road import Done
from runtime import copy_check
from runtime.copy_check import check_copy
from runtime.workspace import Workspace
from tests import bureau, lives
from tests.demo_case import CASE
from tests.integration.test_journeys_composed import COMPOSER, pictured
from tests.published import encodings, forged, inflated, ordinary, unchanged
from workflows.masking_data import load_masking

# -- on the road ------------------------------------------------------------------------------


class SomeReal(bureau.Composer):
    """Composes decisions and their copies for real, the rest as a few bytes."""

    def compose(self, form, values, **how):
        if form in {*load_masking().forms, COPY}:
            return COMPOSER.compose(form, values, **how)
        return super().compose(form, values, **how)

    def printed(self, form, values, **how):
        return COMPOSER.printed(form, values, **how)


@pytest.fixture(scope="module")
def decided():
    """A bureau whose decision was served and is to be published."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bureau, "Composer", SomeReal)
        patch.setattr(bureau, "intake", pictured)
        patch.setattr(bureau.Bureau, "played", {})
        return bureau.Bureau().play("m11", until="serve_decision")._kept()


@pytest.fixture
def serving(decided, monkeypatch):
    monkeypatch.setattr(bureau, "Composer", SomeReal)
    monkeypatch.setattr(bureau, "intake", pictured)
    found = bureau.Bureau()
    found._restore(decided)
    return found


def composed_only(pdf):
    """A file of this bureau without what stands for the seal here."""
    return pdf[: pdf.rfind(b"%%EOF") + 6]


def carried_by(kept):
    return inclusion_text(composed_only(kept))


PERSONAL = {"name", "id_number", "phone", "address"}
HIDE = [{"信息": name, "隐去方式": "不公示"} for name in ("证件号码", "出生日期", "住址", "电话")]


def test_a_copy_is_made_where_the_scope_is_decided_and_comes_out_again(serving):
    hidden = [*HIDE, {"信息": "姓名", "隐去方式": "以某代", "要隐去的原文": "沈国强"}]
    done = serving.must("decide_scope", give={"masked": hidden})
    (copy,) = [d for d in done.event.documents if d.form == COPY]
    decision = serving.case.latest("penalty_decision")
    assert (copy.status, [s.slot for s in copy.signed]) == ("issued", ["seal"])
    assert len(decision.commitment) == 64
    assert copy.commitment == ""
    pdf = serving.blobs.get(copy.digest)
    pdf = composed_only(pdf)
    assert "沈国强".encode() not in inflated(pdf)
    found = check_copy(pdf, None)
    assert found.findings == ()
    assert found.disclosure.root == decision.commitment
    assert {"name", "plate"} == {w.rule for w in found.disclosure.withheld}
    original = serving.blobs.get(decision.digest)
    carried = json.loads(attachment_of(composed_only(original)))
    assert carried["document"]["commitment"] == found.disclosure.root  # who was fined can compare
    decided_on = composed_only(original)
    assert check_copy(pdf, None, decided_on).findings == ()
    assert check_copy(ordinary().pdf, None, decided_on).findings == ("disclosure_other_decision",)
    for other in (pdf, b"\xff\xd8\xff\xe0"):  # no decision
        assert check_copy(pdf, None, other).findings == ("disclosure_original_unreadable",)
    with serving.store.read() as view:
        bench = bench_over(view, serving.case_id, serving.law, lambda _: serving.agency)
        stored = list(view.events(serving.case_id))
        again = list(replay_documents(stored, bench, SomeReal(), serving.blobs, carried_by))
    outcomes = {r.made.form: r.outcome for r in again if r.made.form in {COPY, decision.form}}
    assert outcomes == {COPY: Outcome.SAME, decision.form: Outcome.SAME}


@pytest.mark.parametrize(
    ("life", "form", "rules"),
    [
        ("publication-f_published-influence", "spot_penalty_decision", PERSONAL),
        ("remedies-r_final-change", "revocation_decision", set()),
    ],
)
def test_decisions_on_the_spot_and_those_that_change_others_are_published(
    life, form, rules, monkeypatch
):
    monkeypatch.setattr(bureau, "Composer", SomeReal)
    monkeypatch.setattr(bureau, "intake", pictured)
    monkeypatch.setattr(bureau.Bureau, "played", {})
    lived = lives.live(life)
    pdf = lived.blobs.get(lived.case.latest(COPY).digest)
    found = check_copy(composed_only(pdf), None)
    assert found.findings == ()
    assert found.disclosure.root == lived.case.latest(form).commitment
    assert {w.rule for w in found.disclosure.withheld} == rules
    party = lived.case.data.record("party")
    private = [party.text(key) for key in ("name", "id_number", "phone", "address") if rules]
    laid_open = inflated(pdf)
    assert not [word for word in private for way in encodings(word) if way in laid_open]


def test_a_scope_whose_copy_would_still_show_something_is_refused(serving):
    hidden = [*HIDE, {"信息": "其他", "隐去方式": "略", "要隐去的原文": "证据以上事实"}]
    refused = serving.do("decide_scope", give={"masked": hidden})
    assert not isinstance(refused, Done)
    assert [v.code for v in refused.unmet] == ["copy_hides"]


def test_no_copy_is_made_of_a_decision_nothing_was_committed_of():
    found = bureau.Bureau().play("m11", until="decide_scope")
    assert found.case.latest("penalty_decision").commitment == ""
    assert COPY not in {d.form for d in found.case.documents.values()}


def test_words_kept_otherwise_than_committed_to_are_found(serving):
    event = next(e for e in serving.case.events if e.printed)
    known = frozenset(serving.case.documents) - set(event.printed)
    assert list(miscommitted(event, known)) == []
    ((name, private),) = event.printed.items()
    other = {**private, "secret": "00" * 32}
    assert list(miscommitted(replace(event, printed={name: other}), known)) == [name]
    assert list(miscommitted(replace(event, printed={}), known)) == [name]
    assert list(miscommitted(replace(event, documents=()), known)) == [name]


# -- on disk ----------------------------------------------------------------------------------


def test_a_sealed_copy_is_believed_with_its_ledger_and_a_forged_one_is_not(home):
    with Workspace.open(home) as workspace:
        case = workspace.road.case(CASE)
        pdf = workspace.blobs.get(case.latest(COPY).digest)
        good = check_copy(pdf, workspace)
        assert (good.findings, good.ledger) == ((), True)
        anew = forged(pdf, unchanged)  # the same words, without the seal
        assert set(check_copy(anew, workspace).findings) == {
            "disclosure_unsealed",
            "disclosure_unrecorded",
        }
        foreign = check_copy(ordinary().pdf, workspace).findings
        assert "disclosure_other_decision" in foreign
        broken = bytearray(pdf)
        broken[pdf.index(b"/FontBBox") + 12] ^= 1
        assert set(check_copy(bytes(broken), workspace).findings) >= {
            "disclosure_pages_differ",
            "disclosure_unrecorded",
        }


@pytest.fixture
def later_program(monkeypatch):
    """The same program after its rules of layout have changed."""
    set_again = copy_check.compose_again

    def other_pages(form, carried, texts, **how):
        return set_again(form, carried, [texts[0], "（新版）", *texts[2:]], **how)

    monkeypatch.setattr(copy_check, "compose_again", other_pages)
    monkeypatch.setattr(copy_check, "LAYOUT", copy_check.LAYOUT + 1)


@pytest.mark.usefixtures("later_program")
def test_a_genuine_copy_outlives_the_rules_of_layout_it_was_set_by(home):
    with Workspace.open(home) as workspace:
        pdf = workspace.blobs.get(workspace.road.case(CASE).latest(COPY).digest)
        assert check_copy(pdf, workspace).findings == ()
        other = forged(pdf, unchanged)  # not the file that was issued
        assert "disclosure_unrecorded" in check_copy(other, workspace).findings
        assert not check_copy(other, workspace).undecided
    assert check_copy(pdf, None).undecided


@pytest.mark.usefixtures("later_program")
def test_a_copy_that_cannot_be_decided_alone_is_not_called_a_forgery(tmp_path):
    path = tmp_path / "copy.pdf"
    path.write_bytes(ordinary().pdf)
    words = ["--lang", "zh", "document", "verify-copy", "--alone", str(path)]
    done = CliRunner().invoke(anjuan, words)
    assert done.exit_code == ExitCode.INTEGRITY
    assert "不能判定真伪，不等于伪造" in done.stdout
    assert "不要采信" not in done.stdout
    assert "不可信" not in done.stdout


def test_the_command_tells_what_is_hidden_and_fails_for_a_forgery(home, tmp_path):
    with Workspace.open(home) as workspace:
        case = workspace.road.case(CASE)
        pdf = workspace.blobs.get(case.latest(COPY).digest)
    path = tmp_path / "copy.pdf"
    for data, status in ((pdf, ExitCode.DONE), (ordinary().pdf, ExitCode.INTEGRITY)):
        path.write_bytes(data)
        words = ["-w", str(home), "document", "verify-copy", "--json", str(path)]
        done = CliRunner().invoke(anjuan, words)
        said = json.loads(done.stdout)
        assert (done.exit_code, said["ok"]) == (status, status is ExitCode.DONE)
        assert said["withheld"]
        assert said["ledger"]
        assert all(place["law"] for place in said["withheld"])


def test_without_a_workspace_the_file_is_checked_alone_and_said_to_be(tmp_path):
    path = tmp_path / "copy.pdf"
    path.write_bytes(ordinary().pdf)
    done = CliRunner().invoke(
        anjuan, ["--lang", "zh", "document", "verify-copy", "--alone", str(path)]
    )
    assert done.exit_code == ExitCode.DONE
    assert "没有核对账本和印章" in done.stdout
    assert "自然人" in done.stdout or "姓名" in done.stdout

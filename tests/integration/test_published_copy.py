"""Published copies: nothing private can be got out of one, and no word of one can be changed.

The copies are those of sample decisions, as bytes; the last tests publish on the road and on disk.
"""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cli import anjuan
from commands.exit_codes import ExitCode
from documents.attachment import attachment_of
from documents.forms import load_forms
from documents.publication import DISCLOSURE, compose_again
from engine.audit import bench_over
from engine.masking import comparable
from engine.printed import leaf, read_kept, runs_of, salt
from engine.record import Record
from engine.redaction import COPY, miscommitted
from engine.replaying import Outcome, replay_documents
from engine.road import Done
from runtime import copy_check
from runtime.copy_check import check_copy
from runtime.workspace import Workspace
from tests import bureau, lives
from tests.demo_case import CASE, carried_out
from tests.foreign import qpdf_check, run
from tests.form_samples_decision import PARTIES, sample
from tests.integration.test_journeys_composed import COMPOSER, pictured
from tests.published import committed, inflated, ordinary, publish, told
from workflows.masking_data import load_masking

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "docs" / "how-to" / "publish-a-decision.md"
#: Characters of names that no form prints.
RARE = "喆堃淼犇垚骉羴赟龘焱灥飍麤靐"


# -- nothing recoverable ----------------------------------------------------------------------

name_of = st.tuples(
    st.sampled_from(["张", "欧阳", "羴"]), st.text(alphabet=RARE, min_size=1, max_size=3)
).map("".join)


def narrated(party, witness, number):
    """A sample decision whose narrative is full of private words."""
    given = sample("penalty_decision", "citizen")
    facts = (
        f"{party['name']}（手机{party['phone']}，{party['id_number']}）在{party['address']}堆放渣土，"
        f"{witness}（电话{number}）到场。{witness}证实{party['name']}生于1988年4月2日。"
    )
    return given.over(party=party).given(decision_facts=facts)


def encodings(word):
    """How a word may stand in bytes."""
    yield from (word.encode("utf-8"), word.encode("utf-16-be"), word.encode("utf-16-le"))
    yield word.encode("gb18030")
    yield word.encode("utf-16-be").hex().upper().encode()
    yield word.encode("utf-16-be").hex().encode()
    yield json.dumps(word)[1:-1].encode()


@settings(max_examples=8, deadline=None)
@given(name_of, name_of, st.integers(10**9, 10**10 - 1))
def test_no_private_word_can_be_got_out_of_a_copy(name, witness, rest):
    number = f"1{rest % 7 + 3}{rest % 10**9:09d}"
    party = {**PARTIES["citizen"], "name": name}
    case = committed(narrated(party, witness, number), told(party))
    copy = publish(case, masked=[{"field": "name", "treatment": "某", "text": witness}])
    laid_open = inflated(copy.pdf)
    private = [name, witness, number]
    private += [party[key] for key in ("id_number", "phone", "address")]
    for word in (*private, "1988年4月2日", "1988-04-02"):
        for written in encodings(word):
            assert written not in laid_open, (word, written)
        assert comparable(word) not in comparable("".join(copy.redacted.texts))
    assert check_copy(copy.pdf, None).findings == ()  # the pages print these texts and no others
    printed = {char for text in copy.redacted.texts for char in text}
    assert f"<{'渣'.encode('utf-16-be').hex().upper()}>".encode() in laid_open
    for char in set(name + witness) - printed:
        # Not even a glyph, or the number of one, tells that the decision held the character.
        assert f"<{char.encode('utf-16-be').hex().upper()}>".encode() not in laid_open, char
    secret, _ = read_kept(case.events[-1].printed["penalty_decision-1"])
    assert secret not in copy.pdf
    assert secret.hex().encode() not in laid_open


def test_poppler_reads_nothing_private_either(tmp_path):
    path = tmp_path / "copy.pdf"
    path.write_bytes(ordinary().pdf)
    qpdf_check(path)
    read = comparable(run("pdftotext", "-raw", "-enc", "UTF-8", path, "-").text)
    for key in ("name", "id_number", "address"):
        assert comparable(PARTIES["citizen"][key]) not in read
    assert "公开文本" in read
    assert "当事人:伍某" in read


def test_a_hidden_name_tells_nothing_of_its_length_and_equal_names_have_other_hashes():
    places = []
    for name in ("羴犇", "羴犇垚", "羴犇垚骉"):
        party = {**PARTIES["citizen"], "name": name}
        case = committed(narrated(party, "孟小满", "13811112222"), told(party, reporter="孟小满"))
        copy = publish(case)
        places.append([w.shown for w in copy.redacted.withheld if w is not None])
        rows = copy.redacted.proof["runs"]
        named = [row["leaf"] for row in rows if row.get("rule") == "name"]
        assert len(named) == len(set(named)) > 3
        assert all("salt" not in row and "text" not in row for row in rows if "leaf" in row)
    assert places[0] == places[1] == places[2]


def test_people_who_read_alike_are_told_apart_throughout():
    party = {**PARTIES["citizen"], "name": "张犇"}
    case = committed(narrated(party, "张淼", "13811112222"), told(party, reporter="张淼"))
    facts = next(text for text in publish(case).redacted.texts if text.startswith("经查明"))
    assert facts.startswith(
        "经查明：张某（手机（电话略），（证件号码略））在（住址略）堆放渣土，张某2"
    )
    assert "张某2证实张某生于（出生日期略）" in facts


def test_a_clause_with_a_word_nobody_foresaw_goes_whole_and_no_word_is_left_to_be_believed():
    given = sample("penalty_decision", "citizen").given(
        decision_facts="甲处堆放，邻居鲁北在旁，已清走。"
    )
    case = committed(given, told(PARTIES["citizen"]))
    copy = publish(case, masked=[{"field": "name", "treatment": "某", "text": "鲁北"}])
    assert "经查明：甲处堆放，（此处略）已清走。" in copy.redacted.texts
    assert check_copy(copy.pdf, None).findings == ()


def test_words_across_the_ends_of_texts_are_found_and_refused():
    given = sample("penalty_decision", "citizen").given(decision_facts="在场的有伍思\n远等人。")
    left = publish(committed(given, told(PARTIES["citizen"]))).redacted.left_over()
    assert [rule.id for rule in left] == ["name"]


def test_names_of_legal_persons_stand_in_a_copy_in_full():
    copy = ordinary("entity")
    assert not any(copy.redacted.withheld)
    assert f"当事人：{PARTIES['entity']['name']}" in copy.redacted.texts
    trader = ordinary("sole_trader").redacted.texts
    assert f"当事人：{PARTIES['sole_trader']['name']}" in trader
    assert "经营者：柏某" in trader


# -- nothing to be changed --------------------------------------------------------------------


def forged(pdf, change):
    """A copy set anew from a proof somebody changed, pages and all."""
    carried = json.loads(attachment_of(pdf))
    change(carried[DISCLOSURE])
    attachment = json.dumps(carried, ensure_ascii=False, sort_keys=True).encode()
    texts: dict[str, str] = {}
    for row in carried[DISCLOSURE]["runs"][2:]:
        texts[row["key"]] = texts.get(row["key"], "") + row.get("text", row.get("shown", ""))
    return compose_again(load_forms()[COPY], attachment, tuple(texts.values()), book=None).pdf


def unchanged(_proof):
    """The copy as it is."""


def shown_row(proof, words):
    return next(row for row in proof["runs"] if words in row.get("text", ""))


def hidden_row(proof):
    return next(row for row in proof["runs"] if "leaf" in row)


def more_words(proof):
    shown_row(proof, "人民币贰万元整")["text"] = "人民币贰拾万元整"


def other_salt(proof):
    row = shown_row(proof, "处罚")
    row["salt"] = row["salt"][:-1] + ("0" if row["salt"][-1] != "0" else "1")


def other_leaf(proof):
    hidden_row(proof)["leaf"] = "ab" * 32


def swapped(proof):
    rows = proof["runs"]
    rows[-1], rows[-2] = {**rows[-2], "key": rows[-1]["key"]}, {**rows[-1], "key": rows[-2]["key"]}


def dropped(proof):
    del proof["runs"][-1]


def hidden_from_view(proof):
    """A word the decision shows is hidden under a rule that does not hide it."""
    row = shown_row(proof, "人民币贰万元整")
    del row["text"], row["salt"]
    row.update(leaf="cd" * 32, rule="other", shown="（此处略）", **named("other"))


def made_shown(proof):
    """Invented words in the place of a name."""
    row = hidden_row(proof)
    del row["leaf"]
    row.update(text="张三", salt="00" * 32)


def named(rule):
    known = load_masking().rules[rule]
    return {"name": known.name, "law": list(known.law)}


def other_words_instead(proof):
    hidden_row(proof)["shown"] = "无关人员"


def nothing_instead(proof):
    hidden_row(proof)["shown"] = ""


def other_article(proof):
    hidden_row(proof)["law"] = ["中华人民共和国行政处罚法第四十八条"]


def unknown_rule(proof):
    hidden_row(proof)["rule"] = "reputation"


def other_document(proof):
    proof["ledger"]["document"] = "penalty_decision-2"


def other_shape(proof):
    proof["runs"][1]["text"] = proof["runs"][1]["text"].replace('"right"', '"left"') + " "


ALTERED = {
    more_words: "disclosure_words_changed",
    other_salt: "disclosure_words_changed",
    other_leaf: "disclosure_words_changed",
    swapped: "disclosure_words_changed",
    dropped: "disclosure_words_changed",
    hidden_from_view: "disclosure_words_changed",
    made_shown: "disclosure_words_changed",
    other_words_instead: "disclosure_place_filled",
    nothing_instead: "disclosure_place_empty",
    other_article: "disclosure_rule_unknown",
    unknown_rule: "disclosure_rule_unknown",
    other_document: "disclosure_other_document",
    other_shape: "disclosure_words_changed",
}


@pytest.mark.parametrize("change", ALTERED, ids=lambda change: change.__name__)
def test_every_alteration_is_named_by_the_file_alone(change):
    assert check_copy(forged(ordinary().pdf, unchanged), None).findings == ()
    try:
        pdf = forged(ordinary().pdf, change)
    except LookupError:  # a text too few for the shape: nothing can be set from it
        assert change is dropped
        return
    assert ALTERED[change] in check_copy(pdf, None).findings


def test_pages_that_print_other_words_than_the_proof_are_named():
    pdf = ordinary().pdf
    texts = ["（改）" if t == "一、违法事实" else t for t in ordinary().redacted.texts]
    other = compose_again(load_forms()[COPY], attachment_of(pdf), texts, book=None).pdf
    assert check_copy(other, None).findings == ("disclosure_pages_differ",)


def test_what_is_no_copy_is_told():
    assert check_copy(b"%PDF-1.7 nothing", None).findings == ("disclosure_unreadable",)
    empty = replace(ordinary()).pdf.replace(b"/AF [", b"/AX [", 1)
    assert check_copy(empty, None).findings == ("disclosure_no_proof",)


def test_every_run_of_a_proof_is_the_decisions_own():
    copy = ordinary()
    secret, printed = read_kept(copy.case.events[-1].printed["penalty_decision-1"])
    rows = copy.redacted.proof["runs"]
    for number, (run_, row) in enumerate(zip(runs_of(rows[0]["text"], printed), rows, strict=True)):
        found = leaf(salt(secret, number), run_).hex()
        own = (
            row.get("leaf")
            or hashlib.sha256(
                b"\0" + bytes.fromhex(row["salt"]) + f"{row['key']}\n{row['text']}".encode()
            ).hexdigest()
        )
        assert own == found


def test_the_recipe_of_the_manual_needs_nothing_but_hashlib(tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", RECIPE.read_text("utf-8"), re.DOTALL)
    imports = set(re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE))
    assert imports <= {"hashlib", "json", "sys"}
    (tmp_path / "check.py").write_text(code, "utf-8")
    path = tmp_path / "event.json"
    for change, good in ((unchanged, True), (more_words, False)):
        carried = json.loads(attachment_of(ordinary().pdf))
        change(carried[DISCLOSURE])
        path.write_text(json.dumps(carried, ensure_ascii=False), "utf-8")
        done = subprocess.run(
            [sys.executable, "-I", tmp_path / "check.py", path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 0) is good, done.stderr
        assert ("伍某" in done.stdout) is good


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
    pdf = pdf[: pdf.rindex(b"%%EOF") + 6]  # what follows stands for the seal here
    assert "沈国强".encode() not in inflated(pdf)
    found = check_copy(pdf, None)
    assert found.findings == ()
    assert found.disclosure.root == decision.commitment
    assert {"name", "plate"} == {w.rule for w in found.disclosure.withheld}
    original = serving.blobs.get(decision.digest)
    carried = json.loads(attachment_of(original[: original.rindex(b"%%EOF") + 6]))
    assert carried["document"]["commitment"] == found.disclosure.root  # who was fined can compare
    decided_on = original[: original.rindex(b"%%EOF") + 6]
    assert check_copy(pdf, None, decided_on).findings == ()
    assert check_copy(ordinary().pdf, None, decided_on).findings == ("disclosure_other_decision",)
    for other in (pdf, b"\xff\xd8\xff\xe0"):  # no decision
        assert check_copy(pdf, None, other).findings == ("disclosure_original_unreadable",)
    with serving.store.read() as view:
        bench = bench_over(view, serving.case_id, serving.law, lambda _: serving.agency)
        stored = list(view.events(serving.case_id))
        again = list(replay_documents(stored, bench, SomeReal(), serving.blobs))
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
    found = check_copy(pdf[: pdf.rindex(b"%%EOF") + 6], None)
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


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published") / "w"
    carried_out(folder, bound=True)
    return folder


def test_a_sealed_copy_is_believed_with_its_ledger_and_a_forged_one_is_not(root):
    with Workspace.open(root) as workspace:
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
def test_a_genuine_copy_outlives_the_rules_of_layout_it_was_set_by(root):
    with Workspace.open(root) as workspace:
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


def test_the_command_tells_what_is_hidden_and_fails_for_a_forgery(root, tmp_path):
    with Workspace.open(root) as workspace:
        case = workspace.road.case(CASE)
        pdf = workspace.blobs.get(case.latest(COPY).digest)
    path = tmp_path / "copy.pdf"
    for data, status in ((pdf, ExitCode.DONE), (ordinary().pdf, ExitCode.INTEGRITY)):
        path.write_bytes(data)
        words = ["-w", str(root), "document", "verify-copy", "--json", str(path)]
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


def test_a_record_without_private_words_hides_nothing():
    copy = publish(committed(sample("penalty_decision", "entity"), Record()))
    assert not any(copy.redacted.withheld)

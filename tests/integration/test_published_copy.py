"""Published copies: nothing private can be got out of one, and no word of one can be changed.

The copies are those of sample decisions, as bytes.
"""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.attachment import attachment_of
from documents.forms import load_forms
from documents.publication import DISCLOSURE, compose_again
from engine.masking import comparable
from engine.printed import leaf, read_kept, runs_of, salt
from engine.record import Record
from engine.redaction import COPY
from runtime.copy_check import check_copy
from tests.foreign import qpdf_check, run
from tests.form_case import PARTIES
from tests.form_samples_decision import sample
from tests.published import (
    committed,
    encodings,
    forged,
    inflated,
    ordinary,
    publish,
    told,
    unchanged,
)
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


def test_a_record_without_private_words_hides_nothing():
    copy = publish(committed(sample("penalty_decision", "entity"), Record()))
    assert not any(copy.redacted.withheld)


# -- nothing to be changed --------------------------------------------------------------------


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
    code, _ = re.findall(r"```python\n(.*?)```", RECIPE.read_text("utf-8"), re.DOTALL)
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

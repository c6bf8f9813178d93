"""The catalogues say everything the program can say, in both languages alike."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import engine.facts
from documents.fonts import Role
from engine.facts import fact_names
from engine.schema import KINDS
from runtime.composing import shipped_catalogue
from runtime.languages import Language
from runtime.messages import TOPICS, Messages, Texts, texts
from workflows.definition_data import load_workflows
from workflows.field_data import load_records

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("engine", "storage", "documents", "workflows", "runtime", "commands")
BOTH = pytest.mark.parametrize("language", list(Language))


def leaves(tree: Texts, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in tree.items():
        if isinstance(value, str):
            yield (*path, key), value
        else:
            yield from leaves(value, (*path, key))


def placeholders(text: str) -> set[str]:
    plain = text.replace("[[", "").replace("]]", "")
    return {name for _, name, _, _ in Formatter().parse(plain) if name}


#: What is joined into a program that stands alone has its own words (decision 0020).
ALONE = (ROOT / "runtime" / "verifier", ROOT / "runtime" / "data")


def sources(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms or ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if not any(path.is_relative_to(folder) for folder in ALONE):
                yield path, ast.parse(path.read_text("utf-8"))


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


def constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


# -- both languages -------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_know_the_same_texts(topic: str) -> None:
    chinese = {path for path, _ in leaves(texts(Language.ZH, topic))}
    english = {path for path, _ in leaves(texts(Language.EN, topic))}
    assert chinese == english


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_tell_the_same_details(topic: str) -> None:
    chinese = dict(leaves(texts(Language.ZH, topic)))
    english = dict(leaves(texts(Language.EN, topic)))
    told = {
        path: (placeholders(text) - {"case"}, placeholders(english[path]) - {"case"})
        for path, text in chinese.items()
    }
    assert {path: sides for path, sides in told.items() if sides[0] != sides[1]} == {}


@BOTH
def test_no_text_is_empty_and_brackets_match(language: Language) -> None:
    for topic in TOPICS:
        for path, text in leaves(texts(language, topic)):
            assert text.strip(), path
            assert text.count("[[") == text.count("]]"), path


def test_chinese_texts_have_no_ascii_punctuation_between_characters() -> None:
    wrong = re.compile(r"[一-鿿][,;?!][一-鿿]")
    found = [
        (topic, path)
        for topic in TOPICS
        for path, text in leaves(texts(Language.ZH, topic))
        if wrong.search(text)
    ]
    assert found == []


# -- facts ----------------------------------------------------------------------------------------


def verdict_codes() -> set[str]:
    """Codes of verdicts that are no question's answer, such as a wrong state."""
    found: set[str] = set()
    for _, tree in sources("engine"):
        for name, call in calls(tree):
            for keyword in call.keywords if name == "Verdict" else ():
                if keyword.arg == "code":
                    nodes = [n for n in ast.walk(keyword.value) if isinstance(n, ast.Constant)]
                    found |= {c for c in constants(list(nodes)) if c != "unanswered"}
    return found


@BOTH
def test_every_verdict_has_its_name_reason_and_cure_and_no_other(language: Language) -> None:
    given = fact_names() | verdict_codes()
    assert {"wrong_state", "checklist_item", "checklist_unanswered"} <= given
    missing = [
        (code, part)
        for code in sorted(given)
        for part in ("asks", "unmet", "cure")
        if Messages(language).template("facts", code, part) is None
    ]
    assert missing == []
    assert set(texts(language, "facts")) == given


@BOTH
def test_a_fact_that_must_be_false_says_what_follows_when_it_is_true(language: Language) -> None:
    for workflow in load_workflows().values():
        for transition in workflow.transitions:
            for requirement in transition.requires:
                if requirement.expect == (False,):
                    own = Messages(language).template("facts", requirement.fact, "unmet_if_true")
                    assert own is not None, requirement.fact


def details_of_questions() -> set[str]:
    names: set[str] = set()
    for _, tree in sources("engine/facts"):
        for name, call in calls(tree):
            if name in {"whether", "yes", "no"}:
                names |= {k.arg for k in call.keywords if k.arg}
    for _, tree in sources("engine"):
        for name, call in calls(tree):
            for keyword in call.keywords if name == "Verdict" else ():
                if keyword.arg == "details" and isinstance(keyword.value, ast.Dict):
                    names |= set(constants([k for k in keyword.value.keys if k is not None]))
    for _, tree in sources("engine/facts"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                names.add(str(node.slice.value))
    return names | {"deadline", "due", "case"}


@BOTH
def test_sentences_about_facts_use_only_details_that_facts_give(language: Language) -> None:
    given = details_of_questions()
    asked = {
        name
        for path, text in leaves(texts(language, "facts"))
        for name in placeholders(text)
        if path[-1] != "asks"
    }
    assert asked - given == set()


# -- problems and errors --------------------------------------------------------------------------


def problem_codes() -> set[str]:
    """Codes of wrong fields: complaints of the schema, problems of planning, refused files."""
    found: set[str] = set()
    for _, tree in sources("engine", "runtime"):
        for name, call in calls(tree):
            if name == "complain":
                found |= set(constants(call.args[1:2]))
            if name == "Problem":
                found |= {
                    text for k in call.keywords if k.arg == "code" for text in constants([k.value])
                }
            if name == "_known":
                found |= set(constants(call.args[1:2]))
            if name == "InputError":
                found |= {
                    c.removeprefix("input.") for c in constants(call.args[:1]) if c[:6] == "input."
                }
    return found


@BOTH
def test_every_problem_of_a_field_is_told(language: Language) -> None:
    codes = problem_codes()
    assert len(codes) > 20  # the scan found them
    assert codes - set(texts(language, "input")) == set()


def error_codes() -> set[str]:
    """Codes of every error raised on purpose anywhere, and the general ones of the classes."""
    found: set[str] = set()
    for _, tree in sources():
        for name, call in calls(tree):
            if name.endswith("Error") or name in {"refuse", "fail"}:
                found |= {c for c in constants(call.args[:1]) if re.fullmatch(r"[a-z_.]+", c)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found |= {
                    text
                    for s in node.body
                    if isinstance(s, ast.Assign) and getattr(s.targets[0], "id", "") == "code"
                    for text in constants([s.value])
                }
    return found - {"date"}


@BOTH
def test_every_error_is_told(language: Language) -> None:
    messages, codes = Messages(language), error_codes()
    assert len(codes) > 100  # the scan found them
    untold = {
        code
        for code in codes
        if messages.coded(code, {}, kind="") == code and not code.startswith("input.")
    }
    assert untold == set()


@BOTH
def test_every_refusal_of_the_database_is_told(language: Language) -> None:
    codes = {
        value
        for path, tree in sources("storage")
        if path.name == "refusals.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for value in constants(node.values)
    }
    assert codes
    assert codes - set(texts(language, "errors")) == set()


# -- terms ----------------------------------------------------------------------------------------


@BOTH
def test_every_kind_of_field_is_named(language: Language) -> None:
    messages = Messages(language)
    for kind in KINDS | load_records().keys():
        assert messages.template("terms", "kind", kind) is not None, kind


@BOTH
def test_every_role_is_named(language: Language) -> None:
    messages = Messages(language)
    roles = {a.role for w in load_workflows().values() for t in w.transitions for a in t.actors}
    roles |= {s.role for f in shipped_catalogue().forms().values() for s in f.slots}
    for role in roles:
        assert messages.template("terms", "role", role) is not None, role


@BOTH
def test_every_mark_that_is_asked_for_is_told_both_ways(language: Language) -> None:
    messages = Messages(language)
    for workflow in load_workflows().values():
        for transition in workflow.transitions:
            for mark in transition.marks:
                for term in (mark, f"not_{mark}"):
                    assert messages.template("terms", "mark", term) is not None, term
                    assert messages.template("terms", "mark_cure", term) is not None, term


def terms_of_facts() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for _, tree in sources("engine"):
        for name, call in calls(tree):
            if name == "Term" and len(list(constants(call.args))) == 2:
                kind, term = constants(call.args)
                found.add((kind, term))
    return found


@BOTH
def test_every_term_the_engine_spells_out_is_named(language: Language) -> None:
    messages, found = Messages(language), terms_of_facts()
    assert len(found) > 10  # the scan found them
    for kind, term in found:
        assert messages.template("terms", kind, term) is not None, (kind, term)


@BOTH
def test_choices_that_become_terms_are_named(language: Language) -> None:
    """Grounds, receivers and kinds of party are terms under the ids the definitions give them."""
    messages = Messages(language)
    kinds = {"no_penalty_code": "ground", "receiver_relation": "receiver"}
    specs = [s for w in load_workflows().values() for t in w.transitions for s in t.inputs]
    for spec in specs:
        for choice in spec.choices if spec.name in kinds else ():
            assert messages.template("terms", kinds[spec.name], choice) is not None, choice
    party = next(s for s in load_records()["party"] if s.name == "kind")
    for choice in party.choices:
        assert messages.template("terms", "party_kind", choice) is not None, choice


def finding_codes() -> set[str]:
    found: set[str] = set()
    for path, tree in sources("engine", "storage", "runtime"):
        if path.name.startswith("document_"):  # findings on one document, told elsewhere
            continue
        for name, call in calls(tree):
            if name in {"AuditFinding", "Finding"}:
                found |= {
                    text
                    for k in call.keywords
                    if k.arg in {"code", "kind"}
                    for text in constants([k.value])
                }
            if name in {"_finding", "note", "_at", "_broken"}:
                found |= {
                    c for c in constants(call.args[:3]) if re.fullmatch(r"[a-z]+(_[a-z]+)+", c)
                }
        if path.name == "audit_law.py":
            yields = [n.value for n in ast.walk(tree) if isinstance(n, ast.Yield)]
            found |= {c for y in yields if isinstance(y, ast.Tuple) for c in constants(y.elts[:1])}
    tables = {"blob_uses", "case_search", "case_officers"}  # places, not findings
    return found - tables


@BOTH
def test_every_finding_of_an_audit_is_named(language: Language) -> None:
    codes = finding_codes()
    assert len(codes) > 40  # the scan found them
    assert codes - set(texts(language, "audit")) == set()


def document_codes() -> set[str]:
    """Codes of everything verification may find wrong with a document."""
    found: set[str] = set()
    for path, tree in sources("documents", "runtime"):
        for name, call in calls(tree):
            if name == "Finding" and (path.parent.name == "signing" or "document" in path.name):
                found |= {c for k in call.keywords if k.arg == "code" for c in constants([k.value])}
            if name == "demand":
                found |= set(constants(call.args[1:2]))
            if name in {"_fault", "Fault"}:
                wanted = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "code")]
                found |= set(constants(wanted))
    faults = {code for code in found if code.startswith("certificate.")}
    return found | {code.replace("certificate.", "timestamp.") for code in faults}


@BOTH
def test_every_finding_on_a_document_says_what_changed_and_what_to_do(language: Language) -> None:
    messages, codes = Messages(language), document_codes()
    assert len(codes) > 30  # the scan found them
    families = texts(language, "findings")["remedy"]
    for code in codes:
        assert messages.template("findings", "told", code) is not None, code
        assert messages.template("terms", "finding", code) is not None, code
        first = code.partition(".")[0]
        assert {code, first, first.partition("_")[0]} & set(families), code


@BOTH
def test_every_diagnosis_is_told(language: Language) -> None:
    codes = {
        text
        for _, tree in sources("runtime")
        for name, call in calls(tree)
        if name == "Diagnosis"
        for k in call.keywords
        if k.arg == "code"
        for node in ast.walk(k.value)
        for text in constants([node] if isinstance(node, ast.expr) else [])
    }
    assert len(codes) > 15  # the scan found them
    assert codes - set(texts(language, "doctor")) == set()
    for role in Role:
        assert Messages(language).template("terms", "font_role", role.value) is not None


@BOTH
def test_screens_asked_for_exist(language: Language) -> None:
    messages = Messages(language)
    asked = {
        key
        for _, tree in sources("commands")
        for name, call in calls(tree)
        if name in {"say", "screen"}
        for key in constants(call.args[:1])
    }
    assert len(asked) > 50  # the scan found them
    own = {k: k.split(".")[0] in TOPICS and messages.template(*k.split(".")) for k in asked}
    assert {
        k for k in asked if not own[k] and messages.template("screens", *k.split(".")) is None
    } == set()


def test_the_scan_looks_at_the_package_under_test() -> None:
    assert Path(str(engine.facts.__file__)) == ROOT / "engine" / "facts" / "__init__.py"

"""The shipped matters: complete, coherent, and graded as the catalogue's tier tables say."""

from datetime import date

import pytest
import yaml

from engine.benchmarks import Tier, tier_of, tier_range
from engine.errors import ConfigurationError, NotFoundError
from engine.matters import Measure, Mode, PartyKind, PenaltyKind, choose
from engine.periods import Tag
from runtime.languages import Language
from runtime.messages import Messages
from workflows.benchmark_data import load_benchmarks
from workflows.deadline_data import load_deadlines
from workflows.matter_data import LAWS, load_matters

MATTERS = load_matters()
BENCHMARKS = load_benchmarks()
DEFAULT = BENCHMARKS["default-1"]
VERSIONS = [version for matter in MATTERS.values() for version in matter.versions]

#: matter, range, bounds of T1, T2 and T3 in yuan, per cent, or yuan per square metre
TIERS = [
    ("M-01", "citizen", 50, 95, 155, 200),
    ("M-02", "citizen", 100, 220, 380, 500),
    ("M-02", "entity", 50_000, 185_000, 365_000, 500_000),
    ("M-03", "citizen", 20, 29, 41, 50),
    ("M-04", "entity_correctable", 5, 6.5, 8.5, 10),
    ("M-05", "entity", 0, 30, 70, 100),
    ("M-06", "entity_large_billboard", 10_000, 37_000, 73_000, 100_000),
    ("M-07", "citizen", 100, 370, 730, 1_000),
    ("M-08", "citizen", 0, 15, 35, 50),
    ("M-09", "entity", 500, 1_250, 2_250, 3_000),
    ("M-10", "citizen", 50, 125, 225, 300),
    ("M-11", "entity", 5_000, 18_500, 36_500, 50_000),
    ("M-12", "entity", 2_000, 7_400, 14_600, 20_000),
    ("M-13", "entity", 100_000, 370_000, 730_000, 1_000_000),
    ("M-14", "entity", 100_000, 370_000, 730_000, 1_000_000),
    ("M-15", "builder", 10_000, 37_000, 73_000, 100_000),
    ("M-17", "citizen", 20, 74, 146, 200),
    ("M-18", "entity", 10_000, 37_000, 73_000, 100_000),
    ("M-19", "entity", 5_000, 18_500, 36_500, 50_000),
    ("M-20", "citizen", 200, 440, 760, 1_000),
    ("M-21", "entity", 5_000, 18_500, 36_500, 50_000),
    ("M-22", "citizen", 500, 6_350, 14_150, 20_000),
    ("M-23", "entity", 10_000, 37_000, 73_000, 100_000),
    ("M-24", "citizen_straw", 500, 950, 1_550, 2_000),
    ("M-25", "entity", 0, 6_000, 14_000, 20_000),
    ("M-26", "citizen_felling", 100, 220, 380, 500),
    ("M-27", "entity", 500, 950, 1_550, 2_000),
    ("M-28", "citizen", 0, 60, 140, 200),
    ("M-29", "citizen", 1_000, 3_700, 7_300, 10_000),
    ("M-31", "entity", 50_000, 65_000, 85_000, 100_000),
]

#: Matters whose article punishes only after an unmet order (逾期不改正, 拒不改正).
ORDER_FIRST = {"M-06", "M-07", "M-08", "M-09", "M-10", "M-20"}


def test_the_catalogue_is_complete():
    assert list(MATTERS) == [f"M-{number:02}" for number in range(1, 32)]


@pytest.mark.parametrize("row", TIERS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_the_default_tiers_are_those_of_the_catalogue(row):
    matter_id, range_id, *yuan = row
    version = MATTERS[matter_id].versions[0]
    fine = next(fine for fine in version.ranges if fine.id == range_id)
    cuts = [round(value * 100) for value in yuan]
    for tier, low, high in zip(("T1", "T2", "T3"), cuts[:-1], cuts[1:], strict=True):
        part = tier_range(DEFAULT, fine.range, tier, fine.mode)
        assert (part.low, part.high) == (low, high)


@pytest.mark.parametrize(
    ("yuan", "tier"),
    [
        (0, Tier.NONE),
        (1, Tier.REDUCED),
        (4_999, Tier.REDUCED),
        (5_000, Tier.LIGHT),
        (5_001, Tier.LIGHT),
        (18_499, Tier.LIGHT),
        (18_500, Tier.LIGHT),
        (18_501, Tier.ORDINARY),
        (36_499, Tier.ORDINARY),
        (36_500, Tier.ORDINARY),
        (36_501, Tier.HEAVY),
        (49_999, Tier.HEAVY),
        (50_000, Tier.HEAVY),
    ],
)
def test_one_yuan_decides_the_tier_of_a_construction_waste_spill(yuan, tier):
    bounds = MATTERS["M-11"].versions[0].range_for("entity")
    assert tier_of(DEFAULT, bounds, yuan * 100) is tier


def test_the_matters_punished_only_after_an_unmet_order():
    first = {version.matter_id for version in VERSIONS if version.correction_first}
    assert first == ORDER_FIRST
    noise = MATTERS["M-19"].versions[0]
    assert [(fine.id, fine.correction_first) for fine in noise.ranges] == [
        ("entity", False),
        ("refusal", True),
    ]


def test_an_unmet_order_is_among_the_elements_to_prove():
    for matter_id in ORDER_FIRST:
        elements = {element.id for element in MATTERS[matter_id].versions[0].elements}
        assert elements & {"order_unmet", "refusal"}, matter_id


@pytest.mark.parametrize(
    ("matter_id", "mode"),
    [("M-01", "shall"), ("M-03", "may"), ("M-07", "may"), ("M-09", "shall"), ("M-25", "may")],
)
def test_the_verb_of_the_article_is_kept(matter_id, mode):
    modes = {fine.mode for fine in MATTERS[matter_id].versions[0].ranges}
    assert modes == {Mode(mode)}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.matter_id)
def test_every_version_can_be_proved_and_cited(version):
    ids = [element.id for element in version.elements]
    assert len(ids) >= 4
    assert len(set(ids)) == len(ids)
    assert "place_time" in ids
    assert version.penalty
    assert PenaltyKind.FINE in version.kinds
    assert (version.tag is Tag.TO_CONFIRM) == bool(version.to_confirm)
    if not version.breached:
        assert "breached" in version.to_confirm


def test_matters_name_benchmarks_and_limitations_that_exist():
    book = load_deadlines()
    for matter in MATTERS.values():
        assert matter.benchmark in BENCHMARKS
        assert book.rule(matter.limitation, date(2026, 1, 1))


@pytest.mark.parametrize(("day", "found"), [("2023-04-30", True), ("2023-05-01", False)])
def test_a_repealed_basis_reaches_acts_up_to_its_last_day(day, found):
    act = date.fromisoformat(day)
    assert (MATTERS["M-01"].version_on(act) is not None) is found
    if not found:
        with pytest.raises(NotFoundError, match=r"matter\.not_in_force"):
            choose(MATTERS["M-01"], act)


def test_the_published_parking_price_lies_in_the_heavy_tier_of_the_default_ladder():
    fine = next(fine for fine in MATTERS["M-17"].versions[0].ranges if fine.id == "citizen")
    assert fine.fixed == 150_00
    assert tier_of(DEFAULT, fine.range, fine.fixed) is Tier.HEAVY


def test_what_no_article_allows_is_not_seized():
    allowed = {version.matter_id for version in VERSIONS if version.seizure_basis}
    assert allowed == {"M-04", "M-05", "M-12", "M-14", "M-17", "M-21", "M-22", "M-23"}


def test_only_laws_and_regulations_give_a_measure():
    """AEL 10, 17: no rule of a department or a government may create sealing or seizure."""
    written = yaml.safe_load(LAWS.read_text("utf-8"))["laws"]
    classes = {law["name"]: law["class"] for law in written}
    cited = {c.law for version in VERSIONS for c in version.seizure_basis}
    assert {classes[law] for law in cited} <= {
        "law",
        "administrative_regulation",
        "local_regulation",
    }


def test_measures_that_need_an_assessment_ask_for_it_as_evidence():
    wanted = {
        Measure.PERCENT_OF_COST: "cost",
        Measure.PERCENT_OF_VALUE: "value",
        Measure.YUAN_PER_SQUARE_METRE: "area",
    }
    for version in VERSIONS:
        elements = {element.id for element in version.elements}
        for fine in version.ranges:
            if fine.range.measure is not Measure.YUAN:
                assert wanted[fine.range.measure] in elements


def test_everybody_a_matter_names_can_be_fined_by_it():
    assert MATTERS["M-11"].versions[0].party_kinds == {PartyKind.ENTITY}
    assert MATTERS["M-11"].versions[0].range_for("citizen") is None
    assert MATTERS["M-07"].versions[0].range_for("sole_trader").high == 1_000_00


GOOD = """\
matters:
  - id: X-01
    name: 事项
    field: 市容
    benchmark: default-1
    limitation: D30
    versions:
      - valid_from: 2020-09-01
        breached: []
        penalty:
          - {law: 城市绿化条例, article: 26}
        kinds: [fine]
        mode: shall
        correction_first: false
        ranges:
          - {id: citizen, party: citizen, from: 100, to: 500}
        elements:
          - {id: subject, text: 主体}
"""


@pytest.mark.parametrize(
    ("written", "instead", "code", "line"),
    [
        ("from: 100, to: 500", "from: 501, to: 500", "matter.bad_range", 16),
        ("from: 100, to: 500", "from: -1, to: 500", "matter.bad_range", 16),
        ("from: 100, to: 500", "from: 0, to: 0", "matter.bad_range", 16),
        ("from: 100, to: 500", "from: 0.005, to: 500", "matter.too_fine", 16),
        ("to: 500}", "to: 101, measure: percent_of_cost}", "matter.above_whole", 16),
        ("to: 500}", "to: 500, fixed: 501}", "matter.fixed_outside", 16),
        ("to: 500}", "to: 500, measure: per_metre}", "data.unknown_word", 16),
        ("party: citizen", "party: person", "data.unknown_word", 16),
        ("kinds: [fine]", "kinds: [detention]", "data.unknown_word", 12),
        ("kinds: [fine]", "kinds: [warning]", "matter.fine_without_range", 8),
        ("kinds: [fine]", "kinds: [fine]\n        always: [warning]", "matter.always_unknown", 8),
        ("mode: shall", "mode: must", "data.unknown_word", 13),
        (
            "mode: shall",
            "mode: shall\n        condition: 逾期不改正",
            "matter.correction_first",
            14,
        ),
        ("mode: shall", "mode: shall\n        condition: 拒不改正", "matter.correction_first", 14),
        ("correction_first: false", "correction_first: no", "data.not_true_or_false", 14),
        ("law: 城市绿化条例", "law: 某规范性文件", "data.unknown_law", 11),
        ("article: 26", "article: 第二十六条", "data.not_a_number", 11),
        ("2020-09-01", "2016-12-31", "matter.before_its_law", 8),
        ("2020-09-01", "2020-09-01\n        valid_to: 2020-08-31", "matter.dates_reversed", 8),
        ("          - {law: 城市绿化条例, article: 26}", "          []", "data.missing_field", 8),
        ("          - {id: subject, text: 主体}", "          []", "data.missing_field", 8),
        ("    field: 市容\n", "", "data.missing_field", 2),
        (
            "to: 500}",
            "to: 500, higher_from: 101, higher_to: 500}",
            "matter.outside_higher",
            16,
        ),
        ("mode: shall", "mode: shall\n        yields_to: [X-02]", "matter.names_unknown", 2),
        ("mode: shall", "mode: shall\n        competes: [X-02]", "matter.names_unknown", 2),
        ("mode: shall", "mode: shall\n        continued_by: X-02", "matter.names_unknown", 2),
    ],
)
def test_a_wrong_matter_is_refused_with_its_line(tmp_path, written, instead, code, line):
    assert written in GOOD
    with pytest.raises(ConfigurationError) as refused:
        load_matters(put(tmp_path, GOOD.replace(written, instead)), LAWS)
    assert (refused.value.code, refused.value.facts["line"]) == (code, line)
    assert refused.value.facts["file"] == "x.yaml"
    for language in Language:
        said = Messages(language).error(refused.value)
        assert "x.yaml" in said
        assert str(line) in said
        assert said != Messages(language).coded("matter.*", refused.value.facts), "says no cure"


def test_doubled_ids_are_refused(tmp_path):
    doubled = GOOD + "          - {id: subject, text: 又一主体}\n"
    with pytest.raises(ConfigurationError, match=r"data\.twice"):
        load_matters(put(tmp_path, doubled))
    twice = GOOD + GOOD.split("matters:\n")[1]
    with pytest.raises(ConfigurationError, match=r"data\.twice"):
        load_matters(put(tmp_path, twice))


def test_two_versions_for_one_act_are_refused(tmp_path):
    version = GOOD.split("    versions:\n")[1]
    with pytest.raises(ConfigurationError, match=r"matter\.versions_overlap"):
        load_matters(put(tmp_path, GOOD + version.replace("2020-09-01", "2021-01-01")))
    ended = GOOD.replace("2020-09-01", "2020-09-01\n        valid_to: 2020-12-31")
    later = version.replace("2020-09-01", "2021-01-01")
    matters = load_matters(put(tmp_path, ended + later))
    assert choose(matters["X-01"], date(2020, 12, 31)) is matters["X-01"].versions[0]
    assert choose(matters["X-01"], date(2021, 1, 1)) is matters["X-01"].versions[1]


def put(folder, text):
    folder.joinpath("x.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("matter", ["M-11", "M-15", "M-16", "M-29"])
def test_a_warning_imposed_with_a_fine_never_stands_alone(matter):
    """给予警告，处……罚款: neither may be left out; what else the article gives is no matter."""
    (version,) = load_matters()[matter].versions
    assert version.omitted(["warning"]) == (PenaltyKind.FINE,)
    assert version.omitted(["fine"]) == (PenaltyKind.WARNING,)
    assert version.omitted(["fine", "warning", "confiscate_gains"]) == ()


def test_a_first_warning_may_stand_alone_and_an_obligatory_one_may_not_be_left_out():
    """排水条例 49: the fine follows an unmet order; 噪声法 82: the warning comes with any fine."""
    assert load_matters()["M-30"].versions[-1].omitted(["warning"]) == ()
    assert load_matters()["M-20"].versions[-1].omitted(["warning"]) == ()
    assert load_matters()["M-20"].versions[-1].omitted(["fine"]) == (PenaltyKind.WARNING,)

"""The record of a sample: a second program draws the same from it, and finds out steering."""

import json
import random
import subprocess
import sys

import pytest

from engine.errors import InputError
from engine.sampling import Rules
from engine.sampling_record import differences, sample, to_plain
from engine.sampling_reviewers import Reviewer
from tests.architecture.source_tree import ROOT
from tests.draws import BEACON, SECRET, at, dossier, occasion, promise

REDRAW = ROOT / "runtime" / "data" / "verifier" / "redraw.py"


def recorded(number):
    rules = Rules(size=25, always=("remedy", "veto"))
    chance = random.Random(number)
    found = [
        dossier(
            n,
            squad=f"z{chance.randrange(10)}",
            flags=("remedy",) if chance.random() < 0.03 else (),
            people=frozenset({f"r{chance.randrange(4)}"}),
        )
        for n in range(chance.choice([3, 25, 26, 60, 300]))
    ]
    facts = {}
    if number % 3 == 0:
        late = promise("p14", leaf=5000, when="2026-04-01 09:00", beacon=BEACON, rules=rules)
        facts = {
            "commitments": (late,),
            "secrets": {"p14": SECRET},
            "beacon": "4 9 0 2 2",
            "drawn_at": at("2026-04-03 09:00"),
        }
    else:
        facts = {"commitments": (promise(rules=rules),)}
    people = (*(Reviewer(id=f"r{n}") for n in range(4)), Reviewer(id="r9", squad="z3"))
    return to_plain(sample(occasion(found, reviewers=people, **facts)))


def repeat(tmp_path, plain):
    path = tmp_path / "sample.json"
    path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-S", str(REDRAW), str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )


@pytest.mark.parametrize("number", range(6))
def test_a_second_program_written_from_the_page_alone_draws_the_same(tmp_path, number):
    plain = recorded(number)
    assert differences(plain) == ()
    done = repeat(tmp_path, plain)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith("AGREES")


def swap_pick(plain):
    drawn = {one["case"] for one in plain["drawn"]}
    other = next(o["case"] for o in plain["population"]["dossiers"] if o["case"] not in drawn)
    plain["drawn"][0]["case"] = other


def hide_dossier(plain):
    drawn = {one["case"] for one in plain["drawn"]}
    kept = plain["population"]["dossiers"]
    kept.remove(next(one for one in kept if one["case"] not in drawn))


def other_secret(plain):
    plain["commitments"][0]["secret"] = "6b" * 32


def other_reviewer(plain):
    one, two = plain["drawn"][0], plain["drawn"][1]
    one["reviewer"] = two["reviewer"] = next(
        r["id"] for r in plain["reviewers"] if r["id"] not in (one["reviewer"], two["reviewer"])
    )


def later_promise(plain):
    plain["commitments"][0]["leaf"] = 10**6


def early_value(plain):
    plain["commitments"][0]["beacon"] = {"source": "x", "published_at": "2027-01-01T00:00:00+08:00"}
    plain["beacon"] = "4 9 0 2 2"


def other_number(plain):
    plain["rules"]["size"] = 24


@pytest.mark.parametrize(
    "steer",
    [
        swap_pick,
        hide_dossier,
        other_secret,
        other_reviewer,
        later_promise,
        early_value,
        other_number,
    ],
)
def test_a_steered_record_is_found_out_by_both_programs(tmp_path, steer):
    plain = json.loads(json.dumps(recorded(13)))
    assert len(plain["population"]["dossiers"]) > 25, "nothing to steer where all are taken"
    steer(plain)
    assert repeat(tmp_path, plain).returncode == 1
    try:
        assert differences(plain) != ()
    except InputError as refused:
        assert refused.code in {
            "sampling.secret_wrong",
            "sampling.committed_late",
            "sampling.beacon_early",
        }


def test_what_is_no_record_is_said_to_be_none(tmp_path):
    assert repeat(tmp_path, {"format": "anjuan-sample/2"}).returncode == 2
    assert repeat(tmp_path, []).returncode == 2
    with pytest.raises(InputError) as refused:
        differences({"format": "anjuan-sample/1"})
    assert refused.value.code == "sampling.unreadable"

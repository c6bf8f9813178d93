"""The verifier shipped in a bag, on a bare interpreter: clean bags pass, planted defects are found.

The whole of what is planted is `python -m tests.bag_defects`; here stands a share of it.
"""

import json
import random
import shutil
import subprocess

import pytest

from runtime.verifier.bag import Bag
from runtime.verifier.finding import Findings
from runtime.verifier.main import Progress, check
from tests.bag_defects import planting, rogue
from tests.bag_defects.defect import KNOWN

#: One or two of every kind; cheap ones.
SHARE = (
    "file lost on the way",
    "what the party said changed",
    "pages swapped",
    "certificate had expired",
    "deadline moved",
    "officer reviewed his own case",
)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return planting.first_case(tmp_path_factory.mktemp("ground"))


def test_a_clean_bag_has_no_finding_and_says_what_was_not_checked(base):
    command = [*planting.BARE, str(base.bag / "verify.py")]
    done = subprocess.run(command, capture_output=True, check=False)
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "没有发现问题" in said
    assert "须由人判断" in said
    assert (base.bag / "verify.py").read_bytes() == planting.VERIFIER.read_bytes()


def test_a_finding_is_told_with_document_page_event_and_article(base, tmp_path):
    forger, _, _ = planting.planted("content of a page damaged", base, tmp_path)
    command = [*planting.BARE, str(planting.VERIFIER), str(forger.root)]
    done = subprocess.run(command, capture_output=True, check=False)
    told = (
        "文书：data/正卷/002-行政处罚决定书.pdf　页：第4页　事件：第22号　"
        "依据：《中华人民共和国电子签名法》第十三条"
    )
    assert done.returncode == 1
    assert told in done.stdout.decode()


@pytest.mark.parametrize("name", SHARE)
def test_a_planted_defect_is_found_where_it_is(base, tmp_path, name):
    found = KNOWN[name]
    _, (place, event), seen = planting.planted(name, base, tmp_path)
    assert seen.code == 1
    assert seen.has(found.code, *place, event, found.law), seen.findings


def test_at_least_fifty_different_defects_are_planted():
    lives = {(life.code, life.form) for life in rogue.LIVES}
    known = {(one.code, one.form or one.file) for one in KNOWN.values()}
    assert len(known | lives) >= 80
    assert len({code for code, _ in known | lives}) >= 50


def test_keys_had_elsewhere_are_compared(base, tmp_path):
    other = tmp_path / "other.vkey"
    other.write_text("anjuan/other+00000000+AAAA\n")
    same = ("--root", base.bag / "audit/root.pem", "--log-key", base.bag / "audit/log.vkey")
    assert planting.looked_at(base.bag, *same).code == 0
    seen = planting.looked_at(base.bag, "--log-key", other)
    assert [one["code"] for one in seen.findings] == ["log_key_other"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_broken_is_told_and_never_stops_the_check(base, tmp_path, seed):
    """Values of any wrong kind in the JSON of a bag: findings, no exception."""
    chance = random.Random(seed)
    root = tmp_path / "bag"
    shutil.copytree(base.bag, root)
    for name in ("data/目录.json", "audit/people.json", "audit/law/deadlines.json"):
        value = json.loads((root / name).read_bytes())
        (root / name).write_text(json.dumps(_spoilt(value, chance), ensure_ascii=False))
    lines = []
    for line in (root / "audit/events.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        if chance.random() < 0.4:
            entry["body"] = json.dumps(_spoilt(json.loads(entry["body"]), chance))
        lines.append(json.dumps(entry, ensure_ascii=False))
    (root / "audit/events.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    out = Findings()
    check(Bag(root), out, Progress(shown=False))
    assert len(out.all) > 10


def _spoilt(value, chance):
    """A JSON value with something of another kind at one place in a dozen."""
    if chance.random() < 0.08:
        return chance.choice([None, 7, "", [], {}, "2026-99-99", [[]], True])
    if isinstance(value, dict):
        kept = {name: _spoilt(one, chance) for name, one in value.items()}
        if kept and chance.random() < 0.1:
            kept.pop(chance.choice(sorted(kept)))
        return kept
    return [_spoilt(one, chance) for one in value] if isinstance(value, list) else value

"""Merit by quality: the pool in its order, officers by shares, and no money anywhere (APL 74)."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

import engine.merit
from engine.merit import Candidate, candidate, first_passes, merits, ranked
from tests import lives
from tests.bureau import Bureau


def of_pool(case, score, deductions=0, lessons=0, day=1, year=2026):
    at = datetime(year, 12, day, tzinfo=UTC)
    return Candidate(
        case=case, score=score, deductions=deductions, lessons=lessons, nominated_at=at, digest="d"
    )


def test_the_pool_is_ranked_by_score_then_faults_then_lessons_then_time():
    pool = [
        of_pool("late", 190, day=9),
        of_pool("best", 195, 4, 4),
        of_pool("faulty", 190, 2),
        of_pool("lessons", 190, 1, 1),
        of_pool("early", 190, day=2),
        of_pool("once", 190, 1),
        of_pool("other year", 199, year=2025),
    ]
    assert [c.case for c in ranked(pool, 2026)] == [
        "best", "early", "late", "once", "lessons", "faulty",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def nominated():
    return lives.live("dossier_review-q_done-third").case


def test_a_nominated_dossier_has_its_deciding_score_and_its_lessons(nominated):
    found = candidate(nominated)
    assert found is not None
    assert (found.score, found.deductions, found.lessons) == (198, 1, 1)
    assert len(found.digest) == 64
    assert candidate(lives.live("dossier_review-q_done").case) is None


def test_both_officers_share_a_dossier_and_its_approvals(nominated):
    (standard,) = {
        nominated.tracks["dossier_review-1"].data.record("third_sheet")["profile_digest"]
    }
    found = merits([nominated], 2026, {standard: "excellent"})
    told = [(m.officer, m.scored, m.excellent, m.approvals, m.first_pass) for m in found]
    assert told == [("p02", 1, 1, 3, 3), ("p03", 1, 1, 3, 3)]
    assert merits([nominated], 2025, {standard: "excellent"}) == ()


def test_a_return_costs_the_first_pass():
    bureau = Bureau().play(until="request_filing")
    bureau.must("return_filing")
    bureau.must("request_filing")
    bureau.must("approve_filing")
    assert first_passes(bureau.case) == (1, 0)


def test_merit_reads_no_amount_of_money():
    source = Path(engine.merit.__file__).read_text("utf-8")
    words = {n.id for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Name)}
    words |= {
        n.value
        for n in ast.walk(ast.parse(source))
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and " " not in n.value
    }
    assert not [w for w in words if "fine" in w.replace("final", "") or "payment" in w]

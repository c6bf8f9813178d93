"""The benchmark measures what it says: every contender at hand takes the case through all moves."""

import pytest

from benchmarks.ours import Ours
from benchmarks.peers.floor import Floor
from benchmarks.peers.naive_transitions import NaiveTransitions
from benchmarks.report import peers_table
from benchmarks.workload import FULL, measure, moves


def test_there_are_twelve_moves_in_a_line_to_the_archive():
    line = moves()
    assert len(line) == 12
    assert [m.source for m in line[1:]] == [m.target for m in line[:-1]]
    assert (line[0].source, line[-1].target) == ("clue", "archived")


@pytest.mark.parametrize("kind", [Ours, Floor, NaiveTransitions])
def test_a_contender_keeps_every_move_durably(kind, tmp_path):
    contender = kind(tmp_path)
    measured = measure(contender, 2)
    assert contender.durability() == ("wal", FULL)
    assert (measured.transitions, measured.history_per_case) == (24, 12)
    contender.close()


def test_ours_leaves_a_signed_ledger_of_every_move(tmp_path):
    ours = Ours(tmp_path)
    measure(ours, 2)
    with ours.store.read() as view:
        head = view.ledger_head()
    assert head.size == 2 * 13
    assert f"\n{head.size}\n" in head.checkpoint
    ours.close()


def test_the_ratio_is_taken_round_by_round():
    def rounds(*rates):
        return [
            {
                "transitions": rate,
                "seconds": 1.0,
                "cpu_seconds": 0.5,
                "p50_ms": 1.0,
                "p99_ms": 2.0,
                "history_per_case": 12,
            }
            for rate in rates
        ]

    around = {"python": "3", "system": "S", "cores": 1, "load_average": [0.0]}
    result = {
        "cases": 1,
        "before": around,
        "after": around,
        "bookkeeping": [
            {"name": "ours", "rounds": rounds(1000, 100, 1000)},
            {"name": "peer", "rounds": rounds(500, 50, 400)},
        ],
    }
    assert "| peer | 400 | 50-500 | 1.00 | 2.00 | 1.25 | 2.00x | 12 |" in peers_table(result)

"""Dossiers damaged at random: whatever is done to the events, grading answers.

Run as `python -m tests.grading_damage [NUMBER]`: so many damaged copies of each of several cases.
"""

import datetime as dt
import random
import sys
from collections import Counter
from dataclasses import replace

from engine.errors import AnjuanError
from engine.grading.asking import STOPPED
from engine.record import Record
from tests.defects import archived, lived
from tests.graded import dossier_of, graded

#: Case and standard; an empty name is the shipped example.
CASES = (
    ("", "chengguan-default-1"),
    ("hearing-h_reported", "chengguan-default-1"),
    ("seizure-s_released", "chengguan-default-1"),
    ("simple-spot_closed", "chengguan-spot-1"),
    ("parking-p_closed", "chengguan-parking-1"),
)
STRANGE = ("", 0, -5, "乱", (), Record(), True, dt.date(1900, 1, 1), None, 10**12)
FAR = 900


def damaged(events, seed):
    """Events with one to four random edits."""
    chance = random.Random(seed)
    events = list(events)
    for _ in range(chance.choice((1, 1, 2, 4))):
        chance.choice(_EDITS)(events, chance.randrange(len(events)), chance)
    return events


def _delete(events, at, chance):
    del chance, events[at]


def _swap(events, at, chance):
    other = chance.randrange(len(events))
    events[at], events[other] = events[other], events[at]


def _input(events, at, chance):
    given = events[at].inputs.as_dict()
    if given:
        name = chance.choice(list(given))
        given.pop(name) if chance.random() < 0.3 else given.update({name: chance.choice(STRANGE)})
        events[at] = replace(events[at], inputs=Record(given))


def _act(events, at, chance):
    moved = events[at].at + dt.timedelta(days=chance.randrange(-FAR, FAR))
    change = chance.choice(({"at": moved}, {"actor": "nobody"}, {"definition": "0" * 64}))
    events[at] = replace(events[at], **change)


def _document(events, at, chance):
    made = list(events[at].documents)
    if not made:
        return
    number = chance.randrange(len(made))
    one = made[number]
    change = chance.choice(
        (
            {"form": "unknown_form"},
            {"number": "x"},
            {"pages": 0},
            {"signed": ()},
            {"status": "void"},
            {"composed_at": one.composed_at - dt.timedelta(days=FAR)},
            {"track": "nowhere"},
            {"id": "other-1"},
        )
    )
    made[number] = replace(one, **change)
    events[at] = replace(events[at], documents=tuple(made))


_EDITS = (_delete, _swap, _input, _input, _act, _document, _document)


def tried(number, cases=CASES):
    """Grade so many damaged copies of each case; what stopped, and how many could be replayed."""
    stopped, graded_ones = Counter(), 0
    for name, profile in cases:
        played = lived(name) if name else archived()
        for seed in range(number):
            try:
                dossier = dossier_of(played, events=damaged(played.events, f"{name}{seed}"))
            except (KeyError, IndexError, AnjuanError):  # no case can be replayed from these
                continue
            graded_ones += 1
            for found in graded(dossier, profile).findings:
                if found.code == STOPPED:
                    stopped[found.check, str(found.details["problem"])] += 1
    return stopped, graded_ones


def main(argv):
    """Print which checks could not be carried out, and how often."""
    stopped, graded_ones = tried(int(argv[0]) if argv else 200)
    print(f"{graded_ones} damaged dossiers graded")
    for (check, problem), times in stopped.most_common():
        print(f"   {check:28} {problem:24} {times}")


if __name__ == "__main__":
    main(sys.argv[1:])

"""One of several processes that advance the same cases. Run as a module.

`python -m tests.integration.many_writers FOLDER NAME COUNT` prints every command as it is
acknowledged, and at the end the longest wait in milliseconds and the conflicts.
"""

import sys
import time
from contextlib import closing
from pathlib import Path

from engine.errors import ConflictError
from engine.hashchain import GENESIS
from tests.integration.store_scenario import opened
from tests.store_cases import derived, event, row_after


def advance(store, case_id, command):
    """One optimistic step: read, build, write; False if somebody else was first."""
    with store.read() as now:
        case = now.case(case_id)
    version = case.version if case else 0
    new = event(case.head if case else GENESIS, command=command, n=version + 1, size=600)
    row = row_after(new, case_id=case_id, version=version + 1)
    began = time.perf_counter()
    try:
        with store.write() as unit:
            unit.append(
                case=row,
                expected_version=version,
                events=[new],
                rows=derived(case_id, step=version % 300 + 1),
            )
    except ConflictError:
        return False, time.perf_counter() - began
    return True, time.perf_counter() - began


def main(folder, name, count):
    """Every command is repeated until it is recorded once."""
    done, longest, conflicts = 0, 0.0, 0
    with closing(opened(folder)) as store:
        while done < count:
            command = f"{name}-{done}"
            # One crowded case and two of one's own.
            case_id = ("shared", f"{name}-a", f"{name}-b")[done % 3]
            recorded, took = advance(store, case_id, command)
            longest = max(longest, took)
            if recorded:
                done += 1
                print(command, flush=True)
            else:
                conflicts += 1
    print(f"{longest * 1000:.0f} {conflicts}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))

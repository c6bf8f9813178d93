"""Edit exported dossiers at random, again and again, and count what an import would let in.

Run from the project folder: `python -m tests.bag_campaign [TRIES] [SEED]` (300 tries take two
minutes). Half of the edits write sizes and manifests anew. The exit code is 1 when one passed.
"""

import shutil
import sys
import tempfile
from collections import Counter
from functools import lru_cache
from pathlib import Path

from engine.errors import NotFoundError
from runtime import bag_documents
from runtime.archive_check import check
from runtime.demo import prepare
from runtime.export import export
from runtime.receiving import Desk
from runtime.workspace import Workspace
from tests.bags import copy_bag, random_edit
from tests.demo_case import CASE, carried_out


def main(tries, seed):
    bag_documents.verify = lru_cache(maxsize=None)(bag_documents.verify)
    found, missed = Counter(), []
    with tempfile.TemporaryDirectory(prefix="anjuan-bags-") as scratch:
        place = Path(scratch)
        carried_out(place / "home", bound=True)
        prepare(place / "abroad")
        (place / "out").mkdir()
        with Workspace.open(place / "home") as workspace:
            folder = export(workspace, CASE, place / "out").folder
        with Workspace.open(place / "abroad") as workspace:
            desk = Desk(workspace)
            assert not desk.verify(folder).faults
            for number in range(tries):
                told, codes = edited(desk, folder, place / "edited", seed + number)
                found.update(codes)
                if not codes:
                    missed.append((seed + number, told))
    print(f"{tries - len(missed)} of {tries} edits refused, seed {seed}")
    print("faults:", ", ".join(f"{code} {n}" for code, n in found.most_common()))
    for one in missed:
        print("MISSED", *one)
    return 1 if missed else 0


def edited(desk, folder, place, seed):
    """What one edit was, and the codes of everything found; none where it would be let in."""
    place.mkdir()
    try:
        copy = copy_bag(folder, place)
        told = random_edit(copy, seed)
        verified = desk.verify(copy)
        codes = {fault.code for fault in verified.faults}
        return told, set() if check(verified).passed else codes
    except NotFoundError as error:
        return told, {error.code}
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(given + [300, 20260301][len(given) :])))

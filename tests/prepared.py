"""Folders that are dear to make: made once for all workers of a test run, copied for each use.

Where no test run has said where to keep them, every use makes its own.
"""

import fcntl
import hashlib
import shutil

#: Where the folders of this test run are kept; None outside a test run.
PLACE = None


def copied(name, make, target):
    """Fill `target` with the folder called `name`, which `make(folder)` makes the first time."""
    if PLACE is None:
        make(target)
        return
    kept = PLACE / hashlib.sha256(name.encode()).hexdigest()[:16]
    PLACE.mkdir(exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            fresh = kept.with_suffix(".new")
            make(fresh)
            fresh.rename(kept)
    shutil.copytree(kept, target, symlinks=True, dirs_exist_ok=True)

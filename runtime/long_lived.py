"""Telling Python's garbage collector what lives as long as the program.

Refuses to know what that is: whatever is loaded by the time it is told.
"""

import gc
from functools import cache


@cache
def keep_for_good() -> None:
    """Leave everything loaded so far out of the collector's rounds; once in a process.

    The law is a hundred thousand values that stay until the end. Looked through again at every
    full round, they cost a twentieth of the time of every move.
    """
    gc.freeze()

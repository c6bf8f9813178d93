"""Telling Python's garbage collector what lives as long as the program.

Refuses to know what that is: whatever is loaded by the time it is told.
"""

import gc
from functools import cache

#: Values made before the collector looks through the young ones; Python's own habit is 700.
YOUNG = 20_000


@cache
def keep_for_good() -> None:
    """Leave everything loaded so far out of the collector's rounds; once in a process.

    The law is a hundred thousand values that stay until the end. Looked through again at every
    full round, they cost a twentieth of the time of every move. What is made for one document or
    one move dies with it, so that looking for it often finds nothing.
    """
    gc.freeze()
    gc.set_threshold(YOUNG)

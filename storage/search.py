"""Finding a case by any part of a party's name or an address, two Chinese characters included.

Every phrase becomes its overlapping character pairs, each replaced by a keyed hash, so the index
never holds a name in clear; how often a pair occurs can still be counted. Refuses to rank.
"""

import unicodedata
from collections.abc import Sequence

from storage.cipher import Cipher
from storage.statements import Statements

#: Stands between phrases so that no match runs across them; hashes are ten characters long.
_BREAK = "x"
_ROW = "SELECT id FROM search_rows WHERE case_id = ?"
_ADD = "INSERT INTO case_search (rowid, pairs, chars) VALUES (?, ?, ?)"


def runs(text: str) -> list[str]:
    """Letters and digits of a text, compatibility forms and case folded away, split elsewhere."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c if c.isalnum() else " " for c in folded).split()


def index_case(
    statements: Statements, cipher: Cipher, case_id: str, phrases: Sequence[str]
) -> None:
    """Make a case findable by these phrases and by no earlier ones."""
    known = statements.one(_ROW, (case_id,))
    if known:
        statements.run("DELETE FROM case_search WHERE rowid = ?", known)
    else:
        statements.run("INSERT INTO search_rows (case_id) VALUES (?)", (case_id,))
        known = statements.one(_ROW, (case_id,)) or ()
    pieces = [run for phrase in phrases for run in runs(phrase)]
    pairs = f" {_BREAK} ".join(" ".join(_pairs(cipher, run)) for run in pieces)
    chars = " ".join(cipher.token(c) for c in sorted(set("".join(pieces))))
    statements.run(_ADD, (*known, pairs, chars))


def query_of(cipher: Cipher, text: str) -> str | None:
    """The index query for a piece of text, or None if it holds no letter or digit."""
    terms = []
    for run in runs(text):
        if len(run) == 1:
            terms.append(f'chars : "{cipher.token(run)}"')
        else:
            terms.append(f'pairs : "{" ".join(_pairs(cipher, run))}"')
    return " AND ".join(terms) or None


def _pairs(cipher: Cipher, run: str) -> list[str]:
    return [cipher.token(run[i : i + 2]) for i in range(len(run) - 1)]

"""Ten thousand paragraphs on paper: `python -m tests.paragraph_campaign [PARAGRAPHS [SEED]]`.

Each is set as body text and in a cell of a table. Every character must be read back by MuPDF and
poppler, leave ink, and stand in its box; no line may begin or end with the wrong mark, and no last
line hold one character. Prints what is wrong; the exit code is 1 when anything is.
"""

import sys
from collections.abc import Sequence
from multiprocessing import get_context

from tests.paragraphs import PER_FILE, complaints, paragraphs, set_in_body, set_in_cells

PROCESSES, PARAGRAPHS = 2, 10_000


def judged(seed: int) -> tuple[int, list[str]]:
    """How many characters a file of paragraphs has, and what is wrong in body text and cells."""
    texts = paragraphs(seed, PER_FILE)
    found = []
    for place in (set_in_body, set_in_cells):
        pdf, edges = place(texts)
        found += [f"seed {seed}, {place.__name__}: {c}" for c in complaints(texts, pdf, edges)]
    return sum(map(len, texts)), found


def main(arguments: Sequence[str]) -> int:
    """Judge so many paragraphs from a seed on."""
    wanted = int(arguments[0]) if arguments else PARAGRAPHS
    first = int(arguments[1]) if len(arguments) > 1 else 0
    seeds = range(first, first + -(-wanted // PER_FILE))
    characters, wrong = 0, list[str]()
    with get_context("spawn").Pool(PROCESSES) as pool:
        for done, (many, found) in enumerate(pool.imap_unordered(judged, seeds), 1):
            characters, wrong = characters + many, wrong + found
            print(f"\r{done}/{len(seeds)} files of {PER_FILE}", end="", file=sys.stderr)
    print(file=sys.stderr)
    print(*wrong, sep="\n" if wrong else "")
    told = f"{len(seeds) * PER_FILE} paragraphs, {characters} characters, each set twice"
    print(f"{told}: {len(wrong)} complaints")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""QR codes: what ISO/IEC 18004 asks of every code, and what a foreign reader finds in one."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from documents.qr import MOST, modules
from engine.errors import InputError

NOTICE = "违法停车告知单 望潮综执停告字〔2026〕第000001号"
FINDER = ("#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######")
QUIET, DOTS = 4, 6  # modules of white about a code; dots a module


def corner(rows: tuple[tuple[bool, ...], ...], top: int, left: int) -> tuple[str, ...]:
    return tuple(
        "".join("#" if dark else "." for dark in row[left : left + 7])
        for row in rows[top : top + 7]
    )


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60))
def test_every_code_is_square_and_has_its_patterns(text: str) -> None:
    """6.3.3 finder patterns in three corners; 6.3.5 timing patterns in row and column six."""
    rows = modules(text)
    size = len(rows)
    assert size % 4 == 1
    assert 21 <= size <= 177
    assert {len(row) for row in rows} == {size}
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        assert corner(rows, top, left) == FINDER
    assert [rows[6][at] for at in range(8, size - 8)] == [at % 2 == 0 for at in range(8, size - 8)]
    assert [rows[at][6] for at in range(8, size - 8)] == [at % 2 == 0 for at in range(8, size - 8)]


def test_another_text_is_another_code() -> None:
    assert modules(NOTICE) == modules(NOTICE)
    assert modules(NOTICE) != modules(NOTICE.replace("000001", "000002"))


def test_a_text_too_dense_to_be_read_from_paper_is_refused() -> None:
    assert modules("号" * (MOST // 3))
    with pytest.raises(InputError) as refused:
        modules("号" * (MOST // 3) + "a")
    assert refused.value.code == "document.code_too_long"
    assert refused.value.facts == {"size": MOST + 1, "most": MOST}


def test_a_foreign_reader_finds_the_text(tmp_path) -> None:
    if shutil.which("zbarimg") is None:
        pytest.skip("zbarimg is not installed: apt install zbar-tools")
    rows = modules(NOTICE)
    picture = Image.new("1", (len(rows) + 2 * QUIET, len(rows) + 2 * QUIET), 1)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            picture.putpixel((across + QUIET, down + QUIET), 0 if dark else 1)
    path = tmp_path / "code.png"
    picture.resize((picture.width * DOTS, picture.height * DOTS)).save(path)
    read = subprocess.run(["zbarimg", "-q", "--raw", path], check=True, capture_output=True)
    assert read.stdout.decode().strip() == NOTICE

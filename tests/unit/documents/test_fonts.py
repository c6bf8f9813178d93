"""Every character is printed by some face, or the document is refused naming it."""

import re
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from documents.fonts import FontBook, MissingCharacter, Role, vendored_book, vendored_folder
from documents.layout.sheet import Sheet, TextMark
from documents.pdf.content import Resources, contents
from documents.pdf.embed import EmbeddedFace, alphabet
from documents.truetype import TrueType
from engine.errors import ConfigurationError

RARE_NAMES = "王喆堃欧阳𠮷李㛂明赵㛃钱㑇孙㭎周䶮吴𫖮郑𬬮冯𨰠陈𤋮褚鱻卫淼蒋龑沈昉韩頔杨珺朱翀"
MARKS = "，。、；：？！（）《》〈〉【】〔〕「」『』“”‘’…—·／①⑩℃％‰¥￥§№□■○●√×"
UNASSIGNED = "\U000e0fff"


@pytest.mark.parametrize("role", Role)
def test_names_and_marks_are_found_in_every_role(role: Role) -> None:
    for char in RARE_NAMES + MARKS:
        glyph = vendored_book().typeface(role).glyph(char, char)
        assert glyph.number > 0
        assert glyph.advance > 0


@pytest.mark.parametrize("role", Role)
def test_all_of_gb2312_is_in_the_role_itself(role: Role) -> None:
    face = TrueType(vendored_folder() / f"{role}.ttf")
    cells = (bytes((row, column)) for row in range(0xB0, 0xF8) for column in range(0xA1, 0xFF))
    characters = [char for char in (cell.decode("gb2312", "ignore") for cell in cells) if char]
    assert len(characters) == 6763
    assert [char for char in characters if not face.lookup(ord(char))] == []


def test_every_unified_ideograph_of_gb18030_two_byte_is_found() -> None:
    typeface = vendored_book().typeface(Role.FANGSONG)
    assert all(typeface.glyph(chr(code), "").number for code in range(0x4E00, 0x9FA6))


@pytest.mark.parametrize("mark", "“”‘’，。（）《》")
def test_marks_of_body_text_take_a_full_em(mark: str) -> None:
    for role in (Role.FANGSONG, Role.KAITI, Role.SONGTI):
        assert vendored_book().typeface(role).glyph(mark, mark).advance == 1000


def test_a_character_nobody_has_is_refused_by_name() -> None:
    with pytest.raises(MissingCharacter) as caught:
        vendored_book().typeface(Role.FANGSONG).advances(f"王{UNASSIGNED}", 16)
    assert caught.value.code == "document.missing_character"
    assert caught.value.facts == {
        "char": UNASSIGNED,
        "codepoint": "U+E0FFF",
        "text": f"王{UNASSIGNED}",
    }


def test_the_agencys_own_face_comes_first(tmp_path: Path) -> None:
    shutil.copy(vendored_folder() / "heiti.ttf", tmp_path / "fangsong.ttf")
    typeface = FontBook((tmp_path,)).typeface(Role.FANGSONG)
    assert typeface.glyph("王", "王").face.path == tmp_path / "fangsong.ttf"
    assert typeface.glyph("㛂", "㛂").face.path.parent == vendored_folder()


@pytest.mark.parametrize("name", ["fangsong.ttf", "songti.ttf", "title.ttf", "rare.woff"])
def test_our_reader_agrees_with_fonttools(name: str) -> None:
    path = vendored_folder() / name
    ours = TrueType(path)
    with TTFont(path, lazy=True) as theirs:
        cmap, metrics, order = theirs.getBestCmap(), theirs["hmtx"], theirs.getGlyphOrder()
        assert ours.glyphs == len(order)
        for code in sorted(cmap)[::97]:
            glyph = ours.lookup(code)
            assert order[glyph] == cmap[code]
            assert ours.metric(glyph) == tuple(metrics[cmap[code]])
        assert ours.lookup(0xE0FFF) == 0


def test_a_basic_plane_map_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "songti.ttf"
    with TTFont(vendored_folder() / "title.ttf") as font:
        cmap = font.getBestCmap()
        font["cmap"].tables = [table for table in font["cmap"].tables if table.format == 4]
        if not font["cmap"].tables:
            pytest.fail("the vendored title face lost its basic map")
        font.save(path)
        order = font.getGlyphOrder()
    face = TrueType(path)
    for code in [code for code in sorted(cmap) if code < 0x10000][::31]:
        assert order[face.lookup(code)] == cmap[code]


def test_digest_is_that_of_the_file() -> None:
    readme = (vendored_folder() / "README.md").read_text("utf-8")
    for path in sorted(vendored_folder().glob("*.*")):
        if path.suffix in (".ttf", ".woff"):
            assert TrueType(path).digest in readme


def test_postscript_outlines_and_rubbish_are_refused(tmp_path: Path) -> None:
    rubbish = tmp_path / "fangsong.ttf"
    rubbish.write_bytes(b"not a font at all, not even close")
    with pytest.raises(ConfigurationError) as caught:
        TrueType(rubbish)
    assert caught.value.code == "font.unusable"


def test_faces_that_forbid_embedding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "heiti.ttf"
    with TTFont(vendored_folder() / "heiti.ttf") as font:
        font["OS/2"].fsType = 2
        font.save(path)
    with pytest.raises(ConfigurationError):
        TrueType(path)


def test_two_characters_of_one_glyph_keep_their_own_text() -> None:
    glyph = vendored_book().typeface(Role.SONGTI).glyph("一", "一")
    embedded = EmbeddedFace(glyph.face, alphabet(glyph.face).bits("一⼀二"))
    ((moved, code),) = embedded.moved
    assert moved.char == "一"
    unicode = embedded.subset().unicode.decode("ascii")
    assert f"<{glyph.number:04X}> <2F00>" in unicode
    assert f"<{code:04X}> <4E00>" in unicode


def test_pages_show_each_of_two_characters_of_one_glyph_under_its_own_number() -> None:
    book, resources = vendored_book(), Resources()
    text = "⼀、一二一"
    sheet = Sheet(marks=[TextMark(x=0, y=0, role=Role.SONGTI, size=12, text=text)])
    (page,) = contents([sheet], book, resources)
    (embedded,) = resources.faces.values()
    texts = dict(re.findall(r"<(\w{4})> <(\w{4})>", embedded.subset().unicode.decode("ascii")))
    shown = re.findall("....", re.search(rb"<(\w+)>", page.stream)[1].decode("ascii"))
    assert "".join(chr(int(texts[code], 16)) for code in shown) == text


@pytest.mark.parametrize("role", Role)
def test_a_subset_made_before_the_lines_has_the_narrow_marks(role: Role) -> None:
    glyph = vendored_book().typeface(role).glyph("》", "》")
    known = alphabet(glyph.face)
    subset = EmbeddedFace(glyph.face, known.bits("》")).subset()
    narrow = known.narrow("》")
    assert narrow is not None
    assert f"<{narrow.code:04X}> <300B>" in subset.unicode.decode("ascii")
    assert f"{narrow.code} {narrow.code} 500" in subset.widths


def test_rare_characters_map_to_surrogates() -> None:
    glyph = vendored_book().typeface(Role.FANGSONG).glyph("𠮷", "𠮷")
    embedded = EmbeddedFace(glyph.face, alphabet(glyph.face).bits("𠮷"))
    assert f"<{glyph.number:04X}> <D842DFB7>".encode() in embedded.subset().unicode

"""Paragraphs as officials write them, drawn by seed, and the printed page judged by other readers.

A paragraph is set as body text of a letter and in a cell of a table, and read back from the file:
MuPDF tells each character and where it stands, poppler the text and the ink. Nothing here knows how
lines are broken. Marks at line ends: GB/T 15834-2011, 5.1.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from PIL import Image

from documents.compose import compose
from documents.forms import read_form
from documents.layout.sheet import HEIGHT, LEFT, MEASURE, RIGHT
from engine.legal_time import LEGAL_ZONE
from tests.foreign import run

NEVER_FIRST = set("，。、；：？！）》〉】〕」』”’％‰℃…—·")
NEVER_LAST = set("（《〈【〔「『“‘￥¥")
HALF = set("，。、；：）》〉】〕」』”’")  # whose ink is in the left half
RARE_NAMES = (
    "㛃㛂㑇㭎㳇䶮䲟䴙𫖮𬬮𨰠𪣻𡐓𠅤𬍛𬀩𬸚𣲗𬣙𬭚𫍽𬘫𬀪㼆镕堃喆"
    "犇赟珺翀昉頔曌鱻淼龑䠀㵘𤋮𪟝禤仝亓妫郤隗𠮷𫟹𬇙𬇕𫭼彧燊"
)
WORDS = re.findall(
    r"\S+",
    """
    当事人 本机关 依照 违反了 城市建筑垃圾 运输 沿途遗撒 责令改正 现场检查 行政处罚 决定 送达
    之日起 申请行政复议 提起行政诉讼 人民法院 人民政府 没有 已经 面积约 长约 于 在 的 并处
    罚款 证据 证明 经查 执法人员 出示 执法证件 陈述 申辩 听证 逾期不缴纳 的规定 予以 采纳
    """,
)
FIGURES = (
    "2026年3月2日", "6时40分", "72平方米", "人民币捌仟元整（¥8000.00）", "浙Z·示0042", "第二十三条",
    "望潮综执罚决字〔2026〕第000001号", "91330299MA2TT8K4XB", "0570-0000018", "3%", "120米", "2.5t",
    "《城市建筑垃圾管理规定》", "（以下简称原决定）", "“行政机关实施行政处罚时”", "证1、证2",
    "km/h", "No.7", "5000元",
)  # fmt: skip
MARKS = "，，，，。。、；：？！"
PILES = ("。”", "》（", "）。", "”、“", "》、《", "……", "——", "）、（", "：“")
NAME = "断行"
FURNITURE = re.compile(r"—\d+—|第\d+页共\d+页")
DPI, DARK = 96, 190
PER_FILE = 30


@dataclass(frozen=True)
class Char:
    """A character where MuPDF finds it; y is measured from the head of the page."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    base: float


def paragraphs(seed: int, count: int) -> list[str]:
    """So many paragraphs of one to some two hundred characters."""
    chance = random.Random(seed)
    return [_paragraph(chance) for _ in range(count)]


def _paragraph(chance: random.Random) -> str:
    text, wanted = "", chance.choice((4, 20, 30, 40, 60, 90, 150)) + chance.randrange(30)
    while len(text) < wanted:
        drawn = chance.random()
        if drawn < 0.55:
            text += chance.choice(WORDS)
        elif drawn < 0.72:
            text += chance.choice(FIGURES)
        elif drawn < 0.76:
            text += chance.choice(RARE_NAMES)
        elif drawn < 0.8:
            text += chr(chance.randrange(0x4E00, 0x9FA6))
        elif text and text[-1] not in NEVER_LAST | NEVER_FIRST:
            text += chance.choice(MARKS) if drawn < 0.95 else chance.choice(PILES)
    return text.rstrip("".join(NEVER_LAST) + "，、；：—") + "。" * chance.randrange(2)


def set_in_body(texts: Sequence[str]) -> tuple[bytes, list[tuple[float, float]]]:
    """A report with a paragraph for each text, and the measure each must keep to."""
    blocks = [f'  - para: "{{{{ input.texts[{n}] }}}}"' for n in range(len(texts))]
    return _composed("report", blocks, texts), [(LEFT, RIGHT)] * len(texts)


def set_in_cells(texts: Sequence[str]) -> tuple[bytes, list[tuple[float, float]]]:
    """A form with each text in a cell, narrower and wider ones in turn, and the cells' edges."""
    blocks, edges = [], []
    for number in range(len(texts)):
        first = 20 + 11 * number % 50
        blocks += [
            "  - table:",
            f"      columns: [{first}, {100 - first}]",
            f'      rows: [[甲, {{value: "{{{{ input.texts[{number}] }}}}"}}]]',
        ]
        edges.append((LEFT + MEASURE * first / 100, RIGHT))
    return _composed("approval", blocks, texts), edges


def _composed(layout: str, blocks: Sequence[str], texts: Sequence[str]) -> bytes:
    head = f"id: lines\nname: {NAME}\nname_en: Lines\ntype_code: null\nlayout: {layout}\n"
    body = "\n".join((*blocks, "  - note: 完", "    element: end"))
    form = read_form(
        f"{head}law: [行政处罚法第五十九条]\nelements: [end]\nbody:\n{body}\n", "lines.yaml"
    )
    return compose(
        form,
        {"input": {"texts": list(texts)}},
        moment=datetime(2026, 3, 2, 9, 0, tzinfo=LEGAL_ZONE),
        number=None,
        slots=(),
        training=False,
        preview=False,
        attachment=None,
    ).pdf


def complaints(texts: Sequence[str], pdf: bytes, edges: Sequence[tuple[float, float]]) -> list[str]:
    """What is wrong with the paragraphs of a file, each with its text."""
    with TemporaryDirectory(prefix="anjuan-lines-") as scratch:
        path = Path(scratch, "lines.pdf")
        path.write_bytes(pdf)
        chars, pages = _chars(path), _pages(path)
        told = run("pdftotext", "-raw", "-enc", "UTF-8", path, "-").text.replace("\f", "\n")
        said = "".join(w for w in map(_plain, told.splitlines()) if not FURNITURE.fullmatch(w))
    label = "甲" if len({edge[0] for edge in edges}) > 1 else ""
    wanted = NAME + "".join(label + _plain(text) for text in texts) + "完"
    read = "".join(char.text for char in chars)
    if read != wanted:
        at = next((n for n, (a, b) in enumerate(zip(read, wanted, strict=False)) if a != b), -1)
        return [f"MuPDF reads {read[at : at + 20]!r} for {wanted[at : at + 20]!r}"]
    found = [] if said == wanted else [f"poppler reads another text: {_first(said, wanted)}"]
    at = len(NAME)
    for text, edge in zip(texts, edges, strict=True):
        at += len(label)
        mine = chars[at : at + len(_plain(text))]
        at += len(mine)
        found += [f"{what}: {text}" for what in _amiss(mine, edge, pages)]
    return found


def _first(said: str, wanted: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(said, wanted, strict=False)) if a != b), 0)
    return f"{said[at : at + 20]!r} for {wanted[at : at + 20]!r}"


def _amiss(
    chars: Sequence[Char], edge: tuple[float, float], pages: Sequence[Image.Image]
) -> Iterator[str]:
    lines = _lines(chars)
    for number, line in enumerate(lines):
        if number and line[0].text in NEVER_FIRST:
            yield f"line {number + 1} begins with {line[0].text}"
        if number + 1 < len(lines) and line[-1].text in NEVER_LAST:
            yield f"line {number + 1} ends with {line[-1].text}"
    if len(lines) > 1 and len([c for c in lines[-1] if c.text not in NEVER_FIRST]) < 2:
        yield "the last line holds one character"
    for char in chars:
        width = char.right - char.left
        right = char.right - (width / 2 if char.text in HALF else 0)
        if char.left < edge[0] - 0.5 or right > edge[1] + 0.5:
            yield f"{char.text} stands outside its box"
        if char.top < 0 or char.bottom > HEIGHT:
            yield f"{char.text} stands outside the page"
        if not _inked(char, pages[char.page]):
            yield f"{char.text} is blank"


def _lines(chars: Sequence[Char]) -> list[list[Char]]:
    lines: list[list[Char]] = []
    for char in chars:
        new = not lines or char.page != lines[-1][-1].page
        if new or abs(char.base - lines[-1][-1].base) > 2:
            lines.append([])
        lines[-1].append(char)
    return lines


def _inked(char: Char, page: Image.Image) -> bool:
    """Whether something is drawn; of a squeezed opening mark, past the half em it is left."""
    scale, em = DPI / 72, 0.8 * (char.bottom - char.top)
    right = max(char.right, char.left + em) if char.text in NEVER_LAST else char.right
    box = [round(edge * scale) for edge in (char.left, char.top, right, char.bottom)]
    darkest, _ = page.crop((box[0], box[1], box[2] + 1, box[3] + 1)).getextrema()
    return darkest < DARK


def _chars(path: Path) -> list[Char]:
    """Every character but the page numbers at the foot, as MuPDF reads them."""
    written = path.with_suffix(".xml")
    told = run("mutool", "draw", "-q", "-F", "stext", "-o", written, path)
    assert told.code == 0, told.text
    found = []
    for page, sheet in enumerate(ET.parse(written).getroot().iter("page")):
        for line in sheet.iter("line"):
            chars = [_char(entry, page) for entry in line.iter("char")]
            words = "".join(char.text for char in chars)
            if not FURNITURE.fullmatch(_plain(words)):
                found += [char for char in chars if char.text.strip()]
    return found


def _char(entry: ET.Element, page: int) -> Char:
    quad = [float(number) for number in entry.attrib["quad"].split()]
    return Char(
        text=entry.attrib["c"],
        page=page,
        left=float(entry.attrib["x"]),
        right=quad[2],
        top=quad[1],
        bottom=quad[5],
        base=float(entry.attrib["y"]),
    )


def _pages(path: Path) -> list[Image.Image]:
    told = run("pdftoppm", "-r", str(DPI), "-gray", path, path.with_suffix(""))
    assert told.code == 0, told.text
    drawn = sorted(path.parent.glob("*.pgm"))
    return [Image.open(BytesIO(page.read_bytes())) for page in drawn]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)

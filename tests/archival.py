"""What keeps a file from being PDF/A-3u, as far as a machine here can tell (ISO 19005-3:2012).

Holds what this program's files can get wrong, not the whole standard; rules are named by their
clause. Read with pikepdf and fontTools, which know nothing of how the file was written.
"""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
#: What a file may carry, with its MIME type as a name.
CARRIED = {"event.json": "/application/json", "ledger.tlog-proof": "/text/plain"}
HEADER = re.compile(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4,}\n")
UNFIT = frozenset({"k", "K", "ri", "sh"})  # colours of printing inks, intents, shadings
FORBIDDEN = frozenset(
    {"/AA", "/JS", "/OpenAction", "/XFA", "/NeedAppearances", "/TR", "/HTP", "/Alternates", "/OPI"}
) | {"/Encrypt", "/PS", "/Ref", "/FFilter", "/FDecodeParms", "/Perms", "/Requirements"}
MULTIPLYING = frozenset({"/Normal", "/Compatible", "/Multiply"})
PRINT, HIDDEN, INVISIBLE, NO_VIEW, TOGGLE = 4, 2, 1, 32, 256
MOMENT = re.compile(r"D:(\d{14})([+-]\d\d)'(\d\d)'")


def faults(pdf: bytes) -> list[str]:
    """Every rule the file breaks, in words."""
    found = list(_bytes(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found += [*_catalogue(file), *_metadata(file), *_objects(file), *_pages(file)]
    return found


def _bytes(pdf: bytes) -> Iterator[str]:
    """What stands between the objects (6.1)."""
    if not HEADER.match(pdf):
        yield "6.1.2: header"
    if not pdf.endswith(b"%%EOF\n"):
        yield "6.1.3: data after the end"
    for part in pdf.split(b"trailer")[1:]:
        if b"/ID" not in part[:400]:
            yield "6.1.3: a trailer without ID"
    for found in re.finditer(rb"/Length (\d+) >>(.{0,10}?)stream(\r?\n)", pdf, re.DOTALL):
        end = found.end() + int(found[1])
        if found[2] not in {b"\n", b"\r\n"} or not pdf.startswith(b"\nendstream\nendobj\n", end):
            yield f"6.1.7.1: the stream at {found.start()} has no line ends or another length"
    if len(re.findall(rb"\nendstream", pdf)) != len(re.findall(rb"endstream", pdf)):
        yield "6.1.7.1: no line end before endstream"
    for found in re.finditer(rb"<([0-9A-Fa-f]*)>", pdf.split(b"stream\n")[0]):
        if len(found[1]) % 2:
            yield "6.1.6: hexadecimal string of odd length"


def _catalogue(file: pikepdf.Pdf) -> Iterator[str]:
    """Output intent (6.2.3), attachment (6.8) and form (6.4)."""
    (intent,) = file.Root.OutputIntents
    profile = intent.DestOutputProfile.read_bytes()
    kind = (profile[12:16], profile[16:20], profile[36:40])
    if str(intent.S) != "/GTS_PDFA1" or not str(intent.OutputConditionIdentifier):
        yield "6.2.3: output intent"
    if kind != (b"mntr", b"RGB ", b"acsp") or profile[8] > 4 or intent.DestOutputProfile.N != 3:
        yield f"6.2.3: profile {kind}"
    form = file.Root.get("/AcroForm", Dictionary())
    for field in form.get("/Fields", []):
        if "/A" in field or "/AA" in field:
            yield "6.4.1: a field with an action"
    if "/EmbeddedFiles" in file.Root.get("/Names", Dictionary()):
        yield from _attachments(file)


def _attachments(file: pikepdf.Pdf) -> Iterator[str]:
    associated, names = list(file.Root.AF), list(file.Root.Names.EmbeddedFiles.Names)
    if [one.objgen for one in names[1::2]] != [one.objgen for one in associated]:
        yield "6.8: the embedded files are not the associated ones"
    told = [bytes(name) for name in names[::2]]
    if told != sorted(set(told)):  # ISO 32000-1, 7.9.6
        yield "6.8: names out of order"
    kinds = {str(one.F): str(one.EF.F.get("/Subtype", "")) for one in associated}
    if not kinds.items() <= CARRIED.items() or "event.json" not in kinds:
        yield f"6.8: file names or MIME types {kinds}"
    for specification in associated:
        yield from _attachment(specification, str(file.trailer.Info.ModDate))


def _attachment(specification: pikepdf.Object, changed: str) -> Iterator[str]:
    if str(specification.AFRelationship) != "/Data":
        yield "6.8: no relationship"
    if str(specification.F) != str(specification.UF):
        yield "6.8: file name"
    stream = specification.EF.F
    size, moment = int(stream.Params.Size), str(stream.Params.ModDate)
    if size != len(stream.read_bytes()) or moment != changed:
        yield "6.8: size or date"


def _metadata(file: pikepdf.Pdf) -> Iterator[str]:
    """XMP says what the information dictionary says (6.6.2, 6.6.3), and which part (6.6.4)."""
    stream, info = file.Root.Metadata, file.trailer.Info
    if "/Filter" in stream:
        yield "6.6.2.1: metadata is packed"
    packet = ET.fromstring(stream.read_raw_bytes().decode())

    def told(path: str) -> str:
        found = packet.find(f".//{path}", NAMESPACES)
        return (found.text or "") if found is not None else ""

    pairs = {
        "Title": (told("dc:title/rdf:Alt/rdf:li"), str(info.Title)),
        "Producer": (told("pdf:Producer"), str(info.Producer)),
        "CreationDate": (
            datetime.fromisoformat(told("xmp:CreateDate")),
            _moment(info.CreationDate),
        ),
        "ModDate": (datetime.fromisoformat(told("xmp:ModifyDate")), _moment(info.ModDate)),
    }
    for key, (first, second) in pairs.items():
        if first != second or not first:
            yield f"6.6.3: {key} is {second}, XMP says {first}"
    if (told("pdfaid:part"), told("pdfaid:conformance")) != ("3", "U"):
        yield "6.6.4: part and level"


def _moment(text: object) -> datetime:
    found = MOMENT.fullmatch(str(text))
    assert found is not None, text
    return datetime.strptime(f"{found[1]}{found[2]}{found[3]}", "%Y%m%d%H%M%S%z")


def _objects(file: pikepdf.Pdf) -> Iterator[str]:
    """What no object may hold."""
    for thing in file.objects:
        if isinstance(thing, Dictionary | Stream):
            for key in FORBIDDEN & set(thing.keys()):
                if key != "/Ref" or thing.get("/Type") == Name.Group:
                    yield f"6: {key} in an object"
            mode = thing.get("/BM")
            if mode is not None and str(mode) not in MULTIPLYING:
                yield f"6.2.10: blend mode {mode}"
            if str(thing.get("/Type", "")) == "/Font":
                if str(thing.Subtype) == "/Type0":
                    yield from _face(thing)
                elif "/FontFile2" not in thing.get("/FontDescriptor", Dictionary()):
                    yield f"6.2.11.4: {thing.BaseFont} is not embedded"
        if isinstance(thing, Stream):
            packing = thing.get("/Filter", Array())
            names = {str(one) for one in (packing if isinstance(packing, Array) else [packing])}
            if names - {"/FlateDecode", "/DCTDecode"}:
                yield f"6.1.7.2: filter {names}"
            if thing.get("/Subtype") == Name.Image and thing.get("/Interpolate", False):
                yield "6.2.8: interpolated picture"


def _face(font: pikepdf.Object) -> Iterator[str]:
    """A composite font (6.2.11): embedded, with right widths, its own map, and Unicode values."""
    (below,) = font.DescendantFonts
    program = TTFont(io.BytesIO(below.FontDescriptor.FontFile2.read_bytes()), lazy=True)
    places = below.CIDToGIDMap.read_bytes()
    metrics, order = program["hmtx"].metrics, program.getGlyphOrder()
    units, default = program["head"].unitsPerEm, float(below.get("/DW", 1000))
    widths = _widths(below.W)
    texts = dict(_unicode(font.ToUnicode.read_bytes().decode()))
    for code, text in texts.items():
        place = int.from_bytes(places[2 * code : 2 * code + 2], "big")
        if not place or place >= len(order):
            yield f"6.2.11.8: {text!r} is .notdef"
            continue
        stored = metrics[order[place]][0] * 1000 / units
        if abs(widths.get(code, default) - stored) > 1:
            yield f"6.2.11.5: {text!r} is {stored} wide, told is {widths.get(code, default)}"
        if text[:1] in {"", "\0", "\ufeff", "\ufffe"}:
            yield f"6.2.11.7.2: character {code} has no Unicode value"
    used = {
        int(place) for place in range(len(places) // 2) if any(places[2 * place : 2 * place + 2])
    }
    if used - texts.keys():
        yield f"6.2.11.7.2: characters {sorted(used - texts.keys())} have no Unicode value"


def _widths(array: pikepdf.Object) -> dict[int, float]:
    """The W array of runs of equal widths, as our files have it (ISO 32000-1, 9.7.4.3)."""
    numbers = [float(number) for number in array]
    found: dict[int, float] = {}
    for first, last, width in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        found.update(dict.fromkeys(range(int(first), int(last) + 1), width))
    return found


def _unicode(text: str) -> Iterator[tuple[int, str]]:
    mapped = text.partition("endcodespacerange")[2]
    for code, value in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]{4,8})>", mapped):
        yield int(code, 16), bytes.fromhex(value).decode("utf-16-be")


def _pages(file: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, 1):
        yield from _drawn(f"page {number}", page, page.resources)
        widgets = list(page.obj.get("/Annots", []))
        for widget in widgets:
            yield from _widget(widget)
        colours = str(page.obj.get("/Group", Dictionary()).get("/CS", ""))
        if colours != "/DeviceRGB" and any(_multiplies(widget) for widget in widgets):
            yield f"6.2.10: page {number} is seen through and names no colours"


def _drawn(where: str, stream: pikepdf.Object, resources: pikepdf.Object) -> Iterator[str]:
    """Every character shown is one the face has (6.2.11.8); operators are fit (6.2.2)."""
    known: dict[str, set[int]] = {}
    for name, font in resources.get("/Font", Dictionary()).items():
        if "/ToUnicode" in font:
            known[name] = {code for code, _ in _unicode(font.ToUnicode.read_bytes().decode())}
    face = ""
    for operands, operator in pikepdf.parse_content_stream(stream):
        word = str(operator)
        if word in UNFIT:
            yield f"6.2.4: {where} uses {word}"
        elif word == "Tf":
            face = str(operands[0])
        elif word in {"TJ", "Tj"}:
            for part in operands[0] if word == "TJ" else [operands[0]]:
                if isinstance(part, pikepdf.String):
                    data = bytes(part)
                    codes = {
                        int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)
                    }
                    if codes - known.get(face, set()):
                        yield f"6.2.11.8: {where} shows characters {face} has not"


def _widget(widget: pikepdf.Object) -> Iterator[str]:
    """Annotations (6.3): printed, never hidden, with an appearance of their kind."""
    flags = int(widget.get("/F", 0))
    if not flags & PRINT or flags & (HIDDEN | INVISIBLE | NO_VIEW | TOGGLE):
        yield f"6.3.2: flags {flags} of {widget.T}"
    looks = widget.get("/AP", Dictionary())
    if set(looks.keys()) != {"/N"}:
        yield f"6.3.3: appearance of {widget.T}"
        return
    button = str(widget.FT) == "/Btn"
    if isinstance(looks.N, Stream) is button:
        yield f"6.3.3: appearance of {widget.T} is of another kind"
    for look in looks.N.values() if button else [looks.N]:
        yield from _drawn(f"field {widget.T}", look, look.get("/Resources", Dictionary()))


def _multiplies(widget: pikepdf.Object) -> bool:
    if "/AP" not in widget:
        return False
    looks = widget.AP.N.values() if str(widget.FT) == "/Btn" else [widget.AP.N]
    return any("Multiply" in str(_states(look)) for look in looks)


def _states(look: pikepdf.Object) -> list[str]:
    """The blend modes a form and the forms in it use."""
    resources = look.get("/Resources", Dictionary())
    found = [
        str(state.get("/BM", "")) for state in resources.get("/ExtGState", Dictionary()).values()
    ]
    for inner in resources.get("/XObject", Dictionary()).values():
        found += _states(inner)
    return found

"""A Word template filled by docxtpl, turned into PDF by LibreOffice, signed with pyHanko.

LibreOffice is asked for a whole batch at once, which is its fastest way: starting it takes longer
than its work.
"""

import subprocess
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate

from benchmarks.decision import text
from benchmarks.making import serve
from benchmarks.peers.hanko import Hanko
from benchmarks.peers.typst_page import family
from benchmarks.seal_keys import load_keys
from documents.fonts import vendored_folder

BATCH = 6
LINES = (
    ("{{ agency }}", "title", 22),
    ("{{ title }}", "title", 22),
    ("{{ number }}", "fangsong", 16),
    ("{%p for kind, words in before %}", "fangsong", 16),
    ("　　{{ words }}", "fangsong", 16),
    ("{%p endfor %}", "fangsong", 16),
)


def template(path):
    """The Word file a bureau would draw by hand."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for line in LINES:
        put(made.add_paragraph(), *line)
    table = made.add_table(rows=3, cols=5, style="Table Grid")
    put(table.rows[0].cells[0].paragraphs[0], "{%tr for row in rows %}", "fangsong", 12)
    for at in range(5):
        put(table.rows[1].cells[at].paragraphs[0], f"{{{{ row[{at}] }}}}", "fangsong", 12)
    put(table.rows[2].cells[0].paragraphs[0], "{%tr endfor %}", "fangsong", 12)
    for line in (LINES[3][0].replace("before", "after"), LINES[4][0], "{%p endfor %}"):
        put(made.add_paragraph(), line, "fangsong", 16)
    for line in ("{{ agency }}", "{{ date }}"):
        put(made.add_paragraph(), line, "fangsong", 16)
    made.save(path)


def put(paragraph, words, role, size):
    face = family(role)
    run = paragraph.add_run(words)
    run.font.name, run.font.size = face, Pt(size)
    run.element.rPr.rFonts.set(qn("w:eastAsia"), face)
    paragraph.paragraph_format.line_spacing = Pt(28.99 if size > 12 else 18)
    paragraph.paragraph_format.space_after = Pt(0)


class Office:
    batch = BATCH

    def __init__(self, folder):
        self.folder = Path(mkdtemp(prefix="office-"))
        fonts = self.folder / "fonts.conf"
        fonts.write_text(
            "<?xml version='1.0'?><fontconfig><include>/etc/fonts/fonts.conf</include>"
            f"<dir>{vendored_folder()}</dir></fontconfig>",
            encoding="utf-8",
        )
        self.environment = {"FONTCONFIG_FILE": str(fonts), "HOME": str(self.folder)}
        self.template = self.folder / "decision.docx"
        template(self.template)
        self.hanko = Hanko(load_keys(folder))
        self.ready = {}
        told = self.soffice("--version").split()[1]
        self.name = f"docxtpl {version('docxtpl')} + LibreOffice {told} + {Hanko.name}"

    def soffice(self, *options):
        command = ["soffice", f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"]
        done = subprocess.run(
            [*command, "--headless", *options],
            capture_output=True,
            check=True,
            text=True,
            env={"PATH": "/usr/bin:/bin", **self.environment},
        )
        return done.stdout

    def make(self, n):
        """One document; the batch it begins is made with it."""
        if n not in self.ready:
            self.convert(n)
        return self.hanko.sign(self.ready.pop(n).read_bytes())

    def convert(self, first):
        paths = [self.fill(n) for n in range(first, first + BATCH)]
        self.soffice("--convert-to", "pdf", "--outdir", str(self.folder), *map(str, paths))
        self.ready = {n: self.folder / f"{n}.pdf" for n in range(first, first + BATCH)}

    def fill(self, n):
        words = text(n)
        at = next(at for at, (kind, _) in enumerate(words.blocks) if kind == "table")
        filled = DocxTemplate(self.template)
        filled.render(
            {
                "agency": words.agency,
                "title": words.title,
                "number": words.number,
                "date": words.date,
                "before": words.blocks[:at],
                "rows": words.blocks[at][1],
                "after": words.blocks[at + 1 :],
            }
        )
        path = self.folder / f"{n}.docx"
        filled.save(path)
        return path


if __name__ == "__main__":
    serve(Office, warm_up=1)

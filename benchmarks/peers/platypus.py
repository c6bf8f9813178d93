"""Stock ReportLab Platypus, signed with pyHanko: what a Python programmer reaches for first."""

import io
from importlib.metadata import version

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from benchmarks.decision import text
from benchmarks.making import serve
from benchmarks.peers.hanko import Hanko
from benchmarks.seal_keys import load_keys
from documents.fonts import vendored_folder

LEAD = 28.99
COLUMNS = [weight / 15.6 * 156 * mm for weight in (1.4, 3.6, 2.2, 3.4, 5)]


def style(name, **more):
    given = {"fontName": "fangsong", "fontSize": 16, "leading": LEAD, "wordWrap": "CJK", **more}
    return ParagraphStyle(name, **given)


class Platypus:
    name = f"ReportLab {version('reportlab')} Platypus + {Hanko.name}"

    def __init__(self, folder):
        for face in ("fangsong", "heiti", "title", "songti"):
            pdfmetrics.registerFont(TTFont(face, str(vendored_folder() / f"{face}.ttf")))
        self.hanko = Hanko(load_keys(folder))
        self.title = style("title", fontName="title", fontSize=22, leading=34, alignment=TA_CENTER)
        self.centred = style("number", alignment=TA_CENTER)
        self.head = style("heading", fontName="heiti", firstLineIndent=32)
        self.body = style("para", firstLineIndent=32)
        self.right = style("right", alignment=TA_RIGHT)
        self.cell = style("cell", fontSize=12, leading=18)
        self.label = style("label", fontName="heiti", fontSize=12, leading=18)

    def make(self, n):
        words = text(n)
        story = [Paragraph(line, self.title) for line in (words.agency, words.title)]
        story.append(Paragraph(words.number, self.centred))
        for kind, content in words.blocks:
            if kind == "table":
                story.append(self.table(content))
            else:
                story.append(Paragraph(content, self.head if kind == "heading" else self.body))
        story += [Spacer(1, 20), Paragraph(words.agency, self.right)]
        story.append(Paragraph(words.date, self.right))
        out = io.BytesIO()
        margins = {"topMargin": 37 * mm, "bottomMargin": 35 * mm}
        page = SimpleDocTemplate(
            out, pagesize=A4, leftMargin=28 * mm, rightMargin=26 * mm, title=words.title, **margins
        )
        page.build(story, onFirstPage=self.foot, onLaterPages=self.foot)
        return self.hanko.sign(out.getvalue())

    def table(self, rows):
        head, *others = rows
        cells = [[Paragraph(cell, self.label) for cell in head]]
        cells += [[Paragraph(cell, self.cell) for cell in row] for row in others]
        grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
        return Table(cells, colWidths=COLUMNS, style=grid, repeatRows=1)

    def foot(self, canvas, document):
        canvas.setFont("songti", 14)
        canvas.drawRightString(A4[0] - 26 * mm, 28 * mm, f"—{document.page}—")


if __name__ == "__main__":
    serve(Platypus, warm_up=3)

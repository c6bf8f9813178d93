"""WeasyPrint from HTML and a style sheet, signed with pyHanko."""

import html
from importlib.metadata import version

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.decision import text
from benchmarks.making import serve
from benchmarks.peers.hanko import Hanko
from benchmarks.seal_keys import load_keys
from documents.fonts import vendored_folder

STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm;
  @bottom-right { content: "—" counter(page) "—"; font: 14pt songti } }
body { font: 16pt/28.99pt fangsong; margin: 0 }
p { margin: 0; text-indent: 2em; text-align: justify }
h1 { margin: 0; font: 22pt/34pt title; text-align: center }
h2 { margin: 0; font: 16pt/28.99pt heiti; text-indent: 2em }
.number { text-align: center; text-indent: 0 }
.right { text-align: right }
table { border-collapse: collapse; width: 100%; font-size: 12pt; line-height: 18pt }
td, th { border: 0.5pt solid; padding: 4pt; text-align: left }
th { font-family: heiti; font-weight: normal }
"""


def tagged(name, words, kind=""):
    mark = f" class={kind}" if kind else ""
    return f"<{name}{mark}>{html.escape(words)}</{name}>"


def page(n):
    words = text(n)
    parts = [tagged("h1", words.agency), tagged("h1", words.title)]
    parts.append(tagged("p", words.number, "number"))
    for kind, content in words.blocks:
        if kind == "table":
            head, *others = content
            rows = ["".join(tagged("th", cell) for cell in head)]
            rows += ["".join(tagged("td", cell) for cell in row) for row in others]
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            parts.append(tagged("h2" if kind == "heading" else "p", content))
    parts += [tagged("p", words.agency, "right"), tagged("p", words.date, "right")]
    return f"<html lang=zh-CN><title>{words.title}</title><body>{''.join(parts)}</body></html>"


class Weasy:
    name = f"WeasyPrint {version('weasyprint')} + {Hanko.name}"

    def __init__(self, folder):
        faces = "".join(
            f"@font-face {{ font-family: {face}; src: url({path.as_uri()}) }}\n"
            for face in ("fangsong", "heiti", "title", "songti")
            for path in [vendored_folder() / f"{face}.ttf"]
        )
        self.fonts = FontConfiguration()
        self.style = CSS(string=faces + STYLE, font_config=self.fonts)
        self.hanko = Hanko(load_keys(folder))

    def make(self, n):
        made = HTML(string=page(n)).write_pdf(
            stylesheets=[self.style], font_config=self.fonts, pdf_variant="pdf/a-3b"
        )
        return self.hanko.sign(made)


if __name__ == "__main__":
    serve(Weasy, warm_up=2)

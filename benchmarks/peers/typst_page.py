"""typst with its compiler kept warm, signed with pyHanko."""

import json
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

import typst

from benchmarks.decision import text
from benchmarks.making import serve
from benchmarks.peers.hanko import Hanko
from benchmarks.seal_keys import load_keys
from documents.fonts import vendored_folder

PAGE = """
#let d = json(bytes(sys.inputs.at("d")))
#set document(title: d.title)
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  footer: context align(right, text(font: "SONGTI", size: 14pt)[—#counter(page).display()—]))
#set text(font: "FANGSONG", size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 13pt, spacing: 13pt, first-line-indent: (amount: 2em, all: true))
#set align(center)
#text(font: "TITLE", size: 22pt)[#d.agency]\\
#text(font: "TITLE", size: 22pt)[#d.title]\\
#d.number
#set align(left)
#for b in d.blocks {
  if b.at(0) == "table" {
    set par(first-line-indent: 0pt, leading: 6pt)
    set text(size: 12pt)
    table(columns: (1.4fr, 3.6fr, 2.2fr, 3.4fr, 5fr), stroke: 0.5pt,
      table.header(..b.at(1).first().map(c => text(font: "HEITI", c))),
      ..b.at(1).slice(1).flatten())
  } else if b.at(0) == "heading" { par(text(font: "HEITI", b.at(1))) } else { par(b.at(1)) }
}
#v(50pt)
#align(right)[#d.agency]
#align(right)[#d.date]
"""


def family(name):
    """What the face calls itself (name 1), which is how typst and others ask for it."""
    from fontTools.ttLib import TTFont

    with TTFont(vendored_folder() / f"{name}.ttf", lazy=True) as font:
        return font["name"].getDebugName(1)


class Typst:
    name = f"typst {version('typst')} + {Hanko.name}"

    def __init__(self, folder):
        page = PAGE
        for role in ("songti", "fangsong", "title", "heiti"):
            page = page.replace(role.upper(), family(role))
        self.folder = Path(mkdtemp(prefix="typst-"))
        (self.folder / "decision.typ").write_text(page, encoding="utf-8")
        self.compiler = typst.Compiler(
            input=str(self.folder / "decision.typ"), font_paths=[str(vendored_folder())]
        )
        self.hanko = Hanko(load_keys(folder))

    def make(self, n):
        words = text(n)
        given = {name: getattr(words, name) for name in words.__slots__}
        data = json.dumps(given, ensure_ascii=False)
        made = self.compiler.compile(format="pdf", sys_inputs={"d": data}, pdf_standards="a-2b")
        return self.hanko.sign(made)


if __name__ == "__main__":
    serve(Typst, warm_up=3)

"""This program's own road: form, layout, PDF/A-3u, tags, attachment, seal, signature B-T.

Documents are made some at once, step by step for all of them: what a step works with is then at
hand in the processor.
"""

from benchmarks.decision import AGENCY, FIELD, MOMENT, form, number, values
from benchmarks.making import serve
from benchmarks.seal_keys import load_keys
from documents.compose import written
from documents.fill import fill
from documents.fonts import vendored_book
from documents.layout.document import set_document
from documents.signing.act import SignatureAct
from documents.signing.seal import SealLook
from documents.signing.sign import sign
from engine.record import canonical
from runtime.long_lived import keep_for_good

BATCH = 32
SLOTS = (FIELD,)


class Ours:
    name = "anjuan"
    batch = BATCH

    def __init__(self, folder):
        self.keys = load_keys(folder)
        self.authority = self.keys.authority()
        self.book = vendored_book()
        self.look = SealLook(book=self.book)
        self.act = SignatureAct(name=AGENCY, role="印章", date=MOMENT.date(), moment=MOMENT)
        self.ready = {}
        form()
        keep_for_good()

    def make(self, n):
        """One document; the batch it begins is made with it."""
        if n not in self.ready:
            self.ready = self.make_all(range(n, n + BATCH))
        return self.ready.pop(n)

    def make_all(self, numbers):
        """Documents by their numbers."""
        told = [values(n) for n in numbers]  # gathered once for a document, as a move does
        filled = [
            fill(form(), known, moment=MOMENT, number=number(n), slots=SLOTS)
            for n, known in zip(numbers, told, strict=True)
        ]
        sheets = [set_document(f, self.book, training=False, preview=False) for f in filled]
        composed = [
            written(s, self.book, filled=f, moment=MOMENT, slots=SLOTS, attachment=event(n, known))
            for n, known, f, s in zip(numbers, told, filled, sheets, strict=True)
        ]
        return {n: self.sign(c.pdf) for n, c in zip(numbers, composed, strict=True)}

    def sign(self, pdf):
        """The document with the seal."""
        return sign(
            pdf,
            field=FIELD,
            key=self.keys.seal,
            act=self.act,
            tsa=self.authority,
            look=self.look,
        )


def event(n, known):
    """The record of the act behind a document, which is embedded in it."""
    told = {"case": f"{n:06d}", "trigger": "decide", "at": MOMENT.isoformat(), "seq": n}
    return canonical({**told, "actor": "p02", "input": known["input"]})


if __name__ == "__main__":
    serve(Ours)

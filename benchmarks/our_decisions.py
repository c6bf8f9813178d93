"""This program's own road: form, layout, PDF/A-3u, tags, attachment, seal, signature B-T."""

from benchmarks.decision import AGENCY, FIELD, MOMENT, form, number, values
from benchmarks.making import serve
from benchmarks.seal_keys import load_keys
from documents.compose import compose
from documents.fonts import vendored_book
from documents.signing.act import SignatureAct
from documents.signing.seal import SealLook
from documents.signing.sign import sign
from runtime.long_lived import keep_for_good


class Ours:
    name = "anjuan"

    def __init__(self, folder):
        self.keys = load_keys(folder)
        self.authority = self.keys.authority()
        self.look = SealLook(book=vendored_book())
        self.act = SignatureAct(name=AGENCY, role="印章", date=MOMENT.date(), moment=MOMENT)
        form()
        keep_for_good()

    def make(self, n):
        composed = compose(
            form(),
            values(n),
            moment=MOMENT,
            number=number(n),
            slots=(FIELD,),
            training=False,
            preview=False,
            attachment=None,
        )
        return sign(
            composed.pdf,
            field=FIELD,
            key=self.keys.seal,
            act=self.act,
            tsa=self.authority,
            look=self.look,
        )


if __name__ == "__main__":
    serve(Ours)

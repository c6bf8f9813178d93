"""Composes a sample and reads the paper back with poppler, as a clerk would."""

import re
from collections.abc import Sequence
from pathlib import Path

from documents.compose import Composed, compose
from documents.forms import load_forms
from tests.foreign import run
from tests.form_case import MOMENT
from tests.form_samples_decision import Sample, slots_of

#: Traces of a value that was not there, or of a sentence ended twice.
EMPTY = re.compile(
    r"None|\{\{|\{%|《》|（）|〔〕|：。|，。|；。|。。|，，|。；|：／。|于送达|对作出"
)
FURNITURE = re.compile(r"—\d+—|第\d+页共\d+页|.*(电子签名|签名情况)见第\d+页.*")


def composed(given: Sample, slots: Sequence[str] | None = None) -> Composed:
    """The document of a sample, signed by everyone its form declares unless told otherwise."""
    form = load_forms()[given.form]
    return compose(
        form,
        given.values,
        moment=MOMENT,
        number=f"清城管{form.type_code}字〔2026〕第000001号" if form.type_code else None,
        slots=slots_of(form) if slots is None else slots,
        training=False,
        preview=False,
        attachment=None,
    )


def read(made: Composed, folder: Path) -> str:
    """The printed text as poppler finds it, without page furniture and white space."""
    path = folder / "form.pdf"
    path.write_bytes(made.pdf)
    found = run("pdftotext", "-raw", "-enc", "UTF-8", path, "-")
    assert found.code == 0, found.text
    lines = (squeezed(line) for line in found.text.replace("\f", "\n").splitlines())
    return "".join(line for line in lines if not FURNITURE.fullmatch(line))


def shown(given: Sample, folder: Path, slots: Sequence[str] | None = None) -> str:
    """What stands on paper; fails where a value is visibly missing."""
    text = read(composed(given, slots), folder)
    assert not EMPTY.search(text), EMPTY.search(text)
    return text


def squeezed(text: str) -> str:
    """A text without its white space."""
    return re.sub(r"\s+", "", text)

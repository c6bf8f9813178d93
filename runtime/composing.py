"""The documents room behind the engine's ports: the form catalogue and the composer."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from importlib import resources
from typing import Any

from documents.compose import Composed, compose
from documents.fill import fill
from documents.fonts import FontBook
from documents.form import Form, Layout
from documents.forms import load_forms
from documents.party_line import party_line
from documents.printed import printed_of
from documents.publication import Setting, compose_copy
from engine.errors import ConfigurationError
from engine.forms import FormInfo, Slot
from engine.ports import ComposedFile
from engine.printed import Printed
from engine.redaction import COPY
from workflows.masking_data import load_masking

#: Where each party's signature stands in the values of a form.
_SIGNATURE = "party_signature"


class Catalogue:
    """The shipped forms as the engine sees them."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        """Know these forms."""
        self.pages = forms
        self._infos = {form_id: _info(form) for form_id, form in forms.items()}

    def form(self, form_id: str) -> FormInfo:
        """Return one form; raises ConfigurationError `document.unknown_form`."""
        info = self._infos.get(form_id)
        if info is None:
            raise ConfigurationError("document.unknown_form", form=form_id)
        return info

    def forms(self) -> Mapping[str, FormInfo]:
        """Return all forms by id."""
        return self._infos


@lru_cache(maxsize=1)
def shipped_catalogue() -> Catalogue:
    """Return the catalogue of the forms that come with the program."""
    return Catalogue(load_forms())


#: Words printed on many forms; a change in them changes every form.
_SHARED = ("clauses.yaml", "phrases.yaml")


@lru_cache(maxsize=1)
def _shared() -> bytes:
    return b"".join(resources.files("documents").joinpath(n).read_bytes() for n in _SHARED)


def _info(form: Form) -> FormInfo:
    own = resources.files("documents").joinpath("forms", f"{form.id}.yaml").read_bytes()
    data = own + _shared()
    if form.id == COPY:
        data += load_masking().digest.encode()  # what a copy hides, too, makes it what it is
    return FormInfo(
        id=form.id,
        name=form.name,
        name_en=form.name_en,
        type_code=form.type_code,
        number_style=form.number_style.value,
        slots=tuple(
            Slot(id=s.slot, role=s.role, label=s.label, opinion=s.opinion, many=s.many)
            for s in form.signers
        ),
        sealed=form.sealed,
        served=form.served,
        spans_days=form.layout in {Layout.APPROVAL, Layout.REPORT},
        digest=hashlib.sha256(data).hexdigest(),
    )


class FormComposer:
    """The engine's `Composer`."""

    def __init__(self, catalogue: Catalogue, book: FontBook, *, training: bool) -> None:
        """`training` marks every page."""
        self._catalogue = catalogue
        self._book = book
        self._training = training

    def compose(
        self,
        form: str,
        values: Mapping[str, object],
        *,
        moment: datetime,
        number: str | None,
        slots: Sequence[str],
        preview: bool,
        attachment: bytes | None,
    ) -> ComposedFile:
        """Compose one document; see `engine.ports.Composer`."""
        copied = values.get("copied")
        if form == COPY and isinstance(copied, Mapping) and "shape" in copied:
            setting = Setting(
                moment=moment,
                slots=tuple(slots),
                training=self._training,
                preview=preview,
                book=self._book,
            )
            return _file(self._copy(values, copied, attachment, setting))
        composed = compose(
            self._catalogue.pages[form],
            _signed_for(values),
            moment=moment,
            number=number,
            slots=tuple(slots),
            training=self._training,
            preview=preview,
            attachment=attachment,
            book=self._book,
        )
        return _file(composed)

    def printed(
        self,
        form: str,
        values: Mapping[str, object],
        *,
        moment: datetime,
        number: str | None,
        slots: Sequence[str],
    ) -> Printed | None:
        """Fill one document and return what it will print; see `engine.ports.Composer`."""
        page, known = self._catalogue.pages[form], _signed_for(values)
        return printed_of(fill(page, known, moment=moment, number=number, slots=tuple(slots)))

    def _copy(
        self,
        values: Mapping[str, object],
        copied: Mapping[str, Any],  # Any: as engine.context gives it
        statement: bytes | None,
        setting: Setting,
    ) -> Composed:
        """Compose the published copy of a document."""
        return compose_copy(
            self._catalogue.pages[COPY],
            values,
            shape=copied["shape"],
            texts=copied["texts"],
            proof=copied["proof"],
            statement=statement,
            inclusion=copied["inclusion"],
            setting=setting,
        )


def _signed_for(values: Mapping[str, object]) -> Mapping[str, object]:
    """Return the values with what is printed where the party would sign."""
    given = values.get("input")
    signature = given.get(_SIGNATURE) if isinstance(given, Mapping) else None
    return {**values, "party_signing": party_line(signature)}


def _file(composed: Composed) -> ComposedFile:
    return ComposedFile(
        pdf=composed.pdf,
        pages=composed.pages,
        faces=tuple(sorted({face.sha256 for face in composed.faces})),
        layout=composed.layout,
    )

"""Reads form descriptions: one YAML file per document, every mistake named by file and line.

docs/how-to/write-a-form.md is the schema in words. Refuses to know cases and pages.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from documents.form import (
    PARTY_SLOT,
    SEAL_SLOT,
    Block,
    Form,
    Layout,
    Lines,
    NumberStyle,
    PartySignature,
    Signer,
    Table,
)
from documents.form_blocks import read_block, read_flag, read_name
from documents.yaml_nodes import Node, optional, parse
from engine.errors import NotFoundError

SUFFIX = ".yaml"
RESERVED_SLOTS = frozenset({PARTY_SLOT, SEAL_SLOT})
REQUIRED = "id name name_en type_code layout law elements body"
OPTIONAL = "number_style sealed seam_seal served signers party_signature"


class FormLibrary(Mapping[str, Form]):
    """All forms of a folder by id, each read when it is first asked for."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._forms: dict[str, Form] = {}
        entries = (entry.name for entry in folder.iterdir() if entry.name.endswith(SUFFIX))
        self._ids = tuple(sorted(name.removesuffix(SUFFIX) for name in entries))

    def __getitem__(self, key: str) -> Form:
        if key not in self._forms:
            if key not in self._ids:
                raise KeyError(key)
            file = f"{key}{SUFFIX}"
            text = (self._folder / file).read_text("utf-8")
            self._forms[key] = read_form(text, file)
        return self._forms[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def form(self, key: str) -> Form:
        """The form of this id; NotFoundError `form.unknown` when there is none."""
        if key not in self._ids:
            raise NotFoundError("form.unknown", form=key)
        return self[key]


@lru_cache(maxsize=1)
def load_forms() -> FormLibrary:
    """The forms that come with the product."""
    return FormLibrary(files("documents") / "forms")


@lru_cache(maxsize=1)
def load_report_forms() -> FormLibrary:
    """The forms of reports, which belong to no case and no transition."""
    return FormLibrary(files("documents") / "report_forms")


@lru_cache(maxsize=1)
def load_bound_sheets() -> FormLibrary:
    """The sheets bound into a dossier that no act makes and nobody signs."""
    return FormLibrary(files("documents") / "bound_sheets")


def read_form(text: str, file: str) -> Form:
    """A form from its YAML text.

    Raises ConfigurationError `form.*` with file and line for anything that does not fit: unknown
    or missing keys, unknown slots, templates that do not parse, elements nothing covers.
    """
    root = parse(text, file)
    entries = root.mapping(REQUIRED, OPTIONAL)
    form = _form(entries)
    if f"{form.id}{SUFFIX}" != file:
        raise entries["id"].fail("form.id_mismatch", id=form.id)
    _check_slots(form, entries)
    _check_elements(form, entries)
    return form


def _form(entries: Mapping[str, Node]) -> Form:
    style, signers = optional(entries, "number_style"), optional(entries, "signers")
    party, code = optional(entries, "party_signature"), optional(entries, "type_code")
    return Form(
        id=read_name(entries["id"]),
        name=entries["name"].text(),
        name_en=entries["name_en"].text(),
        type_code=code.text() if code else None,
        number_style=style.choice(NumberStyle) if style else NumberStyle.FORM,
        layout=entries["layout"].choice(Layout),
        sealed=read_flag(entries, "sealed"),
        seam_seal=read_flag(entries, "seam_seal"),
        served=read_flag(entries, "served"),
        law=tuple(item.text() for item in entries["law"].items()),
        signers=tuple(_signer(item) for item in signers.items()) if signers else (),
        party_signature=_party(party) if party else None,
        elements=tuple(read_name(item) for item in entries["elements"].items()),
        body=tuple(read_block(item) for item in entries["body"].items()),
    )


def _signer(node: Node) -> Signer:
    entries = node.mapping("slot role label", "opinion many")
    slot = read_name(entries["slot"])
    if slot in RESERVED_SLOTS:
        raise entries["slot"].fail("form.reserved_slot", slot=slot)
    return Signer(
        slot=slot,
        role=read_name(entries["role"]),
        label=entries["label"].text(),
        opinion=read_flag(entries, "opinion"),
        many=read_flag(entries, "many"),
    )


def _party(node: Node) -> PartySignature:
    entries = node.mapping("label", "text")
    text = optional(entries, "text")
    return PartySignature(label=entries["label"].text(), text=text.text() if text else "")


def _check_slots(form: Form, entries: Mapping[str, Node]) -> None:
    slots = [signer.slot for signer in form.signers]
    for slot in slots:
        if slots.count(slot) > 1:
            raise entries["signers"].fail("form.repeated_slot", slot=slot)
    for slot in sorted(form.placed_slots() - set(form.slots) - {SEAL_SLOT}):
        known = " ".join(form.slots)
        raise entries["body"].fail("form.unknown_slot", slot=slot, known=known)
    if form.sealed and SEAL_SLOT not in form.placed_slots():
        raise entries["body"].fail("form.seal_without_dateline")
    if form.seam_seal and not form.sealed:
        raise entries["seam_seal"].fail("form.seam_without_seal")


def _check_elements(form: Form, entries: Mapping[str, Node]) -> None:
    covered = {element for block in form.body for element in block_elements(block)}
    for item in entries["elements"].items():
        if item.text() not in covered:
            raise item.fail("form.element_uncovered", element=item.text())
    for element in sorted(covered - set(form.elements)):
        raise entries["body"].fail("form.element_unlisted", element=element)


def block_elements(block: Block) -> frozenset[str]:
    """All elements a block covers, its cells included."""
    cells: tuple[str, ...] = ()
    if isinstance(block.content, Table | Lines):
        rows = block.content.rows
        cells = tuple(e for row in rows for cell in row.cells for e in cell.elements)
    return frozenset((*block.elements, *cells))

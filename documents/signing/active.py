"""What an object of a file does by itself: entries, actions, annotations that make pages change.

Knows names of the standard (ISO 32000-1). Refuses to know where objects stand and who signed them.
"""

from collections.abc import Iterator, Sequence

from documents.signing.syntax import Dictionary, Name, Value

#: Entries that make a page change by time, reader, printer or script (ISO 32000-1, 8.11, 12.6;
#: 12.7.8), or that give a file other pages or rights (12.8.4, 7.11.6).
ACTIVE_KEYS = frozenset(
    (b"AA", b"OpenAction", b"JS", b"JavaScript", b"XFA", b"OC", b"OCProperties", b"Alternates")
) | {b"NeedAppearances", b"OPI", b"Perms", b"Legal", b"Collection", b"Requirements"}
#: Entries of a stream whose data lie in another file (7.3.8.2).
OUTSIDE_KEYS = frozenset((b"F", b"FFilter", b"FDecodeParms"))
#: Kinds of action (12.6.4).
ACTIONS = frozenset(
    (b"JavaScript", b"Launch", b"GoToR", b"GoToE", b"URI", b"SubmitForm", b"ImportData", b"Hide")
) | {b"SetOCGState", b"Rendition", b"Named", b"Thread", b"ResetForm", b"RichMediaExecute"}
#: Kinds of annotation (12.5.6) besides the widget of a field: all lie above the page.
ANNOTATIONS = frozenset(
    (b"Text", b"Link", b"FreeText", b"Line", b"Square", b"Circle", b"Polygon", b"PolyLine")
) | {
    b"Highlight", b"Underline", b"Squiggly", b"StrikeOut", b"Stamp", b"Caret", b"Ink", b"Popup",
    b"FileAttachment", b"Sound", b"Movie", b"Screen", b"PrinterMark", b"TrapNet", b"Watermark",
    b"3D", b"Redact", b"RichMedia",
}  # fmt: skip


def acting(entries: Dictionary) -> list[bytes]:
    """The entries and kinds by which a dictionary does something or lies above the page."""
    kinds = {key: entries[key].value for key in (b"S", b"Subtype") if key in entries}
    action, annotation = kinds.get(b"S"), kinds.get(b"Subtype")
    found = sorted(ACTIVE_KEYS & entries.keys())
    if isinstance(action, Name) and action.text in ACTIONS:
        found.append(action.text)
    if isinstance(annotation, Name) and annotation.text in ANNOTATIONS:
        found.append(annotation.text)
    return found


def parts(value: Value) -> Iterator[Value]:
    """A value and everything inside it."""
    yield value
    members: Sequence[Value] = ()
    if isinstance(value, dict):
        members = [entry.value for entry in value.values()]
    elif isinstance(value, list):
        members = value
    for member in members:
        yield from parts(member)

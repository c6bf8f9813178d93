"""Edits of a copied dossier that reach over several acts, or over folder and index."""

import subprocess
from dataclasses import replace

from engine.record import Record

#: Folders of a bag by the volume of a document.
FOLDERS = {"front": "卷首", "principal": "正卷", "supplementary": "副卷"}


def unproved(element):
    """An element of the matter that nothing proves any more, and no record covers."""

    def edit(copy):
        assert any(element in str(e.inputs.as_dict()) for e in copy.events), element
        copy.events = [replace(e, inputs=_without(e.inputs, element)) for e in copy.events]

    return edit


def _without(value, element):
    if isinstance(value, Record):
        return Record({k: _without(v, element) for k, v in value.as_dict().items()})
    if isinstance(value, tuple):
        return tuple(_without(v, element) for v in value if v != element)
    return value


def evidence(**changes):
    """Fields of every piece of evidence changed; None takes one away."""

    def edit(copy):
        copy.events = [replace(e, inputs=_evidence(e.inputs, changes)) for e in copy.events]

    return edit


def _evidence(given, changes):
    found = given.as_dict()
    if "evidence" not in found:
        return given
    rows = [{**one.as_dict(), **changes} for one in found["evidence"]]
    kept = [Record({k: v for k, v in row.items() if v is not None}) for row in rows]
    return Record({**found, "evidence": tuple(kept)})


def everywhere(old, new):
    """Words replaced in every text of every act."""

    def edit(copy):
        copy.events = [replace(e, inputs=_said(e.inputs, old, new)) for e in copy.events]

    return edit


def _said(value, old, new):
    if isinstance(value, Record):
        return Record({k: _said(v, old, new) for k, v in value.as_dict().items()})
    if isinstance(value, tuple):
        return tuple(_said(v, old, new) for v in value)
    return value.replace(old, new) if isinstance(value, str) else value


def periods(rule, **fields):
    """What the acts say of the periods under a rule changed, as if computed so."""

    def edit(copy):
        copy.events = [replace(e, deadlines=_periods(e, rule, fields)) for e in copy.events]

    return edit


def _periods(event, rule, fields):
    def other(change):
        if change.rule != rule or not change.computed:
            return change
        return replace(change, computed={**change.computed, **fields})

    return tuple(other(change) for change in event.deadlines)


# -- folder and index ---------------------------------------------------------------------------


def lost(evidence_number):
    """The file of a piece of evidence is gone from the folder; the index still names it."""
    return lambda copy: (copy.root / copy.evidence(evidence_number)).unlink()


def lost_paper(form, nth=-1):
    """The file of a document is gone from the folder; the index still names it."""
    return lambda copy: (copy.root / copy.file(form, nth)).unlink()


def exchanged(one, other):
    """The files of two pieces of evidence stand in each other's place."""

    def edit(copy):
        first, second = copy.evidence(one), copy.evidence(other)
        data = (copy.root / first).read_bytes()
        copy.put_file(first, (copy.root / second).read_bytes())
        copy.put_file(second, data)

    return edit


def overwritten(evidence_number, data=b"\xff\xd8\xff\xe0 another picture"):
    """Another picture under the name of a piece of evidence."""
    return lambda copy: copy.put_file(copy.evidence(evidence_number), data)


def removed(path):
    """Any file of the bag removed."""
    return lambda copy: (copy.root / path).unlink()


def refiled(form, volume, number, nth=-1):
    """A document put into another volume, or at another place of it."""

    def edit(copy):
        wanted = copy.documents(form)[nth]
        old = copy.file(form, nth)
        name = old.rpartition("/")[2].partition("-")[2]
        new = f"{FOLDERS[volume]}/{number:03}-{name}"
        (copy.root / old).rename(copy.root / "data" / new)

        def change(index):
            for one in index["files"]:
                if one.get("document") == wanted:
                    one |= {"file": new, "volume": volume}
            index["files"].sort(key=_place)

        copy.index(change)

    return edit


def _place(entry):
    folders = [*FOLDERS.values(), "证据", "附件"]
    folder, _, name = entry["file"].partition("/")
    return folders.index(folder), name


def swapped(one, other):
    """Two documents of a volume in each other's place."""

    def edit(copy):
        first, second = copy.documents(one)[-1], copy.documents(other)[-1]

        def change(index):
            files = index["files"]
            ids = [entry.get("document") for entry in files]
            a, b = ids.index(first), ids.index(second)
            files[a], files[b] = files[b], files[a]

        copy.index(change)

    return edit


def stranger(name, number, volume="principal"):
    """A paper of another case lies in the dossier, and in its index."""

    def edit(copy):
        path = f"{FOLDERS[volume]}/{number:03}-{name}.pdf"
        (copy.root / "data" / path).write_bytes(
            (copy.root / copy.file("lead_register")).read_bytes()
        )

        def change(index):
            line = {"file": path, "document": "", "name": name, "sha256": "", "number": ""}
            line |= {"first_page": 53, "last_page": 53, "volume": volume, "pages": 1}
            index["files"].append(line)

        copy.index(change)

    return edit


def twice(form, number, nth=-1):
    """A second copy of a document lies in its volume, and in the index."""

    def edit(copy):
        wanted, old = copy.documents(form)[nth], copy.file(form, nth)
        folder, _, name = old.rpartition("/")
        new = f"{folder}/{number:03}-{name.partition('-')[2]}"
        (copy.root / new).write_bytes((copy.root / old).read_bytes())

        def change(index):
            line = next(e for e in index["files"] if e.get("document") == wanted)
            index["files"].append({**line, "file": new.removeprefix("data/")})

        copy.index(change)

    return edit


def unlisted(form, nth=-1):
    """A document is in the folder, but not in the index."""

    def edit(copy):
        wanted = copy.documents(form)[nth]

        def change(index):
            index["files"] = [e for e in index["files"] if e.get("document") != wanted]

        copy.index(change)

    return edit


def pages_lost(form, kept, nth=-1):
    """Only some pages of a document's file are left (qpdf's range, like 1-3)."""

    def edit(copy):
        path = copy.root / copy.file(form, nth)
        target = path.with_suffix(".less")
        command = ["qpdf", "--warning-exit-0", path, "--pages", path, kept, "--", target]
        subprocess.run(command, check=True, capture_output=True)
        copy.put_file(copy.file(form, nth), target.read_bytes())
        target.unlink()

    return edit

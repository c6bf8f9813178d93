"""Edits of a bag by somebody who may write its manifests anew, and what each is found out by.

`tests.bags` knows how a file of a bag is edited; here stands what is worth editing.
"""

import hashlib
import json
import shutil
from functools import partial

from runtime import bag_format as bag
from tests.bags import INDEX, edit_event, edit_json, files_of


def renamed_actor(line):
    line["body"] = line["body"].replace('"actor":"p01"', '"actor":"p02"')


def rehashed_actor(line):
    renamed_actor(line)
    line["hash"] = hashlib.sha256(line["body"].encode()).hexdigest()


def other_private(line):
    line["private"] = line["private"].replace("听涛路", "栖霞路")


def other_words(line):
    private = json.loads(line["private"])
    told = next(iter(private["printed"].values()))
    told["texts"][0][1][0] += "（改）"
    line["private"] = json.dumps(private, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def first_with(folder, text):
    lines = (folder / bag.EVENTS).read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


def event(text, change):
    return lambda folder: edit_event(folder, first_with(folder, text), change)


def last_event_dropped(folder):
    path = folder / bag.EVENTS
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), "utf-8")


def proofs_swapped(folder):
    one, other = folder / bag.proof_file(2), folder / bag.proof_file(3)
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


def index(change):
    return lambda folder: edit_json(folder / INDEX, change)


def first_document(value, **facts):
    next(one for one in value["files"] if "first_page" in one).update(facts)


def document_dropped(folder):
    path = folder / next(p for p in files_of(folder) if p.startswith("data/正卷/002"))
    path.unlink()
    name = path.relative_to(folder / "data").as_posix()
    edit_json(
        folder / INDEX, lambda v: {**v, "files": [one for one in v["files"] if one["file"] != name]}
    )


def document_changed(folder):
    path = folder / next(p for p in files_of(folder) if p.startswith("data/正卷/002"))
    path.write_bytes(path.read_bytes().replace(b"/Producer", b"/Producet", 1) + b"\n")


def certificate_dropped(folder):
    next((folder / bag.CERTIFICATES).glob("p01-*")).unlink()


def definition(suffix, old, new):
    def edit(folder):
        for path in (folder / bag.DEFINITIONS).glob(f"*.{suffix}"):
            path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    return edit


def json_file(path, change):
    return lambda folder: edit_json(folder / path, change)


def person_dropped(value):
    value["people"] = [one for one in value["people"] if one["id"] != "p01"]


def squad_renamed(value):
    value["profiles"][0]["agency"]["squads"][0]["name"] = "别的中队"


def other_root(folder):
    shutil.copy(next((folder / bag.CERTIFICATES).glob("p01-*")), folder / bag.ROOT)


def file_added(folder):
    (folder / "data" / "附件" / "099-加的.txt").write_text("x")


def script_changed(folder):
    path = folder / "查验说明.md"
    path.write_text(path.read_text("utf-8") + "可以不查。\n", "utf-8")


#: By name: the edit of a folder, and the faults it is found out by.
EDITS = {
    "actor": (event('\\"actor\\":\\"p01\\"', renamed_actor), {"bag.chain", "bag.proof"}),
    "actor, rehashed": (event('\\"actor\\":\\"p01\\"', rehashed_actor), {"bag.chain", "bag.proof"}),
    "private": (event("听涛路", other_private), {"bag.private_changed"}),
    "words": (event('\\"printed\\"', other_words), {"bag.words_changed"}),
    "last event": (last_event_dropped, {"bag.proof_foreign", "bag.index_head"}),
    "proofs": (proofs_swapped, {"bag.proof"}),
    "pages": (index(partial(first_document, first_page=2)), {"bag.pages"}),
    "page count": (index(partial(first_document, pages=9)), {"bag.document_differs"}),
    "signers": (index(partial(first_document, signers=[])), {"bag.document_differs"}),
    "document dropped": (document_dropped, {"bag.document_unlisted"}),
    "document changed": (document_changed, {"bag.file_elsewhere", "bag.signature"}),
    "certificate": (certificate_dropped, {"bag.signature"}),
    "root": (other_root, {"bag.signature"}),
    "definition": (definition("yaml", "law:", "law: "), {"bag.definition_changed"}),
    "plain definition": (
        definition("json", '"role": "main"', '"role": "track"'),
        {"bag.definition_differs"},
    ),
    "roster": (json_file(bag.PEOPLE, person_dropped), {"bag.person_missing"}),
    "squad": (json_file(bag.PEOPLE, squad_renamed), {"bag.note"}),
    "deadlines": (json_file(bag.DEADLINES, lambda v: v["D01"].update(length=99)), {"bag.note"}),
    "calendar": (
        json_file(bag.CALENDAR, lambda v: v["years"][0].update(days_off={})),
        {"bag.note"},
    ),
    "file added": (file_added, {"bag.file_elsewhere"}),
    "guide": (script_changed, {"bag.note"}),
}

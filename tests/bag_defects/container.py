"""Defects of the container and of the catalogue: files lost, added, changed, put in wrong order."""

import hashlib

from storage.logkey import Ed25519LogKey
from tests.bag_defects.defect import defect

BAG, KEPT, PAGED = "RFC 8493", "APL 47", "ARCH 37"
PHOTO = "data/证据/证2-遗撒路段全景照片.jpg"
INDEX = "data/目录.json"


@defect("file lost on the way", "bag_missing", KEPT, file=PHOTO, seen_by="sb")
def _(f):
    f.remove(PHOTO)


@defect("file slipped in", "bag_added", KEPT, file="data/副卷/补充材料.txt", seen_by="b")
def _(f):
    f.write("data/副卷/补充材料.txt", "补充".encode())


@defect("a bit of a photo flipped", "bag_changed", KEPT, file=PHOTO, seen_by="sb")
def _(f):
    data = bytearray(f.read(PHOTO))
    data[len(data) // 2] ^= 1
    f.write(PHOTO, bytes(data))


@defect("line taken out of the manifest", "bag_added", KEPT, file=PHOTO, seen_by="b")
def _(f):
    lines = f.read("manifest-sha256.txt").splitlines(keepends=True)
    kept = [line for line in lines if PHOTO.encode() not in line]
    f.write("manifest-sha256.txt", b"".join(kept))
    f.tags()


@defect("sum of the payload wrong", "bag_oxum", BAG, file="bag-info.txt", seen_by="b")
def _(f):
    f.edit("bag-info.txt", b"Payload-Oxum: ", b"Payload-Oxum: 1")
    f.tags()


@defect("bag said to be of another case", "case_other", BAG, file="bag-info.txt")
def _(f):
    f.edit("bag-info.txt", b"External-Identifier: 2026-000001", b"External-Identifier: 2026-000009")
    f.tags()


@defect("no declaration", "bag_declaration", BAG, file="bagit.txt", seen_by="b")
def _(f):
    f.write("bagit.txt", b"BagIt-Version: 9.9\nTag-File-Character-Encoding: UTF-8\n")
    f.tags()


@defect("link in place of a file", "bag_foreign", BAG, file=PHOTO, seen_by="b")
def _(f):
    f.remove(PHOTO)
    (f.root / PHOTO).symlink_to(f.original / PHOTO)


@defect("tag file changed", "bag_changed", KEPT, file="audit/people.json", seen_by="sb")
def _(f):
    f.edit("audit/people.json", "浙望执0001".encode(), "浙望执0009".encode())


@defect("document taken out with its entry", "document_left_out", KEPT, file=INDEX, event="T128")
def _(f):
    f.remove(f.file("legal_review_opinion"))
    f.index["files"].remove(f.entry("legal_review_opinion"))
    f.save_index()
    f.manifests()


@defect(
    "document taken out alone", "document_missing", KEPT, form="interview_record", event="T108#3"
)
def _(f):
    f.remove(f.file("interview_record"))
    f.manifests()


@defect("document nobody made", "document_foreign", KEPT, file="data/正卷/099-补充决定.pdf")
def _(f):
    f.write("data/正卷/099-补充决定.pdf", f.read(f.file("penalty_decision")))
    entry = dict(f.entry("penalty_decision"), document="penalty_decision-2", name="补充决定")
    f.index["files"].append({**entry, "file": "正卷/099-补充决定.pdf"})
    f.save_index()
    f.manifests()


@defect("file the catalogue does not know", "catalogue_lacks", KEPT, file="data/证据/证9-无关.jpg")
def _(f):
    f.write("data/证据/证9-无关.jpg", f.read(PHOTO))
    f.manifests()


@defect("file listed twice", "catalogue_twice", KEPT, form="statement_record")
def _(f):
    f.index["files"].append(dict(f.entry("statement_record")))
    f.save_index()
    f.manifests()


@defect("gap in the page numbers", "page_numbers", PAGED, form="statement_record")
def _(f):
    entry = f.entry("statement_record")
    entry["first_page"] += 1
    entry["last_page"] += 1
    f.save_index()
    f.manifests()


@defect("cover given a page number", "front_numbered", PAGED, form="dossier_cover", page=1)
def _(f):
    f.entry("dossier_cover").update(first_page=1, last_page=1)
    f.save_index()
    f.manifests()


@defect("two documents in wrong order", "order_differs", PAGED, form="penalty_prior_notice")
def _(f):
    _swapped(f, "rectification_order", "penalty_prior_notice")


def _swapped(f, earlier, later):
    """Let two documents change places in the catalogue, page numbers made to fit."""
    files = f.index["files"]
    one, other = files.index(f.entry(earlier)), files.index(f.entry(later))
    files[one], files[other] = files[other], files[one]
    page = 1
    for entry in files:
        if "first_page" in entry:
            entry["first_page"], entry["last_page"] = page, page + entry["pages"] - 1
            page += entry["pages"]
    f.save_index()
    f.manifests()


@defect(
    "file out of its numbered place", "file_number", PAGED, file="data/正卷/050-陈述申辩笔录.pdf"
)
def _(f):
    entry = f.entry("statement_record")
    (f.root / "data" / entry["file"]).rename(f.root / "data/正卷/050-陈述申辩笔录.pdf")
    entry["file"] = "正卷/050-陈述申辩笔录.pdf"
    f.save_index()
    f.manifests()


@defect(
    "number of a decision changed", "catalogue_differs", KEPT, form="penalty_decision", event="T130"
)
def _(f):
    f.entry("penalty_decision")["number"] = "望潮综执罚决字〔2026〕第000099号"
    f.save_index()
    f.manifests()


@defect("catalogue with another head", "catalogue_head", KEPT, file=INDEX)
def _(f):
    f.index["head"] = "0" * 64
    f.save_index()
    f.manifests()


@defect("photo exchanged for another", "evidence_changed", "APL 46(2)", file=PHOTO)
def _(f):
    other = f.read("data/证据/证3-运输车辆照片.jpg") + b"\n"
    f.write(PHOTO, other)
    entry = next(e for e in f.index["files"] if e.get("evidence") == "证2")
    entry["sha256"] = hashlib.sha256(other).hexdigest()
    f.save_index()
    f.manifests()


@defect("evidence left out", "evidence_left_out", "APL 46(2)", file=INDEX, event="T108#2")
def _(f):
    entry = next(e for e in f.index["files"] if e.get("evidence") == "证2")
    f.remove(PHOTO)
    f.index["files"].remove(entry)
    f.save_index()
    f.manifests()


@defect("law of the bag changed", "definition_differs", "APL 38", file="", seen_by="")
def _(f):
    name = _definition(f, ".json")
    f.edit(name, b'"role": "agency_head"', b'"role": "case_officer"', 99)
    f.manifests()


@defect("source of the law changed", "definition_changed", "APL 38", file="")
def _(f):
    f.edit(_definition(f, ".yaml"), b"role: agency_head", b"role: case_officer", 99)
    f.manifests()


def _definition(f, suffix):
    return f"audit/law/definitions/{f.event('T130')['body']['definition']}{suffix}"


@defect("nobody vouches for the whole", "bag_note_missing", "ESL 13", file="audit/bag.note")
def _(f):
    f.remove("audit/bag.note")
    f.manifests()


@defect("registers changed and listed anew", "bag_note_other", "ESL 13", file="audit/bag.note")
def _(f):
    f.edit("audit/people.json", "法资A20230001".encode(), "法资A20230009".encode())
    f.manifests()


@defect("bag vouched for by a stranger", "bag_note_signature", "ESL 13", file="audit/bag.note")
def _(f):
    f.vouched(Ed25519LogKey(f.index["origin"], b"\x05" * 32))

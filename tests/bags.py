"""Exported dossiers to be damaged: copies, edits, and manifests written anew by whoever edits."""

import ast
import hashlib
import json
import random
import shutil
from pathlib import Path

from runtime import bag_format as bag

INDEX = "data/目录.json"


def copy_bag(folder, target):
    """A copy of a bag, to be damaged."""
    return shutil.copytree(folder, target / folder.name, symlinks=True)


def files_of(folder):
    """Every file of a bag by its path in it."""
    return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}


def relisted(folder):
    """Write sizes and manifests anew, as somebody does who hides an edit and has no key."""
    found = files_of(folder)
    inside = {path: place for path, place in found.items() if path.startswith(bag.PAYLOAD)}
    sizes = [place.stat().st_size for place in inside.values()]
    info = (folder / bag.INFO).read_text("utf-8").splitlines()
    info = [f"Payload-Oxum: {sum(sizes)}.{len(sizes)}" if "Oxum" in x else x for x in info]
    (folder / bag.INFO).write_text("\n".join(info) + "\n", "utf-8")
    _list(folder / bag.MANIFEST, inside)
    tags = {n: p for n, p in found.items() if n not in inside and n != bag.TAG_MANIFEST}
    _list(folder / bag.TAG_MANIFEST, tags)


def _list(manifest, places):
    lines = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {n}\n" for n, p in places.items())
    manifest.write_text("".join(sorted(lines, key=lambda line: line[66:])), "utf-8")


def edit_json(path, change):
    """Change a JSON file in place; `change` gets the value and may return another."""
    value = json.loads(path.read_text("utf-8"))
    other = change(value)
    text = json.dumps(value if other is None else other, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", "utf-8")


def edit_event(folder, seq, change):
    """Change one line of the events; `change` gets the line as a value."""
    path = folder / bag.EVENTS
    lines = path.read_text("utf-8").splitlines()
    value = json.loads(lines[seq - 1])
    change(value)
    lines[seq - 1] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def random_edit(folder, seed):
    """One random edit of one random file, manifests written anew or not; says what it was."""
    chance = random.Random(seed)
    path, place = chance.choice(list(files_of(folder).items()))
    data = bytearray(place.read_bytes())
    kind = chance.choice(("flip", "cut", "append", "delete", "rename", "swap"))
    if kind == "flip":
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del data[chance.randrange(len(data)) :]
    elif kind == "append":
        data += chance.choice((b"\n", b" ", b"x", b"\0"))
    if kind in {"flip", "cut", "append"}:
        place.write_bytes(data)
    elif kind == "delete":
        place.unlink()
    elif kind == "rename":
        place.rename(place.with_name(f"{place.stem}-x{place.suffix}"))
    else:
        _swap(place, chance.choice([p for p in files_of(folder).values() if p != place]))
    # What is written anew would undo an edit of itself.
    anew = {bag.MANIFEST, bag.TAG_MANIFEST, bag.INFO}
    hidden = chance.random() < 0.5 and path not in anew and (folder / bag.INFO).exists()
    if hidden:
        _relist_if_possible(folder)
    return f"{kind} {path}{' relisted' if hidden else ''}"


def _swap(one, other):
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _relist_if_possible(folder):
    try:
        relisted(folder)
    except UnicodeDecodeError:
        return


def codes(faults):
    """The codes of the faults found."""
    return {fault.code for fault in faults}


def fault_codes():
    """The code of everything that may be found wrong with a bag, from the program's own text."""
    found = set()
    for path in Path(bag.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                head, dot, rest = node.value.partition(".")
                if head == "bag" and dot and rest.replace("_", "").isalpha():
                    found.add(node.value)
    return found

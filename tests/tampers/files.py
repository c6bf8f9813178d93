"""Tampering with bytes: any file of the folder, by somebody who can write to the disk."""

from tests.tampers.bureau import replaced
from tests.tampers.tamper import Tamper, at_paths

#: Two locks that are empty and made anew whenever they are missing: there is nothing to change.
EMPTY = ("case.db.lock", "case.db.turn")
PAGE = 4096


def targets(root):
    """Every file with something in it, by name."""
    found = (p for p in sorted(root.rglob("*")) if p.is_file() and p.name not in EMPTY)
    return [p for p in found if p.stat().st_size]


def chosen(root, chance):
    """A file: its folder at the top evenly, then any file below it."""
    files = targets(root)
    tops = sorted({p.relative_to(root).parts[0] for p in files})
    top = chance.choice(tops)
    return chance.choice([p for p in files if p.relative_to(root).parts[0] == top])


def _told(root, path):
    return path.relative_to(root).as_posix()


def edited(root, chance):
    """Some bytes become others, more or fewer."""
    path = chosen(root, chance)
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data))
    way = chance.choice(["bit", "run", "insert", "zero", "repeat"])
    run = data[at : at + chance.choice([1, 2, 8, 64, PAGE])]
    match way:
        case "bit":
            data[at] ^= 1 << chance.randrange(8)
        case "run":
            data[at : at + len(run)] = chance.randbytes(len(run))
        case "insert":
            data[at:at] = chance.randbytes(len(run))
        case "zero":
            data[at : at + len(run)] = bytes(len(run))
        case "repeat":
            data[at:at] = run
    return _changed(root, path, bytes(data), "edit", way)


def deleted(root, chance):
    """A file is gone."""
    path = chosen(root, chance)
    path.unlink()
    name = _told(root, path)
    return Tamper("delete", "files", name, at_paths(name))


def truncated(root, chance):
    """A file ends early."""
    path = chosen(root, chance)
    data = path.read_bytes()
    return _changed(root, path, data[: chance.randrange(len(data))], "truncate", "cut")


def reordered(root, chance):
    """Two parts of a file change places, or two files of a kind."""
    path = chosen(root, chance)
    data = path.read_bytes()
    alike = [p for p in targets(root) if p.suffix == path.suffix and p.parent == path.parent]
    others = [p for p in alike if p.read_bytes() != data]
    if others and chance.random() < 0.5:
        other = chance.choice(others)
        taken = other.read_bytes()
        replaced(other, data)
        replaced(path, taken)
        names = _told(root, path), _told(root, other)
        return Tamper("reorder", "files", " <> ".join(names), at_paths(*names))
    width = min(chance.choice([16, 512, PAGE]), len(data) // 2)
    first, second = sorted(chance.sample(range(len(data) - width + 1), 2)) if width else (0, 0)
    if second - first < width or not width:
        return None
    a, b = data[first : first + width], data[second : second + width]
    changed = data[:first] + b + data[first + width : second] + a + data[second + width :]
    return _changed(root, path, changed, "reorder", "parts")


def _changed(root, path, data, kind, way):
    if data == path.read_bytes():
        return None
    replaced(path, data)
    name = _told(root, path)
    return Tamper(kind, "files", f"{name} {way}", at_paths(name))


WAYS = {"edit": edited, "delete": deleted, "truncate": truncated, "reorder": reordered}

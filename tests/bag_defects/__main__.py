"""Plant every defect in a bag and say who notices.

Run from the project folder: `python -m tests.bag_defects [NAME…] [--without-tools]`. Every defect
must be found by the verifier on a bare interpreter, with the document, page, event and article its
author wrote down, and by exactly those of other people's tools its author said can see it. Bags of
lawful lives must be found sound. The exit code is 1 when anything is otherwise.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bag_defects import planting, rogue
from tests.bag_defects.defect import KNOWN, TOOLS, wanted_event, wanted_place
from tests.bag_defects.forger import Forger
from tests.bag_defects.outsiders import noticed

HEAD = f"{'defect':<50}{'found':<7}{'finding':<22}{'page':<14}{'event':>6}  {'article':<14}"


def main(arguments):
    """Plant the defects asked for, or all; return the exit code."""
    reader = argparse.ArgumentParser(prog="python -m tests.bag_defects")
    reader.add_argument("names", nargs="*")
    reader.add_argument("--without-tools", action="store_true")
    asked = reader.parse_args(arguments)
    print(HEAD + "  ".join(TOOLS.values()))
    tools = not asked.without_tools
    with TemporaryDirectory(prefix="anjuan-bags-") as scratch:
        folder = Path(scratch)
        grounds = {"": planting.ground(folder / "ground")}
        amiss = [*_clean(grounds[""], tools=tools)]
        for number, found in enumerate(KNOWN[n] for n in asked.names or KNOWN if n in KNOWN):
            if found.life not in grounds:
                grounds[found.life] = planting.lived(folder / found.life, found.life)
                amiss += _clean(grounds[found.life], tools=tools)
            amiss += _one(found, grounds[found.life], folder / f"{number:03}", tools=tools)
        for number, life in enumerate(rogue.LIVES):
            if not asked.names or life.name in asked.names:
                amiss += _life(life, grounds[""], folder / f"life-{number:02}", tools=tools)
    print(*amiss, sep="\n")
    print(f"{len(KNOWN) + len(rogue.LIVES)} defects, {len(amiss)} amiss")
    return 1 if amiss else 0


def _clean(base, *, tools):
    for bag in filter(None, (base.bag, base.other)):
        seen = planting.looked_at(bag)
        print(f"{'(clean bag)':<50}{'—' if not seen.findings else 'FALSE':<7}{seen.seconds:.1f} s")
        if seen.code:
            yield f"clean bag: {seen.findings or seen.error}"
        if tools and noticed(bag):
            yield f"clean bag: {noticed(bag)}"


def _one(found, base, folder, *, tools):
    forger, (place, event), seen = planting.planted(found.name, base, folder)
    at = forger.last_moment
    letters = noticed(forger.root, place[0] if found.form else "", at) if tools else found.seen_by
    yield from _told(found, place, event, seen, letters)


def _life(life, base, folder, *, tools):
    folder.mkdir()
    bag = rogue.lived(folder, **life.changed)
    seen = planting.looked_at(bag)
    forger = Forger(bag, folder / "copy", base.workspace, base.pins)
    place, event = wanted_place(forger, life), wanted_event(forger, life)
    letters = noticed(bag, place[0], forger.last_moment) if tools else ""
    yield from _told(life, place, event, seen, letters)


def _told(found, place, event, seen, letters):
    """Print a line of the table; yield what is not as its author wrote."""
    right = seen.has(found.code, *place, event, found.law)
    marks = "  ".join(("sees" if k in letters else "—").ljust(len(v)) for k, v in TOOLS.items())
    law = found.law.replace("中华人民共和国", "")
    print(
        f"{found.name:<50}{'yes' if right else 'NO':<7}{found.code:<22}{place[1]:<14}"
        f"{event or '':>6}  {law:<14}{marks}  ({len(seen.findings)}, {seen.seconds:.1f} s)",
        flush=True,
    )
    if not right:
        said = [(f["code"], f["file"], f["page"], f["event"], f["law"]) for f in seen.findings]
        wanted = (found.code, *place, event, found.law)
        yield f"{found.name}: wanted {wanted}, got {said} {seen.error}"
    if letters != getattr(found, "seen_by", ""):
        yield f"{found.name}: noticed by {letters!r}, written {getattr(found, 'seen_by', '')!r}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The clean bags defects are seeded in: made once on disk, with real documents and signatures."""

from tests import lives
from tests.bureau_on_disk import BureauOnDisk
from runtime.export import export

#: Bases that are not lives: the example played to an end, with changes of what is handed in.
PLAYED = {
    "m11": {"play": "m11", "until": "archived"},
    "m07": {"play": "m07", "until": "archived"},
}
#: When a dossier is graded, days after its last act.
GRADED_AFTER = 1


def base(name, place):
    """Workspace and bag of a base below the folder `place`, made where they are not there yet."""
    folder = place / name
    if not (folder / "done").exists():
        _made(name, folder)
    return folder / "workspace", next((folder / "bags").iterdir())


def _made(name, folder):
    folder.mkdir(parents=True)
    until = lives.last_day(name) if name not in PLAYED else None
    with BureauOnDisk(folder, until=until) as bureau:
        if name in PLAYED:
            bureau.play(PLAYED[name]["play"], until=PLAYED[name]["until"])
        else:
            lives.live(name, bureau)
        export(bureau.workspace, bureau.case_id, folder / "bags")
        (folder / "done").write_text(bureau.case.last_at.isoformat(), "ascii")

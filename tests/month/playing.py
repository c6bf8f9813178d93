"""Carrying the month out in a workspace on disk, step after step in the order of time."""

from heapq import merge
from itertools import count

from runtime.creation import create
from runtime.workspace import Workspace
from tests.bureau import Bureau
from tests.bureau_on_disk import BureauOnDisk
from tests.month.roster import profile
from tests.playbook import moment

FOUNDED = moment("2026-02-24 08:00")


class MonthBureau(BureauOnDisk):
    """The bureau of the month below `folder`; use it as a context manager."""

    def __init__(self, folder):
        self.folder, self.root = folder, folder / "workspace"
        agency = folder / "agency.yaml"
        agency.write_text(profile(), encoding="utf-8")
        made = create(self.root, agency_file=agency, training=True, at=FOUNDED)
        self._open(dict(made.pins))

    @classmethod
    def again(cls, folder, pins):
        """The bureau made in `folder` before."""
        bureau = cls.__new__(cls)
        bureau.folder, bureau.root = folder, folder / "workspace"
        bureau._open(dict(pins))
        return bureau

    def _open(self, pins):
        self.workspace = Workspace.open(self.root, at=FOUNDED)
        Bureau.__init__(self, self.workspace.agency, self.workspace.law)
        self.pins = pins
        self.store, self.blobs = self.workspace.store, self.workspace.blobs
        self.keys = self.workspace.keyring({o: p for o, p in pins.items() if o != "root"})


def carry_out(bureau, cases, progress=None):
    """Carry out every step of `cases` in the order of time; returns index to case id."""
    ids = {}
    order = count()
    plans = [[(step.at, next(order), case.index, step) for step in case.steps] for case in cases]
    total = sum(map(len, plans))
    for done, (_, _, index, step) in enumerate(merge(*plans), 1):
        bureau.case_id = ids.get(index, "")
        bureau.clock = bureau.case.last_at if bureau.case_id else FOUNDED
        bureau.must(step.trigger, step=step, track=step.track)
        ids.setdefault(index, bureau.case_id)
        if progress is not None:
            progress(done, total)
    return ids

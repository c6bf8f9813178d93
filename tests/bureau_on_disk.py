"""The same bureau with nothing left out: a training workspace on disk, keys, PDFs and real files.

Moves are made as in memory, but every case goes down the workspace's own road; the files an input
names are made first, of the kind their names say.
"""

import hashlib
import re
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from engine.road import Done
from engine.storage_rows import CaseFilter
from runtime.creation import create
from runtime.demo import scripts
from runtime.dossier import bind
from runtime.examples import example_folder
from runtime.workspace import Workspace
from tests.bureau import Bureau
from tests.pins import training_pins

NAMED = re.compile(r"\S+\.(?:jpg|jpeg|png|pdf|mp4|txt)")
SIZE = (320, 240)
ARCHIVED = "archived"


class BureauOnDisk(Bureau):
    """A bureau in a fresh workspace below `folder`; use it as a context manager.

    Its keys are of the day `until`, and reach back to the first cases; what takes longer than a
    key is valid would need new ones on the way.
    """

    def __init__(self, folder, *, until=None):
        self.folder, self.root = folder, folder / "workspace"
        first = scripts()[0].steps[0].at
        pins = training_pins()
        agency = example_folder() / "agency.yaml"
        create(self.root, agency_file=agency, training=True, pins=pins, at=until or first)
        self.workspace = Workspace.open(self.root, at=first)
        super().__init__(self.workspace.agency, self.workspace.law)
        self.store, self.blobs = self.workspace.store, self.workspace.blobs
        self.keys = self.workspace.keyring({o: p for o, p in pins.items() if o != "root"})

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.workspace.close()

    @property
    def road(self):
        return self.workspace.road

    def play(self, name="m11", *, until, changes=None):
        """Carry out an example from its first step; nothing is remembered from other bureaus."""
        self.begin(name, until=until, changes=changes)
        return self

    def intake(self, command):
        """Set the clock to the command, lay its files down and let them be read."""
        self.workspace.set_clock(command.at)
        for name in files_in(command.raw):
            lay_down(self.folder / name)
        return self.workspace.intake(self.folder).intake()

    def do(self, trigger, *args, **more):
        """Make one move; a case in the archive gets its dossier, with what came in since."""
        outcome = super().do(trigger, *args, **more)
        if isinstance(outcome, Done) and outcome.case.main.state == ARCHIVED:
            bind(self.workspace, outcome.case.id)
        return outcome

    def cases(self):
        """Every case of the bureau."""
        with self.store.read() as view:
            ids = [row.case_id for row in view.cases(CaseFilter(limit=1000))]
        return [self.road.case(case_id) for case_id in ids]

    def papers(self):
        """Every document of every case."""
        return [made for case in self.cases() for made in case.documents.values()]


def files_in(value):
    """The names of files in an input, however deep."""
    if isinstance(value, dict):
        return [f for v in value.values() for f in files_in(v)]
    if isinstance(value, list | tuple):
        return [f for v in value for f in files_in(v)]
    return [value] if isinstance(value, str) and NAMED.fullmatch(value) else []


def lay_down(path: Path):
    """Make a small file of the kind its name says, another one for every name."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(MAKERS[path.suffix](path.name))


def _shade(name):
    return tuple(hashlib.sha256(name.encode()).digest()[:3])


def _picture(kind):
    def made(name):
        image = Image.new("RGB", SIZE, _shade(name))
        ImageDraw.Draw(image).polygon(((20, 220), (160, 40), (300, 220)), fill=_shade(name[::-1]))
        out = BytesIO()
        image.save(out, kind)
        return out.getvalue()

    return made


def _page(name):
    out = BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.drawString(72, 720, hashlib.sha256(name.encode()).hexdigest())
    canvas.save()
    return out.getvalue()


def _film(name):
    """An MP4 of a header and nothing to see (ISO/IEC 14496-12: length, kind, content)."""
    said = name.encode()
    head = b"ftypisom\x00\x00\x02\x00isomiso2"
    return b"".join(
        (len(box) + 4).to_bytes(4, "big") + box for box in (head, b"free" + said, b"mdat" + said)
    )


MAKERS = {
    ".jpg": _picture("JPEG"),
    ".jpeg": _picture("JPEG"),
    ".png": _picture("PNG"),
    ".pdf": _page,
    ".mp4": _film,
    ".txt": str.encode,
}

"""Plant a defect in a copy of a clean bag and let the bare verifier look at it."""

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from runtime.demo import play, read_script
from runtime.examples import example_folder
from runtime.export import export
from runtime.settings import KEYS
from runtime.sm2_places import unlock_sm2
from runtime.sm2_signing import sign_documents, unsigned_documents
from runtime.workspace import Workspace
from tests import lives
from tests.bag_defects import (  # noqa: F401 - they register
    beside,
    container,
    insiders,
    ledger,
    other_lives,
    papers,
)
from tests.bag_defects.defect import KNOWN, wanted_event, wanted_place
from tests.bag_defects.forger import Forger
from tests.bureau_on_disk import BureauOnDisk
from tests.demo_case import CASE, carried_out
from tests.pins import training_pins
from tests.sm2_bureau import PIN, Sm2Keys, hand_over, make_keys

VERIFIER = Path(__file__).parents[2] / "runtime" / "data" / "verifier" / "verify.py"
SECOND = "m07-shop-front"
BARE = ("python3", "-I", "-S")


@dataclass(frozen=True)
class Ground:
    """A clean bag with the workspace it was exported from, and one of another of its cases."""

    workspace: Workspace
    pins: dict
    bag: Path
    other: Path | None = None
    #: The SM2 keys its documents are signed with once more; None where they are not.
    sm2: Sm2Keys | None = None


def first_case(folder):
    """Carry out the first example case, sign its documents with SM2 too, and export it."""
    pins = carried_out(folder / "workspace")
    (folder / "sm2").mkdir()
    sm2 = make_keys(folder / "sm2")
    hand_over(sm2, folder / "workspace")
    workspace = Workspace.open(folder / "workspace")
    key = unlock_sm2(workspace.root / KEYS, PIN)
    for outcome in sign_documents(workspace, unsigned_documents(workspace), key):
        assert not outcome.problems, outcome
    return Ground(workspace, pins, export(workspace, CASE, folder / "bags").folder, sm2=sm2)


def ground(folder):
    """Carry out both example cases and export them."""
    begun = first_case(folder)
    workspace, script = begun.workspace, read_script(example_folder() / SECOND)
    workspace.set_clock(script.steps[0].at)
    keys = workspace.keyring({o: p for o, p in begun.pins.items() if o != "root"})
    case = [played.case.id for played in play(workspace, script, keys)][-1]
    bags = [export(workspace, one, folder / "bags").folder for one in (CASE, case)]
    return Ground(workspace, begun.pins, *bags, sm2=begun.sm2)


def lived(folder, name):
    """Carry out a written life and export its case."""
    folder.mkdir(parents=True)
    pins = training_pins()
    bureau = lives.live(name, BureauOnDisk(folder, until=lives.last_day(name)))
    bag = export(bureau.workspace, bureau.case_id, folder / "bags").folder
    return Ground(bureau.workspace, pins, bag)


@dataclass(frozen=True)
class Looked:
    """What the verifier said of a bag."""

    code: int
    findings: list
    seconds: float
    error: str = ""

    def has(self, code, file, page, event, law):
        """Whether a finding says this, there."""
        return any(
            (one["code"], one["law"]) == (code, law)
            and (not file or one["file"] == file)
            and (not page or one["page"] == page)
            and one["event"] == event
            for one in self.findings
        )


def looked_at(bag, *options):
    """Run the verifier on a bare interpreter."""
    begun = time.perf_counter()
    command = [*BARE, str(VERIFIER), "--json", str(bag), *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode not in (0, 1):
        return Looked(done.returncode, [], seconds, done.stderr)
    return Looked(done.returncode, json.loads(done.stdout)["findings"], seconds, done.stderr)


def planted(name, base, folder):
    """A bag with the defect, what is wanted of it, and what was said."""
    found = KNOWN[name]
    forger = Forger(base.bag, folder, base.workspace, base.pins)
    forger.other, forger.sm2 = base.other, base.sm2
    found.plant(forger)
    place, event = wanted_place(forger, found), wanted_event(forger, found)
    options = [part for one in found.options for part in (one, base.bag / "audit/log.vkey")]
    return forger, (place, event), looked_at(forger.root, *options)

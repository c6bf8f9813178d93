"""A dossier after its bureau renewed the root: at home, on its way, and where one root is known."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.authority import CertificateAuthority, Organization, Validity
from documents.signing.certificates import load
from documents.signing.succession import vouched
from engine.legal_time import LEGAL_ZONE
from runtime import bag_format as bag
from runtime.archiving import due_documents, lift_documents
from runtime.audit import verify_root
from runtime.bag_contents import VERIFIER
from runtime.bag_faults import BagRefused
from runtime.document_check import DocumentCheck
from runtime.dossier import bind
from runtime.export import export
from runtime.keyring import unlocked_file
from runtime.known_agencies import Standing
from runtime.receiving import Desk
from runtime.root_renewal import RootWish, renew_root
from runtime.workspace import Workspace
from tests.demo_case import CASE
from tests.foreign import run as foreign
from tests.pins import training_pins

LATER = datetime(2026, 4, 9, 9, tzinfo=LEGAL_ZONE)
DAY = timedelta(days=1)
PEOPLE = ("p02", "p03")
FRESH_PIN = "hailang-4711"


def renewed(root, at=LATER, **wished):
    """Renew the root of a workspace; return its new PIN."""
    pins = training_pins()
    wish = RootWish(people=PEOPLE, pin=FRESH_PIN, **wished)
    with Workspace.open(root, at=at) as workspace:
        renew_root(workspace, wish, root_pin=pins["root"], pins=pins)
    return FRESH_PIN


@pytest.fixture
def house(home, tmp_path):
    """A copy of the bureau's workspace, its root still the first."""
    return shutil.copytree(home, tmp_path / "house")


def handed_out(root, to, at=LATER + DAY):
    with Workspace.open(root, at=at) as workspace:
        return export(workspace, CASE, to, by="p01", purpose="移送法院").folder


def known(root, folder, name="望潮"):
    """Make the bureau of a bag known in a workspace, as its keys were when the bag was made."""
    here = root / "agencies" / name
    here.mkdir(parents=True)
    shutil.copy(folder / bag.LOG_KEY, here / "log.vkey")
    shutil.copy(folder / bag.ROOT, here / "root.pem")
    return here / "root.pem"


def judged(root, folder):
    with Workspace.open(root, at=LATER + DAY) as workspace:
        found = Desk(workspace).verify(folder)
    return found.standing, {fault.code for fault in found.faults}


def shipped(folder, *more):
    """What the verifier in a bag says on a bare interpreter."""
    program = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    command = [*program, str(folder), "--json", *map(str, more)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    told = json.loads(done.stdout)
    return done.returncode, {finding["code"] for finding in told["findings"]}


# -- at home --------------------------------------------------------------------------------------


def test_a_closed_case_its_bound_dossier_and_its_documents_stay_good(house):
    renewed(house)
    found = verify_root(house, at=LATER + DAY).findings
    assert found == ()
    with Workspace.open(house, at=LATER + DAY) as workspace:
        check, case = DocumentCheck(workspace), workspace.road.case(CASE)
        signed = [made for made in case.documents.values() if made.signed]
        assert len(signed) > 5
        assert [check.kept(CASE, made).codes for made in signed] == [[]] * len(signed)
        folder = bind(workspace, CASE)
    held = x509.load_pem_x509_certificates(next(folder.glob("*/root.pem")).read_bytes())
    assert len(held) == 2
    assert verify_root(house, at=LATER + DAY).sound


def test_a_root_swapped_in_a_bound_dossier_is_found(house):
    renewed(house)
    (path,) = (house / "dossiers").glob("*/*/root.pem")
    path.write_bytes((house / "keys" / "roots" / "01-old-with-new.pem").read_bytes())
    found = {(f.code, f.place.path) for f in verify_root(house, at=LATER + DAY).findings}
    assert ("dossier_changed", path.relative_to(house).as_posix()) in found


def test_documents_signed_under_the_old_root_are_lifted_for_the_archive_under_the_new_one(house):
    with Workspace.open(house, at=LATER) as workspace:
        first = due_documents(workspace)[:1]
        assert [one.problems for one in lift_documents(workspace, first)] == [()]
    renewed(house)
    with Workspace.open(house, at=LATER + DAY) as workspace:
        due = due_documents(workspace)[:2]
        done = list(lift_documents(workspace, due))
        assert [one.problems for one in done] == [(), ()]
        assert all(one.lifted is not None for one in done)
    assert verify_root(house, at=LATER + DAY).sound


# -- on its way -----------------------------------------------------------------------------------


def test_the_bag_holds_what_leads_from_either_root_and_its_verifier_is_content(house, tmp_path):
    old = shutil.copy(house / "keys" / "root.pem", tmp_path / "old.pem")
    renewed(house)
    folder = handed_out(house, tmp_path / "out")
    assert sorted(p.name for p in (folder / bag.ROOTS).iterdir()) == [
        "01-new-with-old.pem", "01-old-with-new.pem", "01.pem",
    ]  # fmt: skip
    assert shipped(folder) == (0, set())
    assert shipped(folder, "--root", old) == (0, set())
    assert shipped(folder, "--root", house / "keys" / "root.pem") == (0, set())
    assert (folder / "verify.py").read_bytes() == (VERIFIER / "verify.py").read_bytes()
    said = foreign(
        "openssl", "verify", "-no_check_time", "-purpose", "any", "-CAfile", folder / bag.ROOT,
        "-untrusted", folder / bag.ROOTS / "01-old-with-new.pem",
        *sorted((folder / bag.CERTIFICATES).iterdir()),
    )  # fmt: skip
    assert said.code == 0, said.text


def test_the_page_in_such_a_bag_can_be_followed_to_its_end(house, tmp_path):
    for tool, ask in (("certutil", "-H"), ("qpdf", "--version"), ("xxd", "-v"), ("pdfsig", "-v")):
        foreign(tool, ask)
    renewed(house)
    folder = handed_out(house, tmp_path / "out")
    page = (folder / "查验说明.md").read_text("utf-8")
    script = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counted = re.findall(r"签名(\d+)，有效(\d+)，证书可信(\d+)", done.stdout)
    assert len(counted) > 5
    assert all(len(set(numbers)) == 1 for numbers in counted), counted


def test_after_a_theft_the_verifier_takes_no_word_of_the_old_root(house, tmp_path):
    old = shutil.copy(house / "keys" / "root.pem", tmp_path / "old.pem")
    renewed(house, compromised=True)
    folder = handed_out(house, tmp_path / "out")
    assert shipped(folder) == (0, set())
    assert shipped(folder, "--root", old) == (1, {"root_other"})


def test_the_verifier_believes_no_earlier_root_the_present_one_does_not_vouch_for(house, tmp_path):
    renewed(house)
    folder = handed_out(house, tmp_path / "out")
    link = folder / bag.ROOTS / "01-new-with-old.pem"
    (folder / bag.ROOTS / "01-old-with-new.pem").write_bytes(link.read_bytes())
    code, found = shipped(folder)
    assert code == 1
    assert {"root_unvouched", "certificate_untrusted"} <= found


def test_two_roots_in_the_file_of_one_are_not_followed_to(house, tmp_path):
    old = shutil.copy(house / "keys" / "root.pem", tmp_path / "old.pem")
    renewed(house)
    folder = handed_out(house, tmp_path / "out")
    path = folder / bag.ROOT
    path.write_bytes(path.read_bytes() + stranger(house).public_bytes(Encoding.PEM))
    assert "root_other" in shipped(folder, "--root", old)[1]


def stranger(root):
    """A root of the bureau's name that is not the bureau's."""
    with Workspace.open(root, at=LATER) as workspace:
        agency = workspace.agency
    organization = Organization(name=agency.name, code=agency.code, training=True)
    term = Validity(start=LATER - DAY, end=LATER + 300 * DAY)
    made = CertificateAuthority.create(organization, name=agency.short_name, validity=term)
    return made.certificate


def test_what_the_old_root_signs_after_its_renewal_the_verifier_refuses(house, tmp_path):
    """The moment of the renewal set back behind the case: every signature is too late then."""
    pin = renewed(house)
    folder = handed_out(house, tmp_path / "out")
    key = unlocked_file(house / "keys", "root", pin)
    authority = CertificateAuthority.restore(Organization(name="", code=""), key)
    old = x509.load_pem_x509_certificate((folder / bag.ROOTS / "01.pem").read_bytes())
    early = Validity(start=old.not_valid_before_utc, end=old.not_valid_before_utc + DAY)
    said = load(vouched(authority, old, validity=early)).public_bytes(Encoding.PEM)
    (folder / bag.ROOTS / "01-old-with-new.pem").write_bytes(said)
    assert "certificate_root_ended" in shipped(folder)[1]
    assert judged(house, folder)[1] >= {"bag.signature"}


# -- where the old root is known ------------------------------------------------------------------


def test_who_knows_the_old_root_follows_its_word_to_the_new_one(house, bagged, abroad, tmp_path):
    known(abroad, bagged.folder)
    renewed(house)
    folder = handed_out(house, tmp_path / "out")
    assert judged(abroad, folder) == (Standing.KNOWN, set())
    with Workspace.open(abroad, at=LATER + DAY) as workspace:
        received, fresh = Desk(workspace).receive(folder)
    assert (received.known, fresh) == (True, True)
    found = {finding.code for finding in verify_root(abroad, at=LATER + DAY).findings}
    assert found == {"file_unrecorded"}  # agencies/ was changed by one person alone


def test_after_a_theft_the_new_root_must_be_made_known_by_hand(house, bagged, abroad, tmp_path):
    path = known(abroad, bagged.folder)
    renewed(house, compromised=True)
    folder = handed_out(house, tmp_path / "out")
    assert judged(abroad, folder) == (Standing.IMPOSTOR, {"bag.impostor"})
    with Workspace.open(abroad, at=LATER + DAY) as workspace, pytest.raises(BagRefused):
        Desk(workspace).receive(folder)
    path.write_bytes((folder / bag.ROOT).read_bytes() + path.read_bytes())
    assert judged(abroad, folder) == (Standing.KNOWN, set())
    assert judged(abroad, bagged.folder) == (Standing.KNOWN, set())


def test_a_new_root_without_the_old_ones_word_is_an_impostors(house, bagged, abroad, tmp_path):
    known(abroad, bagged.folder)
    renewed(house)
    folder = handed_out(house, tmp_path / "out")
    (folder / bag.ROOTS / "01-new-with-old.pem").unlink()
    assert judged(abroad, folder)[0] is Standing.IMPOSTOR


def test_a_root_swapped_in_a_bag_is_found(house, bagged, abroad, tmp_path):
    known(abroad, bagged.folder)
    renewed(house)
    folder = handed_out(house, tmp_path / "out")
    (folder / bag.ROOT).write_bytes(stranger(house).public_bytes(Encoding.PEM))
    standing, faults = judged(abroad, folder)
    assert standing is Standing.IMPOSTOR
    assert {"bag.impostor", "bag.signature"} <= faults


def test_the_bureau_knows_its_own_dossiers_of_before(house, bagged):
    renewed(house)
    assert judged(house, bagged.folder) == (Standing.KNOWN, set())

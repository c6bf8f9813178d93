"""A share of the verifier campaign, and that its judges can say no.

`python -m tests.verifier_campaign` holds every form with one to five signatures before them.
"""

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from documents.form import SEAL_SLOT
from documents.forms import load_forms
from tests.form_samples import ordinary
from tests.form_samples_decision import sample, slots_of
from tests.outside_verifiers import VERIFIERS, Roots, missing_preflight, preflight, verdict
from tests.signed_samples import blank_pdf, bureau
from tests.verifier_campaign import MOST, signed, with_signers
from tests.visual.specimens import specimen

FORMS = ("penalty_decision", "dossier_cover", "evidence_photo_sheet")
#: Who compares the page with what was signed; a timestamp is of the signature alone.
CHECKING = ("pdfsig, NSS", "mutool sign -v", "openssl cms -cades", "pyHanko, strict")
HERE = {n: v for n, v in VERIFIERS.items() if n != "veraPDF 3u" or shutil.which("verapdf")}


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Roots:
    path = tmp_path_factory.mktemp("roots") / "root.pem"
    certificate = bureau().authority.certificate
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Roots(pem=path, der=bureau().authority.root_der)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, int]:
    """Three forms with one signature and with five."""
    folder, found = tmp_path_factory.mktemp("signed"), {}
    for form in FORMS:
        given = sample(form) if form == "penalty_decision" else ordinary(form)
        for count in (1, MOST):
            path = folder / f"{form}-{count}.pdf"
            path.write_bytes(signed(specimen(form, given), count))
            found[path] = count
    return found


@pytest.mark.parametrize("name", HERE)
def test_everybody_accepts_one_signature_and_five(name: str, files, roots: Roots) -> None:
    said = {path.name: verdict(HERE[name], path, count, roots) for path, count in files.items()}
    assert {why for outcome, why in said.values() if outcome == "not installed"} == set()
    assert {n: why for n, (outcome, why) in said.items() if outcome != "accepted"} == {}


def test_preflight_complains_of_a_face_that_is_not_embedded_alone(files, tmp_path: Path) -> None:
    if missing := missing_preflight():
        pytest.skip(missing)
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(blank_pdf([]))
    said = preflight([*files, plain])
    assert "FontFile" in said.pop(plain)
    assert said == dict.fromkeys(files, "")


@pytest.mark.parametrize("name", CHECKING)
def test_everybody_who_checks_signatures_refuses_a_changed_page(
    name: str, files, roots: Roots, tmp_path: Path
) -> None:
    whole = next(iter(files)).read_bytes()
    at = whole.index(b"/MediaBox")
    path = tmp_path / "changed.pdf"
    path.write_bytes(whole[: at + 10] + bytes([whole[at + 10] ^ 1]) + whole[at + 11 :])
    assert verdict(HERE[name], path, 1, roots)[0] == "refused"


@pytest.mark.parametrize("form", load_forms())
def test_every_form_can_bear_one_to_five_signatures(form: str) -> None:
    described = load_forms()[form]
    for count in range(1, MOST + 1):
        grown, slots = with_signers(described, slots_of(described), count)
        assert len(slots) == len(set(slots)) == count
        assert set(slots) <= {*grown.slots, *slots_of(grown)}
        assert SEAL_SLOT not in slots[:-1]

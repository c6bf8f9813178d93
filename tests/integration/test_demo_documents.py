"""Every signed document of the example cases, judged by tools we did not write.

pdfsig, qpdf, `openssl cms -cades`, `openssl ts` and pyHanko trust nothing but the workspace root.
"""

import warnings

import pytest
import yaml

from runtime import demo
from runtime.workspace import Workspace
from tests import foreign

warnings.filterwarnings("ignore", category=DeprecationWarning, module="pyhanko.*")


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Both example cases, finished; the folder of their documents and the root certificate."""
    root = tmp_path_factory.mktemp("demo") / "ws"
    pins = demo.prepare(root)
    files = {}
    with Workspace.open(root, at=demo.scripts()[0].steps[0].at) as workspace:
        keys = workspace.keyring({o: p for o, p in pins.items() if o != "root"})
        for script in demo.scripts():
            *_, last = demo.play(workspace, script, keys)
            for made in last.case.documents.values():
                path = root / f"{last.case.id}-{made.id}.pdf"
                path.write_bytes(workspace.blobs.get(made.digest))
                files[path] = made
    return root, files


def test_every_required_signature_is_in_its_own_field(played):
    _, files = played
    assert len(files) > 35
    for path, made in files.items():
        assert made.status == "issued", path.name
        assert not made.waiting, path.name
        assert len(foreign.raw_signatures(path.read_bytes())) == len(made.signed), path.name


def test_poppler_trusts_every_signature(played):
    root, files = played
    for path, made in files.items():
        foreign.assert_pdfsig_accepts(path, root / "keys" / "root.pem", len(made.signed))


def test_qpdf_finds_every_file_well_formed(played):
    for path in played[1]:
        foreign.qpdf_check(path)


def test_openssl_accepts_every_signature_and_timestamp(played):
    root, files = played
    for path in files:
        foreign.openssl_cms(path, root / "keys" / "root.pem")
        foreign.openssl_ts(path, root / "keys" / "root.pem")


def test_pyhanko_accepts_every_signature(played):
    root, files = played
    der = (root / "keys" / "root.der").read_bytes()
    for path, made in files.items():
        statuses = foreign.pyhanko_validate(path, der)
        assert len(statuses) == len(made.signed), path.name
        for status in statuses:
            assert status.bottom_line, (path.name, status.pretty_print_details())
            assert status.timestamp_validity is not None, path.name
            assert status.timestamp_validity.trusted, path.name


def test_the_examples_are_written_with_chinese_labels_only():
    for script in demo.scripts():
        for path in script.folder.glob("[0-9]*.yaml"):
            keys = yaml.safe_load(path.read_text("utf-8"))
            assert not [k for k in keys if str(k).isascii()], path.name

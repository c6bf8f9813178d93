"""What a document carries of its act: read out without a workspace, held against one."""

import json
import shutil
from dataclasses import replace
from functools import cache

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cli import anjuan
from documents.attachment import attachment_of
from documents.compose import compose
from documents.signing.errors import MalformedError
from runtime.document_check import DocumentCheck, statement_in
from runtime.workspace import Workspace
from tests.demo_case import CASE, carried_out
from tests.integration.test_compose import run
from tests.sample_documents import EVENT, FORMS, MOMENT, NUMBER, values


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("bureau") / "workspace"
    carried_out(root, until="approve_filing")
    return root


@pytest.fixture(scope="module")
def workspace(root):
    with Workspace.open(root) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def documents(workspace):
    return workspace.road.case(CASE).documents


def show(path, *words):
    done = CliRunner().invoke(anjuan, ["document", "show-event", str(path), *words])
    return done.exit_code, done.stdout


def carrying(attachment):
    """A file of ours that carries this."""
    made = compose(
        FORMS["sample_letter"],
        values(),
        moment=MOMENT,
        number=NUMBER,
        slots=(),
        training=False,
        preview=False,
        attachment=attachment,
    )
    return made.pdf


def test_a_signed_file_tells_its_act_to_anybody(workspace, documents, tmp_path):
    made = documents["filing_approval-1"]
    assert made.signed
    path = tmp_path / "somewhere.pdf"
    path.write_bytes(workspace.blobs.get(made.digest))
    status, said = show(path, "--json")
    told = json.loads(said)["event"]
    assert (status, told["case"]["id"]) == (0, CASE)
    assert told["document"]["number"] == (made.number or None)
    assert told["act"]["actor"]["name"] in "陈志远"
    status, said = show(path)
    assert (status, json.loads(said)) == (0, told)


@pytest.mark.skipif(shutil.which("pdfdetach") is None, reason="apt install poppler-utils")
def test_foreign_tools_take_the_same_out(workspace, documents, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(workspace.blobs.get(documents["filing_approval-1"].digest))
    run("pdfdetach", "-save", "1", "-o", tmp_path / "event.json", path)
    assert (tmp_path / "event.json").read_bytes() == attachment_of(path.read_bytes())


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: carrying(None), "document.no_event"),
        (lambda: carrying(EVENT), "malformed.attachment"),
        (lambda: b"%PDF-1.7 and nothing more", "malformed.pdf"),
    ],
)
def test_a_file_without_an_event_is_refused_with_the_reason(make, code, tmp_path):
    path = tmp_path / "other.pdf"
    path.write_bytes(make())
    status, said = show(path, "--json")
    assert status > 0
    assert json.loads(said)["error"]["code"] == code


def test_a_file_that_is_not_there_is_told(tmp_path):
    status, said = show(tmp_path / "none.pdf", "--json")
    assert status > 0
    assert json.loads(said)["error"]["code"] == "command.file_unreadable"


ORDINARY = cache(lambda: carrying(b'{"schema":"anjuan.act/1"}'))


@given(at=st.integers(0, 10**6), bits=st.integers(1, 255), cut=st.booleans())
@settings(max_examples=300, deadline=None)
def test_whatever_the_bytes_are_they_are_read_or_refused(at, bits, cut):
    """Where a file says what it carries is where it is damaged."""
    pdf = bytearray(ORDINARY())
    start = pdf.index(b"/Type /EmbeddedFile")
    place = start + at % (len(pdf) - start)
    pdf[place] ^= bits
    try:
        statement_in(attachment_of(bytes(pdf[:place] if cut else pdf)) or b"")
    except MalformedError:
        return


def found(workspace, made):
    return DocumentCheck(workspace).kept(CASE, made).codes


def test_documents_carry_what_the_ledger_says(workspace, documents):
    assert len(documents) > 1
    for made in documents.values():
        assert found(workspace, made) == []


def test_a_file_of_another_act_is_told(workspace, documents):
    first, second = list(documents.values())[:2]
    assert "attachment_differs" in found(workspace, replace(first, digest=second.digest))


INSTEAD = {
    "nothing": (None, 1, ["attachment_missing"]),
    "nothing, as of old": (None, 0, []),
    "something else": (EVENT, 1, ["attachment_unreadable"]),
    "no JSON": (b"no event", 0, ["attachment_unreadable"]),
    "an empty event": (b'{"schema":"anjuan.act/1"}', 1, ["attachment_differs"]),
}


@pytest.mark.parametrize(("attachment", "layout", "codes"), INSTEAD.values(), ids=INSTEAD)
def test_what_a_file_carries_instead_is_told(workspace, documents, attachment, layout, codes):
    digest = workspace.blobs.put(carrying(attachment))
    made = replace(next(iter(documents.values())), digest=digest, signed=(), layout=layout)
    assert found(workspace, made) == codes

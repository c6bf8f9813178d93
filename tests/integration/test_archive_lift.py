"""`archive lift`: documents of closed cases get what verifies them for decades; nothing breaks."""

import json
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner

from cli import anjuan
from commands.session import read_moment
from documents.signing import cms
from documents.signing.errors import TimestampError
from documents.signing.keys import KeyKind
from documents.signing.verification import Level
from documents.signing.verify import verify
from engine.journal import Act, read_journal
from engine.legal_time import LEGAL_ZONE
from runtime import archiving
from runtime.archive_audit import audit_lifts, digests_of
from runtime.archive_records import lifted_in
from runtime.audit import verify as audit
from runtime.document_check import DocumentCheck
from runtime.key_issuing import KeyWish, renew_key
from runtime.workspace import Workspace
from tests.demo_case import CASE, carried_out

AT = "2026-06-01 02:00"


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A workspace whose one case is closed."""
    root = tmp_path_factory.mktemp("archive") / "workspace"
    return root, carried_out(root, bound=True)


@pytest.fixture(scope="module")
def lifted(closed, tmp_path_factory):
    """The same, lifted once; with what the command said."""
    root = shutil.copytree(closed[0], tmp_path_factory.mktemp("lifted") / "workspace")
    result = run(root, "archive", "lift", "--json")
    assert result.exit_code == 0, result.output
    return root, json.loads(result.stdout)


@pytest.fixture
def workspace(lifted, tmp_path):
    root = shutil.copytree(lifted[0], tmp_path / "workspace")
    with Workspace.open(root, at=_moment()) as opened:
        yield opened


def _moment():
    return read_moment(AT)


def run(root, *command, at=AT):
    return CliRunner().invoke(anjuan, ["-w", str(root), "--lang", "zh", "--at", at, *command])


def lifts_of(workspace):
    with workspace.store.read() as view:
        return lifted_in(read_journal(view))


def audited(workspace):
    """What an audit finds on the lifts of the case."""
    return _audited(workspace, lifts_of(workspace))


def _audited(workspace, lifts):
    recorded = {CASE: digests_of(workspace.road.case(CASE))}
    found = audit_lifts(lifts, recorded, workspace.blobs, workspace.trust())
    return [finding.code for finding in found]


def test_a_dry_run_lists_what_is_due_and_does_nothing(closed):
    root, _ = closed
    before = sorted(p.name for p in (root / "blobs").rglob("*"))
    said = json.loads(run(root, "archive", "lift", "--dry-run", "--json").stdout)
    assert len(said["due"]) > 20
    assert said["lifted"] == []
    assert sorted(p.name for p in (root / "blobs").rglob("*")) == before


def test_every_signed_document_of_the_case_is_lifted(lifted):
    root, said = lifted
    with Workspace.open(root, at=_moment()) as workspace:
        case = workspace.road.case(CASE)
        signed = {d.digest: d for d in case.documents.values() if d.signed and d.status != "void"}
        lifts = lifts_of(workspace)
        assert set(lifts) == set(signed)
        assert len(said["lifted"]) == len(signed)
        for original, (one,) in lifts.items():
            pdf = workspace.blobs.get(one.digest)
            assert pdf.startswith(workspace.blobs.get(original))
            seen = verify(pdf, workspace.trust())
            assert (seen.findings, seen.level) == ((), Level.ARCHIVED)


def test_the_next_night_finds_nothing_to_do(lifted):
    root, _ = lifted
    again = json.loads(run(root, "archive", "lift", "--json", at="2026-06-02 02:00").stdout)
    assert (again["due"], again["lifted"]) == ([], [])


def test_the_audit_and_document_verify_know_what_was_lifted(lifted, tmp_path):
    root, said = lifted
    with Workspace.open(root, at=_moment()) as workspace:
        report = audit(workspace)
    assert report.findings == ()
    assert report.checked["lifted"] == len(said["lifted"])
    shown = json.loads(run(root, "document", "verify", CASE, "--json").stdout)
    assert shown["ok"]
    levels = {d["level"] for d in shown["documents"] if d["signed"]}
    assert levels == {"B-LTA"}
    document = said["lifted"][0]["document"]
    path = tmp_path / "归档.pdf"
    fetched = run(root, "document", "open", CASE, document, "--archived", "--to", str(path))
    assert fetched.exit_code == 0, fetched.output
    copied = run(root, "document", "verify", CASE, document, "--copy", str(path))
    assert (copied.exit_code, "B-LTA" in copied.stdout) == (0, True)
    told = run(root, "audit", "journal")
    assert "归档加固" in told.stdout


def test_a_proof_that_ends_soon_is_renewed_with_a_stronger_algorithm(closed, tmp_path, monkeypatch):
    """Long after the signers' certificates ended, and before the algorithm does."""
    root, pins = shutil.copytree(closed[0], tmp_path / "workspace"), closed[1]
    ends = {"ecdsa-sha256": date(2030, 12, 31), "rsa-sha256": date(2040, 12, 31)}
    monkeypatch.setattr(archiving, "_algorithms", lambda: ends)
    with Workspace.open(root, at=_moment()) as workspace:
        few = archiving.due_documents(workspace)[:2]
        first = [one.lifted for one in archiving.lift_documents(workspace, few)]
        assert {one.until.date() for one in first} == {date(2030, 12, 31)}
        workspace.set_clock(datetime(2030, 11, 1, 2, tzinfo=LEGAL_ZONE))
        again = [one for one in archiving.due_documents(workspace) if one.last is not None]
        assert [one.made.id for one in again] == [one.made.id for one in few]
        # Another timestamp of the same kind would prove no longer, so nothing is done.
        assert [one.lifted for one in archiving.lift_documents(workspace, again)] == [None, None]
        wish = KeyWish(kind=KeyKind.RSA2048)
        renew_key(workspace, "tsa", root_pin=pins["root"], wish=wish)
        workspace.set_clock(datetime(2030, 11, 1, 3, tzinfo=LEGAL_ZONE))
        second = [one.lifted for one in archiving.lift_documents(workspace, again)]
        assert {one.until.date() for one in second} == {date(2040, 12, 31)}
        assert [one.previous for one in second] == [one.digest for one in first]
        workspace.set_clock(datetime(2040, 6, 1, 9, tzinfo=LEGAL_ZONE))
        checked = DocumentCheck(workspace).kept(CASE, few[0].made)
        assert (checked.codes, checked.seen.level) == ([], Level.ARCHIVED)
        assert len(checked.seen.stamps) == 2
        assert audited(workspace) == []


def test_a_night_cut_short_is_finished_the_next(closed, tmp_path, monkeypatch):
    root = shutil.copytree(closed[0], tmp_path / "workspace")
    with Workspace.open(root, at=_moment()) as workspace:
        every = archiving.due_documents(workspace)
        due = every[:7]
        real, asked = workspace.timestamping(), set()

        class Failing:
            token_size = real.token_size

            def stamp(self, imprint, *, moment, nonce=None):
                asked.add(imprint)
                if len(asked) > 5:
                    raise TimestampError("timestamp.unreachable", url="x", problem="down")
                return real.stamp(imprint, moment=moment, nonce=nonce)

        monkeypatch.setattr(workspace, "timestamping", Failing)
        with pytest.raises(TimestampError):
            list(archiving.lift_documents(workspace, due))
        assert len(lifts_of(workspace)) == 5
        monkeypatch.undo()
        rest = archiving.due_documents(workspace)
        assert [one.made.id for one in rest] == [one.made.id for one in every[5:]]
        assert all(one.lifted for one in archiving.lift_documents(workspace, rest[:2]))
        assert len(lifts_of(workspace)) == 7
        assert audited(workspace) == []


def test_two_nights_at_once_enter_each_document_once(closed, tmp_path):
    root = shutil.copytree(closed[0], tmp_path / "workspace")
    with Workspace.open(root, at=_moment()) as workspace:
        due = archiving.due_documents(workspace)[:3]
        for _ in range(2):
            assert len(list(archiving.lift_documents(workspace, due))) == 3
        assert [len(lifts) for lifts in lifts_of(workspace).values()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda path, _: path.unlink(), "lifted_missing"),
        (lambda path, data: path.write_bytes(data[:-40] + b"x" + data[-39:]), "lifted_missing"),
    ],
    ids=["gone", "changed"],
)
def test_damage_to_a_lifted_file_is_told(workspace, damage, code):
    (one,) = next(iter(lifts_of(workspace).values()))
    path = workspace.root / "blobs" / one.digest[:2] / one.digest[2:]
    path.chmod(0o600)
    damage(path, path.read_bytes())
    assert audited(workspace) == [code]
    made = workspace.road.case(CASE).documents[one.document]
    assert DocumentCheck(workspace).kept(CASE, made).codes == [code]


def test_a_damaged_original_is_not_covered_up(closed, tmp_path):
    root = shutil.copytree(closed[0], tmp_path / "workspace")
    with Workspace.open(root, at=_moment()) as workspace:
        digest = archiving.due_documents(workspace)[0].made.digest
    path = root / "blobs" / digest[:2] / digest[2:]
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b"x")
    result = run(root, "archive", "lift", "--json")
    said = json.loads(result.stdout)
    assert (result.exit_code, len(said["refused"])) == (7, 1)
    assert said["refused"][0]["problems"] == ["blob_damaged"]
    assert "没有加固" in run(root, "archive", "lift").stdout


def test_when_nothing_was_renewed_in_time_it_is_told(workspace):
    (one,) = next(iter(lifts_of(workspace).values()))
    made = workspace.road.case(CASE).documents[one.document]
    workspace.set_clock(one.until + timedelta(days=1))
    assert DocumentCheck(workspace).kept(CASE, made).codes == ["archive.lapsed"]


def test_a_lift_of_something_else_is_told(workspace):
    """Entries of the journal that name files which did not grow out of the case's documents."""
    (one, *_), (other, *_) = list(lifts_of(workspace).values())[:2]
    swapped = {one.original: (replace(one, digest=other.digest),)}
    foreign = {"0" * 64: (replace(one, original="0" * 64),)}
    bare = {one.original: (replace(one, digest=one.original),)}
    found = [_audited(workspace, lifts) for lifts in (swapped, foreign, bare)]
    assert found == [["lifted_differs"], ["lifted_foreign"], ["lifted_invalid"]]


def test_the_journal_names_what_grew_out_of_what(workspace):
    with workspace.store.read() as view:
        entries = [e for e in read_journal(view) if e.act is Act.DOCUMENTS_LIFTED]
    assert sum(len(e.facts["documents"]) for e in entries) == len(lifts_of(workspace))
    for (one,) in lifts_of(workspace).values():
        assert one.previous == one.original
        assert one.stamped == _moment()


def test_every_algorithm_of_a_timestamp_has_a_last_day():
    kinds = {kind for kind, _ in cms.SIGNATURES.values()}
    names = {name for name, _ in cms.HASHES.values()}
    known = archiving._algorithms()
    assert set(known) == {f"{kind}-{name}" for kind in kinds for name in names}
    assert all(isinstance(day, date) for day in known.values())

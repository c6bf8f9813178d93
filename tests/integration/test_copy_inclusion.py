"""A published copy proves to whoever has the key of the ledger that its root stands there.

The copy is that of the example case, sealed and kept; forgeries are set anew, pages and all.
"""

import base64
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pymerkle import InmemoryTree

from cli import anjuan
from commands.exit_codes import ExitCode
from documents.attachment import attachment_of, inclusion_of
from documents.publication import DISCLOSURE, INCLUDED
from engine.checkpoint import Checkpoint, VerifierKey, note_parts, sign_note
from engine.commitments import read_commitment
from engine.redaction import COPY
from engine.replaying import Outcome
from engine.tlog_proof import TlogProof
from runtime.audit import verify
from runtime.copy_check import check_copy
from runtime.ledger_proofs import Trust, check_file, prove_events
from runtime.replaying import replay
from runtime.workspace import Workspace
from storage.logkey import Ed25519LogKey
from tests import archival, tagged
from tests.attacks.updates import annotation, content_overwritten, updated
from tests.demo_case import CASE
from tests.foreign import qpdf_check, run
from tests.published import encodings, forged, inflated, ordinary, unchanged

RECIPE = Path(__file__).parents[2] / "docs" / "how-to" / "publish-a-decision.md"
OTHER = Ed25519LogKey("anderswo.test/ledger", b"\x07" * 32)


@dataclass(frozen=True)
class Kept:
    """The sealed copy, its proof, and the ledger it is of."""

    pdf: bytes
    proof: str
    key: VerifierKey
    signer: Ed25519LogKey
    root: Path

    @property
    def trust(self):
        return Trust(keys=[self.key])


@pytest.fixture(scope="module")
def kept(home):
    with Workspace.open(home) as workspace:
        pdf = workspace.blobs.get(workspace.road.case(CASE).latest(COPY).digest)
        signer = workspace.log_key
    return Kept(pdf, inclusion_of(pdf).decode(), signer.key, signer, home)


def findings(kept, pdf, trust=None):
    return check_copy(pdf, None, None, trust or kept.trust).findings


def named(text):
    """Names a proof by its digest, as a forger would."""

    def change(proof):
        proof[INCLUDED] = hashlib.sha256(text.encode()).hexdigest()

    return change


def with_proof(kept, text):
    """The copy set anew with another proof that fits its event.json."""
    return forged(kept.pdf, named(text), text.encode())


# -- what it proves -----------------------------------------------------------------------------


def test_the_copy_names_ledger_size_and_record_to_whoever_has_the_key(kept):
    checked = check_copy(kept.pdf, None, None, kept.trust)
    assert checked.findings == ()
    with Workspace.open(kept.root) as workspace, workspace.store.read() as view:
        case = workspace.road.case(CASE)
        decision, found = case.latest("penalty_decision"), checked.included
        (stored,) = view.ledger_events(found.index, found.index + 1)
        (issued,) = view.ledger_events(found.index - 1, found.index)
    assert (found.head.origin, found.key) == (kept.key.name, str(kept.key))
    assert found.index < found.head.size
    assert read_commitment(stored.body) == found.entry
    assert (found.entry.document, found.entry.root) == (decision.id, decision.commitment)
    assert (issued.case_id, issued.seq, issued.hash.hex()) == (
        CASE,
        found.entry.seq,
        found.entry.event,
    )
    made = {d["id"]: d for d in json.loads(issued.body)["documents"]}[decision.id]
    assert (made["status"], made["commitment"]) == ("issued", decision.commitment)


def test_without_a_key_the_head_is_nobody_s(kept):
    checked = check_copy(kept.pdf, None)
    assert (checked.findings, checked.included.key) == ((), "")


def test_the_workspace_believes_it_and_its_audit_is_sound(kept):
    with Workspace.open(kept.root) as workspace:
        assert check_copy(kept.pdf, workspace).findings == ()
        assert check_copy(kept.pdf, workspace).included.key == str(kept.key)
        assert verify(workspace).findings == ()
        again = {r.made.form: r.outcome for r in replay(workspace, CASE)}
    assert again[COPY] is Outcome.SAME


def test_the_proof_by_itself_is_one_an_auditor_knows(kept):
    checked = check_file(kept.proof, kept.trust)
    assert checked.kind == "inclusion"


# -- what it refuses ----------------------------------------------------------------------------


def signed_by(signer, kept):
    """The proof under the same head, signed by somebody else."""
    text = note_parts(TlogProof.parse(kept.proof).checkpoint)[0]
    return kept.proof.partition("\n\n")[0] + "\n\n" + sign_note(text, [signer])


def of_another_ledger(kept):
    """A ledger of the forger's own that holds the very entry."""
    extra = TlogProof.parse(kept.proof).extra
    root = hashlib.sha256(b"\0" + extra).digest()
    note = sign_note(Checkpoint(origin=kept.key.name, size=1, root=root).text(), [OTHER])
    return TlogProof(index=0, path=(), checkpoint=note, extra=extra).text()


def of_an_event(kept):
    """A genuine proof of a genuine record, which is the event itself."""
    with Workspace.open(kept.root) as workspace, workspace.store.read() as view:
        entry = read_commitment(TlogProof.parse(kept.proof).extra)
        ((_, proof),) = prove_events(view, CASE, entry.seq)
    return proof.text()


def of_an_entry_told_otherwise(kept):
    """The entry with spaces: the same members, other bytes, and so another leaf."""
    proof = TlogProof.parse(kept.proof)
    spaced = json.dumps(json.loads(proof.extra)).encode()
    return TlogProof(
        index=proof.index, path=proof.path, checkpoint=proof.checkpoint, extra=spaced
    ).text()


def over_thousands_of_digits(kept):
    size = "9" * 5000
    text = f"{kept.key.name}\n{size}\n{base64.b64encode(bytes(32)).decode()}\n"
    head = kept.proof.partition("\n\n")[0]
    return f"{head}\n\n{sign_note(text, [kept.signer])}"


REFUSED = {
    of_another_ledger: "disclosure_inclusion_key",
    of_an_event: "disclosure_inclusion_broken",
    of_an_entry_told_otherwise: "disclosure_inclusion_broken",
    over_thousands_of_digits: "disclosure_inclusion_broken",
}


@pytest.mark.parametrize("other", REFUSED, ids=lambda other: other.__name__)
def test_another_proof_in_its_place_is_refused(kept, other):
    assert findings(kept, with_proof(kept, other(kept))) == (REFUSED[other],)


def test_a_wrong_key_is_refused_and_so_is_a_head_somebody_else_signed(kept):
    wrong = Trust(keys=[OTHER.key])
    assert findings(kept, kept.pdf, wrong) == ("disclosure_inclusion_key",)
    theirs = with_proof(kept, signed_by(OTHER, kept))
    assert findings(kept, theirs) == ("disclosure_inclusion_key",)
    posing = Ed25519LogKey(kept.key.name, b"\x07" * 32)  # the ledger's name, another key
    assert findings(kept, with_proof(kept, signed_by(posing, kept))) == (
        "disclosure_inclusion_key",
    )


def test_the_proof_of_another_decision_is_refused(kept):
    theirs = forged(ordinary().pdf, named(kept.proof), kept.proof.encode())
    assert findings(kept, theirs) == ("disclosure_inclusion_other",)


def test_a_copy_of_other_words_finds_no_entry_in_the_ledger(kept):
    """Whoever changes words and computes a root that fits them has no entry with that root."""

    def change(proof):
        named(kept.proof)(proof)
        shown = [row for row in proof["runs"][2:] if "text" in row]
        shown[0]["text"] += "（改）"
        proof["root"] = _root([_leaf(row) for row in proof["runs"]]).hex()

    theirs = forged(kept.pdf, change, kept.proof.encode())
    assert findings(kept, theirs) == ("disclosure_inclusion_other",)


def _leaf(row):
    if "leaf" in row:
        return bytes.fromhex(row["leaf"])
    words = f"{row['key']}\n{row['text']}".encode()
    return hashlib.sha256(b"\0" + bytes.fromhex(row["salt"]) + words).digest()


def _root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + _root(leaves[:half]) + _root(leaves[half:])).digest()


def test_no_character_of_the_proof_can_be_another(kept):
    """Every place of the proof, with the digest in event.json made to fit."""
    good = check_file(kept.proof, kept.trust)
    for at in range(len(kept.proof)):
        char = "A" if kept.proof[at] != "A" else "B"
        text = kept.proof[:at] + char + kept.proof[at + 1 :]
        try:
            found = check_file(text, kept.trust)
        except Exception as refused:  # noqa: BLE001 - whatever it is, it is refused
            assert getattr(refused, "code", ""), (at, refused)
        else:
            raise AssertionError((at, kept.proof[at], found == good))


def test_a_flipped_byte_of_the_file_s_proof_is_named_with_and_without_a_key(kept):
    for at in (0, kept.proof.index("index"), len(kept.proof) // 2, len(kept.proof) - 2):
        flipped = kept.proof[:at] + chr(ord(kept.proof[at]) ^ 1) + kept.proof[at + 1 :]
        as_it_was = forged(kept.pdf, unchanged, flipped.encode())  # the digest is the old one
        for trust in (kept.trust, None):
            found = check_copy(as_it_was, None, None, trust).findings
            assert found == ("disclosure_inclusion_changed",)
        assert findings(kept, with_proof(kept, flipped))[0].startswith("disclosure_inclusion_")


@pytest.mark.parametrize("change", [content_overwritten, annotation(b"Stamp")])
def test_an_update_that_shows_other_pages_is_refused_though_the_proof_holds(kept, change):
    """What was composed is still the beginning of the file; readers show what was appended."""
    for pdf in (kept.pdf, forged(kept.pdf, unchanged), ordinary().pdf):
        assert "disclosure_appended" in check_copy(updated(pdf, change), None).findings


def test_a_proof_taken_away_is_missed_and_one_put_in_unnamed_too(kept):
    gone = forged(kept.pdf, unchanged, b"")
    for trust in (kept.trust, None):
        assert check_copy(gone, None, None, trust).findings == ("disclosure_inclusion_removed",)
    unnamed = forged(kept.pdf, lambda proof: proof.pop(INCLUDED), kept.proof.encode())
    assert findings(kept, unnamed) == ("disclosure_inclusion_changed",)


def test_what_is_no_text_is_no_proof(kept):
    data = b"\xff\xfe" + kept.proof.encode()

    def change(proof):
        proof[INCLUDED] = hashlib.sha256(data).hexdigest()

    assert findings(kept, forged(kept.pdf, change, data)) == ("disclosure_inclusion_broken",)


# -- copies of before ---------------------------------------------------------------------------


def test_a_copy_of_before_is_read_as_before_and_with_a_key_not_called_proved(kept):
    old = ordinary().pdf
    assert inclusion_of(old) is None
    assert INCLUDED not in json.loads(attachment_of(old))[DISCLOSURE]
    assert check_copy(old, None).findings == ()
    checked = check_copy(old, None, None, kept.trust)
    assert checked.findings == ("disclosure_not_included",)
    assert checked.undecided
    bare = forged(kept.pdf, lambda proof: proof.pop(INCLUDED), b"")  # made to look like one
    assert findings(kept, bare) == ("disclosure_not_included",)


# -- nothing leaks, and it is still a file for the archive ----------------------------------------


def test_the_proof_tells_nothing_of_anybody(kept):
    proof = TlogProof.parse(kept.proof)
    told = json.loads(proof.extra)
    assert set(told) == {
        *("v", "commitment", "prev", "at", "case", "seq", "event", "document", "root"),
    }
    carried = json.loads(attachment_of(kept.pdf))[DISCLOSURE]
    assert (told["case"], told["document"], told["root"]) == (
        carried["ledger"]["case"],
        carried["ledger"]["document"],
        carried["root"],
    )
    with Workspace.open(kept.root) as workspace:
        case = workspace.road.case(CASE)
        (issued,) = [e for e in case.events if e.seq == told["seq"]]
        secrets = [issued.fingerprint, issued.salt, issued.inputs_digest]
        secrets += [d.digest for d in case.documents.values() if d.form != COPY]
        party = case.data.record("party")
        secrets += [party.text(key) for key in ("id_number", "phone") if party.text(key)]
    laid_open = inflated(kept.pdf) + proof.extra
    for secret in secrets:
        assert not [way for way in encodings(secret) if way in laid_open], secret


def test_a_copy_with_its_proof_is_fit_to_be_kept_and_other_people_read_it(kept, tmp_path):
    assert [*archival.faults(kept.pdf), *tagged.faults(kept.pdf)] == []
    path = tmp_path / "copy.pdf"
    path.write_bytes(kept.pdf)
    qpdf_check(path)
    with pikepdf.open(path) as file:
        assert list(file.attachments) == ["event.json", "ledger.tlog-proof"]
    out = tmp_path / "proof"
    done = run("pdfdetach", "-save", "2", "-o", out, path)
    assert done.code == 0, done.text
    assert out.read_text("utf-8") == kept.proof


# -- outside our code -----------------------------------------------------------------------------


def bodies(root):
    """Every record of the ledger, read by SQLite alone."""
    with closing(sqlite3.connect(root / "case.db")) as database:
        return [row[0] for row in database.execute("SELECT body FROM events ORDER BY leaf")]


def test_pymerkle_finds_the_same_path_under_the_same_root(kept):
    proof = TlogProof.parse(kept.proof)
    _, size, root = note_parts(proof.checkpoint)[0].split("\n")[:3]
    tree = InmemoryTree(algorithm="sha256")
    for body in bodies(kept.root):
        tree.append_entry(body)
    assert base64.b64encode(tree.get_root(int(size))).decode() == root
    theirs = tree.prove_inclusion(proof.index + 1, int(size))
    assert tuple(theirs.path[1:]) == proof.path
    assert theirs.path[0] == hashlib.sha256(b"\0" + proof.extra).digest()


@pytest.fixture
def recipe(tmp_path, kept):
    """The manual's `ledger.py` in a folder with the files it needs."""
    _, code = re.findall(r"```python\n(.*?)```", RECIPE.read_text("utf-8"), re.DOTALL)
    imports = set(re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE))
    assert imports <= {"base64", "hashlib", "json", "sys"}
    (tmp_path / "ledger.py").write_text(code, "utf-8")
    (tmp_path / "event.json").write_bytes(attachment_of(kept.pdf))
    (tmp_path / "log.vkey").write_text(f"{kept.key}\n")

    def follow(proof):
        (tmp_path / "ledger.tlog-proof").write_text(proof, "utf-8")
        files = ("ledger.py", "event.json", "ledger.tlog-proof", "log.vkey")
        return subprocess.run(
            [sys.executable, "-I", *files],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return follow


def openssl(folder):
    """What OpenSSL says of the head, with the key the recipe laid down."""
    key = ("-pubin", "-inkey", folder / "log.pem", "-rawin", "-in", folder / "head.txt")
    return run("openssl", "pkeyutl", "-verify", *key, "-sigfile", folder / "head.sig")


def test_the_recipe_and_openssl_prove_it_without_this_program(recipe, kept, tmp_path):
    done = recipe(kept.proof)
    assert done.returncode == 0, done.stderr
    assert f"of {check_file(kept.proof, kept.trust).head.size} in {kept.key.name}" in done.stdout
    assert openssl(tmp_path).code == 0
    (tmp_path / "head.txt").write_bytes(
        (tmp_path / "head.txt").read_bytes().replace(b"\n", b"x", 1)
    )
    assert openssl(tmp_path).code != 0


def with_extra(kept, **members):
    proof = TlogProof.parse(kept.proof)
    told = json.dumps(json.loads(proof.extra) | members, sort_keys=True, separators=(",", ":"))
    return TlogProof(
        index=proof.index, path=proof.path, checkpoint=proof.checkpoint, extra=told.encode()
    ).text()


def test_the_recipe_refuses_what_is_not_the_proof(recipe, kept):
    proof = TlogProof.parse(kept.proof)
    path = [base64.b64encode(one).decode() for one in proof.path]
    wrong = {
        of_an_event(kept): "no entry",
        with_extra(kept, document="penalty_decision-2"): "another decision",
        with_extra(kept, at="2026-01-01T00:00:00+08:00"): "another root",
        kept.proof.replace(f"index {proof.index}", f"index {proof.index - 1}"): "another root",
        kept.proof.replace(f"{path[0]}\n", ""): "another root",
        signed_by(OTHER, kept): "not signed",
    }
    for text, said in wrong.items():
        done = recipe(text)
        assert done.returncode != 0
        assert said in done.stderr, (said, done.stderr)
    forged_head = signed_by(Ed25519LogKey(kept.key.name, b"\x07" * 32), kept)
    assert recipe(forged_head).returncode != 0  # the id of the key is another


# -- the command ----------------------------------------------------------------------------------


def verify_copy(path, *more, lang="zh"):
    return CliRunner().invoke(
        anjuan, ["--lang", lang, "document", "verify-copy", "--alone", *map(str, more), str(path)]
    )


def test_the_command_names_the_ledger_and_says_what_was_not_checked(kept, tmp_path):
    path, key = tmp_path / "copy.pdf", tmp_path / "log.vkey"
    path.write_bytes(kept.pdf)
    key.write_text(f"{kept.key}\n")
    head = check_file(kept.proof, kept.trust).head
    good = verify_copy(path, "--log-key", key)
    assert good.exit_code == ExitCode.DONE, good.output
    assert f"账本“{kept.key.name}”的前{head.size}条记录里有这个总摘要" in good.stdout.replace(
        "\n", ""
    )
    assert "没有核对印章" in good.stdout
    unasked = verify_copy(path).stdout.replace("\n", "")
    assert "用 --log-key log.vkey 核对" in unasked
    plain = json.loads(verify_copy(path, "--log-key", kept.key, "--json").stdout)
    assert (plain["inclusion"]["origin"], plain["inclusion"]["size"]) == (head.origin, head.size)
    assert plain["inclusion"]["key"] == str(kept.key)
    key.write_text(f"{OTHER.key}\n")
    wrong = verify_copy(path, "--log-key", key)
    assert wrong.exit_code == ExitCode.INTEGRITY
    assert "不是所给的账本公钥签的" in wrong.stdout.replace("\n", "")
    assert "不可信" in wrong.stdout


def test_the_command_says_of_an_old_copy_what_could_not_be_checked(kept, tmp_path):
    path = tmp_path / "copy.pdf"
    path.write_bytes(ordinary().pdf)
    alone = verify_copy(path)
    assert alone.exit_code == ExitCode.DONE
    assert "没有附账本的存在证明" in alone.stdout
    asked = verify_copy(path, "--log-key", kept.key)
    assert asked.exit_code == ExitCode.INTEGRITY
    assert "不能判定真伪，不等于伪造" in asked.stdout
    assert "不可信" not in asked.stdout
    no_key = verify_copy(path, "--log-key", "nothing")
    assert no_key.exit_code == ExitCode.INPUT
    in_english = verify_copy(path, lang="en").stdout.replace("\n", " ")
    assert "carries no proof of the ledger" in in_english

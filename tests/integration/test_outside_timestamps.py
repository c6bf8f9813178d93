"""An outside RFC 3161 authority: a second process, OpenSSL behind HTTP, real clocks."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cli import anjuan
from documents.signing.archival import lift
from documents.signing.authority import CertificateAuthority, Organization, Validity
from documents.signing.certificates import load
from documents.signing.errors import TimestampError
from documents.signing.evidence import evidence_for
from documents.signing.remote_timestamp import RemoteTimestampAuthority
from documents.signing.revocation import Revocation
from documents.signing.sign import sign
from documents.signing.timestamp import read_token
from documents.signing.verification import Level, TrustAnchors
from documents.signing.verify import verify
from engine.errors import ConfigurationError
from engine.legal_time import LEGAL_ZONE
from engine.storage_rows import CaseFilter
from runtime.audit import verify_root
from runtime.demo import read_script
from runtime.doctor import examine
from runtime.examples import example_folder
from runtime.settings import read_settings
from runtime.workspace import Workspace
from tests.demo_case import EXAMPLE
from tests.empty_bureau import empty_bureau
from tests.foreign import openssl_cms, raw_signatures, run, signature_and_token
from tests.signed_samples import act_of, blank_pdf, bureau

SERVER = Path(__file__).parents[1] / "timestamp_server.py"
IMPRINT = bytes(range(32))
FOLDER = example_folder() / EXAMPLE
STEPS = {s.trigger: s for s in reversed(read_script(FOLDER).steps)}


def now():
    return datetime.now(LEGAL_ZONE).replace(microsecond=0)


def _authority(name):
    term = Validity(start=datetime(2025, 1, 1, tzinfo=LEGAL_ZONE), end=now() + timedelta(days=30))
    return CertificateAuthority.create(
        Organization(name=name, code="91330100MA0000001X"), name=name, validity=term
    ), term


def _lay_out(folder, name, authority, term):
    key = authority.issue_timestamping(name=name, validity=term)
    (folder / f"{name}.pem").write_bytes(key.parsed.public_bytes(Encoding.PEM))
    secret = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / f"{name}.key").write_bytes(secret)


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    """The server's URL, and the root of the certificate it signs with."""
    run("openssl", "version")
    folder = tmp_path_factory.mktemp("tsa")
    authority, term = _authority("时间中心")
    stranger, other = _authority("别的中心")
    _lay_out(folder, "tsa", authority, term)
    _lay_out(folder, "stranger", stranger, other)
    process = subprocess.Popen(
        [sys.executable, str(SERVER), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SERVER.parents[1])},
    )
    port = process.stdout.readline().strip()
    yield f"http://127.0.0.1:{port}", authority, folder
    process.terminate()
    process.wait()
    process.stdout.close()


def client(outside, path="/", **changes):
    url, authority, _ = outside
    known = {"url": url + path, "roots": (authority.root_der,), "timeout_seconds": 20.0}
    return RemoteTimestampAuthority(**(known | changes))


# -- the port -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/sha1"])
def test_a_token_of_openssl_is_taken_in(outside, path):
    """RFC 3161 names the signer's certificate by SHA-1, RFC 5816 by SHA-256."""
    at = now()
    token = read_token(client(outside, path).stamp(IMPRINT, moment=at))
    assert token.imprint == IMPRINT
    assert abs(token.moment - at) < timedelta(minutes=1)


def test_every_query_has_a_nonce_of_its_own(outside):
    tokens = [read_token(client(outside).stamp(IMPRINT, moment=now())) for _ in range(2)]
    assert len({token.nonce for token in tokens}) == 2
    given = read_token(client(outside).stamp(IMPRINT, moment=now(), nonce=77))
    assert given.nonce == 77


def test_a_page_is_lifted_for_the_archive_by_an_outside_authority_and_obeys_its_list(outside):
    """Beside the authority's root lies its revocation list, which is kept and obeyed."""
    office, authority = bureau(), outside[1]
    tsa, key = client(outside), office.seal
    act = act_of(key, moment=now())
    pdf = sign(blank_pdf(["seal"]), field="seal", key=key, act=act, tsa=tsa)
    token = read_token(tsa.stamp(IMPRINT, moment=now()))
    term = Validity(start=now() - timedelta(days=1), end=now() + timedelta(days=9))
    serial = load(token.signed.signer_certificate()).serial_number
    gone = Revocation(serial=serial, since=now() - timedelta(hours=1))
    lists = [authority.revocation_list(ended, number=1, validity=term) for ended in ((), (gone,))]
    own = office.authority.revocation_list((), number=1, validity=term)
    roots = (office.authority.root_der,)
    trust, distrust = (
        TrustAnchors(roots=roots, timestamp_roots=(*roots, authority.root_der), crls=(own, listed))
        for listed in lists
    )
    lifted = lift(pdf, evidence_for(pdf, trust), tsa=tsa, moment=now())
    found = verify(lifted, trust)
    assert (found.findings, found.level) == ((), Level.ARCHIVED)
    assert lists[0] in lifted
    assert {f.code for f in verify(lifted, distrust).findings} == {"timestamp.revoked"}


def test_a_page_stamped_outside_verifies_here_and_with_openssl(outside, tmp_path):
    office = bureau()
    key = office.seal
    pdf = sign(
        blank_pdf(["seal"]),
        field="seal",
        key=key,
        act=act_of(key, moment=now()),
        tsa=client(outside),
    )
    own, other = office.authority.root_der, outside[1].root_der
    result = verify(pdf, TrustAnchors(roots=(own,), timestamp_roots=(own, other)))
    assert result.valid, result.findings
    refused = verify(pdf, TrustAnchors(roots=(own,)))
    assert {f.code for f in refused.findings} == {"timestamp.untrusted"}
    path, root = tmp_path / "signed.pdf", tmp_path / "root.pem"
    path.write_bytes(pdf)
    root.write_bytes(office.authority.certificate.public_bytes(Encoding.PEM))
    openssl_cms(path, root)
    value, token = signature_and_token(raw_signatures(pdf)[0].cms)
    (tmp_path / "value").write_bytes(value)
    (tmp_path / "token").write_bytes(token)
    root.write_bytes(outside[1].certificate.public_bytes(Encoding.PEM))
    said = run(
        "openssl", "ts", "-verify", "-data", tmp_path / "value", "-in", tmp_path / "token",
        "-token_in", "-CAfile", root,
    )  # fmt: skip
    assert said.code == 0, said.text


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/refused", "timestamp.refused"),
        ("/garbage", "timestamp.unusable"),
        ("/empty", "timestamp.unusable"),
        ("/broken", "timestamp.unreachable"),
        ("/stranger", "timestamp.distrusted"),
    ],
)
def test_bad_answers_give_no_token(outside, path, code):
    with pytest.raises(TimestampError) as refused:
        client(outside, path).stamp(IMPRINT, moment=now())
    assert refused.value.code == code


def test_an_answer_to_an_earlier_question_is_refused(outside):
    first = client(outside, "/replay")
    assert first.stamp(IMPRINT, moment=now())
    for imprint in (IMPRINT, bytes(32)):  # the nonce differs, and in the end the imprint
        with pytest.raises(TimestampError, match=r"timestamp\.imprint"):
            first.stamp(imprint, moment=now())


@pytest.mark.parametrize(("minutes", "refused"), [(0, False), (6, True), (-6, True)])
def test_a_clock_that_does_not_agree_is_refused(outside, minutes, refused):
    moment = now() + timedelta(minutes=minutes)
    if not refused:
        assert client(outside).stamp(IMPRINT, moment=moment)
        return
    with pytest.raises(TimestampError, match=r"timestamp\.clock"):
        client(outside).stamp(IMPRINT, moment=moment)


def test_silence_and_nobody_there_are_told_alike(outside):
    for url, changes in (
        (outside[0] + "/hang", {"timeout_seconds": 0.5}),
        ("http://127.0.0.1:9", {}),
        ("http://tsa.invalid", {"timeout_seconds": 5.0}),
    ):
        with pytest.raises(TimestampError, match=r"timestamp\.unreachable"):
            client(outside, url=url, **changes).stamp(IMPRINT, moment=now())


def test_a_token_larger_than_its_room_is_refused(outside):
    with pytest.raises(TimestampError, match=r"signing\.no_room"):
        client(outside, token_size=600).stamp(IMPRINT, moment=now())


# -- in a workspace -------------------------------------------------------------------------------


@pytest.fixture
def workspace(tmp_path):
    return empty_bureau(tmp_path)


def choose(workspace, outside, path="/", *, trusted=True, timeout=20):
    url, authority, _ = outside
    settings = workspace / "workspace.yaml"
    text = f'timestamps:\n  url: "{url}{path}"\n  timeout: {timeout}\n'
    settings.write_text(settings.read_text("utf-8") + text, encoding="utf-8")
    if trusted:
        folder = workspace / "keys" / "timestamp-roots"
        folder.mkdir()
        (folder / "centre.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))


def agree(workspace):
    """Two people let the settings stand as they are now."""
    who = ("--as", "何鸿", "--with", "郑文博", "--reason", "改用外部时间戳")
    pins = ("--pin-file", workspace.parent / "pins.yaml")
    at = ("-w", workspace, "--at", "2026-03-02 08:30")
    done = CliRunner().invoke(anjuan, [str(a) for a in (*at, "audit", "accept", *who, *pins)])
    assert done.exit_code == 0, done.output


def open_case(workspace, outside, *, clock=None):
    """Register the example's lead and begin to verify it, with two signatures."""
    results = []
    for trigger in ("register_lead", "start_verification"):
        move = STEPS[trigger]
        (outside[2] / "clock").write_text((clock or move.at).isoformat())
        begin = ["open"] if trigger == "register_lead" else ["advance", "2026-000001", trigger]
        pins = ["--pin-file", workspace.parent / "pins.yaml"]
        options = ["-w", str(workspace), "--at", f"{move.at:%Y-%m-%d %H:%M}", "--json"]
        more = ("--as", move.actor, "--file", FOLDER / move.file, *pins)
        signers = [part for who in ("p01", "p03", "p04", "seal") for part in ("--with", who)]
        arguments = [*options, "case", *begin, *more, *signers]
        results.append(CliRunner().invoke(anjuan, [str(a) for a in arguments]))
        if results[-1].exit_code:
            break
    return results[-1]


def test_a_workspace_takes_its_time_from_outside_and_is_sound(workspace, outside):
    choose(workspace, outside, "/set")
    agree(workspace)
    result = open_case(workspace, outside)
    assert result.exit_code == 0, result.stdout
    with Workspace.open(workspace) as opened:
        case = opened.road.case("2026-000001")
        signed = [d for d in case.documents.values() if d.signed]
        assert signed
        for document in signed:
            found = verify(opened.blobs.get(document.digest), opened.trust())
            assert found.valid, found.findings
        own = opened.trust().roots
        refused = verify(opened.blobs.get(signed[0].digest), TrustAnchors(roots=own))
        assert {f.code for f in refused.findings} == {"timestamp.untrusted"}
    report = verify_root(workspace)
    assert report.sound, report.findings


def test_what_was_stamped_outside_stays_good_when_the_bureau_stamps_itself_again(
    workspace, outside
):
    choose(workspace, outside, "/set")
    assert open_case(workspace, outside).exit_code == 0
    settings = workspace / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8").partition("timestamps:")[0], "utf-8")
    agree(workspace)
    assert verify_root(workspace).sound


@pytest.mark.parametrize(
    ("path", "code", "clock"),
    [
        ("/hang", "timestamp.unreachable", None),
        ("/refused", "timestamp.refused", None),
        ("/garbage", "timestamp.unusable", None),
        ("/set", "timestamp.clock", datetime(2026, 3, 2, 9, 20, tzinfo=LEGAL_ZONE)),
    ],
)
def test_without_a_timestamp_nothing_happens(workspace, outside, path, code, clock):
    choose(workspace, outside, path, timeout=1)
    refused = open_case(workspace, outside, clock=clock)
    error = json.loads(refused.stdout)["error"]
    assert (error["code"], refused.exit_code) == (code, 9)
    assert "{" not in error["message"]
    with Workspace.open(workspace) as opened, opened.store.read() as view:
        assert view.cases(CaseFilter()) == []
        assert view.ledger_head().size == 1  # the making of the workspace
        issued = [row for s, y, _ in view.series() for row in view.numbers(s, y)]
        assert {row.status for row in issued} <= {"voided"}
    found = {finding.code for finding in verify_root(workspace).findings}
    assert found == {"file_changed", "file_unrecorded"}  # of the settings nobody agreed to


def test_an_authority_without_a_root_here_is_refused_before_it_is_asked(workspace, outside):
    choose(workspace, outside, trusted=False)
    error = json.loads(open_case(workspace, outside).stdout)["error"]
    assert error["code"] == "timestamps.no_root"
    with Workspace.open(workspace) as opened:
        assert "timestamps_no_root" in {d.code for d in examine(opened)}


def test_a_root_that_is_none_is_named(workspace, outside):
    choose(workspace, outside)
    (workspace / "keys" / "timestamp-roots" / "other.pem").write_text("?")
    with Workspace.open(workspace) as opened, pytest.raises(ConfigurationError) as refused:
        opened.trust()
    assert refused.value.code == "timestamps.root_unreadable"
    assert refused.value.facts == {"path": "other.pem"}


def test_lists_of_the_authority_beside_its_root_are_obeyed(workspace, outside):
    choose(workspace, outside)
    term = Validity(start=now() - timedelta(days=1), end=now() + timedelta(days=9))
    listed, folder = outside[1].revocation_list((), number=1, validity=term), "timestamp-roots"
    (workspace / "keys" / folder / "centre.crl").write_bytes(listed)
    with Workspace.open(workspace) as opened:
        assert listed in opened.trust().crls
        (workspace / "keys" / folder / "other.crl").write_text("?")
        with pytest.raises(ConfigurationError) as refused:
            opened.trust()
    assert refused.value.code == "timestamps.list_unreadable"
    assert refused.value.facts == {"path": "other.crl"}


@pytest.mark.parametrize("url", ["file:///etc/passwd", "tsa.example", "ftp://tsa.example/"])
def test_only_web_addresses_are_taken(workspace, url):
    settings = workspace / "workspace.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}timestamps: {{url: '{url}'}}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"data\.not_a_url"):
        read_settings(workspace)

"""Every document of every journey is composed with the shipped forms and faces.

The journeys try every transition, so a form that asks for something its transition does not hand
in, or has no room for it, is named here.
"""

import hashlib
from pathlib import Path

import pytest

import tests.bureau
from documents.fonts import FontBook
from engine.record import Record
from engine.road import Intake
from runtime.composing import FormComposer, shipped_catalogue
from tests.bureau import Bureau
from tests.unit.engine.test_every_transition import JOURNEYS

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "examples" / "m11-construction-waste" / "附件" / "现场照片1.jpg"
COMPOSER = FormComposer(shipped_catalogue(), FontBook(()), training=True)
NAMED = tests.bureau.intake


class RealComposer(tests.bureau.Composer):
    """The shipped composer, remembering what it made."""

    def compose(self, form, values, **how):
        self.made.append((form, values))
        COMPOSED.add(form)
        return COMPOSER.compose(form, values, **how)

    def printed(self, form, values, **how):
        return COMPOSER.printed(form, values, **how)


COMPOSED = set()


def pictured():
    """Files by name, with a real picture behind every name of one."""
    named, files = NAMED(), {}

    def take(written):
        record = dict(named.take(written))
        data = PICTURE.read_bytes() if record["media"] == "image/jpeg" else written.encode()
        record["digest"] = hashlib.sha256(data).hexdigest()
        files[record["digest"]] = data
        return Record(record)

    return Intake(take=take, files=files)


@pytest.fixture(autouse=True)
def _real(monkeypatch):
    monkeypatch.setattr(tests.bureau, "Composer", RealComposer)
    monkeypatch.setattr(tests.bureau, "intake", pictured)
    monkeypatch.setattr(Bureau, "played", {})


def rare_records():
    """The records and receipts no journey happens to make."""
    bureau = Bureau().play(until="end_investigation", before=True)
    signed = {"mode": "paper", "signer": "沈国强", "relation": "法定代表人", "file": "签.jpg"}
    item = {"name": "渣土", "quantity": "2袋"}
    film = {
        "event": "现场勘验",
        "file": "勘验.mp4",
        "device": "记录仪示意机-01",
        "recorded_at": "2026-03-03 09:30",
    }
    for give in (
        {"record": "edata", "edata_tool": "取证设备只读提取", "holder": "沈国强"},
        {
            "record": "sampling",
            "place": "听涛路望海桥",
            "samples": [item],
            "sampling_method": "随机多点取样",
            "party_signature": signed,
        },
        {"record": "recording", "recordings": [film]},
    ):
        bureau.must("record_evidence#4", at=bureau.clock + tests.bureau.SOON, give=give)
    bureau.must("request_opinion", give={"opinion_kind": "appraisal"})
    return bureau


def handed_on_to_us():
    bureau = Bureau()
    bureau.must(
        "register_lead",
        at="2026-03-02 09:10",
        give={
            "source": "transfer",
            "sending_agency": "海岚市栖霞区综合行政执法局",
            "sending_number": "栖综执移〔2026〕3号",
            "received_materials": [{"name": "案卷材料", "quantity": "1套"}],
        },
    )
    return bureau


def cash():
    bureau = Bureau().play(until="pay_full")
    bureau.must(
        "confirm_payment",
        give={
            "collected": "cash",
            "cash_ground": "remote",
            "cash_receipt_number": "票0001",
            "cash_amount": "8000",
        },
    )
    return bureau


def test_every_form_of_the_catalogue_is_composed_on_some_journey():
    for journey in (*JOURNEYS, rare_records, handed_on_to_us, cash):
        made = journey().composer.made
        assert made, journey.__name__
    assert set(shipped_catalogue().forms()) == COMPOSED

"""Ready changes of the example case: another fine, another party, another matter, no correction.

Each answers with changes by trigger, to be joined and handed to `Bureau.play`.
"""

import datetime as dt

from engine.benchmarks import tier_of
from engine.money import parse_yuan
from tests.playbook import by_name, fields_of, law, overlaid, script

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ACT = dt.date(2026, 3, 2)
#: Steps of the example that hand in evidence or records with their elements.
PROVING = ("request_filing", "record_evidence#1", "record_evidence#2", "record_evidence#3")
PROVING += ("record_evidence#4", "review_ok")


def joined(*changes):
    """Several sets of changes as one; the later one wins."""
    whole = {}
    for one in changes:
        for trigger, change in one.items():
            whole[trigger] = overlaid(
                whole.get(trigger, {}), by_name(fields_of(_plain(trigger)), change)
            )
    return whole


def _plain(trigger):
    return trigger.partition("#")[0]


def tier(yuan, matter="M-11", kind="entity"):
    """The benchmark's tier of an amount, or the nearest one for amounts outside the range."""
    bounds = law().matters[matter].version_on(ACT).range_for(kind)
    inside = min(max(int(parse_yuan(str(yuan))), bounds.low), bounds.high)
    return str(tier_of(law().benchmark, bounds, inside))


def fine(yuan, matter="M-11", kind="entity", **more):
    """The same amount proposed, noticed, reviewed, decided and paid."""
    text = str(yuan)
    return {
        "end_investigation": {"fine": text, "tier": tier(yuan, matter, kind), **more},
        "serve_prior_notice": {"notice_fine": text},
        "submit_review": {"final_fine": text},
        "approve_penalty": {"decision_fine": text},
        "pay_full": {"payments": [payment(text)]},
    }


def payment(yuan, on="2026-03-30", reference="HL-0001"):
    return {
        "payer": "海岚市顺达土石方运输有限公司",
        "amount": str(yuan),
        "paid_on": on,
        "bank_reference": reference,
        "receipt_number": f"非税-{reference}",
        "file": "附件/票据.jpg",
    }


def identity_number(born, serial="002"):
    """An invented identity number of that birth date, with its check character (GB 11643)."""
    body = f"330299{born:%Y%m%d}{serial}"
    total = sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def citizen(born="1979-08-25", name="龚明霞", **more):
    """A natural person as the party of the example."""
    day = dt.date.fromisoformat(str(born))
    party = {
        "kind": "公民",
        "name": name,
        "sex": "女",
        "birth_date": day,
        "id_number": identity_number(day),
        "credit_code": None,
        "legal_representative": None,
    }
    return {"request_filing": {"party": party | more}, **signed_by_self()}


def signed_by_self():
    return {f"signed#{n}": {"receiver_relation": "本人"} for n in (1, 2, 3)}


def matter(key, kinds=("罚款",), on=ACT):
    """Another matter, every element of it proved by every piece of evidence and record.

    A warning its article always imposes is proposed beside `kinds`.
    """
    version = law().matters[key].version_on(on)
    elements = [e.text for e in version.elements]
    warned = ["警告"] if "warning" in version.omitted(()) else []
    return {
        "start_verification": {"matter": key},
        **{name: _proving(name, elements) for name in PROVING},
        "end_investigation": {"penalty_kinds": [*warned, *kinds]},
    }


def _proving(name, elements):
    trigger, _, number = name.partition("#")
    steps = [s for s in script("m11") if s.trigger == trigger]
    raw = steps[int(number or 1) - 1].raw
    labels = {s.label: s.name for s in fields_of(trigger)}
    change = {}
    for label, value in raw.items():
        if labels.get(label) == "evidence":
            change["evidence"] = [{**item, "对应要件": elements} for item in value]
        if labels.get(label) == "covers":
            change["covers"] = elements
    return change

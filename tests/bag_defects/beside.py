"""Defects of the SM2 signatures beside documents: exchanged, lost, out of term, wrongly listed."""

import json
from datetime import UTC, datetime
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signing.sm2_cms import sign_beside
from documents.signing.sm2_key import Sm2Key, open_private
from tests.bag_defects.defect import defect
from tests.sm2_bureau import PIN

RELIABLE, IN_TERM, KEPT = "ESL 13", "ESL 16", "APL 47"
DECISION, NOTICE = "penalty_decision-1", "penalty_prior_notice-1"
INDEX, ROOT, LIST = "audit/sm2/signatures.json", "audit/sm2/roots/01.pem", "audit/sm2/crl/01.pem"
AT = f"audit/sm2/{DECISION}.p7s"


def _entry(f, change):
    """Change what the index says of the decision's signature; `change` is given the entry."""

    def changed(index):
        (one,) = [e for e in index["signatures"] if e["document"] == DECISION]
        change(one)

    f.edit_json(INDEX, changed)
    f.vouched()


def _signed_anew(f, moment, owner="seal"):
    """Sign the decision with an SM2 key at a moment, and cover it up in the index."""
    certificate = x509.load_pem_x509_certificate((f.sm2.folder / f"{owner}.pem").read_bytes())
    encoded = certificate.public_bytes(Encoding.DER)
    private = open_private((f.sm2.folder / f"{owner}.key").read_bytes(), PIN)
    key = Sm2Key(certificate=encoded, private=private)
    f.write(AT, sign_beside(f.read(f.file("penalty_decision")), key, moment))
    own = {} if owner != "seal" else {"certificate": sha256(encoded).hexdigest()}
    _entry(f, lambda one: one.update(signed=moment.isoformat(), **own))


@defect("byte of an SM2 signature flipped", "signature_value", RELIABLE, file=AT, event="T130")
def _(f):
    data = bytearray(f.read(AT))
    data[-1] ^= 1
    f.write(AT, bytes(data))
    f.vouched()


@defect("SM2 signature cut short", "signature_unreadable", RELIABLE, file=AT, event="T130")
def _(f):
    f.write(AT, f.read(AT)[:-1])
    f.vouched()


@defect("document changed after SM2", "signature_digest", RELIABLE, file=AT, event="T130")
def _(f):
    pdf = bytearray(f.read(f.file("penalty_decision")))
    pdf[len(pdf) // 2] ^= 1
    f.replace("penalty_decision", bytes(pdf))
    f.cover()


@defect("SM2 signature of another document", "signature_digest", RELIABLE, file=AT, event="T130")
def _(f):
    f.write(AT, f.read(f"audit/sm2/{NOTICE}.p7s"))
    f.vouched()


@defect("SM2 signature by another certificate", "sm2_differs", KEPT, file=AT, event="T130")
def _(f):
    _signed_anew(f, datetime(2027, 1, 1, tzinfo=UTC), owner="other")


@defect("SM2 signature lost", "sm2_missing", KEPT, file=AT, event="T130")
def _(f):
    f.remove(AT)
    f.vouched()


@defect(
    "SM2 signature taken out with its entry",
    "sm2_missing",
    KEPT,
    form="penalty_decision",
    event="T130",
)
def _(f):
    f.remove(AT)
    f.edit_json(INDEX, _without_the_decision)
    f.vouched()


def _without_the_decision(index):
    index["signatures"] = [e for e in index["signatures"] if e["document"] != DECISION]


@defect("SM2 signature nobody listed", "sm2_foreign", KEPT, file="audit/sm2/more.p7s")
def _(f):
    f.write("audit/sm2/more.p7s", f.read(AT))
    f.vouched()


@defect("SM2 signature listed for nothing", "sm2_foreign", KEPT, file=AT)
def _(f):
    _entry(f, lambda one: one.update(document="penalty_decision-9"))


@defect("SM2 certificate had expired", "certificate_expired", IN_TERM, file=AT, event="T130")
def _(f):
    _signed_anew(f, datetime(2045, 1, 1, tzinfo=UTC))


@defect(
    "SM2 certificate not yet valid", "certificate_not_yet_valid", IN_TERM, file=AT, event="T130"
)
def _(f):
    _signed_anew(f, datetime(2023, 1, 1, tzinfo=UTC))


@defect("SM2 certificate revoked before", "certificate_revoked", IN_TERM, file=AT, event="T130")
def _(f):
    _listed(f, f.sm2.revocations)
    _signed_anew(f, datetime(2030, 1, 1, tzinfo=UTC))


@defect("SM2 revocation list altered", "list_unsigned", RELIABLE, file="audit/sm2/crl/")
def _(f):
    data = bytearray(f.sm2.revocations)
    data[-1] ^= 1
    _listed(f, bytes(data))


def _listed(f, revocations):
    f.write(LIST, x509.load_der_x509_crl(revocations).public_bytes(Encoding.PEM))
    f.vouched()


@defect("SM2 root exchanged", "certificate_untrusted", IN_TERM, file=AT, event="T130")
def _(f):
    f.write(ROOT, (f.sm2.folder / "other.pem").read_bytes())
    f.vouched()


@defect("SM2 root taken out", "root_missing", RELIABLE, file="audit/sm2/roots/")
def _(f):
    f.remove(ROOT)
    f.vouched()


@defect("digest in the SM2 index altered", "sm2_differs", KEPT, file=AT, event="T130")
def _(f):
    _entry(f, lambda one: one.update(digest="0" * 64))


@defect("moment in the SM2 index dated back", "sm2_differs", KEPT, file=AT, event="T130")
def _(f):
    _entry(f, lambda one: one.update(signed="2026-01-01T00:00:00+08:00"))


@defect("identity in the SM2 index altered", "signature_value", RELIABLE, file=AT, event="T130")
def _(f):
    _entry(f, lambda one: one.update(user="8765432187654321"))


@defect("SM2 index gone", "sm2_index", KEPT, file=INDEX)
def _(f):
    f.remove(INDEX)
    f.vouched()


@defect("SM2 index altered and listed anew", "bag_note_other", RELIABLE, file="audit/bag.note")
def _(f):
    index = json.loads(f.read(INDEX))
    f.write(INDEX, json.dumps({**index, "without": [DECISION]}).encode())
    f.manifests()

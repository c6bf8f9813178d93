"""Acts no one may do alone: two people of the roster sign the same words with their own keys.

The signatures stand in the journal's entry with the certificates, so that they can be checked as
long as the journal is kept. Refuses to know what was agreed on.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from documents.signing.keys import SHA256
from engine.audit_finding import AuditFinding
from engine.audit_journal import journal_finding
from engine.errors import InputError
from engine.journal import Act, Entry
from engine.people import Person
from engine.record import Json, canonical
from runtime import settings as names
from runtime.key_records import KeyRecord
from runtime.keyring import unlocked_key
from runtime.root_desk import roster_entry
from runtime.workspace import Workspace

#: Member of an entry's facts that holds the signatures.
AGREED = "agreed"
#: Acts two people must have agreed on.
TOGETHER = frozenset({Act.FILES_ACCEPTED, Act.CASE_INTERVENED, Act.ROOT_RENEWED})


def check_people(workspace: Workspace, people: tuple[str, str]) -> None:
    """Refuse two who may not agree on anything; to be asked before anybody types a PIN.

    Raises InputError `together.same` for one person twice, `together.roles` for somebody without
    a role.
    """
    first, second = people
    if first == second:
        raise InputError("together.same", person=first)
    for person in people:
        if not roster_entry(workspace, person).roles:
            raise InputError("together.roles", person=person)


def agreed(
    workspace: Workspace,
    act: Act,
    facts: Mapping[str, Json],
    people: tuple[str, str],
    pins: Mapping[str, str],
) -> dict[str, Json]:
    """Return the facts of an act with the signatures of both people.

    Raises what `check_people` does, and what unlocking keys raises.
    """
    check_people(workspace, people)
    message = _message(act, facts)
    made: list[Json] = [_signed(workspace, person, pins, message) for person in people]
    return {**facts, AGREED: made}


def _signed(
    workspace: Workspace, person_id: str, pins: Mapping[str, str], message: bytes
) -> dict[str, Json]:
    person: Person = roster_entry(workspace, person_id)
    if person_id not in pins:
        raise InputError("keys.pin_needed", person=person.name)
    key = unlocked_key(workspace.root / names.KEYS, person_id, pins[person_id])
    return {
        "person": person_id,
        "certificate": base64.b64encode(key.certificate).decode(),
        "signature": base64.b64encode(key.sign_digest(hashlib.sha256(message).digest())).decode(),
    }


def _message(act: Act, facts: Mapping[str, Json]) -> bytes:
    """Return the words both sign: the act and its facts, without the signatures."""
    plain = {name: value for name, value in facts.items() if name != AGREED}
    return canonical({"act": act.value, "facts": plain})


def audit_together(
    entries: Sequence[Entry], records: Sequence[KeyRecord]
) -> Iterator[AuditFinding]:
    """Acts for two that two people with keys of the bureau did not sign: `together_broken`."""
    for entry in entries:
        if entry.act in TOGETHER and (problem := _problem(entry, records)):
            yield journal_finding("together_broken", entry.seq, problem=problem)


def _problem(entry: Entry, records: Sequence[KeyRecord]) -> str:
    made = entry.facts.get(AGREED)
    signed = cast("Sequence[Mapping[str, Json]]", made) if isinstance(made, list) else ()
    if len({one.get("person") for one in signed}) < 2:
        return "together.same"
    message = _message(entry.act, entry.facts)
    for one in signed:
        if not _holds(one, message, entry, records):
            return f"signature:{one.get('person')}"
    return ""


def _holds(
    one: Mapping[str, Json], message: bytes, entry: Entry, records: Sequence[KeyRecord]
) -> bool:
    try:
        der = base64.b64decode(str(one["certificate"]), validate=True)
        certificate = x509.load_der_x509_certificate(der)
        digest = hashlib.sha256(message).digest()
        _verify(certificate, base64.b64decode(str(one["signature"])), digest)
    except (KeyError, ValueError, InvalidSignature):
        return False
    known = [r for r in records if r.digest == hashlib.sha256(der).hexdigest()]
    return any(
        r.owner == one["person"]
        and (r.since <= entry.at <= r.until or _nobody_could(entry, records))
        and (r.ended is None or entry.at <= r.ended)
        for r in known
    )


def _nobody_could(entry: Entry, records: Sequence[KeyRecord]) -> bool:
    """Whether a root was renewed after its end, when nobody's certificate could be valid."""
    if entry.act is not Act.ROOT_RENEWED:
        return False
    return any(r.serial == entry.text("replaces") and r.until < entry.at for r in records)


def _verify(certificate: x509.Certificate, signature: bytes, digest: bytes) -> None:
    """Raise InvalidSignature unless the certificate's key has signed the digest."""
    public = certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        public.verify(signature, digest, padding.PKCS1v15(), SHA256)
    elif isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signature, digest, ec.ECDSA(SHA256))
    else:
        raise InvalidSignature

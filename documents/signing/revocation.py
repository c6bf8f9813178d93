"""Revocation lists (RFC 5280, 5): certificates taken back, and certificates that were replaced.

Either kind keeps what was signed before its moment valid and ends what is signed from then on.
Refuses to know why somebody's certificate was taken back.
"""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from documents.signing.errors import MalformedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A certificate that signs no more: its serial number and from when."""

    serial: int
    since: datetime
    #: Whether another certificate of the same holder took its place (RFC 5280, 5.3.1).
    superseded: bool = False

    def entry(self) -> x509.RevokedCertificate:
        """The entry of the list; no reason is given where there is none (RFC 5280, 5.3.1)."""
        builder = x509.RevokedCertificateBuilder(self.serial, self.since)
        if self.superseded:
            reason = x509.CRLReason(x509.ReasonFlags.superseded)
            builder = builder.add_extension(reason, critical=False)
        return builder.build()


def is_superseded(entry: x509.RevokedCertificate) -> bool:
    """Whether an entry says that the certificate was replaced."""
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return False
    return reason is x509.ReasonFlags.superseded


def read_list(der: bytes) -> tuple[tuple[Revocation, ...], int]:
    """The entries and the number of a list; raises MalformedError `malformed.crl`."""
    try:
        listed = x509.load_der_x509_crl(der)
        number = listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except (ValueError, x509.ExtensionNotFound) as error:
        raise MalformedError("malformed.crl") from error
    entries = tuple(
        Revocation(
            serial=entry.serial_number,
            since=entry.revocation_date_utc,
            superseded=is_superseded(entry),
        )
        for entry in listed
    )
    return entries, number


def in_force(
    serial: int, listed: x509.CertificateRevocationList, moment: datetime
) -> x509.RevokedCertificate | None:
    """The entry that ends a certificate not after `moment`, or None."""
    entry = listed.get_revoked_certificate_by_serial_number(serial)
    return entry if entry is not None and entry.revocation_date_utc <= moment else None

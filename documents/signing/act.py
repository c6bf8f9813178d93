"""The act of signing as the signed page shows it: who, in which role, saying what, when."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureAct:
    """One person's signature, or the agency's seal, on one field."""

    #: The signer's name as in the certificate.
    name: str
    #: How the form calls the signer, for example 办案人员; shown to readers of the signature.
    role: str
    #: The opinion written beside the signature, or None where the form asks for none.
    opinion: str | None = None
    #: The date written beside the signature.
    date: date
    #: When it is signed; aware.
    moment: datetime
    #: Why it is signed, in one line; empty when the form does not say.
    reason: str = ""
    #: Where it is signed; empty when it does not matter.
    location: str = ""

"""Check digits of the numbers that identify a party.

Citizen identity numbers after GB 11643-1999 (ISO 7064 MOD 11-2), unified social credit codes
after GB 32100-2015 (MOD 31). Whether the number belongs to the party is for people to verify.
"""

import re
from datetime import date

_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECK = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def identity_number_valid(text: str) -> bool:
    """Whether `text` is an 18-digit identity number with a real birth date and check digit."""
    text = text.upper()
    if not re.fullmatch(r"\d{17}[\dX]", text) or birth_date(text) is None:
        return False
    total = sum(int(c) * w for c, w in zip(text, _CITIZEN_WEIGHTS, strict=False))
    return _CITIZEN_CHECK[total % 11] == text[17]


def birth_date(number: str) -> date | None:
    """Return the birth date inside an identity number, or None when there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def credit_code_valid(text: str) -> bool:
    """Whether `text` is an 18-character unified social credit code with its check character."""
    text = text.upper()
    if len(text) != 18 or any(c not in _CREDIT_SIGNS for c in text):
        return False
    total = sum(_CREDIT_SIGNS.index(c) * pow(3, i, 31) for i, c in enumerate(text[:17]))
    return _CREDIT_SIGNS[(31 - total % 31) % 31] == text[17]

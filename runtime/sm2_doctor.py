"""Whether the SM2 seal can sign now, and how long still.

Its PIN is not asked for: that the key is the certificate's shows in signing. Looks only.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from documents.signing.sm2_certificates import load, name_of, path_problems, path_to_root
from engine.errors import ConfigurationError
from engine.legal_time import legal_moment
from runtime.diagnosis import BAD, WARN, Diagnosis, ahead
from runtime.sm2_places import CERTIFICATES, KEY, SM2, seal_certificates, sm2_trust


def sm2_diagnoses(keys: Path, now: datetime) -> Iterator[Diagnosis]:
    """What is wrong with the SM2 seal in `keys`; nothing where the bureau has none."""
    held = [(keys / SM2 / name).is_file() for name in (KEY, CERTIFICATES)]
    if not all(held):
        if any(held):
            facts: dict[str, object] = {"key": KEY, "certificates": CERTIFICATES}
            yield Diagnosis(code="sm2_incomplete", level=BAD, facts=facts)
        return
    try:
        trust, (leaf, *between) = sm2_trust(keys), seal_certificates(keys)
    except ConfigurationError as wrong:
        yield Diagnosis(code="sm2_unreadable", level=BAD, facts={"path": wrong.facts["path"]})
        return
    for problem in path_problems(leaf, between, trust, now):
        if problem != "expired":
            facts = {"problem": f"sm2.{problem}"}
            yield Diagnosis(code="sm2_unusable", level=BAD, facts=facts)
    yield from _end(path_to_root(leaf, between, trust) or (leaf, *between), now)


def _end(path: Sequence[bytes], now: datetime) -> Iterator[Diagnosis]:
    """The certificate that ends first of those a signature needs."""
    first = min((load(one) for one in path), key=lambda one: one.not_valid_after_utc)
    ends = first.not_valid_after_utc
    left = ends - now
    until = legal_moment(ends).date()
    facts: dict[str, object] = {"subject": name_of(first), "until": until, "days": left.days}
    if left < timedelta(0):
        yield Diagnosis(code="sm2_expired", level=BAD, facts=facts)
    elif left < timedelta(days=ahead().sm2):
        yield Diagnosis(code="sm2_ending", level=WARN, facts=facts)

"""RFC 3161 timestamps from an outside authority, asked over HTTP (RFC 3161, 3.4).

What it answers is taken apart and judged before it is used, as a verifier will: the imprint and the
nonce asked for, a signature by a certificate of a trusted root, a clock that agrees with ours.
Refuses to know what is stamped.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from documents.signing import cms, der
from documents.signing.certificates import Purpose, load, path_faults
from documents.signing.errors import MalformedError, TimestampError
from documents.signing.timestamp import Token, read_token

#: PKIStatus granted and grantedWithMods (RFC 3161, 2.4.2).
GRANTED = (0, 1)
NONCE_BITS = 63
TRUE = der.tlv(0x01, b"\xff")
#: No answer is longer than this many bytes.
MOST = 1 << 18
#: How far the authority's clock may be from ours, in seconds; a verifier allows no more.
CLOCK_TOLERANCE_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTimestampAuthority:
    """An authority at a URL, believed up to the roots given."""

    url: str
    #: Certificates of its roots, DER.
    roots: tuple[bytes, ...]
    timeout_seconds: float = 10.0
    #: The most bytes a token takes.
    token_size: int = 8192

    def stamp(self, imprint: bytes, *, moment: datetime, nonce: int | None = None) -> bytes:
        """A token over a SHA-256 imprint, DER, with a nonce of ours.

        Raises TimestampError `timestamp.unreachable`, `timestamp.refused`, `timestamp.unusable`,
        `timestamp.distrusted` or `timestamp.clock`.
        """
        asked = nonce if nonce is not None else secrets.randbits(NONCE_BITS) | 1
        data = _token_of(self._answer(_request(imprint, asked)))
        try:
            token = read_token(data)
        except MalformedError as wrong:
            raise TimestampError("timestamp.unusable", problem=wrong.code) from wrong
        if (token.hash_name, token.imprint, token.nonce) != ("sha256", imprint, asked):
            raise TimestampError("timestamp.unusable", problem="timestamp.imprint")
        self._believe(token)
        if abs((token.moment - moment).total_seconds()) > CLOCK_TOLERANCE_SECONDS:
            raise TimestampError("timestamp.clock", theirs=token.moment, ours=moment)
        if len(data) > self.token_size:
            raise TimestampError("signing.no_room", needed=len(data), room=self.token_size)
        return data

    def _answer(self, query: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query"}
        request = Request(self.url, data=query, headers=headers)  # noqa: S310 - settings allow http(s) only
        try:
            with urlopen(request, timeout=self.timeout_seconds) as reply:  # noqa: S310 - as above
                answer: bytes = reply.read(MOST)
        except (URLError, HTTPException, OSError) as wrong:
            if isinstance(wrong, HTTPError):
                wrong.close()
            problem = str(getattr(wrong, "reason", "")) or str(wrong) or type(wrong).__name__
            raise TimestampError("timestamp.unreachable", url=self.url, problem=problem) from wrong
        return answer

    def _believe(self, token: Token) -> None:
        """Refuse a token a verifier would not believe."""
        try:
            raw = token.signed.signer_certificate()
            others = [load(one) for one in token.signed.certificates if one != raw]
            leaf = load(raw) if raw is not None else None
        except MalformedError as wrong:
            raise TimestampError("timestamp.unusable", problem=wrong.code) from wrong
        if leaf is None or not (token.intact() and cms.signature_holds(token.signed, leaf)):
            raise TimestampError("timestamp.unusable", problem="timestamp.signature")
        faults = path_faults(
            leaf,
            purpose=Purpose.TIMESTAMP,
            others=others,
            roots=[load(root) for root in self.roots],
            crls=(),
            moment=token.moment,
        )
        for fault in faults:
            problem = fault.code.replace("certificate.", "timestamp.")
            raise TimestampError("timestamp.distrusted", problem=problem, subject=fault.subject)


def _request(imprint: bytes, nonce: int) -> bytes:
    """A TimeStampReq that wants the certificates too (RFC 3161, 2.4.1)."""
    return der.sequence(
        der.integer(1),
        der.sequence(der.sequence(cms.SHA256, der.NULL), der.octets(imprint)),
        der.integer(nonce),
        TRUE,
    )


def _token_of(answer: bytes) -> bytes:
    """The token of a TimeStampResp (RFC 3161, 2.4.2)."""
    try:
        status, *tokens = der.children(der.only_value(answer, der.SEQUENCE))
        code = der.integer_of(der.children(status)[0])
    except (MalformedError, ValueError, IndexError) as wrong:
        raise TimestampError("timestamp.unusable", problem="timestamp.malformed") from wrong
    if code not in GRANTED or not tokens:
        raise TimestampError("timestamp.refused", status=code)
    return tokens[0].raw

"""Keys that never leave a token: PKCS#11 (OASIS, version 2.40), for smart cards and HSMs.

Signs SHA-256 digests with the mechanisms every token has (CKM_ECDSA, CKM_RSA_PKCS) and gives the
signatures the form CMS wants. Refuses to know whose key it is. Needs the extra `hsm`.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pkcs11
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, SignMixin, exceptions
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from documents.signing import der
from documents.signing.errors import KeyFileError, PinError
from documents.signing.keys import CertifiedKey, KeyKind, PublicKey
from documents.signing.token_place import TokenPlace

#: DigestInfo of a SHA-256 digest without the digest itself (RFC 8017, 9.2, note 1).
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
ID_BITS = 128
LABEL = "anjuan"
#: The private half stays where it was made.
CAPTIVE = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
BITS = {KeyKind.RSA2048: 2048, KeyKind.RSA3072: 3072}

#: Sessions held open by module and token, with the digest of the PIN that opened them: a token is
#: unlocked for the whole process, so that a second PIN has to be compared here.
_sessions: dict[tuple[str, str], tuple[pkcs11.Session, bytes]] = {}


class TokenKey(CertifiedKey):
    """A key on a token, unlocked, with its certificate."""

    def __init__(self, certificate: bytes, private: SignMixin, place: TokenPlace) -> None:
        """Use `unlock_token` or `make_on_token`."""
        self.certificate = certificate
        self.place = place
        self._private = private

    def sign_digest(self, digest: bytes) -> bytes:
        """The signature of a SHA-256 digest; raises KeyFileError `signing.token` when refused."""
        with _told(self.place):
            if self.rsa:
                signed = self._private.sign(DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS)
                return bytes(signed)
            raw = bytes(self._private.sign(digest, mechanism=Mechanism.ECDSA))
        half = len(raw) // 2
        r, s = int.from_bytes(raw[:half]), int.from_bytes(raw[half:])
        return der.sequence(der.integer(r), der.integer(s))


@dataclass(frozen=True, eq=False, kw_only=True)
class TokenPair:
    """A fresh key on a token that waits for its certificate."""

    place: TokenPlace
    public: PublicKey
    private: SignMixin

    def certified(self, certificate: bytes) -> TokenKey:
        """The key with its certificate."""
        return TokenKey(certificate, self.private, self.place)


def make_on_token(place: TokenPlace, pin: str, kind: KeyKind) -> TokenPair:
    """Make a key on a token; its private half is sensitive and cannot be taken out.

    Raises PinError `signing.pin_wrong`, KeyFileError `signing.token` for a token or module that is
    not there or refuses.
    """
    session = _unlocked(place, pin, writing=True)
    with _told(place):
        made = bytes(session.generate_random(ID_BITS))
        public, private = _pair(session, made, kind)
        encode = encode_ec_public_key if kind is KeyKind.P256 else encode_rsa_public_key
        loaded = load_der_public_key(encode(public))
    if not isinstance(loaded, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise KeyFileError("signing.token", token=place.token, problem="key_kind")
    kept = TokenPlace(module=place.module, token=place.token, id=made)
    return TokenPair(place=kept, public=loaded, private=_able(private, place))


def unlock_token(place: TokenPlace, certificate: bytes, pin: str) -> TokenKey:
    """The key at `place`; raises what `make_on_token` raises."""
    session = _unlocked(place, pin, writing=False)
    with _told(place):
        private = session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=place.id)
    return TokenKey(certificate, _able(private, place), place)


def _able(found: pkcs11.Object, place: TokenPlace) -> SignMixin:
    """The same key, once it says that it may sign."""
    if not isinstance(found, SignMixin):
        raise KeyFileError("signing.token", token=place.token, problem="CKA_SIGN")
    return found


def destroy_on_token(place: TokenPlace, pin: str) -> None:
    """Destroy both halves of the key at `place`; raises what `make_on_token` raises."""
    session = _unlocked(place, pin, writing=True)
    with _told(place):
        for found in list(session.get_objects({Attribute.ID: place.id})):
            found.destroy()


def _pair(
    session: pkcs11.Session, made: bytes, kind: KeyKind
) -> tuple[pkcs11.PublicKey, pkcs11.PrivateKey]:
    if kind is not KeyKind.P256:
        return session.generate_keypair(
            KeyType.RSA, BITS[kind], store=True, id=made, label=LABEL, private_template=CAPTIVE
        )
    curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    parameters = session.create_domain_parameters(KeyType.EC, curve, local=True)
    return parameters.generate_keypair(store=True, id=made, label=LABEL, private_template=CAPTIVE)


def _unlocked(place: TokenPlace, pin: str, *, writing: bool) -> pkcs11.Session:
    """A session on the token; opened anew for writing, since most of the time none is needed."""
    where, digest = (place.module, place.token), hashlib.sha256(pin.encode()).digest()
    held = _sessions.get(where)
    if held is not None:
        if held[1] != digest:
            raise PinError("signing.pin_wrong")
        if held[0].rw or not writing:
            return held[0]
        _sessions.pop(where)[0].close()
    with _told(place):
        token = pkcs11.lib(place.module).get_token(token_label=place.token)
        session = token.open(rw=writing, user_pin=pin)
    _sessions[where] = (session, digest)
    return session


@contextmanager
def _told(place: TokenPlace) -> Iterator[None]:
    """Tell what a token or its driver refuses in our own words."""
    try:
        yield
    except (exceptions.PinIncorrect, exceptions.PinLenRange, exceptions.PinInvalid) as wrong:
        raise PinError("signing.pin_wrong") from wrong
    except exceptions.PKCS11Error as wrong:
        problem = str(wrong) or type(wrong).__name__
        raise KeyFileError("signing.token", token=place.token, problem=problem) from wrong

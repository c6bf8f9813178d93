"""A root and a seal with SM2 keys as an authority would hand them out, made by OpenSSL."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.foreign import run

PIN = "seal-of-sm2"
USER = "1234567812345678"
IDENTITY = ("-sigopt", f"distid:{USER}", "-vfyopt", f"distid:{USER}")
#: When certificates begin and end, when the seal's stands on the list, and a moment before.
BEGIN, END, REVOKED = "20240101000000Z", "20440101000000Z", "300101000000Z"
#: When the certificate of the authority between ends, before all others.
BRANCH_END = "20400101000000Z"
MOMENT = datetime(2026, 6, 1, 2, tzinfo=UTC)
SETTINGS = """
[ca]
default_ca = root
[root]
database = {folder}/index.txt
new_certs_dir = {folder}
serial = {folder}/serial
crlnumber = {folder}/number
default_md = sm3
default_crl_days = 3650
policy = any
preserve = yes
unique_subject = no
[any]
countryName = optional
organizationName = optional
commonName = supplied
[authority]
basicConstraints = critical,CA:TRUE
[clerk]
basicConstraints = critical,CA:TRUE
keyUsage = critical,cRLSign
[seal]
keyUsage = critical,digitalSignature,nonRepudiation
basicConstraints = CA:FALSE
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sm2Keys:
    """Where they lie, and the certificates in DER."""

    folder: Path
    root: bytes
    seal: bytes
    #: A certificate of the same root for another key.
    other: bytes
    #: A certificate that the seal's key signed, which may sign none.
    below: bytes
    #: An authority under the root, and a seal of that authority's.
    branch: bytes
    branch_seal: bytes
    #: What names itself an authority and may sign no certificates, and a seal it signed.
    clerk: bytes
    clerk_seal: bytes
    #: The seal's key, PEM.
    locked: bytes
    #: A list of the root's on which the seal's certificate stands.
    revocations: bytes


def openssl(*words) -> str:
    """Return what OpenSSL says to a command; fails with its words."""
    result = run("openssl", *words)
    assert result.code == 0, result.text
    return result.text


def hand_over(keys: Sm2Keys, workspace: Path) -> None:
    """Lay the seal's key, its certificate and the root into a workspace."""
    folder = workspace / "keys" / "sm2"
    (folder / "roots").mkdir(parents=True)
    for name in ("seal.key", "seal.pem"):
        shutil.copy(keys.folder / name, folder / name)
    shutil.copy(keys.folder / "ca.pem", folder / "roots" / "ca.pem")


def make_keys(folder: Path) -> Sm2Keys:
    """Make root, seal and the list on which the seal ends."""
    (folder / "settings").write_text(SETTINGS.format(folder=folder), encoding="utf-8")
    (folder / "index.txt").touch()
    for counter in ("serial", "number"):
        (folder / counter).write_text("01\n", encoding="ascii")
    _certify(folder, "ca", "清江市国密根", issuer="ca")
    _certify(folder, "seal", "清江市城市管理局", issuer="ca")
    _certify(folder, "other", "别的机关", issuer="ca")
    _certify(folder, "below", "下属", issuer="seal")
    _certify(folder, "branch", "清江市国密分支", issuer="ca", kind="authority", end=BRANCH_END)
    _certify(folder, "branch_seal", "清江市城市管理局二中队", issuer="branch")
    _certify(folder, "clerk", "清江市国密吊销员", issuer="ca", kind="clerk")
    _certify(folder, "clerk_seal", "清江市城市管理局三中队", issuer="clerk")
    return Sm2Keys(
        folder=folder,
        root=_der(folder / "ca.pem"),
        seal=_der(folder / "seal.pem"),
        other=_der(folder / "other.pem"),
        below=_der(folder / "below.pem"),
        branch=_der(folder / "branch.pem"),
        branch_seal=_der(folder / "branch_seal.pem"),
        clerk=_der(folder / "clerk.pem"),
        clerk_seal=_der(folder / "clerk_seal.pem"),
        locked=(folder / "seal.key").read_bytes(),
        revocations=_revocations(folder),
    )


def _certify(
    folder: Path, name: str, subject: str, *, issuer: str, kind: str = "seal", end: str = END
) -> None:
    own = name == issuer
    lock = ("-aes256", "-pass", f"pass:{PIN}")
    openssl("genpkey", "-algorithm", "SM2", *lock, "-out", folder / f"{name}.key")
    openssl(
        "req", "-new", "-key", folder / f"{name}.key", "-passin", f"pass:{PIN}", "-sm3",
        "-sigopt", f"distid:{USER}", "-utf8", "-subj", f"/C=CN/O={subject}/CN={subject}",
        "-out", folder / f"{name}.csr",
    )  # fmt: skip
    kind = "authority" if own else kind
    by = ("-selfsign",) if own else ("-cert", folder / f"{issuer}.pem")
    openssl(
        "ca", "-batch", "-notext", "-config", folder / "settings", *by, *IDENTITY,
        "-keyfile", folder / f"{issuer}.key", "-passin", f"pass:{PIN}",
        "-startdate", BEGIN, "-enddate", end, "-extensions", kind,
        "-in", folder / f"{name}.csr", "-out", folder / f"{name}.pem",
    )  # fmt: skip


def _revocations(folder: Path) -> bytes:
    """The list, with a date of our own choosing in the register it is made from."""
    lines = (folder / "index.txt").read_text("utf-8").splitlines()
    fields = lines[1].split("\t")
    lines[1] = "\t".join(("R", fields[1], REVOKED, *fields[3:]))
    (folder / "index.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    openssl(
        "ca", "-config", folder / "settings", "-keyfile", folder / "ca.key", *IDENTITY[:2],
        "-passin", f"pass:{PIN}", "-cert", folder / "ca.pem", "-gencrl", "-out", folder / "ca.crl",
    )  # fmt: skip
    listed = x509.load_pem_x509_crl((folder / "ca.crl").read_bytes())
    return listed.public_bytes(Encoding.DER)


def _der(path: Path) -> bytes:
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)

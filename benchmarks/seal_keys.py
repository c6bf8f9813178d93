"""One P-256 key for the seal and one for timestamps, the same for everybody in a run."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from benchmarks.decision import AGENCY
from documents.signing.authority import CertificateAuthority, Organization, Validity
from documents.signing.keys import SigningKey, lock, unlock
from documents.signing.timestamp import LocalTimestampAuthority

PIN = "b7-q2-x9-k4"
TERM = Validity(start=datetime(2025, 1, 1, tzinfo=UTC), end=datetime(2028, 1, 1, tzinfo=UTC))
FILES = ("root", "seal", "timestamps")


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What is unlocked before anything is measured."""

    root: SigningKey
    seal: SigningKey
    timestamps: SigningKey

    def authority(self) -> LocalTimestampAuthority:
        """The timestamp authority in the process, its serial numbers counted."""
        serials = count(1)
        return LocalTimestampAuthority(key=self.timestamps, serials=lambda: next(serials))


def make_keys(folder) -> None:
    """Make the keys and lock them in the folder."""
    organization = Organization(name=AGENCY, code="11330199MB0000001X")
    authority = CertificateAuthority.create(organization, name="云溪执法根证书", validity=TERM)
    made = (
        authority.root,
        authority.issue_seal(validity=TERM),
        authority.issue_timestamping(name="云溪时间戳", validity=TERM),
    )
    for name, key in zip(FILES, made, strict=True):
        (folder / f"{name}.p12").write_bytes(lock(key, PIN))


def load_keys(folder) -> Keys:
    """Unlock them."""
    root, seal, timestamps = (unlock((folder / f"{n}.p12").read_bytes(), PIN) for n in FILES)
    return Keys(root=root, seal=seal, timestamps=timestamps)

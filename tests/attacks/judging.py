"""What Anjuan says of a forged file, by the verifier behind `document verify`."""

from datetime import timedelta

from documents.signing.judgement import MOMENT_TOLERANCE_SECONDS
from documents.signing.verify import verify
from engine.audit_files import FilePorts, check_signatures
from engine.audit_finding import Place
from runtime.signature_reading import found_in
from tests.signed_samples import CODE

PORTS = FilePorts(
    blobs=None,
    signatures=None,
    agency_code=CODE,
    tolerance=timedelta(seconds=MOMENT_TOLERANCE_SECONDS),
)


def ours(forgery, target):
    """The codes of everything found wrong, the file's own first, then against the ledger."""
    seen = verify(forgery.pdf, forgery.trust)
    differing = check_signatures(target.made, found_in(seen), Place(), PORTS)
    codes = [finding.code for finding in seen.findings]
    return codes + [f.code for f in differing if f.code != "signature_invalid"]

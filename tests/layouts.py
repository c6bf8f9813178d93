"""What the sample forms come out as under this version of the layout: `python -m tests.layouts`.

Run it after `documents/layout_version.py` was raised; it refuses to renew anything before. Streams
are compared inflated, since another version of the deflating library may pack them differently.
"""

import hashlib
import json
import sys
from pathlib import Path

from documents.inflated import said
from documents.layout_version import LAYOUT
from tests.sample_documents import FORMS, composed

KEPT = Path(__file__).parent / "integration" / "composed_samples.json"


def content_digest(pdf: bytes) -> str:
    """A digest of every object of a file, streams inflated."""
    seen = hashlib.sha256()
    for part in said(pdf):
        seen.update(part)
    return seen.hexdigest()


def digests() -> dict[str, str]:
    """By sample form, what it comes out as, with the marks of training and preview and without."""
    return {
        f"{name}{' marked' * marked}": content_digest(
            composed(name, training=marked, preview=marked).pdf
        )
        for name in sorted(FORMS)
        for marked in (False, True)
    }


def kept() -> tuple[int, dict[str, str]]:
    """The version the samples were last seen under, and what they came out as."""
    told = json.loads(KEPT.read_text("utf-8"))
    return told["layout"], told["samples"]


def main() -> int:
    """Renew what is kept; return 1 when the version has to be raised first."""
    now = digests()
    if KEPT.exists():
        version, before = kept()
        changed = [name for name in before if before[name] != now.get(name)]
        if changed and version == LAYOUT:
            print(f"raise documents/layout_version.py first: {changed} come out otherwise")
            return 1
    KEPT.write_text(json.dumps({"layout": LAYOUT, "samples": now}, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

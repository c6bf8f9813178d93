"""What is printed where the party would sign: signed on paper, on a pad, refused, or absent."""

from collections.abc import Mapping

from documents.phrases import phrase


def party_line(signature: object) -> str | None:
    """Return the text for a party's signature record, or None when there is none."""
    if not isinstance(signature, Mapping):
        return None
    mode = signature.get("mode")
    file = signature.get("file")
    digest = str(file.get("digest", "")) if isinstance(file, Mapping) else ""
    witnesses = signature.get("witnesses") or []
    names = "、".join(f"{w['name']}（{w['unit']}）" for w in witnesses)
    return phrase(
        f"party_{mode}" if mode != "refused" or names else "party_refused_recorded",
        signer=signature.get("signer") or "",
        relation=signature.get("relation") or "",
        reason=signature.get("reason") or "",
        digest=digest[:16],
        witnesses=names,
    )

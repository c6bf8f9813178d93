"""Roots the bureau had before: up to when each is believed, and which led to the present one.

A root ends when the next takes its place, and the next one says so (RFC 4210, 4.4). Whether the
present root is the bureau's cannot be told from the bag.
"""

from __future__ import annotations

from datetime import datetime

from runtime.verifier.certificates import Certificate, key_holds, may_issue


def end_of(root: Certificate, said: Certificate, roots: list[Certificate]) -> datetime | None:
    """The last moment of an earlier root, as one of `roots` says; None when none of them does."""
    if not same_key(root, said) or not any(vouches(one, said) for one in roots):
        return None
    return said.ends


def leads(trusted: Certificate, root: Certificate, links: list[Certificate]) -> bool:
    """Whether links lead from a trusted root to another, each signed by the one before."""
    known, waiting = [trusted], list(links)
    while not any(same_key(one, root) for one in known):
        fresh = [one for one in waiting if any(vouches(above, one) for above in known)]
        if not fresh:
            return False
        waiting = [one for one in waiting if one not in fresh]
        known += fresh
    return True


def same_key(one: Certificate, other: Certificate) -> bool:
    """Whether two certificates are of the same name and key."""
    return one.subject == other.subject and one.key.raw == other.key.raw


def vouches(above: Certificate, said: Certificate) -> bool:
    """Whether a root says of another of its own name that it issues."""
    named = said.issuer == above.subject == said.subject
    if not named or not may_issue(above) or not may_issue(said):
        return False
    return key_holds(above.key, said.algorithm, said.signed, said.signature)

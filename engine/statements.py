"""What the party said: the points raised since the last notice, in order."""

from engine.case import Case

_NOTICES = frozenset({"serve_prior_notice", "renotify"})
_HEARD = frozenset({"record_statement", "hear_statement", "finish_hearing"})


def points_since_notice(case: Case) -> tuple[str, ...]:
    """Return every point the party made since the last notice, in order."""
    notice = max((e.seq for e in case.events if e.trigger in _NOTICES), default=0)
    return tuple(
        p.text("content")
        for e in case.events
        if e.seq > notice and e.trigger in _HEARD
        for p in e.inputs.records("points")
    )

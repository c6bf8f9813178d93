"""The tables of a campaign: kinds and machines by caught, by what, and the survivors."""

from collections import Counter


def told(verdicts, explained):
    """Lines of the whole report."""
    caught = [v for v in verdicts if v.means]
    untried = [v for v in verdicts if v.untried]
    survivors = [v for v in verdicts if not v.means and not v.untried]
    yield f"{len(verdicts)} mutants, {len(caught)} caught, {len(survivors)} survived, "
    yield f"{len(untried)} of acts no exploration of the shipped law reaches"
    for title, key in (("kind", _kind), ("machine", _machine)):
        yield ""
        yield from _table(title, key, verdicts)
    yield ""
    yield from _catchers(caught)
    found = [v for v in caught if v.mutant in explained]
    groups = {"survivors": survivors, "acts unreached": untried, "explained, yet caught": found}
    for title, group in groups.items():
        yield ""
        yield f"{title}:"
        for verdict in group:
            why = verdict.by or explained.get(verdict.mutant) or verdict.untried or "NOT EXPLAINED"
            yield f"  {verdict.mutant}  {verdict.description}  -- {why}"


def _kind(verdict):
    return verdict.kind


def _machine(verdict):
    return verdict.machine


def _table(title, key, verdicts):
    made = Counter(key(v) for v in verdicts)
    means = Counter((key(v), v.means or ("untried" if v.untried else "survived")) for v in verdicts)
    columns = ("prove", "periods", "unreached", "lint", "crash", "survived", "untried")
    yield f"{title:18}{'made':>9}" + "".join(f"{c:>10}" for c in columns)
    for name in sorted(made):
        yield f"{name:18}{made[name]:>9}" + "".join(f"{means[name, c]:>10}" for c in columns)


def _catchers(caught):
    yield "caught by (invariant, how often, scopes):"
    by = Counter(v.by for v in caught)
    for name, count in by.most_common():
        scopes = Counter(v.scope or v.means for v in caught if v.by == name)
        yield f"  {name}: {count} ({', '.join(f'{s} {n}' for s, n in scopes.most_common())})"

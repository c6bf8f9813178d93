"""What a seeded defect is, and the list of all of them."""

from dataclasses import dataclass

#: Heads that any edit of a copy may show: its ledger and manifests are not what was handed out.
ALWAYS = frozenset({"G4"})
#: Findings that say so in standards that have no such item.
EDITED = frozenset({"file_changed"})


@dataclass(frozen=True)
class Defect:
    """One way in which a dossier is wrong."""

    id: str
    #: What is wrong, as a reviewer would write it.
    title: str
    #: Items or vetoes under which it must be found: all of them.
    heads: tuple[str, ...]
    #: Functions of a `Copy`, done in order.
    edits: tuple
    #: Name of the base bag.
    base: str = "m11"
    #: Heads that may rightly show it too.
    also: tuple[str, ...] = ()
    #: Whether signatures are verified, as `review precheck --signatures` does.
    signatures: bool = False
    #: The standard, where it is not that of the procedure.
    profile: str = ""
    #: Days after the last act of the base at which it is graded.
    after: int = 1
    #: Head named before it was seen that the defect belongs under another.
    was: str = ""
    #: Why it stays missed.
    reason: str = ""
    #: How the seeding itself was wrong before, so that the dossier did not have the defect.
    mended: str = ""


KNOWN: dict[str, Defect] = {}


def seeded(heads, title, *edits, truly=(), **more):
    """Write down a defect; its id is its first head with a number.

    `truly` are the heads it turned out to belong under, where the first thought was wrong.
    """
    heads = (heads,) if isinstance(heads, str) else tuple(heads)
    number = sum(name.startswith(f"{heads[0]}-") for name in KNOWN) + 1
    name = f"{heads[0]}-{number:02}"
    was = "、".join(heads) if truly else ""
    KNOWN[name] = Defect(name, title, tuple(truly) or heads, edits, was=was, **more)
    return KNOWN[name]

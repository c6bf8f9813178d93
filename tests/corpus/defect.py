"""What a seeded defect is, and the list of all of them."""

from dataclasses import dataclass

#: Heads that any edit of a copy may show: its ledger and manifests are not what was handed out.
ALWAYS = frozenset({"G4"})


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


KNOWN: dict[str, Defect] = {}


def seeded(heads, title, *edits, **more):
    """Write down a defect; its id is its first head with a number."""
    heads = (heads,) if isinstance(heads, str) else tuple(heads)
    number = sum(one.heads[0] == heads[0] for one in KNOWN.values()) + 1
    name = f"{heads[0]}-{number:02}"
    KNOWN[name] = Defect(name, title, heads, edits, **more)
    return KNOWN[name]

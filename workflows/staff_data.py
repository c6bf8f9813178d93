"""Who works in the bureau of an exploration, from the `bureau` of `checking/scopes.yaml`.

Whether the roles exist is seen where the definitions are; that everybody named is somebody, here.
"""

from engine.checking.claims import ACTOR, Naming, Staff
from workflows.lined_yaml import Fields, Scalar


def read_staff(entry: Fields) -> Staff:
    """Return the people of explorations; raises ConfigurationError with the line."""
    threefold = frozenset(entry.texts("threefold"))
    staff = Staff(
        also=_roles(entry.child("also")),
        threefold=threefold,
        outside=frozenset(entry.texts("outside")),
        named=tuple(_naming(child, threefold) for child in entry.children("named")),
        usual=_person(entry.scalar("usual"), threefold),
        parts=frozenset(entry.texts("parts")),
        hats=_roles(entry.child("hats")),
    )
    entry.done()
    return staff


def _roles(entry: Fields) -> dict[str, frozenset[str]]:
    found = {name: frozenset(entry.texts(name)) for name in entry.names()}
    entry.done()
    return found


def _naming(entry: Fields, threefold: frozenset[str]) -> Naming:
    naming = Naming(
        input=entry.text("input"),
        person=_person(entry.scalar("is"), threefold),
        relation=entry.text("relation", ""),
        asks=entry.text("asks", ""),
    )
    entry.done()
    return naming


def _person(written: Scalar, threefold: frozenset[str]) -> str:
    """Return a person: a role's holder, the second or third of a threefold role, or the actor."""
    person = written.text()
    role, dash, number = person.partition("-")
    if dash and (role not in threefold or number not in {"2", "3"}):
        allowed = "、".join((ACTOR, *(f"{r}-{n}" for r in sorted(threefold) for n in (2, 3))))
        written.place.refuse(
            "data.unknown_word", field=written.field, value=person, allowed=allowed
        )
    return person

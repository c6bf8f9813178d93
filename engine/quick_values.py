"""Frozen values that are made as fast as plain ones.

A frozen dataclass fills its fields one by one past its own lock, which costs more than twice what
plain assignment does; a move of a case makes some sixty of them, proving the law tens of millions.
Here a new value is for a moment of a twin class with the same slots and no lock, is filled by plain
assignment, and becomes what it is. Knows nothing of what the values mean.
"""

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

T = TypeVar("T")

_MAKER = """
def maker({bound}):
    def __init__(self, *, {parameters}):
        unlocked(self, "__class__", twin)
        {assignments}
        self.__class__ = cls
        {after}
    return __init__
"""


def quickly_made(cls: type[T]) -> type[T]:
    """Give a dataclass with `frozen`, `slots` and `kw_only` an `__init__` of plain assignments.

    Its fields, defaults, `replace`, equality, pickling and lock stay what they were. Raises
    TypeError for a class without slots, or with fields nobody gives (`init=False`).
    """
    given = fields(cls)  # type: ignore[arg-type]  # a dataclass, or TypeError
    if "__slots__" not in vars(cls) or not all(f.init and f.kw_only for f in given):
        msg = f"{cls.__name__} is no frozen dataclass with slots whose fields are given by name"
        raise TypeError(msg)
    bound = {"cls": cls, "twin": _twin(cls), "unlocked": object.__setattr__, "MISSING": MISSING}
    bound |= {f"default_{f.name}": f.default for f in given if f.default is not MISSING}
    bound |= {f"make_{f.name}": f.default_factory for f in given if _made(f)}
    text = _MAKER.format(
        bound=", ".join(bound),
        parameters=", ".join(_parameter(f) for f in given),
        assignments="\n        ".join(f"self.{f.name} = {_value(f)}" for f in given),
        after="self.__post_init__()" if hasattr(cls, "__post_init__") else "",
    )
    scope: dict[str, Any] = {}
    exec(text, scope)  # noqa: S102 - built from the names of fields, as dataclasses does
    made = scope["maker"](**bound)
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = made  # type: ignore[method-assign]  # what this is for
    return cls


def _twin(cls: type) -> type:
    """A class with the same slots, so that an object may pass between the two, and no lock."""
    body = {"__slots__": cls.__dict__["__slots__"], "__setattr__": object.__setattr__}
    return type(f"{cls.__name__}BeingMade", cls.__bases__, body)


def _made(field: "Field[Any]") -> bool:
    return field.default_factory is not MISSING


def _parameter(field: "Field[Any]") -> str:
    if _made(field):
        return f"{field.name}=MISSING"
    return field.name if field.default is MISSING else f"{field.name}=default_{field.name}"


def _value(field: "Field[Any]") -> str:
    if _made(field):
        return f"make_{field.name}() if {field.name} is MISSING else {field.name}"
    return field.name

"""Values that are made quickly are in nothing else different from those that are not."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from engine.event import Event
from engine.quick_values import quickly_made
from engine.situation import Situation


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A value with everything a field can have."""

    number: str
    days: int = 5
    served: list[str] = field(default_factory=list)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Posted(Notice):
    """A value with one more field, as quick."""

    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(Notice):
    """A value with one more field, made in the ordinary way."""

    seal: str


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A value that looks at itself once it is made."""

    days: int

    def __post_init__(self) -> None:
        if self.days < 0:
            msg = "no period is shorter than nothing"
            raise ValueError(msg)


def test_fields_defaults_and_lists_of_its_own():
    one, two = Notice(number="1"), Notice(number="2", days=7)

    assert (one.number, one.days, one.served) == ("1", 5, [])
    assert (two.number, two.days) == ("2", 7)
    assert one.served is not two.served


@pytest.mark.parametrize("wrong", [{}, {"number": "1", "day": 2}])
def test_a_field_missing_or_unknown_is_refused(wrong):
    with pytest.raises(TypeError):
        Notice(**wrong)


@pytest.mark.parametrize(
    "made",
    [
        Notice(number="1", served=["a"]),
        Posted(number="1", place="档案室"),
        Sealed(number="1", seal="公章"),
    ],
)
def test_it_is_locked_equal_and_carried_like_any_other(made):
    first = fields(made)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(made, first, "2")
    with pytest.raises(FrozenInstanceError):
        delattr(made, first)

    assert type(made) in {Notice, Posted, Sealed}
    assert made == replace(made) == copy.deepcopy(made) == pickle.loads(pickle.dumps(made))
    assert made != replace(made, number="2")


def test_it_looks_at_itself_once_it_is_made():
    assert Checked(days=0).days == 0
    with pytest.raises(ValueError, match="shorter"):
        Checked(days=-1)


@pytest.mark.parametrize("kind", [Event, Situation])
def test_what_a_move_is_made_of_cannot_be_changed(kind):
    made = kind(**dict.fromkeys(f.name for f in fields(kind)))
    with pytest.raises(FrozenInstanceError):
        made.transition = "T999"


def test_only_values_with_slots_given_by_name_can_be_made_quickly():
    @dataclass(frozen=True, kw_only=True)
    class WithoutSlots:
        number: str

    @dataclass(frozen=True, slots=True, kw_only=True)
    class NotGiven:
        number: str = field(init=False, default="")

    for cls in (WithoutSlots, NotGiven):
        with pytest.raises(TypeError, match=cls.__name__):
            quickly_made(cls)
    with pytest.raises(TypeError):
        quickly_made(str)

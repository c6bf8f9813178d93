"""The rules of what a published decision does not show, from `masking.yaml`.

Complaints name file and line; finding and replacing words is `engine.masking`'s business.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from engine.errors import ConfigurationError
from engine.masking import Masking, MaskRule, Source
from engine.record import Record
from workflows.lined_yaml import Fields, read_fields

SHIPPED = Path(__file__).parent / "data" / "masking.yaml"
#: What a rule may leave of the words it hides.
KEEPS = ("surname",)


@lru_cache(maxsize=4)
def load_masking(path: Path = SHIPPED) -> Masking:
    """Return the rules; raises ConfigurationError naming file and line."""
    top = read_fields(path)
    version = top.text("version")
    top.scalar("valid_from").day()
    forms = frozenset(top.texts("forms"))
    read = [(entry, _rule(entry)) for entry in top.children("rules")]
    rules = {rule.id: rule for _, rule in read}
    for entry, rule in read:
        if rule.otherwise and rule.otherwise not in rules:
            _unknown(entry, "otherwise", rule.otherwise, rules)
    hidden = tuple(_source(entry, rules) for entry in top.children("hidden"))
    kept = tuple(_source(entry, None) for entry in top.children("kept"))
    surnames = frozenset(top.texts("surnames"))
    top.done()
    return Masking(
        version=version,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        forms=forms,
        rules=rules,
        hidden=hidden,
        kept=kept,
        surnames=surnames,
    )


def _rule(entry: Fields) -> MaskRule:
    keep = entry.text("keep", "")
    if keep and keep not in KEEPS:
        _unknown(entry, "keep", keep, dict.fromkeys(KEEPS))
    rule = MaskRule(
        id=entry.text("id"),
        name=entry.text("name"),
        law=entry.texts("law"),
        shown=entry.text("shown"),
        again=entry.text("again", ""),
        keeps_surname=bool(keep),
        like=_pattern(entry, "like"),
        otherwise=entry.text("otherwise", ""),
        pattern=_pattern(entry, "pattern"),
    )
    if not rule.law:
        entry.place.refuse("data.missing_field", field="law", near="")
    entry.done()
    return rule


def _pattern(entry: Fields, field: str) -> str:
    written = entry.text(field, "")
    try:
        re.compile(written)
    except re.error as wrong:
        raise ConfigurationError(
            "data.unknown_word",
            file=entry.place.path.name,
            line=entry.place.line,
            field=field,
            value=written,
            allowed=str(wrong),
        ) from wrong
    return written


def _source(entry: Fields, rules: dict[str, MaskRule] | None) -> Source:
    """Read where something stands; with `rules`, also which of them hides it."""
    rule = entry.text("rule") if rules is not None else ""
    if rules is not None and rule not in rules:
        _unknown(entry, "rule", rule, rules)
    source = Source(
        name=entry.text("field"),
        under=entry.text("under", ""),
        when=_when(entry),
        rule=rule,
        yields=entry.has("yields") and entry.scalar("yields").truth(),
    )
    entry.done()
    return source


def _when(entry: Fields) -> dict[str, tuple[str, ...]]:
    value = entry.value("when") if entry.has("when") else None
    if not isinstance(value, Record):
        return {}
    return {name: value.texts(name) for name in value}


def _unknown(
    entry: Fields, field: str, value: str, known: dict[str, object] | dict[str, MaskRule]
) -> None:
    allowed = "、".join(known)
    entry.place.refuse("data.unknown_word", field=field, value=value, allowed=allowed)

"""Sentences for people: codes and facts go in, text in the reader's language comes out.

Texts stand in `data/messages/<language>/<topic>.yaml`. A placeholder `{name}` takes a detail,
`{name:kind}` looks it up as a term of that kind, and `[[...]]` is left out when a value in it is
missing. Knows nothing of cases; names of forms and states come from whoever has the law.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from string import Formatter

import yaml

from engine.errors import AnjuanError
from engine.legal_time import LEGAL_ZONE
from engine.money import yuan_text
from engine.verdict import Remark, Term, Verdict
from runtime.languages import Language

TOPICS = (
    "facts",
    "reasoning",
    "grading",
    "grading_steps",
    "sampling",
    "reports",
    "review",
    "input",
    "errors",
    "terms",
    "audit",
    "auditing",
    "findings",
    "doctor",
    "lint",
    "check",
    "dossiers",
    "archiving",
    "sm2",
    "screens",
    "help",
)
Texts = Mapping[str, "str | Texts"]
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_PLACES = Formatter()
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MISSING = "—"


@cache
def texts(language: Language, topic: str) -> Texts:
    """Return one topic of a catalogue."""
    path = files("runtime") / "data" / "messages" / language.value / f"{topic}.yaml"
    loaded: Texts = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


class Messages:
    """The catalogue in one language."""

    def __init__(self, language: Language, names: Callable[[Term], str] | None = None) -> None:
        """`names` knows what only the law can name; "" for what it does not know."""
        self.language = language
        self._names = names

    # -- looking up -----------------------------------------------------------------------------

    def template(self, topic: str, *path: str) -> str | None:
        """Return the text under `path`, or None."""
        found: str | Texts | None = texts(self.language, topic)
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        return found if isinstance(found, str) else None

    def screen(self, key: str, /, **details: object) -> str:
        """Return a text of the screens, such as a heading; `key` is dotted.

        A subject may have its screens in a topic of its own: `key` then begins with the topic.
        """
        topic, *path = key.split(".")
        template = self.template("screens", topic, *path)
        if template is None and topic in TOPICS:
            template = self.template(topic, *path)
        if template is None:
            raise KeyError(key)
        return self.fill(template, details)

    def term(self, term: Term) -> str:
        """Return the name of a term; its id when nobody knows a name."""
        own = self.template("terms", term.kind, term.id)
        return own or (self._names(term) if self._names is not None else "") or term.id or MISSING

    def named(self, kind: str, term_id: str) -> str:
        """Return the name of the term `term_id` of a kind."""
        return self.term(Term(kind, term_id))

    # -- telling --------------------------------------------------------------------------------

    def asks(self, fact: str, **details: object) -> str:
        """Return what a condition is about."""
        return self._fact(fact, "asks", details)

    def reason(self, verdict: Verdict, case: str) -> str:
        """Return why a verdict is not met."""
        return self._fact(verdict.code, _side("unmet", verdict), {"case": case, **verdict.details})

    def cure(self, verdict: Verdict, case: str) -> str:
        """Return what to do about a verdict that is not met."""
        return self._fact(verdict.code, _side("cure", verdict), {"case": case, **verdict.details})

    def remark(self, remark: Remark, *, cited: bool = True) -> str:
        """Return one thing found behind a verdict, with its article unless not `cited`."""
        template = self.template("reasoning", "rule", remark.code) or remark.code
        text = self.fill(template, remark.details)
        if not cited:
            return text
        article = self.named("article", remark.law)
        return self.fill(
            self.template("reasoning", "line") or "", {"text": text, "article": article}
        )

    def _fact(self, fact: str, part: str, details: Mapping[str, object]) -> str:
        plain = part.removesuffix("_if_true")
        template = self.template("facts", fact, part) or self.template("facts", fact, plain)
        return self.fill(template, details) if template is not None else fact

    def problem(self, code: str, facts: Mapping[str, object]) -> str:
        """Return what is wrong with a field of an input."""
        template = self.template("input", code) or self.template("errors", "input") or code
        return self.fill(template, facts)

    def error(self, error: AnjuanError) -> str:
        """Return what happened and what to do, for any error raised on purpose."""
        return self.coded(error.code, error.facts, kind=_kind_of(error))

    def coded(self, code: str, facts: Mapping[str, object], *, kind: str = "error") -> str:
        """Return the text of an error's code, of its family, or of its kind."""
        if code.startswith("input.") and (own := self.template("input", code[6:])) is not None:
            return self.fill(own, facts)
        for key in (code, f"{code.partition('.')[0]}.*", kind):
            template = self.template("errors", key)
            if template is not None:
                return self.fill(template, facts)
        return code

    # -- filling --------------------------------------------------------------------------------

    def fill(self, template: str, details: Mapping[str, object]) -> str:
        """Return `template` with its placeholders filled."""

        def optional(found: re.Match[str]) -> str:
            names = [name for _, name, _, _ in _PLACES.parse(found[1]) if name]
            there = all(_given(details.get(name)) for name in names)
            return found[1] if there else ""

        parts: list[str] = []
        for text, name, spec, _ in _PLACES.parse(_OPTIONAL.sub(optional, template)):
            parts.append(text)
            if name is not None:
                parts.append(self.value(details.get(name), name=name, kind=spec or ""))
        return "".join(parts)

    def value(self, value: object, *, name: str = "", kind: str = "") -> str:
        """Return one detail as people write it; names ending in `_fen` are amounts."""
        if not _given(value):
            return MISSING
        if isinstance(value, Remark):
            return self.remark(value)
        if isinstance(value, tuple | list):
            if value and isinstance(value[0], Remark):
                return self.listed(self.value(item) for item in value)
            comma = "、" if self.language is Language.ZH else ", "
            return comma.join(self.value(item, name=name, kind=kind) for item in value)
        if kind:
            return self.named(kind, value.id if isinstance(value, Term) else str(value))
        if isinstance(value, Term):
            return self.term(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int) and not isinstance(value, bool) and name.endswith("_fen"):
            return self.amount(value)
        return str(value)

    def listed(self, sentences: Iterable[str]) -> str:
        """Return whole phrases in one line."""
        return ("；" if self.language is Language.ZH else "; ").join(sentences)

    def day(self, day: date) -> str:
        """Return a day: 2026年1月5日, or 5 Jan 2026."""
        if self.language is Language.ZH:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def moment(self, moment: datetime) -> str:
        """Return a day and time on the legal clock."""
        moment = moment.astimezone(LEGAL_ZONE)
        gap = "" if self.language is Language.ZH else ", "
        return f"{self.day(moment)}{gap}{moment:%H:%M}"

    def amount(self, fen: int) -> str:
        """Return an amount in yuan; fen only where there are some."""
        text = yuan_text(fen).removesuffix(".00")
        return f"{text}元" if self.language is Language.ZH else f"CNY {text}"


def _given(value: object) -> bool:
    return not (value is None or value in ("", ()))


def _side(part: str, verdict: Verdict) -> str:
    return f"{part}_if_true" if verdict.value is True else part


def _kind_of(error: AnjuanError) -> str:
    """Return the general code of the error's class."""
    return next((k.__dict__["code"] for k in type(error).__mro__ if "code" in k.__dict__), "error")

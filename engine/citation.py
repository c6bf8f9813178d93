"""A place in a law: the article a rule stands on, written as officials write it.

It does not know whether the law exists or is in force; that is the business of the data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

DIGITS = "零一二三四五六七八九"
TEN, HUNDRED, THOUSAND = 10, 100, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One article, narrowed to a paragraph (款) and an item (项) where given."""

    law: str
    #: Article number; None cites the instrument as a whole.
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None

    def text(self) -> str:
        """The official form, e.g. 《中华人民共和国行政处罚法》第六十四条第一项."""
        parts = [f"《{self.law}》"]
        if self.article is not None:
            parts.append(f"第{chinese_number(self.article)}条")
        if self.paragraph is not None:
            parts.append(f"第{chinese_number(self.paragraph)}款")
        if self.item is not None:
            parts.append(f"第{chinese_number(self.item)}项")
        return "".join(parts)

    def to_plain(self) -> dict[str, object]:
        """Plain JSON values; `from_plain` reads them back."""
        return {
            "law": self.law,
            "article": self.article,
            "paragraph": self.paragraph,
            "item": self.item,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> "Citation":
        """The citation that `to_plain` wrote."""
        return cls(
            law=str(plain["law"]),
            article=_number(plain["article"]),
            paragraph=_number(plain["paragraph"]),
            item=_number(plain["item"]),
        )


def listed(citations: Iterable[Citation]) -> str:
    """Provisions in a row, a law and an article named once: 《某法》第一条第一款第二项、第二款.

    `engine.reasoning.statutes` reads the same provisions back.
    """
    parts: list[str] = []
    before: Citation | None = None
    for cited in citations:
        whole = cited.text()
        parts.append(whole.removeprefix(_shared(before, cited)) or whole)
        before = cited
    return "、".join(parts)


def _shared(before: Citation | None, cited: Citation) -> str:
    """What `cited` need not repeat: what stands before the first sign in which the two differ."""
    if before is None or before.law != cited.law:
        return ""
    kept = Citation(law=cited.law)
    if before.article == cited.article and (before.paragraph or before.item):
        kept = replace(kept, article=cited.article)
        if before.paragraph == cited.paragraph and before.item:
            kept = replace(kept, paragraph=cited.paragraph)
    return kept.text()


def chinese_number(number: int) -> str:
    """`number` (1 to 999) as a statute writes it: 10 is 十, 110 is 一百一十, 203 is 二百零三."""
    if not 0 < number < THOUSAND:
        raise ValueError(number)
    hundreds, rest = divmod(number, HUNDRED)
    tens, ones = divmod(rest, TEN)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += DIGITS[0]
    return text + (DIGITS[ones] if ones else "")


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))

"""A published copy of a decision: which of its words are shown, and the proof of those shown.

The words are those committed to when the decision was made. A run that holds anything private is
withheld whole: its place tells what stands there instead and under which rule, the proof only its
hash. Refuses to know pages.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from engine.case import Case, Track
from engine.event import DocumentMade, Event
from engine.masking import (
    OTHER,
    Finder,
    Hit,
    Masking,
    MaskRule,
    Secrets,
    comparable,
    secrets_of,
)
from engine.people import Agency
from engine.printed import (
    Printed,
    PrintedText,
    Run,
    commitment,
    head_of,
    kept,
    leaf,
    pieces,
    read_kept,
    runs_of,
    salt,
    spans,
)
from engine.record import Json, Record
from engine.situation import Situation

#: The form of a published copy.
COPY = "published_copy"
#: Name and version of the proof's shape.
SCHEMA = "anjuan.disclosure/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """One run that is not shown, and what is shown in its place."""

    rule: MaskRule
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A decision as it may be published."""

    case: str
    made: DocumentMade
    #: Number of the event that made it.
    seq: int
    secret: bytes
    printed: Printed
    masking: Masking
    #: Beside each run after document and shape, what stands in its place; None where it is shown.
    withheld: tuple[Withheld | None, ...]
    secrets: Secrets

    @property
    def proof(self) -> Json:
        """Return the proof: every run shown with its salt, of the others the hash and the rule."""
        runs = runs_of(head_of(self.case, self.made), self.printed)
        places = zip(runs, (None, None, *self.withheld), strict=True)
        rows = [self._row(number, run, gone) for number, (run, gone) in enumerate(places)]
        return {
            "schema": SCHEMA,
            "hash": "SHA-256",
            "root": self.made.commitment,
            "ledger": {"case": self.case, "seq": self.seq, "document": self.made.id},
            "masking": {"version": self.masking.version, "digest": self.masking.digest},
            "runs": rows,
        }

    def _row(self, number: int, run: Run, gone: Withheld | None) -> Json:
        salted = salt(self.secret, number)
        if gone is None:
            return {"key": run.key, "text": run.text, "salt": salted.hex()}
        return {
            "key": run.key,
            "leaf": leaf(salted, run).hex(),
            "rule": gone.rule.id,
            "name": gone.rule.name,
            "law": list(gone.rule.law),
            "shown": gone.shown,
        }

    @property
    def texts(self) -> tuple[str, ...]:
        """Return every text as the copy prints it."""
        left = iter(self.withheld)
        return tuple(
            "".join(run if gone is None else gone.shown for run, gone in zip(t.runs, left))  # noqa: B905 - `left` goes on with the next text
            for t in self.printed.texts
        )

    def rules(self) -> tuple[tuple[MaskRule, int], ...]:
        """Return the rules applied, in the order of their first use, with how often."""
        found: dict[str, tuple[MaskRule, int]] = {}
        for gone in self.withheld:
            if gone is not None and gone.shown:
                count = found.get(gone.rule.id, (gone.rule, 0))[1]
                found[gone.rule.id] = gone.rule, count + 1
        return tuple(found.values())

    def left_over(self, *further: str) -> tuple[MaskRule, ...]:
        """Return the rules of private words that can still be read in the copy or `further` texts.

        Words are looked for across the ends of texts, too; inside what is kept they may stand.
        """
        whole = comparable("".join((*self.texts, *further)))
        for text in sorted(map(comparable, self.secrets.kept), key=len, reverse=True):
            whole = whole.replace(text, "\n") if text else whole
        found = (rule for text, rule in self.secrets.hidden.items() if comparable(text) in whole)
        return tuple({rule.id: rule for rule in found}.values())


def cut(printed: Printed, masking: Masking, private: Secrets) -> Printed:
    """Return what a document prints cut into runs: private words alone, the rest in pieces."""
    finder = Finder(masking, private)
    texts = (
        PrintedText(key=t.key, runs=tuple(_cut(t.text, finder.find(t.text)))) for t in printed.texts
    )
    return Printed(shape=printed.shape, texts=tuple(texts))


def _cut(text: str, hits: Sequence[Hit]) -> Iterator[str]:
    at = 0
    for hit in hits:
        yield from pieces(text[at : hit.begin])
        yield text[hit.begin : hit.end]
        at = hit.end
    yield from pieces(text[at:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What a document's event says of its words: the root in public, the rest in private."""

    root: str = ""
    kept: Json = None


def commit_to(
    situation: Situation, made: DocumentMade, printed: Callable[[], Printed | None]
) -> Committed:
    """Commit to the words of a document about to be composed, where it may be published."""
    masking = situation.masking
    told_words = printed() if masking is not None and made.form in masking.forms else None
    if masking is None or told_words is None:
        return Committed()
    case, secret = situation.case, secrets.token_bytes(32)
    hidden = secrets_of(masking, told(case, situation.inputs), situation.agency)
    words = cut(told_words, masking, hidden)
    root = commitment(secret, head_of(case.id, made), words)
    return Committed(root=root, kept=kept(secret, words))


def miscommitted(event: Event, known: frozenset[str]) -> Iterator[str]:
    """Yield the documents of an event whose words kept are not those committed to.

    `known` are the documents made before; the words of one are kept where it was made.
    """
    made = {d.id: d for d in event.documents}
    for name, private in event.printed.items():
        secret, printed = read_kept(private)
        recorded = made.get(name)
        if recorded is None or recorded.commitment != commitment(
            secret, head_of(event.case, recorded), printed
        ):
            yield name
    for name, recorded in made.items():
        if recorded.commitment and name not in event.printed and name not in known:
            yield name


def told(case: Case, inputs: Record | None = None) -> tuple[Record, ...]:
    """Return what a case was told, act by act, with the inputs of an act about to happen."""
    return (*(e.inputs for e in case.events), *((inputs,) if inputs is not None else ()))


def decision_for(case: Case, track: Track | None, masking: Masking) -> DocumentMade | None:
    """Return the decision a publication track is about: made when it opened, or the newest."""
    opening = next((e for e in case.events if track and track.id in {t.id for t in e.tracks}), None)
    mine = {d.id for d in opening.documents} if opening is not None else set()
    found = [d for d in case.documents.values() if d.form in masking.forms and d.status == "issued"]
    of_track = [d for d in found if d.id in mine]
    return next(reversed(of_track or found), None)


def printed_by(case: Case, made: DocumentMade) -> Event | None:
    """Return the event that keeps what a document prints; None for one nothing was committed of."""
    return next((e for e in case.events if made.id in e.printed), None)


@dataclass(slots=True)
class _Masks:
    """What stands for each private text, the same throughout one copy."""

    masking: Masking
    _shown: dict[str, str] = field(default_factory=dict)
    _used: dict[str, int] = field(default_factory=dict)

    def shown(self, value: str, rule: MaskRule) -> str:
        """Return what stands for a value; who reads like somebody before gets a number."""
        if not rule.keeps_surname:
            return rule.shown
        key = comparable(value)
        if key not in self._shown:
            surname = self.masking.surname(value)
            number = self._used[surname] = self._used.get(surname, 0) + 1
            template = rule.shown if number == 1 else rule.again
            self._shown[key] = template.format(surname=surname, number=number)
        return self._shown[key]


def redact(
    case: Case, made: DocumentMade, masking: Masking, agency: Agency, inputs: Record
) -> Redacted | None:
    """Return a decision as it may be published, or None when nothing was committed of it.

    `inputs` are those of the act that publishes; what it names to be hidden is hidden, too.
    """
    event = printed_by(case, made)
    if event is None:
        return None
    secret, printed = read_kept(event.printed[made.id])
    private = secrets_of(masking, told(case), agency, named=inputs.records("masked"))
    finder, masks = Finder(masking, private), _Masks(masking)
    withheld = tuple(w for t in printed.texts for w in _withheld(t, finder, masks))
    return Redacted(
        case=case.id,
        made=made,
        seq=event.seq,
        secret=secret,
        printed=printed,
        masking=masking,
        withheld=withheld,
        secrets=private,
    )


def to_publish(situation: Situation) -> Redacted | None:
    """Return what an act on a publication track may publish; None without a commitment."""
    masking, case = situation.masking, situation.case
    made = decision_for(case, situation.track, masking) if masking is not None else None
    if masking is None or made is None:
        return None
    return redact(case, made, masking, situation.agency, situation.inputs)


def _withheld(text: PrintedText, finder: Finder, masks: _Masks) -> Iterator[Withheld | None]:
    """Yield beside each run of a text what stands in its place.

    A run that holds more than the private words goes whole, under the rule for other matters, so
    that nobody has to believe what is left of it.
    """
    hits, before = finder.find(text.text), None
    for begin, end in spans(text.runs):
        mine = [h for h in hits if h.begin < end and begin < h.end]
        if not mine:
            before = None
            yield None
            continue
        first = mine[0]
        whole = first.begin <= begin and end <= first.end
        rule = first.rule if whole else masks.masking.rules[OTHER]
        shown = masks.shown(first.value, rule) if whole else rule.shown
        yield Withheld(rule=rule, shown="" if whole and before is first else shown)
        before = first

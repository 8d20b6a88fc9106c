"""On the way in: spans become tokens and annotations."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mtkit.segments import Span

__all__ = ["CAPACITY", "FREE", "MARKS", "Protected", "groups", "protect"]

CAPACITY = 8  # ⟦0⟧ to ⟦7⟧ are single pieces of the models' vocabulary
FREE = ("term", "number")  # free text for a model that is not told otherwise
MARKS = re.compile("[⟦⟧⟪⟫⇒]")


@dataclass(frozen=True, slots=True)
class Protected:
    """A sentence as the model gets it, and what must come back.

    `values[n]` stands for token n (its span refers to the source); `wanted` are the annotated spans, whose targets must
    stand in the output, and `places` their stretches of `text`; `pairs` are the tokens of opening tags, each with that
    of its closing one. With `tokens` False the values stand in `text` as they are, for models that know no token.
    """

    text: str
    source: str
    values: tuple[Span, ...] = ()
    wanted: tuple[Span, ...] = ()
    tokens: bool = True
    pairs: tuple[tuple[int, int], ...] = ()
    places: tuple[tuple[int, int], ...] = ()

    def value(self, number: int) -> str:
        """What token `number` stands for."""
        span = self.values[number]
        return self.source[span.start : span.end] if span.target is None else span.target


def groups(text: str, spans: Sequence[Span], masked: Collection[Span] = ()) -> tuple[Span, ...]:
    """The spans that need a token; tags of one kind with nothing but white space between them share one.

    Signs of ours in free text need one too.

    >>> tags = [Span(0, 3, "open"), Span(3, 6, "open"), Span(7, 11, "close"), Span(12, 16, "close")]
    >>> [(s.start, s.end) for s in groups("<b><i>a</i> </b>", tags)]
    [(0, 6), (7, 16)]
    """
    found: list[Span] = []
    for span in _with_marks(text, spans):
        if span.kind in FREE and span not in masked:
            continue
        last = found[-1] if found else None
        if last and _one(last, span, text):
            found[-1] = Span(last.start, span.end, last.kind)
        else:
            found.append(span)
    return tuple(found)


def _one(left: Span, right: Span, text: str) -> bool:
    """True for neighbours that always move together: tags that open, or close, at one place."""
    same = left.kind == right.kind and left.kind in ("open", "close", "tag")
    return same and left.target is None and right.target is None and not text[left.end : right.start].strip()


def protect(
    text: str,
    spans: Sequence[Span],
    *,
    annotate: bool = True,
    tokens: bool = True,
    masked: Collection[Span] = (),
) -> Protected:
    """The sentence with tokens for its spans and annotations for its terms and numbers.

    `masked` terms become tokens too. Without `annotate` the others stay free text and are only looked for afterwards;
    without `tokens` values stay in the text. Raises ValueError for more than CAPACITY tokens.

    >>> protect("GIST는 <b>광주</b>에", [Span(0, 4, "term", "GIST"), Span(6, 9, "open"), Span(11, 15, "close")]).text
    '⟪GIST⇒GIST⟫는 ⟦0⟧광주⟦1⟧에'
    """
    spans = _with_marks(text, spans)
    values = groups(text, spans, masked)
    if len(values) > CAPACITY:
        raise ValueError(f"{len(values)} protected spans in a sentence, {CAPACITY} at most")
    wanted = tuple(span for span in spans if span.kind in FREE and span not in masked and span.target is not None)
    written, at, places = "", 0, list[tuple[int, int]]()
    for span in sorted((*values, *wanted), key=lambda span: span.start):
        inside = text[span.start : span.end]
        written += text[at : span.start]
        begin = len(written)
        if span in wanted:
            plain = not annotate or MARKS.search(inside + (span.target or ""))
            written += inside if plain else f"⟪{inside}⇒{span.target}⟫"
            places.append((begin, len(written)))
        elif tokens:
            written += f"⟦{values.index(span)}⟧"
        else:
            written += inside if span.target is None else span.target
        at = span.end
    pairs = _pairs(spans, values)
    return Protected(written + text[at:], text, values, wanted, tokens, pairs, tuple(places))


def _with_marks(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, and those of marks of ours in free text: who protects without looking for them is safe as well."""
    marks = (Span(hit.start(), hit.end(), "code") for hit in MARKS.finditer(text))
    free = (m for m in marks if all(m.end <= span.start or span.end <= m.start for span in spans))
    return tuple(sorted((*spans, *free), key=lambda span: span.start))


def _pairs(spans: Sequence[Span], values: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    """Which token opens what which token closes: the tags nest, whatever tokens they share."""
    opened: list[int] = []
    found: dict[tuple[int, int], None] = {}
    for span in spans:
        if span.kind not in ("open", "close"):
            continue
        number = next(n for n, value in enumerate(values) if value.start <= span.start and span.end <= value.end)
        if span.kind == "open":
            opened.append(number)
        elif opened:
            found[opened.pop(), number] = None
    return tuple(found)

"""Protected spans go through a model as tokens (⟦0⟧) or annotations (⟪source⇒target⟫) and come back exactly once."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from mtkit.segments import Issue, Span

__all__ = ["CAPACITY", "Protected", "Restored", "groups", "protect", "restore"]

CAPACITY = 8  # ⟦0⟧ to ⟦7⟧ are single pieces of the models' vocabulary
_TOKEN = re.compile(r"⟦\s*(\d+)\s*⟧")
_ANNOTATION = re.compile(r"⟪[^⟪⟫⇒]*⇒\s*([^⟪⟫⇒]*?)\s*⟫")
_MARKS = re.compile("[⟦⟧⟪⟫⇒]")
_FREE = ("term", "number")  # free text for a model that is not told otherwise


@dataclass(frozen=True, slots=True)
class Protected:
    """A sentence as the model gets it, and what must come back.

    `values[n]` stands for token n (its span refers to the source); `wanted` are the annotated spans, whose targets must
    stand in the output. With `tokens` False the values stand in `text` as they are, for models that know no token.
    """

    text: str
    source: str
    values: tuple[Span, ...] = ()
    wanted: tuple[Span, ...] = ()
    tokens: bool = True

    def value(self, number: int) -> str:
        """What token `number` stands for."""
        span = self.values[number]
        return self.source[span.start : span.end] if span.target is None else span.target


@dataclass(frozen=True, slots=True)
class Restored:
    """The output with its values in place; `spans` are these values in `text`, `missed` the wanted ones of the source
    that are not there."""

    text: str
    spans: tuple[Span, ...] = ()
    issues: tuple[Issue, ...] = ()
    missed: tuple[Span, ...] = ()


def groups(text: str, spans: Sequence[Span], masked: Collection[Span] = ()) -> tuple[Span, ...]:
    """The spans that need a token; tags of one kind with nothing but white space between them share one.

    >>> tags = [Span(0, 3, "open"), Span(3, 6, "open"), Span(7, 11, "close"), Span(12, 16, "close")]
    >>> [(s.start, s.end) for s in groups("<b><i>a</i> </b>", tags)]
    [(0, 6), (7, 16)]
    """
    found: list[Span] = []
    for span in spans:
        if span.kind in _FREE and span not in masked:
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
    wanted = tuple(span for span in spans if span.kind in _FREE and span not in masked and span.target is not None)
    parts, at = [], 0
    for span in sorted((*values, *wanted), key=lambda span: span.start):
        inside = text[span.start : span.end]
        parts.append(text[at : span.start])
        if span in wanted:
            plain = not annotate or _MARKS.search(inside + (span.target or ""))
            parts.append(inside if plain else f"⟪{inside}⇒{span.target}⟫")
        elif tokens:
            parts.append(f"⟦{values.index(span)}⟧")
        else:
            parts.append(inside if span.target is None else span.target)
        at = span.end
    parts.append(text[at:])
    return Protected("".join(parts), text, values, wanted, tokens)


def _with_marks(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, and those of marks of ours in free text: who protects without looking for them is safe as well."""
    marks = (Span(hit.start(), hit.end(), "code") for hit in _MARKS.finditer(text))
    free = (m for m in marks if all(m.end <= span.start or span.end <= m.start for span in spans))
    return tuple(sorted((*spans, *free), key=lambda span: span.start))


def restore(output: str, protected: Protected, *, repair: bool = False) -> Restored:
    """The output with every value in its place, once.

    What is lost, doubled, invented or in a wrong order is an issue. `repair` puts lost values back where they stood
    in the source, by their relative position. A restored value is never looked at again.

    >>> p = protect("a %s b", [Span(2, 4, "placeholder")])
    >>> restore("⟦0⟧ x ⟦0⟧", p).text, [i.code for i in restore("x", p).issues], restore("x y", p, repair=True).text
    ('%s x ', ['placeholder-lost'], 'x %s y')
    """
    pieces, issues = _pieces(output, protected)
    seen = [value for value in pieces if isinstance(value, int)]
    for number in range(len(protected.values)):
        if number not in seen:
            issues.append(_issue(protected, number, "lost"))
            if repair:
                _put_back(pieces, number, protected)
    issues += _order(seen, protected)
    text, spans = _assemble(pieces, protected)
    text, found, reports, missed = _terms(text, spans, protected)
    return Restored(text, found, (*issues, *reports), missed)


def _pieces(output: str, protected: Protected) -> tuple[list[str | int], list[Issue]]:
    """The output as free text and token numbers, each known number at most once."""
    pieces: list[str | int] = []
    issues: list[Issue] = []
    for part in _split(output, protected):
        if isinstance(part, str):
            pieces.append(_clean(part))
        elif part >= len(protected.values):
            issues.append(Issue("placeholder-invented", "", f"⟦{part}⟧ is not in the source"))
        elif part in pieces:
            issues.append(_issue(protected, part, "doubled", serious=False))
        else:
            pieces.append(part)
    return pieces, issues


def _split(output: str, protected: Protected) -> Iterator[str | int]:
    if protected.tokens:
        for place, part in enumerate(_TOKEN.split(output)):
            yield int(part) if place % 2 else part
        return
    numbers: dict[str, list[int]] = {}
    for number in range(len(protected.values)):
        numbers.setdefault(protected.value(number), []).append(number)
    pattern = "|".join(re.escape(value) for value in sorted(numbers, key=len, reverse=True))
    for part in re.split(f"({pattern})", output) if pattern else (output,):
        left = numbers.get(part)
        # The same value twice: the first comes first; one too many is the last again, and so reported as doubled.
        yield part if left is None else left.pop(0) if len(left) > 1 else left[0]


def _clean(text: str) -> str:
    return _MARKS.sub("", _ANNOTATION.sub(r"\1", text))


def _issue(protected: Protected, number: int, what: str, *, serious: bool = True) -> Issue:
    kind = "tag" if protected.values[number].kind in ("open", "close", "tag") else "placeholder"
    return Issue(f"{kind}-{what}", "", protected.value(number), serious)


def _order(seen: Sequence[int], protected: Protected) -> list[Issue]:
    """A closing tag before its opening one breaks the markup."""
    opened: list[int] = []
    for number in seen:
        kind = protected.values[number].kind
        if kind == "open":
            opened.append(number)
        elif kind == "close":
            before = [n for n in range(number) if protected.values[n].kind == "open"]
            if before and before[-1] in seen and before[-1] not in opened:
                return [Issue("tag-order", "", f"{protected.value(number)} before its opening tag", serious=True)]
    return []


def _put_back(pieces: list[str | int], number: int, protected: Protected) -> None:
    """Insert a lost value at its relative position, at the edge of a word."""
    share = protected.values[number].start / max(1, len(protected.source))
    total = sum(len(part) for part in pieces if isinstance(part, str))
    wanted, at = round(share * total), 0
    for place, part in enumerate(pieces):
        if isinstance(part, str):
            if at + len(part) >= wanted:
                cut = _edge(part, wanted - at)
                left = part[:cut] + (" " if part[cut : cut + 1] == " " else "")
                pieces[place : place + 1] = [left, number, part[cut:]]
                return
            at += len(part)
    pieces.append(number)


def _edge(text: str, place: int) -> int:
    """The nearest end of a word; any place where words are not divided."""
    gaps = [0, len(text), *(found.start() for found in re.finditer(" ", text))]
    nearest = min(gaps, key=lambda gap: abs(gap - place))
    return nearest if " " in text or nearest == place else place


def _assemble(pieces: Sequence[str | int], protected: Protected) -> tuple[str, list[Span]]:
    text, spans = "", list[Span]()
    glue = False  # the last value was an opening tag that nothing may be put between
    for part in pieces:
        if isinstance(part, str):
            text += part.lstrip(" ") if glue else part
            glue = glue and not part.strip(" ")
            continue
        span, value = protected.values[part], protected.value(part)
        if span.kind == "close" and not protected.source[: span.start].endswith(" "):
            text = text.rstrip(" ")
        spans.append(Span(len(text), len(text) + len(value), span.kind, value))
        text += value
        glue = span.kind == "open" and not protected.source[span.end :].startswith(" ")
    return text, spans


def _terms(
    text: str, spans: list[Span], protected: Protected
) -> tuple[str, tuple[Span, ...], list[Issue], tuple[Span, ...]]:
    """Where the wanted forms stand, written exactly as wanted, and those that are missing."""
    issues: list[Issue] = []
    missed: list[Span] = []
    for span in dict.fromkeys(protected.wanted):
        target = span.target or ""
        places = _places(text, target, spans)
        if not places:
            missed.append(span)
            source = protected.source[span.start : span.end]
            code = "term-missed" if span.kind == "term" else "number-missed"
            if code not in {i.code for i in issues} or f"{source} -> {target}" not in {i.message for i in issues}:
                issues.append(Issue(code, "", f"{source} -> {target}", serious=True))
        for start, end in reversed(places):
            text = text[:start] + target + text[end:]
            by = len(target) - (end - start)
            spans = [_moved(other, by) if other.start >= end else other for other in spans]
            spans.append(Span(start, start + len(target), span.kind, target))
    return text, tuple(sorted(spans, key=lambda span: span.start)), issues, tuple(missed)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.kind, span.target)


def _places(text: str, target: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Where a form stands outside the spans, whatever its case and spacing."""
    loose = r"\s*".join(re.escape(char) for char in target if not char.isspace())
    left = r"(?<![A-Za-z0-9])" if target[:1].isascii() and target[:1].isalnum() else ""
    right = r"(?![A-Za-z0-9])" if target[-1:].isascii() and target[-1:].isalnum() else ""
    found = [hit.span() for hit in re.finditer(left + loose + right, text, re.IGNORECASE)] if loose else []
    return [(b, e) for b, e in found if all(e <= span.start or b >= span.end for span in spans)]

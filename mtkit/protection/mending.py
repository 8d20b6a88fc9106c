"""A line of output whose tokens are lost or out of order, set right as well as can be."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mtkit.protection.tokens import Protected

__all__ = ["Line", "mend"]

_ROUNDS = 8  # of eight tokens, each set right at least once


@dataclass(frozen=True, slots=True)
class Line:
    """Free text, and the tokens in it: (place in the text, number), in order.

    >>> list(Line("ab", ((0, 1), (1, 0))).parts())
    [1, 'a', 0, 'b']
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def numbers(self) -> list[int]:
        """The tokens in their order."""
        return [number for _, number in self.marks]

    def parts(self) -> Iterator[str | int]:
        """Text and tokens as they follow one another."""
        at = 0
        for place, number in self.marks:
            if place > at:
                yield self.text[at:place]
            yield number
            at = place
        if at < len(self.text):
            yield self.text[at:]

    def place(self, number: int) -> int:
        """Where a token stands in the text."""
        return self.marks[self.numbers.index(number)][0]

    def reversed(self, opening: int, closing: int) -> bool:
        """Whether both are there, the wrong way round."""
        order = self.numbers
        return opening in order and closing in order and order.index(opening) > order.index(closing)

    def empties(self, opening: int, closing: int, protected: Protected) -> bool:
        """Whether both are there with nothing between them, though in the source there is something."""
        order = self.numbers
        if opening not in order or closing not in order or not _holds_words(opening, closing, protected):
            return False
        first, last = sorted((order.index(opening), order.index(closing)))
        between = self.text[self.marks[first][0] : self.marks[last][0]]
        return not between.strip() and not any(_is_value(n, protected) for n in order[first + 1 : last])

    def crossing(self, pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Two pairs of which one begins within the other and ends outside of it."""
        order = {number: at for at, number in enumerate(self.numbers)}
        there = [pair for pair in pairs if pair[0] in order and pair[1] in order]
        for one in there:
            for two in there:
                if order[one[0]] < order[two[0]] < order[one[1]] < order[two[1]]:
                    return one, two
        return None

    def nested(self, pairs: Sequence[tuple[int, int]]) -> "Line":
        """The line with tokens that share a partner in the order of the source: `</i></b>` ends what began last first."""
        line = self
        for side in (0, 1):
            for partner in {pair[1 - side] for pair in pairs}:
                mine = {pair[side] for pair in pairs if pair[1 - side] == partner}
                ranked = iter(sorted(number for number in line.numbers if number in mine))
                line = Line(line.text, tuple((p, next(ranked) if n in mine else n) for p, n in line.marks))
        return line


def _is_value(number: int, protected: Protected) -> bool:
    return protected.values[number].kind not in ("open", "close")


def _holds_words(opening: int, closing: int, protected: Protected) -> bool:
    start, end = protected.values[opening].end, protected.values[closing].start
    inside = protected.source[start:end]
    for value in reversed(protected.values):
        if start <= value.start and value.end <= end and value.kind in ("open", "close"):
            inside = inside[: value.start - start] + inside[value.end - start :]
    return bool(inside.strip())


def mend(line: Line, protected: Protected) -> Line:
    """Lost tokens put back, pairs the right way round, none empty that was not, none across another.

    >>> from mtkit.protection import protect
    >>> from mtkit.segments import Span
    >>> p = protect("see <b>this page</b> now", [Span(4, 7, "open"), Span(16, 20, "close")])
    >>> "".join(part if isinstance(part, str) else p.value(part) for part in mend(Line("지금 이 쪽을 보라"), p).parts())
    '지금 <b>이 쪽을</b> 보라'
    """
    for number in range(len(protected.values)):
        if number not in line.numbers:
            line = _put_back(line, number, protected)
    for _ in range(_ROUNDS):
        before, line = line, _straight(line, protected)
        if line == before:
            break
    return line if not line.crossing(protected.pairs) else _as_in_source(line, protected)


def _straight(line: Line, protected: Protected) -> Line:
    """One round: what is reversed, then what is empty, then what crosses; each may bring up one of the others."""
    for pair in protected.pairs:
        if line.reversed(*pair):
            line = _swapped(line, *pair)
    for pair in protected.pairs:
        if line.empties(*pair, protected):
            line = _filled(line, *pair)
    for _ in protected.pairs * len(protected.pairs):  # as often as there are two that can cross
        if crossed := line.crossing(protected.pairs):
            line = _uncrossed(line, *crossed)
    return line.nested(protected.pairs)


def _as_in_source(line: Line, protected: Protected) -> Line:
    """The tags take one another's places until they stand in the order of the source, which nests."""
    tags = {number for pair in protected.pairs for number in pair}
    rest = iter(sorted(tags))
    return Line(line.text, tuple((place, next(rest) if n in tags else n) for place, n in line.marks))


def _put_back(line: Line, number: int, protected: Protected) -> Line:
    """Insert a lost value at its relative position, at the edge of a word; a tag on its side of its partner."""
    kind = protected.values[number].kind
    wanted = round(protected.values[number].start / max(1, len(protected.source)) * len(line.text))
    low, high = _bounds(line, number, protected)
    cut = min(_gaps(line.text, low, high, kind), key=lambda gap: abs(gap - wanted), default=None)
    if cut is None or (" " not in line.text and cut != wanted):
        cut = min(max(wanted, low), high)
    text, moved = line.text, 0
    if kind not in ("open", "close") and text[cut : cut + 1] == " ":  # a word of its own
        text, moved = text[:cut] + " " + text[cut:], 1
    marks = [(place + moved if place > cut else place, n) for place, n in line.marks]
    at = sum(place < cut + moved or (place == cut + moved and n < number) for place, n in marks)
    marks.insert(at, (cut + moved, number))
    return Line(text, tuple(marks))


def _bounds(line: Line, number: int, protected: Protected) -> tuple[int, int]:
    low, high = 0, len(line.text)
    for opening, closing in protected.pairs:
        if number == closing and opening in line.numbers:
            low = max(low, min(line.place(opening) + 1, high))
        if number == opening and closing in line.numbers:
            high = min(high, max(line.place(closing) - 1, 0))
    return low, high


def _gaps(text: str, low: int, high: int, kind: str) -> list[int]:
    """Where words end and, for an opening tag, begin."""
    edges = [0, *(found.end() for found in re.finditer(" +", text))] if kind == "open" else []
    edges = edges or [0, *(found.start() for found in re.finditer(" +", text)), len(text)]
    return [edge for edge in edges if low <= edge <= high]


def _swapped(line: Line, one: int, two: int) -> Line:
    other = {one: two, two: one}
    return replace(line, marks=tuple((place, other.get(number, number)) for place, number in line.marks))


def _filled(line: Line, opening: int, closing: int) -> Line:
    """The next word goes between the two, or the last one when there is none."""
    place = line.place(opening)
    after = re.compile(r"\s*\S+").match(line.text, line.place(closing))
    if after:
        return _moved(line, closing, after.end(), last=False)
    before = list(re.finditer(r"\S+", line.text[:place]))
    return _moved(line, opening, before[-1].start(), last=True) if before else line


def _moved(line: Line, number: int, place: int, *, last: bool) -> Line:
    """The token at another place: the last or the first of those that stand there."""
    rest = [mark for mark in line.marks if mark[1] != number]
    at = sum(other <= place if last else other < place for other, _ in rest)
    rest.insert(at, (place, number))
    return replace(line, marks=tuple(rest))


def _uncrossed(line: Line, one: tuple[int, int], two: tuple[int, int]) -> Line:
    """The inner pair ends right before the outer one does."""
    rest = [mark for mark in line.marks if mark[1] != two[1]]
    at = [number for _, number in rest].index(one[1])
    rest.insert(at, (rest[at][0], two[1]))
    return replace(line, marks=tuple(rest))

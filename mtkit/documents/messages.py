"""Messages of programs: ICU plurals and choices inside them are cut so that their texts are translated, their syntax not.

    {n, plural, one {# file} other {# files}}     two arms: `# file` and `# files`, with # protected
    You have {n, plural, ...} in your cart.       the text around the choice is a segment of its own

Everything else of ICU (`{name}`, `{d, date, short}`) is a placeholder and stays in its sentence.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from mtkit.documents.skeleton import Arm, Escape, Lines, Mark, Part, Piece, Slot, merged
from mtkit.documents.weaving import weave

__all__ = ["message", "sliced"]

_HEAD = re.compile(r"\{\s*[\w.-]+\s*,\s*(plural|selectordinal|select)\s*,(?:\s*offset\s*:\s*\d+)?")
_SELECTOR = re.compile(r"\s*(=\d+|[\w-]+)\s*(?=\{)")
_SYNTAX = re.compile(r"''|'[{}#|][^']*(?:''[^']*)*(?:'|$)|[{}]")
_COUNT = re.compile("(#)")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class _Branch:
    """An arm of a choice: `start` (white space included), its name, its text, in braces."""

    start: int
    name: tuple[int, int]
    text: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Choice:
    kind: str
    start: int
    end: int
    branches: tuple[_Branch, ...]


def message(parts: Sequence[Part], offset: int, lines: Lines, escape: Escape) -> tuple[Piece, ...]:
    """The pieces of a message that these parts spell; without an ICU choice, one slot.

    >>> text = "{n, plural, one {# file} other {# files}}"
    >>> cut = message([Part(text, (text,))], 0, Lines("", "a"), lambda slot, target, markup: target)
    >>> [piece.category for piece in cut if isinstance(piece, Arm)]
    ['one', 'other']
    """
    text = "".join(part.source for part in parts)
    if not _HEAD.search(text):
        return weave(parts, offset, lines, escape)
    cutter = _Cutter(text, parts, offset, lines, escape)
    return merged(cutter.pieces(0, len(text)))


class _Cutter:
    def __init__(self, text: str, parts: Sequence[Part], offset: int, lines: Lines, escape: Escape) -> None:
        self.text, self.parts, self.offset, self.lines = text, parts, offset, lines
        self.ends = _ends(text)
        self.braces = list(self.ends)
        self.escape = _quoting(escape)

    def pieces(self, start: int, end: int, *, counted: bool = False, depth: int = 0) -> Iterator[Piece]:
        """The message between two places; `counted` where # is the number."""
        at = start
        for choice in self._choices(start, end) if depth < _DEEPEST else ():
            yield from self._free(at, choice.start, counted)
            yield from self._choice(choice, counted, depth)
            at = choice.end
        yield from self._free(at, end, counted)

    def _choices(self, start: int, end: int) -> Iterator[_Choice]:
        at = start
        while (at := self._brace(at, end)) >= 0:
            head = _HEAD.match(self.text, at, end)
            branches = tuple(self._branches(head.end(), self.ends[at] - 1)) if head else ()
            if head and branches:
                yield _Choice(head[1], at, self.ends[at], branches)
            at = self.ends[at]

    def _brace(self, at: int, end: int) -> int:
        """The next brace that is closed before the end, -1 when there is none."""
        for brace in islice(self.braces, bisect_left(self.braces, at), None):
            if brace >= end or self.ends[brace] <= end:
                return brace if brace < end else -1
        return -1

    def _branches(self, at: int, end: int) -> Iterator[_Branch]:
        """The arms up to the closing brace; nothing when there is anything else between them."""
        found = list[_Branch]()
        while match := _SELECTOR.match(self.text, at, end):
            if match.end() not in self.ends:
                return
            close = self.ends[match.end()]
            found.append(_Branch(at, match.span(1), (match.end() + 1, close - 1)))
            at = close
        if not self.text[at:end].strip():
            yield from found

    def _choice(self, choice: _Choice, counted: bool, depth: int) -> Iterator[Piece]:
        names = [self.text[slice(*branch.name)] for branch in choice.branches]
        yield self._raw(choice.start, choice.branches[0].start)
        for name, branch in zip(names, choice.branches, strict=True):
            start, stop = branch.text
            inside = self.pieces(start, stop, counted=counted or choice.kind != "select", depth=depth + 1)
            lead, opened = self._raw(branch.start, branch.name[0]), self._raw(branch.name[1], start)
            whole = (lead, Mark("category", name), opened, *inside, self._raw(stop, stop + 1))
            also = ("one",) if choice.kind == "plural" and name == "other" and "one" not in names else ()
            yield from (Arm(name, whole, also),) if choice.kind != "select" else (lead + name, *whole[2:])
        yield self._raw(choice.branches[-1].text[1] + 1, choice.end)

    def _raw(self, start: int, end: int) -> str:
        return "".join(str(piece) for part in sliced(self.parts, start, end) for piece in part.pieces)

    def _free(self, start: int, end: int, counted: bool) -> tuple[Piece, ...]:
        parts = sliced(self.parts, start, end)
        if counted:
            parts = [piece for part in parts for piece in _hashes(part)]
        return weave(parts, self.offset, self.lines, self.escape)


def _ends(text: str) -> dict[int, int]:
    """Where each brace that is closed is closed, by where it opens, ascending."""
    found, opened = dict[int, int](), list[int]()
    for hit in _SYNTAX.finditer(text):
        if hit[0] == "{":
            opened.append(hit.start())
        elif hit[0] == "}" and opened:
            found[opened.pop()] = hit.end()
    return dict(sorted(found.items()))


def _hashes(part: Part) -> list[Part]:
    if part.kind or part.pieces != (part.source,):
        return [part]
    texts = _COUNT.split(part.source)
    return [Part(text, (text,), "placeholder" if text == "#" else "") for text in texts if text]


def _quoting(escape: Escape) -> Escape:
    """An apostrophe before syntax would quote it: ICU writes two for one."""

    def spell(slot: Slot, target: str, markup: Sequence[str]) -> str:
        return escape(slot, re.sub("'(?=[{}#|])", "''", target), markup)

    return spell


def sliced(parts: Sequence[Part], start: int, end: int) -> list[Part]:
    """The parts that spell `[start:end]` of the text; a part that is spelled differently goes by its first character.

    >>> sliced([Part("abc", ("abc",)), Part("&", ("&amp;",))], 1, 4)
    [Part(source='bc', pieces=('bc',), kind='', changed=None), Part(source='&', pieces=('&amp;',), kind='', changed=None)]
    """
    found = list[Part]()
    starts = [0, *accumulate(len(part.source) for part in parts)]
    for part, at in zip(parts, starts, strict=False):
        if part.pieces == (part.source,) and not part.kind:
            text = part.source[max(0, start - at) : max(0, end - at)]
            found += [Part(text, (text,))] if text else []
        elif start <= at < end:
            found.append(part)
    return found

"""A new text in Markdown: its markup as it was, and every other character as text.

What would be read as markup and is none gets a backslash: the text is scanned as a reader would, again until nothing is
left to escape. So `5 * 3` stays as it is and `*별표*` does not become emphasis. Emphasis that the new text would break,
as CommonMark does not see it in `**서울(수도)**은`, is written as HTML.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit.documents.inline import scan
from mtkit.documents.skeleton import Part, Slot

__all__ = ["escape", "escape_title"]

_ROUNDS = 8
_BEGINS = re.compile(r"(?:#{1,6}|[-+*])(?=\s|$)|>|`{3}|~{3}|(?:=+|-+|_{3,})\s*$|\[[^\]]*\]:|:\s")
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")
_TAGS = {"*": "em", "_": "em", "**": "strong", "__": "strong", "~": "del", "~~": "del"}


@dataclass(frozen=True, slots=True)
class _Bit:
    text: str
    fixed: bool  # markup, or escaped already: stays
    source: str = ""
    kind: str = ""


def escape(slot: Slot, target: str, markup: Sequence[str], *, labels: frozenset[str], place: str) -> str:
    """The target as Markdown; `place` is where it stands: line, heading, cell or alt.

    >>> from mtkit.segments import Segment
    >>> bold = Part("**", ("**",), "open"), Part("a", ("a",)), Part("**", ("**",), "close")
    >>> slot = Slot(Segment("**a**"), bold, escape)
    >>> escape(slot, "*b* **a** 5 * 3", ["**", "**"], labels=frozenset(), place="line")
    '\\\\*b\\\\* **a** 5 * 3'
    """
    bits = list(_bits(slot, target, markup, labels))
    if place == "line":
        bits = _unlike_block(bits)
    for _ in range(_ROUNDS):
        text = "".join(bit.text for bit in bits)
        wrong = _unexpected(bits, text, labels, brackets=place == "alt")
        if not wrong:
            break
        bits = list(_with_backslashes(bits, wrong))
    bits = _visible(bits)
    if place == "cell":
        bits = [bit if bit.source else _Bit(re.sub(r"(?<!\\)\|", r"\\|", bit.text), bit.fixed) for bit in bits]
    text = "".join(bit.text for bit in bits)
    return re.sub(r"(^|\s)(#+)$", r"\1\\\2", text) if place == "heading" else text


def escape_title(slot: Slot, target: str, markup: Sequence[str], *, quote: str) -> str:
    """The target as a link's title in the given closing quote.

    >>> from mtkit.segments import Segment
    >>> escape_title(Slot(Segment("a"), (), escape_title), 'the "A"', [], quote='"')
    'the \\\\"A\\\\"'
    """
    text = re.sub(r"([\\&])", r"\\\1", " ".join(target.split("\n")))
    return re.sub(r"([()])" if quote == ")" else re.escape(quote), lambda match: "\\" + match[0], text)


def _bits(slot: Slot, target: str, markup: Sequence[str], labels: frozenset[str]) -> Iterator[_Bit]:
    parts = [part for part in slot.parts if part.kind]
    at = 0
    for start, end, index in _located(target, parts, labels):
        yield _free(target[at:start])
        yield _Bit(markup[index], True, parts[index].source, parts[index].kind)
        at = end
    yield _free(target[at:])


def _free(text: str) -> _Bit:
    return _Bit(" ".join(text.split("\n")), False)


def _located(target: str, parts: Sequence[Part], labels: frozenset[str]) -> list[tuple[int, int, int]]:
    """Start, end and part of the markup in a target: first what reads as markup, then what only looks like it."""
    waiting: dict[str, deque[int]] = {}
    for index, part in enumerate(parts):
        waiting.setdefault(part.source, deque()).append(index)
    found, taken = list[tuple[int, int, int]](), [False] * (len(target) + 1)

    def take(start: int, source: str) -> None:
        if waiting.get(source) and not any(taken[start : start + len(source)]):
            found.append((start, start + len(source), waiting[source].popleft()))
            taken[start : start + len(source)] = [True] * len(source)

    longest_first = sorted((source for source in waiting if len(source) > 2), key=len, reverse=True)
    for source in longest_first:  # long ones cannot be anything else
        for match in re.finditer(re.escape(source), target):
            take(match.start(), source)
    for mark in scan(target, labels):
        take(mark.start, target[mark.start : mark.end])
    for source in sorted(filter(waiting.get, waiting), key=len, reverse=True):
        for match in re.finditer(re.escape(source), target):
            take(match.start(), source)
    return sorted(found)


def _unlike_block(bits: list[_Bit]) -> list[_Bit]:
    """A text that would begin a heading, a list, a quotation ... gets a backslash there."""
    first = next((index for index, bit in enumerate(bits) if bit.text), None)
    if first is None or bits[first].fixed:
        return bits
    text = bits[first].text.lstrip()
    rest = "".join(bit.text for bit in bits[first + 1 :])
    number = _NUMBERED.match(text)
    if number:
        return [
            *bits[:first],
            _Bit(number[0], False),
            _Bit("\\" + text[number.end()], True),
            _Bit(text[number.end() + 1 :], False),
            *bits[first + 1 :],
        ]
    if _BEGINS.match(text + rest) and text[0] not in "*_`[~":
        return [*bits[:first], _Bit("\\" + text[0], True), _Bit(text[1:], False), *bits[first + 1 :]]
    if _BEGINS.match(text + rest):
        return [*bits[:first], _Bit("\\" + text[0], True), _Bit(text[1:], False), *bits[first + 1 :]]
    return [*bits[:first], _Bit(text, False), *bits[first + 1 :]]


def _spans(bits: Sequence[_Bit]) -> Iterator[tuple[int, int, _Bit]]:
    at = 0
    for bit in bits:
        yield at, at + len(bit.text), bit
        at += len(bit.text)


def _unexpected(bits: Sequence[_Bit], text: str, labels: frozenset[str], *, brackets: bool) -> set[int]:
    """Where in the text something reads as markup that is free text."""
    free = bytearray(len(text))
    for start, end, bit in _spans(bits):
        if not bit.fixed:
            free[start:end] = b"\1" * (end - start)
    wrong = {mark.start for mark in scan(text, labels) if mark.kind not in ("soft", "hard") and free[mark.start]}
    if brackets:
        wrong |= {match.start() for match in re.finditer(r"[\[\]]", text) if free[match.start()]}
    return wrong


def _with_backslashes(bits: Sequence[_Bit], wrong: set[int]) -> Iterator[_Bit]:
    for start, end, bit in _spans(bits):
        at = start
        for place in sorted(place for place in wrong if start <= place < end):
            yield _Bit(bit.text[at - start : place - start], False)
            yield _Bit("\\" + bit.text[place - start], True)
            at = place + 1
        yield bit if at == start else _Bit(bit.text[at - start :], False)


def _visible(bits: list[_Bit]) -> list[_Bit]:
    """Emphasis that a strict reader would not see is written with stars, or else as HTML."""
    pairs = list(_emphasis(bits))
    for tag in (False, True):
        seen = {mark.start for mark in scan("".join(bit.text for bit in bits), strict=True)}
        starts = [start for start, _, _ in _spans(bits)]
        lost = [pair for pair in pairs if not seen.issuperset(starts[index] for index in pair)]
        new = dict(bit for first, second in lost for bit in _rewritten(bits[first].source, first, second, tag))
        bits = [new.get(index, bit) for index, bit in enumerate(bits)]
    return bits


def _emphasis(bits: Sequence[_Bit]) -> Iterator[tuple[int, int]]:
    waiting = list[int]()
    for index, bit in enumerate(bits):
        if bit.kind == "open" and bit.source in _TAGS:
            waiting.append(index)
        elif bit.kind == "close" and bit.source in _TAGS and waiting and bits[waiting[-1]].source == bit.source:
            yield waiting.pop(), index


def _rewritten(source: str, first: int, second: int, tag: bool) -> Iterator[tuple[int, _Bit]]:
    name, stars = _TAGS[source], source.replace("_", "*")
    yield first, _Bit(f"<{name}>" if tag else stars, True, source, "open")
    yield second, _Bit(f"</{name}>" if tag else stars, True, source, "close")

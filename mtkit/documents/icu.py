"""Choices in ICU messages: plural, selectordinal and select, with the places of their arms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Branch", "Choice", "choices"]

_HEAD = re.compile(r"\{\s*[\w.-]+\s*,\s*(plural|selectordinal|select)\s*,(?:\s*offset\s*:\s*\d+)?")
_SELECTOR = re.compile(r"\s*(=\d+|[\w-]+)\s*(?=\{)")
_SYNTAX = re.compile(r"''|'[{}#|][^']*(?:''[^']*)*(?:'|$)|[{}]")  # a quoted brace is text


@dataclass(frozen=True, slots=True)
class Branch:
    """An arm: where it begins (white space included), its name, and its text inside the braces.

    >>> choices("{n, plural, other {x}}")[0].branches
    (Branch(start=11, name=(12, 17), text=(19, 20)),)
    """

    start: int
    name: tuple[int, int]
    text: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice with its kind (plural, selectordinal, select) and its arms.

    >>> choices("a {n, plural, other {x}} b")[0].kind
    'plural'
    """

    kind: str
    start: int
    end: int
    branches: tuple[Branch, ...]


def choices(text: str) -> tuple[Choice, ...]:
    """The choices of a message, without those inside their arms; none where the syntax is broken.

    >>> choices("{n, plural, one {x"), choices("{d, date, short}")
    ((), ())
    """
    return tuple(_choices(text)) if _HEAD.search(text) else ()


def _choices(text: str) -> Iterator[Choice]:
    ends, past = _ends(text), 0
    for start, end in ends.items():
        head = _HEAD.match(text, start) if start >= past else None
        branches = tuple(_branches(text, head.end(), end - 1, ends)) if head else ()
        if head and branches:
            yield Choice(head[1], start, end, branches)
        past = max(past, end)


def _ends(text: str) -> dict[int, int]:
    """Where each brace that is closed is closed, by where it opens, ascending."""
    found, opened = dict[int, int](), list[int]()
    for hit in _SYNTAX.finditer(text):
        if hit[0] == "{":
            opened.append(hit.start())
        elif hit[0] == "}" and opened:
            found[opened.pop()] = hit.end()
    return dict(sorted(found.items()))


def _branches(text: str, at: int, end: int, ends: dict[int, int]) -> Iterator[Branch]:
    """The arms up to the closing brace; nothing when there is anything else between them."""
    found = list[Branch]()
    while match := _SELECTOR.match(text, at, end):
        close = ends.get(match.end(), 0)
        if not close:
            return
        found.append(Branch(at, match.span(1), (match.end() + 1, close - 1)))
        at = close
    if not text[at:end].strip():
        yield from found

"""A text as the memory compares it: what can be exchanged (numbers and names), and the rest, which must be equal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mtkit import numbers, placeholders
from mtkit.glossary import Glossary, Match, particles
from mtkit.memory.units import key
from mtkit.numbers import Number

__all__ = ["Item", "Parts", "parts"]

_NAMES = frozenset(("person", "organisation", "place", "event", "product"))  # a term can change what is said
_ARTICLE = re.compile(r"\b([Aa])n $")
_CLOSED = r"[)）\]〕\"'’”»」』》〉】]*"
_AMBIGUOUS = frozenset(("고", "자", "니", "면", "든", "던", "야", "아", "여", "라", "요", "니까"))  # words begin so too


@dataclass(frozen=True, slots=True)
class Item:
    """A number or a name that stands at `text[start:end]`: exactly one of `number` and `name` is there."""

    start: int
    end: int
    text: str
    number: Number | None = None
    name: Match | None = None

    @property
    def value(self) -> object:
        """What the item stands for: equal for items that say the same, the entry for a name."""
        return self.number.value if self.number else self.name.entry if self.name else None


@dataclass(frozen=True, slots=True)
class Parts:
    """A text's items, ascending, and its skeleton: what is around them, with particles and articles in one form."""

    items: tuple[Item, ...]
    skeleton: str


def parts(text: str, language: str, other: str, glossary: Glossary | None) -> Parts:
    """The items of a text; names are those of the glossary with a form in the `other` language.

    What is in placeholders, tags and addresses belongs to the skeleton.

    >>> [item.text for item in parts("10월 6일 {0}명", "ko", "en", None).items]
    ['10월 6일']
    >>> one, two = (parts(text, "ko", "en", None).skeleton for text in ("3이 크다", "4가 크다"))
    >>> one == two
    True
    """
    taken = [(span.start, span.end) for span in placeholders.find(text)]
    items: list[Item] = []
    for item in (*_names(text, language, other, glossary), *_numbers(text, language)):
        if all(item.end <= start or end <= item.start for start, end in taken):
            taken.append((item.start, item.end))
            items.append(item)
    items.sort(key=lambda item: item.start)
    return Parts(tuple(items), _skeleton(text, items, language))


def _names(text: str, language: str, other: str, glossary: Glossary | None) -> Iterator[Item]:
    for match in glossary.find(text, language, other) if glossary else ():
        if match.entry.kind in _NAMES and match.role != "forbidden":
            yield Item(match.start, match.end, text[match.start : match.end], name=match)


def _numbers(text: str, language: str) -> Iterator[Item]:
    for number in numbers.find(text, language):
        yield Item(number.start, number.end, number.text, number=number)


def _skeleton(text: str, items: list[Item], language: str) -> str:
    pieces, at = [], 0
    for item in items:
        pieces.append(text[at : item.start])
        at = item.end
    pieces.append(text[at:])
    if language == "ko":
        pieces[1:] = map(_with_coda, pieces[1:])
    elif language == "en":
        pieces[:-1] = [_ARTICLE.sub(r"\1 ", piece) for piece in pieces[:-1]]
    return key("\0".join(pieces))


def _with_coda(piece: str) -> str:
    """The particle at the start in the form that stands after a coda: 는 and 은 say the same."""
    found = _particle().match(piece)
    if not found:
        return piece
    return found[1] + particles.pairs()[found[2]][0] + piece[found.end() :]


@cache
def _particle() -> re.Pattern[str]:
    vowel = sorted({forms[1] for forms in particles.pairs().values()} - _AMBIGUOUS, key=len, reverse=True)
    return re.compile(rf"({_CLOSED})({'|'.join(vowel)})(?![가-힣])")

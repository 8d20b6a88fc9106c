"""What a model must learn beside the text: to carry tokens, use given terms, bear noise. Pure functions of a pair.

    mask      an equal thing on both sides (a number, a Latin word, a term) becomes ⟦n⟧
    wrap      a pair of ⟦n⟧ around it: inline markup
    annotate  its source is followed by its target: ⟪source⇒target⟫
    disturb   case, quotes and a missing full stop in the source

Each draws from the random generator it is given, so that the same seed makes the same pair.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mtkit import numbers
from mtkit.glossary import Glossary

__all__ = ["Link", "Rates", "annotate", "augment", "disturb", "links", "mask", "wrap"]

TOKENS = tuple(f"⟦{number}⟧" for number in range(8))
_SIGN = re.compile(r"[⟦⟧⟪⟫⇒]")
_ANCHOR = re.compile(r"https?://[!-~]+[A-Za-z0-9/]|[A-Za-z][A-Za-z0-9.+_-]*[A-Za-z0-9]|\d[\d,.]*\d|\d")
_QUOTES = str.maketrans("“”‘’「」", "\"\"''“”")
_STOP = re.compile(r"[.。]$")


@dataclass(frozen=True, slots=True)
class Rates:
    """In which share of the lines each is done; `style` and `joined` are seen to by the batches.

    >>> Rates.none().mask
    0.0
    """

    mask: float = 0.1
    wrap: float = 0.05
    annotate: float = 0.2
    disturb: float = 0.05
    style: float = 0.5
    joined: float = 0.06

    @classmethod
    def none(cls) -> "Rates":
        """Nothing but the text itself."""
        return cls(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Link:
    """`source[start:end]` and `target[left:right]` mean the same.

    >>> Link(0, 2, 4, 6).end
    2
    """

    start: int
    end: int
    left: int
    right: int


Edit = tuple[int, int, str]
Pair = tuple[str, str]


def augment(pair: Pair, languages: Pair, rates: Rates, draw: random.Random, glossary: Glossary | None = None) -> Pair:
    """The pair with at most one of mask, wrap and annotate, and perhaps noise.

    >>> augment(("GIST opened.", "GIST가 열렸다."), ("en", "ko"), Rates(mask=1.0), random.Random(3))[1][3:]
    '가 열렸다.'
    """
    source, target = pair
    chosen = draw.random()
    for rate, change in ((rates.mask, mask), (rates.wrap, wrap), (rates.annotate, annotate)):
        if chosen < rate:
            pair = change(source, target, links(source, target, languages, glossary), draw)
            break
        chosen -= rate
    else:
        if draw.random() < rates.disturb:
            return disturb(source, target, languages[0], draw)
    return pair


def links(source: str, target: str, languages: Pair, glossary: Glossary | None = None) -> tuple[Link, ...]:
    """What both sides have once each: glossary terms, numbers and dates of equal value, identical Latin words.

    Ascending on the source side, none touching another on either side.

    >>> [("총 1억 원, GIST"[l.start:l.end], "GIST: 100 million won"[l.left:l.right])
    ...  for l in links("총 1억 원, GIST", "GIST: 100 million won", ("ko", "en"))]
    [('1억 원', '100 million won'), ('GIST', 'GIST')]
    """
    if _SIGN.search(source) or _SIGN.search(target):
        return ()
    found: list[Link] = []
    for link in (
        *_terms(source, target, languages, glossary),
        *_numbers(source, target, languages),
        *_anchors(source, target),
    ):
        if all(_apart(link, other) for other in found):
            found.append(link)
    return tuple(sorted(found, key=lambda link: link.start))


def mask(source: str, target: str, found: Sequence[Link], draw: random.Random) -> Pair:
    """One to three links become tokens, the numbers shuffled.

    >>> mask("GIST opened.", "GIST가 열렸다.", [Link(0, 4, 0, 4)], random.Random(3))
    ('⟦5⟧ opened.', '⟦5⟧가 열렸다.')
    """
    chosen = _some(found, draw, 3)
    tokens = draw.sample(TOKENS, len(chosen))
    return _both(source, target, chosen, lambda number, _: (tokens[number], tokens[number]))


def wrap(source: str, target: str, found: Sequence[Link], draw: random.Random) -> Pair:
    """One or two links stand between a pair of tokens, as inline tags do.

    >>> wrap("GIST opened.", "GIST가 열렸다.", [Link(0, 4, 0, 4)], random.Random(3))
    ('⟦5⟧GIST⟦4⟧ opened.', '⟦5⟧GIST⟦4⟧가 열렸다.')
    """
    chosen = _some(found, draw, 2)
    tokens = draw.sample(TOKENS, 2 * len(chosen))

    def change(number: int, link: Link) -> Pair:
        before, after = tokens[2 * number : 2 * number + 2]
        return f"{before}{source[link.start : link.end]}{after}", f"{before}{target[link.left : link.right]}{after}"

    return _both(source, target, chosen, change)


def annotate(source: str, target: str, found: Sequence[Link], draw: random.Random) -> Pair:
    """Up to four links are followed by their translation in the source; the target stays.

    >>> annotate("광주 방문", "Visit to Gwangju", [Link(0, 2, 9, 16)], random.Random(3))
    ('⟪광주⇒Gwangju⟫ 방문', 'Visit to Gwangju')
    """
    chosen = _some(found, draw, 4)

    def change(_: int, link: Link) -> Pair:
        there = target[link.left : link.right]
        return f"⟪{source[link.start : link.end]}⇒{there}⟫", there

    return _both(source, target, chosen, change)


def disturb(source: str, target: str, language: str, draw: random.Random) -> Pair:
    """One kind of noise: other case (English), other quotes, or no full stop on both sides.

    >>> sorted({disturb("Open “it”.", "열어라.", "en", random.Random(n))[0] for n in range(20)})
    ['OPEN “IT”.', 'Open "it".', 'Open “it”', 'open “it”.']
    """
    kinds: list[Callable[[], Pair]] = [
        lambda: (source.translate(_QUOTES), target),
        lambda: (_STOP.sub("", source), _STOP.sub("", target)),
    ]
    if language == "en" and not _SIGN.search(source):
        kinds += [lambda: (source.lower(), target), lambda: (source.upper(), target)]
    changed = draw.choice(kinds)()
    return changed if all(changed) else (source, target)


def _some(found: Sequence[Link], draw: random.Random, most: int) -> list[Link]:
    return draw.sample(list(found), min(len(found), draw.randint(1, most)))


def _both(source: str, target: str, chosen: Sequence[Link], change: Callable[[int, Link], Pair]) -> Pair:
    first: list[Edit] = []
    second: list[Edit] = []
    for number, link in enumerate(chosen):
        here, there = change(number, link)
        first.append((link.start, link.end, here))
        second.append((link.left, link.right, there))
    return _edited(source, first), _edited(target, second)


def _edited(text: str, edits: list[Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _apart(link: Link, other: Link) -> bool:
    return (link.end <= other.start or other.end <= link.start) and (
        link.right <= other.left or other.right <= link.left
    )


def _terms(source: str, target: str, languages: Pair, glossary: Glossary | None) -> list[Link]:
    if glossary is None:
        return []
    there = {match.entry: match for match in glossary.find(target, languages[1])}
    found = []
    for match in glossary.find(source, languages[0], languages[1]):
        other = there.pop(match.entry, None)
        if other is not None:
            found.append(Link(match.start, match.end, other.start, other.end))
    return found


def _numbers(source: str, target: str, languages: Pair) -> list[Link]:
    here, there = numbers.find(source, languages[0]), numbers.find(target, languages[1])
    values = [number.value for number in there]
    alone = [number for number in here if [other.value for other in here].count(number.value) == 1]
    partners = ((number, there[values.index(number.value)]) for number in alone if values.count(number.value) == 1)
    return [Link(number.start, number.end, other.start, other.end) for number, other in partners]


def _anchors(source: str, target: str) -> list[Link]:
    here, there = _once(source), _once(target)
    return [Link(*here[word], *there[word]) for word in here if word in there and len(word) > 1]


def _once(text: str) -> dict[str, tuple[int, int]]:
    places: dict[str, list[tuple[int, int]]] = {}
    for found in _ANCHOR.finditer(text):
        places.setdefault(found.group(), []).append(found.span())
    return {word: spans[0] for word, spans in places.items() if len(spans) == 1}

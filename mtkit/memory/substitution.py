"""A translation for a text that differs from a known one in numbers, dates and names alone.

It is made only when nothing can go wrong: the rest of the two texts is equal, the known translation holds just the
numbers of its source, each name that changes stands in it as often as in the source and in the glossary's form, and
what comes out says the new numbers and names. Everything else is for a person to see: an offer.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit import numbers
from mtkit.glossary import Glossary, grammar
from mtkit.memory.items import Item, Parts, parts
from mtkit.memory.rewriting import leaves, rewritten
from mtkit.numbers import Number
from mtkit.segments import Span

__all__ = ["Pair", "substitute"]

_PRONOUNS = {
    "en": re.compile(r"\b(?:he|him|his|himself|she|hers?|herself|mr|mrs|ms)\b", re.IGNORECASE),
    "ja": re.compile("彼"),
    "ko": re.compile("그녀|(?<![가-힣])그(?:는|가|의|를|에게)(?![가-힣])"),
}
_WORDS = {  # a small number that is written as a word too is not exchanged
    2: "two|twice|both|second|double|twin|pair|half|두|둘|이틀|양쪽|二|両|ふた",
    3: "three|thrice|third|triple|세|셋|사흘|三|みっつ",
    4: "four|fourth|quarter|네|넷|나흘|四",
    5: "five|fifth|다섯|닷새|五",
    6: "six|sixth|여섯|엿새|六",
    7: "seven|seventh|일곱|이레|七",
    8: "eight|eighth|여덟|八",
    9: "nine|ninth|아홉|九",
    10: "ten|tenth|decade|열|열흘|十",
    12: "twelve|twelfth|dozen|열두|十二",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A known text and its translation."""

    source: str
    target: str


def substitute(text: str, known: Pair, source: str, target: str, glossary: Glossary | None = None) -> str | None:
    """The translation of a text made of that of a known one; None when it is not safe.

    >>> known = Pair("행사는 10월 6일에 열린다.", "The event takes place on October 6.")
    >>> substitute("행사는 11월 12일에 열린다.", known, "ko", "en")
    'The event takes place on November 12.'
    >>> substitute("행사는 10월 6일에 열리지 않는다.", known, "ko", "en") is None
    True
    """
    new, old = (parts(one, source, target, glossary) for one in (text, known.source))
    if new.skeleton != old.skeleton or len(new.items) != len(old.items):
        return None
    changes = _changes(old.items, new.items, target)
    there = parts(known.target, target, source, glossary)
    if changes is None or not _says_the_same(old, there, changes, target, known.target):
        return None
    places = _places(there, changes, target)
    if places is None:
        return None
    made = _written(known.target, places, target, glossary)
    return made if made is not None and _holds(made, new, there, changes, source, target, glossary) else None


_Changes = dict[object, tuple[Item, Item]]  # by the old value: what becomes what


def _changes(old: Sequence[Item], new: Sequence[Item], target: str) -> _Changes | None:
    """What changes, None when two items do not go into one another or one value would become two."""
    becomes: dict[object, tuple[Item, Item]] = {}
    for before, after in zip(old, new, strict=True):
        if before.number and after.number:
            fits = _alike(before.number, after.number, target)
        else:
            fits = bool(before.name and after.name) and _same_kind(before, after, target)
        known = becomes.setdefault(before.value, (before, after))
        if not fits or (known[1].value, _note(known[1])) != (after.value, _note(after)):
            return None
    return {value: pair for value, pair in becomes.items() if _differs(*pair)}


def _differs(before: Item, after: Item) -> bool:
    return before.value != after.value or _note(before) != _note(after)


def _note(item: Item) -> str:
    return item.number.note if item.number else ""


def _alike(before: Number, after: Number, target: str) -> bool:
    """Numbers of one kind, written with the same parts: a day for a day, won for won, no zero, no single one."""
    if before.value == after.value and before.note == after.note:
        return True
    days = {before.note, after.note} <= {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
    if before.kind != after.kind or (before.note != after.note and not days):
        return False
    if _shape(before.value) != _shape(after.value):
        return False
    figures = {leaf for number in (before, after) for leaf in leaves(number.value)}
    if before.kind in ("date", "time"):
        return True
    # None is no number of things, and one thing is not written as two are: 1 day, 2 days.
    single = target == "en" and before.kind not in ("percent", "ordinal", "code") and 1 in figures
    return 0 not in figures and not single


def _shape(value: object) -> object:
    """A value without its figures: kinds, currencies, and which parts of a date are there."""
    if isinstance(value, tuple):
        if value[0] == "code":
            return "code"
        dated = value[0] == "date"
        return tuple(_shape(part) if not dated or isinstance(part, str) else bool(part) for part in value)
    return value if isinstance(value, str) or value is None else "figure"


def _same_kind(before: Item, after: Item, target: str) -> bool:
    old, new = before.name, after.name
    if not (old and new):
        return False
    same = (old.entry.kind, old.role, old.title, bool(old.gloss)) == (
        new.entry.kind,
        new.role,
        new.title,
        bool(new.gloss),
    )
    return same and bool(old.target(target) and new.target(target))


def _says_the_same(old: Parts, there: Parts, changes: _Changes, target: str, text: str) -> bool:
    """The translation holds the numbers of its source and no others, and each name that changes as often."""
    if _numbers_of(old) != _numbers_of(there):
        return False
    if not any(before.name for before, _ in changes.values()):
        return not _spelled(changes, there, text)
    mine, theirs = (Counter(item.value for item in found.items if item.name) for found in (old, there))
    names = [before for before, _ in changes.values() if before.name]
    often = all(mine[before.value] == theirs[before.value] for before in names)
    person = any(before.name and before.name.entry.kind == "person" for before in names)
    if not often or (person and _PRONOUNS[target].search(text)) or _spelled(changes, there, text):
        return False
    rest = _without_names(text, there)
    return not any(word in rest for before in names for word in _words(before, target))


def _numbers_of(found: Parts) -> Counter[object]:
    return Counter(value for item in found.items if item.number for value in numbers.flat(item.number.value))


def _spelled(changes: _Changes, there: Parts, text: str) -> bool:
    rest = text
    for item in reversed(there.items):
        rest = rest[: item.start] + " " + rest[item.end :]
    figures = {leaf for before, _ in changes.values() if before.number for leaf in leaves(before.value)}
    words = "|".join(_WORDS[figure] for figure in figures if isinstance(figure, int) and figure in _WORDS)
    return bool(words and re.search(rf"(?<![A-Za-z가-힣])(?:{words})(?![A-Za-z])", rest, re.IGNORECASE))


def _without_names(text: str, there: Parts) -> str:
    for item in reversed(there.items):
        if item.name:
            text = text[: item.start] + "\0" + text[item.end :]
    return text


def _words(item: Item, target: str) -> Iterator[str]:
    """What would give the old name away if it stood anywhere else: Gwangju in "Gwangju residents"."""
    form = (item.name.target(target) if item.name else None) or ""
    for word in form.split():
        if target == "en" and len(word) > 3 and word[0].isupper():
            yield word[:5]
        elif target != "en" and len(word) > 1:
            yield word[:2]


def _places(there: Parts, changes: _Changes, target: str) -> list[tuple[Item, str]] | None:
    """Each item of the translation that changes with its new text, None when one cannot be written."""
    found = []
    for item in there.items:
        pair = changes.get(item.value)
        if not pair or bool(item.name) != bool(pair[0].name):
            continue
        text = _new_text(item, *pair, target)
        if text is None:
            return None
        found.append((item, text))
    missing = len({item.value for item, _ in found}) < len(changes)
    return None if missing else found


def _new_text(item: Item, before: Item, after: Item, target: str) -> str | None:
    if item.number and before.number and after.number:
        text = rewritten(item.number, before.number, after.number, target)
        return None if text == item.text else text
    if before.name and after.name and item.text == before.name.target(target):
        return after.name.target(target)
    return None


def _written(text: str, places: Sequence[tuple[Item, str]], target: str, glossary: Glossary | None) -> str | None:
    """The translation with the new texts in, the grammar around them set right; None when a particle is not sure."""
    spans: list[Span] = []
    shift = 0
    for item, new in places:
        start = item.start + shift
        text = text[:start] + new + text[item.end + shift :]
        spans.append(Span(start, start + len(new), "term" if item.name else "number"))
        shift += len(new) - (item.end - item.start)
    repaired, unsure = grammar.repair(text, spans, target, glossary.readings if glossary else {})
    return None if unsure else repaired


def _holds(
    made: str, new: Parts, there: Parts, changes: _Changes, source: str, target: str, glossary: Glossary | None
) -> bool:
    """What was made, read again: the numbers of the new text, the new names for the old, all else as it was."""
    again = parts(made, target, source, glossary)
    becomes = {value: after.value for value, (before, after) in changes.items() if before.name}
    names = Counter(becomes.get(item.value, item.value) for item in there.items if item.name)
    return _numbers_of(again) == _numbers_of(new) and Counter(i.value for i in again.items if i.name) == names

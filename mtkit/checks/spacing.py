"""White space, newlines, invisible characters, and the length a string may have."""

import re
import unicodedata
from collections.abc import Iterator

from mtkit.checks.units import Unit
from mtkit.segments import Issue

__all__ = ["invisible", "length", "newlines", "spaces"]

_LETTER = "ぁ-んァ-ヶー一-龠々"
_DOUBLE = re.compile(r"(?<=\S)[ \xa0]{2,}(?=\S)")
_BEFORE_MARK = re.compile(r"(?<=\w) +[,;!?](?=\s|$)|(?<=\w) +\.(?=\s|$)")
_IN_JAPANESE = re.compile(r"(?<=[ぁ-ん、]) (?=[ぁ-ん一-龠])|(?<=[一-龠]) (?=[ぁ-ん])")
_AFTER_MARK = {"en": re.compile(r"[a-z]{2,}[,;](?=[A-Za-z]{2})|[a-z]{3,}[.?!](?=[A-Z][a-z]+\s)")}
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LIMIT = re.compile(
    r"(?:max(?:imum)?(?:\s*|[_-])(?:len(?:gth)?|width|char(?:acter)?s?)?|(?:length|char(?:acter)?|size)[\s_-]*limit|limit(?:ed\s+to)?"
    r"|at most|no more than|up to|최대|最大)\s*(?:of|is|[:=])?\s*(?P<first>\d{1,4})\s*(?:char(?:acter)?s?\b|chr|자\b|文字|$|[.;,)\n])"
    r"|(?P<second>\d{1,4})\s*(?:char(?:acter)?s?\s*(?:max(?:imum)?|or (?:less|fewer)|limit)|자\s*(?:이내|이하|까지)|文字\s*(?:以内|以下|まで))",
    re.IGNORECASE,
)


def newlines(unit: Unit) -> Iterator[Issue]:
    r"""newline-edge (serious: gettext refuses it), newline-count: lines begin, end and break as in the source.

    >>> from mtkit.checks.units import Side
    >>> [i.code for i in newlines(Unit(Side("Done\n", "en"), Side("완료", "ko")))]
    ['newline-edge']
    """
    source, target = unit.source.text, unit.target.text
    edges = [(text.startswith("\n"), text.endswith("\n")) for text in (source, target)]
    if edges[0] != edges[1]:
        yield Issue("newline-edge", "", "a newline at the start or the end on one side only", serious=True)
    elif source.count("\n") != target.count("\n"):
        yield Issue("newline-count", "", f"{source.count(chr(10))} in the source, {target.count(chr(10))} here")


def spaces(unit: Unit) -> Iterator[Issue]:
    """space-edge, space-double, space-mark, space-japanese: white space as the source and the language have it.

    >>> from mtkit.checks.units import Side
    >>> [i.code for i in spaces(Unit(Side("Total: ", "en"), Side("합계  금액 :", "ko")))]
    ['space-edge', 'space-double']
    """
    source, target = unit.source.text.strip("\n"), unit.target.text.strip("\n")
    if any(_edge(source, end) != _edge(target, end) for end in (0, -1)):
        yield Issue("space-edge", "", "white space at the start or the end on one side only")
    if (found := _DOUBLE.search(target)) and not _DOUBLE.search(source):
        yield Issue("space-double", "", _around(target, found))
    yield from _by_language(unit)


def _edge(text: str, end: int) -> bool:
    return bool(text) and text[end].isspace()


def _by_language(unit: Unit) -> Iterator[Issue]:
    source, target, language = unit.source.text, unit.target.text, unit.target.language
    patterns = [("space-japanese", _IN_JAPANESE)] if language == "ja" else [("space-mark", _BEFORE_MARK)]
    patterns += [("space-mark", _AFTER_MARK[language])] if language in _AFTER_MARK else []
    for code, pattern in patterns:
        if (found := pattern.search(target)) and not pattern.search(source):
            yield Issue(code, "", _around(target, found))


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 10) : found.end() + 10].strip()


def invisible(unit: Unit) -> Iterator[Issue]:
    r"""broken-character (serious), invisible-character, decomposed: what nobody meant to write.

    >>> from mtkit.checks.units import Side
    >>> [i.code for i in invisible(Unit(Side("Seoul", "en"), Side("서\u200b울\ufffd", "ko")))]
    ['broken-character', 'invisible-character']
    """
    source, target = unit.source.text, unit.target.text
    if "\ufffd" in target and "\ufffd" not in source:
        yield Issue("broken-character", "", "U+FFFD stands for what could not be decoded", serious=True)
    for char in sorted(set(_INVISIBLE.findall(target)) - set(source)):
        yield Issue("invisible-character", "", f"U+{ord(char):04X} {unicodedata.name(char, 'control character')}")
    if any("\u1100" <= char <= "\u11ff" or char in "\u3099\u309a" for char in target):
        yield Issue("decomposed", "", "letters taken apart (NFD); write them composed (NFC)")


def length(unit: Unit) -> Iterator[Issue]:
    """length (serious): longer than the note for the translator allows, counted in characters.

    >>> from mtkit.checks.units import Side
    >>> [str(i) for i in length(Unit(Side("Save", "en"), Side("저장하기", "ko"), note="max. length: 3"))]
    ['length: 4 characters, 3 at most']
    """
    limit = limit_in(unit.note)
    size = len(unicodedata.normalize("NFC", unit.target.text))
    if limit and size > limit:
        yield Issue("length", "", f"{size} characters, {limit} at most", serious=True)


def limit_in(note: str) -> int:
    """The limit that a note states; 0 when it states none.

    >>> [limit_in(note) for note in ("Max 20 characters", "최대 12자", "20文字以内", "MAX_LENGTH=8", "shown up to 3 times")]
    [20, 12, 20, 8, 0]
    """
    found = _LIMIT.search(note.replace(".", " ") if note else "")
    return int(found["first"] or found["second"]) if found else 0

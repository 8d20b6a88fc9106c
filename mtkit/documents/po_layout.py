"""How a PO file is laid out: line ends, the width its strings are wrapped at, and strings written the same way.

A width is not said in a file; it is found out: no line may be wider, and no line could have taken the next word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Layout", "escape", "fold", "layout_of", "width"]

NARROWEST = 40  # columns: a shorter line was broken by hand
SAMPLE = 500_000  # characters that tell the width well enough
USUAL = (79, 76, 78, 80, 77, 100, 120)  # GNU gettext, Babel, polib, and what people ask for
_ESCAPES = str.maketrans(
    {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r", "\a": r"\a", "\b": r"\b", "\f": r"\f", "\v": r"\v"}
)
_STRING_LINE = re.compile(
    r'^[ \t]*(?:#~\s*)?(?:msg\w+(?:\[\d+\])?[ \t]*)?"(?:[^"\\\n]|\\.)*"[ \t]*(?=\r?$)', re.MULTILINE
)
_LEADING = "、。，．・：；？！）」』】〉》〕］｝」ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〜…‥%％,.!?:;)]}'’”"
_TRAILING = "（「『【〈《〔［｛([{'‘“\\"
_WIDE = re.compile(r"[ᄀ-ᇿ⺀-㏿㐀-鿿ꥠ-꥿가-퟿豈-﫿︰-﹏＀-｠￠-￦🌀-🧿𠀀-𰀀]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Line end, width in columns (0: strings are not wrapped), and whether wide characters part from each other.

    `parts` is False for Babel's files, where a character counts one and only a space or hyphen ends a line.

    >>> Layout(width=17).string("msgstr", "one two three four")
    'msgstr ""\\n"one two three "\\n"four"\\n'
    """

    newline: str = "\n"
    width: int = 79
    parts: bool = True

    def string(self, keyword: str, text: str, prefix: str = "") -> str:
        """The lines of a keyword with its text; `prefix` stands before each of them."""
        lines = _LINES.findall(text)
        whole = f'{prefix}{keyword} "{escape(text)}"'
        if len(lines) < 2 and not self._too_wide(whole):
            return whole + self.newline
        room = self.width - len(prefix) - 2 if self.width else 0
        quoted = [f'{prefix}"{part}"' for line in lines for part in fold(escape(line), room, parts=self.parts)]
        return self.newline.join((f'{prefix}{keyword} ""', *quoted, ""))

    def _too_wide(self, line: str) -> bool:
        return bool(self.width) and (width(line) if self.parts else len(line)) > self.width


_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def escape(text: str) -> str:
    """A text as it stands between the quotes.

    >>> escape('say "hi"\\n')
    'say \\\\"hi\\\\"\\\\n'
    """
    return text.translate(_ESCAPES)


def width(text: str) -> int:
    """The columns of a text on a terminal.

    >>> width("GIST는")
    6
    """
    return len(text) + len(_WIDE.findall(text)) if not text.isascii() else len(text)


def fold(text: str, room: int, *, parts: bool = True) -> list[str]:
    """The text in pieces of at most `room` columns, where a line may end; 0 is no limit. Nothing is added or lost.

    >>> fold("one two three", 8), fold("가나다 라마바", 6), fold("one", 0)
    (['one two ', 'three'], ['가나', '다 라', '마바'], ['one'])
    """
    found, line, taken = list[str](), "", 0
    for unit in _units(text, parts):
        wide = width(unit) if parts else len(unit)
        if room and line and taken + wide > room:
            found.append(line)
            line, taken = "", 0
        line, taken = line + unit, taken + wide
    return [*found, line] if line or not found else found


_UNIT = re.compile(r"\s*(?:\\.|[^\s\\])+?(?:\s+|(?:(?<=[A-Za-z0-9])-|/)(?=[A-Za-z])|$)|\s+$")


def _units(text: str, parts: bool) -> Iterator[str]:
    """The stretches that a line end may stand between."""
    for found in _UNIT.finditer(text):
        unit = found.group()
        if parts and not unit.isascii():
            yield from _wide_units(unit)
        else:
            yield unit


def _wide_units(text: str) -> Iterator[str]:
    """A word with wide characters, divided where CJK typesetting allows it."""
    start = 0
    for at in range(1, len(text)):
        left, right = text[at - 1], text[at]
        wide = _WIDE.match(left) or _WIDE.match(right)
        if wide and not right.isspace() and right not in _LEADING and left not in _TRAILING and not _mark(right):
            yield text[start:at]
            start = at
    yield text[start:]


def _mark(char: str) -> bool:
    return bool(unicodedata.combining(char))


def layout_of(text: str) -> Layout:
    """The layout of a PO text.

    >>> layout_of('msgid ""\\r\\nmsgstr ""\\r\\n')
    Layout(newline='\\r\\n', width=79, parts=True)
    """
    first = text.find("\n")
    newline = "\r\n" if text[first - 1 : first] == "\r" else "\n"
    babel = "Generated-By: Babel" in text[:5000]
    return Layout(newline, _width(text, babel), not babel)


def _width(text: str, babel: bool) -> int:
    measure = len if babel else width
    low, high, longest, last = 0, 1000, 0, ""
    for found in _STRING_LINE.finditer(text[:SAMPLE]):
        line = found.group().strip()
        going_on = line.startswith('"') and last and not last.endswith((r'\n"', ' ""'))
        if going_on:
            low = max(low, measure(last) if " " in last.strip('" ') else 0)
            high = min(high, measure(last) + measure(next(_units(line[1:-1], not babel), "")) - 1)
        elif " " in line[8:]:
            longest = max(longest, measure(line))
        last = line
    if not low or high < NARROWEST:
        return 0 if longest > 80 else 76 if babel else 79
    return next((usual for usual in USUAL if low <= usual <= high), low)

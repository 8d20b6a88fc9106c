"""Punctuation, brackets and quotation marks, by the habits of the target language."""

import re
from collections.abc import Iterator

from mtkit.checks.units import Unit
from mtkit.segments import Issue

__all__ = ["brackets", "ending", "width"]

_LABEL = 30  # characters; what is longer is a sentence
_CLOSERS = " \t\n\xa0\u3000\"'”’」』）)]】》〉*_"
_KINDS = {
    "?": "?",
    "？": "?",
    "!": "!",
    "！": "!",
    ":": ":",
    "：": ":",
    "…": "...",
    "‥": "...",
    "⋯": "...",
    ".": ".",
    "。": ".",
    "．": ".",
}
_ASKING = re.compile(r"(?:까|나|가|요|지|니|는지|か|の|かな)[.。]?$")
_PAIRS = {"(": ")", "[": "]", "（": "）", "「": "」", "『": "』", "【": "】", "〈": "〉", "《": "》", "“": "”"}
_QUOTES = re.compile('["“「『]')
_FOREIGN = {
    "en": re.compile("[、。，．！？：；（）「」『』【】]"),
    "ko": re.compile("[、。，．！？：；（）]"),
    "ja": re.compile(r"(?<=[ぁ-んァ-ヶー一-龠])[,.](?=\s?[ぁ-んァ-ヶー一-龠])|(?<=[ぁ-ん])\.(?=\s|$)"),
}


def ending(unit: Unit) -> Iterator[Issue]:
    """end-mark: a question, a colon or an ellipsis at the end of one side only.

    >>> from mtkit.checks.units import Side
    >>> [str(i) for i in ending(Unit(Side("Delete the file?", "en"), Side("파일을 삭제합니다.", "ko")))]
    ["end-mark: '?' in the source, '.' here"]
    """
    source, target = _last(unit.source.free), _last(unit.target.free)
    if source == target or {source, target} <= {"", ".", "!"}:
        return
    if len(unit.source.free) > _LABEL and {source, target} <= {".", ":", "..."}:
        return  # "as follows:" is a sentence of its own in Japanese and Korean
    asking = "?" in (source, target) and any(
        _ASKING.search(side.free.rstrip(_CLOSERS)) for side in (unit.source, unit.target)
    )
    if not asking:
        yield Issue("end-mark", "", f"{source!r} in the source, {target!r} here")


def _last(text: str) -> str:
    text = text.rstrip(_CLOSERS)
    if text.endswith(("...", "。。。")):
        return "..."
    return _KINDS.get(text[-1:], "")


def brackets(unit: Unit) -> Iterator[Issue]:
    """bracket: one that is not closed or not opened, where all of the source's are.

    >>> from mtkit.checks.units import Side
    >>> [str(i) for i in brackets(Unit(Side("Save (all)", "en"), Side("저장(모두", "ko")))]
    ["bracket: '(' is not closed"]
    """
    source, target = unit.source.free, unit.target.free
    wrong = _unpaired(target)
    if wrong and not _unpaired(source):
        yield Issue("bracket", "", wrong)
    elif target.count('"') % 2 and _QUOTES.search(source) and source.count('"') % 2 == 0 and not _goes_on(target):
        yield Issue("bracket", "", "'\"' stands alone")


def _goes_on(text: str) -> bool:
    """Speech that began in the paragraph before, or goes on in the next one."""
    return text.lstrip().startswith('"') or text.rstrip(" .,").endswith('"')


def _unpaired(text: str) -> str:
    opened: list[str] = []
    for char in text:
        if char in _PAIRS:
            opened.append(char)
        elif char in _PAIRS.values():
            if not opened or _PAIRS[opened[-1]] != char:
                return f"{char!r} is not opened"
            opened.pop()
    return f"{opened[-1]!r} is not closed" if opened else ""


def width(unit: Unit) -> Iterator[Issue]:
    """mark-width: marks of another language: 。 and （ in Korean or English, a comma between Japanese letters.

    >>> from mtkit.checks.units import Side
    >>> [str(i) for i in width(Unit(Side("A、B。", "ja"), Side("A, B。", "ko")))]
    ['mark-width: 。']
    """
    pattern = _FOREIGN.get(unit.target.language)
    if pattern and (found := sorted(set(pattern.findall(unit.target.free)))):
        yield Issue("mark-width", "", " ".join(found))

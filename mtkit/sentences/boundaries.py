"""Where a sentence ends: the same rules for the three languages, which are often mixed, with few of their own."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from mtkit.languages import normalise, script
from mtkit.segments import Span
from mtkit.sentences.abbreviations import COUNTED, MONTHS, STARTERS, TITLES, TRAILING
from mtkit.sentences.brackets import BREAK, CLOSE, OPEN, depths, shadow

__all__ = ["split"]

_END = re.compile(
    rf"[.．。｡!?！？…‥]+(?P<closers>[」』）)】〕》〉\]］}}”’\"'＂＞{CLOSE}]*)(?P<line>{BREAK}*)(?P<space>[^\S\n]*)|{BREAK}+[^\S\n]*|\n\s*"
)
_BULLET = re.compile(r"[^\S\n]*(?:[▲△▶▷►●○◎◇◆■□▪•·・※★☆◦‣❍❑➢✓〇→∙][^\S\n]*|[-–—*|ㅇo][^\S\n]+)(?=[^\s▲△▶▷►●○◎◇◆■□])")
# What goes on with a quoted sentence: 「…。」と述べた, "…했다." 라고 밝혔다
_QUOTED_ON = re.compile(
    r"(?:이?라[고며는면]|[고며란]|하[고며였]|[은는이가을를의에도와과]|등|및)(?![가-힣])|이?라[고며는]|면서|하며"
)
_JAPANESE_ON = re.compile(r"[とはがをにでのもやへ]|など|という|って|、|，|か[らを]")
_ENUMERATOR = re.compile(r"(?:^|[^가-힣])[가나다라마바사아자차카타파하]$|^[가나다라마바사아자차카타파하]$")  # 가. 나.
_WORD = re.compile(r"[A-Za-z][A-Za-z.]{0,20}$")
_NEXT = re.compile(rf"[\s\"'“‘(（「『\[{OPEN}]*([A-Za-z]+)")
_OPENERS = "「『（(【〔《〈[“‘\"'" + OPEN
_WIDE = 50  # a line this wide without a full stop was wrapped, not ended


def split(text: str, language: str, spans: Iterable[Span] = ()) -> tuple[str, ...]:
    """The sentences of a text; white space stays at the end of a piece, and the pieces together are the text.

    Cautious: in doubt there is no end. Nothing is divided inside a span, a quote or a bracket. A bullet in front of a
    line is a piece of its own.

    >>> split("‘AI’를 배웠다. \\"좋다.\\"고 했다. 10. 6.(일) 열린다.", "ko")
    ('‘AI’를 배웠다. ', '"좋다."고 했다. ', '10. 6.(일) 열린다.')
    >>> split("▲ Dr. Kim paid 3.5 million. The U.S. team won.", "en")
    ('▲ ', 'Dr. Kim paid 3.5 million. ', 'The U.S. team won.')
    """
    if not text:
        return ()
    language = normalise(language)
    spans = tuple(spans)
    found = sorted(_cuts(shadow(text, spans), language))
    cuts = [cut for cut in found if not any(span.start < cut < span.end for span in spans)]
    edges = [0, *cuts, len(text)]
    return tuple(text[start:end] for start, end in pairwise(edges) if start < end)


def _cuts(text: str, language: str) -> set[int]:
    inside = depths(text)
    ends = {0, *_ends(text, inside, language)}
    bullets = (_BULLET.match(text, end) for end in ends if not end or text[end - 1] == "\n")
    return (ends | {found.end() for found in bullets if found}) - {0, len(text)}


def _ends(text: str, inside: bytearray, language: str) -> Iterator[int]:
    start = 0  # of the sentence
    for found in _END.finditer(text):
        if (
            _is_line_end(text, found, start)
            if found.group()[0] == "\n"
            else _is_end(text, found, start, inside, language)
        ):
            start = found.end()
            if text.startswith("\n", start):
                continue  # the line end comes next and takes its white space along
            yield start


def _is_line_end(text: str, found: re.Match[str], start: int) -> bool:
    """False where a paragraph was wrapped by hand."""
    if "\n" in found.group()[1:]:
        return True
    line = text[max(start, text.rfind("\n", 0, found.start()) + 1) : found.start()]
    wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line[:200]) >= _WIDE
    return not wide or line.rstrip()[-1:] in tuple(".。!?！？:：") or bool(_BULLET.match(text, found.start() + 1))


def _is_end(text: str, found: re.Match[str], start: int, inside: bytearray, language: str) -> bool:
    if found.group()[0] == BREAK or found["line"]:
        return True
    mark = found.group()[: found.start("closers") - found.start()]
    stop = found.end("closers")
    if inside[min(stop, len(inside)) - 1] or (stop < len(text) and inside[stop] and inside[stop - 1]):
        return False
    if found.end() == len(text) or text[found.end()] == "\n":
        return True
    spaced, after = bool(found["space"]), text[found.end() : found.end() + 12]
    if found["closers"].strip(CLOSE):
        return _after_quote(spaced, after) and (mark[-1] not in "." or _full_stop(text, found, start, language))
    if set(mark) & set("。｡"):
        return True
    if "．" in mark:
        return spaced or script(after[0]) not in ("digit", "latin")
    if set(mark) <= set(".…‥"):
        return _ellipsis(spaced, after) if mark != "." else _full_stop(text, found, start, language)
    return _shout(text, found, spaced, after)


def _after_quote(spaced: bool, after: str) -> bool:
    if not spaced:
        return after[0] in _OPENERS
    return not (_QUOTED_ON.match(after) or _JAPANESE_ON.match(after) or after[0].islower() or after[0] in ",;:")


def _ellipsis(spaced: bool, after: str) -> bool:
    word = _NEXT.match(after)
    return spaced and word is not None and word[1].istitle() and word[1].lower() in STARTERS


def _shout(text: str, found: re.Match[str], spaced: bool, after: str) -> bool:
    """After ! and ?: a name such as Yahoo! goes on without a space, 「」 or a particle may follow."""
    if spaced:
        return not (after[0].islower() or _JAPANESE_ON.match(after) or _QUOTED_ON.match(after) or after[0] in ",;:、")
    if after[0] in "「『【":
        return True
    before = script(text[found.start() - 1]) if found.start() else "other"
    if before not in ("hiragana", "han", "katakana"):
        return False
    return script(after[0]) in ("hiragana", "han", "katakana", "latin") and not _JAPANESE_ON.match(after)


def _full_stop(text: str, found: re.Match[str], start: int, language: str) -> bool:
    at = found.start()
    before = text[at - 1 : at]
    after = text[found.end() : found.end() + 24]
    if not found["space"] and not found["closers"]:
        # 했다.그는: the space is missing. 가.나.다 is a list.
        return (
            before in tuple("다요죠까")
            and script(text[at - 2 : at - 1] or " ") == "hangul"
            and script(after[:1] or " ") == "hangul"
        )
    if (after[:1].islower() and before.isascii()) or after[:1] in tuple(",;:)"):
        return False
    if before.isdigit():
        return _after_digit(text, at, start, after, language)
    if word := _WORD.search(text, max(at - 22, start), at):
        return _after_latin(word.group(), after, text[start : word.start()])
    return not _ENUMERATOR.search(text, max(at - 2, start), at)


def _after_digit(text: str, at: int, start: int, after: str, language: str) -> bool:
    """Dates (10. 6.), numbering (1.) and a sentence that ends in a year."""
    sentence = text[start:at].strip()
    if language == "ko" or sentence.isdigit() or after[:1].isdigit():
        return False
    return bool(after[:1]) and (after[0].isupper() or after[0] in _OPENERS)


def _after_latin(word: str, after: str, sentence: str) -> bool:
    name = word.lower().strip(".")
    following = _NEXT.match(after)
    if name in TITLES:
        return False
    if name in COUNTED and after[:1].isdigit():
        return False
    if name in MONTHS and word[0].isupper() and after[:1].isdigit():
        return False
    starts = following is not None and following[1][0].isupper() and following[1].lower() in STARTERS
    if name in TRAILING or "." in name:
        return starts
    if len(name) == 1:
        return bool(sentence.strip()) and starts  # an initial, or A. B. C. of a list
    return True

"""The grammar around an inserted name: particles in Korean, articles in English, spaces in Japanese."""

import re
from collections.abc import Iterable, Mapping

from mtkit.glossary import particles
from mtkit.languages import script
from mtkit.segments import Issue, Span

__all__ = ["indefinite", "repair", "repair_english", "repair_japanese"]

_ARTICLE = re.compile(r"\b(an?|the) $", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n\s*)[\"'“‘(]?$")
_YOU = re.compile(r"^(?:uni(?!n|m)|unesco|u[st][aeiou]|eu|ur[aeiou]|ub[ei]|ufo|uk\b|one|once|u\b)", re.IGNORECASE)
_SILENT_H = re.compile(r"^(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_AS_WORD = re.compile(r"^(?=.*[AEIOU])(?!.*[^AEIOUY]{4})[A-Z]{4,}$")


def repair(
    text: str, spans: Iterable[Span], language: str, readings: Mapping[str, str] | None = None
) -> tuple[str, tuple[Issue, ...]]:
    """The text with the grammar around the given spans set right, and what could not be decided.

    >>> repair("GIST은 열렸다.", [Span(0, 4, "term")], "ko", {"GIST": "지스트"})[0]
    'GIST는 열렸다.'
    """
    if language == "ko":
        return particles.repair(text, spans, readings)
    return (repair_english if language == "en" else repair_japanese)(text, spans)


def indefinite(word: str) -> str:
    """The indefinite article of a word: by its sound, letter by letter for capitals.

    >>> [indefinite(word) for word in ("MOU", "GIST", "university", "hour", "8th", "NASA", "Encored")]
    ['an', 'a', 'a', 'an', 'an', 'a', 'an']
    """
    bare = word.lstrip("\"'“‘([")
    first = re.split(r"[\s-]", bare, maxsplit=1)[0]
    if re.match(r"8|1[18](?!\d)|1[18](?=\d{3}(?!\d)|,\d{3}(?!\d))", first):
        return "an"
    if first[:1].isdigit():
        return "a"
    if re.fullmatch(r"[A-Z][A-Z0-9&.]*s?", first) and not _AS_WORD.match(first):
        return "an" if first[0] in "AEFHILMNORSX" else "a"
    if _YOU.match(first):
        return "a"
    return "an" if first[:1].lower() in "aeiou" or _SILENT_H.match(first) else "a"


def repair_english(text: str, spans: Iterable[Span]) -> tuple[str, tuple[Issue, ...]]:
    """a or an before each span, no doubled article, no space before 's, a capital where a sentence begins.

    >>> repair_english("a MOU with the the Foundation", [Span(2, 5, "term"), Span(15, 29, "term")])[0]
    'an MOU with the Foundation'
    """
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        form, after = text[span.start : span.end], text[span.end :]
        before, form = _articles(text[: span.start], form)
        after = re.sub(r"^ ([’']s\b)", r"\1", after)
        last = form.rsplit(" ", 1)[-1]
        if len(last) > 3 and last.isalpha():  # Gwangju Metropolitan City city
            after = re.sub(rf"^ (?i:{re.escape(last)})\b(?! [A-Z])", "", after, count=1)
        if form[:1].islower() and form.split(" ")[0].islower() and _SENTENCE_START.search(before):
            form = form[0].upper() + form[1:]
        text = before + form + after
    return text, ()


def _articles(before: str, form: str) -> tuple[str, str]:
    own = re.match(r"(?:the|an?) ", form, re.IGNORECASE)
    article = _ARTICLE.search(before)
    if not article:
        return before, form
    if own:  # "the The May 18 Memorial Foundation"
        return before, form[own.end() :]
    before = re.sub(r"\b(the|an?) (?:the|an?) $", r"\1 ", before, flags=re.IGNORECASE)
    written = _ARTICLE.search(before)
    if written and written.group(1).lower() != "the":
        wanted = indefinite(form)
        wanted = wanted.capitalize() if written.group(1)[0].isupper() else wanted
        before = before[: written.start(1)] + wanted + " "
    return before, form


def repair_japanese(text: str, spans: Iterable[Span]) -> tuple[str, tuple[Issue, ...]]:
    """No space between an inserted name and Japanese letters; those between two words in Latin letters stay.

    >>> repair_japanese("光州 GIST と AI Hub を", [Span(3, 7, "t"), Span(10, 16, "t")])[0]
    '光州GISTとAI Hubを'
    """
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        left, form, right = text[: span.start], text[span.start : span.end], text[span.end :]
        if left.endswith(" ") and _joins(left.rstrip(" ")[-1:], form[:1]):
            left = left.rstrip(" ")
        if right.startswith(" ") and _joins(form[-1:], right.lstrip(" ")[:1]):
            right = right.lstrip(" ")
        text = left + form + right
    return text, ()


def _joins(left: str, right: str) -> bool:
    kinds = [script(char) for char in (left, right) if char]
    return any(kind in ("han", "hiragana", "katakana") for kind in kinds) or any(
        c in "、。「」（）・" for c in (left, right) if c
    )

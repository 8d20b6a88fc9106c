"""What was not translated, what is there twice, and Korean particles that were left open."""

import re
from collections.abc import Iterator

from mtkit import guards
from mtkit.checks.units import Side, Unit
from mtkit.languages import LANGUAGES, scripts
from mtkit.segments import Issue

__all__ = ["empty", "left_over", "particles", "repeated", "untranslated"]

_WORDS = re.compile(r"[A-Za-z][a-z'’]+")
_LEFT = re.compile(r"(?<![A-Za-z])[a-z][a-z'’-]*(?: [a-z][a-z'’-]*){3,}")
_HAN = re.compile(r"(?<![（(一-龠])[一-龠々]{2,}(?![)）一-龠])")
_TWICE = {
    "en": re.compile(r"\b(?!that\b|had\b|bye\b|very\b|no\b|so\b|out\b)([A-Za-z]{2,}) \1\b", re.IGNORECASE),
    "ko": re.compile(r"(?<![가-힣])([가-힣]{2,}) \1(?![가-힣])"),
    "ja": re.compile(r"(?<=[一-龠ァ-ヶー])([をがはにとでの])\1(?![ぁ-ん])|((?!一)[一-龠]{2,}|[ァ-ヶー]{5,})\2"),
}
_AGAIN = frozenset(("하나", "걸음", "가지", "방울", "조금", "차근", "구석", "점점", "대대", "사이"))
_DUAL = re.compile(
    r"(?P<word>\S?)(?P<dual>을\(를\)|를\(을\)|은\(는\)|는\(은\)|이\(가\)|가\(이\)|과\(와\)|와\(과\)|\(으\)로|\(이\)(?=[라며나]))"
)
_SINGLE = re.compile(r"[\"'”’)]?(?P<particle>[을를은는이가과와]|으로|로)(?=[\s.,]|$)")


def empty(unit: Unit) -> Iterator[Issue]:
    """empty (serious): a source with text and a translation without.

    >>> [str(i) for i in empty(Unit(Side("Hello", "en"), Side(" ", "ko")))]
    ['empty: not translated']
    """
    if unit.source.text.strip() and not unit.target.text.strip():
        yield Issue("empty", "", "not translated", serious=True)


def untranslated(unit: Unit) -> Iterator[Issue]:
    """untranslated (serious): the translation is the source, and the source is more than a name.

    >>> [i.code for i in untranslated(Unit(Side("Save all files", "en"), Side("Save all files", "ko")))]
    ['untranslated']
    """
    source, target = unit.source.free.strip(), unit.target.free.strip()
    letters = scripts(source)
    own = sum(letters.get(name, 0) for name in ("hangul", "hiragana", "katakana", "han"))
    words = _WORDS.findall(source)
    language = own > 1 if unit.source.language != "en" else len(words) > 3 or sum(map(str.islower, words)) > 1
    if source == target and language and unit.languages[0] != unit.languages[1]:
        yield Issue("untranslated", "", f"{target[:40]!r} stands as in the source", serious=True)


def left_over(unit: Unit) -> Iterator[Issue]:
    """source-script (serious), source-left: letters or words of the source language in the translation.

    >>> [i.code for i in left_over(Unit(Side("광주는 도시다.", "ko"), Side("광주 is a city.", "en")))]
    ['source-script']
    """
    if not set(unit.languages) <= set(LANGUAGES) or unit.source.free.strip() == unit.target.free.strip():
        return
    source, target = unit.source.free, unit.target.free
    foreign = guards.foreign_script(target, unit.target.language)
    if (foreign and unit.source.language != "en") or (
        foreign and not guards.foreign_script(source, unit.target.language)
    ):
        yield foreign
    if unit.target.language != "en":
        pattern = _HAN if unit.languages == ("ja", "ko") else _LEFT
        yield from (Issue("source-left", "", m.group()[:60]) for m in pattern.finditer(target) if m.group() in source)


def repeated(unit: Unit) -> Iterator[Issue]:
    """repetition (serious): the same again and again; repeated-word: a word or particle twice in a row.

    >>> [str(i) for i in repeated(Unit(Side("광주에 갔다.", "ko"), Side("I went to to Gwangju.", "en")))]
    ['repeated-word: to to']
    """
    if loop := guards.repetition(unit.source.free, unit.target.free):
        yield loop
        return
    pattern = _TWICE.get(unit.target.language)
    found = pattern.search(unit.target.free) if pattern else None
    if found and found[1] not in _AGAIN and not _doubled(unit.source):
        yield Issue("repeated-word", "", found.group())


def _doubled(side: Side) -> bool:
    pattern = _TWICE.get(side.language)
    return bool(pattern and pattern.search(side.free))


def particles(unit: Unit) -> Iterator[Issue]:
    """particle-dual: 을(를) after a word that decides it; particle-fixed: one form after a placeholder, which cannot.

    >>> [str(i) for i in particles(Unit(Side("Open {file}", "en"), Side("파일을(를) {file}를 열기", "ko")))]
    ['particle-dual: 일을(를)', 'particle-fixed: after a placeholder: 를']
    """
    if unit.target.language != "ko":
        return
    for found in _DUAL.finditer(unit.target.free):
        if "가" <= found["word"] <= "힣":
            yield Issue("particle-dual", "", found.group())
    for span in unit.target.spans:
        fixed = _SINGLE.match(unit.target.text, span.end)
        if fixed and span.kind == "placeholder":
            yield Issue("particle-fixed", "", f"after a placeholder: {fixed['particle']}")

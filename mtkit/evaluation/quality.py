"""What overlap does not see: numbers, placeholders, left-over script, copies, repetition, length, speech level."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit import numbers, placeholders
from mtkit.languages import script

__all__ = ["Finding", "Quality", "examine", "leftover", "number_hits", "placeholder_hits", "repetition", "speech_level"]

_FOREIGN = {"en": ("hangul", "hiragana", "katakana", "han"), "ja": ("hangul",), "ko": ("hiragana", "katakana", "han")}
_LEVELS = {
    "ko": (
        ("polite", re.compile(r"(?:니다|니까|세요|어요|아요|해요|예요|이에요|죠|지요|시오)$")),
        ("plain", re.compile(r"(?:다|까|라|자)$")),
    ),
    "ja": (
        ("polite", re.compile(r"(?:です|ます|でした|ました|ません|ください|でしょう|ましょう)か?ね?よ?$")),
        ("plain", re.compile(r"(?:だ|た|る|い|う|く|む|ぶ|す|つ|ぬ|ぐ|である)$")),
    ),
}
_RATES = ("script", "copy", "empty", "repeat")


@dataclass(frozen=True)
class Finding:
    """What was seen in one segment: numbers wanted and kept, placeholders likewise, and faults by name.

    >>> Finding(2, 1, faults=("number",)).faults
    ('number',)
    """

    numbers: int
    kept: int
    placeholders: int = 0
    placeholders_kept: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quality:
    """The findings of a system and their rates (shares of 1); None where there was nothing to measure.

    Of the numbers of a source those count that the reference has too: people write 7개사 as seven companies.

    >>> quality = examine(["2명이 왔다", "안녕"], ["3 came", "안녕"], ["2 came", "Hello"], "ko", "en")
    >>> quality.number_accuracy, quality.leftover_rate
    (0.0, 0.5)
    """

    number_accuracy: float | None
    placeholder_survival: float | None
    leftover_rate: float
    copied_rate: float
    empty_rate: float
    repetition_rate: float
    length_ratio: float
    speech_consistency: float | None
    findings: tuple[Finding, ...]


def examine(
    sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str], source: str, target: str
) -> Quality:
    """The quality of hypotheses beside their sources and (for the length) first references."""
    rows = tuple(_finding(*texts, source, target) for texts in zip(sources, hypotheses, references, strict=True))
    wanted, codes = sum(row.numbers for row in rows), sum(row.placeholders for row in rows)
    share = {fault: sum(fault in row.faults for row in rows) / len(rows) for fault in _RATES}
    return Quality(
        number_accuracy=sum(row.kept for row in rows) / wanted if wanted else None,
        placeholder_survival=sum(row.placeholders_kept for row in rows) / codes if codes else None,
        leftover_rate=share["script"],
        copied_rate=share["copy"],
        empty_rate=share["empty"],
        repetition_rate=share["repeat"],
        length_ratio=sum(map(len, hypotheses)) / max(1, sum(map(len, references))),
        speech_consistency=_consistency(hypotheses, target),
        findings=rows,
    )


def _finding(source_text: str, hypothesis: str, reference: str, source: str, target: str) -> Finding:
    wanted, kept = number_hits(source_text, hypothesis, source, target, reference)
    codes, codes_kept = placeholder_hits(source_text, hypothesis)
    letters = any(char.isalpha() for char in source_text)
    seen = {
        "number": kept < wanted,
        "placeholder": codes_kept < codes,
        "script": bool(leftover(hypothesis, target)),
        "copy": letters and len(source_text) > 3 and hypothesis.strip() == source_text.strip(),
        "empty": bool(source_text.strip()) and not hypothesis.strip(),
        "repeat": repetition(hypothesis) >= 3 > repetition(source_text),
    }
    return Finding(wanted, kept, codes, codes_kept, tuple(name for name, found in seen.items() if found))


def number_hits(
    source_text: str, hypothesis: str, source: str, target: str, reference: str | None = None
) -> tuple[int, int]:
    """How many numbers the source has (and the reference, if there is one), and how many of them the hypothesis has.

    >>> number_hits("10월 6일에 1억 2000만 원", "120 million won on October 6", "ko", "en")
    (2, 2)
    >>> number_hits("7개사에서 30명", "30 people of 7 firms", "ko", "en", reference="30 people from some companies")
    (1, 1)
    """
    wanted = _values(source_text, source)
    if reference is not None:
        wanted &= _values(reference, target)
    return wanted.total(), (wanted & _values(hypothesis, target)).total()


def placeholder_hits(source_text: str, hypothesis: str) -> tuple[int, int]:
    """How many placeholders, tags, addresses and codes the source has, and how many of them the hypothesis has.

    >>> placeholder_hits("<b>%s</b> of {total}", "{total} 중 <b>%s")
    (4, 3)
    """
    wanted = _codes(source_text)
    return wanted.total(), (wanted & _codes(hypothesis)).total()


def _codes(text: str) -> Counter[str]:
    return Counter(text[span.start : span.end] for span in placeholders.find(text))


def _values(text: str, language: str) -> Counter[numbers.Value]:
    return Counter(value for number in numbers.find(text, language) for value in numbers.flat(number.value))


def leftover(text: str, language: str) -> str:
    """The characters of a script that the language does not write.

    >>> leftover("The city of 光州", "en"), leftover("光州市", "ja"), leftover("대한民國은", "ko")
    ('光州', '', '')
    """
    foreign = _FOREIGN[language]
    found = "".join(char for char in text if not char.isascii() and script(char) in foreign)
    # Korean text glosses names with a few Han characters; kana it never has.
    if language == "ko" and all(script(char) == "han" for char in found) and len(found) * 10 <= len(text) + 20:
        return ""
    return found


def repetition(text: str) -> int:
    """How often the most repeated stretch of at least four characters stands there in a row.

    >>> repetition("the city the city the city the city"), repetition("the city of light")
    (4, 1)
    """
    best = 1
    for match in re.finditer(r"(.{4,40}?)[ 、,]?(?:\1[ 、,]?){2,}", text):
        best = max(best, match.group().count(match.group(1)))
    return best


def speech_level(sentence: str, language: str) -> str | None:
    """The speech level a Korean or Japanese sentence ends in: polite, plain, or None when it does not say.

    >>> speech_level("문을 열었습니다.", "ko"), speech_level("門を開けた。", "ja"), speech_level("Open.", "en")
    ('polite', 'plain', None)
    """
    ending = sentence.rstrip(" .。!！?？\"'”’」』)）")
    return next((level for level, pattern in _LEVELS.get(language, ()) if pattern.search(ending)), None)


def _consistency(hypotheses: Sequence[str], target: str) -> float | None:
    """The share of sentences in the commonest speech level."""
    levels = Counter(level for text in hypotheses if (level := speech_level(text, target)))
    return levels.most_common(1)[0][1] / levels.total() if levels else None

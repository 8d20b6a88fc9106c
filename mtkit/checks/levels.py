"""Speech levels of Korean (합니다, 해요, 한다) and Japanese (です・ます, だ・である), and documents that mix them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit.checks.units import Unit
from mtkit.segments import Issue
from mtkit.sentences import split

__all__ = ["level", "mixed"]

_WITH_B = f"[{''.join(chr(code) for code in range(0xAC00 + 17, 0xD7A4, 28))}]"  # syllables that end in ㅂ
_ENDINGS = {
    "ko": (
        ("합니다", re.compile(rf"(?:{_WITH_B}(?:니다|니까|시다)|시오)$")),
        # 주세요 asks politely beside 합니다 and 해요 alike
        ("해요", re.compile(r"(?<![필중수세까])요$|죠$")),
        ("한다", re.compile(rf"(?<!{_WITH_B}니)(?<!{_WITH_B}시)다$")),
    ),
    "ja": (
        (
            "です・ます",
            re.compile(r"(?:です|ます|でした|ました|ません|でしょう|ましょう|ください)(?:か|ね|よ|よね|が)?$"),
        ),
        (
            "だ・である",
            re.compile(r"(?:である|であった|だった|[いか]った|した|れた|った|んだ|ない|する|れる|いる|ある|なる|だ)$"),
        ),
    ),
}
_QUOTED = re.compile('“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|"[^"]*"')
_CLOSERS = " \t\n.。!！?？…\"'”’」』)）"
LEAST = 5  # sentences that show a level, before a document is said to have one
SHARE = 0.75  # of them in one level


@dataclass(frozen=True, slots=True)
class _Sentence:
    where: str
    text: str
    level: str


def level(sentence: str, language: str) -> str | None:
    """The speech level that a sentence ends in; None where it does not say (headlines, labels, English).

    >>> [level(text, "ko") for text in ("문을 열었습니다.", "문을 열어요.", "문을 열었다.", "개문")]
    ['합니다', '해요', '한다', None]
    >>> [level(text, "ja") for text in ("門を開けました。", "門を開けた。", "門")]
    ['です・ます', None, None]
    """
    ending = sentence.rstrip(_CLOSERS)
    if ending == sentence.rstrip():
        return None  # without a full stop it is a headline or a label
    return next((name for name, pattern in _ENDINGS.get(language, ()) if pattern.search(ending)), None)


def mixed(units: Sequence[Unit]) -> Iterator[Issue]:
    """speech-level: the sentences of a document that leave the level of most others; speech in quotes is its own.

    >>> from mtkit.checks.units import Side
    >>> texts = ["갔습니다."] * 5 + ["왔다."]
    >>> [str(i) for i in mixed([Unit(Side("He went.", "en"), Side(t, "ko"), str(n)) for n, t in enumerate(texts, 1)])]
    ["6 speech-level: 한다 where most of the document has 합니다: '왔다.'"]
    """
    sentences = [sentence for unit in units for sentence in _sentences(unit)]
    counts = Counter(sentence.level for sentence in sentences)
    if counts.total() < LEAST or len(counts) == 1:
        return
    usual, number = counts.most_common(1)[0]
    if number < SHARE * counts.total():
        shares = ", ".join(f"{name} {count}" for name, count in counts.most_common())
        yield Issue("speech-level", sentences[0].where, f"no level of its own: {shares} sentences")
        return
    for sentence in sentences:
        if sentence.level != usual:
            message = f"{sentence.level} where most of the document has {usual}: {sentence.text[-30:]!r}"
            yield Issue("speech-level", sentence.where, message)


def _sentences(unit: Unit) -> Iterator[_Sentence]:
    if unit.target.language not in _ENDINGS:
        return
    text = _QUOTED.sub("", unit.target.free)
    for sentence in split(text, unit.target.language):
        found = level(sentence.strip(), unit.target.language)
        if found:
            yield _Sentence(unit.where, sentence.strip(), found)

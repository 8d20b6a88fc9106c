"""A first look at a model before anything is translated with it: does it translate at all?

A random, mismatched or damaged model loads without a complaint and writes garbage. Two things give it away:

- the likelihood of known translations. A model that knows nothing gives a right piece less than one of as many pieces
  as there are; every trained model, however weak, does far better than that.
- its own translations: floods of one piece or of bytes that spell nothing, loops until the limit, the wrong script.

A weak model may fail some sentences; one that fails most is refused.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mtkit.engines import Decoding, Hypothesis
from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.errors import ModelError
from mtkit.languages import directions, scripts

__all__ = ["PAIRS", "Finding", "Scorer", "check", "directions_of", "fault", "look", "loops", "require"]

# Short sentences that any parallel text has; the same place, the same sentence.
PAIRS = {
    "en": (
        "Hello.",
        "Thank you very much.",
        "The weather is good today.",
        "I am a student.",
        "Where is the station?",
        "He read the book yesterday.",
    ),
    "ja": (
        "こんにちは。",
        "どうもありがとうございます。",
        "今日は天気がいいです。",
        "私は学生です。",
        "駅はどこですか。",
        "彼は昨日本を読みました。",
    ),
    "ko": (
        "안녕하세요.",
        "대단히 감사합니다.",
        "오늘은 날씨가 좋습니다.",
        "저는 학생입니다.",
        "역은 어디에 있습니까?",
        "그는 어제 책을 읽었습니다.",
    ),
}
_SCRIPTS = {"en": {"latin"}, "ja": {"hiragana", "katakana", "han"}, "ko": {"hangul"}}
_REPEATS = 8  # the same piece, or pair or triple of pieces, so often in a row is a loop
GUESS = 0.9  # the share of a blind guess's log probability that known translations must be better than


class Scorer(Protocol):
    """An engine that can also score a given translation."""

    name: str

    @property
    def pieces_known(self) -> int:
        """The size of the target vocabulary."""

    def translate(
        self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = ...
    ) -> list[tuple[Hypothesis, ...]]:
        """See Engine."""

    def score(self, pairs: Sequence[tuple[str, str]], source: str, target: str) -> tuple[float, ...]:
        """The mean log probability of a piece of each given translation."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome for one direction: `wrong` is "" when the model may be used.

    >>> Finding("ko", "en", "", 6, 6, -2.5).wrong
    ''
    """

    source: str
    target: str
    wrong: str
    usable: int
    tried: int
    likelihood: float


def check(engine: Scorer, source: str, target: str) -> Finding:
    """Look at one direction of a model."""
    pairs = list(zip(PAIRS[source], PAIRS[target], strict=True))
    scores = engine.score(pairs, source, target)
    likelihood = sum(scores) / len(scores)
    floor = -GUESS * math.log(engine.pieces_known)
    outputs = engine.translate([text for text, _ in pairs], source, target, Decoding())
    faults = [fault(answer[0], target) for answer in outputs]
    usable = faults.count("")
    wrong = ""
    if not likelihood > floor:  # not <=: a broken model's may be nan
        wrong = f"known translations are as likely as random pieces ({likelihood:.1f} against {floor:.1f})"
    elif usable * 2 < len(faults):
        wrong = next(f for f in faults if f) + f" in {len(faults) - usable} of {len(faults)} known sentences"
    return Finding(source, target, wrong, usable, len(faults), likelihood)


def directions_of(engine: CTranslate2Engine, known: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What to test: the directions that are known, or every one that the model's tags reach; () when neither tells."""
    if known or not engine.vocabulary.multilingual:
        return tuple(known)
    return tuple((s, t) for s, t in directions() if engine.vocabulary.reaches(t))


def look(engine: Scorer, directions: Sequence[tuple[str, str]]) -> tuple[Finding, ...]:
    """Check every direction, whatever is found."""
    return tuple(check(engine, source, target) for source, target in directions)


def require(engine: Scorer, directions: Sequence[tuple[str, str]]) -> tuple[Finding, ...]:
    """Check the directions and raise ModelError when the model is garbage in one of them."""
    findings = look(engine, directions)
    for finding in findings:
        if finding.wrong:
            raise ModelError(
                f"{engine.name}: fails its self-test for {finding.source}-{finding.target}: {finding.wrong}",
                hint="the weights and the vocabulary do not belong together, or the model was never trained",
            )
    return findings


def fault(hypothesis: Hypothesis, target: str) -> str:
    """What is wrong with one translation, "" when nothing is to be seen.

    >>> fault(Hypothesis("Hello there.", 0, ("▁Hello", "▁there", ".")), "en")
    ''
    >>> fault(Hypothesis("ga " * 40, 0, ("▁ga",) * 40), "en")
    'endless repetition'
    >>> fault(Hypothesis("Hello", 0, ("▁Hello",)), "ko")
    'the wrong script'
    """
    pieces = hypothesis.pieces
    if not hypothesis.text:
        return "empty output"
    if sum(piece in ("<unk>", "<pad>") for piece in pieces) * 5 >= len(pieces) or "\ufffd" in hypothesis.text:
        return "unknown pieces"
    if loops(pieces):
        return "endless repetition"
    counts = scripts(hypothesis.text)
    own = sum(count for script, count in counts.items() if script in _SCRIPTS[target])
    others = sum(count for script, count in counts.items() if script not in _SCRIPTS[target] and script != "digit")
    return "" if own > others else "the wrong script"


def loops(pieces: Sequence[str]) -> bool:
    """True when one, two or three pieces repeat many times in a row.

    >>> loops("abcabcabcabcabcabcabcabcabc"), loops("a rose is a rose is a rose")
    (True, False)
    """
    for size in (1, 2, 3):
        run = 0
        for place in range(size, len(pieces)):
            run = run + 1 if pieces[place] == pieces[place - size] else 0
            if run >= size * (_REPEATS - 1):
                return True
    return False

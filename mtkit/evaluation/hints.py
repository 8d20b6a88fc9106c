"""Random hints in place of a glossary: what a translation gains from any right word, next to what real terms give it.

The modes are those of the terminology tasks at WMT 2023 and 2025: noterm (no glossary), proper (the real one), random
(as many words of the reference, drawn at random, as the sources have real terms).
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from mtkit.evaluation.testset import TestSet
from mtkit.glossary import Glossary, Match

__all__ = ["MODES", "random_hints"]

MODES = ("noterm", "proper", "random")
_LEAST = 0.7  # Dice coefficient from which two words are taken for each other's translation
_WORDS = {
    "en": re.compile(r"[A-Za-z][a-z]{3,}"),
    "ja": re.compile(r"[ァ-ヺー]{3,}|[一-龥々]{2,4}"),
    "ko": re.compile(r"[가-힣]{2,}"),
}
_PARTICLE = re.compile(r"(?<=[가-힣]{2})(?:에서|에게|으로|[은는이가을를의에로과와도])$")


def random_hints(test_set: TestSet, glossary: Glossary, seed: int | None = 12345) -> Glossary:
    """A glossary of word pairs of the test set that are no terms, with about as many hits as the real one has.

    Pairs are words that stand in the same segments of sources and first references (Dice coefficient 0.7 and more, each
    the other's best). The same set and seed give the same pairs.

    >>> from mtkit.evaluation import TestSet
    >>> set_ = TestSet("t", "ko", "en", ("광주 회의", "광주 축제", "회의"), (("Gwangju meeting", "Gwangju fair", "meeting"),))
    >>> hints = random_hints(set_, Glossary.of({"광주": "Gwangju"}, "ko", "en"))
    >>> [(entry.ko, entry.en) for entry in hints]
    [('회의', 'meeting')]
    """
    source, target = test_set.source, test_set.target
    real = [glossary.find(text, source, target) for text in test_set.sources]
    there = [glossary.find(text, target) for text in test_set.references[0]]
    left = [_words(*pair, source) for pair in zip(test_set.sources, real, strict=True)]
    right = [_words(*pair, target) for pair in zip(test_set.references[0], there, strict=True)]
    pairs = sorted(_pairs(left, right))
    random.Random(seed).shuffle(pairs)
    counts = Counter(word for words in left for word in words)
    wanted, chosen = sum(map(len, real)), dict[str, str]()
    for one, other in pairs:
        if wanted <= 0:
            break
        chosen[one] = other
        wanted -= counts[one]
    return Glossary.of(chosen, source, target)


def _words(text: str, names: Sequence[Match], language: str) -> set[str]:
    """The words of a text outside of its names; in Korean without a particle."""
    found = set()
    for hit in _WORDS[language].finditer(text):
        if all(hit.end() <= name.start or name.end <= hit.start() for name in names):
            found.add(_PARTICLE.sub("", hit.group()) if language == "ko" else hit.group())
    return found


def _pairs(left: Sequence[set[str]], right: Sequence[set[str]]) -> Iterator[tuple[str, str]]:
    ones, others, both = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for here, there in zip(left, right, strict=True):
        ones.update(here)
        others.update(there)
        both.update((one, other) for one in here for other in there)
    dice = {pair: 2 * count / (ones[pair[0]] + others[pair[1]]) for pair, count in both.items() if count > 1}
    best: dict[tuple[int, str], tuple[float, tuple[str, str]]] = {}
    for pair, share in sorted(dice.items()):
        for side in (0, 1):
            if share > best.get((side, pair[side]), (0.0, pair))[0]:
                best[side, pair[side]] = (share, pair)
    for (side, word), (share, pair) in best.items():
        if side == 0 and share >= _LEAST and best[1, pair[1]][1] == pair:
            yield word, pair[1]

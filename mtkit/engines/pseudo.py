"""Engines that need no model: identity, reversed words, and a naughty one that does what a bad model does.

They are for tests and for trying out documents, and show what a document looks like without waiting for a model.
"""

import random
import re
from collections.abc import Sequence

from mtkit.engines import USUAL, Decoding, Hypothesis

__all__ = ["IdentityEngine", "NaughtyEngine", "PseudoEngine"]

_ANNOTATION = re.compile(r"⟪([^⟪⟫⇒]*)⇒([^⟪⟫⇒]*)⟫")
_TOKEN = re.compile(r"⟦\d+⟧")
_KEPT = re.compile(r"(⟦\d+⟧|\s+)")
_WORD = re.compile(r"\w+")


class IdentityEngine:
    """Gives every sentence back; an annotation becomes what it asks for.

    >>> IdentityEngine().translate(["⟪광주⇒Gwangju⟫ ⟦0⟧ city"], "ko", "en")[0][0].text
    'Gwangju ⟦0⟧ city'
    """

    name = "identity"
    annotates = True
    placeholders = True
    styles = True

    def __init__(self, *, limit: int = 10_000) -> None:
        self.limit = limit

    @property
    def signature(self) -> str:
        """The name: there is nothing else to it."""
        return self.name

    def translate(
        self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = USUAL
    ) -> list[tuple[Hypothesis, ...]]:
        """One tuple of equal hypotheses for each sentence, in order."""
        return [self._hypotheses(_ANNOTATION.sub(r"\2", sentence), decoding) for sentence in sentences]

    def length(self, sentence: str) -> int:
        """The number of words and tokens, or of characters where there are no spaces: half of them."""
        return max(len(sentence.split()), len(sentence) // 2)

    def _hypotheses(self, text: str, decoding: Decoding) -> tuple[Hypothesis, ...]:
        changed = self._change(text)
        return (Hypothesis(changed, 0.0, tuple(changed.split())),) * decoding.n_best

    def _change(self, text: str) -> str:
        return text


class PseudoEngine(IdentityEngine):
    """Reverses every word and keeps spaces and tokens.

    >>> PseudoEngine().translate(["Hello ⟦0⟧, ⟪광주⇒Gwangju⟫!"], "ko", "en")[0][0].text
    'olleH ⟦0⟧, ujgnawG!'
    """

    name = "pseudo"

    def _change(self, text: str) -> str:
        return "".join(part if _KEPT.fullmatch(part) else _reverse(part) for part in _KEPT.split(text))


class NaughtyEngine(IdentityEngine):
    """Drops, doubles, reorders and damages tokens, drops text, repeats itself, breaks lines, by `seed`.

    What it does to a sentence depends on the sentence and the seed alone. `mischief` is the share of the sentences that
    it spoils.

    >>> engine = NaughtyEngine(seed=1)
    >>> first = engine.translate(["See ⟦0⟧ and ⟦1⟧."], "en", "ko")
    >>> first == engine.translate(["See ⟦0⟧ and ⟦1⟧."], "en", "ko")
    True
    """

    name = "naughty"

    def __init__(self, *, seed: int = 0, mischief: float = 1.0, limit: int = 10_000) -> None:
        super().__init__(limit=limit)
        self.seed, self.mischief = seed, mischief

    @property
    def signature(self) -> str:
        """Name, seed and mischief."""
        return f"naughty:{self.seed}|{self.mischief}"

    def _change(self, text: str) -> str:
        # A string seed, as hash() differs from run to run.
        dice = random.Random(f"{self.seed}:{text}")
        if not text or dice.random() >= self.mischief:
            return text
        return dice.choice(_TRICKS)(text, dice)


def _reverse(part: str) -> str:
    return _WORD.sub(lambda word: word[0][::-1], part)


def _drop(text: str, dice: random.Random) -> str:
    tokens = _TOKEN.findall(text)
    return text.replace(dice.choice(tokens), "", 1) if tokens else text[: len(text) // 2]


def _double(text: str, dice: random.Random) -> str:
    tokens = _TOKEN.findall(text)
    return f"{text} {dice.choice(tokens)}" if tokens else f"{text} {text}"


def _reorder(text: str, dice: random.Random) -> str:
    tokens = _TOKEN.findall(text)
    dice.shuffle(tokens)
    rest = iter(tokens)
    return _TOKEN.sub(lambda _: next(rest), text)


def _damage(text: str, dice: random.Random) -> str:
    """What models really do to brackets: other ones, spaces in them, half of them."""
    forms = (r"[\1]", r"⟦ \1 ⟧", r"⟦\1", r"\1⟧", r"⟦⟦\1⟧⟧", r"⟦9\1⟧")
    return re.sub(r"⟦(\d+)⟧", dice.choice(forms), text)


def _invent(text: str, dice: random.Random) -> str:
    place = dice.randrange(len(text) + 1)
    return f"{text[:place]}⟦{dice.randrange(8)}⟧{text[place:]}"


def _loop(text: str, _: random.Random) -> str:
    return " ".join([text.split()[-1] if text.split() else text] * 40)


def _break(text: str, dice: random.Random) -> str:
    place = dice.randrange(len(text) + 1)
    return text[:place] + "\n" + text[place:]


def _nothing(_: str, __: random.Random) -> str:
    return ""


_TRICKS = (_drop, _double, _reorder, _damage, _invent, _loop, _break, _nothing)

"""Two engines as one, through a language between: Korean to Japanese by way of English.

What the glossary wants survives both hops when both models carry placeholders: an annotation `⟪서울⇒ソウル⟫` travels
as a free `⟦n⟧` through both and is written out behind the second, so that the word between is nobody's guess. Tokens
that the sentence already has keep their numbers. When one model does not carry placeholders the pivot says so
(`annotates` and `placeholders` are False), and an annotation that comes all the same, or that finds no free token, is
given to the first model as its source word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtkit.engines import USUAL, Decoding, Engine, Hypothesis

__all__ = ["PivotEngine"]

CAPACITY = 8  # ⟦0⟧ to ⟦7⟧
_ANNOTATION = re.compile(r"⟪([^⟪⟫⇒]*)⇒([^⟪⟫⇒]*)⟫")


class PivotEngine:
    """`first` into the language between, `second` out of it.

    >>> from mtkit.engines.pseudo import IdentityEngine, PseudoEngine
    >>> engine = PivotEngine(PseudoEngine(), PseudoEngine())
    >>> engine.translate(["⟦0⟧ ⟪서울⇒ソウル⟫ abc"], "ko", "ja")[0][0].text
    '⟦0⟧ ソウル abc'
    """

    def __init__(self, first: Engine, second: Engine, *, between: str = "en") -> None:
        self.first, self.second, self.between = first, second, between
        self.name = f"{first.name}+{second.name}"
        self.placeholders = first.placeholders and second.placeholders
        self.annotates = self.placeholders
        self.styles = second.styles
        self.limit = min(first.limit, second.limit)

    @property
    def signature(self) -> str:
        """Both engines and the language between."""
        return f"pivot:{self.between}|{self.first.signature}|{self.second.signature}"

    def translate(
        self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = USUAL
    ) -> list[tuple[Hypothesis, ...]]:
        """The second engine's hypotheses for the best of the first; a score is the sum of both."""
        packed = [_pack(sentence, self.placeholders) for sentence in sentences]
        one = replace(decoding, n_best=1, style=None, attention=False)
        middle = [h[0] for h in self.first.translate([p.text for p in packed], source, self.between, one)]
        two = replace(decoding, attention=False)
        last = self.second.translate([hypothesis.text for hypothesis in middle], self.between, target, two)
        return [
            tuple(replace(h, text=p.unpack(h.text), score=h.score + m.score, attention=None) for h in hypotheses)
            for p, m, hypotheses in zip(packed, middle, last, strict=True)
        ]

    def length(self, sentence: str) -> int:
        """The pieces of the first engine."""
        return self.first.length(sentence)


@dataclass(frozen=True, slots=True)
class _Packed:
    text: str
    targets: dict[str, str]

    def unpack(self, text: str) -> str:
        for token, target in self.targets.items():
            text = text.replace(token, target)
        return text


def _pack(sentence: str, tokens: bool) -> _Packed:
    free = [f"⟦{n}⟧" for n in range(CAPACITY) if f"⟦{n}⟧" not in sentence] if tokens else []
    targets: dict[str, str] = {}

    def replaced(found: re.Match[str]) -> str:
        if len(targets) == len(free):
            return found[1]
        token = free[len(targets)]
        targets[token] = found[2]
        return token

    return _Packed(_ANNOTATION.sub(replaced, sentence), targets)

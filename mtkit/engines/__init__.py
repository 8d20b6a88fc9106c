"""The one small interface of everything that translates: an Engine takes protected sentences and returns hypotheses.

ctranslate2     the default: int8 on processors, float16 on GPUs, no torch
transformers    MarianMTModel.generate, the reference
pivot           two engines through a language between
remote          the engine of a server
pseudo          identity, reversed words, and a naughty one, for tests
vocabulary      how a model spells a sentence: SentencePiece, target tags, styles
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Protocol, runtime_checkable

__all__ = ["USUAL", "Decoding", "Engine", "Hypothesis"]


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search for the translation.

    `beam` 1 is greedy; `n_best` hypotheses come back, best first; `length_penalty` above 1 favours long outputs;
    `repetition_penalty` above 1 and `no_repeat_ngram` above 0 work against loops; an output ends after `max_ratio`
    times the pieces of its source and a few more; `style` is plain, polite or casual; `attention` asks for it.

    >>> Decoding(beam=1, style="polite").signature
    'beam:1|style:polite'
    """

    beam: int = 4
    n_best: int = 1
    length_penalty: float = 1.0
    repetition_penalty: float = 1.1
    no_repeat_ngram: int = 0
    max_ratio: float = 3.0
    style: str | None = None
    attention: bool = False

    def __post_init__(self) -> None:
        if self.beam < 1 or not 1 <= self.n_best <= max(self.beam, 1):
            raise ValueError(f"beam {self.beam} with {self.n_best} best: need 1 <= n_best <= beam")

    @property
    def signature(self) -> str:
        """The beam, and every setting that is not the usual one."""
        usual = {field.name: field.default for field in fields(self)}
        others = [n for n in usual if n not in ("beam", "attention") and getattr(self, n) != usual[n]]
        return "|".join(f"{name}:{getattr(self, name)}" for name in ("beam", *others))


USUAL = Decoding()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One candidate: its text, its score (mean log probability of a piece, length penalty applied) and its pieces.

    `attention`, when asked for, has a row per piece of `pieces` and a column per piece of the source sentence as
    `Engine.pieces` gives it, with one more for the end of the sentence.

    >>> Hypothesis("안녕", -0.2).text
    '안녕'
    """

    text: str
    score: float = 0.0
    pieces: tuple[str, ...] = ()
    attention: tuple[tuple[float, ...], ...] | None = None


@runtime_checkable
class Engine(Protocol):
    """Whatever translates lists of protected sentences.

    `annotates`: reads `⟪term⇒wanted translation⟫`; `placeholders`: carries `⟦0⟧`..`⟦7⟧` through unchanged;
    `styles`: knows the speech levels; `limit`: the source pieces it translates well in one sentence.

    >>> from mtkit.engines.pseudo import IdentityEngine
    >>> isinstance(IdentityEngine(), Engine)
    True
    """

    name: str
    annotates: bool
    placeholders: bool
    styles: bool
    limit: int

    @property
    def signature(self) -> str:
        """Name, version, checksum of the weights and number format: what an output depends on."""

    def translate(
        self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = ...
    ) -> list[tuple[Hypothesis, ...]]:
        """One tuple of hypotheses for each sentence, in order, best first."""

    def length(self, sentence: str) -> int:
        """How many pieces the sentence has, to hold against `limit`."""

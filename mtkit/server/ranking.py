"""Other translations of a text: an engine whose best hypothesis is another's second, third or fourth."""

from collections.abc import Sequence
from dataclasses import replace

from mtkit.engines import USUAL, Decoding, Engine, Hypothesis

__all__ = ["WIDTH", "Nth"]

WIDTH = 4  # hypotheses that are asked for, at least: one more than there are alternatives


class Nth:
    """The engine's hypothesis of a rank, 0 the best, wherever one is asked for; all guards see it as any other.

    Every rank asks the engine for the same, so that those of one text, asked for at once, are one search.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> Nth(PseudoEngine(), 1).translate(["abc"], "en", "ko")[0][0].text
    'cba'
    """

    def __init__(self, engine: Engine, rank: int) -> None:
        self.engine, self.rank = engine, rank
        self.name, self.limit = engine.name, engine.limit
        self.annotates, self.placeholders, self.styles = engine.annotates, engine.placeholders, engine.styles

    @property
    def signature(self) -> str:
        """The engine's, and the rank."""
        return f"{self.engine.signature}|rank:{self.rank}"

    def translate(
        self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = USUAL
    ) -> list[tuple[Hypothesis, ...]]:
        """One hypothesis for each sentence, of this rank or the last there is; several as the engine gives them."""
        if decoding.n_best > 1:
            return self.engine.translate(sentences, source, target, decoding)
        width = max(WIDTH, decoding.beam)
        found = self.engine.translate(sentences, source, target, replace(decoding, beam=width, n_best=width))
        return [(hypotheses[min(self.rank, len(hypotheses) - 1)],) for hypotheses in found]

    def length(self, sentence: str) -> int:
        """How many pieces the sentence has."""
        return self.engine.length(sentence)

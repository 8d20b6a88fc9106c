"""Other translations of a segment: the whole flow again, with the second, third ... best hypothesis of every sentence."""

from collections.abc import Sequence
from dataclasses import replace

from mtkit.engines import USUAL, Decoding, Engine, Hypothesis
from mtkit.server.service import Order, Service
from mtkit.translator import Translator

__all__ = ["Ranked", "alternatives"]


class Ranked:
    """An engine that gives the hypothesis of a rank (0: the best) where it is asked for one alone.

    Terms, placeholders and numbers are kept and checked in it as they are in the best.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> Ranked(PseudoEngine(), 3).translate(["abc"], "en", "ko")[0][0].text
    'cba'
    """

    def __init__(self, engine: Engine, most: int) -> None:
        self.engine, self.most, self.rank = engine, most, 0
        self.name, self.limit = engine.name, engine.limit
        self.annotates, self.placeholders, self.styles = engine.annotates, engine.placeholders, engine.styles
        self._known: dict[tuple[str, Decoding], tuple[Hypothesis, ...]] = {}

    @property
    def signature(self) -> str:
        """The engine's, and the rank."""
        return f"{self.engine.signature}|rank:{self.rank}"

    def length(self, sentence: str) -> int:
        """How many pieces the sentence has."""
        return self.engine.length(sentence)

    def translate(
        self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = USUAL
    ) -> list[tuple[Hypothesis, ...]]:
        """One hypothesis for each sentence; the last one where there are not so many."""
        if decoding.n_best > 1:
            return list(self.engine.translate(sentences, source, target, decoding))
        wide = replace(decoding, beam=max(decoding.beam, self.most), n_best=self.most)
        new = [sentence for sentence in dict.fromkeys(sentences) if (sentence, wide) not in self._known]
        answers = self.engine.translate(new, source, target, wide) if new else []
        self._known |= {(sentence, wide): found for sentence, found in zip(new, answers, strict=True)}
        return [
            self._known[sentence, wide][self.rank :][:1] or self._known[sentence, wide][-1:] for sentence in sentences
        ]


def alternatives(service: Service, order: Order, most: int) -> tuple[str, ...]:
    """Translations of an order's first segment, best first, each once; `most` at most."""
    ranked = Ranked(service.engine(order.source, order.target), most)
    translator = Translator(
        order.source,
        order.target,
        glossary=service.terms(order.glossary),
        style=order.style or service.settings.style,
        beam=service.settings.beam,
        engine=ranked,
    )
    found = dict[str, None]()
    for ranked.rank in range(most):
        found[translator.segments(order.segments[:1])[0].target] = None
    return tuple(found)

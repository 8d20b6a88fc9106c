"""One sentence through the engine, and through it again by other means as long as something serious is wrong.

The order of the means: annotated terms (or none, for a model that knows no annotation) -> the best of several
hypotheses, without repeated n-grams -> missed terms masked by tokens -> what is left is put back where it can be,
and reported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mtkit import guards, placeholders, protection, sentences
from mtkit.engines import Decoding, Engine, Hypothesis
from mtkit.glossary import grammar
from mtkit.protection import Protected
from mtkit.segments import Issue, Span, TermUse

__all__ = ["Outcome", "Piece", "as_is", "fit", "solve"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence with its spans; equal pieces are translated once.

    >>> Piece("12:30 ~ 13:00").wanted, Piece("안녕").wanted
    (False, True)
    """

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def wanted(self) -> bool:
        """False for what is no language: blank, symbols, numbers, placeholders alone. It never reaches a model."""
        return placeholders.is_translatable(self.text, self.spans)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a piece: its translation without outer white space, the issues that are left, and its terms."""

    target: str
    issues: tuple[Issue, ...] = ()
    terms: tuple[TermUse, ...] = ()

    @property
    def cost(self) -> int:
        """How much is wrong; 0 ends the attempts."""
        return sum(
            2 if issue.code.startswith(("placeholder", "tag", "term")) else 1 for issue in self.issues if issue.serious
        )


def fit(piece: Piece, engine: Engine, language: str) -> tuple[Piece, ...]:
    """The piece, divided where the engine's limit or the number of tokens asks for it."""

    def fits(text: str) -> bool:
        return engine.length(text) <= engine.limit and len(placeholders.find(text)) <= protection.CAPACITY

    if fits(piece.text) and len(protection.groups(piece.text, piece.spans)) <= protection.CAPACITY:
        return (piece,)
    parts, at = [], 0
    for text in sentences.shorten(piece.text, language, fits, piece.spans):
        inside = (span for span in piece.spans if at <= span.start and span.end <= at + len(text))
        parts.append(Piece(text, tuple(replace(s, start=s.start - at, end=s.end - at) for s in inside)))
        at += len(text)
    return tuple(parts)


def as_is(piece: Piece) -> Outcome:
    """A piece that needs no model: its terms and numbers replaced, all else as it stands."""
    text = piece.text
    for span in reversed(piece.spans):
        if span.target is not None:
            text = text[: span.start] + span.target + text[span.end :]
    terms = tuple(
        TermUse(s.start, s.end, piece.text[s.start : s.end], s.target or "", "replaced")
        for s in piece.spans
        if s.kind == "term"
    )
    return Outcome(text.strip(), terms=terms)


def solve(
    pieces: Sequence[Piece],
    engine: Engine,
    source: str,
    target: str,
    decoding: Decoding,
    readings: Mapping[str, str] | None = None,
) -> list[Outcome]:
    """The best outcome for each piece, in order; each attempt takes only those that are not right yet."""
    best: dict[int, Outcome] = {}
    wrong = list(range(len(pieces)))
    for attempt in range(3):
        protected = {i: _protect(pieces[i], engine, attempt, best.get(i)) for i in wrong}
        settings = _wider(decoding) if attempt == 1 else decoding
        answers = engine.translate([protected[i].text for i in wrong], source, target, settings)
        for i, hypotheses in zip(wrong, answers, strict=True):
            for hypothesis in hypotheses:
                how = "reranked" if attempt == 1 else "annotated" if engine.annotates else "translated"
                outcome = _judge(hypothesis, protected[i], source, target, readings, how)
                best[i] = min(best.get(i, outcome), outcome, key=lambda o: o.cost)
        wrong = [i for i in wrong if best[i].cost]
        if not wrong:
            break
    return [best[i] for i in range(len(pieces))]


def _wider(decoding: Decoding) -> Decoding:
    """More hypotheses, and no loops."""
    beam = max(6, decoding.beam)
    return replace(decoding, beam=beam, n_best=6, no_repeat_ngram=4, repetition_penalty=1.2)


def _protect(piece: Piece, engine: Engine, attempt: int, last: Outcome | None) -> Protected:
    text = piece.text.strip()
    lead = len(piece.text) - len(piece.text.lstrip())
    spans = tuple(replace(s, start=s.start - lead, end=s.end - lead) for s in piece.spans)
    masked: list[Span] = []
    if attempt == 2 and engine.placeholders and last:
        room = protection.CAPACITY - len(protection.groups(text, spans))
        wanted = {issue.message for issue in last.issues if issue.code in ("term-missed", "number-missed")}
        masked = [s for s in spans if s.target and f"{text[s.start : s.end]} -> {s.target}" in wanted][: max(0, room)]
    return protection.protect(text, spans, annotate=engine.annotates, tokens=engine.placeholders, masked=masked)


def _judge(
    hypothesis: Hypothesis,
    protected: Protected,
    source: str,
    target: str,
    readings: Mapping[str, str] | None,
    how: str,
) -> Outcome:
    restored = protection.restore(hypothesis.text, protected, repair=True)
    found = guards.verdict(
        _free(protected.source, protected.values), _free(restored.text, restored.spans), source, target
    )
    names = tuple(span for span in restored.spans if span.kind in ("term", "number"))
    text, unsure = grammar.repair(restored.text, names, target, readings)
    return Outcome(text.strip(), (*restored.issues, *unsure, *found), _uses(protected, restored.missed, how))


def _uses(protected: Protected, missed: Sequence[Span], how: str) -> tuple[TermUse, ...]:
    """What became of each term of a sentence."""
    hows = {span: "missed" if span in missed else how for span in protected.wanted}
    hows |= dict.fromkeys(protected.values, "masked")
    terms = sorted((span for span in hows if span.kind == "term"), key=lambda span: span.start)
    return tuple(TermUse(s.start, s.end, protected.source[s.start : s.end], s.target or "", hows[s]) for s in terms)


def _free(text: str, spans: Sequence[Span]) -> str:
    """The text without what is no language in it: names and numbers stay, tags and codes go."""
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        if span.kind not in ("term", "number"):
            text = text[: span.start] + " " + text[span.end :]
    return text

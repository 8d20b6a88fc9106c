"""sacrebleu, and the only file that imports it: BLEU, chrF2, chrF2++ and TER with their signatures.

Statistics are taken segment by segment and kept as small numbers, so memory does not grow with the n-grams of a test
set; scores, intervals and tests are computed from them with sacrebleu's own formulas.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mtkit.errors import InputError
from mtkit.languages import normalise

__all__ = ["METRICS", "TOKENIZERS", "Measure", "Score", "measure", "spec"]

METRICS = ("bleu", "chrf", "chrf++", "ter")
TOKENIZERS = ("13a", "ja-mecab", "ko-mecab", "char", "intl", "none", "spm", "flores101", "flores200")
_DEFAULT = {"en": "13a", "ja": "ja-mecab", "ko": "ko-mecab"}
_NEEDS = {"ja-mecab": "pip install 'sacrebleu[ja]'", "ko-mecab": "pip install 'sacrebleu[ko]'"}


@dataclass(frozen=True)
class Score:
    """A score is a number with its signature; `mean` and `interval` come from the bootstrap (95 %, mean ± interval).

    >>> print(Score("chrf", "chrF2", 51.25, "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0"))
    chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0 = 51.25
    """

    metric: str
    label: str
    value: float
    signature: str
    mean: float | None = None
    interval: float | None = None
    detail: str = ""
    higher_is_better: bool = True

    def __str__(self) -> str:
        around = "" if self.interval is None else f" (mean {self.mean:.2f} ± {self.interval:.2f})"
        return f"{self.label}|{self.signature} = {self.value:.2f}{around}"


@dataclass(frozen=True)
class Measure:
    """One metric over one system: the score, a score per segment, and the statistics they come from.

    `score_of(statistics)` is the score of summed statistics: of any group of segments, of any resample; its precision
    is that of the statistics, as sacrebleu's is.
    """

    score: Score
    statistics: tuple[tuple[float, ...], ...]
    segments: tuple[float, ...]
    score_of: Callable[[Sequence[float]], float]

    def of(self, members: Sequence[int]) -> float:
        """The corpus score of some of the segments, by their positions.

        >>> found = measure("chrf", ("a cat", "no"), (("a cat", "a dog"),), "en")
        >>> found.of((0,)), found.of((0, 1)) == found.score.value
        (100.0, True)
        """
        return self.score_of([sum(column) for column in zip(*(self.statistics[i] for i in members), strict=True)])

    def with_interval(self, mean: float, interval: float, samples: int, seed: int | None) -> "Measure":
        """The same with a bootstrap interval, which the signature tells too."""
        head, rest = self.score.signature.split("|", 1)
        told = f"{head}|bs:{samples}|seed:{str(seed).lower()}|{rest}"
        return replace(self, score=replace(self.score, mean=mean, interval=interval, signature=told))


def spec(name: str, target: str, tokenizer: str | None = None) -> tuple[str, str]:
    """A metric's name and the BLEU tokenizer for a target language (empty for the others).

    `bleu:char` asks for a tokenizer of its own.

    >>> spec("bleu", "ko"), spec("BLEU:char", "ko"), spec("chrf", "en")
    (('bleu', 'ko-mecab'), ('bleu', 'char'), ('chrf', ''))
    >>> spec("blue", "en")
    Traceback (most recent call last):
    mtkit.errors.InputError: unknown metric 'blue'; use one of bleu, chrf, chrf++, ter
    """
    plain, _, own = name.strip().partition(":")
    plain = plain.lower()
    if plain not in METRICS or (own and plain != "bleu"):
        raise InputError(f"unknown metric {name!r}", hint=f"use one of {', '.join(METRICS)}")
    if plain != "bleu":
        return plain, ""
    chosen = own or tokenizer or _DEFAULT[normalise(target)]
    if chosen not in TOKENIZERS:
        raise InputError(f"unknown tokenizer {chosen!r}", hint=f"use one of {', '.join(TOKENIZERS)}")
    return plain, chosen


def measure(
    name: str,
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str]],
    target: str,
    *,
    tokenizer: str | None = None,
) -> Measure:
    """One metric over one system against one or several references (each a stream of the same length).

    Raises InputError for an unknown metric, a missing tokenizer, streams of unequal length or an empty stream.

    >>> print(measure("bleu", ["The cat sat on the mat."], [["The cat sat on the mat."]], "en").score)
    BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0 = 100.00
    """
    _same_length(hypotheses, references)
    metric = _metric(name, target, tokenizer)
    # Not the whole-corpus call: that keeps the n-grams of every reference until the end.
    rows = [_statistics(metric, hyp, refs) for hyp, *refs in zip(hypotheses, *references, strict=True)]
    metric.num_refs = len(references)
    total = metric._aggregate_and_compute(rows)
    per_segment = _segment_metric(metric)
    score = Score(
        metric=name.lower(),
        label=total.name,
        value=total.score,
        signature=metric.get_signature().format(),
        detail=getattr(total, "_verbose", "") or "",
        higher_is_better=total.name != "TER",
    )
    segments = tuple(per_segment._compute_score_from_stats(list(row)).score for row in rows)
    return Measure(score, tuple(map(tuple, rows)), segments, lambda row: metric._compute_score_from_stats(row).score)


def _same_length(hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> None:
    if not references:
        raise InputError("no reference")
    for stream in references:
        if len(stream) != len(hypotheses):
            raise InputError(f"{len(hypotheses)} hypotheses, {len(stream)} references")
    if not hypotheses:
        raise InputError("nothing to score: 0 segments")


def _statistics(metric: Any, hypothesis: str, references: Sequence[str]) -> list[float]:  # sacrebleu ships no types
    info = metric._extract_reference_info([metric._preprocess_segment(reference) for reference in references])
    row: list[float] = metric._compute_segment_statistics(metric._preprocess_segment(hypothesis), info)
    return row


def _metric(name: str, target: str, tokenizer: str | None) -> Any:  # sacrebleu ships no types
    from sacrebleu.metrics import BLEU, CHRF, TER

    plain, chosen = spec(name, target, tokenizer)
    if plain == "bleu":
        return _bleu(BLEU, chosen)
    return TER() if plain == "ter" else CHRF(word_order=2 if plain == "chrf++" else 0)


def _bleu(kind: Any, tokenizer: str) -> Any:  # sacrebleu ships no types
    try:
        return kind(tokenize=tokenizer, force=True)
    except (ImportError, RuntimeError, OSError) as error:
        hint = _NEEDS.get(tokenizer, "its SentencePiece model must be on this machine")
        raise InputError(f"tokenizer {tokenizer!r} is not installed", hint=hint) from error
    except SystemExit as error:  # sacrebleu ends the process when a download fails
        raise InputError(f"tokenizer {tokenizer!r} has no model here", hint="load it once with a network") from error


def _segment_metric(metric: Any) -> Any:  # sacrebleu ships no types
    """BLEU of one segment stops at the longest n-gram there is, as sacrebleu's own sentence level does."""
    if hasattr(metric, "effective_order"):
        return type(metric)(tokenize="none", force=True, effective_order=True)
    return metric


logging.getLogger("sacrebleu").addHandler(logging.NullHandler())

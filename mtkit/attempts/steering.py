"""Names that a model was not asked for, brought in by its attention: it goes on from the name, or the name is written in.

After Hasler et al. 2018 (constraints at the place that attention gives them) and Post and Vilar 2018 (several hypotheses
held for each constraint), as far as an engine allows that can only be given how its output begins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from mtkit.attempts import alignment
from mtkit.attempts.alignment import Word
from mtkit.attempts.judging import Attempt, Job, better, judge
from mtkit.attempts.pieces import Piece
from mtkit.engines import Decoding, Hypothesis
from mtkit.glossary import particles
from mtkit.segments import Span

__all__ = ["replaced", "steered"]

_ROUNDS = 3  # names brought in one after another
_PLACES = 2  # of each, where attention is strongest
_TAIL = re.compile(r"[.,;:!?。、，．！？」』”’\"')）\]]+$")


@runtime_checkable
class Steerable(Protocol):
    """An engine that can be told how its output begins, and gives attention."""

    def complete(
        self, sentences: Sequence[tuple[str, str]], source: str, target: str, decoding: Decoding = ...
    ) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses for each (sentence, beginning of its translation)."""

    def score(self, pairs: Sequence[tuple[str, str]], source: str, target: str) -> tuple[float, ...]:
        """The mean log probability of each translation."""

    def pieces(self, sentence: str) -> tuple[str, ...]:
        """The pieces that the columns of an attention stand for."""


def steered(job: Job, pieces: Sequence[Piece], best: Sequence[Attempt]) -> list[list[Attempt]]:
    """One missing name after the other at its place, each accepted form tried; the model writes the rest anew."""
    engine = job.engine
    if not isinstance(engine, Steerable):
        return [[] for _ in pieces]
    current = _attended(job, best)
    settings = replace(job.decoding, n_best=1, attention=True)
    for _ in range(_ROUNDS):
        asked = [(i, ask) for i, attempt in enumerate(current) for ask in _beginnings(job, engine, attempt)]
        if not asked:
            break
        answers = engine.complete([ask for _, ask in asked], job.source, job.target, settings)
        made = [
            (i, judge(job, hypothesis, current[i].protected, "constrained"))
            for (i, _), hypotheses in zip(asked, answers, strict=True)
            for hypothesis in hypotheses
        ]
        before = list(current)
        for i, attempt in _likeliest_first(job, engine, made):
            current[i] = better(current[i], attempt)
        if current == before:
            break
    return [[attempt] for attempt in current]


def _likeliest_first(job: Job, engine: Steerable, made: Sequence[tuple[int, Attempt]]) -> list[tuple[int, Attempt]]:
    """Ordered by what the model thinks of each as a whole, its forced beginning included."""
    pairs = [(attempt.protected.text, attempt.hypothesis.text) for _, attempt in made]
    scores = engine.score(pairs, job.source, job.target)
    ranked = sorted(zip(scores, range(len(made)), strict=True), reverse=True)
    return [made[place] for _, place in ranked]


def _attended(job: Job, best: Sequence[Attempt]) -> list[Attempt]:
    """The attempts with their attention; those that came without are decoded again, which gives the same output."""
    bare = [i for i, attempt in enumerate(best) if not attempt.hypothesis.attention]
    texts = [best[i].protected.text for i in bare]
    answers = job.engine.translate(texts, job.source, job.target, replace(job.decoding, n_best=1, attention=True))
    done = list(best)
    how = "annotated" if job.engine.annotates else "translated"
    for i, hypotheses in zip(bare, answers, strict=True):
        done[i] = judge(job, hypotheses[0], best[i].protected, how)
    return done


def _beginnings(job: Job, engine: Steerable, attempt: Attempt) -> Iterator[tuple[str, str]]:
    """The sentence, and how its translation may begin so that it holds a missing name."""
    if not attempt.missed:
        return
    span = attempt.missed[0]
    found = _aligned(job, engine, attempt, span)
    for word in sorted(found, key=lambda word: -word.share)[:_PLACES]:
        before = word.text_before(attempt.hypothesis.pieces)
        for form in dict.fromkeys(filter(None, (span.target, *span.accepted))):
            yield attempt.protected.text, _onto(before, form, job.target)


def _onto(before: str, form: str, language: str) -> str:
    """The form behind what was said before; what its beginning doubles goes.

    >>> _onto("in the Gwangju", "Gwangju International Center", "en"), _onto("会場は光州", "光州国際センター", "ja")
    ('in the Gwangju International Center', '会場は光州国際センター')
    """
    for end in range(len(form) - 1, 1, -1):
        whole = language == "ja" or form[end] == " " or (language == "ko" and end > 1)
        if whole and before.endswith(form[:end]):
            before = before[:-end].rstrip()
            break
    gap = " " if before and language != "ja" and not re.search(r"[(\[“‘\"'«]$", before) else ""
    return before + gap + form


def _aligned(job: Job, engine: Steerable, attempt: Attempt, span: Span) -> list[Word]:
    if span not in attempt.protected.wanted:
        return []
    start, end = attempt.protected.places[attempt.protected.wanted.index(span)]
    text = attempt.protected.text
    looked_at = alignment.columns(engine.pieces(text), text, start, end)
    return alignment.words(attempt.hypothesis, looked_at, spaced=job.target != "ja")


def replaced(job: Job, _: Sequence[Piece], best: Sequence[Attempt]) -> list[list[Attempt]]:
    """Every missing name written over the words that attention gives it."""
    engine = job.engine
    if not isinstance(engine, Steerable):
        return [[] for _ in best]
    return [list(_overwritten(job, engine, attempt)) for attempt in _attended(job, best)]


def _overwritten(job: Job, engine: Steerable, attempt: Attempt) -> Iterator[Attempt]:
    found: list[tuple[int, int, Span]] = []
    every: list[Word] = []
    for span in attempt.missed:
        if every := _aligned(job, engine, attempt, span):
            start, end = alignment.run(every, max(2, len((span.target or "").split()) + 1))
            if all(end <= other[0] or other[1] <= start for other in found):
                found.append((start, end, span))
    if not found:
        return
    texts = [word.text for word in every]
    for start, end, span in sorted(found, key=lambda one: one[0], reverse=True):
        tail = _tail(texts[end - 1], job.target)
        texts[start:end] = [(span.target or "") + tail]
    joined = ("" if job.target == "ja" else " ").join(texts)
    made = judge(job, Hypothesis(joined), attempt.protected, "replaced")
    if len(made.missed) < len(attempt.missed):
        yield made


def _tail(word: str, language: str) -> str:
    """What stays of the last word that a name is written over: marks, and a particle in Korean."""
    marks = _TAIL.search(word)
    bare = word[: marks.start()] if marks else word
    particle = _particle(bare) if language == "ko" else ""
    return particle + (marks.group() if marks else "")


def _particle(word: str) -> str:
    ends = (at for at in range(1, len(word)) if particles.follows(word, at))
    return word[next(ends, len(word)) :]

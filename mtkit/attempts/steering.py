"""Names that a model was not asked for, brought in by its attention: it goes on from the name, or the name is written in.

After Hasler et al. 2018 (constraints at the place that attention gives them) and Post and Vilar 2018 (several hypotheses
held for each constraint), as far as an engine allows that can only be given how its output begins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol, runtime_checkable

from mtkit.attempts import alignment
from mtkit.attempts.alignment import Word
from mtkit.attempts.judging import Attempt, Job, judge
from mtkit.attempts.pieces import Piece
from mtkit.engines import Decoding, Hypothesis
from mtkit.glossary import particles
from mtkit.segments import Span

__all__ = ["replaced", "steered"]

_ROUNDS = 4  # names brought in one after another, or the same one at other places
_ASKS = 2  # beginnings of a sentence in one round
_BEAM = 2  # most of the output is known already
_PLACES = 2  # of each, where attention is strongest; and that of its share of the sentence, should attention err
_Place = tuple[int, int, Span]  # words [start, end), and the name that is written over them
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
    """One missing name after the other at its place, from left to right; the model writes the rest anew each time."""
    engine = job.engine
    found: list[list[Attempt]] = [[] for _ in pieces]
    if not isinstance(engine, Steerable):
        return found
    settings = replace(job.decoding, beam=min(_BEAM, job.decoding.beam), n_best=1, attention=True)
    states = {i: (attempt, "") for i, attempt in enumerate(_attended(job, best)) if attempt.missed}
    tried: set[tuple[int, str]] = set()
    for _ in range(_ROUNDS):
        asked = [(i, ask) for i, state in states.items() for ask in _fresh(job, engine, i, state, tried)]
        tried.update((i, beginning) for i, (_, beginning) in asked)
        answers = engine.complete([ask for _, ask in asked], job.source, job.target, settings)
        made = [
            judge(job, h[0], states[i][0].protected, "constrained") for (i, _), h in zip(asked, answers, strict=True)
        ]
        moved: dict[int, tuple[Attempt, str]] = {}
        for place in _best_first(job, engine, made):
            i, (_, beginning) = asked[place]
            found[i].append(made[place])
            if set(states[i][0].missed) - set(made[place].missed):  # it has one; what it lost comes later
                moved.setdefault(i, (made[place], beginning))
        states = {i: state for i, state in (states | moved).items() if state[0].missed}
    return found


def _fresh(
    job: Job, engine: Steerable, i: int, state: tuple[Attempt, str], tried: set[tuple[int, str]]
) -> list[tuple[str, str]]:
    """The next beginnings that were not tried yet, the likely places first: few, as each costs a decoding."""
    fresh = (ask for ask in _beginnings(job, engine, *state) if (i, ask[1]) not in tried)
    return list(islice(fresh, _ASKS))


def _best_first(job: Job, engine: Steerable, made: Sequence[Attempt]) -> list[int]:
    """The places of the attempts by what they miss, then by what the model thinks of each, its beginning included."""
    pairs = [(attempt.protected.text, attempt.hypothesis.text) for attempt in made]
    scores = engine.score(pairs, job.source, job.target)
    return sorted(range(len(made)), key=lambda place: (len(made[place].missed), -scores[place]))


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


def _beginnings(job: Job, engine: Steerable, attempt: Attempt, begun: str) -> Iterator[tuple[str, str]]:
    """The sentence, and how its translation may go on from `begun` so that it holds the next missing name."""
    options: list[tuple[int, Span, list[Word]]] = []
    pieces = attempt.hypothesis.pieces
    for span in attempt.missed:
        words = [w for w in _aligned(job, engine, attempt, span) if len(w.text_before(pieces)) >= len(begun)]
        if strongest := sorted(words, key=lambda word: -word.share)[:_PLACES]:
            alike = words[min(len(words) - 1, len(words) * span.start // max(1, len(attempt.protected.source)))]
            places = dict.fromkeys((strongest[0], alike, *strongest))
            options.append((strongest[0].start, span, list(places)))
    for _, span, words in sorted(options, key=lambda option: option[0])[:1]:
        for form in dict.fromkeys(filter(None, (span.target, *span.accepted))):
            for word in words:
                yield attempt.protected.text, _onto(word.text_before(pieces), form, job.target)


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
    """All names at once, each over the words that look at it most; else each by itself, at the next place that helps."""
    aligned = {span: words for span in attempt.missed if (words := _aligned(job, engine, attempt, span))}
    found: list[_Place] = []
    for span, words in aligned.items():
        start, end = alignment.run(words, max(2, len((span.target or "").split()) + 1))
        if all(end <= other[0] or other[1] <= start for other in found):
            found.append((start, end, span))
    ways = [found, *([(i, i + 1, span)] for span, words in aligned.items() for i in _by_share(words))]
    for places in filter(None, ways):
        made = _written_over(job, attempt, aligned[places[0][2]], places)
        if len(made.missed) < len(attempt.missed):
            yield made
            return


def _by_share(words: Sequence[Word]) -> list[int]:
    return sorted(range(len(words)), key=lambda i: -words[i].share)


def _written_over(job: Job, attempt: Attempt, words: Sequence[Word], places: Sequence[_Place]) -> Attempt:
    texts = [word.text for word in words]
    for start, end, span in sorted(places, key=lambda place: place[0], reverse=True):
        tail = _tail(texts[end - 1], job.target)
        texts[start:end] = [(span.target or "") + tail]
    joined = ("" if job.target == "ja" else " ").join(texts)
    return judge(job, Hypothesis(joined), attempt.protected, "replaced")


def _tail(word: str, language: str) -> str:
    """What stays of the last word that a name is written over: marks, and a particle in Korean."""
    marks = _TAIL.search(word)
    bare = word[: marks.start()] if marks else word
    particle = _particle(bare) if language == "ko" else ""
    return particle + (marks.group() if marks else "")


def _particle(word: str) -> str:
    ends = (at for at in range(1, len(word)) if particles.follows(word, at))
    return word[next(ends, len(word)) :]

"""The order of the means: each takes only the pieces that are not right yet, so the later ones are seldom paid for.
A name that nobody asked for is worth a wider search and no more.

asked       annotated names where the model knows annotation, free text where not
hopped      through a language between: each hop a ladder of its own, the name in that language's form
searched    several hypotheses of a wider search, without repeated n-grams
steered     the search goes on from where the missing name belongs, by the model's attention
divided     a long sentence in parts, at its clauses
masked      missing names as tokens, where the model carries them; then the sentence in smaller parts
replaced    the name is written over what the model's attention says it made of it
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from mtkit import protection, sentences
from mtkit.attempts import hopping
from mtkit.attempts.hopping import Pivot
from mtkit.attempts.judging import Attempt, Job, Outcome, as_is, better, judge
from mtkit.attempts.pieces import Piece, cut
from mtkit.attempts.steering import replaced, steered
from mtkit.engines import Decoding, Hypothesis
from mtkit.protection import Protected
from mtkit.segments import Span, TermUse

__all__ = ["solve"]

Means = Callable[[Job, Sequence[Piece], Sequence[Attempt]], list[list[Attempt]]]
_SHORT = 30  # characters of a sentence that is not worth dividing, times the width of its script


def solve(pieces: Sequence[Piece], job: Job) -> list[Outcome]:
    """The best outcome for each piece, in order."""
    return [attempt.outcome for attempt in _climb([piece.stripped() for piece in pieces], job, _MEANS)]


def _climb(pieces: Sequence[Piece], job: Job, ladder: Sequence[Means]) -> list[Attempt]:
    best = _asked(job, pieces)
    for means in ladder:
        wrong = [i for i, a in enumerate(best) if (a.outcome.cost if means is _searched else a.outcome.grave)]
        if not wrong:
            continue
        for i, found in zip(wrong, means(job, [pieces[i] for i in wrong], [best[i] for i in wrong]), strict=True):
            for attempt in found:
                best[i] = better(best[i], attempt)
    return best


def _asked(job: Job, pieces: Sequence[Piece]) -> list[Attempt]:
    how = "annotated" if job.engine.annotates else "translated"
    return [found[0] for found in _translated(job, [_protect(job, p) for p in pieces], job.decoding, how)]


def _searched(job: Job, pieces: Sequence[Piece], _: Sequence[Attempt]) -> list[list[Attempt]]:
    beam = max(6, job.decoding.beam)
    wider = replace(job.decoding, beam=beam, n_best=beam, no_repeat_ngram=4, repetition_penalty=1.2, attention=True)
    return _translated(job, [_protect(job, p) for p in pieces], wider, "reranked")


def _divided(job: Job, pieces: Sequence[Piece], best: Sequence[Attempt], parts: int = 2) -> list[list[Attempt]]:
    """Each part by itself, as good as a wider search makes it."""
    shortest = _SHORT * (2 if job.source == "en" else 1)
    lengths = [max(shortest, len(piece.text) * 4 // (3 * parts)) for piece in pieces]
    divisions = [
        cut(piece, job.source, length) if len(piece.text) > length and (parts == 2 or attempt.missed) else ()
        for piece, length, attempt in zip(pieces, lengths, best, strict=True)
    ]
    todo = [part.stripped() for some in divisions for part in some if len(some) > 1 and part.wanted]
    solved = iter(_climb(todo, job, (_searched, _masked)))
    done = []
    for division, attempt in zip(divisions, best, strict=True):
        found = [(part, next(solved) if part.wanted else None) for part in division] if len(division) > 1 else []
        done.append([_joined(job, found, attempt)] if found else [])
    return done


def _joined(job: Job, found: Sequence[tuple[Piece, Attempt | None]], whole: Attempt) -> Attempt:
    """The parts' outcomes as one of the whole sentence."""
    outcomes = [attempt.outcome if attempt else as_is(part) for part, attempt in found]
    texts = [part.text for part, _ in found]
    target = sentences.join(texts, [outcome.target for outcome in outcomes], job.source, job.target)
    terms, missed, at = list[TermUse](), list[Span](), 0
    for (part, attempt), outcome in zip(found, outcomes, strict=True):
        by = at + part.lead
        divided = (
            replace(t, how="divided") if t.how in ("annotated", "translated", "reranked") else t for t in outcome.terms
        )
        terms += [replace(t, start=t.start + by, end=t.end + by) for t in divided]
        missed += [replace(s, start=s.start + by, end=s.end + by) for s in (attempt.missed if attempt else ())]
        at += len(part.text)
    issues = tuple(issue for outcome in outcomes for issue in outcome.issues)
    return Attempt(Outcome(target.strip(), issues, tuple(terms)), Hypothesis(target), whole.protected, tuple(missed))


def _masked(job: Job, pieces: Sequence[Piece], best: Sequence[Attempt]) -> list[list[Attempt]]:
    """What is missing as tokens, as many as are left."""
    if not job.engine.placeholders:
        return [[] for _ in pieces]
    todo = [(i, _mask(job, piece, attempt)) for i, (piece, attempt) in enumerate(zip(pieces, best, strict=True))]
    wanted = {i: protected for i, protected in todo if protected}
    found = dict(zip(wanted, _translated(job, list(wanted.values()), job.decoding, "masked"), strict=True))
    return [found.get(i, []) for i in range(len(pieces))]


def _mask(job: Job, piece: Piece, attempt: Attempt) -> Protected | None:
    room = protection.CAPACITY - len(protection.groups(piece.text, piece.spans))
    masked = attempt.missed[: max(0, room)]
    return _protect(job, piece, masked) if masked else None


def _hopped(job: Job, pieces: Sequence[Piece], best: Sequence[Attempt]) -> list[list[Attempt]]:
    """For a pivot that cannot carry tokens: what the first hop wrote, with its names, goes through the second."""
    engine = job.engine
    if not isinstance(engine, Pivot) or engine.placeholders:
        return [[] for _ in pieces]
    middle = _climb([hopping.first(job, engine, piece) for piece in pieces], hopping.job_in(job, engine), _MEANS)
    onward = [
        hopping.second(job, engine, piece, attempt.outcome.target)
        for piece, attempt in zip(pieces, middle, strict=True)
    ]
    last = _climb(onward, hopping.job_out(job, engine), _MEANS)
    return [
        [judge(job, Hypothesis(attempt.outcome.target), whole.protected, "pivoted")]
        for attempt, whole in zip(last, best, strict=True)
    ]


_MEANS: tuple[Means, ...] = (_hopped, _searched, steered, _divided, _masked, partial(_divided, parts=4), replaced)


def _protect(job: Job, piece: Piece, masked: Sequence[Span] = ()) -> Protected:
    engine = job.engine
    return protection.protect(
        piece.text, piece.spans, annotate=engine.annotates, tokens=engine.placeholders, masked=masked
    )


def _translated(job: Job, sentences: Sequence[Protected], decoding: Decoding, how: str) -> list[list[Attempt]]:
    answers = job.engine.translate([one.text for one in sentences], job.source, job.target, decoding)
    return [
        [judge(job, hypothesis, protected, how) for hypothesis in hypotheses]
        for protected, hypotheses in zip(sentences, answers, strict=True)
    ]

"""A sentence through two models: its names ride both hops, each in the form of the language that is written."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol, runtime_checkable

from mtkit.attempts.judging import Job
from mtkit.attempts.pieces import Piece
from mtkit.engines import Engine
from mtkit.glossary import Match
from mtkit.glossary.placing import place
from mtkit.segments import Span

__all__ = ["Pivot", "first", "job_in", "job_out", "second"]


@runtime_checkable
class Pivot(Protocol):
    """An engine of two, with the language between them."""

    first: Engine
    second: Engine
    between: str
    placeholders: bool


def job_in(job: Job, engine: Pivot) -> Job:
    """The first hop."""
    return replace(job, engine=engine.first, target=engine.between, decoding=replace(job.decoding, style=None))


def job_out(job: Job, engine: Pivot) -> Job:
    """The second one."""
    return replace(job, engine=engine.second, source=engine.between)


def first(job: Job, engine: Pivot, piece: Piece) -> Piece:
    """The piece for the first hop: its names as the language between has them; numbers are left to the models."""
    return Piece(piece.text, tuple(_inbound(job, engine, piece)))


def _inbound(job: Job, engine: Pivot, piece: Piece) -> Iterator[Span]:
    names = {match.start: match for match in _names(job, piece.text)}
    for span in piece.spans:
        if span.kind not in ("term", "number"):
            yield span
        elif (match := names.get(span.start)) and (form := match.target(engine.between)):
            others = (*match.entry.forms(engine.between), *match.entry.forbidden(engine.between))
            yield Span(span.start, span.end, "term", form, tuple(other for other in others if other != form))


def _names(job: Job, text: str) -> tuple[Match, ...]:
    return job.glossary.find_document([text], job.source)[0] if job.glossary else ()


def second(job: Job, engine: Pivot, piece: Piece, middle: str) -> Piece:
    """What the first hop wrote, as a piece for the second: each name and value where it stands now."""
    inbound = {span.start: span for span in first(job, engine, piece).spans}
    values, taken = [], list[Span]()
    for span in piece.spans:
        if span.kind not in ("term", "number"):
            text = piece.text[span.start : span.end] if span.target is None else span.target
            at = _free(middle, text, taken)
            if at >= 0:
                taken.append(Span(at, at + len(text), span.kind))
                values.append(replace(span, start=at, end=at + len(text)))
    wanted = [inbound[span.start] for span in piece.spans if span.kind == "term" and span.start in inbound]
    places = place(middle, taken, wanted, engine.between).places
    outbound = {span.start: span for span in piece.spans}
    names = (replace(outbound[span.start], start=begin, end=end) for span, (begin, end) in places.items())
    return Piece(middle, tuple(sorted((*values, *names), key=lambda span: span.start)))


def _free(text: str, value: str, taken: list[Span]) -> int:
    at = text.find(value)
    while at >= 0 and any(at < span.end and span.start < at + len(value) for span in taken):
        at = text.find(value, at + 1)
    return at

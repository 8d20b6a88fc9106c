"""The main flow on one page: segments -> spans -> memory? -> sentences -> protect -> engine -> restore -> join -> checks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit import __version__, annotations, attempts, documents, sentences
from mtkit.attempts import Job, Outcome, Piece
from mtkit.documents import Document
from mtkit.engines import Decoding, Engine
from mtkit.errors import InputError, LanguageError
from mtkit.glossary import Glossary, Match
from mtkit.languages import NAMES, normalise
from mtkit.models.loading import load
from mtkit.segments import Issue, Segment, Span, TermUse, Translation

if TYPE_CHECKING:  # numpy and sqlite are for those who have a memory
    from mtkit.memory import Memory
    from mtkit.memory.recall import Recalled

__all__ = ["Plan", "Result", "Translator"]

LONGEST = 200_000  # characters of one segment: no paragraph of a person is longer
BATCH = 512  # segments that go through the flow together: enough to fill the engine's batches, little to hold


class Translator:
    """Translates text, segments and documents in one direction.

    `model` is a name of the registry or a model directory, `glossary` the names that must come out right, `style` the
    speech level of Korean and Japanese output (plain, polite, casual) where the model knows it, `engine` an engine of
    one's own instead of a model, `memory` what people have translated before: it is used where a text is equal, or
    differs in numbers, dates and names alone. Raises LanguageError for a direction that is none, ModelError for a model
    that cannot be used.

    >>> from mtkit.engines import pseudo
    >>> translator = Translator("en", "ko", engine=pseudo.IdentityEngine())
    >>> print(translator("Page 3 of {total}"))
    Page 3 of {total}
    """

    def __init__(
        self,
        source: str,
        target: str,
        *,
        model: str | Path = "embedded",
        glossary: Glossary | None = None,
        style: str | None = None,
        beam: int = 4,
        device: str = "auto",
        threads: int = 0,
        engine: Engine | None = None,
        memory: "Memory | None" = None,
    ) -> None:
        self.source, self.target = normalise(source), normalise(target)
        if self.source == self.target:
            raise LanguageError(f"nothing to do from {NAMES[self.source]} to {NAMES[self.target]}")
        self.glossary = glossary
        self.memory = memory
        self.engine = engine or load(model, self.source, self.target, device=device, threads=threads)
        self._readings = glossary.readings if glossary else {}
        self.decoding = Decoding(beam=beam, style=style if self.engine.styles else None)

    @property
    def signature(self) -> str:
        """What a result depends on: the same input under the same signature gives the same bytes."""
        glossary = self.glossary.checksum[:12] if self.glossary else "none"
        direction = f"{self.source}-{self.target}"
        parts = (
            f"mtkit:{__version__}",
            direction,
            self.engine.signature,
            self.decoding.signature,
            f"glossary:{glossary}",
            *((f"memory:{self.memory.checksum}",) if self.memory is not None else ()),
        )
        return "|".join(parts)

    def __call__(self, text: str) -> Translation:
        """The translation of one text (one segment)."""
        return self.segments((Segment(text),))[0]

    def segments(
        self, segments: Iterable[Segment], progress: Callable[[int], None] | None = None
    ) -> tuple[Translation, ...]:
        """One translation for each segment, in order; `progress` is told how many are done."""
        return tuple(self._solved(self.plans(tuple(segments)), progress))

    def texts(self, texts: Iterable[Sequence[Segment]]) -> list[tuple[Translation, ...]]:
        """Like `segments` for texts that have nothing to do with one another, through the engine together.

        What one text says of a name is not held against the next.
        """
        todo = [tuple(text) for text in texts]
        found = iter(self._solved(chain.from_iterable(map(self.plans, todo))))
        return [tuple(islice(found, len(text))) for text in todo]

    def _solved(self, plans: Iterator["Plan"], progress: Callable[[int], None] | None = None) -> list[Translation]:
        done = list[Translation]()
        with self.memory.snapshot() if self.memory is not None else nullcontext():
            for part in _parts(plans):
                done += self.solve(part)
                if progress:
                    progress(len(done))
        return done

    def plans(self, segments: Sequence[Segment]) -> Iterator["Plan"]:
        """The first half of the flow, for all segments of a document: what the engine will be asked.

        Raises InputError for a segment that is too long, before the first plan.
        """
        for segment in segments:
            if len(segment.source) > LONGEST:
                message = f"a segment of {len(segment.source)} characters, {LONGEST} at most"
                raise InputError(message, path=segment.where, hint="divide it into lines")
        return map(self._plan, segments, self._names(segments))

    def solve(self, plans: Sequence["Plan"]) -> list[Translation]:
        """The second half: one translation for each plan, in order; equal pieces go through the engine once.

        Plans of several documents may go together: a translation hangs on its plan alone.
        """
        pieces = tuple(dict.fromkeys(piece for plan in plans for piece in plan.asked))
        job = Job(self.engine, self.source, self.target, self.decoding, self.glossary, self._readings)
        outcomes = attempts.solve(pieces, job)
        solved = dict(zip(pieces, outcomes, strict=True))
        return [self._finish(plan, solved) for plan in plans]

    def translate(self, document: Document, progress: Callable[[int], None] | None = None) -> "Result":
        """The document in the target language, with what was noticed on the way."""
        return Result(document, self.segments(document.segments, progress), self.target)

    def _names(self, segments: Sequence[Segment]) -> Sequence[Sequence[Match]]:
        """The glossary's names in each segment: a document's first mention tells who a later family name is."""
        if not self.glossary:
            return ((),) * len(segments)
        return self.glossary.find_document([segment.source for segment in segments], self.source, self.target)

    def _plan(self, segment: Segment, names: Sequence[Match]) -> "Plan":
        spans = annotations.find(segment, self.source, self.target, names, with_numbers=self.engine.annotates)
        whole = Piece(segment.source, spans)
        if known := self._recall(whole, segment.context):
            return Plan(segment, (whole,), spans, (known,))
        texts = sentences.split(segment.source, self.source, spans)
        pieces, recalled = list[Piece](), list["Recalled | None"]()
        start = 0
        for text in texts:
            inside = tuple(_shift(span, -start) for span in spans if start <= span.start < start + len(text))
            piece = Piece(text, inside)
            known = self._recall(piece) if len(texts) > 1 else None
            pieces += (piece,) if known else attempts.fit(piece, self.engine, self.source)
            recalled += [known] * (len(pieces) - len(recalled))
            start += len(text)
        return Plan(segment, tuple(pieces), spans, tuple(recalled))

    def _recall(self, piece: Piece, context: str = "") -> "Recalled | None":
        """What the memory has for a text, to be used as it is."""
        if self.memory is None or not piece.wanted:
            return None
        from mtkit.memory.recall import recall

        job = (self.source, self.target, self.glossary)
        return recall(self.memory, piece.text, *job, context=context, spans=piece.spans)

    def _finish(self, plan: "Plan", solved: dict[Piece, Outcome]) -> Translation:
        outcomes = [
            _remembered(piece, known) if known else solved[piece] if piece.wanted else attempts.as_is(piece)
            for piece, known in zip(plan.pieces, plan.recalled, strict=True)
        ]
        texts = tuple(piece.text for piece in plan.pieces)
        target = sentences.join(texts, tuple(o.target for o in outcomes), self.source, self.target)
        where = plan.segment.where
        found = [replace(issue, where=where) for outcome in outcomes for issue in outcome.issues]
        terms = tuple(_terms(plan.pieces, outcomes))
        return Translation(plan.segment, target, tuple(found), self.signature, terms, plan.origin)


@dataclass(frozen=True)
class Result:
    """A document's translation: `data` (bytes), `write(path)`, `issues`, `translations`.

    >>> from mtkit import documents
    >>> document = documents.parse("Hello\\n".encode(), format="text", name="a.txt")
    >>> Result(document, (Translation(document.segments[0], "안녕"),), "ko").data.decode()
    '안녕\\n'
    """

    document: Document
    translations: tuple[Translation, ...]
    language: str

    @property
    def data(self) -> bytes:
        """The translated document."""
        return self._output.data

    @cached_property
    def _output(self) -> documents.Output:
        return self.document.output([t.target for t in self.translations], language=self.language)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Everything that was noticed, in the order of the document."""
        found = (issue for translation in self.translations for issue in translation.issues)
        return (*found, *self._output.notices)

    def write(self, path: str | Path) -> None:
        """Write the whole document or nothing. Raises InputError when it cannot be written."""
        documents.write(path, self.data)


@dataclass(frozen=True, slots=True)
class Plan:
    """A segment before the engine: its pieces, and its spans with the glossary's names of this document in it.

    `recalled` is what the memory has for each piece; a segment that it has as a whole is one piece.

    >>> Plan(Segment("12:30"), (Piece("12:30"),), (), (None,)).origin
    ''
    """

    segment: Segment
    pieces: tuple[Piece, ...]
    spans: tuple[Span, ...]
    recalled: "tuple[Recalled | None, ...]" = ()

    @property
    def asked(self) -> tuple[Piece, ...]:
        """The pieces that the engine is asked for."""
        pairs = zip(self.pieces, self.recalled, strict=True)
        return tuple(piece for piece, known in pairs if piece.wanted and not known)

    @property
    def origin(self) -> str:
        """Where the translation comes from: see `Translation.origin`."""
        found = {known.origin for known in self.recalled if known}
        if not found:
            return ""
        return found.pop() if len(found) == 1 and not self.asked else "memory partly"


def _parts(plans: Iterator[Plan]) -> Iterator[list[Plan]]:
    while part := list(islice(plans, BATCH)):
        yield part


def _terms(pieces: Iterable[Piece], outcomes: Iterable[Outcome]) -> Iterator[TermUse]:
    """The terms of the pieces, at their places in the segment."""
    at = 0
    for piece, outcome in zip(pieces, outcomes, strict=True):
        for term in outcome.terms:
            yield replace(term, start=at + piece.lead + term.start, end=at + piece.lead + term.end)
        at += len(piece.text)


def _remembered(piece: Piece, known: "Recalled") -> Outcome:
    """A recalled translation as an outcome, with the terms that it holds."""
    bare, terms = piece.stripped(), list[TermUse]()
    for span in bare.spans:
        if span.kind == "term" and span.target:
            written = next((form for form in (span.target, *span.accepted) if form in known.target), "")
            how = "recalled" if written else "missed"
            terms.append(TermUse(span.start, span.end, bare.text[span.start : span.end], written or span.target, how))
    return Outcome(known.target, known.issues, tuple(terms))


def _shift(span: Span, by: int) -> Span:
    return replace(span, start=span.start + by, end=span.end + by)

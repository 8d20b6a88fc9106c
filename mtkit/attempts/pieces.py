"""The sentences that go to the engine: short enough for it, with no more spans than there are tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mtkit import placeholders, protection, sentences
from mtkit.engines import Engine
from mtkit.segments import Span

__all__ = ["Piece", "cut", "fit"]


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

    @property
    def lead(self) -> int:
        """The white space before the sentence."""
        return len(self.text) - len(self.text.lstrip())

    def stripped(self) -> "Piece":
        """Without white space at its ends."""
        return Piece(self.text.strip(), tuple(_shift(span, -self.lead) for span in self.spans))


def fit(piece: Piece, engine: Engine, language: str) -> tuple[Piece, ...]:
    """The piece, divided where the engine's limit or the number of tokens asks for it."""
    todo, done = [piece], list[Piece]()
    while todo:
        part = todo.pop()
        halves = (part,) if _fits(part, engine) else cut(part, language, len(part.text) - 1)
        if len(halves) == 1:
            done.append(part)
        else:
            todo += reversed(halves)
    return tuple(done)


def _fits(piece: Piece, engine: Engine) -> bool:
    return len(protection.groups(piece.text, piece.spans)) <= protection.CAPACITY and (
        engine.length(piece.text) <= engine.limit
    )


def cut(piece: Piece, language: str, longest: int) -> tuple[Piece, ...]:
    """The piece in parts of at most so many characters, at the best marks there are.

    >>> [part.text for part in cut(Piece("서울에서 회의를 열고, 부산에서 행사를 열었다."), "ko", 16)]
    ['서울에서 회의를 열고, ', '부산에서 행사를 열었다.']
    """
    texts = sentences.shorten(piece.text, language, lambda text: len(text) <= longest, piece.spans)
    return tuple(_parts(piece, texts))


def _parts(piece: Piece, texts: Sequence[str]) -> Iterator[Piece]:
    at = 0
    for text in texts:
        inside = (span for span in piece.spans if at <= span.start and span.end <= at + len(text))
        yield Piece(text, tuple(_shift(span, -at) for span in inside))
        at += len(text)


def _shift(span: Span, by: int) -> Span:
    return replace(span, start=span.start + by, end=span.end + by)

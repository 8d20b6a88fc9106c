"""A document in memory: its pieces, and how they become bytes again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from mtkit.documents import encodings, pairs
from mtkit.documents.skeleton import Mark, Piece, fill, slots
from mtkit.errors import InputError
from mtkit.segments import Issue, Segment

__all__ = ["Document", "Output"]

_LOCALES = {"en": "en_US", "ja": "ja_JP", "ko": "ko_KR"}


@dataclass(frozen=True, slots=True)
class Output:
    """A written document: its bytes, their encoding, and what was noticed while writing.

    >>> Output(b"a", "utf-8").notices
    ()
    """

    data: bytes
    encoding: str
    notices: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Document:
    """A file as segments to translate and all the rest kept.

    `notices` are what reading it brought up. `original` holds the bytes of a file whose encoding has several spellings
    of one character, as nothing else would give them back, or an archive, and `pack` puts another text into that.

    >>> document = Document("a.txt", "text", "utf-8", ("안녕\\n",))
    >>> document.segments, document.render([])
    ((), b'\\xec\\x95\\x88\\xeb\\x85\\x95\\n')
    """

    name: str
    format: str
    encoding: str
    pieces: tuple[Piece, ...]
    bom: bytes = b""
    notices: tuple[Issue, ...] = ()
    original: bytes | None = None
    pack: Callable[[bytes, bytes], bytes] | None = None

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments in the order of the document."""
        return tuple(slot.segment for slot in slots(self.pieces))

    def check(self, language: str) -> None:
        """Raises InputError when the file holds translations into another language than this."""
        for piece in self.pieces:
            if (
                isinstance(piece, Mark)
                and piece.kind == "target"
                and piece.raw
                and pairs.language(piece.raw) != language
            ):
                hint = f"say --to {piece.raw}, or take its translations out"
                raise InputError(f"is being translated into {piece.raw}, not {language}", path=self.name, hint=hint)

    def render(self, targets: Sequence[str], *, language: str | None = None) -> bytes:
        """The document with a target for each segment, in its own encoding where that can hold them.

        With the sources as targets and no language it is the file, byte for byte. Raises ValueError when the number
        of targets is another than that of the segments.
        """
        return self.output(targets, language=language).data

    def output(self, targets: Sequence[str], *, language: str | None = None) -> Output:
        """Like `render`, with the encoding that was used and a notice when it is not the document's own."""
        if language:
            self.check(language)
        if len(targets) != len(self.segments):
            raise ValueError(f"{len(self.segments)} segments, {len(targets)} targets")
        values = {"language": language, "locale": _LOCALES.get(language, language)} if language else {}
        text = fill(self.pieces, iter(targets), values)
        if self.original is not None and text == fill(self.pieces, (s.source for s in self.segments), {}):
            return Output(self.original, self.encoding)
        data = encodings.encode(text, self.encoding)
        if self.pack and self.original is not None and data is not None:
            return Output(self.pack(self.original, data), self.encoding)
        if data is not None:
            return Output(self.bom + data, self.encoding)
        text = fill(self.pieces, iter(targets), values | {"charset": "utf-8"})
        notice = Issue("encoding-changed", self.name, f"written as UTF-8: {self.encoding} cannot hold the translation")
        return Output(text.encode("utf-8", "replace"), "utf-8", (notice,))

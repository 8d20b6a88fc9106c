"""A form of an entry (a msgid, or its plural) as the segments to translate, and their translations as a msgstr."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit import annotations
from mtkit.documents import html, icu, messages, po_formats, po_message
from mtkit.documents.po_message import Message
from mtkit.documents.skeleton import Lines, Part, Piece, Slot, fill, slots
from mtkit.segments import Segment, Span

__all__ = ["Form", "form_of"]

# Markup that divides a text, or that holds no language: HTML knows what to do with it.
_MARKUP = re.compile(
    r"<(?:p|br|li|ul|ol|dl|dt|dd|div|h[1-6]|table|tr|t[dh]|blockquote|section|script|style|pre|code|kbd|samp|var)\b[^<>]*>",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"(?<=\S)(?:\t| {3,}(?=\S))|^[ ]*--?\w.*\S  +\S", re.MULTILINE)
_CELLS = re.compile(r"(\n|\t+|(?<=\S) {2,}(?=\S))")


@dataclass(frozen=True, slots=True)
class Form:
    """`number` is its msgstr's. ICU choices, HTML with paragraphs and columns are several segments (`pieces`), any other
    message is one (`message`).

    >>> form_of(0, "{n, plural, one {# file} other {# files}}").write(["파일 #개", "파일 #개"], "ko")
    '{n, plural, other {파일 #개}}'
    """

    number: int
    source: str
    message: Message
    pieces: tuple[Piece, ...] = ()

    @property
    def texts(self) -> tuple[tuple[str, tuple[Span, ...]], ...]:
        """What goes to the translator: texts with their protected spans."""
        if not self.pieces:
            return ((self.message.text, self.message.spans),)
        found = (slot.segment for slot in slots(self.pieces))
        return tuple((part.source, annotations.merge(part.spans, self._directives(part.source))) for part in found)

    def _directives(self, text: str) -> tuple[Span, ...]:
        return po_formats.spans(text, self.message.flags)

    def segments(self, where: str, context: str) -> tuple[Segment, ...]:
        """The texts as segments."""
        return tuple(Segment(text, where, context, spans) for text, spans in self.texts)

    def write(self, targets: Sequence[str], language: str) -> str | None:
        """The msgstr; None when the directives are in an order that the format cannot say."""
        if not self.pieces:
            return self.message.write(targets[0])
        flags, said = self.message.flags, list[str]()
        for (text, _), target in zip(self.texts, targets, strict=True):
            plain = po_formats.ordered(target, flags, self._directives(text))
            if plain is None:
                return None
            said.append(po_formats.escaped(plain, flags))
        return fill(self.pieces, iter(said), {"language": language})


def form_of(number: int, source: str, flags: Sequence[str] = (), marker: str = "") -> Form:
    """The form of a msgid or msgid_plural; `marker` is the sign of accelerators that the header names.

    >>> form_of(0, "&Open").texts, form_of(0, "-h, --help   this help").texts
    ((('Open', ()),), (('this help', ()),))
    """
    plain = po_message.message(source, flags, marker)
    return Form(number, source, plain, _pieces(source))


def _pieces(source: str) -> tuple[Piece, ...]:
    """The pieces of what is more than one segment; () for any other."""
    if icu.choices(source):
        return messages.message([Part(source, (source,))], 0, Lines("", ""), _same)
    if _MARKUP.search(source):
        return html.cut(source, "")
    return tuple(map(_cell, _CELLS.split(source))) if _COLUMNS.search(source) else ()


def _cell(text: str) -> Piece:
    """A cell of a table or help text; white space, options and what says nothing stay."""
    if not any(map(str.isalpha, text)) or text.lstrip().startswith("-"):
        return text
    return Slot(Segment(text), (Part(text, (text,)),), _same)


def _same(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return target

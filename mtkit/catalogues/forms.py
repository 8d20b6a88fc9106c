"""A form of an entry (a msgid, or its plural) as the segments to translate, and their translations as a msgstr."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.documents import html, icu, messages, po_message
from mtkit.documents.po_message import Message
from mtkit.documents.skeleton import Lines, Part, Piece, Slot, fill, slots
from mtkit.segments import Segment, Span

__all__ = ["Form", "form_of"]

_BLOCKS = re.compile(
    r"<(?:p|br|li|ul|ol|dl|dt|dd|div|h[1-6]|table|tr|t[dh]|blockquote|section)\b[^<>]*>", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Form:
    """`number` is its msgstr's. An ICU message with choices and HTML with paragraphs are several segments (`pieces`), any
    other message is one (`message`).

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
        return tuple((slot.segment.source, slot.segment.spans) for slot in slots(self.pieces))

    def segments(self, where: str, context: str) -> tuple[Segment, ...]:
        """The texts as segments."""
        return tuple(Segment(text, where, context, spans) for text, spans in self.texts)

    def write(self, targets: Sequence[str], language: str) -> str | None:
        """The msgstr; None when the directives are in an order that the format cannot say."""
        if not self.pieces:
            return self.message.write(targets[0])
        return fill(self.pieces, iter(targets), {"language": language})


def form_of(number: int, source: str, flags: Sequence[str] = (), marker: str = "") -> Form:
    """The form of a msgid or msgid_plural; `marker` is the sign of accelerators that the header names.

    >>> form_of(0, "&Open").texts
    (('Open', ()),)
    """
    plain = po_message.message(source, flags, marker)
    if icu.choices(source):
        return Form(number, source, plain, messages.message([Part(source, (source,))], 0, Lines("", ""), _same))
    return Form(number, source, plain, html.cut(source, "") if _BLOCKS.search(source) else ())


def _same(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return target

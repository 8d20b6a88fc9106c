"""A message of a catalogue as a segment to translate, and its translation as a msgstr.

What has to be the same at both ends never reaches a model: white space and newlines around the text, the colon or
ellipsis after it, the accelerator (`&File`, `_File`), which Korean and Japanese write behind the text: `파일(&F)`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit import placeholders
from mtkit.documents import po_formats
from mtkit.documents import text as plain
from mtkit.documents.po_layout import fold, width
from mtkit.documents.skeleton import Slot
from mtkit.languages import detect
from mtkit.segments import Span

__all__ = ["Message", "accelerator", "message"]

_EDGES = re.compile(r"\A(\s*)(.*?)(\s*)\Z", re.DOTALL)
_ENDING = re.compile(r"\s*(?:\.{3}|…|[:：])\Z")
_BEHIND = re.compile(r"\s?\(([&_])([A-Za-z0-9])\)")
_IN_WORD = {
    "&": re.compile(
        r"(?<![\w&])&(?=[A-Za-z0-9])(?![A-Za-z]+;|#\d+;)|(?:(?<=\b[A-Z])|(?<=\b[A-Z][a-z]))&(?=[a-z])(?![a-z]+;)|(?<=[a-z])&(?=[a-z]\b(?!;))"
    ),
    "_": re.compile(
        r"(?<![\w_])_(?=[A-Z0-9][a-z]*(?![\w_]))|(?<=[A-Za-z] )_(?=[a-z]+(?![\w_]))|(?<=[A-Z])_(?=[a-z]+\b)(?!\w*_)"
    ),
}
_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힣]")


@dataclass(frozen=True, slots=True)
class Message:
    """A message without what is the same at both ends: `text` is to be translated, `spans` are its directives.

    `wrapped` has, for each line of `text` that the file has as a paragraph of several lines, their width in columns.

    >>> message("  &Open file...\\n").text
    'Open file'
    """

    text: str
    spans: tuple[Span, ...] = ()
    lead: str = ""
    tail: str = ""
    marker: str = ""  # the accelerator's sign and its letter: "&O"
    wrapped: tuple[tuple[int, int], ...] = ()
    flags: tuple[str, ...] = ()

    def write(self, target: str) -> str | None:
        """The msgstr; None when the directives are in an order that the format cannot say.

        >>> message("  &Open file...\\n").write("파일 열기")
        '  파일 열기(&O)...\\n'
        """
        said = po_formats.ordered(target.strip(), self.flags, self.spans)
        if said is None:
            return None
        said = self._rewrapped(_accelerated(said, self.marker))
        return po_formats.escaped(self.lead + said + self.tail, self.flags)

    def _rewrapped(self, target: str) -> str:
        lines = target.split("\n")
        for number, room in self.wrapped:
            if number < len(lines):
                lines[number] = "\n".join(line.rstrip() for line in fold(lines[number], room))
        return "\n".join(lines)


def message(source: str, flags: Sequence[str] = (), marker: str = "") -> Message:
    """What of a msgid is to be translated. `marker` is the sign of accelerators that the catalogue's header names.

    >>> message("Downloaded %d of %d files:", ("c-format",)).spans[1].target
    '%2$d'
    """
    lead, body, tail = _EDGES.findall(source)[0]
    ending = _ENDING.search(body)
    if ending and ending.start():
        body, tail = body[: ending.start()], ending.group() + tail
    body, letter = accelerator(body, marker)
    body, wrapped = _unwrapped(body)
    found = po_formats.spans(body, flags)
    return Message(body, found, lead, tail, letter, wrapped, tuple(flags))


def accelerator(text: str, marker: str = "") -> tuple[str, str]:
    """A label without its accelerator, and the accelerator's sign and letter; "" when it has none.

    >>> accelerator("Save _As"), accelerator("저장(&S)"), accelerator("R&D center"), accelerator("a _b_ &amp; c")
    (('Save As', '_A'), ('저장', '&S'), ('R&D center', ''), ('a _b_ &amp; c', ''))
    """
    if "\n" in text or len(text) > 80:
        return text, ""
    for sign in (marker,) if marker in _IN_WORD else _IN_WORD:
        behind = [found for found in _BEHIND.finditer(text) if found.group(1) == sign]
        if len(behind) == 1:
            found = behind[0]
            return text[: found.start()] + text[found.end() :], sign + found.group(2).upper()
        places = [found.start() for found in _IN_WORD[sign].finditer(text) if not _inside(found.start(), text)]
        if len(places) == 1 and text.count(sign) == 1:
            at = places[0]
            return text[:at] + text[at + 1 :], sign + text[at + 1].upper()
    return text, ""


def _inside(at: int, text: str) -> bool:
    return any(span.start <= at < span.end for span in placeholders.find(text))


def _accelerated(target: str, marker: str) -> str:
    """With its accelerator: behind a Korean or Japanese label, in an English one at the letter, else at the first."""
    if not marker:
        return target
    if _CJK.search(target):
        return f"{target}({marker})"
    taken = placeholders.find(target)
    places = [i for i, char in enumerate(target) if char.isalnum() and not any(s.start <= i < s.end for s in taken)]
    starts = [i for i in places if i == 0 or not target[i - 1].isalnum()]
    same = [i for i in (*starts, *places) if target[i].upper() == marker[1]]
    at = next(iter((*same, *starts)), None)
    return f"{target}({marker})" if at is None else target[:at] + marker[0] + target[at:]


def _unwrapped(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Paragraphs that were wrapped by hand as one line each, with their number and width."""
    if "\n" not in text or detect(text) != "en":
        return text, ()
    parts, wrapped = list[str](), list[tuple[int, int]]()
    for piece in plain.cut(text, ""):
        if isinstance(piece, Slot) and len(piece.parts) > 1:
            lines = "".join(str(p) for part in piece.parts for p in part.pieces).split("\n")
            wrapped.append(("".join(parts).count("\n"), max(map(width, lines))))
            parts.append(piece.segment.source)
        else:
            parts.append(piece.segment.source if isinstance(piece, Slot) else str(piece))
    return "".join(parts), tuple(wrapped)

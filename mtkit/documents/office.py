"""Word and OpenDocument texts (.docx, .odt): paragraphs as segments, formatting as tags that travel with the text.

A paragraph's runs are one text; where the formatting changes, a tag `<1/>` stands for it. Runs that look the same are
one. Tables, text boxes, notes, headers and footers are translated in their place; everything else in the archive stays.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from mtkit.documents.archives import MEMBER, pack, unpack
from mtkit.documents.entities import located, settle
from mtkit.documents.skeleton import Added, Format, Lines, Part, Piece, Slot, merged, raw
from mtkit.documents.weaving import weave
from mtkit.documents.xmltree import Element, Text, parse

__all__ = ["DOCX", "ODT", "cut"]

_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_UNSEEN = frozenset(("w:proofErr", "w:lastRenderedPageBreak"))
_UNSEEN_FORMAT = frozenset(("w:lang", "w:noProof", "w:webHidden"))


@dataclass(frozen=True, slots=True)
class Names:
    """What an archive's XML calls paragraphs, and the elements that hold text.

    >>> WORD.paragraphs
    frozenset({'w:p'})
    """

    paragraphs: frozenset[str]
    holders: frozenset[str]


WORD = Names(frozenset(("w:p",)), frozenset(("w:t",)))
ODF = Names(frozenset(("text:p", "text:h")), frozenset(("text:p", "text:h", "text:span", "text:a")))


def cut(names: Names, text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of an archive's XML members, each after its name.

    >>> text = "\\0d.xml\\0<w:p><w:r><w:t>A</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>B &amp; C</w:t></w:r></w:p>"
    >>> [piece.segment.source for piece in cut(WORD, text, "a.docx") if isinstance(piece, Slot)]
    ['A<1/>B & C']
    """
    pieces, numbers = list[Piece](), _Paragraphs(name)
    members = MEMBER.split(text)
    for member, xml in zip(members[1::2], members[2::2], strict=True):
        before, root, after = parse(xml, f"{name}:{member}")
        pieces += [f"\0{member}\0", *before, *_Cutter(names, numbers).walk(root), after]
    return merged(pieces)


class _Paragraphs(Lines):
    """Where a paragraph is, for people: `name:number`, as a document's XML has no lines."""

    def __init__(self, name: str) -> None:
        super().__init__("", name)
        self.number = 0

    def where(self, offset: int) -> str:
        return f"{self.name}:{self.number}"


@dataclass(frozen=True, slots=True)
class _Markup:
    """What stands between two stretches of text; `seen` where a reader would see the difference."""

    pieces: tuple[Piece, ...]
    seen: bool


class _Cutter:
    def __init__(self, names: Names, numbers: _Paragraphs) -> None:
        self.names, self.numbers = names, numbers
        self.look: tuple[str, ...] = ()  # of the run before

    def walk(self, element: Element) -> Iterator[Piece]:
        """An element and what is inside, its paragraphs as slots."""
        if element.name in self.names.paragraphs:
            yield from self._paragraph(element)
            return
        yield element.open
        for child in element.inside:
            yield from (child.raw,) if isinstance(child, Text) else self.walk(child)
        yield element.close

    def _paragraph(self, paragraph: Element) -> Iterator[Piece]:
        self.numbers.number += 1
        self.look = ()
        parts, waiting, count = list[Part](), [_Markup((paragraph.open,), True)], 0
        for token in self._tokens(paragraph):
            if isinstance(token, _Markup):
                waiting.append(token)
                continue
            if waiting:
                seen = any(markup.seen for markup in waiting) or not _comes_back(waiting)
                count += seen and bool(parts)
                parts.append(_between(waiting, count, seen=seen))
            parts.append(Part(token.said, (token.raw,)))
            waiting = []
        yield from weave(settle(parts), 0, self.numbers, _escape)
        yield from (piece for markup in waiting for piece in markup.pieces)
        yield paragraph.close

    def _tokens(self, element: Element) -> Iterator[_Markup | Text]:
        """What is inside as text and markup; a run that looks like the one before is not seen."""
        holds = element.name in self.names.holders
        for child in element.inside:
            if isinstance(child, Text):
                yield child if holds and child.said else _Markup((child.raw,), False)
            elif child.name in self.names.paragraphs or any(True for _ in _inner(child, self.names.paragraphs)):
                outer = self.look
                yield _Markup(tuple(self.walk(child)), True)
                self.look = outer
            elif child.name == "w:rPr":
                yield _Markup((child.raw(),), False)
            else:
                seen = self._is_seen(child)
                yield _Markup((_opened(child),), seen)
                yield from self._tokens(child)
                yield _Markup((child.close,), seen and child.name != "w:r")

    def _is_seen(self, element: Element) -> bool:
        if element.name != "w:r":
            return element.name != "w:t" and element.name not in _UNSEEN
        before, self.look = self.look, _look(next(element.children("rPr"), None))
        return self.look != before


def _inner(element: Element, names: frozenset[str]) -> Iterator[Element]:
    for child in element.inside:
        if isinstance(child, Element):
            yield from (child,) if child.name in names else _inner(child, names)


def _opened(element: Element) -> Piece:
    """A start tag; Word keeps the white space at a text's ends only where it says so."""
    if element.name != "w:t" or "xml:space" in element.attributes or not element.close:
        return element.open
    return Added(('<w:t xml:space="preserve">',), element.open)


def _look(formatting: Element | None) -> tuple[str, ...]:
    """What a run's formatting shows: not its language, nor which font a character set is looked up in."""
    children = (child for child in formatting.inside if isinstance(child, Element)) if formatting else ()
    shown = (child for child in children if child.name not in _UNSEEN_FORMAT)
    return tuple(child.raw() for child in shown if child.name != "w:rFonts" or set(child.attributes) != {"w:hint"})


def _comes_back(markup: Sequence[_Markup]) -> bool:
    """True when the tags that are closed are opened again, so that the file is well-formed without all of them."""
    tags = [raw(piece) for one in markup for piece in one.pieces]
    closed = [tag[2:-1] for tag in tags if tag.startswith("</")]
    opened = [
        tag[1:-1].split()[0] for tag in tags if tag.startswith("<") and not tag.endswith("/>") and "</" not in tag
    ]
    return closed == opened[::-1]


def _between(markup: Sequence[_Markup], number: int, *, seen: bool) -> Part:
    pieces = tuple(piece for one in markup for piece in one.pieces)
    return Part(f"<{number}/>", pieces, "tag") if seen else Part("", pieces)


def _escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
    """The text with its markup in the old order, which alone is well-formed; in any other the text comes first."""
    sources = [part.source for part in slot.parts if part.kind]
    found = [*located(target, sources, markup)]
    done, at = [], 0
    for start, end, written in found:
        done += [target[at:start].translate(_SPECIAL), written]
        at = end
    done.append(target[at:].translate(_SPECIAL))
    if [written for _, _, written in found] != list(markup):
        return "".join(done[0::2]) + "".join(markup)
    return "".join(done)


def _format(name: str, members: str, names: Names) -> Format:
    return Format(name, (f".{name}",), partial(cut, names), unpack=partial(unpack, re.compile(members)), pack=pack)


DOCX = _format("docx", r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml", WORD)
ODT = _format("odt", r"(?:content|styles)\.xml", ODF)

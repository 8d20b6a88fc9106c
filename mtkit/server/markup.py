"""The text of a request as a document of its own: plain, HTML, or XML as the DeepL wire knows it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit.documents import Document, tags
from mtkit.documents.entities import escape, joint, settle, words
from mtkit.documents.html import cut
from mtkit.documents.skeleton import Lines, Part, Piece, Slot, merged
from mtkit.documents.tags import Token
from mtkit.documents.weaving import weave
from mtkit.segments import Segment, Span

__all__ = ["Tags", "html", "on_one_line", "plain", "xml"]

_ENTITY = re.compile(r"(&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]+);)")
_WEBLATE = re.compile(r"\[X\d+X ?\]")


@dataclass(frozen=True)
class Tags:
    """Which XML elements divide the text, which never do, which are left alone; `outline`: find out what divides.

    >>> Tags(ignored=frozenset({"x"})).outline
    True
    """

    splitting: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    outline: bool = True


def plain(text: str) -> Document:
    """A text as one segment; its line ends and outer white space are the translator's to keep.

    Weblate's placeholders come back as they are.

    >>> plain("one line").segments[0].source, plain("to [X12X]").segments[0].spans[0].kind
    ('one line', 'placeholder')
    """
    spans = tuple(Span(*found.span(), "placeholder") for found in _WEBLATE.finditer(text))
    slot = Slot(Segment(text, spans=spans), (Part(text, (text,)),), lambda slot, target, markup: target)
    return Document("text", "text", "utf-8", (slot,) if text else ())


def html(text: str) -> Document:
    """An HTML text, whole or a stretch.

    >>> html("<p>A &amp; B</p>").segments[0].source
    'A & B'
    """
    return Document("text", "html", "utf-8", cut(text, "text"))


def on_one_line(text: str) -> str:
    """A text whose line ends are white space and no ends of sentences.

    >>> on_one_line("東京\\nは"), on_one_line("the\\ncity")
    ('東京は', 'the city')
    """
    lines = [line.strip() for line in text.split("\n")]
    joined = lines[0]
    for line in lines[1:]:
        joined += (joint(joined[-1:], line[:1]) if joined and line else "") + line
    return joined


def xml(text: str, how: Tags = Tags()) -> Document:
    """An XML text: elements around text divide it, those in it travel with it, ignored and empty ones stay as they are.

    >>> [s.source for s in xml("<t><a>One &lt; two</a><a>A <b>bold</b> word</a></t>").segments]
    ['One < two', 'A <b>bold</b> word']
    >>> xml("Press <x>Save</x>.", Tags(ignored=frozenset({"x"}))).segments[0].spans[0].kind
    'code'
    """
    lines, pieces, parts, start = Lines(text, "text"), list[Piece](), list[Part](), 0
    for token, divides in _divided(text, how):
        if divides:
            pieces += [*weave(settle(parts), start, lines, _escape), text[token.start : token.end]]
            parts, start = [], token.end
        elif token.kind == "text":
            parts += _words(text[token.start : token.end])
        else:
            raw = text[token.start : token.end]
            parts.append(Part(raw, (raw,), token.kind if token.kind in ("open", "close", "code") else "tag"))
    pieces += weave(settle(parts), start, lines, _escape)
    return Document("text", "xml", "utf-8", merged(pieces))


def _words(raw: str) -> Iterator[Part]:
    """Text with its entities read; white space is text: a line end in a string of a program means something."""
    for text in _ENTITY.split(raw):
        if text:
            yield from words(text) if text.startswith("&") and text.endswith(";") else [Part(text, (text,))]


def _escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
    """XML knows no &nbsp;."""
    return escape(slot, target, markup).replace("&nbsp;", "\u00a0")


@dataclass
class _Element:
    """An element with its tokens' places; `speaks` when text stands right in it."""

    name: str
    first: int
    parent: "_Element | None" = None
    last: int = -1
    speaks: bool = False
    full: bool = False  # has children or text


def _divided(text: str, how: Tags) -> Iterator[tuple[Token, bool]]:
    """The tokens, each with whether it divides the text; an ignored or empty element is one token of kind code."""
    found = list(tags.tokens(text, xml=True))
    elements = _elements(text, found)
    at = 0
    while at < len(found):
        token, element = found[at], elements.get(at)
        if element and element.first == at and element.last >= 0 and (element.name in how.ignored or not element.full):
            yield Token("code", token.start, found[element.last].end, token.name), False
            at = element.last
        else:
            yield token, element is not None and _divides(element, how)
        at += 1


def _divides(element: _Element, how: Tags) -> bool:
    if element.name in how.splitting:
        return True
    if element.name in how.joined or not how.outline or element.last < 0:
        return False
    return not (element.parent and element.parent.speaks)


def _elements(text: str, found: list[Token]) -> dict[int, _Element]:
    """The element that each tag belongs to, by the tag's place; tags without a partner end at nothing."""
    root = _Element("", -1)
    stack, places = [root], dict[int, _Element]()
    for at, token in enumerate(found):
        stack[-1].full |= token.kind != "close"
        if token.kind == "text":
            stack[-1].speaks |= bool(text[token.start : token.end].strip())
        elif token.kind == "open":
            element = places[at] = _Element(token.name, at, stack[-1])
            if text.startswith("/>", token.end - 2):
                element.last = at
            else:
                stack.append(element)
        elif token.kind == "close" and any(element.name == token.name for element in stack[1:]):
            while (element := stack.pop()).name != token.name:
                pass
            element.last, places[at] = at, element
    return places

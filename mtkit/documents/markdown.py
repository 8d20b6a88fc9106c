"""Markdown: markdown-it finds the blocks, `inline` the marks in them; nothing but the translated text is written anew.

A segment is a paragraph, a heading, a table cell, the text of an image or a title. Untouched: code blocks, math, link
definitions, HTML comments; HTML blocks are read as HTML. A line end inside a paragraph reads as a space (as nothing
between Japanese characters), a hard break divides. A changed paragraph is written on one line.
"""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mtkit.documents import elements, frontmatter, html, tags
from mtkit.documents.entities import joint, words
from mtkit.documents.inline import Inline, label_of, scan
from mtkit.documents.skeleton import Format, Lines, Part, Piece, merged
from mtkit.documents.unparse import escape, escape_title
from mtkit.documents.weaving import weave

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["FORMAT", "cut"]

_PREFIX = re.compile(r"(?:\[[ xX]\][ \t]+|\[![A-Za-z]+\][^\n]*\n)")  # a task's box, a callout's kind
_DIVIDES = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CELL = re.compile(r"(?:[^|\\]|\\.)+", re.DOTALL)
_CONTAINER = re.compile(r"[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]+)*")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a Markdown text.

    >>> [p if isinstance(p, str) else p.segment.source for p in cut("# 안내\\n\\n- **서울**의 [시청](a.md)\\n", "a.md")]
    ['# ', '안내', '\\n\\n- ', '**서울**의 [시청](a.md)', '\\n']
    """
    lines = Lines(text, name)
    front = frontmatter.end_of(text)
    source = _Source(text, lines)
    pieces, at = list(frontmatter.cut(text, front, lines)), front
    for start, end, block in source.blocks(front):
        if start < at:  # cannot be, and if it were the text must stay whole
            continue
        pieces += [text[at:start], *block]
        at = end
    return merged([*pieces, text[at:]])


@dataclass(frozen=True, slots=True)
class _Block:
    """The text of a block without what its containers put before each line: where each line stands in the file."""

    text: str
    starts: tuple[int, ...]  # where the lines begin in `text` ...
    places: tuple[int, ...]  # ... and in the file

    def place(self, at: int) -> int:
        line = bisect.bisect_right(self.starts, at) - 1
        return self.places[line] + at - self.starts[line]


class _Source:
    def __init__(self, text: str, lines: Lines) -> None:
        self.text, self.lines = text, lines
        self.rows = [match.span(1) for match in _LINE.finditer(text)]
        self.labels: frozenset[str] = frozenset()

    def blocks(self, front: int) -> Iterator[tuple[int, int, tuple[Piece, ...]]]:
        """Start, end and pieces of every block that holds text."""
        tokens, labels = _parse("\n" * self.text.count("\n", 0, front) + self.text[front:])
        self.labels = frozenset(map(label_of, labels))
        table = False
        for index, token in enumerate(tokens):
            table = token.type == "table_open" or (table and token.type != "table_close")
            if token.type == "tr_open":
                yield from self._row(token)
            elif token.type == "html_block":
                yield from self._html(token)
            elif token.type == "inline" and not table and token.map and token.content.strip():
                heading = tokens[index - 1]
                block = self._heading(token, heading) if heading.markup.startswith("#") else self._lines(token)
                yield from self._text(block, heading="#" in heading.markup) if block else ()

    def _lines(self, token: "Token") -> _Block | None:
        """The lines of a paragraph: each content line is the end of a line of the file."""
        first = token.map[0] if token.map else 0
        starts, places, content, length = [], [], [], 0
        for number, said in enumerate(token.content.split("\n"), first):
            start, end = self.rows[number] if number < len(self.rows) else (0, 0)
            row = self.text[start:end]
            if not row.rstrip().endswith(said.strip()):
                return None
            place = start + len(row.rstrip()) - len(said.strip())
            starts.append(length)
            places.append(place)
            content.append(self.text[place:end])
            length += len(content[-1]) + 1
        return _Block("\n".join(content).rstrip(), tuple(starts), tuple(places))

    def _heading(self, token: "Token", heading: "Token") -> _Block | None:
        start, end = self.rows[token.map[0] if token.map else 0]
        place = self.text.find(token.content, self.text.find(heading.markup, start, end) + len(heading.markup), end)
        return _Block(token.content, (0,), (place,)) if place >= 0 else None

    def _row(self, token: "Token") -> Iterator[tuple[int, int, tuple[Piece, ...]]]:
        start, end = self.rows[token.map[0] if token.map else 0]
        row = self.text[start:end]
        prefix = row.find("|") if re.match(r"[\s>]*(?:[-*+]|\d+[.)])?\s*\|", row) else 0
        prefix = prefix or (match.end() if (match := _CONTAINER.match(row)) and token.level > 2 else 0)
        for cell in _CELL.finditer(row, prefix):
            if said := cell[0].strip():
                place = start + cell.start() + cell[0].index(said)
                yield from self._text(_Block(said, (0,), (place,)), cell=True)

    def _html(self, token: "Token") -> Iterator[tuple[int, int, tuple[Piece, ...]]]:
        first, last = token.map or [0, 0]
        start, end = self.rows[first][0], self.rows[last - 1][1]
        start = self.text.find("<", start, end)
        if start >= 0 and not re.search(r"^[ \t]*>", self.text[start:end], re.MULTILINE):
            yield start, end, html.cut_range(self.text, start, end, self.lines)

    # The inline marks of a block

    def _text(
        self, block: _Block, *, heading: bool = False, cell: bool = False
    ) -> Iterator[tuple[int, int, tuple[Piece, ...]]]:
        begin = match.end() if (match := _PREFIX.match(block.text)) and not heading and not cell else 0
        place = "cell" if cell else "heading" if heading else "line"
        marks = [mark for mark in scan(block.text, self.labels) if mark.start >= begin]
        for start, end, run in _divided(block.text, begin, marks):
            parts = _distinct(list(self._parts(block, start, end, run)))
            offset = block.place(start)
            pieces = weave(parts, offset, self.lines, partial(escape, labels=self.labels, place=place))
            yield offset, block.place(end), pieces

    def _parts(self, block: _Block, at: int, end: int, marks: Iterable[Inline]) -> Iterator[Part]:
        for mark in marks:
            if at < mark.start:
                yield _plain(block.text[at : mark.start])
            yield self._part(block, mark)
            at = mark.end
        if at < end:
            yield _plain(block.text[at:end])

    def _part(self, block: _Block, mark: Inline) -> Part:
        said, raw = block.text[mark.start : mark.end], self._raw(block, mark.start, mark.end)
        if mark.kind == "escape":
            return Part(said[1:], (raw,))
        if mark.kind == "entity":
            return words(raw)[0]
        if mark.kind == "soft":
            return Part(
                joint(block.text[max(0, mark.start - 1) : mark.start], block.text[mark.end : mark.end + 1]), (raw,)
            )
        if mark.kind == "html":
            return self._tag(block, mark, raw)
        kind = mark.kind if mark.kind in ("open", "close", "url", "email", "code") else "tag"
        kind = "code" if mark.kind == "template" and not said.startswith(("{#", "{.", "{:")) else kind
        changed = f"{said.removesuffix('[]')}[{mark.label}]" if mark.label is not None else None
        return Part(raw, tuple(self._readable(block, mark)), kind, changed)

    def _raw(self, block: _Block, start: int, end: int) -> str:
        return self.text[block.place(start) : block.place(end)]

    def _tag(self, block: _Block, mark: Inline, raw: str) -> Part:
        token = tags.markup(raw, 0, len(raw))
        if not token or token.kind == "other" or "\n" in raw:
            return Part(raw, (raw,), "tag")
        place = block.place(mark.start)
        pieces = html.tag(self.text, tags.markup(self.text, place, place + len(raw)) or token, self.lines)
        return Part(raw, pieces, "tag" if token.name in elements.VOID else token.kind)

    def _readable(self, block: _Block, mark: Inline) -> Iterator[Piece]:
        """A link's end or an image with slots for what can be read in it."""
        at = mark.start
        for kind, span in (("alt", mark.alt), ("title", mark.title)):
            if not span or "\n" in block.text[slice(*span)]:
                continue
            start, end = span
            yield self._raw(block, at, start)
            inner = block.text[start:end]
            if kind == "title":
                parts = [_plain(inner)] if "\\" not in inner and "&" not in inner else [Part(inner, (inner,), "code")]
                yield from weave(parts, block.place(start), self.lines, partial(escape_title, quote=block.text[end]))
            else:
                marks = [inline for inline in scan(inner, self.labels) if inline.kind in ("escape", "entity")]
                alt = _Block(inner, (0,), (block.place(start),))
                parts = _distinct(list(self._parts(alt, 0, len(inner), marks)))
                yield from weave(
                    parts, block.place(start), self.lines, partial(escape, labels=self.labels, place="alt")
                )
            at = end
        yield self._raw(block, at, mark.end)


def _plain(text: str) -> Part:
    return Part(text, (text,))


def _divided(text: str, begin: int, marks: Sequence[Inline]) -> Iterator[tuple[int, int, list[Inline]]]:
    """The stretches of a block between its hard breaks."""
    run = list[Inline]()
    for mark in marks:
        if mark.kind == "hard" or (mark.kind == "html" and _DIVIDES.fullmatch(text, mark.start, mark.end)):
            yield begin, mark.start, run
            begin, run = mark.end, []
        else:
            run.append(mark)
    yield begin, len(text), run


def _distinct(parts: list[Part]) -> list[Part]:
    """A decoded character that the markup around it is made of stays as it is spelled: nobody could tell them apart."""
    marks = "".join(part.source for part in parts if part.kind)
    return [_spelled(part) if not part.kind and part.source.strip() and _in(part, marks) else part for part in parts]


def _in(part: Part, marks: str) -> bool:
    return part.pieces != (part.source,) and part.source in marks


def _spelled(part: Part) -> Part:
    raw = str(part.pieces[0])
    return Part(raw, (raw,), "code")


def _parse(text: str) -> "tuple[Sequence[Token], Iterable[str]]":
    """The blocks of a text, and the labels it defines."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin).use(deflist_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    env: dict[str, dict[str, object]] = {}
    return parser.parse(text, env), env.get("references", {})


FORMAT = Format("markdown", (".md", ".markdown", ".mkd", ".mdown"), cut, largest=0)

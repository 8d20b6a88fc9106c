"""YAML catalogues (Rails and others): every text under the locale's key, which becomes the target's.

Untouched: keys, numbers, symbols (`:year`), formats of dates and numbers, comments, anchors, aliases, tagged values.
Plurals are maps of one, other and their like. A text keeps its style; one that YAML would misread gets quotes.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from mtkit.documents import structured
from mtkit.documents.literals import spelled
from mtkit.documents.messages import message
from mtkit.documents.skeleton import Format, Lines, Mark, Piece, Slot
from mtkit.documents.structured import Node
from mtkit.documents.yamlscalars import ODD, double_quoted, folded_block, literal_block, one_line
from mtkit.documents.yamltree import PROPERTIES, tree
from mtkit.segments import Segment

__all__ = ["FORMAT", "cut"]

_FOLD = r"[ \t]*(?:\r?\n[ \t]*)+"
_PLAIN = re.compile(_FOLD)
_SINGLE = re.compile(rf"''|{_FOLD}")
_DOUBLE = re.compile(rf"\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|\r?\n[ \t]*|.)|{_FOLD}", re.DOTALL)
_ESCAPED = dict(zip('"\\/ ntr0abvfe_NLP', '"\\/ \n\t\r\0\a\b\v\f\x1b\xa0\x85\u2028\u2029', strict=True))
_FLOW_SIGNS = re.compile(r"[,\[\]{}?:]")
_PARAGRAPH = re.compile(r"(\n(?:[ \t]*\r?\n)+)")
_FORMATS = (("date", "formats"), ("time", "formats"), ("format", ""))  # Rails keeps patterns there


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a YAML file. Raises InputError with the line for what is none, or for a key that stands twice.

    >>> [p if isinstance(p, str) else p.segment.source for p in cut("a:\\n  hi: 'It''s %{n}' # x\\n", "en.yml")]
    ["a:\\n  hi: '", "It's %{n}", "' # x\\n"]
    """
    return structured.cut(text, tree(text, name), partial(_texts, text, Lines(text, name)), _wanted)


def _wanted(path: tuple[str, ...]) -> bool:
    return not any(pair in _FORMATS or (pair[0] == "format" and "number" in path) for pair in pairwise(path))


def _texts(text: str, lines: Lines, node: Node) -> tuple[Piece, ...]:
    """A scalar, its anchor and quotes included."""
    match = PROPERTIES.match(text, node.start, node.end)
    start = match.end() if match else node.start
    anchor = (Mark("default", text[node.start : start]),) if start > node.start else ()  # a copy has none
    return (*anchor, *_STYLES.get(node.style, _plain)(text, start, node, lines))


def _plain(text: str, start: int, node: Node, lines: Lines) -> Iterator[Piece]:
    """The whole of it is the segment: quotes, where a translation needs them, go around all."""
    raw = text[start : node.end]
    parts = tuple(spelled(raw, _PLAIN, _unfolded))
    said = "".join(part.source for part in parts)
    if not any(map(str.isalnum, said)):
        yield raw
        return

    def escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
        odd = (
            not target or ODD.search(target) or "\n" in target or (node.style == "flow" and _FLOW_SIGNS.search(target))
        )
        return f'"{double_quoted(target)}"' if odd else target

    yield Slot(Segment(said, lines.where(start)), parts, escape)


def _quoted(text: str, start: int, node: Node, lines: Lines) -> Iterator[Piece]:
    inner = text[start + 1 : node.end - 1]
    if node.style == "'":
        parts, escape = spelled(inner, _SINGLE, lambda hit: "'" if hit == "''" else _unfolded(hit)), _single
    else:
        parts, escape = spelled(inner, _DOUBLE, _read), _double
    yield text[start]
    yield from message(parts, start + 1, lines, escape)
    yield text[node.end - 1]


def _single(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return one_line(target).replace("'", "''")


def _double(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return double_quoted(target)


def _unfolded(hit: str) -> str:
    count = hit.count("\n")
    return " " if count == 1 else "\n" * (count - 1)


def _read(escape: str) -> str | None:
    if not escape.startswith("\\"):
        return _unfolded(escape)
    code = escape[1:]
    if code[0] in "\r\n":
        return ""
    if len(code) > 1:
        said = chr(min(int(code[1:], 16), 0x10FFFF))
        return None if "\ud800" <= said <= "\udfff" else said
    return _ESCAPED.get(code)


def _block(text: str, start: int, node: Node, lines: Lines) -> Iterator[Piece]:
    body = text.index("\n", start) + 1
    yield text[start:body]
    if node.style == "|":
        yield from literal_block(text[body : node.end], body, lines)
        return
    for number, paragraph in enumerate(_PARAGRAPH.split(text[body : node.end])):
        yield from (paragraph,) if number % 2 else folded_block(paragraph, body, lines)
        body += len(paragraph)


_STYLES = {"'": _quoted, '"': _quoted, "|": _block, ">": _block}

FORMAT = Format("yaml", (".yml", ".yaml"), cut, walked=False)

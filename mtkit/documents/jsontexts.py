"""JSON catalogues: flat or nested, i18next plurals, ARB, and the messages.json of browser extensions.

Every text is translated, but those under keys with @ or $, and in a messages.json all but `message`. Two texts with
` | ` between them (Vue) are two segments.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from mtkit.documents import structured
from mtkit.documents.literals import spelled
from mtkit.documents.messages import message, sliced
from mtkit.documents.skeleton import Escape, Format, Lines, Part, Piece, Slot
from mtkit.documents.structured import Member, Node, Wanted, commas, everything
from mtkit.errors import InputError

__all__ = ["ARB", "FORMAT", "cut", "parts", "speller", "tree"]

_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_PIPE = re.compile(r"\s\|\s")


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a JSON file. Raises InputError for what is no JSON, and for a key that stands twice in a map.

    >>> [p if isinstance(p, str) else p.segment.source for p in cut('{"a": {"b": "Hi"}, "n": 1}', "en.json")]
    ['{"a": {"b": "', 'Hi', '"}, "n": 1}']
    """
    root = tree(text, name)
    return structured.cut(text, root, partial(_texts, text, Lines(text, name), speller(text)), _wanted(root))


def _wanted(root: Node) -> Wanted:
    values = [member.value for member in root.members]
    described = all(any(member.key == "message" for member in value.members) for value in values)
    if root.kind == "map" and values and described:
        return lambda path: len(path) == 2 and path[1] == "message"
    return everything


def tree(text: str, name: str) -> Node:
    """The tree of a JSON text. Raises InputError for what is no JSON.

    >>> tree('["a", 1]', "n").members[0].value.said
    'a'
    >>> tree('{"a": 1, "a": 2}', "n.json")
    Traceback (most recent call last):
    mtkit.errors.InputError: n.json: key "a" stands twice; keep one of them
    """
    try:
        json.loads(text, object_pairs_hook=partial(_unique, name))
    except json.JSONDecodeError as error:
        raise InputError(f"no JSON ({error.msg})", path=name, line=text.count("\n", 0, error.pos) + 1) from error
    except RecursionError:
        raise InputError("nested too deep", path=name) from None
    return _Builder(text).tree()


def _unique(name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(
            f"key {json.dumps(twice, ensure_ascii=False)} stands twice", path=name, hint="keep one of them"
        )
    return found


class _Builder:
    """The tree of a text that is known to be JSON."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[Node] = [Node("list", 0, len(text))]
        self.key: tuple[str, int, int] | None = None

    def tree(self) -> Node:
        for hit in _TOKEN.finditer(self.text):
            self._take(hit[0], hit.start(), hit.end())
        return self.open[0].members[0].value

    def _take(self, token: str, start: int, end: int) -> None:
        if token in "{[":
            node = Node("map" if token == "{" else "list", start, end)
            self._put(node)
            self.open.append(node)
        elif token in "}]":
            node = self.open.pop()
            node.end = end
            commas(self.text, node, node.start + 1)
        elif token[0] == '"':
            if self.open[-1].kind == "map" and self.key is None:
                self.key = json.loads(token), start + 1, end - 1
            else:
                self._put(Node("text", start, end, json.loads(token)))
        elif token not in ":,":
            self._put(Node("other", start, end))

    def _put(self, node: Node) -> None:
        self.open[-1].members.append(Member(node, *(self.key or ())))
        self.key = None


def speller(text: str) -> Escape:
    """How a file's texts are written between quotes: in ASCII alone where all of the file is.

    >>> speller('{"a": "\\\\u00e9"}')(None, '"é"', []), speller('{"a": "b"}')(None, "é", [])
    ('\\\\"\\\\u00e9\\\\"', 'é')
    """
    ascii_only = text.isascii() and "\\u" in text

    def spell(slot: Slot | None, target: str, markup: Sequence[str]) -> str:
        return json.dumps(target, ensure_ascii=ascii_only)[1:-1]

    return spell


def parts(text: str, node: Node) -> list[Part]:
    """The parts of a text node, without its quotes.

    >>> [part.source for part in parts('"a\\\\u0041"', Node("text", 0, 9))]
    ['a', 'A']
    """
    return spelled(text[node.start + 1 : node.end - 1], _ESCAPE, _read)


def _read(escape: str) -> str | None:
    said = str(json.loads(f'"{escape}"'))
    return None if "\ud800" <= said[0] <= "\udfff" else said


def _texts(text: str, lines: Lines, spell: Escape, node: Node) -> tuple[Piece, ...]:
    pieces = list[Piece]()
    for run in _divided(parts(text, node)):
        pieces += message(run, node.start + 1, lines, spell)
    return (text[node.start], *pieces, text[node.end - 1])


def _divided(run: list[Part]) -> Iterator[list[Part]]:
    """The parts of each text between ` | `, and these."""
    said, at = "".join(part.source for part in run), 0
    for hit in _PIPE.finditer(said):
        yield sliced(run, at, hit.start())
        yield sliced(run, *hit.span())
        at = hit.end()
    yield sliced(run, at, len(said) + 1)


FORMAT = Format("json", (".json",), cut, walked=False)
ARB = Format("arb", (".arb",), cut)

"""How YAML writes a text over several lines, and which texts it does not take without quotes."""

import json
import re
from collections.abc import Sequence

from mtkit.documents.skeleton import Lines, Part, Piece, Slot
from mtkit.documents.weaving import weave

__all__ = ["ODD", "double_quoted", "folded_block", "literal_block", "one_line"]

ODD = re.compile(
    r"""^[\s\-?:,\[\]{}#&*!|>'"%@`]|:(?:\s|$)|\s#|\s$|[\t\x85\u2028\u2029]|^(?:true|false|yes|no|on|off|y|n|null|~|=|<<|[-+.\d][\d.,:eE+xabcdef_-]*)$""",
    re.I,
)
_ENDS = re.compile(r"[\n\x85\u2028\u2029]")  # what ends a line to YAML


def literal_block(body: str, offset: int, lines: Lines) -> tuple[Piece, ...]:
    """A block value that keeps its lines: each is a text."""
    pieces = list[Piece]()
    for line in re.findall(r"[^\n]*\n|[^\n]+", body):
        pieces += weave([Part(line, (line,))], offset, lines, _plain)
        offset += len(line)
    return tuple(pieces)


def folded_block(body: str, offset: int, lines: Lines) -> tuple[Piece, ...]:
    """A block value whose lines are one text."""
    parts = list[Part]()
    for line in re.findall(r"[^\n]*\n|[^\n]+", body):
        said = line.strip()
        indent = line[: len(line) - len(line.lstrip())] if said else ""
        parts += [Part(" " if parts else "", (indent,)), Part(said, (said,))] if said else []
        parts.append(Part("" if said else " ", (line[len(indent) + len(said) :],)))
    return weave(parts, offset, lines, _plain)


def one_line(target: str) -> str:
    """A text without line ends.

    >>> one_line("a\\nb")
    'a b'
    """
    return _ENDS.sub(" ", target)


def double_quoted(target: str) -> str:
    """A text as it stands between double quotes.

    >>> double_quoted('"\u2028')
    '\\\\"\\\\L'
    """
    said = json.dumps(target, ensure_ascii=False)[1:-1]
    return said.replace("\x85", "\\N").replace("\u2028", "\\L").replace("\u2029", "\\P")


def _plain(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return one_line(target)

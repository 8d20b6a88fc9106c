"""Java properties: values, with the escapes of the format and the doubled apostrophes of MessageFormat.

A file in ASCII alone stays so (`\\uac00`), which every Java reads; one that has other characters gets them as they are.
"""

import re
from collections.abc import Iterator, Sequence
from io import StringIO

from mtkit.documents.literals import spelled
from mtkit.documents.messages import message
from mtkit.documents.skeleton import Format, Lines, Piece, Slot, merged
from mtkit.errors import InputError

__all__ = ["FORMAT", "cut"]

_BEFORE = re.compile(r"[ \t\f]*(?:[^\\\s=:]|\\(?:\r\n|.))*(?:[ \t\f]|\\\r?\n)*(?:[=:](?:[ \t\f]|\\\r?\n)*)?", re.DOTALL)
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\\r?\n[ \t\f]*|\\.|''", re.DOTALL
)
_ARGUMENT = re.compile(r"\{\d+[^{}]*\}")
_TABLE = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\f": "\\f"})


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a properties file. Raises InputError for an escape that is none.

    >>> [p if isinstance(p, str) else p.segment.source for p in cut("a = It''s {0}\\n# b\\n", "a.properties")]
    ['a = ', "It's {0}", '\\n# b\\n']
    """
    import javaproperties

    lines, offset, pieces = Lines(text, name), 0, list[Piece]()
    try:
        for element in javaproperties.parse(StringIO(text, newline="")):
            if isinstance(element, javaproperties.KeyValue):
                pieces += _value(element.source, offset, lines, ascii_only=text.isascii())
            else:
                pieces.append(element.source)
            offset += len(element.source)
    except javaproperties.InvalidUEscapeError as error:
        line = text.count("\n", 0, offset) + 1
        raise InputError(
            f"no escape: {error.escape}", path=name, line=line, hint="write four digits after \\u"
        ) from error
    return merged(pieces)


def _value(source: str, offset: int, lines: Lines, *, ascii_only: bool) -> Iterator[Piece]:
    before = _BEFORE.match(source)
    start, end = before.end() if before else 0, len(source.rstrip("\r\n"))
    raw = source[start : max(start, end)]
    formats = bool(_ARGUMENT.search(raw))

    def read(escape: str) -> str:
        return ("'" if formats else "''") if escape == "''" else _read(escape)

    def escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
        return _spell(target, formats=formats, ascii_only=ascii_only)

    yield source[:start]
    yield from message(spelled(raw, _ESCAPE, read), offset + start, lines, escape)
    yield source[start + len(raw) :]


def _read(escape: str) -> str:
    import javaproperties

    return "" if escape[1] in "\r\n" else javaproperties.unescape(escape)


def _spell(target: str, *, formats: bool, ascii_only: bool) -> str:
    if formats:
        target = _doubled(target)
    said = target.translate(_TABLE)
    if said.startswith(" "):
        said = "\\" + said
    return said.encode("ascii", "javapropertiesreplace").decode() if ascii_only else said


def _doubled(target: str) -> str:
    """Apostrophes twice, but inside arguments: `{0,date,'yyyy'}`."""
    done, at = [], 0
    for hit in _ARGUMENT.finditer(target):
        done += [target[at : hit.start()].replace("'", "''"), hit[0]]
        at = hit.end()
    return "".join(done) + target[at:].replace("'", "''")


FORMAT = Format("properties", (".properties",), cut, walked=False)

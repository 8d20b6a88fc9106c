"""Apple's .strings: the values of `"key" = "value";`, with comments and keys as they are."""

import re
from collections.abc import Iterator, Sequence

from mtkit.documents.literals import spelled
from mtkit.documents.messages import message
from mtkit.documents.skeleton import Format, Lines, Piece, Slot, merged
from mtkit.errors import InputError

__all__ = ["FORMAT", "cut"]

_TOKEN = re.compile(
    r'(?P<blank>\s+|/\*.*?\*/|//[^\n]*)|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<bare>(?!/[/*])[\w.$/:-]+)|(?P<sign>[=;])',
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:[Uu][0-9a-fA-F]{4}|[0-7]{3}|.)", re.DOTALL)
_READ = {"\\n": "\n", "\\t": "\t", "\\r": "\r"}
_WRITTEN = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})
_ENTRIES = ("s=s;", "s;")  # what an entry is made of; `"a";` is short for `"a" = "a";`


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a strings file. Raises InputError with the line for what is none.

    >>> [p if isinstance(p, str) else p.segment.source for p in cut('/* x */ "a" = "Hi %@";', "a.strings")]
    ['/* x */ "a" = "', 'Hi %@', '";']
    >>> cut('"a" = "b"', "a.strings")
    Traceback (most recent call last):
    mtkit.errors.InputError: a.strings:1: no strings file: an entry does not end; write "key" = "value";
    """
    lines, pieces, shape = Lines(text, name), list[Piece](), ""
    for kind, start, end in _tokens(text, name):
        if kind == "quoted" and shape == "s=":
            pieces += [text[start], *_value(text, start + 1, end - 1, lines), text[end - 1]]
        else:
            pieces.append(text[start:end])
        shape += {"blank": "", "sign": text[start:end]}.get(kind, "s")
        if shape in _ENTRIES:
            shape = ""
        elif not any(entry.startswith(shape) for entry in _ENTRIES):
            raise _error(f"{text[start:end].partition(chr(10))[0][:20]} out of place", text, start, name)
    if shape:
        raise _error("an entry does not end", text, len(text), name)
    return merged(pieces)


def _tokens(text: str, name: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at < len(text):
        hit = _TOKEN.match(text, at)
        if not hit:
            opened = {'"': "a text that does not end", "/": "a comment that does not end"}
            raise _error(opened.get(text[at], f"{text[at]} out of place"), text, at, name)
        yield str(hit.lastgroup), at, hit.end()
        at = hit.end()


def _error(message: str, text: str, at: int, name: str) -> InputError:
    line = text.count("\n", 0, at) + 1
    return InputError(f"no strings file: {message}", path=name, line=line, hint='write "key" = "value";')


def _value(text: str, start: int, end: int, lines: Lines) -> tuple[Piece, ...]:
    return message(spelled(text[start:end], _ESCAPE, _read), start, lines, _spell)


def _read(escape: str) -> str | None:
    code = escape[1:].lstrip("Uu")
    if len(code) in (3, 4):
        said = chr(int(code, 8 if len(code) == 3 else 16))
        return None if "\ud800" <= said <= "\udfff" else said
    return _READ.get(escape, escape[1:])


def _spell(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return target.translate(_WRITTEN)


FORMAT = Format("apple", (".strings",), cut)

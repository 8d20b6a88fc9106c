"""MO files: a catalogue as programs load it, written and read (GNU gettext manual, "The Format of GNU MO Files")."""

import re
import struct
from collections.abc import Iterator

from mtkit.documents import po_edit
from mtkit.documents.po_catalogue import Catalogue
from mtkit.documents.po_layout import Layout
from mtkit.documents.po_syntax import Entry
from mtkit.errors import InputError

__all__ = ["dump", "load"]

_MAGIC = 0x950412DE
_HEAD = struct.Struct("<7I")
_CHARSET = re.compile(rb"charset=([A-Za-z0-9._:-]+)")


def dump(catalogue: Catalogue, *, fuzzy: bool = False) -> bytes:
    """The catalogue as an MO file: what is translated, and with `fuzzy` what is in doubt. The same bytes every time.

    >>> from mtkit.documents.po_catalogue import read_bytes
    >>> data = dump(read_bytes('msgid "Hello"\\nmsgstr "안녕"\\n'.encode(), "ko.po"))
    >>> load(data, "ko.mo").messages[0].strings
    ('안녕',)
    """
    pairs = sorted(_pairs(catalogue, fuzzy))
    start = _HEAD.size
    at = start + 16 * len(pairs)
    tables, texts = list[bytes](), list[bytes]()
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[side]), at))
            texts.append(pair[side] + b"\0")
            at += len(pair[side]) + 1
    head = _HEAD.pack(_MAGIC, 0, len(pairs), start, start + 8 * len(pairs), 0, start + 16 * len(pairs))
    return head + b"".join((*tables, *texts))


def _pairs(catalogue: Catalogue, fuzzy: bool) -> Iterator[tuple[bytes, bytes]]:
    for entry in catalogue.entries:
        wanted = entry.is_header or entry.translated or (fuzzy and all(entry.strings))
        if wanted and not entry.obsolete:
            key = entry.id if entry.context is None else f"{entry.context}\4{entry.id}"
            texts = key if entry.plural is None else f"{key}\0{entry.plural}", "\0".join(entry.strings)
            yield tuple(text.encode(catalogue.encoding) for text in texts)  # type: ignore[misc]


def load(data: bytes, name: str) -> Catalogue:
    """The catalogue in an MO file. Raises InputError for what is none, or not whole.

    >>> load(b"abc", "a.mo")
    Traceback (most recent call last):
    mtkit.errors.InputError: a.mo: no MO file
    """
    order = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}.get(data[:4])
    if not order:
        raise InputError("no MO file", path=name)
    try:
        _, _, count, ids, strings, *_ = struct.unpack_from(f"{order}7I", data)
        pairs = [(_text(data, ids + 8 * n, order), _text(data, strings + 8 * n, order)) for n in range(count)]
    except (struct.error, IndexError):
        message = f"an MO file that is cut off at {len(data)} bytes"
        raise InputError(message, path=name, hint="compile it again") from None
    encoding = _encoding(pairs)
    try:
        entries = [_entry(number, *pair, encoding) for number, pair in enumerate(pairs, 1)]
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError(f"not in the charset that its header says ({encoding})", path=name) from error
    return Catalogue(name, tuple(entries))


def _text(data: bytes, at: int, order: str) -> bytes:
    length, start = struct.unpack_from(f"{order}2I", data, at)
    if start + length >= len(data):
        raise IndexError
    return data[start : start + length]


def _encoding(pairs: list[tuple[bytes, bytes]]) -> str:
    found = next((_CHARSET.search(text) for key, text in pairs if not key), None)
    return found.group(1).decode() if found else "utf-8"


def _entry(number: int, key: bytes, text: bytes, encoding: str) -> Entry:
    before, mark, rest = key.decode(encoding).rpartition("\4")
    singular, several, plural = rest.partition("\0")
    strings = tuple(text.decode(encoding).split("\0")) if several else (text.decode(encoding),)
    context = before if mark else None
    return po_edit.new(Entry("", number, singular, strings, plural if several else None, context), Layout())

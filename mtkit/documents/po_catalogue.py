"""A PO or POT file in memory: its entries, its header, and its bytes again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from mtkit.documents import encodings, files, po_edit
from mtkit.documents.document import Output
from mtkit.documents.po_layout import Layout, layout_of
from mtkit.documents.po_syntax import Entry, parse
from mtkit.errors import InputError
from mtkit.segments import Issue

__all__ = ["LARGEST", "Catalogue", "charset", "read", "read_bytes"]

LARGEST = 64 << 20  # bytes: more than any catalogue of one site, and what a machine of 4 GB can hold as entries
_CHARSET = re.compile(rb'"[^"\n]*Content-Type:[^"\n]*charset=([A-Za-z0-9._:-]+)', re.IGNORECASE)
_NPLURALS = re.compile(r"nplurals\s*=\s*(\d+)")


@dataclass(frozen=True)
class Catalogue:
    """The entries of a file in order, `tail` after the last one. What nobody changed is the same bytes again.

    `spelled` has the bytes of entries whose encoding has several spellings of a character.

    >>> catalogue = read_bytes(b'msgid "Hello"\\nmsgstr ""\\n', "ko.po")
    >>> catalogue.entries[0].id, catalogue.output().data
    ('Hello', b'msgid "Hello"\\nmsgstr ""\\n')
    """

    name: str
    entries: tuple[Entry, ...] = ()
    tail: str = ""
    encoding: str = "utf-8"
    bom: bytes = b""
    notices: tuple[Issue, ...] = ()
    layout: Layout = Layout()
    spelled: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def header(self) -> dict[str, str]:
        """The fields of the header, in order; none where there is no header."""
        found = next((entry for entry in self.entries if entry.is_header), None)
        return po_edit.fields(found) if found else {}

    @property
    def messages(self) -> tuple[Entry, ...]:
        """The entries that a program asks for: neither the header nor obsolete ones."""
        return tuple(entry for entry in self.entries if entry.id and not entry.obsolete)

    @property
    def forms(self) -> int | None:
        """How many plural forms the header says the language has; None where it does not say."""
        found = _NPLURALS.search(self.header.get("Plural-Forms", ""))
        return int(found.group(1)) if found else None

    def with_header(self, changes: dict[str, str]) -> "Catalogue":
        """With these fields set; a file without a header gets one, before everything else."""
        entries = list(self.entries)
        place = next((at for at, entry in enumerate(entries) if entry.is_header), None)
        if place is None:
            text = "".join(f"{name}: {value}\n" for name, value in changes.items())
            first = po_edit.new(Entry("", 1, "", (text,)), self.layout)
            gap = "" if not entries or entries[0].raw[:1] in "\r\n" else self.layout.newline
            entries.insert(0, replace(first, raw=first.raw.removeprefix(self.layout.newline) + gap))
        else:
            entries[place] = po_edit.with_fields(entries[place], changes, self.layout)
        return replace(self, entries=tuple(entries))

    def output(self) -> Output:
        """The bytes, in the file's encoding where that can hold them, else in UTF-8 with a notice."""
        data = self._encoded()
        if data is not None:
            return Output(self.bom + data, self.encoding)
        notice = Issue("encoding-changed", self.name, f"written as UTF-8: {self.encoding} cannot hold the translations")
        found = replace(self.with_header({"Content-Type": "text/plain; charset=UTF-8"}), encoding="utf-8", spelled={})
        return Output("".join((*(entry.raw for entry in found.entries), self.tail)).encode(), "utf-8", (notice,))

    def _encoded(self) -> bytes | None:
        if not self.spelled:
            return encodings.encode("".join((*(entry.raw for entry in self.entries), self.tail)), self.encoding)
        texts = (*(entry.raw for entry in self.entries), self.tail)
        parts = [self.spelled.get(text) or encodings.encode(text, self.encoding) for text in texts if text]
        return b"".join(part for part in parts if part is not None) if None not in parts else None


def read(path: str | Path, *, encoding: str | None = None) -> Catalogue:
    """The catalogue in a PO or POT file. Raises InputError with line and next step for what is none.

    >>> read("no-such.po")
    Traceback (most recent call last):
    mtkit.errors.InputError: no-such.po: no such file
    """
    return read_bytes(files.load(Path(path)), str(path), encoding=encoding)


def read_bytes(data: bytes, name: str, *, encoding: str | None = None) -> Catalogue:
    """The catalogue in these bytes.

    >>> read_bytes("msgid \\"a\\"\\nmsgstr \\"\\xe9\\"\\n".encode("latin-1"), "fr.po")
    Traceback (most recent call last):
    mtkit.errors.InputError: fr.po:2: not UTF-8 (byte 0xe9), and no charset in the header; say --encoding
    """
    if len(data) > LARGEST:
        raise InputError(f"{len(data) >> 20} MB, {LARGEST >> 20} MB at most", path=name, hint="divide it (msggrep)")
    found = _decoded(data, name, encoding)
    entries, tail = parse(found.text, name)
    spelled = {} if found.exact else _spelled(entries, tail, data[len(found.bom) :])
    layout = layout_of(found.text)
    return Catalogue(name, entries, tail, found.encoding, found.bom, found.notices, layout, spelled)


def charset(data: bytes) -> str | None:
    """The charset that the header of a PO file names; None for none, and for a template's placeholder.

    >>> charset(b'msgstr "Content-Type: text/plain; charset=EUC-KR\\\\n"'), charset(b'"Content-Type: x; charset=CHARSET"')
    ('EUC-KR', None)
    """
    found = _CHARSET.search(data)
    said = found.group(1).decode() if found else ""
    return said if said and said.upper() != "CHARSET" else None


def _decoded(data: bytes, name: str, encoding: str | None) -> encodings.Decoded:
    """As every document is decoded, but without a guess: a header that is wrong about its file is an error."""
    said = charset(data)
    found = encodings.decode(data, name=name, encoding=encoding, declared=said)
    error = _first_error(data, said) if any(i.code == "encoding-detected" for i in found.notices) else None
    if encoding or found.bom or found.encoding == "utf-8" or not error:
        return found
    what = f"the header says charset={said}" if said else "no charset in the header"
    line = data.count(b"\n", 0, error.start) + 1
    bad = f"not {error.encoding.upper()} (byte 0x{data[error.start]:02x})"
    raise InputError(f"{bad}, and {what}", path=name, line=line, hint="say --encoding")


def _first_error(data: bytes, said: str | None) -> UnicodeDecodeError | None:
    """Where the bytes are not what the header says, or not UTF-8; None for ISO-2022-JP, which is ASCII to look at."""
    for codec in (said or "utf-8", "utf-8"):
        try:
            data.decode(codec)
        except UnicodeDecodeError as error:
            return error
        except LookupError:
            continue
    return None


def _spelled(entries: tuple[Entry, ...], tail: str, data: bytes) -> dict[str, bytes]:
    """The bytes of each entry: a line end is one byte in every encoding that a PO file may have."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    found, at = dict[str, bytes](), 0
    for text in (*(entry.raw for entry in entries), tail):
        count = text.count("\n") + (not text.endswith("\n"))
        found[text] = b"".join(lines[at : at + count])
        at += count
    return found

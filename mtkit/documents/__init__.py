"""Documents: files in many formats as segments to translate, and back with every other byte as it was.

The door of the room. A new format is one file with a `FORMAT`, named in `_FORMATS`.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from mtkit.documents import (
    android,
    apple,
    encodings,
    files,
    fluent,
    html,
    jsontexts,
    markdown,
    office,
    po,
    properties,
    table,
    text,
    tmx,
    xcstrings,
    xliff,
    yamltexts,
)
from mtkit.documents.document import Document, Output
from mtkit.documents.files import write, writing
from mtkit.documents.skeleton import Format, Piece
from mtkit.errors import InputError

__all__ = ["Document", "Output", "discover", "format_of", "formats", "parse", "read", "suffixes", "write", "writing"]

_FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        android.FORMAT,
        apple.FORMAT,
        fluent.FORMAT,
        html.FORMAT,
        jsontexts.ARB,
        jsontexts.FORMAT,
        markdown.FORMAT,
        office.DOCX,
        office.ODT,
        po.FORMAT,
        properties.FORMAT,
        table.CSV,
        table.TSV,
        text.FORMAT,
        tmx.FORMAT,
        xcstrings.FORMAT,
        xliff.FORMAT,
        yamltexts.FORMAT,
    )
}
_HEAD = 65536  # bytes that tell one format from another of the same suffix


def formats() -> tuple[str, ...]:
    """The names of the formats.

    >>> {"html", "markdown", "po", "text"} <= set(formats())
    True
    """
    return tuple(sorted(_FORMATS))


def suffixes(*, walked: bool = False) -> tuple[str, ...]:
    """The suffixes of files that are documents; with `walked`, of those that a directory's files are translated by.

    JSON, YAML, tables and other XML in a directory are no documents: such a file is named itself.

    >>> ".md" in suffixes(), ".json" in suffixes(), ".json" in suffixes(walked=True), ".pptx" in suffixes()
    (True, True, False, False)
    """
    known = [format for format in _FORMATS.values() if format.walked or not walked]
    found = dict.fromkeys(suffix for format in known for suffix in format.suffixes)
    return tuple(suffix for suffix in found if not walked or suffix != ".xml")


def format_of(path: str | Path, data: bytes | None = None) -> str:
    """The format of a file by its suffix; a name without one is plain text.

    Where formats share a suffix (.xml) the content decides: `data`, or else what stands in the file, if there is one.
    Raises InputError for an unknown suffix and for content that is of none of its formats.

    >>> format_of("release.ja.md"), format_of("README"), format_of("INDEX.HTM"), format_of("a.xml", b"<resources/>")
    ('markdown', 'text', 'html', 'android')
    >>> format_of("slides.pptx")
    Traceback (most recent call last):
    mtkit.errors.InputError: slides.pptx: unknown format .pptx; say --format (one of mtkit translate --help)
    """
    suffix = Path(path).suffix.lower()
    found = [format for format in _FORMATS.values() if suffix in format.suffixes]
    if len(found) > 1 and (data is not None or Path(path).is_file()):
        head = (files.load(Path(path)) if data is None else data)[:_HEAD]
        found = [format for format in found if format.claims(head)]
    if found:
        return found[0].name
    if suffix:
        hint = "say --format (one of mtkit translate --help)"
        raise InputError(f"unknown format {suffix}", path=path, hint=hint)
    return text.FORMAT.name


def parse(data: bytes, *, format: str, name: str, encoding: str | None = None, columns: Sequence[str] = ()) -> Document:
    """The document in these bytes; `name` is what its segments say they come from, `columns` which of a table's.

    Raises InputError for an unknown format, binary data, bytes that are not in the encoding (or in none), a file
    that is larger than its format allows or not what its format asks for.

    >>> [segment.source for segment in parse("<p>안녕 <b>서울</b></p>".encode(), format="html", name="a.html").segments]
    ['안녕 <b>서울</b>']
    >>> [s.source for s in parse(b"id,text\\n1,Hi\\n", format="csv", name="a.csv", columns=["text"]).segments]
    ['Hi']
    """
    if format not in _FORMATS:
        raise InputError(f"unknown format {format!r}", path=name, hint=f"use {', '.join(formats())}")
    known = _FORMATS[format]
    if known.largest and len(data) > known.largest:
        size, most = len(data) >> 20, known.largest >> 20
        raise InputError(f"{size} MB, a {format} file has {most} MB at most", path=name, hint="divide it")
    if known.unpack:
        pieces = known.cut(known.unpack(data, name), name)
        return Document(name, format, "utf-8", pieces, original=data, pack=known.pack)
    found = encodings.decode(data, name=name, encoding=encoding, declared=known.declared(data))
    pieces = _cut_columns(found.text, known, name, columns) if columns else known.cut(found.text, name)
    original = None if found.exact else data
    return Document(name, format, found.encoding, pieces, found.bom, found.notices, original)


def _cut_columns(text: str, format: Format, name: str, columns: Sequence[str]) -> tuple[Piece, ...]:
    if format not in (table.CSV, table.TSV):
        raise InputError(f"a {format.name} file has no columns", path=name, hint="leave --column out")
    return table.cut(text, name, columns, comma="\t" if format is table.TSV else ",")


def read(
    path: str | Path, *, encoding: str | None = None, format: str | None = None, columns: Sequence[str] = ()
) -> Document:
    """The document in a file. Raises InputError for what cannot be read: path, line where there is one, next step.

    >>> read("no-such.md")
    Traceback (most recent call last):
    mtkit.errors.InputError: no-such.md: no such file
    """
    data = files.load(Path(path))
    return parse(data, format=format or format_of(path, data), name=str(path), encoding=encoding, columns=columns)


def discover(paths: Iterable[str | Path]) -> tuple[Path, ...]:
    """The files that are meant: a file itself, a directory's documents by suffix (sorted; hidden ones left out).

    Raises InputError for a path that does not exist and a directory without documents.

    >>> discover(["no-such-directory"])
    Traceback (most recent call last):
    mtkit.errors.InputError: no-such-directory: no such file or directory
    """
    return files.find(map(Path, paths), suffixes(walked=True))

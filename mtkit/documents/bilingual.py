"""Files that hold a text and its translation: PO, TMX, XLIFF, TSV and CSV as pairs, read as a stream.

What is read is what stands there: untranslated entries are pairs with an empty target, placeholders and inline codes
stay in the text. Checks, the translation memory and evaluation read their pairs here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from mtkit.documents import bilingual_po, bilingual_table, bilingual_xml
from mtkit.documents.pairs import Pair
from mtkit.errors import InputError
from mtkit.languages import normalise

__all__ = ["Pair", "iterate", "read", "suffixes"]

_Reader = Callable[[Path, str, str], Iterator[Pair]]
_READERS: dict[str, _Reader] = {
    ".po": bilingual_po.pairs,
    ".pot": bilingual_po.pairs,
    ".tmx": bilingual_xml.tmx,
    ".xlf": bilingual_xml.xliff,
    ".xliff": bilingual_xml.xliff,
    ".tsv": bilingual_table.pairs,
    ".csv": bilingual_table.pairs,
}


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be read.

    >>> suffixes()
    ('.csv', '.po', '.pot', '.tmx', '.tsv', '.xlf', '.xliff')
    """
    return tuple(sorted(_READERS))


def read(path: str | Path, source: str | None = None, target: str | None = None) -> tuple[Pair, ...]:
    """Every pair of a file, in order. Raises InputError for a file that cannot be read: path, line, next step.

    `source` and `target` choose among a file's languages; in a file that names none they say what it has.

    >>> read("no-such.po")
    Traceback (most recent call last):
    mtkit.errors.InputError: no-such.po: no such file
    """
    return tuple(iterate(path, source, target))


def iterate(path: str | Path, source: str | None = None, target: str | None = None) -> Iterator[Pair]:
    """Like `read`, one pair at a time: TMX, XLIFF, TSV and CSV of any size in little memory.

    >>> next(iterate("notes.docx"))
    Traceback (most recent call last):
    mtkit.errors.InputError: notes.docx: no bilingual format .docx; use .csv, .po, .pot, .tmx, .tsv, .xlf, .xliff
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if not reader:
        raise InputError(f"no bilingual format {path.suffix}", path=path, hint=f"use {', '.join(suffixes())}")
    if not path.is_file():
        raise InputError("is a directory" if path.is_dir() else "no such file", path=path)
    try:
        yield from reader(path, normalise(source) if source else "", normalise(target) if target else "")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from error

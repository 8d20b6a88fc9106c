"""Parallel text from files: the same units whatever the format, read as a stream.

    .tsv              a header names the columns: two or three of en, ja, ko, and perhaps src (the name of the source)
    .jsonl .ndjson    an object a line with the keys en, ja, ko, and perhaps src
    .tmx .po          translation memories and catalogues (see `exchange`)
    NAME.en NAME.ja   line-aligned files, given by their stem or by one of them

Each may be packed with xz or gzip.
"""

import contextlib
import gzip
import io
import json
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from mtkit.errors import CorpusError, LanguageError
from mtkit.languages import LANGUAGES, normalise
from mtkit.training import exchange

__all__ = ["Source", "Unit", "files", "read", "stem_of"]

_PACKED: dict[str, Callable[[Path], io.BufferedIOBase]] = {
    ".xz": lzma.LZMAFile,
    ".gz": gzip.GzipFile,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """The same sentence in up to three languages, "" where it is missing; `source` is FILE or FILE/SRC.

    >>> Unit.of("memory", {"ko": "안녕", "en": "Hello"}).texts
    ('Hello', '', '안녕')
    """

    source: str
    texts: tuple[str, str, str]

    @classmethod
    def of(cls, source: str, texts: dict[str, str]) -> "Unit":
        """A unit from texts by language, white space made plain."""
        en, ja, ko = (" ".join(texts.get(language, "").split()) for language in LANGUAGES)
        return cls(source, (en, ja, ko))


@dataclass(frozen=True, slots=True)
class Source:
    """A file to train on, and how much of it an epoch holds: 2 is each line twice, 0.5 every second line.

    >>> Source.parse("memory.tmx:2.5")
    Source(path='memory.tmx', weight=2.5)
    >>> Source.parse("memory.tmx")
    Source(path='memory.tmx', weight=1.0)
    """

    path: str
    weight: float = 1.0

    @classmethod
    def parse(cls, text: str) -> "Source":
        """`PATH` or `PATH:WEIGHT`. Raises CorpusError for a weight that is none."""
        path, colon, number = text.rpartition(":")
        if not colon:
            return cls(text)
        try:
            weight = float(number)
        except ValueError:
            if Path(text).exists():
                return cls(text)
            raise CorpusError(
                f"{number!r} is no weight", path=path, hint="write PATH:WEIGHT, such as memory.tmx:2"
            ) from None
        if not 0 <= weight < 1000:
            raise CorpusError(f"a weight of {number}", path=path, hint="use a number from 0 to 1000")
        return cls(path, weight)


def read(path: str | Path) -> Iterator[Unit]:
    """The units of a file, one after the other. Raises CorpusError with path and line for what cannot be read.

    >>> list(read("nowhere.tsv"))
    Traceback (most recent call last):
    mtkit.errors.CorpusError: nowhere.tsv: no such file
    """
    found = files(path)
    first, kind = found[0], _kind(found[0])
    with _one_line_errors(first):
        if kind in _READERS:
            with _open(first) as stream:
                stem = _stem(first)
                yield from (
                    Unit.of(f"{stem}/{name}" if name else stem, texts) for name, texts in _READERS[kind](stream, first)
                )
        else:
            with contextlib.ExitStack() as stack:
                streams = {_kind(file)[1:]: stack.enter_context(_open(file)) for file in found}
                yield from _aligned(streams, _stem(first), first)


def files(path: str | Path) -> tuple[Path, ...]:
    """The file that a path means, or the aligned files of which it is the stem or one.

    Raises CorpusError when there is none, or no reader for it.
    """
    given = Path(path)
    if _kind(given) in _READERS:
        if not given.is_file():
            raise CorpusError("is a directory" if given.is_dir() else "no such file", path=path)
        return (given,)
    ending = _kind(given)
    plain = str(given).removesuffix(given.suffix if given.suffix in _PACKED else "")
    stem = plain.removesuffix(ending) if _is_language(ending) else plain
    found = tuple(
        file
        for language in LANGUAGES
        for pack in ("", *_PACKED)
        if (file := Path(f"{stem}.{language}{pack}")).is_file()
    )
    if len(found) > 1:
        return found
    if not given.exists() and not found:
        raise CorpusError("no such file", path=path)
    formats = ", ".join((*_READERS, ".en with .ja or .ko"))
    raise CorpusError(
        "no reader for this file" if not found else "nothing is aligned with it", path=path, hint=f"use {formats}"
    )


def stem_of(path: str | Path) -> str:
    """The name that a file's units have before their own source.

    >>> stem_of("texts/memory.tmx.xz"), stem_of("dev/releases.en")
    ('memory', 'releases')
    """
    given = Path(path)
    return given.name if not (_kind(given) in _READERS or _is_language(_kind(given))) else _stem(given)


def _kind(path: Path) -> str:
    suffixes = path.suffixes
    return (suffixes[-2] if len(suffixes) > 1 else "") if path.suffix in _PACKED else path.suffix


def _is_language(suffix: str) -> bool:
    return suffix[1:] in LANGUAGES


def _stem(path: Path) -> str:
    name = path.name.removesuffix(path.suffix) if path.suffix in _PACKED else path.name
    return name.rsplit(".", 1)[0]


def _open(path: Path) -> io.BufferedIOBase:
    opener = _PACKED.get(path.suffix)
    return opener(path) if opener else path.open("rb")


@contextlib.contextmanager
def _one_line_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (lzma.LZMAError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise CorpusError(f"damaged or cut off ({error})", path=path) from None
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror or error})", path=path) from None


def _lines(stream: Iterable[bytes], path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines; only \\n ends one."""
    for number, line in enumerate(stream, 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise CorpusError("not UTF-8", path=path, line=number) from None
        yield number, text.removesuffix("\n").removesuffix("\r")


def _tsv(stream: Iterable[bytes], path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    lines = _lines(stream, path)
    header = next(lines, (1, ""))[1].split("\t")
    columns = [_column(name) for name in header]
    languages = [name for name in columns if name in LANGUAGES]
    if len(set(languages)) < 2 or len(set(languages)) < len(languages):
        hint = "the first line names the columns, two or three of en, ja, ko"
        raise CorpusError(f"no header with two languages: {' '.join(header)[:60]!r}", path=path, line=1, hint=hint)
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise CorpusError(f"{len(cells)} columns, the header has {len(columns)}", path=path, line=number)
        row = dict(zip(columns, cells, strict=True))
        yield row.get("src", ""), row


def _column(name: str) -> str:
    plain = name.strip()
    if plain.lower() in ("src", "corpus"):
        return "src"
    try:
        return normalise(plain)
    except LanguageError:
        return f"#{plain}"


def _json_lines(stream: Iterable[bytes], path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for number, line in _lines(stream, path):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"not JSON ({error})", path=path, line=number) from None
        texts = {key: row[key] for key in LANGUAGES if row.get(key)} if isinstance(row, dict) else {}
        if len(texts) < 2 or not all(isinstance(text, str) for text in texts.values()):
            raise CorpusError("not an object with texts for two of en, ja, ko", path=path, line=number)
        yield str(row.get("src", "")), texts


def _aligned(streams: dict[str, io.BufferedIOBase], name: str, path: Path) -> Iterator[Unit]:
    rows = (_lines(stream, path.with_name(f"{name}.{language}")) for language, stream in streams.items())
    for number, row in enumerate(zip_longest(*rows), 1):
        if None in row:
            short = next(language for language, cell in zip(streams, row, strict=True) if cell is None)
            raise CorpusError(f"{name}.{short} ends before its fellows", path=path, line=number)
        yield Unit.of(name, {language: text for language, (_, text) in zip(streams, row, strict=True)})


_READERS: dict[str, Callable[[io.BufferedIOBase, Path], Iterator[tuple[str, dict[str, str]]]]] = {
    ".tsv": _tsv,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".tmx": exchange.tmx,
    ".po": exchange.po,
}

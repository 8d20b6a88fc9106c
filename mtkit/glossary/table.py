"""mtkit's own glossary table: tab- or comma-separated, a header line, one concept per line for all three languages."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mtkit.errors import GlossaryError
from mtkit.glossary.entries import KINDS, Entry
from mtkit.languages import LANGUAGES

__all__ = ["COLUMNS", "decode", "parse", "render", "rows"]

_LISTS = tuple(f"{language}_{what}" for what in ("aliases", "forbidden") for language in LANGUAGES)
_FLAGS = ("dnt", "introduce")
COLUMNS = (
    *LANGUAGES, *_LISTS[:3], "abbreviation", *_LISTS[3:], "kind", "reading", "case", *_FLAGS, "note", "domain"
)  # fmt: skip
_KINDS = {kind: kind for kind in KINDS} | {"": "term", "org": "organisation", "organization": "organisation"}
_YES = {"": False, "no": False, "0": False, "false": False, "yes": True, "1": True, "true": True} | dict.fromkeys(
    _FLAGS, True
)
_NONE = "-"  # written where a language has no form
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes, path: str | Path, encoding: str | None = None) -> str:
    """The text of a glossary file: UTF-8 (a byte-order mark is dropped), or the encoding that is said.

    Raises GlossaryError for anything else, and says which encoding it looks like.

    >>> decode("en\\tko\\n".encode("utf-8-sig"), "g.tsv")
    'en\\tko\\n'
    >>> decode("광주".encode("cp949"), "g.tsv")
    Traceback (most recent call last):
    mtkit.errors.GlossaryError: g.tsv:1: not UTF-8 (it reads as CP949); save it as UTF-8, or say encoding='cp949'
    """
    if not encoding and data[:2] in _UTF16:
        encoding = "utf-16"
    try:
        text = data.decode(encoding or "utf-8-sig")
    except LookupError as error:
        raise GlossaryError(f"unknown encoding {encoding!r}", path=path) from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        guess = None if encoding else _guess(data)
        seems = f" (it reads as {guess.upper()})" if guess else ""
        hint = f"save it as UTF-8, or say encoding={guess!r}" if guess else "save it as UTF-8"
        raise GlossaryError(f"not {encoding or 'UTF-8'}{seems}", path=path, line=line, hint=hint) from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _guess(data: bytes) -> str | None:
    """CP949 or CP932, by which one gives the letters of its own language."""
    best, most = None, 0
    for name, letters in (("cp949", r"[가-힣]"), ("cp932", r"[ぁ-ヿ一-鿿]")):
        try:
            count = len(re.findall(letters, data.decode(name)))
        except UnicodeDecodeError:
            continue
        if count > most:
            best, most = name, count
    return best


def rows(text: str, path: str | Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row, without blank lines and `#` comments.

    >>> list(rows("# names\\nen\\tko\\n\\nSeoul\\t서울\\n", "g.tsv", "\\t"))
    [(2, ['en', 'ko']), (4, ['Seoul', '서울'])]
    """
    if delimiter == "\t":  # no quoting: what stands between two tabs is the cell
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip() and not _comment(line):
                yield number, line.split("\t")
        return
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not _comment(cells[0]):
                yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise GlossaryError(
            str(error), path=path, line=before + 1, hint="quote cells that hold quotes or commas"
        ) from error


def _comment(line: str) -> bool:
    return line.startswith("# ") or line == "#"


def parse(text: str, path: str | Path = "", delimiter: str = "\t") -> tuple[Entry, ...]:
    """The entries of a table. Raises GlossaryError with path and line for the first row that cannot be used.

    >>> parse("en\\tja\\tko\\tkind\\nGwangju\\t光州\\t광주\\tplace\\n")[0].ja
    '光州'
    >>> parse("en\\tko\\nSeoul\\n", "g.tsv")
    Traceback (most recent call last):
    mtkit.errors.GlossaryError: g.tsv:2: 1 cells where the header has 2; write an empty cell for a missing value
    """
    lines = rows(text, path, delimiter)
    number, header = next(lines, (0, []))
    names = _header(header, path, number)
    entries: list[Entry] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in lines:
        entry = _entry(names, cells, path, number)
        forms = (entry.en, entry.ja, entry.ko)
        if forms in seen:
            raise GlossaryError(
                f"the same names as in line {seen[forms]}", path=path, line=number, hint="remove one of the two"
            )
        seen[forms] = number
        entries.append(entry)
    return tuple(entries)


def _header(cells: Sequence[str], path: str | Path, line: int) -> tuple[str, ...]:
    names = tuple(cell.strip().lower() for cell in cells)
    if unknown := [name for name in names if name not in COLUMNS]:
        raise GlossaryError(
            f"unknown column {unknown[0]!r} in the header",
            path=path,
            line=line,
            hint=f"columns are {', '.join(COLUMNS)}",
        )
    if twice := [name for name in names if names.count(name) > 1]:
        raise GlossaryError(f"column {twice[0]!r} twice in the header", path=path, line=line)
    if sum(language in names for language in LANGUAGES) < 2:
        raise GlossaryError(
            "no header with two of the columns en, ja, ko",
            path=path,
            line=line,
            hint="the first line names the columns",
        )
    return names


def _entry(names: Sequence[str], cells: Sequence[str], path: str | Path, line: int) -> Entry:
    if len(cells) != len(names):
        hint = (
            "write an empty cell for a missing value"
            if len(cells) < len(names)
            else "is there a tab or comma in a value?"
        )
        raise GlossaryError(f"{len(cells)} cells where the header has {len(names)}", path=path, line=line, hint=hint)
    values: dict[str, Any] = dict(zip(names, map(str.strip, cells), strict=True))
    for language in LANGUAGES:
        form = values.get(language)
        if form == _NONE:
            values[language] = ""
        elif form == "" and not values.get("dnt"):
            hint = f"write the name, or {_NONE} when there is none"
            raise GlossaryError(f"empty {language} form", path=path, line=line, hint=hint)
    for name in names:
        if name in _CONVERTERS:
            values[name] = _CONVERTERS[name](values[name])
    for flag in _FLAGS:
        if values.get(flag) not in (None, True, False):
            raise GlossaryError(f"{flag} is {values[flag]!r}", path=path, line=line, hint="write yes or no")
    return Entry(**values, where=f"{path}:{line}" if path else f"line {line}").checked(str(path), line)


def _many(cell: str) -> tuple[str, ...]:
    """The forms between the bars, each once.

    >>> _many("エンコアード社| Encored |エンコアード社")
    ('エンコアード社', 'Encored')
    """
    if "|" not in cell:
        return (cell,) if cell else ()
    return tuple(dict.fromkeys(form for part in cell.split("|") if (form := part.strip())))


_CONVERTERS: dict[str, Callable[[str], object]] = dict.fromkeys(_LISTS, _many)
_CONVERTERS["kind"] = lambda cell: _KINDS.get(cell.lower(), cell)
_CONVERTERS["case"] = lambda cell: cell.lower() or "auto"
_CONVERTERS |= dict.fromkeys(_FLAGS, lambda cell: _YES.get(cell.lower(), cell))


def render(entries: Iterable[Entry], delimiter: str = "\t", comment: str = "") -> str:
    """The table of some entries; columns that no entry uses are left out.

    >>> render([Entry(en="Seoul", ko="서울", kind="place")])
    'en\\tja\\tko\\tkind\\nSeoul\\t-\\t서울\\tplace\\n'
    """
    listed = tuple(entries)
    usual = Entry()
    used = [c for c in COLUMNS if c in LANGUAGES or any(getattr(e, c) != getattr(usual, c) for e in listed)]
    out = io.StringIO()
    out.writelines(f"# {line}\n" for line in comment.split("\n") if line)
    if delimiter == "\t":
        for cells in ([*used], *([_cell(entry, name) for name in used] for entry in listed)):
            out.write("\t".join(cells) + "\n")
    else:
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        writer.writerow(used)
        writer.writerows([_cell(entry, name) for name in used] for entry in listed)
    return out.getvalue()


def _cell(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    if name in LANGUAGES:
        return value or ("" if entry.dnt else _NONE)
    if name in _FLAGS:
        return "yes" if value else ""
    return "|".join(value) if isinstance(value, tuple) else str(value)

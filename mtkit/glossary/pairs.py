"""Glossaries of two columns (DeepL TSV and CSV, OmegaT), and Google's sets of equivalent terms."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from mtkit.errors import GlossaryError
from mtkit.glossary import table
from mtkit.glossary.entries import Entry
from mtkit.languages import LANGUAGES, normalise

__all__ = ["parse_equivalents", "parse_pairs", "render_equivalents", "render_pairs"]


def parse_pairs(text: str, path: str | Path, delimiter: str, languages: tuple[str, str]) -> tuple[Entry, ...]:
    """The entries of source and target columns; a third column is a note (OmegaT), or language codes (DeepL CSV).

    Raises GlossaryError with the line.

    >>> parse_pairs("光州\\tGwangju\\n", "g.txt", "\\t", ("ja", "en"))[0].en
    'Gwangju'
    """
    source, target = (normalise(code) for code in languages)
    entries, seen = list[Entry](), dict[str, int]()
    for line, cells in table.rows(text, path, delimiter):
        values = [cell.strip() for cell in cells]
        if len(values) not in (2, 3, 4):
            raise GlossaryError(f"{len(values)} columns", path=path, line=line, hint="write source and target")
        if not values[0] or not values[1]:
            side = "source" if not values[0] else "target"
            raise GlossaryError(f"empty {side}", path=path, line=line, hint="write both sides or remove the line")
        if values[0] in seen:
            raise GlossaryError(f"{values[0]!r} as in line {seen[values[0]]}", path=path, line=line, hint="keep one")
        seen[values[0]] = line
        note = values[2] if len(values) == 3 else ""
        entries.append(_entry({source: values[0], target: values[1]}, note, path, line))
    return tuple(entries)


def _entry(forms: dict[str, str], note: str, path: str | Path, line: int) -> Entry:
    english, japanese, korean = (forms.get(code, "") for code in LANGUAGES)
    return Entry(english, japanese, korean, note=note, where=f"{path}:{line}").checked(str(path), line)


def render_pairs(entries: Iterable[Entry], delimiter: str, languages: tuple[str, str], *, notes: bool = False) -> str:
    """Source and target of each entry that has both, preferred forms first, then each alias of the source.

    >>> render_pairs([Entry(en="Seoul", ko="서울", ko_aliases=("서울시",))], "\\t", ("ko", "en"))
    '서울\\tSeoul\\n서울시\\tSeoul\\n'
    """
    source, target = (normalise(code) for code in languages)
    rows, seen = list[list[str]](), set[str]()
    for entry in entries:
        wanted = entry.form(target)
        for form in entry.forms(source) if wanted else ():
            if form not in seen:  # one line a source is all these formats know
                seen.add(form)
                rows.append([form, wanted or "", *([entry.note] if notes else [])])
    return _written(rows, delimiter)


def parse_equivalents(text: str, path: str | Path) -> tuple[Entry, ...]:
    """Google's equivalent term sets: a header of language codes (and pos, description), a set per line.

    >>> parse_equivalents("en,ja,ko,description\\nSeoul,ソウル,서울,the capital\\n", "g.csv")[0].note
    'the capital'
    """
    lines = table.rows(text, path, ",")
    number, header = next(lines, (0, []))
    names = [name.strip().lower() for name in header]
    codes = [name.split("-")[0] for name in names]
    if sum(code in LANGUAGES for code in codes) < 2:
        raise GlossaryError("no header with two of en, ja, ko", path=path, line=number, hint="write the language codes")
    entries = []
    for line, cells in lines:
        if len(cells) != len(names):
            raise GlossaryError(f"{len(cells)} cells where the header has {len(names)}", path=path, line=line)
        values = dict(zip(codes, (cell.strip() for cell in cells), strict=True))
        forms = {code: values[code] for code in LANGUAGES if code in values}
        entries.append(_entry(forms, values.get("description", ""), path, line))
    return tuple(entries)


def render_equivalents(entries: Iterable[Entry]) -> str:
    """Google's equivalent term sets, with a description column.

    >>> render_equivalents([Entry(en="Seoul", ko="서울")])
    'en,ja,ko,description\\nSeoul,,서울,\\n'
    """
    rows = [[*(entry.form(code) or "" for code in LANGUAGES), entry.note] for entry in entries]
    return _written([[*LANGUAGES, "description"], *rows], ",")


def _written(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    if delimiter == "\t":
        return "".join("\t".join(row) + "\n" for row in rows)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()

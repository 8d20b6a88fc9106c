"""Corpora: aligned texts in two or three languages, read from files that people can read.

A corpus is one of
    a directory with NAME.LANG.md files aligned paragraph by paragraph, and .tsv or .jsonl files;
    a .tsv file with a header (id, en, ja, ko; kind and style when wanted), or a .jsonl file with the same names;
    PATH.en, PATH.ja, PATH.ko, aligned line by line (given as PATH).
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mtkit.errors import CorpusError, LanguageError
from mtkit.languages import LANGUAGES, NAMES, normalise
from mtkit.segments import Segment

__all__ = ["Corpus", "Unit"]

MARKS = {"# ": "headline", "## ": "subhead", "> ": "quote"}
RULE = "---"  # what stands after it is a notice


@dataclass(frozen=True, slots=True)
class Unit:
    """One text in every language of its corpus; "" in a language that the corpus does not have.

    `doc` is the document it belongs to, `kind` what it is there (headline, subhead, body, quote, notice, string).

    >>> Unit("e-12/1", "e-12", "headline", en="Norovirus", ja="ノロウイルス", ko="노로바이러스").text("ja")
    'ノロウイルス'
    """

    id: str
    doc: str
    kind: str
    en: str = ""
    ja: str = ""
    ko: str = ""
    style: str = ""

    def text(self, language: str) -> str:
        """The unit in one language."""
        return {"en": self.en, "ja": self.ja, "ko": self.ko}[normalise(language)]


@dataclass(frozen=True)
class Corpus:
    """Aligned units, in order; checked when they are loaded.

    >>> corpus = Corpus.of([Unit("a/1", "a", "string", en="Save", ja="保存", ko="저장")], name="strings")
    >>> corpus.languages, len(corpus)
    (('en', 'ja', 'ko'), 1)
    >>> corpus.segments("ko")[0].source, corpus.references("ja")
    ('저장', ('保存',))
    """

    name: str
    units: tuple[Unit, ...]
    languages: tuple[str, ...]

    @classmethod
    def of(cls, units: Iterable[Unit], *, name: str) -> "Corpus":
        """A corpus of these units. Raises CorpusError for none at all, an id twice, or a text that is missing."""
        found = tuple(units)
        if not found:
            raise CorpusError("a corpus without a unit", path=name)
        languages = tuple(code for code in LANGUAGES if any(unit.text(code) for unit in found))
        if len(languages) < 2:
            raise CorpusError("a corpus needs two languages at least", path=name)
        seen: dict[str, Unit] = {}
        for unit in found:
            if unit.id in seen:
                raise CorpusError(f"the id {unit.id!r} stands there twice", path=name)
            seen[unit.id] = unit
            for code in languages:
                if not unit.text(code).strip():
                    raise CorpusError(f"{unit.id}: empty in {NAMES[code]}", path=name)
        return cls(name, found, languages)

    @classmethod
    def load(cls, path: str | Path) -> "Corpus":
        """Read a corpus. Raises CorpusError for a file that is not one, or whose languages are not aligned."""
        place = Path(path)
        if place.is_dir():
            units = _directory(place)
        elif place.is_file():
            units = _file(place)
        else:
            units = _lines(place)
        return cls.of(units, name=str(path))

    def __len__(self) -> int:
        return len(self.units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def segments(self, source: str) -> tuple[Segment, ...]:
        """The units in one language, to be translated; `where` and `context` are their ids."""
        return tuple(
            Segment(text, unit.id, unit.id) for unit, text in zip(self.units, self._texts(source), strict=True)
        )

    def references(self, target: str) -> tuple[str, ...]:
        """The units in one language, to be compared with."""
        return self._texts(target)

    def select(self, wanted: Callable[[Unit], bool]) -> "Corpus":
        """The part of a corpus that is wanted. Raises CorpusError when nothing is.

        >>> units = [Unit("a/1", "a", "string", en="Save", ko="저장"), Unit("b/1", "b", "body", en="Rain.", ko="비.")]
        >>> [unit.id for unit in Corpus.of(units, name="x").select(lambda unit: unit.kind == "body")]
        ['b/1']
        """
        return Corpus.of(filter(wanted, self.units), name=self.name)

    def documents(self) -> tuple["Corpus", ...]:
        """One corpus for each document, in order."""
        groups: dict[str, list[Unit]] = {}
        for unit in self.units:
            groups.setdefault(unit.doc, []).append(unit)
        return tuple(Corpus.of(units, name=doc) for doc, units in groups.items())

    def _texts(self, language: str) -> tuple[str, ...]:
        code = normalise(language)
        if code not in self.languages:
            raise LanguageError(f"{self.name} has no {NAMES[code]}", hint=f"it has {', '.join(self.languages)}")
        return tuple(unit.text(code) for unit in self.units)


def _directory(folder: Path) -> Iterator[Unit]:
    styles = _styles(folder / "origin.toml")
    groups: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.glob("*.md")):
        name, _, code = path.stem.rpartition(".")
        if name and code in LANGUAGES:
            groups.setdefault(name, {})[code] = path
    files = sorted(path for path in folder.iterdir() if path.suffix in (".tsv", ".jsonl"))
    if not groups and not files:
        raise CorpusError(
            "no corpus in this directory",
            path=folder,
            hint="it should hold NAME.en.md, NAME.ko.md and so on, or .tsv files",
        )
    languages = {code for paths in groups.values() for code in paths}
    for name, paths in groups.items():
        if missing := sorted(languages - paths.keys()):
            raise CorpusError(f"{name}.{missing[0]}.md is missing", path=folder)
        yield from _aligned(name, paths, styles.get(name, ""))
    for path in files:
        yield from _file(path)


def _styles(origin: Path) -> Mapping[str, str]:
    """Speech levels by document: the one thing that origin.toml says and the texts do not."""
    if not origin.is_file():
        return {}
    try:
        styles: Mapping[str, str] = tomllib.loads(_read(origin)).get("styles", {})
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"not TOML ({error})", path=origin) from None
    return styles


def _aligned(name: str, paths: Mapping[str, Path], style: str) -> Iterator[Unit]:
    blocks = {code: tuple(_paragraphs(path)) for code, path in paths.items()}
    first, *others = blocks
    for code in others:
        if len(blocks[code]) != len(blocks[first]):
            message = (
                f"{len(blocks[first])} paragraphs in {paths[first].name}, {len(blocks[code])} in {paths[code].name}"
            )
            raise CorpusError(message, path=paths[code])
    for number, row in enumerate(zip(*blocks.values(), strict=True), start=1):
        kinds = [kind for kind, _, _ in row]
        for code, (kind, _, line) in zip(blocks, row, strict=True):
            if kind != kinds[0]:
                raise CorpusError(
                    f"paragraph {number} is a {kind} here, a {kinds[0]} in {paths[first].name}",
                    path=paths[code],
                    line=line,
                )
        texts = {code: text for code, (_, text, _) in zip(blocks, row, strict=True)}
        yield Unit(f"{name}/{number}", name, kinds[0], style=style, **texts)


def _paragraphs(path: Path) -> Iterator[tuple[str, str, int]]:
    """Kind, text and line of each paragraph; a paragraph is one line."""
    notice, before = False, ""
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line == RULE:
            notice = True
        elif line.strip():
            if before.strip() and before != RULE:
                raise CorpusError(
                    "a paragraph of two lines", path=path, line=number, hint="put a blank line between paragraphs"
                )
            mark = next((mark for mark in MARKS if line.startswith(mark)), "")
            kind = MARKS[mark] if mark else "notice" if notice else "body"
            yield kind, line[len(mark) :], number
        before = line


def _file(path: Path) -> Iterator[Unit]:
    if path.suffix == ".tsv":
        rows = _table(path)
    elif path.suffix == ".jsonl":
        rows = _objects(path)
    else:
        raise CorpusError("not a corpus", path=path, hint="use .tsv, .jsonl or a directory of NAME.LANG.md files")
    for number, row in rows:
        yield _unit(path, number, row)


def _table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    head, *lines = _read(path).removesuffix("\n").split("\n")
    names = head.split("\t")
    if strange := [name for name in names if name not in (*Unit.__dataclass_fields__, "seg")]:
        raise CorpusError(
            f"unknown column {strange[0]!r}", path=path, line=1, hint="columns: id, doc, kind, style, en, ja, ko"
        )
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(names):
            raise CorpusError(f"{len(cells)} columns, the header has {len(names)}", path=path, line=number)
        yield number, dict(zip(names, cells, strict=True))


def _objects(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(_read(path).removesuffix("\n").split("\n"), start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"not JSON ({error})", path=path, line=number) from None
        if not isinstance(row, dict):
            raise CorpusError("not a JSON object", path=path, line=number)
        yield number, {name: str(value) for name, value in row.items() if value is not None}


def _unit(path: Path, number: int, row: Mapping[str, str]) -> Unit:
    """A unit from its named columns; an id is made of document and number when there is none."""
    doc, _, last = row.get("id", "").rpartition("/")
    doc = row.get("doc") or doc or path.stem
    name = row.get("id") or f"{doc}/{row.get('seg') or last or number}"
    texts = {code: row[code] for code in LANGUAGES if code in row}
    for code, text in texts.items():
        if not text.strip():
            raise CorpusError(f"{name}: empty in {NAMES[code]}", path=path, line=number)
    return Unit(name, doc, row.get("kind") or "string", style=row.get("style", ""), **texts)


def _lines(prefix: Path) -> Iterator[Unit]:
    paths = {code: path for code in LANGUAGES if (path := prefix.with_name(f"{prefix.name}.{code}")).is_file()}
    if not paths:
        raise CorpusError("no such file or directory", path=prefix)
    texts = {code: _read(path).removesuffix("\n").split("\n") for code, path in paths.items()}
    first, *others = texts
    for code in others:
        if len(texts[code]) != len(texts[first]):
            message = f"{len(texts[first])} lines in {paths[first].name}, {len(texts[code])} in {paths[code].name}"
            raise CorpusError(message, path=paths[code])
    for number, row in enumerate(zip(*texts.values(), strict=True), start=1):
        yield Unit(f"{prefix.name}/{number}", prefix.name, "body", **dict(zip(texts, row, strict=True)))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise CorpusError("not UTF-8", path=path) from None
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror})", path=path) from None

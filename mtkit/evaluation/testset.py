"""The test set: aligned sources and references with a name and a checksum, out of files or of a corpus."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mtkit.corpus import Corpus
from mtkit.documents import bilingual
from mtkit.errors import CorpusError, InputError
from mtkit.languages import LANGUAGES, normalise

__all__ = ["TestSet", "read_lines", "read_tsv"]


@dataclass(frozen=True)
class TestSet:
    """Sources with one or several streams of references, in one direction; documents, kinds and ids where known.

    Raises CorpusError for streams of unequal length, an empty set, an empty reference or an id that is there twice.

    >>> test_set = TestSet("two", "ko", "en", ("안녕", "잘 가"), (("Hello", "Bye"),))
    >>> len(test_set), test_set.checksum[:12], test_set.ids
    (2, 'cb5a85bfa372', ('1', '2'))
    >>> TestSet("two", "ko", "en", ("안녕", "잘 가"), (("Hello",),))
    Traceback (most recent call last):
    mtkit.errors.CorpusError: two: 2 sources, 1 references
    """

    __test__ = False  # not a test case, whatever its name

    name: str
    source: str
    target: str
    sources: tuple[str, ...]
    references: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", normalise(self.source))
        object.__setattr__(self, "target", normalise(self.target))
        if not self.ids:
            object.__setattr__(self, "ids", tuple(str(number) for number in range(1, len(self.sources) + 1)))
        _check(self)

    def __len__(self) -> int:
        return len(self.sources)

    @property
    def direction(self) -> str:
        """Source and target language: ko-en."""
        return f"{self.source}-{self.target}"

    @property
    def checksum(self) -> str:
        """The SHA-256 of direction, sources and references: what a score was measured on."""
        digest = hashlib.sha256(self.direction.encode())
        for stream in (self.sources, *self.references):
            digest.update(b"\x1e")
            for text in stream:
                digest.update(text.encode() + b"\n")
        return digest.hexdigest()

    @classmethod
    def load(cls, source: str | Path, references: Sequence[str | Path], languages: tuple[str, str]) -> "TestSet":
        """A test set of line-aligned files; the name is that of the source file.

        Raises CorpusError with the two counts when the files are not of one length.
        """
        name = Path(source).name
        streams = tuple(read_lines(path) for path in references)
        sources = read_lines(source)
        for path, stream in zip(references, streams, strict=True):
            if len(stream) != len(sources):
                raise CorpusError(f"{len(stream)} lines, but {source} has {len(sources)}", path=path)
            if "" in stream:
                raise CorpusError("empty reference", path=path, line=stream.index("") + 1)
        return cls(name, *languages, sources, streams)

    @classmethod
    def of_corpus(cls, corpus: Corpus, source: str, target: str) -> "TestSet":
        """A direction of a trilingual corpus. Raises LanguageError for a language that it does not have."""
        units, sources = corpus.units, tuple(segment.source for segment in corpus.segments(source))
        columns = (tuple(u.id for u in units), tuple(u.doc for u in units), tuple(u.kind for u in units))
        return cls(corpus.name, source, target, sources, (corpus.references(target),), *columns)

    @classmethod
    def of_pairs(cls, path: str | Path, source: str | None = None, target: str | None = None) -> "TestSet":
        """A test set of a bilingual file (PO, TMX, XLIFF ...): the translated pairs with text on both sides.

        Raises InputError for a file that is none, CorpusError when it does not say its languages and nobody does.
        """
        pairs = bilingual.read(path, source, target)
        found = tuple(pair for pair in pairs if pair.source.strip() and pair.target.strip())
        if not found:
            raise CorpusError("no pair with a text on both sides", path=path, hint="say --from and --to")
        languages = source or found[0].source_language, target or found[0].target_language
        if not all(languages):
            raise CorpusError("does not say its languages", path=path, hint="say --from and --to")
        sides = tuple(pair.source for pair in found), (tuple(pair.target for pair in found),)
        return cls(Path(path).name, *languages, *sides)

    def hypotheses(self, path: str | Path) -> tuple[str, ...]:
        """A system's translations: a line each, or a bilingual file that has the sources of this test set in order.

        Raises CorpusError for a bilingual file of other sources; the number of lines is checked when they are scored.
        """
        if Path(path).suffix.lower() not in bilingual.suffixes():
            return read_lines(path)
        pairs = bilingual.read(path, self.source, self.target)
        wanted = set(self.sources)
        found = [pair for pair in pairs if pair.source in wanted]
        if tuple(pair.source for pair in found) != self.sources:
            counts = f"{len(found)} of its {len(pairs)} sources are in {self.name}, which has {len(self)}"
            raise CorpusError(counts, path=path, hint="is it of another test set?")
        return tuple(pair.target for pair in found)

    def reversed(self) -> "TestSet":
        """The other direction, with the first reference as the source."""
        turned = replace(self, source=self.target, target=self.source, sources=self.references[0])
        return replace(turned, references=(self.sources,))


def _check(test_set: TestSet) -> None:
    name, count = test_set.name, len(test_set)
    if not count:
        raise CorpusError(f"{name}: nothing to score (0 sources)")
    for stream in test_set.references:
        if len(stream) != count:
            raise CorpusError(f"{name}: {count} sources, {len(stream)} references")
        if any(not text.strip() for text in stream):
            number = next(i for i, text in enumerate(stream) if not text.strip())
            raise CorpusError(f"{name}: empty reference for segment {test_set.ids[number]}")
    for label, values in (("ids", test_set.ids), ("documents", test_set.docs), ("kinds", test_set.kinds)):
        if values and len(values) != count:
            raise CorpusError(f"{name}: {count} sources, {len(values)} {label}")
    if len(set(test_set.ids)) != count:
        twice = next(identity for i, identity in enumerate(test_set.ids) if identity in test_set.ids[:i])
        counts = f"{count} segments, {len(set(test_set.ids))} different ids"
        raise CorpusError(f"{name}: {counts}", hint=f"{twice!r} is there twice")


def read_lines(path: str | Path) -> tuple[str, ...]:
    """The lines of a UTF-8 file without the white space at their ends; a line ends at a newline only.

    Raises InputError for a missing file and for bytes that are not UTF-8, with the line.

    >>> read_lines("nowhere.txt")
    Traceback (most recent call last):
    mtkit.errors.InputError: nowhere.txt: no such file
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise InputError(f"{reason}", path=path) from error
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError("not UTF-8", path=path, line=line, hint="convert it with iconv -t UTF-8") from error
    lines = text.split("\n")
    return tuple(line.rstrip() for line in (lines[:-1] if not lines[-1] else lines))


def read_tsv(path: str | Path, source: str, target: str) -> TestSet:
    """A test set out of a TSV file whose header names the languages, and `id`, `doc`, `kind` if it likes.

    A language's column may be there again for more references. Raises CorpusError with path and line.
    """
    lines = read_lines(path)
    header = [cell.strip().lower() for cell in lines[0].split("\t")] if lines else []
    for language in (source, target):
        if language not in header:
            hint = f"name columns {', '.join(LANGUAGES)}"
            raise CorpusError(f"no column {language!r} in the header", path=path, line=1, hint=hint)
    rows = [line.split("\t") for line in lines[1:] if line]
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise CorpusError(f"{len(row)} columns, the header has {len(header)}", path=path, line=number)
    columns = [tuple(row[i].strip() for row in rows) for i in range(len(header))]
    one = {name: columns[header.index(name)] for name in header}
    references = tuple(column for name, column in zip(header, columns, strict=True) if name == target)
    name, sides = Path(path).name, (one[source], references)
    return TestSet(name, source, target, *sides, _of(one, "id"), _of(one, "doc"), _of(one, "kind"))


def _of(columns: dict[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    values: Iterable[str] = columns.get(name, ())
    return tuple(values)

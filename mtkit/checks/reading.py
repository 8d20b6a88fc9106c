"""Two files, or one that holds both languages, as the units to check."""

from pathlib import Path

from mtkit import documents
from mtkit.checks.units import Side, Unit
from mtkit.documents import bilingual, encodings, files
from mtkit.documents.pairs import Pair
from mtkit.errors import InputError
from mtkit.languages import LANGUAGES, detect

__all__ = ["matched", "read"]


def read(
    source: str | Path,
    target: str | Path | None = None,
    languages: tuple[str, str] = ("", ""),
    *,
    format: str | None = None,
    encoding: str | None = None,
) -> tuple[Pair | Unit, ...]:
    """The pairs of a bilingual file, of two line-aligned texts, or of two documents whose segments match in order.

    `languages` are asked for where the files do not tell (a suffix or a part of the name: news.ko.md, news.en).
    Raises InputError when the two are not of one length: both lengths, and where to look.

    >>> read("no-such.po")
    Traceback (most recent call last):
    mtkit.errors.InputError: no-such.po: no such file
    """
    if target is None:
        return bilingual.read(source, languages[0] or None, languages[1] or None)
    source, target = Path(source), Path(target)
    codes = languages[0] or _named(source), languages[1] or _named(target)
    kinds = [format or _format(path) for path in (source, target)]
    if kinds[0] != kinds[1]:
        raise InputError(f"{kinds[0]} and {kinds[1]}", path=target, hint="two documents of one format, or say --format")
    if kinds[0] == "text":
        return _lines(source, target, codes, encoding)
    return _segments(source, target, codes, kinds[0], encoding)


def matched(
    source: Path, target: Path | None, languages: tuple[str, str] = ("", "")
) -> tuple[tuple[Path, Path | None], ...]:
    """The files to compare: the two that are named, or those of two directories whose names differ by language alone.

    Raises InputError for a directory beside a file, and for a file of the target directory without its source.

    >>> matched(Path("a.ko"), Path("a.en"))
    ((PosixPath('a.ko'), PosixPath('a.en')),)
    """
    if target is None or not (source.is_dir() or target.is_dir()):
        return ((source, target),)
    if not (source.is_dir() and target.is_dir()):
        raise InputError("a directory and a file", path=target, hint="name two directories or two files")
    sources, targets = (_keyed(folder, code) for folder, code in zip((source, target), languages, strict=True))
    for key, path in targets.items():
        if key not in sources:
            raise InputError(f"no source in {source}", path=path, hint="say --from and --to, or remove the file")
    return tuple((sources[key], targets[key]) for key in sorted(targets))


def _keyed(folder: Path, code: str) -> dict[str, Path]:
    """A directory's documents by their names without languages; with a code, only those in that language."""
    found: dict[str, Path] = {}
    for path in documents.discover([folder]):
        named = _named(path.relative_to(folder))
        if code and named and named != code:
            continue
        parts = path.relative_to(folder).as_posix().replace("/", "/.").split(".")
        key = ".".join(part for part in parts if part.strip("/").lower() not in LANGUAGES)
        if key in found:
            raise InputError(f"as {found[key].name} in another language", path=path, hint="say --from and --to")
        found[key] = path
    return found


def _named(path: Path) -> str:
    """The language that a name tells: news.ko.md, news.en, locale/ko/news.md."""
    parts = [*path.name.lower().split(".")[:0:-1], *(part.lower() for part in path.parts[-2::-1])]
    return next((part for part in parts if part in LANGUAGES), "")


def _format(path: Path) -> str:
    if path.suffix.lower() in {f".{code}" for code in LANGUAGES}:
        return "text"
    return documents.format_of(path)


def _lines(source: Path, target: Path, codes: tuple[str, str], encoding: str | None) -> tuple[Pair, ...]:
    left, right = _decoded(source, encoding), _decoded(target, encoding)
    _same_length(source, target, len(left), len(right), "lines")
    rows = enumerate(zip(left, right, strict=True), 1)
    return tuple(Pair(one, other, f"{target}:{number}", "", *codes) for number, (one, other) in rows)


def _decoded(path: Path, encoding: str | None) -> list[str]:
    found = encodings.decode(files.load(path), name=str(path), encoding=encoding)
    lines = [line.removesuffix("\r") for line in found.text.split("\n")]
    return lines[:-1] if lines and not lines[-1] else lines


def _segments(
    source: Path, target: Path, codes: tuple[str, str], format: str, encoding: str | None
) -> tuple[Unit, ...]:
    left, right = (documents.read(path, format=format, encoding=encoding).segments for path in (source, target))
    _same_length(source, target, len(left), len(right), "segments")
    known = [
        code or detect("".join(segment.source for segment in segments)) or ""
        for code, segments in zip(codes, (left, right), strict=True)
    ]
    return tuple(
        Unit(Side(one.source, known[0], one.spans), Side(other.source, known[1], other.spans), other.where, one.context)
        for one, other in zip(left, right, strict=True)
    )


def _same_length(source: Path, target: Path, one: int, other: int, what: str) -> None:
    if one != other:
        raise InputError(f"{other} {what}, {one} in {source}", path=target, hint="align the two first")

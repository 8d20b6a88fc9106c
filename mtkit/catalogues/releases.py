"""Releases as catalogues and back: an entry for each segment, so that a gettext site shows localized documents.

A release is a document for each language, `ID.LANG.SUFFIX` (`d-03.ko.md`, `d-03.en.md`). Its ID is the msgctxt of its
entries, `ID#2` where one text of a release was translated in two ways.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mtkit import documents
from mtkit.catalogues.header import Stamp, localized, stamped
from mtkit.catalogues.merge import merge
from mtkit.documents import files, po_edit
from mtkit.documents.po_catalogue import Catalogue
from mtkit.documents.po_syntax import Entry
from mtkit.errors import InputError
from mtkit.languages import LANGUAGES, normalise
from mtkit.memory import Unit
from mtkit.segments import Issue, Segment

__all__ = ["Release", "export", "find", "restored", "units"]

_HEADER = "Project-Id-Version: {domain}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nX-Source-Language: {source}\n"


@dataclass(frozen=True, slots=True)
class Release:
    """A document in the languages that there are of it.

    >>> Release("d-03", {"ko": Path("d-03.ko.md")}).paths["ko"].name
    'd-03.ko.md'
    """

    id: str
    paths: Mapping[str, Path]

    def beside(self, source: str, language: str, directory: Path) -> Path:
        """Where the document of another language belongs: the source's name with the language changed."""
        name = self.paths[source].name
        return directory / Path(self.id).parent / name.replace(f".{source}.", f".{language}.")


def find(root: Path, source: str) -> tuple[Release, ...]:
    """The releases below a directory that are there in the source language, by ID.

    >>> find(Path("/no/such"), "ko")
    Traceback (most recent call last):
    mtkit.errors.InputError: /no/such: no such file or directory
    """
    found: dict[str, dict[str, Path]] = {}
    for path in files.find([root], documents.suffixes()):
        id_, _, language = path.relative_to(root).with_suffix("").as_posix().rpartition(".")
        if id_ and language in LANGUAGES:
            found.setdefault(id_, {})[language] = path
    kept = tuple(Release(id_, paths) for id_, paths in sorted(found.items()) if source in paths)
    if not kept:
        raise InputError(f"no NAME.{source}.md or its like", path=root, hint="say another --from")
    return kept


def export(
    releases: Iterable[Release], source: str, target: str, domain: str, stamp: Stamp, known: Catalogue | None = None
) -> tuple[Catalogue, tuple[Issue, ...]]:
    """The releases as a catalogue of the target language, with the translations that there are.

    `known` is the catalogue of an earlier export: what people changed in it stays, by the rules of a merge. A release
    whose two documents have unequal numbers of segments goes in untranslated, with an issue.
    """
    entries, said, issues = dict[tuple[str | None, str], Entry](), dict[tuple[str | None, str], str](), list[Issue]()
    for release in releases:
        pairs, found = _pairs(release, source, target)
        issues += found
        for where, text, translation in pairs:
            _add(entries, said, release.id, where, text, translation)
    first = Entry("", 1, "", (_HEADER.format(domain=domain, source=source),))
    template = Catalogue(domain, tuple(_written((first, *entries.values()))))
    base = merge(known, template, guess=False) if known else localized(template, target, domain, stamp)
    filled = tuple(_said(entry, said.get(entry.key, ""), base) for entry in base.entries)
    changed = replace(base, entries=filled)
    return (stamped(changed, target, stamp) if filled != base.entries else base), tuple(issues)


def _pairs(release: Release, source: str, target: str) -> tuple[list[tuple[str, str, str]], list[Issue]]:
    """Place, text and translation of each segment."""
    mine = documents.read(release.paths[source]).segments
    if target not in release.paths:
        return [(segment.where, segment.source, "") for segment in mine], []
    theirs = documents.read(release.paths[target]).segments
    if len(mine) != len(theirs):
        message = f"{len(theirs)} segments for {len(mine)} of {release.paths[source]}: left untranslated"
        return [(s.where, s.source, "") for s in mine], [Issue("unaligned", str(release.paths[target]), message, True)]
    return [(s.where, s.source, t.source) for s, t in zip(mine, theirs, strict=True)], []


def _add(
    entries: dict[tuple[str | None, str], Entry],
    said: dict[tuple[str | None, str], str],
    id_: str,
    where: str,
    text: str,
    translation: str,
) -> None:
    """An equal text of the release is the same entry, unless it was translated in another way."""
    number, context = 1, id_
    while said.get((context, text), translation) != translation:
        number += 1
        context = f"{id_}#{number}"
    key = context, text
    said[key] = translation
    references = (*entries[key].references, _reference(where)) if key in entries else (_reference(where),)
    entries[key] = Entry("", 0, text, ("",), None, context, references=references)


def _reference(where: str) -> str:
    """A path with spaces stands between the isolates that GNU gettext writes."""
    path, _, line = where.rpartition(":")
    return f"\u2068{path}\u2069:{line}" if " " in path else where


def _written(entries: Iterable[Entry]) -> Iterator[Entry]:
    for number, entry in enumerate(entries):
        made = po_edit.new(entry, Catalogue("").layout)
        yield made if number else replace(made, raw=made.raw.lstrip("\n"))


def _said(entry: Entry, text: str, catalogue: Catalogue) -> Entry:
    wanted = text and not entry.obsolete and entry.empty
    return po_edit.changed(entry, catalogue.layout, strings=[text]) if wanted else entry


def restored(
    release: Release, source: str, catalogue: Catalogue, *, fuzzy: bool = False
) -> tuple[bytes, tuple[Issue, ...]]:
    """A release in the catalogue's language. A segment that nobody translated, or only in doubt, stays as it is, with a
    serious issue; `fuzzy` takes those in doubt.
    """
    language = normalise(catalogue.header.get("Language", ""))
    document = documents.read(release.paths[source])
    strings = {entry.key: entry for entry in catalogue.messages}
    targets, issues = list[str](), list[Issue]()
    for segment in document.segments:
        entry = strings.get((_context(release, segment, strings), segment.source))
        right = entry and (entry.translated or (fuzzy and not entry.empty))
        targets.append(entry.strings[0] if entry and right else segment.source)
        if not right:
            why = "is fuzzy" if entry and not entry.empty else "has no translation"
            issues.append(Issue("not-translated", segment.where, f"{why}: {segment.source[:60]!r}", serious=True))
    output = document.output(targets, language=language)
    return output.data, (*issues, *output.notices)


def _context(release: Release, segment: Segment, strings: Mapping[tuple[str | None, str], Entry]) -> str:
    """The msgctxt of a segment: of several for one text, that whose references name the segment's place."""
    context, number = release.id, 1
    while entry := strings.get((context, segment.source)):
        if _reference(segment.where) in entry.references:
            return context
        number += 1
        context = f"{release.id}#{number}"
    return release.id


def units(catalogue: Catalogue, source: str, target: str) -> Iterator[Unit]:
    """What people stand behind in a catalogue, for the translation memory.

    >>> from mtkit.documents.po_catalogue import read_bytes
    >>> [unit.ko for unit in units(read_bytes('msgid "Hello"\\nmsgstr "안녕"\\n'.encode(), "ko.po"), "en", "ko")]
    ['안녕']
    """
    date = _date(catalogue.header.get("PO-Revision-Date", ""))
    for entry in catalogue.messages:
        if entry.translated and entry.plural is None:
            texts = {source: entry.id, target: entry.strings[0]}
            en, ja, ko = (texts.get(language, "") for language in LANGUAGES)
            yield Unit(en, ja, ko, entry.context or "", catalogue.name, date)


def _date(text: str) -> str:
    """`2026-11-30 12:00+0900` as the memory writes it; empty for what is no date."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M%z")
    except ValueError:
        return ""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

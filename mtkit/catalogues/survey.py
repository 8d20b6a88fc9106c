"""What a catalogue holds, in numbers, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit import checks
from mtkit.checks import Side, Unit
from mtkit.documents import po_formats
from mtkit.documents.po import PLURALS
from mtkit.documents.po_catalogue import Catalogue
from mtkit.documents.po_syntax import Entry
from mtkit.glossary import Glossary
from mtkit.segments import Issue

__all__ = ["Stats", "check", "count"]


@dataclass(frozen=True, slots=True)
class Stats:
    """How many entries are translated, fuzzy, untranslated and obsolete, how many of the first two a machine made
    (`machine`), and the words (of the msgids, split at white space) in all and untranslated.

    >>> Stats("ko.po", "ko", translated=3, untranslated=1).share
    0.75
    """

    name: str
    language: str = ""
    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    obsolete: int = 0
    machine: int = 0
    words: int = 0
    words_left: int = 0

    @property
    def share(self) -> float:
        """The translated share of all entries; 1 where there is none."""
        total = self.translated + self.fuzzy + self.untranslated
        return self.translated / total if total else 1.0


def count(catalogue: Catalogue) -> Stats:
    """The numbers of a catalogue.

    >>> from mtkit.documents.po_catalogue import read_bytes
    >>> count(read_bytes(b'msgid "Open it"\\nmsgstr ""\\n', "ko.po")).words_left
    2
    """
    entries = catalogue.messages
    left = [entry for entry in entries if not all(entry.strings) and not (entry.fuzzy and not entry.empty)]
    fuzzy = [entry for entry in entries if entry.fuzzy and not entry.empty]
    made = [
        entry for entry in entries if not entry.empty and any(text.startswith("mtkit:") for text in entry.extracted)
    ]
    return Stats(
        catalogue.name,
        catalogue.header.get("Language", ""),
        len(entries) - len(left) - len(fuzzy),
        len(fuzzy),
        len(left),
        sum(entry.obsolete for entry in catalogue.entries),
        len(made),
        _words(entries),
        _words(left),
    )


def _words(entries: Sequence[Entry]) -> int:
    return sum(len(entry.id.split()) for entry in entries)


def check(catalogue: Catalogue, source: str, target: str, glossary: Glossary | None = None) -> tuple[Issue, ...]:
    """What is wrong with a catalogue: its header, plural forms, directives by their flags, and all of `mtkit.checks`.

    >>> from mtkit.documents.po_catalogue import read_bytes
    >>> data = 'msgid ""\\nmsgstr "Language: ko\\\\n"\\n\\n#, c-format\\nmsgid "%d pages"\\nmsgstr "%s쪽"\\n'.encode()
    >>> [issue.code for issue in check(read_bytes(data, "ko.po"), "en", "ko")]
    ['header-charset', 'format-changed', 'placeholder-missing', 'placeholder-added']
    """
    found = [*_header(catalogue, target), *broken(catalogue)]
    units = [unit for entry in catalogue.messages for unit in _units(entry, catalogue, source, target)]
    return (*found, *checks.check(units, source, target, glossary=glossary))


def broken(catalogue: Catalogue) -> tuple[Issue, ...]:
    """What would break the program that loads the catalogue: plural forms, directives, newlines at the ends.

    >>> from mtkit.documents.po_catalogue import read_bytes
    >>> [i.code for i in broken(read_bytes('msgid "Yes\\\\n"\\nmsgstr "네"\\n'.encode(), "ko.po"))]
    ['newline-changed']
    """
    return tuple(issue for entry in catalogue.messages for issue in _entry(entry, catalogue) if not entry.fuzzy)


def _header(catalogue: Catalogue, target: str) -> Iterator[Issue]:
    header, name = catalogue.header, catalogue.name
    if not header:
        yield Issue("header-missing", name, "no entry with the empty msgid: charset and plural forms are unknown", True)
        return
    if "charset=" not in header.get("Content-Type", "") or "charset=CHARSET" in header["Content-Type"]:
        yield Issue("header-charset", name, "Content-Type names no charset", serious=True)
    plural = any(entry.plural is not None for entry in catalogue.messages)
    if plural and catalogue.forms is None:
        yield Issue("header-plural", name, f"no Plural-Forms; for {target}: {PLURALS[target]}", serious=True)
    language = header.get("Language", "")
    if language and language.replace("_", "-").split("-")[0].lower() != target:
        yield Issue("header-language", name, f"Language is {language}, not {target}")


def _entry(entry: Entry, catalogue: Catalogue) -> Iterator[Issue]:
    where = f"{catalogue.name}:{entry.line}"
    forms = catalogue.forms
    if entry.plural is not None and forms is not None and len(entry.strings) != forms and not entry.empty:
        yield Issue("plural-count", where, f"{len(entry.strings)} forms, the header says {forms}", serious=True)
    for number, text in enumerate(entry.strings):
        source = entry.id if entry.plural is None or (number == 0 and len(entry.strings) > 1) else entry.plural
        if text and _ends(source) != _ends(text):
            yield Issue("newline-changed", where, "one of msgid and msgstr begins or ends with a newline", serious=True)
        if not po_formats.syntax(entry.flags):
            continue
        different = po_formats.differences(source, text, entry.flags) if text else ()
        different = tuple(what for what in different if not what.startswith("<"))  # tags have checks of their own
        if different and not _may_lack(entry, different):
            flag = f"{po_formats.syntax(entry.flags)}-format"
            yield Issue("format-changed", where, f"{' '.join(different)} ({flag})", serious=True)


def _ends(text: str) -> tuple[bool, bool]:
    return text.startswith("\n"), text.endswith("\n")


def _may_lack(entry: Entry, different: Sequence[str]) -> bool:
    """A form for one number alone may leave out the number: `One file` for `%d files`."""
    return entry.plural is not None and len(different) == 1 and len(entry.strings) > 1


def _units(entry: Entry, catalogue: Catalogue, source: str, target: str) -> Iterator[Unit]:
    if entry.fuzzy or entry.empty:
        return
    note = "\n".join((*entry.extracted, *entry.notes))
    flags = frozenset((*entry.flags, "plural") if entry.plural is not None else entry.flags)
    for number, text in enumerate(entry.strings):
        said = entry.id if entry.plural is None or (number == 0 and len(entry.strings) > 1) else entry.plural
        yield Unit(
            Side(said, source), Side(text, target), f"{catalogue.name}:{entry.line}", entry.context or "", note, flags
        )

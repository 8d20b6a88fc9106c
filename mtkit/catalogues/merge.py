"""A newer template merged into a catalogue, by msgmerge's rules.

A message that is still there keeps its translation and its translator's comments, and takes comments, references and
format flags of the template. A new one that is like an old one gets its translation, fuzzy, with the previous msgid. What
the template no longer has becomes obsolete at the end, so that a message that comes back finds its translation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtkit.documents import po_edit
from mtkit.documents.po_catalogue import Catalogue
from mtkit.documents.po_syntax import Entry

__all__ = ["merge"]

ALIKE = 0.6  # msgmerge's own limit, for its own measure (fstrcmp), which is near to this one


def merge(catalogue: Catalogue, template: Catalogue, *, guess: bool = True) -> Catalogue:
    """The catalogue brought up to date; `guess` looks for similar messages. What did not change is byte for byte the same.

    >>> from mtkit.documents.po_catalogue import read_bytes
    >>> old = read_bytes('msgid "Save file"\\nmsgstr "파일 저장"\\n\\nmsgid "Quit"\\nmsgstr "종료"\\n'.encode(), "ko.po")
    >>> new = read_bytes(b'msgid "Save the file"\\nmsgstr ""\\n', "a.pot")
    >>> print(merge(old, new).output().data.decode(), end="")
    #, fuzzy
    #| msgid "Save file"
    msgid "Save the file"
    msgstr "파일 저장"
    <BLANKLINE>
    #~ msgid "Quit"
    #~ msgstr "종료"
    """
    known = {entry.key: entry for entry in catalogue.entries if entry.id and not entry.obsolete}
    retired = {entry.key: entry for entry in catalogue.entries if entry.id and entry.obsolete}
    forms = catalogue.forms or 1
    used = set[int]()
    merged = [entry for entry in catalogue.entries if entry.is_header]
    similar = _Similar([*known.values(), *retired.values()]) if guess else None
    for wanted in template.messages:
        found = known.get(wanted.key) or retired.get(wanted.key)
        like = similar.find(wanted) if similar and not found else None
        if found:
            merged.append(_updated(wanted, found, catalogue, forms))
        else:
            merged.append(_guessed(wanted, like, catalogue, forms) if like else _fresh(wanted, catalogue, forms))
        used |= {id(entry) for entry in (found, like) if entry}
    left = [entry for entry in known.values() if id(entry) not in used and not entry.empty]
    old = [entry for entry in retired.values() if id(entry) not in used]
    merged += [*old, *(po_edit.retired(entry, catalogue.layout) for entry in left)]
    created = template.header.get("POT-Creation-Date")
    changed = replace(catalogue, entries=tuple(_spaced(merged, catalogue)))
    return changed.with_header({"POT-Creation-Date": created}) if created and catalogue.header else changed


def _spaced(entries: Sequence[Entry], catalogue: Catalogue) -> Iterator[Entry]:
    """With a blank line between entries; the first begins the file, and a last line without an end gets one."""
    for number, entry in enumerate(entries):
        raw = (
            entry.raw
            if entry.raw.endswith("\n") or number == len(entries) - 1
            else entry.raw + catalogue.layout.newline
        )
        if not number:
            raw = raw.lstrip("\r\n")
        elif raw.lstrip(" \t")[:1] not in "\r\n":
            raw = catalogue.layout.newline + raw
        yield entry if raw == entry.raw else replace(entry, raw=raw)


def _updated(wanted: Entry, found: Entry, catalogue: Catalogue, forms: int) -> Entry:
    """The known entry with the template's comments; its own lines where these say the same."""
    flags = _flags(wanted, found)
    strings, previous = found.strings, found.previous
    if (wanted.plural is None) != (found.plural is None):
        flags = ("fuzzy", *(flag for flag in flags if flag != "fuzzy"))
        strings, previous = _fitted(found, wanted, forms), (found.context, found.id, found.plural)
    same = (found.extracted, found.references, found.plural) == (_ours(wanted, found), wanted.references, wanted.plural)
    if same and not found.obsolete:
        return po_edit.changed(found, catalogue.layout, flags=flags) if set(flags) != set(found.flags) else found
    entry = replace(
        wanted,
        notes=found.notes,
        extracted=_ours(wanted, found),
        flags=flags,
        strings=strings,
        previous=previous if "fuzzy" in flags else (None, None, None),
    )
    return po_edit.new(entry, catalogue.layout)


def _ours(wanted: Entry, found: Entry) -> tuple[str, ...]:
    """The template's extracted comments, and where the translation comes from."""
    own = tuple(text for text in found.extracted if text.startswith("mtkit:") and text not in wanted.extracted)
    return (*wanted.extracted, *own)


def _flags(wanted: Entry, found: Entry) -> tuple[str, ...]:
    doubt = ("fuzzy",) if found.fuzzy and not found.empty else ()
    return (*doubt, *(flag for flag in wanted.flags if flag != "fuzzy"))


def _guessed(wanted: Entry, found: Entry, catalogue: Catalogue, forms: int) -> Entry:
    """A new message with the translation of one that is like it."""
    previous = found.context, found.id, found.plural
    flags = ("fuzzy", *(flag for flag in wanted.flags if flag != "fuzzy"))
    strings = _fitted(found, wanted, forms)
    entry = replace(wanted, notes=found.notes, flags=flags, strings=strings, previous=previous)
    return po_edit.new(entry, catalogue.layout)


def _fitted(found: Entry, wanted: Entry, forms: int) -> tuple[str, ...]:
    """The strings of one entry for the forms of another."""
    if wanted.plural is None:
        return found.strings[:1]
    return found.strings if found.plural is not None else found.strings[:1] * forms


def _fresh(wanted: Entry, catalogue: Catalogue, forms: int) -> Entry:
    strings = ("",) * (1 if wanted.plural is None else forms)
    return po_edit.new(replace(wanted, strings=strings), catalogue.layout)


class _Similar:
    """The translated entries, to find the one whose msgid is most like another."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = [entry for entry in entries if not entry.empty and not entry.fuzzy]
        self.ids = [entry.id for entry in self.entries]

    def find(self, wanted: Entry) -> Entry | None:
        from rapidfuzz import fuzz, process

        found = process.extractOne(wanted.id, self.ids, scorer=fuzz.ratio, score_cutoff=100 * ALIKE)
        return self.entries[found[2]] if found else None

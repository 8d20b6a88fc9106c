"""PO and POT files as documents: the segments are what is not translated yet, the translations go into their msgstr.

A translation that lost a placeholder or a tag is not written. A translated entry, an obsolete one, an ICU message with choices and every comment stay as they are; what a machine filled is marked fuzzy. In a
template, the fields of the header that name language, plural forms and charset get their values too. `mtkit gettext fill`
does the same with provenance, checks and accelerators of one's choice.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from mtkit.documents import icu, po_edit, po_formats, po_message
from mtkit.documents.po_catalogue import charset
from mtkit.documents.po_layout import Layout, layout_of
from mtkit.documents.po_syntax import Entry, kinds, parse
from mtkit.documents.skeleton import Added, Format, Mark, Part, Piece, Slot, merged
from mtkit.segments import Segment

__all__ = ["FORMAT", "PLURALS", "cut"]

PLURALS = {  # the values of Plural-Forms
    "en": "nplurals=2; plural=(n != 1);",
    "ja": "nplurals=1; plural=0;",
    "ko": "nplurals=1; plural=0;",
}
_NPLURALS = re.compile(r"nplurals\s*=\s*(\d+)")
_VALUE = re.compile(r'^((?:msgstr )?"(Language|Plural-Forms|Content-Type):\s*)([^"\n]*?)((?:\\n)?"\s*)$')
_CHARSET = re.compile(r"(?<=charset=)[A-Za-z0-9._:-]+")


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a PO text. Raises InputError with the line for what is none.

    >>> [p.segment.source for a in cut('msgid "a"\\nmsgstr ""\\n', "ko.po") if isinstance(a, Added) for p in a.pieces if isinstance(p, Slot)]
    ['a']
    """
    entries, tail = parse(text, name)
    layout = layout_of(text)
    forms = next((_forms(entry) for entry in entries if entry.is_header), None)
    pieces = list[Piece]()
    for entry in entries:
        if entry.is_header:
            pieces += _header(entry, layout)
        elif entry.empty and not entry.obsolete and not icu.choices(entry.id):
            pieces += _untranslated(entry, layout, forms, name)
        else:
            pieces.append(entry.raw)
    return merged((*pieces, tail))


def _forms(header: Entry) -> int | None:
    found = _NPLURALS.search(po_edit.fields(header).get("Plural-Forms", ""))
    return int(found.group(1)) if found else None


def _header(entry: Entry, layout: Layout) -> Iterator[Piece]:
    """The header, its own language, charset and plural forms as values that follow the target language."""
    template = "fuzzy" in entry.flags
    for kind, line in kinds(entry.raw):
        found = _VALUE.match(line) if kind == "msgstr" else None
        if template and kind == "#,":
            yield Added((), line)
        elif not found:
            yield line
        else:
            start, field, value, end = found.groups()
            yield from (start, *_field(field, value), end)


def _field(field: str, value: str) -> Iterator[Piece]:
    if field == "Language":
        yield Added((Mark("language", value),), "", lambda to: not _same(value, to))
        yield Added((value,), value, lambda to: _same(value, to))
    elif field == "Plural-Forms" and not _NPLURALS.search(value):
        for language, said in PLURALS.items():
            yield Added((said,), "", lambda to, language=language: to == language)  # type: ignore[misc]
        yield Added((), value)
    elif field == "Content-Type" and (found := _CHARSET.search(value)):
        yield value[: found.start()]
        said = found.group()
        yield Added(("UTF-8",), said) if said.upper() == "CHARSET" else Mark("charset", said)
        yield value[found.end() :]
    else:
        yield value


def _same(value: str, language: str) -> bool:
    return value.lower().replace("_", "-").split("-")[0] == language


def _untranslated(entry: Entry, layout: Layout, forms: int | None, name: str) -> Iterator[Piece]:
    """The lines of an entry, with a slot where its msgstr will stand."""
    lines = list(kinds(entry.raw))
    flagged = po_edit.changed(entry, layout, flags=("fuzzy", *entry.flags))
    now = "".join(line for kind, line in lines if kind == "#,")
    then = "".join(line for kind, line in kinds(flagged.raw) if kind == "#,")
    place = [kind for kind, _ in kinds(flagged.raw)].index("#,")
    yield "".join(line for _, line in lines[:place])
    yield Added((then,), now)
    rest = [line for line in lines[place:] if line[0] != "#,"]
    yield "".join(line for kind, line in rest if not kind.startswith("msgstr"))
    yield from _strings(entry, layout, forms, "".join(line for k, line in rest if k.startswith("msgstr")), name)


def _strings(entry: Entry, layout: Layout, forms: int | None, now: str, name: str) -> Iterator[Piece]:
    where = f"{name}:{entry.line}"
    if entry.plural is None:
        yield Added((_slot(entry, "msgstr", entry.id, layout, where),), now)
    elif forms is not None:
        yield Added(tuple(_plural(entry, forms, layout, where)), now)
    else:  # a template: the target language has as many forms as it has
        yield Added(tuple(_plural(entry, 2, layout, where)), "", lambda to: to == "en")
        yield Added(tuple(_plural(entry, 1, layout, where)), "", lambda to: to != "en")
        yield Added((), now)


def _plural(entry: Entry, forms: int, layout: Layout, where: str) -> Iterable[Piece]:
    """A slot for each form: the singular is translated for the first of several forms only."""
    for number in range(forms):
        source = entry.id if number == 0 and forms > 1 else entry.plural or ""
        yield _slot(entry, f"msgstr[{number}]", source, layout, where)


def _slot(entry: Entry, keyword: str, source: str, layout: Layout, where: str) -> Piece:
    message = po_message.message(source, entry.flags)
    if not message.text.strip():
        return layout.string(keyword, source)
    same = layout.string(keyword, message.write(message.text) or source)
    segment = Segment(message.text, where, entry.context or "", message.spans)

    def spell(slot: Slot, target: str, markup: Sequence[str]) -> str:
        written = message.write(target)
        right = written is not None and not po_formats.differences(source, written, entry.flags)
        return layout.string(keyword, written if written and right else "")

    return Slot(segment, (Part(message.text, (same,)),), spell)


FORMAT = Format("po", (".po", ".pot"), cut, charset)

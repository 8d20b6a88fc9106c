"""The pairs of a PO or POT file, plural forms each with the source form that it translates."""

from collections.abc import Iterator
from pathlib import Path

from mtkit.documents import po_catalogue
from mtkit.documents.pairs import Pair, language
from mtkit.documents.po_syntax import Entry

__all__ = ["pairs"]


def pairs(path: Path, source: str, target: str) -> Iterator[Pair]:
    """The pairs of a PO file, but for obsolete entries. Raises InputError for what is no PO file.

    >>> list(pairs(Path("/no/such.po"), "en", "ko"))
    Traceback (most recent call last):
    mtkit.errors.InputError: /no/such.po: no such file
    """
    catalogue = po_catalogue.read(path)
    source = source or language(catalogue.header.get("X-Source-Language"))
    target = target or language(catalogue.header.get("Language"))
    for entry in catalogue.messages:
        note = "\n".join((*entry.extracted, *entry.notes))
        flags = entry.flags if entry.plural is None else (*entry.flags, "plural")
        for singular, said in _forms(entry):
            yield Pair(singular, said, f"{path}:{entry.line}", entry.context or "", source, target, note, flags)


def _forms(entry: Entry) -> Iterator[tuple[str, str]]:
    """Source and target of each form: msgid for the first of several forms, msgid_plural for all others."""
    for number, said in enumerate(entry.strings):
        first = entry.plural is None or (number == 0 and len(entry.strings) > 1)
        yield entry.id if first else entry.plural or "", said

"""The pairs of a PO or POT file, plural forms each with the source form that it translates."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtkit.documents.pairs import Pair, language
from mtkit.errors import InputError

__all__ = ["pairs"]


def pairs(path: Path, source: str, target: str) -> Iterator[Pair]:
    """The pairs of a PO file, but for obsolete entries. Raises InputError for what is no PO file.

    >>> list(pairs(Path("/no/such.po"), "en", "ko"))
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: '/no/such.po'
    """
    catalogue = _parsed(path)
    source = source or language(catalogue.metadata.get("X-Source-Language"))
    target = target or language(catalogue.metadata.get("Language"))
    for entry in catalogue:
        if entry.obsolete:
            continue
        note = "\n".join(filter(None, (entry.comment, entry.tcomment)))
        for singular, said in _forms(entry):
            flags = (*entry.flags, "plural") if entry.msgid_plural else tuple(entry.flags)
            where = f"{path}:{entry.linenum}"
            yield Pair(singular, said, where, entry.msgctxt or "", source, target, note, flags)


def _parsed(path: Path) -> Any:
    import polib

    with path.open("rb"):
        pass  # polib takes the name of a file that cannot be opened for the text of a catalogue
    try:
        return polib.pofile(str(path), check_for_duplicates=False)
    except (OSError, ValueError, LookupError) as error:  # UnicodeDecodeError is a ValueError
        raise InputError(f"no PO file ({error})", path=path, hint="msgfmt --check says more") from error


def _forms(entry: Any) -> Iterator[tuple[str, str]]:
    """Source and target of each form: msgid for the first of several forms, msgid_plural for all others."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    forms = [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)] or ["", ""]
    for number, said in enumerate(forms):
        yield entry.msgid if number == 0 and len(forms) > 1 else entry.msgid_plural, said

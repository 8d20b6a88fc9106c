"""A text with its translation, as bilingual files hold them."""

from dataclasses import dataclass

from mtkit.errors import LanguageError
from mtkit.languages import normalise

__all__ = ["Pair", "language"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A source text and what stands as its translation; `target` is empty where there is none yet.

    `where` is for people (`ko.po:12`), `context` tells equal sources apart (msgctxt, resname, key), `note` is what was
    written for the translator, `flags` are the file's own marks (`fuzzy`, `python-format`, `needs-review`) and
    `plural` for a form of a plural. Languages are two-letter codes of the three, others as they are written, empty
    where the file names none.

    >>> Pair("Hello", "안녕하세요").flags
    ()
    """

    source: str
    target: str
    where: str = ""
    context: str = ""
    source_language: str = ""
    target_language: str = ""
    note: str = ""
    flags: tuple[str, ...] = ()


def language(name: str | None) -> str:
    """A file's name of a language as a code of ours when it is one of the three.

    >>> language("ko-KR"), language("de_DE"), language(None)
    ('ko', 'de_DE', '')
    """
    try:
        return normalise(name) if name else ""
    except LanguageError:
        return str(name)

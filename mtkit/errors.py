"""Every error mtkit raises, drawn once.

    MtkitError
    ├── InputError      a file, line or option that cannot be used (path, line)
    │   ├── GlossaryError   a glossary file
    │   └── CorpusError     a corpus, test set or training file
    ├── LanguageError   an unknown language or an impossible direction
    ├── ModelError      a model directory, registry entry or download that cannot be used
    ├── EngineError     an engine that failed while it ran
    └── StoreError      a store of finished work (SQLite) that cannot be used

A bad sentence is an `Issue`, a bad file is an error, a bad program is a bug.
"""

from pathlib import Path

__all__ = [
    "CorpusError",
    "EngineError",
    "GlossaryError",
    "InputError",
    "LanguageError",
    "ModelError",
    "MtkitError",
    "StoreError",
]


class MtkitError(Exception):
    """One line for a person: what, where, and the next step.

    >>> str(MtkitError("the store is locked", hint="wait for the other run"))
    'the store is locked; wait for the other run'
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message}; {hint}" if hint else message)


class InputError(MtkitError):
    """A file, line or option that cannot be used.

    >>> str(InputError("not UTF-8", path="a.txt", line=3, hint="say --encoding"))
    'a.txt:3: not UTF-8; say --encoding'
    """

    def __init__(self, message: str, *, path: str | Path = "", line: int = 0, hint: str = "") -> None:
        self.path = str(path)
        self.line = line
        place = f"{path}:{line}" if path and line else f"{path}" if path else f"line {line}" if line else ""
        super().__init__(f"{place}: {message}" if place else message, hint=hint)


class GlossaryError(InputError):
    """A glossary file that cannot be used.

    >>> str(GlossaryError("empty ko form", path="g.tsv", line=2))
    'g.tsv:2: empty ko form'
    """


class CorpusError(InputError):
    """A corpus, test set or training file that cannot be used.

    >>> str(CorpusError("12 sources, 11 references"))
    '12 sources, 11 references'
    """


class LanguageError(MtkitError):
    """An unknown language or an impossible direction.

    >>> raise LanguageError("unknown language 'xx'", hint="use en, ja or ko")
    Traceback (most recent call last):
    mtkit.errors.LanguageError: unknown language 'xx'; use en, ja or ko
    """


class ModelError(MtkitError):
    """A model directory, registry entry or download that cannot be used.

    >>> str(ModelError("no such model: best", hint="see mtkit models list"))
    'no such model: best; see mtkit models list'
    """


class EngineError(MtkitError):
    """An engine that failed while it ran.

    >>> str(EngineError("out of memory", hint="use a smaller --batch"))
    'out of memory; use a smaller --batch'
    """


class StoreError(MtkitError):
    """A store of finished work (SQLite) that cannot be used.

    >>> str(StoreError("out/.mtkit/store.sqlite: locked", hint="wait for the other run"))
    'out/.mtkit/store.sqlite: locked; wait for the other run'
    """

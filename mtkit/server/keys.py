"""API keys: read from a file, compared in constant time."""

import hmac
from collections.abc import Sequence
from pathlib import Path

from mtkit.errors import InputError

__all__ = ["bearer", "load", "valid"]


def load(path: str | Path) -> tuple[str, ...]:
    """The keys of a file, one a line; empty lines and those with # in front are left out.

    Raises InputError when the file cannot be read or has no key.

    >>> load("no-such-file")
    Traceback (most recent call last):
    mtkit.errors.InputError: no-such-file: cannot be read (No such file or directory)
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from error
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", path=path) from error
    keys = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    if not keys:
        raise InputError("no key in it", path=path, hint="write one key a line")
    return keys


def valid(keys: Sequence[str], given: str | None) -> bool:
    """Whether a key is one of these, found out in a time that tells nothing about them; without keys everybody may.

    >>> valid(("secret",), "secret"), valid(("secret",), "secrex"), valid(("secret",), None), valid((), None)
    (True, False, False, True)
    """
    said = (given or "").encode("utf-8", "replace")
    # Every key is compared, found or not.
    return not keys or sum(hmac.compare_digest(key.encode(), said) for key in keys) > 0


def bearer(header: str | None) -> str | None:
    """The key in an Authorization header, DeepL's or the usual one.

    >>> bearer("DeepL-Auth-Key abc"), bearer("Bearer abc"), bearer("Basic abc"), bearer(None)
    ('abc', 'abc', None, None)
    """
    kind, _, key = (header or "").partition(" ")
    return key.strip() if kind.lower() in ("deepl-auth-key", "bearer") else None

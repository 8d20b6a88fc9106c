"""Texts in quotes: what they say, and the escapes they say it with."""

import re
from collections.abc import Callable

from mtkit.documents.skeleton import Part

__all__ = ["spelled"]


def spelled(raw: str, escape: re.Pattern[str], read: Callable[[str], str | None]) -> list[Part]:
    """The parts of a literal: `read` says what an escape stands for, None for one that is kept as it is.

    >>> [(part.source, part.pieces) for part in spelled("a\\\\nb", re.compile(r"\\\\."), {"\\\\n": "\\n"}.get)]
    [('a', ('a',)), ('\\n', ('\\\\n',)), ('b', ('b',))]
    """
    parts, at = list[Part](), 0
    for hit in escape.finditer(raw):
        if at < hit.start():
            parts.append(Part(raw[at : hit.start()], (raw[at : hit.start()],)))
        said = read(hit[0])
        parts.append(Part(hit[0], (hit[0],), "code") if said is None else Part(said, (hit[0],)))
        at = hit.end()
    return [*parts, Part(raw[at:], (raw[at:],))] if at < len(raw) else parts

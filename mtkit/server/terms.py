"""The terms that a request brings along, and those it names by id."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from fastapi import Request

from mtkit.errors import GlossaryError
from mtkit.glossary import Glossary
from mtkit.server.refusals import Refusal
from mtkit.server.store import Store

__all__ = ["glossary_of", "parsed", "store_of"]


def store_of(request: Request) -> Store:
    """The glossaries that are kept."""
    store: Store = request.app.state.store
    return store


def glossary_of(request: Request, source: str, target: str, inline: Any, ids: Sequence[str]) -> Glossary | None:
    """The inline terms before those of the ids; None without any. Raises Refusal: 400 for terms that cannot be some,
    404 for an unknown id.
    """
    own = _made(tuple(parsed(inline).items()), source, target) if inline else None
    kept = store_of(request).glossary(ids, source, target) if ids else None
    return _merged(own, kept) if own and kept else own or kept


def parsed(inline: Any) -> dict[str, str]:
    """Inline terms as a mapping: an object, a list of objects with source and target, or either as JSON text.

    >>> parsed([{"source": "광주", "target": "Gwangju"}]) == parsed('{"광주": "Gwangju"}') == {"광주": "Gwangju"}
    True
    """
    try:
        given = json.loads(inline) if isinstance(inline, str) else inline
        pairs = given.items() if isinstance(given, dict) else ((term["source"], term["target"]) for term in given)
        found = dict(pairs)
        if all(isinstance(side, str) for pair in found.items() for side in pair):
            return found
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    hint = 'write {"source term": "target term"}'
    raise Refusal(400, "Invalid request: the glossary is not an object of terms", hint=hint) from None


@lru_cache(maxsize=256)
def _made(terms: tuple[tuple[str, str], ...], source: str, target: str) -> Glossary:
    """The same object for the same terms, so that equal requests are known to be equal."""
    try:
        return Glossary.of(dict(terms), source, target)
    except GlossaryError as error:
        raise Refusal(400, f"Invalid request: {error}") from None


@lru_cache(maxsize=64)
def _merged(own: Glossary, kept: Glossary) -> Glossary:
    return Glossary.merge(own, kept)

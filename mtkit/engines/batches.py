"""Which sentences are translated together: those of about one length, so that little is padding."""

from collections.abc import Sequence

__all__ = ["classes", "longest"]

# Sentences of one class share a limit on the output, so that it hangs on a sentence alone and not on its neighbours.
_LENGTHS = (8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)
_SPARE = 16


def classes(spelled: Sequence[Sequence[str]], *, exact: bool = False) -> list[tuple[int, list[int]]]:
    """The places of the sentences by length class, longest first; empty sentences are in none.

    With `exact` only sentences of the very same length are together, so that none is padded.

    >>> classes([["a"] * 3, [], ["b"] * 20, ["c"] * 8])
    [(24, [2]), (8, [0, 3])]
    >>> classes([["a"] * 3, [], ["b"] * 20, ["c"] * 8], exact=True)
    [(24, [2]), (8, [3]), (8, [0])]
    """
    found: dict[tuple[int, int], list[int]] = {}
    for place, pieces in enumerate(spelled):
        if pieces:
            length = next((length for length in _LENGTHS if len(pieces) <= length), len(pieces))
            found.setdefault((length, len(pieces) if exact else 0), []).append(place)
    return [(length, places) for (length, _), places in sorted(found.items(), reverse=True)]


def longest(length: int, ratio: float) -> int:
    """The most pieces of an output for a length class.

    >>> longest(8, 3.0)
    40
    """
    return int(length * ratio) + _SPARE

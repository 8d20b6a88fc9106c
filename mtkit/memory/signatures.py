"""Which texts of a million can be 75 % alike: a filter that never loses one, before distances are measured.

A text's signature is 256 bits, one set for each of its pairs of neighbouring characters. An edit (a character put in,
left out or exchanged) changes at most two pairs, so two texts that are d edits apart differ in at most 2 * d bits on
either side. Signatures lie sorted by the length of their texts: a search walks over those of a fitting length, some
milliseconds for a million, and what is left comes back best first, each with the least distance it can have.
The bound is that of q-gram filters (Ukkonen 1992, Approximate string matching with q-grams and maximal matches).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["EMPTY", "MOST", "Signatures", "signatures"]

WORDS = 4  # of 64 bits
_PART = 1024  # texts at once: what is worked on stays in the processor's cache
MOST = 1000  # texts whose distance is measured, at most


@dataclass(frozen=True)
class Signatures:
    """Signatures of n texts by length: `ids` int64 (n,), `lengths` uint32 (n,), `bits` uint64 (4, n).

    >>> both = signatures([7, 8], ["광주는 도시다.", "서울"])
    >>> both.lengths.tolist(), both.ids.tolist(), both.bits.shape
    ([2, 8], [8, 7], (4, 2))
    """

    ids: NDArray[np.int64]
    lengths: NDArray[np.uint32]
    bits: NDArray[np.uint64]

    def join(self, *others: "Signatures") -> "Signatures":
        """All of them, sorted by length again.

        >>> signatures([1], ["a b"]).join(signatures([2], ["a"])).ids.tolist()
        [2, 1]
        """
        parts = [part for part in (self, *others) if len(part.ids)] or [self]
        if len(parts) == 1:
            return parts[0]
        ids = np.concatenate([part.ids for part in parts])
        return _sorted(
            ids,
            np.concatenate([part.lengths for part in parts]),
            np.concatenate([part.bits for part in parts], axis=1),
        )

    def candidates(self, text: str, least: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The texts that can be `least` (0 to 1) alike: their ids and the most alike they can be, best first.

        No text that is so much alike is left out, unless there are more than 1000 that look closer.

        >>> found, most = signatures([7, 8, 9], ["광주는 도시다.", "서울", "광주는 도시가"]).candidates("광주는 도시다.", 0.75)
        >>> found.tolist(), most.tolist()
        ([7, 9], [1.0, 0.875])
        """
        own = signatures([0], [text]).bits[:, 0]
        low = int(np.searchsorted(self.lengths, int(len(text) * least), side="left"))
        high = int(np.searchsorted(self.lengths, int(len(text) / least) + 1, side="right"))
        lengths = self.lengths[low:high].astype(np.int32)
        edits = np.maximum(self._edits(own, low, high), np.abs(lengths - len(text)))
        most = 1 - edits / np.maximum(lengths, max(1, len(text)))
        good = np.flatnonzero(most >= least - 1e-9)
        if len(good) > MOST:
            good = good[np.argpartition(-most[good], MOST)[:MOST]]
        order = good[np.lexsort((self.ids[low:high][good], self.bits[0, low:high][good], -most[good]))]
        return self.ids[low:high][order], most[order]

    def _edits(self, own: NDArray[np.uint64], low: int, high: int) -> NDArray[np.int32]:
        """The least number of edits that explains the bits, on the side where more of them differ."""
        shared = np.zeros(high - low, np.uint16)
        for word, bits in zip(own, self.bits, strict=True):
            shared += np.bitwise_count(bits[low:high] & word)
        more = np.maximum(self._counts[low:high], np.bitwise_count(own).sum(dtype=np.uint16)) - shared
        edits: NDArray[np.int32] = (more.astype(np.int32) + 1) // 2
        return edits

    @cached_property
    def _counts(self) -> NDArray[np.uint16]:
        counts: NDArray[np.uint16] = np.bitwise_count(self.bits).sum(axis=0, dtype=np.uint16)
        return counts


EMPTY = Signatures(np.empty(0, np.int64), np.empty(0, np.uint32), np.empty((WORDS, 0), np.uint64))


def signatures(ids: Sequence[int], texts: Sequence[str]) -> Signatures:
    """The signatures of texts; digits count as one character, so that texts which differ in numbers are found.

    >>> one, two = signatures([1, 2], ["3명", "7명"]).bits.T.tolist()
    >>> one == two
    True
    """
    lengths = np.fromiter(map(len, texts), np.uint32, len(texts))
    parts = [_bits(texts[at : at + _PART], lengths[at : at + _PART]) for at in range(0, len(texts), _PART)]
    bits = np.concatenate(parts) if parts else EMPTY.bits.T
    return _sorted(np.asarray(ids, np.int64), lengths, bits.T)


def _bits(texts: Sequence[str], lengths: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Shape (n, 4)."""
    codes = np.frombuffer(("\0".join(texts) + "\0").encode("utf-32-le"), "<u4")
    codes = np.where((codes > ord("0")) & (codes <= ord("9")), np.uint32(ord("0")), codes)
    rows = np.repeat(np.arange(len(texts), dtype=np.uint32), lengths + 1)[:-1]
    pairs = (codes[:-1] * np.uint32(0x9E3779B1)) ^ (codes[1:] * np.uint32(0x85EBCA77))
    places = (rows << np.uint32(8)) | ((pairs * np.uint32(0xC2B2AE3D)) >> np.uint32(24))
    field = np.zeros(len(texts) * WORDS * 64, np.bool_)
    field[places[(codes[:-1] != 0) & (codes[1:] != 0)]] = True  # not over the border of two texts
    return np.packbits(field, bitorder="little").view("<u8").astype(np.uint64, copy=False).reshape(-1, WORDS)


def _sorted(ids: NDArray[np.int64], lengths: NDArray[np.uint32], bits: NDArray[np.uint64]) -> Signatures:
    order = np.argsort(lengths, kind="stable")
    return Signatures(ids[order], lengths[order], np.ascontiguousarray(bits[:, order]))

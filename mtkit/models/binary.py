"""Reads the weights of a CTranslate2 `model.bin`: to check it, to export it, to say how it is shaped."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Weights", "read"]

_TYPES = ("float32", "int8", "int16", "int32", "float16", "bfloat16")
_VERSION = 6


@dataclass(frozen=True)
class Weights:
    """The variables of a model by name, aliases resolved, int8 kept as int8 beside its scale.

    >>> from mtkit.models.embedded import DIRECTORY
    >>> weights = read(DIRECTORY / "model.bin")
    >>> weights.floats("encoder/embeddings_0/weight").dtype.name, weights.layers("encoder") > 0
    ('float32', True)
    """

    variables: "dict[str, NDArray[Any]]"

    def floats(self, name: str) -> "NDArray[Any]":
        """A variable as float32: int8 rows divided by their scales."""
        value = self.variables[name]
        scale = self.variables.get(f"{name}_scale")
        if scale is None:
            return value.astype("float32")
        floats: NDArray[Any] = (value.astype("float32") / scale.astype("float32").reshape(-1, 1)).astype("float32")
        return floats

    def layers(self, side: str) -> int:
        """How many layers the encoder or decoder has."""
        return len(
            {name.split("/")[1] for name in self.variables if name.startswith(f"{side}/layer_")} - {"layer_norm"}
        )


def read(path: str | Path) -> Weights:
    """The weights of a file. Raises ModelError when it is not one or is cut off."""
    file = Path(path)
    try:
        return Weights(_Reader(file.read_bytes()).variables())
    except OSError as error:
        raise ModelError(f"{file}: cannot be read ({error.strerror})") from None
    except (struct.error, ValueError, KeyError, IndexError, UnicodeDecodeError):
        raise ModelError(f"{file}: not a CTranslate2 model, or cut off") from None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def variables(self) -> "dict[str, NDArray[Any]]":
        if self._number("I") != _VERSION:
            raise ValueError("version")
        self._string()
        self._number("I")
        found = {}
        for _ in range(self._number("I")):
            name = self._string()
            found[name] = self._array()
        for _ in range(self._number("I")):
            alias, name = self._string(), self._string()
            found[alias] = found[name]
            # A quantised weight is aliased without its scale.
            if f"{name}_scale" in found:
                found[f"{alias}_scale"] = found[f"{name}_scale"]
        if self.at != len(self.data):
            raise ValueError("something behind the end")
        return found

    def _number(self, kind: str) -> int:
        (value,) = struct.unpack_from(kind, self.data, self.at)
        self.at += struct.calcsize(kind)
        return int(value)

    def _string(self) -> str:
        size = self._number("H")
        text = self.data[self.at : self.at + size - 1].decode("utf-8")
        self.at += size
        return text

    def _array(self) -> "NDArray[Any]":
        import numpy as np

        shape = [self._number("I") for _ in range(self._number("B"))]
        kind = _TYPES[self._number("B")]
        size = self._number("I")
        if kind == "bfloat16":
            raw = np.frombuffer(self.data, "uint16", size // 2, self.at).astype("uint32") << 16
            array: NDArray[Any] = raw.view("float32")
        else:
            array = np.frombuffer(self.data, kind, size // np.dtype(kind).itemsize, self.at)
        self.at += size
        return array.reshape(shape)

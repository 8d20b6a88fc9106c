"""Reads and writes the weights of a checkpoint: safetensors with numpy alone, so that a pull needs no torch."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["read", "read_safetensors", "write_safetensors"]

_TYPES = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "uint16"}


def read(path: str | Path) -> "dict[str, NDArray[Any]]":
    """The tensors of a `.safetensors` or `.bin` file as float32. Raises ModelError when it is broken.

    >>> read("nothing.safetensors")
    Traceback (most recent call last):
    mtkit.errors.ModelError: nothing.safetensors: cannot be read (No such file or directory)
    """
    file = Path(path)
    if file.suffix == ".bin":
        from mtkit.engines.transformers import read_bin

        return read_bin(file)
    return read_safetensors(file)


def read_safetensors(path: str | Path) -> "dict[str, NDArray[Any]]":
    """The floating point tensors of a safetensors file as float32.

    >>> import numpy, tempfile
    >>> file = Path(tempfile.mkdtemp()) / "a.safetensors"
    >>> write_safetensors(file, {"w": numpy.ones((2, 3), "float32")})
    >>> read_safetensors(file)["w"].shape
    (2, 3)
    """
    file = Path(path)
    try:
        return _parse(file.read_bytes())
    except OSError as error:
        raise ModelError(f"{file}: cannot be read ({error.strerror})") from None
    except (struct.error, ValueError, KeyError, TypeError, AttributeError):
        raise ModelError(f"{file}: not a safetensors file, or cut off") from None


def write_safetensors(path: str | Path, tensors: "Mapping[str, NDArray[Any]]") -> None:
    """Write float32 tensors, in the order of their names, as a file that safetensors readers take for PyTorch's."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    start = 0
    for name in sorted(tensors):
        end = start + 4 * tensors[name].size
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [start, end]}
        start = end
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    with Path(path).open("wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        for name in sorted(tensors):
            file.write(tensors[name].astype("<f4").tobytes())


def _parse(data: bytes) -> "dict[str, NDArray[Any]]":
    import numpy as np

    (size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        kind = _TYPES.get(entry.get("dtype", ""))
        if kind is None:
            continue  # the metadata; integer tensors are none of Marian's
        start, end = (8 + size + offset for offset in entry["data_offsets"])
        if end > len(data):
            raise ValueError("cut off")
        raw = np.frombuffer(data[start:end], kind)
        values = (raw.astype("uint32") << 16).view("float32") if entry["dtype"] == "BF16" else raw.astype("float32")
        found[name] = values.reshape(entry["shape"])
    return found

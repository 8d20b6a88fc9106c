"""The model that comes with mtkit."""

from pathlib import Path

__all__ = ["DIRECTORY"]

DIRECTORY = Path(__file__).parent.parent / "pretrained"

"""Models by name or directory: the registry, pulls and conversions, self-tests, and what `load` makes of them."""

from mtkit.models.loading import load

__all__ = ["load"]

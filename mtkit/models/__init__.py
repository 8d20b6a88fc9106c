"""Models by name or directory: the registry, pulls and conversions, self-tests, and what `load` makes of them."""

from mtkit.models.card import Card
from mtkit.models.card import read as read_card
from mtkit.models.export import FORMATS
from mtkit.models.loading import load
from mtkit.models.registry import Entry
from mtkit.models.shelf import Shelf

__all__ = ["FORMATS", "Card", "Entry", "Shelf", "load", "read_card"]

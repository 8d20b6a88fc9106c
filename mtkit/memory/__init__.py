"""The translation memory: what people have translated once, found again."""

from mtkit.memory.memory import Memory
from mtkit.memory.survey import Stats
from mtkit.memory.units import Offer, Unit
from mtkit.memory.writing import Added

__all__ = ["Added", "Memory", "Offer", "Stats", "Unit"]

"""Protected spans go through a model as tokens (⟦0⟧) or annotations (⟪source⇒target⟫) and come back exactly once."""

from mtkit.protection.restoring import Restored, restore
from mtkit.protection.tokens import CAPACITY, Protected, groups, protect

__all__ = ["CAPACITY", "Protected", "Restored", "groups", "protect", "restore"]

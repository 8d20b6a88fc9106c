"""The glossary: names in all three languages, found by the rules of each script, with the grammar around them."""

from mtkit.glossary import particles
from mtkit.glossary.collection import Glossary
from mtkit.glossary.entries import Entry
from mtkit.glossary.matching import Match

__all__ = ["Entry", "Glossary", "Match", "particles"]

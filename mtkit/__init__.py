"""Machine translation and localization for Korean, Japanese and English.

>>> import mtkit
>>> sorted(mtkit.__all__)[:3]
['Corpus', 'Document', 'Glossary']
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtkit.corpus import Corpus
    from mtkit.documents import Document, read
    from mtkit.errors import MtkitError
    from mtkit.evaluation import evaluate
    from mtkit.glossary import Glossary
    from mtkit.memory import Memory
    from mtkit.segments import Issue, Segment, Span, TermUse, Translation
    from mtkit.translator import Result, Translator

__version__ = "0.1.0"
__all__ = [
    "Corpus",
    "Document",
    "Glossary",
    "Issue",
    "Memory",
    "MtkitError",
    "Result",
    "Segment",
    "Span",
    "TermUse",
    "Translation",
    "Translator",
    "evaluate",
    "read",
]

_HOMES = {
    "mtkit.corpus": ("Corpus",),
    "mtkit.documents": ("Document", "read"),
    "mtkit.errors": ("MtkitError",),
    "mtkit.evaluation": ("evaluate",),
    "mtkit.glossary": ("Glossary",),
    "mtkit.memory": ("Memory",),
    "mtkit.segments": ("Issue", "Segment", "Span", "TermUse", "Translation"),
    "mtkit.translator": ("Result", "Translator"),
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for, so that `import mtkit` stays light."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'mtkit' has no attribute {name!r}")

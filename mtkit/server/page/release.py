"""A release: a document, its translation, and what a person made of every segment."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from mtkit.documents import Document
from mtkit.segments import Issue, TermUse, Translation

__all__ = ["About", "Release", "Reviewed"]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A segment under review: the machine's translation, the one that holds, whether a person accepted it.

    `revision` counts the changes: who saves says which one was seen.

    >>> Reviewed("Helo", "Hello", accepted=True).edited
    True
    """

    machine: str
    target: str
    accepted: bool = False
    revision: int = 0
    terms: tuple[TermUse, ...] = ()
    issues: tuple[Issue, ...] = ()
    origin: str = ""

    @property
    def edited(self) -> bool:
        """Whether a person wrote something else."""
        return self.target != self.machine

    @classmethod
    def of(cls, translation: Translation) -> "Reviewed":
        """A translation that nobody has read yet."""
        one = translation
        return cls(one.target, one.target, terms=one.terms, issues=one.issues, origin=one.origin)

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> "Reviewed":
        """What `asdict` made a mapping of."""
        terms = tuple(TermUse(**term) for term in data["terms"])
        return cls(**{**data, "terms": terms, "issues": tuple(Issue(**issue) for issue in data["issues"])})


@dataclass(frozen=True, slots=True)
class About:
    """What a release is: its name, its languages, the glossary's name, when it was made (seconds since 1970).

    >>> About("1f", "release.ko.md", "ko", "en").glossary
    ''
    """

    id: str
    name: str
    source: str
    target: str
    glossary: str = ""
    made: float = 0.0


@dataclass(frozen=True)
class Release:
    """A document with its segments under review; a segment that is not translated yet is None.

    `error` says why the translation stopped.
    """

    about: About
    document: Document
    reviewed: tuple[Reviewed | None, ...]
    error: str = ""

    @property
    def state(self) -> str:
        """translating, ready or failed."""
        return "failed" if self.error else "translating" if None in self.reviewed else "ready"

    @property
    def targets(self) -> list[str]:
        """What stands for every segment: the source where there is no translation yet."""
        pairs = zip(self.reviewed, self.document.segments, strict=True)
        return [one.target if one else segment.source for one, segment in pairs]

    def with_reviewed(self, number: int, one: Reviewed) -> "Release":
        """The release with another state of one segment."""
        return replace(self, reviewed=(*self.reviewed[:number], one, *self.reviewed[number + 1 :]))

    def dump(self) -> bytes:
        """The review as JSON; the document is kept beside it."""
        rows = [asdict(one) if one else None for one in self.reviewed]
        data = {"about": asdict(self.about), "error": self.error, "reviewed": rows}
        return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")

    @classmethod
    def load(cls, document: Document, about: About, data: Mapping[str, Any]) -> "Release":
        """What `dump` wrote."""
        rows = tuple(Reviewed.load(row) if row else None for row in data["reviewed"])
        return cls(about, document, rows, data["error"])

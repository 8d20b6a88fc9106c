"""What is to be said of a translation that a person wrote: the same checks as for any, and what became of the terms."""

from dataclasses import replace

from mtkit import checks
from mtkit.documents.bilingual import Pair
from mtkit.glossary import Glossary
from mtkit.segments import Segment, TermUse
from mtkit.server.page.release import About, Reviewed

__all__ = ["judged"]


def judged(one: Reviewed, segment: Segment, about: About, glossary: Glossary | None) -> Reviewed:
    """A segment with the issues and terms of its new target.

    >>> about = About("1f", "a.md", "ko", "en")
    >>> found = judged(Reviewed("{n} files", "files"), Segment("파일 {n}개"), about, None)
    >>> [issue.code for issue in found.issues if issue.serious]
    ['placeholder-missing']
    """
    pair = Pair(segment.source, one.target, segment.where, segment.context, about.source, about.target)
    issues = checks.check([pair], about.source, about.target, glossary=glossary)
    return replace(one, issues=issues, terms=tuple(_kept(term, one.target) for term in one.terms))


def _kept(term: TermUse, text: str) -> TermUse:
    """A person keeps a term by writing it."""
    if term.target.casefold() not in text.casefold():
        return replace(term, how="missed")
    return replace(term, how="written") if term.how == "missed" else term

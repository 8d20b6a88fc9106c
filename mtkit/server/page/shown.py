"""A translation the way the page takes it: its terms by the offsets that JavaScript counts with."""

from typing import Any

from mtkit.segments import Issue, TermUse, Translation

__all__ = ["issues", "shown", "terms"]


def shown(translation: Translation) -> dict[str, Any]:
    """A translation as JSON.

    >>> from mtkit.segments import Segment
    >>> shown(Translation(Segment("안녕"), "Hello"))
    {'source': '안녕', 'target': 'Hello', 'origin': '', 'terms': [], 'issues': []}
    """
    source = translation.segment.source
    return {
        "source": source,
        "target": translation.target,
        "origin": translation.origin,
        "terms": terms(source, translation.terms),
        "issues": issues(translation.issues),
    }


def terms(source: str, uses: tuple[TermUse, ...]) -> list[dict[str, Any]]:
    """Terms as JSON; a character outside the basic plane counts two.

    >>> terms("𠮷 광주", (TermUse(2, 4, "광주", "Gwangju", "annotated"),))[0]["start"]
    3
    """
    return [
        {"start": _units(source[: term.start]), "end": _units(source[: term.end])}
        | {"source": term.source, "target": term.target, "how": term.how}
        for term in uses
    ]


def issues(found: tuple[Issue, ...]) -> list[dict[str, Any]]:
    """Issues as JSON.

    >>> issues((Issue("length", "a.md:3", "too long"),))
    [{'code': 'length', 'message': 'too long', 'serious': False}]
    """
    return [{"code": issue.code, "message": issue.message, "serious": issue.serious} for issue in found]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

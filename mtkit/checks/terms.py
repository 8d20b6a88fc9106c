"""The terms of a glossary in translations: written, missed, forbidden, over-used; by segment and by term."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit.checks.units import Unit
from mtkit.glossary import Glossary, Match
from mtkit.segments import Issue

__all__ = ["Term", "issues", "summary", "terms"]


@dataclass(frozen=True, slots=True)
class Term:
    """A term in a segment: the form `found` in the source, the form `wanted`, the form `written` (empty: none).

    `status` is exact, accepted (another form that the entry allows), forbidden, missed, or over-used: written where
    the source has no such term (`found` is empty then).

    >>> Term("a:1", "광주", "Gwangju", "Kwangju", "accepted").status
    'accepted'
    """

    where: str
    found: str
    wanted: str
    written: str
    status: str


def terms(units: Sequence[Unit], glossary: Glossary) -> tuple[Term, ...]:
    """Every term of a document's units, in order; persons are followed from their full name to the short one.

    >>> from mtkit.checks.units import Side
    >>> glossary = Glossary.of({"광주": "Gwangju"}, "ko", "en")
    >>> [term.status for term in terms([Unit(Side("광주에 간다", "ko"), Side("I go there", "en"))], glossary)]
    ['missed']
    """
    if not units:
        return ()
    source, target = units[0].languages
    wanted = glossary.find_document([unit.source.text for unit in units], source, target)
    got = glossary.find_document([unit.target.text for unit in units], target)
    rows = zip(units, wanted, got, strict=True)
    return tuple(term for unit, left, right in rows for term in _in_unit(unit, left, right))


def _in_unit(unit: Unit, wanted: Sequence[Match], got: Sequence[Match]) -> Iterator[Term]:
    language = unit.target.language
    asked = [match.target(language) or "" for match in wanted]
    for match, form in zip(wanted, asked, strict=True):
        mentions = [m for m in got if m.entry == match.entry or m.entry.form(language) == match.entry.form(language)]
        yield _judged(unit, match, form, mentions)
    known = {match.entry.form(language) for match in wanted} | {
        match.entry.form(unit.source.language) for match in wanted
    }
    for match in got:
        entry = match.entry
        if entry.form(language) not in known and entry.form(unit.source.language) and not _named(unit, match):
            written = unit.target.text[match.start : match.end]
            yield Term(unit.where, "", entry.form(unit.source.language) or "", written, "over-used")


def _judged(unit: Unit, match: Match, form: str, mentions: Sequence[Match]) -> Term:
    """The wanted form before another accepted one, before a forbidden one."""

    def written(mention: Match) -> str:
        return unit.target.text[mention.start : mention.end]

    good = [mention for mention in mentions if mention.role != "forbidden"]
    exact = next((mention for mention in good if _same(written(mention), form)), None)
    best = exact or next(iter((*good, *mentions)), None)
    status = "missed" if not best else "exact" if exact else "accepted" if good else "forbidden"
    found = unit.source.text[match.start : match.end]
    return Term(unit.where, found, form, written(best) if best else "", status)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _named(unit: Unit, match: Match) -> bool:
    """The source names the entry in the letters of another language: GIST in a Korean text."""
    return any(form in unit.source.text for code in match.entry.languages for form in match.entry.forms(code))


def issues(found: Sequence[Term]) -> Iterator[Issue]:
    """term-missed, term-forbidden (serious), term-over-used.

    >>> [str(issue) for issue in issues([Term("a:1", "광주", "Gwangju", "", "missed")])]
    ['a:1 term-missed: 광주 -> Gwangju']
    """
    for term in found:
        if term.status == "missed":
            yield Issue("term-missed", term.where, f"{term.found} -> {term.wanted}", serious=True)
        elif term.status == "forbidden":
            message = f"{term.written} is a forbidden form of {term.wanted}"
            yield Issue("term-forbidden", term.where, message, serious=True)
        elif term.status == "over-used":
            yield Issue("term-over-used", term.where, f"{term.written} without {term.wanted} in the source")


def summary(found: Sequence[Term]) -> dict[tuple[str, str], Counter[str]]:
    """How often each pair of source form and wanted form has each status.

    >>> summary([Term("a:1", "광주", "Gwangju", "", "missed")])
    {('광주', 'Gwangju'): Counter({'missed': 1})}
    """
    rows: dict[tuple[str, str], Counter[str]] = {}
    for term in found:
        pair = (term.found, term.wanted) if term.found else (term.wanted, term.written)
        rows.setdefault(pair, Counter())[term.status] += 1
    return rows

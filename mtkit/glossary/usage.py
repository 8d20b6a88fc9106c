"""Were the names of a source used in its translation? The same answer for a model's and for a person's."""

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.glossary.entries import Entry
from mtkit.glossary.folding import key
from mtkit.glossary.matching import Match

__all__ = ["Term", "compare", "over_used", "written"]


@dataclass(frozen=True)
class Term:
    """A term of a segment: the form found, the form wanted, the accepted form written (empty: none) and misdeeds.

    `source` and `place` are the matches that this was read from: in the source, and (unless missed) in the translation.

    >>> Term("광주", "Gwangju", "").status
    'missed'
    """

    found: str
    wanted: str
    written: str
    forbidden: str = ""
    exact: bool = False
    source: Match | None = None
    place: Match | None = None

    @property
    def status(self) -> str:
        """exact, accepted (another form that the entry allows), forbidden or missed."""
        if self.written:
            return "exact" if self.exact else "accepted"
        return "forbidden" if self.forbidden else "missed"


def compare(wanted: Sequence[Match], got: Sequence[Match], target: str) -> tuple[Term, ...]:
    """Each name of the source takes one of its entry's names in the translation, as long as there are any.

    The preferred form comes first, then the other accepted ones, then a forbidden one. `wanted` and `got` are the
    matches in source and translation, `target` the translation's language.

    >>> from mtkit.glossary import Glossary
    >>> names = Glossary.of({"광주": "Gwangju"}, "ko", "en")
    >>> found = compare(names.find("광주에서 광주로", "ko", "en"), names.find("from Gwangju", "en"), "en")
    >>> [term.status for term in found]
    ['exact', 'missed']
    """
    free = list(got)
    found = []
    for match in wanted:
        want = match.target(target) or ""
        mine = [other for other in free if _is_of(other, match.entry, target)]
        best = min(mine, key=lambda other: (other.role == "forbidden", written(other, target) != want), default=None)
        if best:
            free.remove(best)
        found.append(_term(match, best, want, target))
    return tuple(found)


def _term(match: Match, best: Match | None, want: str, target: str) -> Term:
    if best is None:
        return Term(match.form, want, "", source=match)
    if best.role == "forbidden":
        return Term(match.form, want, "", best.form, source=match, place=best)
    text = written(best, target)
    return Term(match.form, want, text, "", text == want, match, best)


def over_used(
    wanted: Sequence[Match], got: Sequence[Match], target: str, texts: Sequence[tuple[str, str]] = ()
) -> tuple[Match, ...]:
    """The names of a translation that nothing in `wanted` (the source's names, perhaps a reference's too) asks for.

    `texts`, each with its language, are those in which a name counts even as a part of a longer word: 인천경제청 asks
    for Incheon.

    >>> from mtkit.glossary import Glossary
    >>> names = Glossary.of({"광주": "Gwangju", "부산": "Busan"}, "ko", "en")
    >>> [m.form for m in over_used(names.find("광주", "ko", "en"), names.find("Gwangju and Busan", "en"), "en")]
    ['Busan']
    """
    known = {match.entry for match in wanted}
    extra = [match for match in got if not any(_is_of(match, entry, target) for entry in known)]
    folded = [(key(text, code), code) for text, code in texts] if extra else []
    return tuple(m for m in extra if not any(_within(m.entry, text, code) for text, code in folded))


def _within(entry: Entry, text: str, language: str) -> bool:
    return any(key(form, language) in text for form in (*entry.forms(language), *entry.forbidden(language)))


def _is_of(match: Match, entry: Entry, target: str) -> bool:
    """A name two entries share is of both."""
    return match.entry == entry or match.form in entry.forms(target)


def written(match: Match, target: str) -> str:
    """The name as it stands, in the glossary's spelling: its form, and its gloss in brackets.

    >>> written(Match(0, 4, Entry(en="GIST"), "GIST"), "en")
    'GIST'
    """
    if not match.gloss:
        return match.form
    return f"{match.form} ({match.gloss})" if target == "en" else f"{match.form}({match.gloss})"

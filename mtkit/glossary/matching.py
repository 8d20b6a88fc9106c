"""Finding the names of a glossary in a text: leftmost-longest, in time linear in the text (Aho-Corasick)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from mtkit.glossary.boundaries import cases_agree, edges, spacing_agrees
from mtkit.glossary.entries import Entry
from mtkit.glossary.folding import fold, key
from mtkit.glossary.titles import family, head_of, in_order

__all__ = ["Match", "Matcher"]

_COMPANIES = {"ko": ("(주)", "주식회사"), "ja": ("(株)", "株式会社")}
_COMPANY = {"ko": re.compile(r"㈜|[(（]주[)）]|주식회사"), "ja": re.compile(r"㈱|[(（]株[)）]|株式会社")}
_GLOSS = re.compile(r" ?[(（]([^()（）\n]{1,200})[)）]")
_PLURAL = re.compile(r"(?:es|s)(?![A-Za-z0-9_])")


@dataclass(frozen=True, slots=True)
class Match:
    """A name in a text: text[start:end] is `form` of `entry`.

    `role` is preferred, alias, abbreviation, forbidden or short (a family name); `title` the title that goes with it.

    `gloss` is what follows in brackets within the match: 광주과학기술원(GIST). `mention` is first or later for an entry
    that is introduced once in a document.

    >>> entry = Entry(en="Gwangju Institute of Science and Technology", ko="광주과학기술원", abbreviation="GIST")
    >>> Match(0, 13, entry, "광주과학기술원", gloss="GIST").target("en")
    'Gwangju Institute of Science and Technology (GIST)'
    """

    start: int
    end: int
    entry: Entry
    form: str
    role: str = "preferred"
    gloss: str = ""
    title: str = ""
    mention: str = ""

    def target(self, language: str) -> str | None:
        """What stands there in another language: the preferred form, the abbreviation for an abbreviation, a gloss.

        None when the entry has no form in that language.
        """
        form = self.entry.form(language)
        if form is None:
            return None
        if self.mention == "later":
            return self.entry.abbreviation
        if self.title and self.entry.kind == "place":
            return head_of(form, self.title, language)
        if self.title:
            name = family(self.entry, language) if self.role == "short" else form
            return in_order(name or form, self.title, language)
        if self.mention == "first":
            return _glossed(form, self.entry.abbreviation, language)
        if self.role == "abbreviation" and not self.gloss:
            return self.entry.abbreviation
        if not self.gloss or key(self.gloss, language) == key(form, language):
            return form
        return _glossed(form, self.gloss, language)


def _glossed(form: str, gloss: str, language: str) -> str:
    return f"{form} ({gloss})" if language == "en" else f"{form}({gloss})"


class _Name(NamedTuple):
    entry: Entry
    form: str
    role: str


class Matcher:
    """The names of some entries in one language, ready to be found. Earlier entries win over later ones.

    >>> matcher = Matcher([Entry(en="Gwangju", ko="광주", kind="place")], "ko")
    >>> [(m.start, m.end) for m in matcher.find("광주는 넓고 광주리는 작다.")]
    [(0, 2)]
    """

    def __init__(self, entries: Iterable[Entry], language: str) -> None:
        self.language = language
        self._automaton = _automaton(self._names(entries))

    def _names(self, entries: Iterable[Entry]) -> dict[str, list[_Name]]:
        language, names = self.language, dict[str, list[_Name]]()
        for entry in entries:
            accepted = entry.forms(language)
            for form in accepted:
                role = "preferred" if form is accepted[0] else "abbreviation" if form == entry.abbreviation else "alias"
                for written in _written(form, language):
                    names.setdefault(key(written, language), []).append(_Name(entry, form, role))
            for form in entry.forbidden(language):
                names.setdefault(key(form, language), []).append(_Name(entry, form, "forbidden"))
        return names

    def find(self, text: str, target: str | None = None) -> tuple[Match, ...]:
        """The matches, ascending, without overlap; with `target`, only of entries that have a form in that language.

        >>> Matcher([Entry(en="GIST", ja="光州科学技術院")], "ja").find("光州 科学技術院と")[0].end
        8
        """
        found = sorted(self._candidates(text, target), key=lambda m: (m.start, -m.end, _RANK[m.role]))
        chosen: list[Match] = []
        for match in found:
            if not chosen or match.start >= chosen[-1].end:
                chosen.append(_with_gloss(_with_plural(match, text, self.language), text, self.language))
        return tuple(chosen)

    def _candidates(self, text: str, target: str | None) -> Iterator[Match]:
        raw = tuple(self._raw(text))
        begins: set[int] = set()
        finishes: set[int] = set()
        for (start, end, name), (left, right) in raw:
            if end - start > 1 and name.role != "forbidden":
                if right:
                    begins.add(start)
                if left:
                    finishes.add(end)
        for (start, end, name), (left, right) in raw:
            if (left or start in finishes) and (right or end in begins) and (target is None or name.entry.form(target)):
                yield Match(start, end, name.entry, name.form, name.role)

    def _raw(self, text: str) -> Iterator[tuple[tuple[int, int, _Name], tuple[bool, bool]]]:
        if self._automaton is None:
            return
        folded = fold(text, self.language)
        for last, length, names in self._hits(folded.text):
            start, end = folded.span(last - length, last)
            hit = text[start:end]
            for name in names:
                if hit == name.form or self._agrees(name, hit):
                    left, right = edges(text, start, end, self.language, name.entry.kind)
                    yield (start, end, name), (left, right or self._is_plural(name.entry, text, end))

    def _hits(self, text: str) -> Iterator[tuple[int, int, list[_Name]]]:
        """End, length and names of each hit. The automaton walks bytes: a root with thousands of branches is slow."""
        data = text.encode("utf-8", "surrogatepass")
        end = upto = 0
        for last, (length, names) in self._automaton.iter(text if len(data) == len(text) else data.decode("latin-1")):
            end += len(data[upto : last + 1].decode("utf-8", "surrogatepass"))
            upto = last + 1
            yield end, length, names

    def _is_plural(self, entry: Entry, text: str, end: int) -> bool:
        return self.language == "en" and entry.kind in ("term", "product") and _PLURAL.match(text, end) is not None

    def _agrees(self, name: _Name, hit: str) -> bool:
        form = name.form
        if self.language in _COMPANY:
            form, hit = (_COMPANY[self.language].sub("", text).strip() for text in (form, hit))
        policy = "exact" if name.role == "forbidden" and form.lower() == form else name.entry.case
        return cases_agree(form, hit, policy) and (self.language == "en" or spacing_agrees(form, hit, self.language))


_RANK = {"preferred": 0, "alias": 1, "abbreviation": 2, "forbidden": 3}


def _automaton(names: dict[str, list[_Name]]) -> Any:  # pyahocorasick has no types
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for folded, values in names.items():
        if folded:
            automaton.add_word(folded.encode().decode("latin-1"), (len(folded), values))
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def _written(form: str, language: str) -> Sequence[str]:
    """The form with each way to write "Inc.": ㈜ (주) 주식회사, ㈱ (株) 株式会社.

    >>> _written("㈜인코어드", "ko")
    ['(주)인코어드', '주식회사인코어드']
    """
    if language == "en" or ("주" not in form and "㈜" not in form and "株" not in form and "㈱" not in form):
        return (form,)
    pattern = _COMPANY[language]
    return [pattern.sub(mark, form) for mark in _COMPANIES[language]] if pattern.search(form) else (form,)


def _with_plural(match: Match, text: str, language: str) -> Match:
    if language != "en" or match.entry.kind not in ("term", "product"):
        return match
    plural = _PLURAL.match(text, match.end)
    return replace(match, end=plural.end()) if plural else match


def _with_gloss(match: Match, text: str, language: str) -> Match:
    """The match with the brackets that follow it, when they hold another name of the same entry."""
    gloss = _GLOSS.match(text, match.end)
    if not gloss or match.role == "forbidden":
        return match
    entry, inside = match.entry, gloss.group(1).strip()
    wanted = key(inside, "ko")
    if entry.abbreviation and wanted == key(entry.abbreviation, "ko"):
        return replace(match, end=gloss.end(), gloss=entry.abbreviation)
    if match.role == "abbreviation" and any(key(form, "ko") == wanted for form in entry.forms(language)):
        return replace(match, end=gloss.end(), gloss=entry.abbreviation)
    others = (form for code in entry.languages if code != language for form in entry.forms(code))
    if any(key(form, "ko") == wanted for form in others):
        return replace(match, end=gloss.end(), gloss=inside)
    return match

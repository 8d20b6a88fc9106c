"""Checks of translations, whoever made them: plain functions from a source and its translation to issues.

Two severities: a serious issue breaks a program, a fact or a rule of the glossary; any other is worth a look.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from mtkit.checks import (
    accelerators,
    consistency,
    figures,
    formats,
    levels,
    marks,
    markup,
    spacing,
    terms,
    wording,
)
from mtkit.checks.reading import read
from mtkit.checks.terms import Term
from mtkit.checks.units import Side, Unit
from mtkit.documents.pairs import Pair
from mtkit.errors import LanguageError, MtkitError
from mtkit.glossary import Glossary
from mtkit.languages import LANGUAGES, detect, normalise
from mtkit.segments import Issue

__all__ = ["CHECKS", "Side", "Term", "Unit", "check", "read", "term_report", "units"]

_Check = Callable[[Unit], Iterator[Issue]]
_Overall = Callable[[Sequence[Unit]], Iterator[Issue]]

# A name that `only` and `without` take, and the function; its docstring tells the codes.
_EACH: dict[str, _Check] = {
    "empty": wording.empty,
    "untranslated": wording.untranslated,
    "placeholders": formats.placeholders,
    "tags": markup.tags,
    "addresses": markup.addresses,
    "numbers": figures.figures,
    "script": wording.left_over,
    "repetition": wording.repeated,
    "ending": marks.ending,
    "brackets": marks.brackets,
    "width": marks.width,
    "spaces": spacing.spaces,
    "newlines": spacing.newlines,
    "characters": spacing.invisible,
    "length": spacing.length,
    "accelerators": accelerators.accelerators,
    "particles": wording.particles,
}
_ALL: dict[str, _Overall] = {
    "plurals": consistency.plurals,
    "inconsistent": consistency.inconsistent,
    "levels": levels.mixed,
}
CHECKS = (*_EACH, *_ALL, "terms")


def check(
    pairs: Iterable[Pair | Unit],
    source: str = "",
    target: str = "",
    *,
    glossary: Glossary | None = None,
    only: Collection[str] = (),
    without: Collection[str] = (),
) -> tuple[Issue, ...]:
    """The issues of one document's pairs, in their order; those of the whole document where they were seen.

    `source` and `target` are the languages of pairs that name none, else they are found out from the texts. `only` and
    `without` choose among `CHECKS`. Raises LanguageError for a language that is none of the three, MtkitError for a
    check that does not exist.

    >>> for issue in check([Pair("Delete %d files?", "파일을 삭제하시겠습니까?", "ko.po:3")], "en", "ko"):
    ...     print(issue)
    ko.po:3 placeholder-missing: %d
    """
    chosen = _chosen(only, without)
    todo = units(pairs, source, target)
    found: list[list[Issue]] = [[] for _ in todo]
    places: dict[str, int] = {}
    for place, unit in enumerate(todo):
        places.setdefault(unit.where, place)
        found[place] += (replace(issue, where=unit.where) for issue in _one(unit, chosen))
    for issue in _together(todo, chosen, glossary):
        found[places.get(issue.where, -1)].append(issue)
    return tuple(issue for issues in found for issue in issues)


def _chosen(only: Collection[str], without: Collection[str]) -> frozenset[str]:
    for name in (*only, *without):
        if name not in CHECKS:
            raise MtkitError(f"no check {name!r}", hint=f"use {', '.join(CHECKS)}")
    return frozenset(only or CHECKS) - frozenset(without)


def _one(unit: Unit, chosen: Collection[str]) -> Iterator[Issue]:
    if not unit.target.text.strip():  # nothing to compare
        yield from wording.empty(unit) if "empty" in chosen else ()
        return
    for name, function in _EACH.items():
        if name in chosen:
            yield from function(unit)


def _together(todo: Sequence[Unit], chosen: Collection[str], glossary: Glossary | None) -> Iterator[Issue]:
    for name, function in _ALL.items():
        if name in chosen:
            yield from function(todo)
    if glossary and "terms" in chosen:
        yield from terms.issues(terms.terms(todo, glossary))


def term_report(
    pairs: Iterable[Pair | Unit], glossary: Glossary, source: str = "", target: str = ""
) -> tuple[Term, ...]:
    """Every term of one document's pairs: the form found, wanted and written, and its status.

    >>> glossary = Glossary.of({"광주": "Gwangju"}, "ko", "en")
    >>> [(t.found, t.written, t.status) for t in term_report([Pair("광주시", "Gwangju City", "a:1")], glossary)]
    [('광주', 'Gwangju', 'exact')]
    """
    return terms.terms(units(pairs, source, target), glossary)


def units(pairs: Iterable[Pair | Unit], source: str = "", target: str = "") -> tuple[Unit, ...]:
    """The pairs as units with languages that are known. Raises LanguageError when one is not.

    >>> units([Pair("안녕", "Hello")])[0].languages
    ('ko', 'en')
    """
    todo = tuple(pairs)
    texts = ("".join(_text(p, 0) for p in todo), "".join(_text(p, 1) for p in todo))
    names = [normalise(name) if name else "" for name in (source, target)]
    said = [name or (detect(text) or "") for name, text in zip(names, texts, strict=True)]
    return tuple(pair if isinstance(pair, Unit) else _unit(pair, *said) for pair in todo)


def _text(pair: Pair | Unit, side: int) -> str:
    if isinstance(pair, Unit):
        return ""
    return pair.target if side else pair.source


def _unit(pair: Pair, source: str, target: str) -> Unit:
    codes = pair.source_language or source, pair.target_language or target
    for code, option in zip(codes, ("--from", "--to"), strict=True):
        if code not in LANGUAGES:
            what = f"language {code!r}" if code else "no language"
            raise LanguageError(f"{what} at {pair.where or 'a pair'}", hint=f"say {option} en, ja or ko")
    left, right = Side(pair.source, codes[0]), Side(pair.target, codes[1])
    return Unit(left, right, pair.where, pair.context, pair.note, frozenset(pair.flags))

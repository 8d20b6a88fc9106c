"""What only several units show: one source in two translations, and plurals with a form too few."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from mtkit.checks.units import Unit
from mtkit.segments import Issue

__all__ = ["inconsistent", "plurals"]

FORMS = {"ko": 1, "ja": 1, "en": 2}  # gettext's nplurals


def inconsistent(units: Sequence[Unit]) -> Iterator[Issue]:
    """inconsistent: a source that was translated in another way before, in the same context.

    >>> from mtkit.checks.units import Side
    >>> pair = [Unit(Side("Save", "en"), Side(text, "ko"), place) for text, place in (("저장", "a:1"), ("보관", "a:2"))]
    >>> [str(issue) for issue in inconsistent(pair)]
    ["a:2 inconsistent: 'Save' is '저장' in a:1, '보관' here"]
    """
    first: dict[tuple[str, str], Unit] = {}
    for unit in units:
        source, target = unit.source.text.strip(), unit.target.text.strip()
        if not source or not target or "plural" in unit.flags:
            continue
        before = first.setdefault((source, unit.context), unit)
        if _plain(before.target.text) != _plain(target):
            message = f"{source[:40]!r} is {before.target.text.strip()[:40]!r} in {before.where}, {target[:40]!r} here"
            yield Issue("inconsistent", unit.where, message)


def _plain(text: str) -> str:
    """Case, white space and a full stop make no other translation."""
    return "".join(text.split()).rstrip(".。").casefold()


def plurals(units: Sequence[Unit]) -> Iterator[Issue]:
    """plural-forms (serious): a plural with another number of filled forms than the language has.

    >>> from mtkit.checks.units import Side
    >>> unit = Unit(Side("%d files", "en"), Side("파일", "ko"), "a:1", flags=frozenset(["plural"]))
    >>> [str(issue) for issue in plurals([unit, unit])]
    ['a:1 plural-forms: 2 forms where ko has 1']
    """
    entries: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        if "plural" in unit.flags:
            entries[unit.where, unit.context].append(unit)
    for (where, _), forms in entries.items():
        wanted = FORMS.get(forms[0].target.language, len(forms))
        filled = sum(bool(unit.target.text.strip()) for unit in forms)
        if len(forms) != wanted:
            message = f"{len(forms)} forms where {forms[0].target.language} has {wanted}"
            yield Issue("plural-forms", where, message, serious=True)
        elif 0 < filled < wanted:
            yield Issue("plural-forms", where, f"{filled} of {wanted} forms are translated", serious=True)

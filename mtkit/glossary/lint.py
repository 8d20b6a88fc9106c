"""What a person should look at in a glossary that loads: clashes, variants, wrong scripts, forms inside others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from mtkit.glossary.entries import Entry
from mtkit.glossary.folding import key
from mtkit.languages import LANGUAGES, scripts
from mtkit.segments import Issue

__all__ = ["lint"]

_OWN = {
    "en": frozenset({"latin", "digit"}),
    "ja": frozenset({"han", "hiragana", "katakana", "latin", "digit"}),
    "ko": frozenset({"hangul", "latin", "digit", "han"}),
}


def lint(entries: Iterable[Entry]) -> tuple[Issue, ...]:
    """The issues of a glossary, in its order; clashes and duplicates are serious.

    >>> both = [Entry(en="Seoul", ko="서울", where="g.tsv:2"), Entry(en="seoul", ja="ソウル", where="g.tsv:3")]
    >>> for issue in lint(both):
    ...     print(issue)
    g.tsv:2 empty-side: no ja form
    g.tsv:3 clash: en form 'seoul' is also that of g.tsv:2 ('Seoul')
    g.tsv:3 empty-side: no ko form
    """
    listed = tuple(entries)
    issues = dict.fromkeys(
        [*_clashes(listed), *(issue for entry in listed for issue in _alone(entry)), *_inside(listed)]
    )
    order = {entry.where: place for place, entry in enumerate(listed)}
    return tuple(sorted(issues, key=lambda issue: (order.get(issue.where, 0), issue.code)))


def _clashes(entries: tuple[Entry, ...]) -> Iterator[Issue]:
    for language in LANGUAGES:
        seen: dict[str, tuple[Entry, str]] = {}
        for entry in entries:
            for form in entry.forms(language):
                first, other = seen.setdefault(key(form, language), (entry, form))
                if first is entry:
                    continue
                if first == entry:
                    yield Issue("duplicate", entry.where, f"the same as {first.where}", serious=True)
                    break
                message = f"{language} form {form!r} is also that of {first.where} ({other!r})"
                yield Issue("clash", entry.where, message, serious=True)


def _alone(entry: Entry) -> Iterator[Issue]:
    for language in LANGUAGES:
        forms = entry.forms(language)
        if not forms:
            yield Issue("empty-side", entry.where, f"no {language} form")
        folded = defaultdict[str, list[str]](list)
        for form in (*forms, *entry.forbidden(language)):
            folded[key(form, language)].append(form)
            yield from _form(entry, form, language)
        for same in folded.values():
            if len(same) > 1:
                yield Issue("variant", entry.where, f"{language} forms {same[0]!r} and {same[1]!r} match the same text")


def _form(entry: Entry, form: str, language: str) -> Iterator[Issue]:
    foreign = sorted(set(scripts(form)) - _OWN[language])
    if foreign and not entry.dnt:
        yield Issue("wrong-script", entry.where, f"{language} form {form!r} has {', '.join(foreign)} letters")
    if "  " in form or "\u3000" in form:
        yield Issue("spacing", entry.where, f"{language} form {form!r} has a wide or double space")
    if any("！" <= char <= "～" for char in form) and language != "ja":
        yield Issue("width", entry.where, f"{language} form {form!r} has full-width characters")
    if len(form) == 1:
        yield Issue("short", entry.where, f"{language} form {form!r} is a single character")


def _inside(entries: tuple[Entry, ...]) -> Iterator[Issue]:
    """Forms that contain another entry's form and are translated without that entry's translation: often a slip."""
    from mtkit.glossary.matching import Matcher

    for source in LANGUAGES:
        matcher = Matcher(entries, source)
        for entry in entries:
            form = entry.form(source)
            for match in matcher.find(form[:-1]) + matcher.find(form[1:]) if form else ():
                yield from _unlike(entry, match.entry, match.form, source)


def _unlike(entry: Entry, inner: Entry, form: str, source: str) -> Iterator[Issue]:
    if inner is entry or inner.kind == "term":
        return
    for target in LANGUAGES:
        outer = entry.form(target)
        accepted = inner.forms(target)
        if target == source or not outer or not accepted:
            continue
        if not any(key(name, target) in key(outer, target) for name in accepted):
            yield Issue("inside", entry.where, f"{form!r} is {inner.where} but {outer!r} has no {accepted[0]!r}")
            return

"""What in a segment is not free text: tags, placeholders, glossary terms and numbers, as spans that never overlap."""

from collections.abc import Iterable
from dataclasses import replace

from mtkit import numbers, placeholders
from mtkit.glossary import Match
from mtkit.segments import Segment, Span

__all__ = ["find", "merge"]

# What each language writes in its own way; ordinals, counts and percentages the model writes better in their sentence.
_REWRITTEN = ("date", "time", "money", "amount")


def find(
    segment: Segment, source: str, target: str, matches: Iterable[Match] = (), *, with_numbers: bool
) -> tuple[Span, ...]:
    """Every protected span of a segment, ascending; `matches` are the glossary's names in it.

    The document's own spans come before placeholders, these before glossary terms, these before numbers: a term inside
    a URL is part of the URL. `with_numbers` adds the numbers that are written another way in the target language.

    >>> [(s.kind, s.target) for s in find(Segment("총 1억 2000만 원, {name}"), "ko", "en", with_numbers=True)]
    [('number', '120 million won'), ('placeholder', None)]
    """
    text = segment.source
    spans = merge(segment.spans, placeholders.find(text))
    spans = merge(spans, (_term(match, target) for match in matches))
    if with_numbers:
        spans = merge(spans, _numbers(text, source, target))
    return spans


def merge(first: Iterable[Span], second: Iterable[Span]) -> tuple[Span, ...]:
    """Both, ascending, without those of the second that touch one of the first.

    >>> [s.kind for s in merge([Span(0, 4, "url")], [Span(2, 6, "term"), Span(6, 8, "term")])]
    ['url', 'term']
    """
    kept = list(first)
    for span in second:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))


def _term(match: Match, target: str) -> Span:
    """The span of a name: other forms of its entry make way for the one that is wanted, short ones may stand."""
    entry, want = match.entry, match.target(target)
    forms = tuple(form for form in (*entry.forms(target), *entry.forbidden(target)) if form != want)
    if match.mention:
        first = replace(match, mention="first").target(target) or ""
        variants = tuple(f for f in (first, *forms) if f not in (want, entry.abbreviation))
        return Span(match.start, match.end, "term", want, variants)
    if match.title or match.role == "abbreviation":
        return Span(match.start, match.end, "term", want, (), forms)
    accepted = tuple(form for form in forms if form == entry.abbreviation)
    return Span(match.start, match.end, "term", want, tuple(f for f in forms if f not in accepted), accepted)


def _numbers(text: str, source: str, target: str) -> Iterable[Span]:
    for number in numbers.find(text, source):
        if number.kind not in _REWRITTEN or not any(map(str.isalpha, number.text)):
            continue  # 2019-10-29 and 13:27 are read everywhere
        rendered = numbers.render(number, target)
        if rendered != number.text:
            yield Span(number.start, number.end, "number", rendered)

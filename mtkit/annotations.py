"""What in a segment is not free text: tags, placeholders, glossary terms and numbers, as spans that never overlap."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from mtkit import numbers, placeholders
from mtkit.glossary import Match
from mtkit.segments import Segment, Span

__all__ = ["find", "merge"]

# What each language writes in its own way; ordinals, small counts and percentages the model writes better in their
# sentence, and so it does from one day to another.
_REWRITTEN = ("date", "time", "money", "amount")
_LARGE = {"en": 10**3, "ja": 10**4, "ko": 10**4}  # from here on 87,000 and 8만7000 are written in different ways


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
        # 2019-10-29 and 13:27 are read everywhere
        written = number.kind in _REWRITTEN and any(map(str.isalpha, number.text))
        named = text[number.end : number.end + 1] in tuple("번호番号")  # bus 1187번 is called so
        if written or (_is_large(number, target) and not named):
            rendered = numbers.render(number, target)
            if rendered != number.text:
                yield Span(number.start, number.end, "number", rendered)


def _is_large(number: numbers.Number, target: str) -> bool:
    """A count or a range of amounts whose digits the target language groups in another way."""
    sizes = [end[-1] for end in numbers.flat(number.value) if end[0] in ("number", "money")]
    large = [isinstance(size, int | Decimal) and size >= _LARGE[target] for size in sizes]
    return number.kind in ("count", "plain", "range") and bool(large) and all(large)

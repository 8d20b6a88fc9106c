"""Where the wanted names stand in an output: each takes a place of its own, written exactly as it is wanted there."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mtkit.glossary import particles
from mtkit.glossary.boundaries import edges, spacing_agrees
from mtkit.glossary.folding import Folded, fold, key
from mtkit.segments import Span

__all__ = ["Placed", "place", "spot"]

_PLURAL = re.compile(r"(?:es|s)(?![A-Za-z0-9_])")
_UNIT = re.compile(r"(?: City| County| Province|-si|-gun|-do|[시군구도市郡区道県府都])$")
_LOOSE = 6  # letters from which on an English name may have stray spaces in it: Dae - jung, but not "G is t"


@dataclass(frozen=True, slots=True)
class Placed:
    """An output with its names: `spans` are those in `text` and what was protected before, ascending.

    `written` tells for each wanted span that has a place which form stands there; `rewritten` are those that another
    form had to make way for. `places` are where they stood in the text before anything was written over.
    """

    text: str
    spans: tuple[Span, ...]
    written: Mapping[Span, str] = field(default_factory=dict)
    rewritten: frozenset[Span] = frozenset()
    places: Mapping[Span, tuple[int, int]] = field(default_factory=dict)


def place(
    text: str, taken: Sequence[Span], wanted: Sequence[Span], language: str, names: Iterable[tuple[int, int]] = ()
) -> Placed:
    """The output with the wanted names in it, each at one place; what finds none is not in `written`.

    The target comes first, then the span's `variants` (target is written over them), then its `accepted` forms (left as
    they are), at last one of `names` that has no more than a unit behind the target (仙台市 for 仙台). `taken` are stretches of the output that are no free text, `names` longer names that a shorter one is not
    to be found in. Case, width and spacing of a place do not matter; they become those of the target.

    >>> span = Span(0, 2, "term", "Gwangju", variants=("Kwangju",))
    >>> place("in kwangju and Ｇwangju", (), (span, replace(span, start=5, end=7)), "en").text
    'in Gwangju and Gwangju'
    """
    board = _Board(text, taken, wanted, language, tuple(names))
    for forms in (lambda s: (s.target,), lambda s: s.variants, lambda s: s.accepted):
        for span in sorted(wanted, key=lambda span: -len(span.target or "")):
            if span not in board.chosen:
                board.choose(span, forms(span))
    for span in wanted:
        if span not in board.chosen:
            board.cut_down(span)
    board.rest(wanted)
    return _written(text, taken, board)


class _Board:
    """The places of every form, and who has taken which."""

    def __init__(
        self,
        text: str,
        taken: Sequence[Span],
        wanted: Sequence[Span],
        language: str,
        names: Sequence[tuple[int, int]],
    ) -> None:
        self.chosen: dict[Span, tuple[int, int, str, bool]] = {}  # begin, end, form, kept as it stands
        self.others: list[tuple[int, int, str, str]] = []  # further mentions: begin, end, form, kind
        self._taken = [(span.start, span.end) for span in taken]
        forms = {form for span in wanted for form in (span.target, *span.variants, *span.accepted) if form}
        folded = fold(text, "ja" if language == "ja" else "ko")
        raw = {form: list(spot(folded, form, language)) for form in forms}
        self._places = _whole(text, raw, language, names)
        self._text, self._raw, self._names = text, raw, names

    def choose(self, span: Span, forms: Iterable[str | None]) -> None:
        """Give the span the first free place of one of the forms."""
        for form in forms:
            for begin, end in self._places.get(form or "", ()):
                if self._free(begin, end):
                    self._taken.append((begin, end))
                    self.chosen[span] = (begin, end, form or "", form in span.accepted)
                    return

    def cut_down(self, span: Span) -> None:
        """Give the span a longer name that nobody wants, when no more than its unit is too much."""
        for begin, end in self._raw.get(span.target or "", ()):
            for start, stop in self._names:
                if start == begin and _UNIT.fullmatch(self._text[end:stop]) and self._free(start, stop):
                    self._taken.append((start, stop))
                    self.chosen[span] = (start, stop, self._text[start:stop], False)
                    return

    def rest(self, wanted: Iterable[Span]) -> None:
        """What is left of the targets' places: mentions more than the source has."""
        for form, kind in {span.target: span.kind for span in wanted if span.target}.items():
            for begin, end in self._places.get(form, ()):
                if self._free(begin, end):
                    self._taken.append((begin, end))
                    self.others.append((begin, end, form, kind))

    def _free(self, begin: int, end: int) -> bool:
        return all(end <= start or stop <= begin for start, stop in self._taken)


def spot(folded: Folded, form: str, language: str) -> Iterator[tuple[int, int]]:
    """Where a form stands in a text folded without spaces, whatever its case, width and spacing.

    >>> list(spot(fold("Kim Dae - jung", "ko"), "Kim Dae-jung", "en"))
    [(0, 14)]
    """
    wanted = key(form, "ja" if language == "ja" else "ko")
    at = folded.text.find(wanted) if wanted else -1
    while at >= 0:
        begin, end = folded.span(at, at + len(wanted))
        hit = folded.original[begin:end]
        if len(hit) == len(form) or (len(wanted) >= _LOOSE if language == "en" else _spaced(form, hit, language)):
            yield begin, end
        at = folded.text.find(wanted, at + 1)


def _spaced(form: str, hit: str, language: str) -> bool:
    return spacing_agrees(form, hit, language) or "".join(hit.split()) == "".join(form.split())


def _whole(
    text: str, raw: Mapping[str, list[tuple[int, int]]], language: str, names: Sequence[tuple[int, int]]
) -> dict[str, list[tuple[int, int]]]:
    """The places where a word begins and ends (or another wanted form does), and no longer name goes on."""
    begins = {(begin, form) for form, places in raw.items() for begin, end in places if end - begin > 1}
    ends = {(end, form) for form, places in raw.items() for begin, end in places if end - begin > 1}
    found: dict[str, list[tuple[int, int]]] = {}
    for form, places in raw.items():
        for begin, end in places:
            left, right = _edges(text, begin, end, language)
            plural = _PLURAL.match(text, end) if language == "en" and form[-1:].isalpha() else None
            whole = (begin, plural.end() if plural else end)
            inside = any(start <= begin and whole[1] <= stop and (start, stop) != whole for start, stop in names)
            right = right or plural is not None or any(at == end and other != form for at, other in begins)
            left = left or any(at == begin and other != form for at, other in ends)
            if left and right and not inside:
                found.setdefault(form, []).append((begin, end))
    return found


def _edges(text: str, begin: int, end: int, language: str) -> tuple[bool, bool]:
    left, right = edges(text, begin, end, language)
    if right or language == "en":
        return left, right
    if any(
        text.startswith(again, end) for again in (text[begin:end], text[end - 2 : end] if end - begin > 3 else "\0")
    ):
        return left, False  # 한국공항공사공사, 도쿄도쿄: a stutter
    # A model's particle may not agree with the coda yet (인코어드과): it is repaired afterwards.
    return left, edges(text, begin, end, language, "place")[1] or particles.follows(text, end)


def _written(text: str, taken: Sequence[Span], board: _Board) -> Placed:
    """The text with each target written over its place; protected spans and names at their new places."""
    spans = list(taken)
    marks = [(begin, end, span, form, kept) for span, (begin, end, form, kept) in board.chosen.items()]
    marks += [(begin, end, Span(0, 0, kind, form), form, False) for begin, end, form, kind in board.others]
    written: dict[Span, str] = {}
    rewritten: set[Span] = set()
    places = {span: (begin, end) for span, (begin, end, _, _) in board.chosen.items()}
    for begin, end, span, form, kept in sorted(marks, key=lambda mark: mark[0], reverse=True):
        own = form if kept else span.target or form
        text = text[:begin] + own + text[end:]
        by = len(own) - (end - begin)
        spans = [_moved(other, by) if other.start >= end else other for other in spans]
        spans.append(Span(begin, begin + len(own), span.kind, own))
        if span in board.chosen:
            written[span] = own
            if not kept and form != span.target:
                rewritten.add(span)
    return Placed(text, tuple(sorted(spans, key=lambda s: s.start)), written, frozenset(rewritten), places)


def _moved(span: Span, by: int) -> Span:
    return replace(span, start=span.start + by, end=span.end + by)

"""The skeleton that every format shares: a document is literals with slots, and a slot is a segment with its spelling.

    pieces   str       stands in the file and stays
             Mark      a value that follows the target language or the output's encoding (lang="ko", charset=euc-kr)
             Slot      a segment, and the parts it was read from
             Added     what only a translation has: the target element of a bilingual file, a language's column
             Arm       one form of a plural, which languages have or lack
    part     a stretch of a slot: free text (perhaps spelled differently in the file) or markup, which may hold slots

`weaving.weave` turns a run of parts into pieces. A slot whose target equals its source is written as it stood, so that an unchanged document is the same bytes.
"""

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from mtkit.segments import Segment

__all__ = [
    "Added",
    "Arm",
    "Escape",
    "Format",
    "Lines",
    "Mark",
    "Part",
    "Piece",
    "Slot",
    "fill",
    "merged",
    "raw",
    "slots",
]

Escape = Callable[["Slot", str, Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in the document that names its language or its encoding.

    A file with translations in it has a Mark "target" where it says into which language: that one is kept.

    >>> fill((Mark("language", "ja"),), iter(()), {"language": "ko"})
    'ko'
    """

    kind: str
    raw: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a slot: `source` as it reads in the segment, `pieces` as it stands in the file.

    `kind` is empty for free text, else the kind of the segment's span; `changed` is what to write in place of `pieces`
    once the text around it is a translation (a shortcut link needs its label then).

    >>> Part("&", ("&amp;",)).source
    '&'
    """

    source: str
    pieces: "tuple[Piece, ...]"
    kind: str = ""
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A segment's place in the document; `escape(slot, target, markup)` spells a new text the way the format wants it.

    `markup` holds, for each part with a kind, what is to be written for it.

    >>> slot = Slot(Segment("a"), (Part("a", ("a",)),), lambda slot, target, markup: target.upper())
    >>> fill((slot,), iter(["b"]), {}), fill((slot,), iter(["a"]), {})
    ('B', 'a')
    """

    segment: Segment
    parts: tuple[Part, ...]
    escape: Escape


@dataclass(frozen=True, slots=True)
class Added:
    """Pieces that stand in a translation into a language that `fits`, in place of `raw`, which the file has now.

    >>> fill(("a", Added(("=", Mark("language", "")))), iter(()), {"language": "ko"}), fill((Added(("b",)),), iter(()), {})
    ('a=ko', '')
    """

    pieces: "tuple[Piece, ...]"
    raw: str = ""
    fits: Callable[[str], bool] = bool


# The plural categories (CLDR) of each language for whole numbers; zero and exact numbers (=0) are for any language.
_CATEGORIES = {"en": frozenset(("one", "other")), "ja": frozenset(("other",)), "ko": frozenset(("other",))}
_COUNTED = frozenset(("one", "two", "few", "many"))


@dataclass(frozen=True, slots=True)
class Arm:
    """One form of a plural. A language without its category has it not; `also` are categories the group lacks.

    Those that the target language has are written before it with the same text; a Mark "category" in the pieces names
    the category, a Mark "default" stands only where the arm itself does, `separator` after each that is added.

    >>> one, other = Arm("one", ("1 ",)), Arm("other", (Mark("category", "other"), " n"), ("one",))
    >>> fill((one, other), iter(()), {"language": "ko"}), fill((other,), iter(()), {"language": "en"})
    ('other n', 'one nother n')
    """

    category: str
    pieces: "tuple[Piece, ...]"
    also: tuple[str, ...] = ()
    separator: str = ""


Piece = str | Mark | Slot | Added | Arm


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how its text is cut into pieces, and which encoding a file says it has.

    Where formats share a suffix, `claims` says by a file's first bytes whether it is of this one. `walked` is False for
    what directories hold for many purposes (JSON, YAML ...): such a file is translated only when it is named itself.

    >>> Format("lines", (".l",), lambda text, name: (text,)).cut("a", "x.l")
    ('a',)
    """

    name: str
    suffixes: tuple[str, ...]
    cut: Callable[[str, str], tuple[Piece, ...]]
    declared: Callable[[bytes], str | None] = lambda data: None
    claims: Callable[[bytes], bool] = lambda data: True
    walked: bool = True
    unpack: Callable[[bytes, str], str] | None = None  # the text of a file that is an archive
    pack: Callable[[bytes, bytes], bytes] | None = None  # the archive with another text in it
    largest: int = 1 << 26  # bytes of a file, 0 for any number: what has a syntax is held whole as a tree


class Lines:
    """Where an offset is, for people: `name:line`. A line ends at \\n only (at \\r in an old file that has no \\n).

    >>> Lines("a\\nb", "x.txt").where(2)
    'x.txt:2'
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.end = "\n" if "\n" in text or "\r" not in text else "\r"
        self._ends = [match.start() for match in re.finditer(self.end, text)]

    def where(self, offset: int) -> str:
        """The name and the line of an offset."""
        return f"{self.name}:{bisect.bisect_left(self._ends, offset) + 1}"


def slots(pieces: Iterable[Piece]) -> Iterator[Slot]:
    """Every slot in the order of its first character, those inside another's markup after it.

    >>> [slot.segment.source for slot in slots(("x", Slot(Segment("a"), (Part("a", ("a",)),), str)))]
    ['a']
    """
    for piece in pieces:
        if isinstance(piece, Slot):
            yield piece
            for part in piece.parts:
                yield from slots(part.pieces)
        elif isinstance(piece, Added | Arm):
            yield from slots(piece.pieces)


def raw(piece: Piece) -> str:
    """A piece as it stands in the file.

    >>> raw("a"), raw(Mark("language", "ko"))
    ('a', 'ko')
    """
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Mark | Added):
        return piece.raw
    if isinstance(piece, Arm):
        return "".join(map(raw, piece.pieces))
    return "".join(map(_raw_part, piece.parts))


def _raw_part(part: Part) -> str:
    return "".join(map(raw, part.pieces))


def merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbouring literals as one.

    >>> merged(["a", "", "b", Mark("language", "ko")])
    ('ab', Mark(kind='language', raw='ko'))
    """
    found, waiting = list[Piece](), list[str]()
    for piece in pieces:
        if isinstance(piece, str):
            waiting.append(piece)
            continue
        found += [*filter(None, ["".join(waiting)]), piece]
        waiting = []
    return (*found, *filter(None, ["".join(waiting)]))


def fill(pieces: Iterable[Piece], targets: Iterator[str], values: Mapping[str, str]) -> str:
    """The text of the pieces with the next targets in the slots and the given values for the marks.

    >>> fill(("a", Slot(Segment("b"), (Part("b", ("b",)),), lambda slot, target, markup: target)), iter("c"), {})
    'ac'
    """
    return "".join(_fill(piece, targets, values) for piece in pieces)


def _fill(piece: Piece, targets: Iterator[str], values: Mapping[str, str]) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Mark):
        return values.get(piece.kind, piece.raw)
    if isinstance(piece, Added | Arm):
        inside = list(islice(targets, sum(1 for _ in slots(piece.pieces))))
        return _fill_added(piece, inside, values) if isinstance(piece, Added) else _fill_arm(piece, inside, values)
    target = next(targets)
    written = [fill(part.pieces, targets, values) for part in piece.parts]
    if target == piece.segment.source:
        return "".join(written)
    pairs = zip(piece.parts, written, strict=True)
    return piece.escape(
        piece, target, [text if part.changed is None else part.changed for part, text in pairs if part.kind]
    )


def _fill_added(added: Added, targets: Sequence[str], values: Mapping[str, str]) -> str:
    language = values.get("language", "")
    changed = any(target != slot.segment.source for target, slot in zip(targets, slots(added.pieces), strict=True))
    wanted = added.fits(language) if language else changed or "added" in values
    return fill(added.pieces, iter(targets), {**values, "added": ""}) if wanted else added.raw


def _fill_arm(arm: Arm, targets: Sequence[str], values: Mapping[str, str]) -> str:
    categories = _CATEGORIES.get(values.get("language", ""))
    if categories is None:
        return fill(arm.pieces, iter(targets), values)
    names = [{"category": name, "default": ""} for name in arm.also if name in categories]
    extra = [fill(arm.pieces, iter(targets), {**values, **named}) + arm.separator for named in names]
    own = arm.category in categories or arm.category not in _COUNTED
    return "".join(extra) + (fill(arm.pieces, iter(targets), values) if own else "")

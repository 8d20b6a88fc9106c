"""Messages of programs: ICU plurals and choices are cut so that their texts are translated, their syntax not.

    {n, plural, one {# file} other {# files}}     two segments: `# file` and `# files`, with # protected
    You have {n, plural, one {# file} other {# files}}.
                                                  `You have # file.` and `You have # files.`: a translation has whole
                                                  sentences in the arms, as a part of one cannot be translated

Everything else of ICU (`{name}`, `{d, date, short}`) is a placeholder and stays in its sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mtkit.documents.icu import Choice, choices
from mtkit.documents.skeleton import Added, Arm, Escape, Lines, Mark, Part, Piece, Slot, merged
from mtkit.documents.weaving import weave

__all__ = ["message", "sliced"]

_COUNT = re.compile("(#)")
_APOSTROPHE = re.compile("''|'[{}#|]'|'(?=[{}#|])")  # two, a quoted sign, and one that would quote what it should not
_DEEPEST = 12
_MOST_ARMS = 12  # of a message whose arms become whole sentences: they multiply


def message(parts: Sequence[Part], offset: int, lines: Lines, escape: Escape) -> tuple[Piece, ...]:
    """The pieces of a message that these parts spell; without an ICU choice, one slot.

    >>> text = "{n, plural, one {# file} other {# files}}"
    >>> cut = message([Part(text, (text,))], 0, Lines("", "a"), lambda slot, target, markup: target)
    >>> [piece.category for piece in cut if isinstance(piece, Arm)]
    ['one', 'other']
    """
    if not choices("".join(part.source for part in parts)):
        return weave(parts, offset, lines, escape)
    return merged(_Cutter(offset, lines, _quoting(escape)).pieces(parts))


@dataclass(frozen=True)
class _Cutter:
    offset: int
    lines: Lines
    escape: Escape

    def pieces(self, parts: Sequence[Part], *, counted: bool = False, depth: int = 0) -> Iterator[Piece]:
        """A message or an arm of one; `counted` where # is the number."""
        text = "".join(part.source for part in parts)
        found = choices(text) if depth < _DEEPEST else ()
        if found and _divides_a_sentence(text, found):
            before, after = sliced(parts, 0, found[0].start), sliced(parts, found[0].end, len(text) + 1)
            yield Added(tuple(self._choice(parts, found[0], counted, depth, before, after)), _written(parts))
            return
        at = 0
        for choice in found:
            yield from self._free(sliced(parts, at, choice.start), counted)
            yield from self._choice(parts, choice, counted, depth)
            at = choice.end
        yield from self._free(sliced(parts, at, len(text) + 1), counted)

    def _choice(
        self,
        parts: Sequence[Part],
        choice: Choice,
        counted: bool,
        depth: int,
        before: Sequence[Part] = (),
        after: Sequence[Part] = (),
    ) -> Iterator[Piece]:
        """A choice; `before` and `after` are what each of its arms gets from the sentence around it."""
        text = "".join(part.source for part in parts)
        names = [text[slice(*branch.name)] for branch in choice.branches]
        counted = counted or choice.kind != "select"
        yield _written(sliced(parts, choice.start, choice.branches[0].start))
        for name, branch in zip(names, choice.branches, strict=True):
            start, stop = branch.text
            inside = self.pieces([*before, *sliced(parts, start, stop), *after], counted=counted, depth=depth + 1)
            lead = _written(sliced(parts, branch.start, branch.name[0]))
            opened = _written(sliced(parts, branch.name[1], start))
            written = _written(sliced(parts, *branch.name))
            whole = (lead, Mark("category", written), opened, *inside, _written(sliced(parts, stop, stop + 1)))
            also = ("one",) if choice.kind == "plural" and name == "other" and "one" not in names else ()
            yield from (Arm(name, whole, also),) if choice.kind != "select" else (lead + written, *whole[2:])
        yield _written(sliced(parts, choice.branches[-1].text[1] + 1, choice.end))

    def _free(self, parts: Sequence[Part], counted: bool) -> tuple[Piece, ...]:
        found = [piece for part in parts for piece in _hashes(part)] if counted else list(parts)
        return weave(found, self.offset, self.lines, self.escape)


def _divides_a_sentence(text: str, found: Sequence[Choice]) -> bool:
    """True for words around the choices that can go into the arms: no #, and not so many arms that they multiply."""
    ends = [0, *(choice.end for choice in found)]
    starts = [*(choice.start for choice in found), len(text)]
    around = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    return any(map(str.isalpha, around)) and "#" not in around and text.count("{") <= 2 * _MOST_ARMS


def _written(parts: Sequence[Part]) -> str:
    return "".join(str(piece) for part in parts for piece in part.pieces)


def _hashes(part: Part) -> list[Part]:
    if part.kind or part.pieces != (part.source,):
        return [part]
    texts = _COUNT.split(part.source)
    return [Part(text, (text,), "placeholder" if text == "#" else "") for text in texts if text]


def _quoting(escape: Escape) -> Escape:
    """An apostrophe before syntax would quote it: ICU writes two for one."""

    def spell(slot: Slot, target: str, markup: Sequence[str]) -> str:
        return escape(slot, _APOSTROPHE.sub(lambda hit: "''" if hit[0] == "'" else hit[0], target), markup)

    return spell


def sliced(parts: Sequence[Part], start: int, end: int) -> list[Part]:
    """The parts that spell `[start:end]` of the text; a part that is spelled differently goes by its first character.

    An end beyond the text takes what stands after its last character and says nothing.

    >>> [part.source for part in sliced([Part("abc", ("abc",)), Part("&", ("&amp;",))], 1, 4)]
    ['bc', '&']
    """
    found = list[Part]()
    starts = [0, *accumulate(len(part.source) for part in parts)]
    for part, at in zip(parts, starts, strict=False):
        if part.pieces == (part.source,) and not part.kind:
            text = part.source[max(0, start - at) : max(0, end - at)]
            found += [Part(text, (text,))] if text else []
        elif start <= at < end:
            found.append(part)
    return found

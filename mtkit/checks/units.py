"""A source and its translation side by side, each with what is no language in it found once for all checks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from mtkit import annotations, placeholders
from mtkit.segments import Span

__all__ = ["Side", "Unit"]

STAND_IN = "\ufffc"  # where a placeholder or an address stood in free text


@dataclass(frozen=True)
class Side:
    """One text of a unit. `given` are the spans that the document's own syntax made (Markdown's emphasis).

    >>> side = Side("<b>{name}</b>님, 안녕하세요", "ko")
    >>> side.free.replace("\\ufffc", "*"), side.stretches("open", "close")
    ('*님, 안녕하세요', ['<b>', '</b>'])
    """

    text: str
    language: str
    given: tuple[Span, ...] = ()

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Tags, placeholders, addresses and codes, ascending."""
        return annotations.merge(self.given, placeholders.find(self.text))

    @cached_property
    def free(self) -> str:
        """The text without them: nothing for a tag around text, a space for one that stands alone, else a stand-in."""
        parts, at = list[str](), 0
        for span in self.spans:
            stand_in = {"open": "", "close": "", "tag": " "}.get(span.kind, STAND_IN)
            parts += [self.text[at : span.start], stand_in]
            at = span.end
        return "".join((*parts, self.text[at:]))

    def stretches(self, *kinds: str) -> list[str]:
        """What stands in the spans of these kinds, in order."""
        return [self.text[span.start : span.end] for span in self.spans if span.kind in kinds]


@dataclass(frozen=True)
class Unit:
    """What a check looks at: both sides, and what the file says beside them.

    >>> Unit(Side("Hello", "en"), Side("안녕", "ko"), "ko.po:3").languages
    ('en', 'ko')
    """

    source: Side
    target: Side
    where: str = ""
    context: str = ""
    note: str = ""
    flags: frozenset[str] = field(default=frozenset())

    @property
    def languages(self) -> tuple[str, str]:
        """The codes of source and target language."""
        return self.source.language, self.target.language

    def both(self, *kinds: str) -> Iterator[list[str]]:
        """The stretches of these kinds in the source, then in the target."""
        yield self.source.stretches(*kinds)
        yield self.target.stretches(*kinds)

"""Fluent (.ftl): the texts of messages and their attributes; placeables are protected, each variant is a segment.

Terms (`-brand`) stay: they are names. A text over several lines becomes one line, its paragraphs stay.
"""

import re
from collections.abc import Sequence
from typing import Any

from mtkit.documents.literals import spelled
from mtkit.documents.skeleton import Arm, Format, Lines, Mark, Part, Piece, Slot, merged
from mtkit.documents.structured import CATEGORIES
from mtkit.documents.weaving import weave
from mtkit.documents.xmltext import balanced
from mtkit.errors import InputError

__all__ = ["FORMAT", "cut"]

_FOLD = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")
_SYNTAX = re.compile(r"[{}]|(?:^|(?<=\n))[\[*.]")


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a Fluent file. Raises InputError with the line for what is none.

    >>> [p if isinstance(p, str) else p.segment.source for p in cut("a = Hi { $name }\\n-b = X\\n", "en.ftl")]
    ['a = ', 'Hi { $name }', '\\n-b = X\\n']
    >>> cut("a Hi\\n", "en.ftl")
    Traceback (most recent call last):
    mtkit.errors.InputError: en.ftl:1: no Fluent (Expected token: "=")
    """
    from fluent.syntax import FluentParser, ast

    cutter = _Cutter(text, name)
    try:
        resource = FluentParser(with_spans=True).parse(text)
    except RecursionError:
        raise InputError("nested too deep", path=name) from None
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            note = entry.annotations[0]
            at = note.span.start if note.span else 0
            raise InputError(
                f"no Fluent ({' '.join(str(note.message).split())})", path=name, line=text.count("\n", 0, at) + 1
            )
        if isinstance(entry, ast.Message):
            for pattern in (entry.value, *(attribute.value for attribute in entry.attributes)):
                if pattern:
                    cutter.pattern(pattern)
    return cutter.finish()


class _Cutter:
    """The pieces so far, and the offset up to which they reach."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.lines = text, Lines(text, name)
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.done: list[Piece] = []
        self.at = 0

    def finish(self) -> tuple[Piece, ...]:
        return merged([*self.done, self.text[self.at :]])

    def pattern(self, pattern: Any) -> None:
        """A pattern as runs of text and placeables, with the selections between them."""
        run = list[Part]()
        self._skip(pattern.span.start)
        start = pattern.span.start
        for element in pattern.elements:
            expression = getattr(element, "expression", None)
            raw = self.text[element.span.start : element.span.end]
            start = start if run else element.span.start
            if expression is not None and hasattr(expression, "variants"):
                self._flush(run, start)
                run = []
                self._select(expression, element.span.end)
            elif expression is not None:
                run.append(Part(raw, (raw,), "placeholder"))
            else:
                run += spelled(raw, _FOLD, _unfolded)
        self._flush(run, start)

    def _skip(self, to: int) -> None:
        self.done.append(self.text[self.at : to])
        self.at = max(self.at, to)

    def _flush(self, run: list[Part], start: int) -> None:
        if run:
            self._skip(start)
            self.done += weave(run, start, self.lines, self._spell)
            self.at = start + sum(len(str(part.pieces[0])) for part in run)

    def _select(self, select: Any, end: int) -> None:
        """Each variant with the white space before it; those of a plural are arms."""
        self._skip(select.selector.span.end)
        self._skip(self.text.index("->", self.at) + 2)
        names = [self.text[variant.key.span.start : variant.key.span.end] for variant in select.variants]
        counted = "other" in names and all(name in CATEGORIES or name[0].isdigit() for name in names)
        for name, variant in zip(names, select.variants, strict=True):
            outer, self.done = self.done, []
            self._skip(variant.span.start)
            if counted:
                if variant.default:
                    self.done.append(Mark("default", "*"))
                    self.at += 1
                self._skip(variant.key.span.start)
                self.done.append(Mark("category", name))
                self.at = variant.key.span.end
            self.pattern(variant.value)
            self._skip(variant.span.end)
            pieces = tuple(self.done)
            also = ("one",) if name == "other" and "one" not in names else ()
            category = "other" if variant.default else name
            self.done = [*outer, Arm(category, pieces, also)] if counted else [*outer, *pieces]
        self._skip(end)

    def _spell(self, slot: Slot, target: str, markup: Sequence[str]) -> str:
        return balanced(slot, target, markup, self._written) or '{ "" }'  # a pattern cannot be empty

    def _written(self, text: str) -> str:
        """Braces and what would begin a variant or an attribute as literals; a new line is indented."""
        said = _SYNTAX.sub(lambda hit: f'{{"{hit[0]}"}}', text)
        return re.sub("\n+", lambda hit: self.newline * len(hit[0]) + "    ", said)


def _unfolded(raw: str) -> str:
    count = raw.count("\n")
    return " " if count == 1 else "\n" * count


FORMAT = Format("fluent", (".ftl",), cut)

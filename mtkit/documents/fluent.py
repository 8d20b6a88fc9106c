"""Fluent (.ftl): the texts of messages and their attributes; placeables are protected, each variant is a segment.

    You have { $n -> [one] one mail *[other] { $n } mails }.     two segments: whole sentences, which a translation has
                                                                 in its variants

Terms (`-brand`) stay: they are names. A text over several lines becomes one line, its paragraphs stay.
"""

import re
from collections.abc import Sequence
from typing import Any

from mtkit.documents.literals import spelled
from mtkit.documents.skeleton import Added, Arm, Format, Lines, Mark, Part, Piece, Slot, merged
from mtkit.documents.structured import CATEGORIES
from mtkit.documents.weaving import weave
from mtkit.documents.xmltext import balanced
from mtkit.errors import InputError

__all__ = ["FORMAT", "cut"]

_FOLD = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")
_SYNTAX = re.compile(r"[{}]|(?<=\n)[\[*.]")


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

    def pattern(self, pattern: Any, before: Sequence[Part] = (), after: Sequence[Part] = ()) -> None:
        """A pattern as runs of text and placeables, with the selections between them.

        `before` and `after` are what a variant's text gets from the sentence around its selection.
        """
        self._skip(pattern.span.start)
        if self._divides_a_sentence(pattern.elements):
            self._whole(pattern)
            return
        run, start = list(before), pattern.elements[0].span.start
        for element in pattern.elements:
            if _is_select(element):
                self._flush(run, start)
                self._select(element)
                run, start = [], element.span.end
            else:
                run += self._parts(element)
        self._flush([*run, *after], start, pattern.elements[-1].span.end)

    def _parts(self, element: Any) -> list[Part]:
        raw = self.text[element.span.start : element.span.end]
        return [Part(raw, (raw,), "placeholder")] if hasattr(element, "expression") else spelled(raw, _FOLD, _unfolded)

    def _divides_a_sentence(self, elements: Sequence[Any]) -> bool:
        """True for words around the only selection, whose variants have none of their own."""
        around = [element for element in elements if not _is_select(element)]
        found = [variant for element in elements if _is_select(element) for variant in element.expression.variants]
        words = any(map(str.isalpha, "".join(getattr(element, "value", "") for element in around)))
        one = len(elements) == len(around) + 1
        return one and words and not any(_is_select(inner) for variant in found for inner in variant.value.elements)

    def _whole(self, pattern: Any) -> None:
        """A translation has the sentence in each variant, and nothing around the selection."""
        at = next(number for number, element in enumerate(pattern.elements) if _is_select(element))
        before, after = (
            [part for element in side for part in self._parts(element)]
            for side in (pattern.elements[:at], pattern.elements[at + 1 :])
        )
        start, end = pattern.elements[0].span.start, pattern.elements[-1].span.end
        self._skip(start)
        outer, self.done, self.at = self.done, [], pattern.elements[at].span.start
        self._select(pattern.elements[at], before, after)
        self.done = [*outer, Added(merged(self.done), self.text[start:end])]
        self.at = end

    def _skip(self, to: int) -> None:
        self.done.append(self.text[self.at : to])
        self.at = max(self.at, to)

    def _flush(self, run: Sequence[Part], start: int, end: int = 0) -> None:
        if run:
            self._skip(start)
            raw = "".join(str(part.pieces[0]) for part in run)
            first = start + len(raw) - len(raw.lstrip())
            in_first_column = self.text[first - 1 : first] == "\n"
            self.done += weave(run, start, self.lines, self._spell_first if in_first_column else self._spell)
            self.at = end or start + len(raw)

    def _select(self, element: Any, before: Sequence[Part] = (), after: Sequence[Part] = ()) -> None:
        """Each variant with the white space before it; those of a plural are arms."""
        select = element.expression
        self._skip(select.selector.span.end)
        self._skip(self.text.index("->", self.at) + 2)
        names = [self.text[variant.key.span.start : variant.key.span.end] for variant in select.variants]
        counted = "other" in names and all(name in CATEGORIES or name[0].isdigit() for name in names)
        for name, variant in zip(names, select.variants, strict=True):
            outer, self.done = self.done, []
            self._skip(variant.span.start)
            if counted:
                self._name(variant, name)
            self.pattern(variant.value, before, after)
            self._skip(variant.span.end)
            pieces = tuple(self.done)
            also = ("one",) if name == "other" and "one" not in names else ()
            category = "other" if variant.default else name
            self.done = [*outer, Arm(category, pieces, also)] if counted else [*outer, *pieces]
        self._skip(element.span.end)

    def _name(self, variant: Any, name: str) -> None:
        """A variant's name, and the star before it, which a copy of the variant has not."""
        if variant.default:
            self.done.append(Mark("default", "*"))
            self.at += 1
        self._skip(variant.key.span.start)
        self.done.append(Mark("category", name))
        self.at = variant.key.span.end

    def _spell(self, slot: Slot, target: str, markup: Sequence[str]) -> str:
        said = balanced(slot, target, markup, self._written) or '{ "" }'  # a pattern cannot be empty
        return f'{{"{said[0]}"}}{said[1:]}' if said.startswith(("[", "*", ".")) else said

    def _spell_first(self, slot: Slot, target: str, markup: Sequence[str]) -> str:
        """Only a placeable may stand in the first column of a line."""
        said = self._spell(slot, target, markup)
        return said if said.startswith("{") else '{ "" }' + said

    def _written(self, text: str) -> str:
        """Braces and what would begin a variant or an attribute as literals; a new line is indented."""
        said = _SYNTAX.sub(lambda hit: f'{{"{hit[0]}"}}', text)
        return re.sub("\n+", lambda hit: self.newline * len(hit[0]) + "    ", said)


def _is_select(element: Any) -> bool:
    return hasattr(getattr(element, "expression", None), "variants")


def _unfolded(raw: str) -> str:
    count = raw.count("\n")
    return " " if count == 1 else "\n" * count


FORMAT = Format("fluent", (".ftl",), cut)

"""On the way out: tokens become values again, each once, and the wanted names are looked for."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mtkit.glossary.placing import place
from mtkit.protection.mending import Line, mend
from mtkit.protection.tokens import FREE, MARKS, Protected
from mtkit.segments import Issue, Span

__all__ = ["Restored", "restore"]

_TOKEN = re.compile(r"⟦\s*(\d+)\s*⟧")
_ANNOTATION = re.compile(r"⟪[^⟪⟫⇒]*⇒\s*([^⟪⟫⇒]*?)\s*⟫")


@dataclass(frozen=True, slots=True)
class Restored:
    """The output with its values in place; `spans` are these values in `text`.

    `written` tells for each wanted span of the source that is there which form stands for it, `rewritten` are those
    that another form had to make way for.
    """

    text: str
    spans: tuple[Span, ...] = ()
    issues: tuple[Issue, ...] = ()
    written: Mapping[Span, str] = field(default_factory=dict)
    rewritten: frozenset[Span] = frozenset()


def restore(
    output: str,
    protected: Protected,
    *,
    repair: bool = False,
    language: str = "en",
    names: Callable[[str], Iterable[tuple[int, int]]] | None = None,
) -> Restored:
    """The output with every value in its place, once, and the wanted names as they are wanted.

    What is lost, doubled, invented or in a wrong order is an issue. `repair` puts lost values back where they stood
    in the source, by their relative position, an opening tag before its closing one with something between. A restored
    value is never looked at again. `language` is that of the output; `names` finds the names in it, so that none is taken for a
    part of it (see `place`).

    >>> from mtkit.protection import protect
    >>> p = protect("a %s b", [Span(2, 4, "placeholder")])
    >>> restore("⟦0⟧ x ⟦0⟧", p).text, [i.code for i in restore("x", p).issues], restore("x y", p, repair=True).text
    ('%s x ', ['placeholder-lost'], 'x %s y')
    """
    line, issues = _line(output, protected)
    seen = line.numbers
    issues += [_issue(protected, n, "lost") for n in range(len(protected.values)) if n not in seen]
    issues += _disorder(line, protected)
    if repair:
        line = mend(line, protected)
    text, spans = _assemble(line, protected)
    placed = place(text, spans, protected.wanted, language, names(text) if names else ())
    issues += _missed(protected, placed.written)
    return Restored(placed.text, placed.spans, tuple(issues), placed.written, placed.rewritten)


def _line(output: str, protected: Protected) -> tuple[Line, list[Issue]]:
    """The output as free text and the places of its tokens, each known number at most once."""
    text, marks = "", list[tuple[int, int]]()
    issues: list[Issue] = []
    for part in _split(output, protected):
        if isinstance(part, str):
            text += MARKS.sub("", _ANNOTATION.sub(r"\1", part))
        elif part >= len(protected.values):
            issues.append(Issue("placeholder-invented", "", f"⟦{part}⟧ is not in the source"))
        elif part in (number for _, number in marks):
            issues.append(_issue(protected, part, "doubled", serious=False))
        else:
            marks.append((len(text), part))
    return Line(text, tuple(marks)), issues


def _split(output: str, protected: Protected) -> Iterator[str | int]:
    if protected.tokens:
        for at, part in enumerate(_TOKEN.split(output)):
            yield int(part) if at % 2 else part
        return
    numbers: dict[str, list[int]] = {}
    for number in range(len(protected.values)):
        numbers.setdefault(protected.value(number), []).append(number)
    pattern = "|".join(re.escape(value) for value in sorted(numbers, key=len, reverse=True))
    for part in re.split(f"({pattern})", output) if pattern else (output,):
        left = numbers.get(part)
        # The same value twice: the first comes first; one too many is the last again, and so reported as doubled.
        yield part if left is None else left.pop(0) if len(left) > 1 else left[0]


def _issue(protected: Protected, number: int, what: str, *, serious: bool = True) -> Issue:
    kind = protected.values[number].kind
    kind = "tag" if kind in ("open", "close", "tag") else kind if kind in FREE else "placeholder"
    return Issue(f"{kind}-{what}", "", protected.value(number), serious)


def _disorder(line: Line, protected: Protected) -> list[Issue]:
    """A closing tag before its opening one, or pairs that cross, break the markup; an empty pair marks nothing."""
    for opening, closing in protected.pairs:
        if line.reversed(opening, closing):
            return [Issue("tag-order", "", f"{protected.value(closing)} before its opening tag", serious=True)]
        if line.empties(opening, closing, protected):
            return [Issue("tag-empty", "", f"nothing in {protected.value(opening)}", serious=True)]
    if line.crossing(protected.pairs) or line.nested(protected.pairs) != line:
        return [Issue("tag-order", "", "tags that cross", serious=True)]
    return []


def _assemble(line: Line, protected: Protected) -> tuple[str, list[Span]]:
    text, spans = "", list[Span]()
    glue = False  # the last value was an opening tag that nothing may be put between
    for part in line.parts():
        if isinstance(part, str):
            text += part.lstrip(" ") if glue else part
            glue = glue and not part.strip(" ")
            continue
        span, value = protected.values[part], protected.value(part)
        if span.kind == "close" and not protected.source[: span.start].endswith(" "):
            text = text.rstrip(" ")
        spans.append(Span(len(text), len(text) + len(value), span.kind, value))
        text += value
        glue = span.kind == "open" and not protected.source[span.end :].startswith(" ")
    return text, spans


def _missed(protected: Protected, written: Mapping[Span, str]) -> Sequence[Issue]:
    missed = (span for span in protected.wanted if span not in written)
    found = {(s.kind, f"{protected.source[s.start : s.end]} -> {s.target}"): None for s in missed}
    return [Issue(f"{kind}-missed", "", message, serious=True) for kind, message in found]

"""What a format flag (`c-format`, `python-brace-format` ...) makes of a message: which stretches are its directives.

The syntaxes are those that GNU gettext checks, from the manuals of the languages.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from mtkit import placeholders
from mtkit.segments import Span

__all__ = ["differences", "escaped", "free", "ordered", "spans", "syntax"]

_WIDTH = r"[-+ #0']*(?:\*(?:\d+\$)?|\d+)?(?:\.(?:\*(?:\d+\$)?|\d*))?"
_C = rf"%%|%(?:[1-9]\d*\$)?{_WIDTH}(?:hh|ll|[hlLqjzt])?(?:[diouxXeEfFgGaAcCsSpnm@]|<PRI[a-zA-Z0-9]+>)"
_BRACE = r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"
_SYNTAXES = {
    "c": _C,
    "objc": _C,
    "gcc-internal": _C + r"|%[<>'RrEDFTJK]",
    "python": r"%%|%(?:\([^)]*\))?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?[diouxXeEfFgGcrsa]",
    "python-brace": _BRACE,
    "java": r"'[^']*'|\{\d+(?:,[^{}]*)?\}",
    "java-printf": r"%%|%n|%(?:\d+\$|<)?[-#+ 0,(]*\d*(?:\.\d+)?(?:[tT][a-zA-Z]|[bBhHsScCdoxXeEfgGaA])",
    "csharp": r"\{\{|\}\}|\{\d+[^{}]*\}",
    "javascript": r"%%|%(?:[1-9]\d*\$)?[-+ #0']*\d*(?:\.\d+)?[bdiouxXeEfFgGcsjO]",
    "php": r"%%|%(?:[1-9]\d*\$)?[-+]?(?:0|'.)?-?\d*(?:\.\d+)?[bcdeEfFgGosuxX]",
    "perl": rf"%%|%(?:[1-9]\d*\$)?v?{_WIDTH}(?:hh|ll|[hlqLV])?[diouxXeEfFgGcspn]",
    "perl-brace": r"\{[A-Za-z_]\w*\}",
    "ruby": r"%%|%\{\w+\}|%(?:<\w+>|\d+\$)?[-+ #0]*\d*(?:\.\d+)?(?:<\w+>)?[bBdiouxXeEfgGaAcps]",
    "lua": _C,
    "awk": _C,
    "tcl": _C,
    "qt": r"%L?(?:\d{1,2}|n)",
    "qt-plural": r"%L?(?:\d{1,2}|n)",
    "kde": r"%\d+",
    "kde-kuit": r"%\d+",
    "boost": rf"%%|%\d+%|%\|[^|]*\||%(?:[1-9]\d*\$)?{_WIDTH}(?:hh|ll|[hlLqjzt])?[diouxXeEfFgGaAcCsSpn]",
    "sh": r"\$\w+|\$\{\w+\}",
    "rust": _BRACE,
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _SYNTAXES.items()}
_PERCENT = frozenset(name for name, pattern in _SYNTAXES.items() if pattern.startswith("%%"))
_NUMBERING = frozenset(("c", "objc", "java-printf", "php", "perl", "javascript", "boost", "awk", "tcl"))
_PRINTF = re.compile(_C)
_TAG = re.compile(r"</?[\w.:-]+")
_UNNUMBERED = re.compile(r"%(?=[^%(<{\d]|\d+[^\d$%]|0)(?!\|)")


def syntax(flags: Iterable[str]) -> str:
    """The name of the syntax that the flags give a message; empty for none.

    >>> syntax(("fuzzy", "python-format")), syntax(("no-c-format",))
    ('python', '')
    """
    names = (flag.removesuffix("-format") for flag in flags if flag.endswith("-format"))
    return next((name for name in names if name in _PATTERNS), "")


def spans(text: str, flags: Iterable[str]) -> tuple[Span, ...]:
    """The directives of a flagged message, but for those inside a tag or an address, which stays whole. Those without a
    number get one as their target, so that each can be told from the others when a translation moves them.

    >>> [(text.start, text.target) for text in spans("%s of %s", ("c-format",))]
    [(0, '%1$s'), (6, '%2$s')]
    """
    name = syntax(flags)
    found = list(_PATTERNS[name].finditer(text)) if name else _guessed(text)
    arguments = [part for part in found if _takes_next(part.group(), name)]
    few = len(arguments) < 2 or any("*" in part.group() for part in arguments)
    numbers = {} if few else {part.start(): n for n, part in enumerate(arguments, 1)}
    whole = [span for span in placeholders.find(text) if span.kind != "placeholder"]
    return tuple(
        Span(part.start(), part.end(), "placeholder", _numbered(part.group(), numbers.get(part.start())))
        for part in found
        if not any(span.start <= part.start() and part.end() <= span.end for span in whole)
    )


def _guessed(text: str) -> list[re.Match[str]]:
    """The unnumbered printf directives among the placeholders of a message without a flag."""
    known = {(span.start, span.end) for span in placeholders.find(text) if span.kind == "placeholder"}
    return [found for found in _PRINTF.finditer(text) if found.span() in known and _UNNUMBERED.match(found.group())]


def _takes_next(directive: str, name: str) -> bool:
    percent = name in _PERCENT or not name
    return percent and bool(_UNNUMBERED.match(directive)) and directive not in ("%n", "%m")


def _numbered(directive: str, number: int | None) -> str | None:
    return None if number is None else f"%{number}${directive[1:]}"


def ordered(target: str, flags: Iterable[str], found: Iterable[Span]) -> str | None:
    """A translation without the numbers that `spans` gave, where the directives are in their order; with them where
    they are not and the syntax knows numbers; None where it does not.

    >>> marked = spans("%s of %d", ("c-format",))
    >>> ordered("%1$s/%2$d", ("c-format",), marked), ordered("%2$d/%1$s", ("c-format",), marked)
    ('%s/%d', '%2$d/%1$s')
    """
    wanted = [span.target for span in found if span.target]
    places = [target.find(form) for form in wanted]
    if -1 in places or places == sorted(places):
        for form in wanted:
            target = target.replace(form, "%" + form.partition("$")[2])
        return target
    return target if syntax(flags) in _NUMBERING else None


def free(text: str, flags: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The stretches of a flagged message between its directives.

    >>> list(free("a %s b", ("c-format",)))
    [(0, 2), (4, 6)]
    """
    at = 0
    for found in _PATTERNS[syntax(flags)].finditer(text):
        yield at, found.start()
        at = found.end()
    yield at, len(text)


def escaped(target: str, flags: Iterable[str]) -> str:
    """A translation whose stray signs cannot be taken for directives: a percent sign is doubled where that is right.

    >>> escaped("100% %d", ("c-format",)), escaped("100% %d", ())
    ('100%% %d', '100% %d')
    """
    name = syntax(flags)
    if name not in _PERCENT:
        return target
    parts, last = list[str](), 0
    for start, end in free(target, flags):
        parts += [target[last:start], target[start:end].replace("%", "%%")]
        last = end
    return "".join(parts)


def differences(source: str, target: str, flags: Iterable[str]) -> tuple[str, ...]:
    """The directives, placeholders and tags (by name) that one of the two has more often than the other, in order.

    >>> differences("%s of {name}", "{name}", ()), differences("<b>%d</b> files", "파일 %d개</b>", ("c-format",))
    (('%1$s',), ('<b>',))
    """
    mine, other = (Counter(_values(text, flags)) for text in (source, target))
    return tuple(dict.fromkeys((*(mine - other), *(other - mine))))


def _values(text: str, flags: Iterable[str]) -> Iterator[str]:
    """What the directives of a text ask for, those without a number by their place, and its tags."""
    name = syntax(flags)
    number = 0
    found = placeholders.find(text)
    for directive in _directives(text, name, found):
        if _takes_next(directive, name):
            number += 1
            yield _numbered(directive, number) or directive
        elif directive not in ("%%", "{{", "}}"):
            yield directive
    tags = (_TAG.match(text, span.start) for span in found if span.kind in ("open", "close", "tag"))
    yield from (f"{tag.group()}>" for tag in tags if tag)


def _directives(text: str, name: str, found: Iterable[Span]) -> Iterator[str]:
    if name:
        return (found.group() for found in _PATTERNS[name].finditer(text))
    return (text[span.start : span.end] for span in found if span.kind == "placeholder")

"""Placeholders: every argument of the source arrives, none is invented, and positions keep their meaning."""

import re
from collections import Counter
from collections.abc import Iterator

from mtkit.checks.units import Side, Unit
from mtkit.documents import icu
from mtkit.segments import Issue

__all__ = ["placeholders"]

_PRINTF = re.compile(
    r"%(?:(?P<at>\d+)\$|\((?P<name>[^()]+)\)|<(?P<angle>\w+)>)?[-+#0 ]*(?:\d+|\*)?(?:\.(?:\d+|\*))?"
    r"(?:hh?|ll?|[qjzt])?(?P<kind>[A-Za-z@])$"
)
_BRACE = re.compile(r"\{\s*(?P<name>[\w.\[\]]*)\s*(?:![rsa])?(?::.*)?\}$", re.DOTALL)
_ICU = re.compile(r"\{\s*(?P<name>\w[\w.]*)\s*,\s*(?P<kind>\w+)\s*(?P<rest>.*)\}$", re.DOTALL)
_KEY = re.compile(r"(=?\w+)\s*\{")
_SAME = {"i": "d", "u": "d", "X": "x", "E": "e", "G": "g", "F": "f"}
_COUNTING = re.compile(
    r"%(?:\d+\$)?[diu]$|%\(\w*(?:num|count|n|total)\w*\)|\{\w*(?:num|count|n|total|0)?\w*\}", re.IGNORECASE
)


def placeholders(unit: Unit) -> Iterator[Issue]:
    """placeholder-missing, -added, -order, -plural (serious), -count: arguments of the two sides by name or position.

    >>> unit = Unit(Side("{name} sent %d files", "en"), Side("파일 %d개를 보냈습니다", "ko"))
    >>> [str(issue) for issue in placeholders(unit)]
    ['placeholder-missing: {name}']
    """
    if any(flag.startswith("no-") and flag.endswith("-format") for flag in unit.flags):
        return
    source, target = _arguments(unit.source), _arguments(unit.target)
    agreed = {key[:2] for key in source} & {key[:2] for key in target}  # %s and %1$s, {n} and {n:,} are one argument
    lost, new = ({key for key in side if key[:2] not in agreed} for side in (source, target))
    if Counter(map(_bare, lost)) == Counter(map(_bare, new)) and lost:
        shown = " ".join(key[2] for key in target)
        yield Issue(
            "placeholder-order", "", f"{shown}: number them as %1$s or %2$s to change their order", serious=True
        )
        return
    for key in sorted(lost):
        if not (unit.languages[1] == "en" and "plural" in unit.flags and _COUNTING.match(key[2])):
            yield Issue("placeholder-missing", "", key[2], serious=True)
    yield from (Issue("placeholder-added", "", key[2], serious=True) for key in sorted(new))
    counts = {key[:2]: count for key, count in target.items()}
    for key in sorted(source):
        if key[:2] in agreed and source[key] != counts[key[:2]]:
            yield Issue("placeholder-count", "", f"{key[2]}: {source[key]} in the source, {counts[key[:2]]} here")
    whole = set(_without_other(unit.source))
    for name in _without_other(unit.target):
        if name not in whole:
            yield Issue("placeholder-plural", "", f"{{{name}, ...}} has no branch other", serious=True)


_Key = tuple[str, str, str]  # family, what must agree, as it is written


def _bare(key: _Key) -> str:
    return key[1].split(" ")[-1] if key[0] == "positional" else f"{key[0]} {key[1]}"


def _arguments(side: Side) -> Counter[_Key]:
    """How often each argument stands there; those without name or number count by their place."""
    found: dict[tuple[str, str], _Key] = {}
    counts: Counter[_Key] = Counter()
    place = 0
    for text in _written(side):
        if text == "%%" or text.startswith("&"):
            continue
        printf, message, brace = _PRINTF.match(text), _ICU.match(text), _BRACE.match(text)
        positional = bool(printf and not (printf["at"] or printf["name"] or printf["angle"])) or text == "{}"
        place += positional
        key = ("named", _meaning(text, printf, message, brace, place))
        if positional or (printf and printf["at"]):
            key = ("positional", key[1])
        counts[found.setdefault(key, (*key, text))] += 1
    return Counter({(family, meaning, text): n for (family, meaning, text), n in counts.items()})


def _written(side: Side) -> Iterator[str]:
    """The placeholders of a text, those in inline code and in the arms of ICU choices among them."""
    for span in side.spans:
        text = side.text[span.start : span.end]
        if span.kind == "placeholder":
            yield text
            arms = (text[slice(*arm.text)] for choice in icu.choices(text) for arm in choice.branches)
            yield from dict.fromkeys(inner for arm in arms for inner in _written(Side(arm, side.language)))
        elif span.kind == "code" and text.startswith("`"):
            yield from Side(text.strip("`"), side.language).stretches("placeholder")


def _meaning(
    text: str,
    printf: re.Match[str] | None,
    message: re.Match[str] | None,
    brace: re.Match[str] | None,
    place: int,
) -> str:
    if printf:
        kind = _SAME.get(printf["kind"], printf["kind"])
        name = printf["name"] or printf["angle"]
        return f"%({name}) {kind}" if name else f"{printf['at'] or place} {kind}"
    if message and message["kind"] in ("plural", "select", "selectordinal", "choice", "number", "date", "time"):
        return f"{{{message['name']}, {message['kind']}}}"
    if brace:
        return f"{{{brace['name']}}}" if brace["name"] else f"{place} {{}}"
    return re.sub(r"\s+", "", text)


def _without_other(side: Side) -> Iterator[str]:
    """The ICU plurals and selects that lack the branch `other`, which every one must have."""
    for text in side.stretches("placeholder"):
        message = _ICU.match(text)
        branching = message and message["kind"] in ("plural", "select", "selectordinal")
        if message and branching and "other" not in _KEY.findall(message["rest"]):
            yield message["name"]

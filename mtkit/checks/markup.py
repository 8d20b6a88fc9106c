"""Tags and their nesting, links and e-mail addresses."""

import re
from collections import Counter
from collections.abc import Iterator

from mtkit.checks.units import Side, Unit
from mtkit.segments import Issue

__all__ = ["addresses", "tags"]

_NAME = re.compile(r"</?\s*([\w.:-]+)")
_ATTRIBUTE = re.compile(r"""([\w:@.-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
_SPOKEN = frozenset(("alt", "title", "placeholder", "label", "content", "lang", "hreflang", "summary", "value"))
_OWN_LANGUAGE = re.compile(r"(?<![a-z])(?:ko|kr|kor|en|us|eng|ja|jp|jpn)(?:[-_][a-z]{2})?(?![a-z])", re.IGNORECASE)


def tags(unit: Unit) -> Iterator[Issue]:
    """tag-missing, tag-added, tag-nesting (serious), tag-attributes: the markup of both sides is the same.

    >>> unit = Unit(Side("<b>Save</b> now", "en"), Side("지금 </b>저장<b>", "ko"))
    >>> [str(issue) for issue in tags(unit)]
    ['tag-nesting: </b>']
    """
    source, target = (Counter(map(_key, side)) for side in unit.both("open", "close", "tag"))
    yield from (Issue("tag-missing", "", tag, serious=True) for tag in (source - target))
    yield from (Issue("tag-added", "", tag, serious=True) for tag in (target - source))
    if source == target:
        wrong = _misnested(unit.target)
        if wrong and not _misnested(unit.source):
            yield Issue("tag-nesting", "", wrong, serious=True)
        yield from _attributes(unit)


def _key(tag: str) -> str:
    """What must agree: the name of a tag; of other markup (**, ](...) the signs before its first letter."""
    name = _NAME.match(tag)
    if not name:
        return re.split(r"[\w/]", tag, maxsplit=1)[0] or tag
    alone = "/" if tag.endswith("/>") else ""
    return f"<{'/' if tag.startswith('</') else ''}{name[1].lower()}{alone}>"


def _misnested(side: Side) -> str:
    """The first tag that closes what is not open last; empty when there is none."""
    opened: list[str] = []
    for span in side.spans:
        tag = side.text[span.start : span.end]
        name = _NAME.match(tag)
        if span.kind == "open":
            opened.append(name[1].lower() if name else "")
        elif span.kind == "close" and (not opened or opened.pop() != (name[1].lower() if name else "")):
            return tag
    return ""


def _attributes(unit: Unit) -> Iterator[Issue]:
    source, target = (Counter(value for tag in side for value in _values(tag)) for side in unit.both("open", "tag"))
    for attribute in source - target:
        yield Issue("tag-attributes", "", f"{attribute} is not in the translation")


def _values(tag: str) -> Iterator[str]:
    if tag.startswith("<"):
        for name, value in _ATTRIBUTE.findall(tag):
            if name.lower() not in _SPOKEN and not name.lower().startswith("aria-"):
                yield f"{name}={_neutral(value)}"


def _neutral(address: str) -> str:
    """Without the parts that name a language: /ko/news and /en/news are the same page."""
    return _OWN_LANGUAGE.sub("*", address)


def addresses(unit: Unit) -> Iterator[Issue]:
    """email-changed, url-missing (serious), url-changed: addresses are the same on both sides.

    >>> unit = Unit(Side("See https://a.kr/ko/x", "en"), Side("https://a.kr/y 참고", "ko"))
    >>> [str(issue) for issue in addresses(unit)]
    ['url-changed: https://a.kr/ko/x']
    """
    source, target = unit.both("email")
    yield from (Issue("email-changed", "", mail, serious=True) for mail in Counter(source) - Counter(target))
    source, target = unit.both("url")
    there = Counter(map(_neutral, target))
    lost = [url for url in source if not there[_neutral(url)]]
    for url in dict.fromkeys(lost):
        fewer = len(target) < len(source)
        yield Issue("url-missing" if fewer else "url-changed", "", url, serious=fewer)

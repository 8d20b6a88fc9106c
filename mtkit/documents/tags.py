"""HTML as tokens with exact offsets: every character of the text is in one token, so nothing is lost.

Reads as browsers do: quotes count only as attribute values, `<` before anything but a letter is text, the content of
script, style and their like is one piece, and what is left open at the end runs to the end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Attribute", "Token", "markup", "tokens"]

_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)|(?=>)|(["'])))?)?"""
)
_RAW = frozenset(("script", "style", "textarea", "xmp", "iframe", "noembed", "noframes"))


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute with the offsets of its value (without quotes).

    >>> Attribute("alt", "시청", 10, 12, '"').value
    '시청'
    """

    name: str
    value: str
    start: int
    end: int
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """`text[start:end]` and what it is: text, open, close, raw (script, style ... content), other (comment, doctype).

    >>> [(t.kind, t.name) for t in tokens("<p>a</p>")]
    [('open', 'p'), ('text', ''), ('close', 'p')]
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: tuple[Attribute, ...] = ()

    def attribute(self, name: str) -> str | None:
        """The value of an attribute, None when there is none of this name."""
        return next((attribute.value for attribute in self.attributes if attribute.name == name), None)


def tokens(text: str, start: int = 0, end: int | None = None, *, xml: bool = False) -> Iterator[Token]:
    """The tokens of `text[start:end]`, without a gap; in XML no element holds raw text.

    >>> text = "<!-- c --><a href='x>y'>1 < 2</a>"
    >>> [text[t.start:t.end] for t in tokens(text)]
    ['<!-- c -->', "<a href='x>y'>", '1 < 2', '</a>']
    """
    end = len(text) if end is None else end
    said = at = start  # said: where the text that is not yet given out begins
    while (at := text.find("<", at, end)) >= 0:
        token = markup(text, at, end)
        if not token:
            at += 1
            continue
        if said < at:
            yield Token("text", said, at)
        yield token
        said = at = token.end
        if (
            not xml
            and token.kind == "open"
            and token.name in _RAW
            and (stop := _raw_end(text, at, end, token.name)) > at
        ):
            yield Token("raw", at, stop, token.name)
            said = at = stop
    if said < end:
        yield Token("text", said, end)


def markup(text: str, at: int, end: int) -> Token | None:
    """The tag, comment or declaration that begins at `text[at]`; None when the `<` there is text.

    >>> markup("<b>", 0, 3).name
    'b'
    """
    if text.startswith("!--", at + 1, end):
        return Token("other", at, _comment_end(text, at + 4, end), "comment")
    if text.startswith("![CDATA[", at + 1, end):
        return Token("other", at, _after(text, "]]>", at, end))
    if text.startswith("%", at + 1, end):  # a page's template
        return Token("other", at, _after(text, "%>", at, end))
    if text.startswith(("!", "?"), at + 1, end):
        return Token("other", at, _after(text, "?>" if text.startswith("?php", at + 1) else ">", at, end))
    closing = text.startswith("/", at + 1, end)
    name = _NAME.match(text, at + 1 + closing, end)
    if not name:
        # `</ ...>` is a comment to browsers; in anything else the sign is text
        return (
            Token("other", at, _after(text, ">", at, end))
            if closing and text[at + 2 : at + 3] not in ("", " ")
            else None
        )
    attributes, stop = _attributes(text, name.end(), end)
    if stop < 0:
        return Token("other", at, end)
    kind = "close" if closing else "open"
    return Token(kind, at, stop, name[0].lower(), () if closing else attributes)


def _after(text: str, mark: str, at: int, end: int) -> int:
    found = text.find(mark, at, end)
    return end if found < 0 else found + len(mark)


def _comment_end(text: str, at: int, end: int) -> int:
    if text.startswith((">", "->"), at, end):
        return text.index(">", at) + 1
    return _after(text, "-->", at, end)


def _attributes(text: str, at: int, end: int) -> tuple[tuple[Attribute, ...], int]:
    """The attributes from here on and where the tag ends, -1 when it does not."""
    found = list[Attribute]()
    while at < end:
        if text[at] == ">":
            return tuple(found), at + 1
        match = _ATTRIBUTE.match(text, at, end)
        if not match or match[5] or match.end() == at:
            return (), -1  # a quote that nothing closes
        at = match.end()
        if match[1]:
            group = next((number for number in (2, 3, 4) if match[number] is not None), 0)
            value = match.span(group) if group else (at, at)
            quote = ("", "", '"', "'", "=")[group]
            found.append(Attribute(match[1].lower(), match[group] if group else "", *value, quote))
    return (), -1


def _raw_end(text: str, at: int, end: int, name: str) -> int:
    match = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, at, end)
    return match.start() if match else end

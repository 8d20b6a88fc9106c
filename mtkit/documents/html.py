"""HTML: block tags divide the text, inline tags travel in it, and nothing but the translated text is written anew.

Untouched: comments, script, style, pre, textarea, svg, code and its like (inline, as a protected span), and whatever
says translate="no" or class="notranslate". Translated besides text: alt, title, placeholder, ARIA labels, the labels
of buttons, the descriptions in meta tags. `<br>` divides, as pages use it for lines and paragraphs.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from mtkit.documents import elements
from mtkit.documents.entities import escape, settle, words
from mtkit.documents.skeleton import Format, Lines, Mark, Part, Piece, Slot, merged
from mtkit.documents.tags import Attribute, Token, tokens
from mtkit.documents.weaving import weave

__all__ = ["FORMAT", "cut", "cut_range", "tag"]

_CHARSET = re.compile(
    rb"""<meta\s[^>]*charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\s[^>]*encoding\s*=\s*["']([\w.:-]+)""", re.I
)


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of an HTML text.

    >>> [p if isinstance(p, str) else p.segment.source for p in cut("<p>A &amp; <b>B</b></p><pre>x</pre>", "a.html")]
    ['<p>', 'A & <b>B</b>', '</p><pre>x</pre>']
    """
    return cut_range(text, 0, len(text), Lines(text, name))


def cut_range(text: str, start: int, end: int, lines: Lines) -> tuple[Piece, ...]:
    """The pieces of the HTML in `text[start:end]`.

    >>> cut_range("x<hr>", 1, 5, Lines("", ""))
    ('<hr>',)
    """
    cutter = _Cutter(text, start, lines)
    for token in tokens(text, start, end):
        cutter.take(token)
    cutter.flush(end)
    return merged(cutter.pieces)


class _Cutter:
    """What is open while the tokens go by, and the run of inline parts since the last block tag."""

    def __init__(self, text: str, start: int, lines: Lines) -> None:
        self.text, self.start, self.lines = text, start, lines
        self.pieces: list[Piece] = []
        self.parts: list[Part] = []
        self.stack: list[tuple[str, bool]] = []
        self.open = Counter[str]()
        self.quiet_start, self.quiet_kind = 0, ""  # the offset + 1 where a protected stretch began

    @property
    def quiet(self) -> bool:
        return bool(self.stack) and self.stack[-1][1]

    def take(self, token: Token) -> None:
        was_quiet = self.quiet
        if token.kind == "open":
            now_quiet = self._enter(token)
        else:
            now_quiet = was_quiet
            if token.kind == "close":
                self._leave(token.name)
        if self._divides(token):
            self.flush(token.start)
            self.pieces += tag(self.text, token, self.lines, quiet=was_quiet or _is_named(token))
            self.start = token.end
        elif was_quiet or now_quiet:
            self._add_quiet(token)
        elif token.kind == "text":
            self._end_quiet(token.start)
            self.parts += words(self.text[token.start : token.end])
        else:
            self._end_quiet(token.start)
            self._add_tag(token)

    def _divides(self, token: Token) -> bool:
        if token.kind == "raw":
            return True
        named = token.kind in ("open", "close") and token.name not in elements.INLINE
        return named and not self.open["svg"] and not self.open["math"]  # whose elements have names of their own

    def _enter(self, token: Token) -> bool:
        name = token.name
        if self._divides(token):
            while self.stack and (self.stack[-1][0] in elements.CODE or self._implied(name)):
                self._pop()
        quiet = _is_quiet(token, inherited=self.quiet)
        closed = self.text.startswith("/>", token.end - 2) and (name in ("svg", "math") or self.open["svg"] > 0)
        if name not in elements.VOID and not closed:
            self.stack.append((name, quiet))
            self.open[name] += 1
        return quiet

    def _implied(self, name: str) -> bool:
        """True when the innermost element ends where one of this name begins."""
        top = self.stack[-1][0]
        return top == "p" or any(name in group and top in group for group in elements.IMPLIED)

    def _pop(self) -> str:
        name, _ = self.stack.pop()
        self.open[name] -= 1
        return name

    def _leave(self, name: str) -> None:
        if self.open[name]:
            while self._pop() != name:
                pass

    def _add_quiet(self, token: Token) -> None:
        if not self.quiet_start:
            self.quiet_kind = "tag" if token.name in elements.WORDLESS else "code"
        self.quiet_start = self.quiet_start or token.start + 1

    def _end_quiet(self, end: int) -> None:
        """One part for the whole stretch that is left alone."""
        if self.quiet_start:
            raw = self.text[self.quiet_start - 1 : end]
            self.parts.append(Part(raw, (raw,), self.quiet_kind))
            self.quiet_start = 0

    def _add_tag(self, token: Token) -> None:
        kind = "tag" if token.kind == "other" or token.name in elements.VOID else token.kind
        pieces = tag(self.text, token, self.lines)
        self.parts.append(Part(self.text[token.start : token.end], pieces, kind))

    def flush(self, end: int) -> None:
        """End the run of inline parts here."""
        self._end_quiet(end)
        self.pieces += weave(settle(self.parts), self.start, self.lines, escape)
        self.parts, self.start = [], end


def _is_quiet(token: Token, *, inherited: bool) -> bool:
    translate = token.attribute("translate")
    if translate is not None and token.name not in elements.QUIET:
        return translate.lower() == "no"
    return inherited or token.name in elements.QUIET or _is_named(token)


def _is_named(token: Token) -> bool:
    """True when the element itself says that it is not to be translated, attributes included."""
    classes = (token.attribute("class") or "").split()
    return (token.attribute("translate") or "").lower() == "no" or "notranslate" in classes


# Tags and their attributes


def tag(text: str, token: Token, lines: Lines, *, quiet: bool = False) -> tuple[Piece, ...]:
    """A tag (or other token) as pieces: its translatable attributes are slots, its language and charset marks.

    >>> tag('<html lang="ko">', next(tokens('<html lang="ko">')), Lines("", ""))
    ('<html lang="', Mark(kind='language', raw='ko'), '">')
    """
    pieces, at = list[Piece](), token.start
    for start, end, inner in _values(text, token, lines, quiet):
        pieces += [text[at:start], *inner]
        at = end
    return (*pieces, text[at : token.end])


def _values(text: str, token: Token, lines: Lines, quiet: bool) -> Iterator[tuple[int, int, tuple[Piece, ...]]]:
    if token.kind == "other" and text.startswith("<?xml", token.start):
        if match := re.compile(r"""encoding\s*=\s*["']([\w.:-]+)""").search(text, token.start, token.end):
            yield *match.span(1), (Mark("charset", match[1]),)
        return
    for attribute in token.attributes:
        if mark := _mark(token, attribute):
            start = attribute.start + attribute.value.rindex(mark.raw)
            yield start, start + len(mark.raw), (mark,)
        elif not quiet and attribute.value and _translatable(token, attribute):
            spell = _SPELL[attribute.quote]
            yield attribute.start, attribute.end, weave(words(attribute.value), attribute.start, lines, spell)


def _mark(token: Token, attribute: Attribute) -> Mark | None:
    value = attribute.value
    if token.name == "html" and attribute.name in ("lang", "xml:lang") and value:
        return Mark("language", value)
    if token.name != "meta" or not value:
        return None
    if attribute.name == "charset":
        return Mark("charset", value)
    if attribute.name != "content":
        return None
    about = (token.attribute("http-equiv") or token.attribute("property") or "").lower()
    if about == "content-type" and (match := re.search(r"charset\s*=\s*([\w.:-]+)", value, re.IGNORECASE)):
        return Mark("charset", match[1])
    return (
        Mark("language", value)
        if about == "content-language"
        else Mark("locale", value)
        if about == "og:locale"
        else None
    )


def _translatable(token: Token, attribute: Attribute) -> bool:
    if attribute.name in elements.ATTRIBUTES:
        return True
    if token.name == "meta" and attribute.name == "content":
        about = token.attribute("name") or token.attribute("property") or token.attribute("itemprop") or ""
        return about.lower() in elements.META
    if token.name == "input" and attribute.name == "value":
        return (token.attribute("type") or "").lower() in ("submit", "button", "reset")
    return attribute.name == "label" and token.name in ("option", "optgroup", "track")


def _double_quoted(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return escape(slot, target, markup).replace('"', "&quot;")


def _single_quoted(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return escape(slot, target, markup).replace("'", "&#39;")


def _bare(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return f'"{_double_quoted(slot, target, markup)}"'


_SPELL = {'"': _double_quoted, "'": _single_quoted, "=": _bare}


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:4096])
    return (match[1] or match[2]).decode() if match else None


FORMAT = Format("html", (".html", ".htm", ".xhtml"), cut, _declared, largest=0)

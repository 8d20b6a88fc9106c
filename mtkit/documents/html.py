"""HTML: block tags divide the text, inline tags travel in it, and nothing but the translated text is written anew.

Untouched: comments, script, style, pre, textarea, svg, code and its like (inline, as a protected span), and whatever
says translate="no" or class="notranslate". Translated besides text: alt, title, placeholder, ARIA labels, the labels
of buttons, the descriptions in meta tags. `<br>` divides, as pages use it for lines and paragraphs.
"""

import html
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence

from mtkit.documents.skeleton import Format, Lines, Mark, Part, Piece, Slot, weave
from mtkit.documents.tags import Attribute, Token, tokens
from mtkit.languages import script

__all__ = ["FORMAT", "cut", "cut_range", "escape", "tag", "words"]

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i img input ins label mark nobr q ruby rb rtc s slot small "
    "span strike strong sub sup time u wbr code kbd samp var tt rt rp svg math".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CODE = frozenset("code kbd samp var tt rt rp".split())
_QUIET = _CODE | frozenset("pre script style textarea xmp iframe noembed noframes svg math object applet".split())
_TAGS = frozenset(("svg", "math", "rt", "rp"))  # quiet, and no word of the sentence either
_IMPLIED = (
    frozenset(("li",)), frozenset(("dt", "dd")), frozenset(("option", "optgroup")), frozenset(("td", "th")), frozenset(("p",)),
)  # fmt: skip
_ATTRIBUTES = frozenset(
    "alt title placeholder aria-label aria-description aria-placeholder aria-roledescription aria-valuetext".split()
)
_META = frozenset(
    "description application-name og:title og:description og:site_name og:image:alt twitter:title twitter:description "
    "twitter:image:alt".split()
)
_SPECIAL = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?|[ \t\n\r\f]{2,}|[\t\n\r\f]")
_CHARSET = re.compile(
    rb"""<meta\s[^>]*charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\s[^>]*encoding\s*=\s*["']([\w.:-]+)""", re.I
)
_MANY = 200  # so many tags in one segment are looked for in their order only


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of an HTML text.

    >>> [p if isinstance(p, str) else p.segment.source for p in cut("<p>A &amp; <b>B</b></p><pre>x</pre>", "a.html")]
    ['<p>', 'A & <b>B</b>', '</p>', '<pre>', 'x', '</pre>']
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
    return tuple(cutter.pieces)


class _Cutter:
    """What is open while the tokens go by, and the run of inline parts since the last block tag."""

    def __init__(self, text: str, start: int, lines: Lines) -> None:
        self.text, self.start, self.lines = text, start, lines
        self.pieces: list[Piece] = []
        self.parts: list[Part] = []
        self.stack: list[tuple[str, bool]] = []
        self.open = Counter[str]()

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
        divides = token.kind == "raw" or (token.kind in ("open", "close") and token.name not in _INLINE)
        if divides:
            self.flush(token.start)
            self.pieces += tag(self.text, token, self.lines, quiet=now_quiet)
            self.start = token.end
        elif was_quiet or now_quiet:
            self._add_quiet(token)
        elif token.kind == "text":
            self.parts += words(self.text[token.start : token.end])
        else:
            self._add_tag(token)

    def _enter(self, token: Token) -> bool:
        name = token.name
        if name not in _INLINE:
            while self.stack and (self.stack[-1][0] in _CODE or self._implied(name)):
                self._pop()
        quiet = _is_quiet(token, inherited=self.quiet)
        closed = self.text.startswith("/>", token.end - 2) and (name in ("svg", "math") or self.open["svg"] > 0)
        if name not in _VOID and not closed:
            self.stack.append((name, quiet))
            self.open[name] += 1
        return quiet

    def _implied(self, name: str) -> bool:
        """True when the innermost element ends where one of this name begins."""
        top = self.stack[-1][0]
        return top == "p" or any(name in group and top in group for group in _IMPLIED)

    def _pop(self) -> str:
        name, _ = self.stack.pop()
        self.open[name] -= 1
        return name

    def _leave(self, name: str) -> None:
        if self.open[name]:
            while self._pop() != name:
                pass

    def _add_quiet(self, token: Token) -> None:
        raw = self.text[token.start : token.end]
        last = self.parts[-1] if self.parts else None
        if last and last.kind in ("code", "tag") and token.kind != "open" or last and last.kind == "code":
            text = last.source + raw
            self.parts[-1] = Part(text, (text,), last.kind)
        else:
            self.parts.append(Part(raw, (raw,), "tag" if token.name in _TAGS else "code"))

    def _add_tag(self, token: Token) -> None:
        kind = "tag" if token.kind == "other" or token.name in _VOID else token.kind
        pieces = tag(self.text, token, self.lines)
        self.parts.append(Part(self.text[token.start : token.end], pieces, kind))

    def flush(self, end: int) -> None:
        """End the run of inline parts here."""
        self.pieces += weave(_settle(self.parts), self.start, self.lines, escape)
        self.parts, self.start = [], end


def _is_quiet(token: Token, *, inherited: bool) -> bool:
    translate = token.attribute("translate")
    if translate is not None and token.name not in _QUIET:
        return translate.lower() == "no"
    return inherited or token.name in _QUIET or "notranslate" in (token.attribute("class") or "").split()


# Text


def words(raw: str) -> list[Part]:
    """Text as parts: entities decoded, runs of white space as one space (none between Japanese lines).

    >>> [part.source for part in words("A&nbsp;&lt;\\n  B")]
    ['A', '\\xa0', '<', ' ', 'B']
    """
    parts, at = list[Part](), 0
    for match in _SPECIAL.finditer(raw):
        part = _decoded(match, raw)
        if part:
            if at < match.start():
                parts.append(Part(raw[at : match.start()], (raw[at : match.start()],)))
            parts.append(part)
            at = match.end()
    if at < len(raw):
        parts.append(Part(raw[at:], (raw[at:],)))
    return parts


def _decoded(match: re.Match[str], raw: str) -> Part | None:
    spelled = match[0]
    if not spelled.startswith("&"):
        joined = (
            "\n" in spelled
            and _wide(raw[match.start() - 1 : match.start()])
            and _wide(raw[match.end() : match.end() + 1])
        )
        return Part("" if joined else " ", (spelled,))
    text = html.unescape(spelled)
    if text == spelled:
        return None
    if text in "\n\r\t\f":
        return Part(" ", (spelled,))
    return Part(text, (spelled,)) if text.isprintable() or text.isspace() else Part(spelled, (spelled,), "tag")


def _wide(char: str) -> bool:
    return bool(char) and (script(char) in ("hiragana", "katakana", "han") or char in "、。「」『』（）・")


def _settle(parts: list[Part]) -> list[Part]:
    """Decoded text that looks like one of the tags around it stays as it is spelled, or nobody could tell them apart."""
    sources = [part.source for part in parts if part.kind]
    if not sources or not any("<" in part.source for part in parts if not part.kind):
        return parts
    start, expected = 0, []
    for part in parts:
        if part.kind:
            expected.append(start)
        start += len(part.source)
    text = "".join(part.source for part in parts)
    if [at for at, _, _ in _located(text, sources, sources)] == expected:
        return parts
    return [_as_spelled(part) if not part.kind and "<" in part.source else part for part in parts]


def _as_spelled(part: Part) -> Part:
    spelled = str(part.pieces[0])
    return Part(spelled, (spelled,), "code")


def _located(text: str, sources: Sequence[str], written: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where the markup stands in a text, and what is to be written for it (the next of its kind, each time)."""
    if len(sources) > _MANY:
        yield from _in_order(text, sources, written)
        return
    waiting: dict[str, deque[str]] = {}
    for source, new in zip(sources, written, strict=True):
        waiting.setdefault(source, deque()).append(new)
    if not waiting:
        return
    longest_first = sorted(waiting, key=len, reverse=True)
    for match in re.finditer("|".join(map(re.escape, longest_first)), text):
        queue = waiting[match[0]]
        yield match.start(), match.end(), queue.popleft() if len(queue) > 1 else queue[0]


def _in_order(text: str, sources: Sequence[str], written: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for source, new in zip(sources, written, strict=True):
        found = text.find(source, at)
        if found >= 0:
            at = found + len(source)
            yield found, at, new


def escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
    """A new text in HTML: its markup as it was, its other characters spelled the way the source spells them.

    >>> slot = cut("A &copy; <b>B</b>", "a.html")[0]
    >>> escape(slot, "<b>B</b> © < A", ["<b>", "</b>"])
    '<b>B</b> &copy; &lt; A'
    """
    table = _spelling(slot)
    done, at = [], 0
    for start, end, written in _located(target, [part.source for part in slot.parts if part.kind], markup):
        done += [target[at:start].translate(table), written]
        at = end
    return "".join(done) + target[at:].translate(table)


def _spelling(slot: Slot) -> dict[int, str]:
    table = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;"}
    free = [part for part in slot.parts if not part.kind]
    table |= {
        part.source: str(part.pieces[0])
        for part in free
        if len(part.source) == 1 and part.source not in (" ", '"', "'")
    }
    table = {char: spelled for char, spelled in table.items() if char in "&<" or spelled != char}
    plain = {char for part in free if part.pieces == (part.source,) for char in part.source}
    return {ord(char): spelled for char, spelled in table.items() if char in "&<" or char not in plain}


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
    if attribute.name in _ATTRIBUTES:
        return True
    if token.name == "meta" and attribute.name == "content":
        about = token.attribute("name") or token.attribute("property") or token.attribute("itemprop") or ""
        return about.lower() in _META
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


FORMAT = Format("html", (".html", ".htm", ".xhtml"), cut, _declared)

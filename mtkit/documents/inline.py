"""Markdown's inline markup with exact offsets: what CommonMark's inline parser sees, as marks on the text.

`scan` follows CommonMark (code spans, escapes, entities, links and images, emphasis by its delimiter rules), plus
strikethrough, footnote references and template tags. One rule is looser unless `strict`: `**「서울」**은` is emphasis
although CommonMark, made for spaces between words, does not see it.
"""

import bisect
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import html5

from mtkit.documents import tags
from mtkit.languages import script

__all__ = ["Inline", "label_of", "scan"]

_SPECIAL = re.compile(r"[\\`*_~\[\]!<&\n{]")
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_URL = re.compile(r"<[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*>")
_EMAIL = re.compile(r"<[^\s<>@/]+@[^\s<>@]+>")
_NOTE = re.compile(r"\[\^[^\]\s]+\]")
_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|\{[#.:][^{}\n]*\}(?=\s*$)")
_TARGET = re.compile(
    r"""\(\s*(?:<[^<>\n]*>|(?:[^\s()\\<]|\\.)(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*)?"""
    r"""(?:\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\(((?:[^()\\]|\\.)*)\)))?\s*\)"""
)
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]")


@dataclass(frozen=True, slots=True)
class Inline:
    """`text[start:end]` and what it is.

    Kinds: escape, entity, soft and hard (line ends), code, url, email, html, note, template, image, and the open and
    close of emphasis and links. `label` is the reference of a link that has no more than its text, `title` and `alt`
    are the offsets of what can be read in a link or image.

    >>> Inline(0, 2, "open").kind
    'open'
    """

    start: int
    end: int
    kind: str
    label: str | None = None
    title: tuple[int, int] | None = None
    alt: tuple[int, int] | None = None


def label_of(text: str) -> str:
    """A link label in the form in which labels are compared.

    >>> label_of("Seoul\\n City") == label_of("seoul city")
    True
    """
    return " ".join(text.split()).casefold()


def scan(text: str, labels: frozenset[str] = frozenset(), *, strict: bool = False) -> list[Inline]:
    """The inline markup of a text, in order and without overlap; `labels` are the link references the document defines.

    >>> [(i.kind, "**서울**은 [시](a.md)"[i.start:i.end]) for i in scan("**서울**은 [시](a.md)")]
    [('open', '**'), ('close', '**'), ('open', '['), ('close', '](a.md)')]
    """
    return _Scanner(text, labels, strict).run()


@dataclass(slots=True)
class _Run:
    """A run of emphasis delimiters, of which `start` and `end` move inwards as they are matched."""

    char: str
    start: int
    end: int
    opens: bool
    closes: bool
    length: int

    @property
    def left(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class _Bracket:
    start: int
    image: bool
    found: int  # how many marks there were before it
    runs: int
    active: bool = True


class _Scanner:
    def __init__(self, text: str, labels: frozenset[str], strict: bool) -> None:
        self.text, self.labels, self.strict = text, labels, strict
        self.found: list[Inline] = []
        self.runs: list[_Run] = []
        self.brackets: list[_Bracket] = []
        self.ticks: dict[int, list[int]] | None = None
        self.tags = True

    def run(self) -> list[Inline]:
        takers: dict[str, Callable[[int], int]] = {
            "\\": self._backslash, "`": self._code, "*": self._delimiters, "_": self._delimiters, "~": self._delimiters,
            "[": self._bracket, "!": self._bracket, "]": self._close_bracket, "<": self._angle, "&": self._entity,
            "\n": self._line_end, "{": self._template,
        }  # fmt: skip
        at = 0
        while match := _SPECIAL.search(self.text, at):
            at = takers[match[0]](match.start())
        self._emphasis(0)
        return sorted(self.found, key=lambda inline: inline.start)

    def _add(self, start: int, end: int, kind: str) -> int:
        self.found.append(Inline(start, end, kind))
        return end

    def _match(self, pattern: re.Pattern[str], at: int, kind: str) -> int:
        match = pattern.match(self.text, at)
        return self._add(at, match.end(), kind) if match else at + 1

    def _backslash(self, at: int) -> int:
        if self.text.startswith("\n", at + 1):
            return self._add(at, at + 2, "hard")
        return self._match(_ESCAPE, at, "escape")

    def _entity(self, at: int) -> int:
        match = _ENTITY.match(self.text, at)
        known = match and (match[0].startswith("&#") or match[0][1:] in html5)
        return self._add(at, match.end(), "entity") if match and known else at + 1

    def _template(self, at: int) -> int:
        return self._match(_TEMPLATE, at, "template")

    def _line_end(self, at: int) -> int:
        start = at
        while start and self.text[start - 1] in " \t":
            start -= 1
        return self._add(start, at + 1, "hard" if self.text[at - 2 : at] == "  " else "soft")

    def _code(self, at: int) -> int:
        if self.ticks is None:
            self.ticks = {}
            for match in re.finditer("`+", self.text):
                self.ticks.setdefault(len(match[0]), []).append(match.start())
        length = _length(self.text, at, "`")
        starts = self.ticks.get(length, [])
        place = bisect.bisect_right(starts, at)
        if place == len(starts):
            return at + length
        return self._add(at, starts[place] + length, "code")

    def _angle(self, at: int) -> int:
        for pattern, kind in ((_URL, "url"), (_EMAIL, "email")):
            if match := pattern.match(self.text, at):
                return self._add(at, match.end(), kind)
        token = tags.markup(self.text, at, len(self.text)) if self.tags else None
        if not token:
            return at + 1
        if not self.text.endswith(">", at, token.end) or (
            token.kind == "other" and not self.text.startswith("<!--", at)
        ):
            self.tags = token.end < len(self.text)  # nothing closes it: nothing closes a later one either
            return at + 1
        return self._add(at, token.end, "html")

    # Links and images

    def _bracket(self, at: int) -> int:
        image = self.text[at] == "!"
        if image and not self.text.startswith("[", at + 1):
            return at + 1
        if not image and (match := _NOTE.match(self.text, at)):
            return self._add(at, match.end(), "note")
        self.brackets.append(_Bracket(at, image, len(self.found), len(self.runs)))
        return at + 1 + image

    def _close_bracket(self, at: int) -> int:
        if not self.brackets:
            return at + 1
        opener = self.brackets.pop()
        inside = opener.start + 1 + opener.image
        match = _TARGET.match(self.text, at + 1)
        end, label, title = at + 1, None, None
        if match:
            end = match.end()
            title = next((match.span(group) for group in (1, 2, 3) if match[group]), None)
        else:
            named = _LABEL.match(self.text, at + 1)
            known = named and named[1].strip() and label_of(named[1]) in self.labels
            if named and known:
                end = named.end()
            elif label_of(self.text[inside:at]) in self.labels if at - inside < 1000 else False:
                end, label = named.end() if named and not named[1] else at + 1, self.text[inside:at]
            else:
                return at + 1
        if not opener.active and not opener.image:
            return at + 1
        if opener.image:
            del self.found[opener.found :], self.runs[opener.runs :]
            self.found.append(Inline(opener.start, end, "image", label, title, (inside, at)))
            return end
        self._emphasis(opener.runs)
        self.found += [Inline(opener.start, inside, "open"), Inline(at, end, "close", label, title)]
        for bracket in reversed(self.brackets):  # no link in a link
            if not bracket.active:
                break
            bracket.active = bracket.image
        return end

    # Emphasis

    def _delimiters(self, at: int) -> int:
        char, end = self.text[at], at + _length(self.text, at, self.text[at])
        if char == "~" and end - at > 2:
            return end
        opens, closes = self._flanks(self.text[at - 1 : at] or " ", self.text[end : end + 1] or " ", char)
        self.runs.append(_Run(char, at, end, opens, closes, end - at))
        return end

    def _flanks(self, before: str, after: str, char: str) -> tuple[bool, bool]:
        loose = not self.strict and char != "_"
        left = not after.isspace() and (
            not _punctuation(after) or before.isspace() or _punctuation(before) or (loose and _cjk(before))
        )
        right = not before.isspace() and (
            not _punctuation(before) or after.isspace() or _punctuation(after) or (loose and _cjk(after))
        )
        if char == "_":
            return left and (not right or _punctuation(before)), right and (not left or _punctuation(after))
        return left, right

    def _emphasis(self, bottom: int) -> None:
        """Match the runs from `bottom` on, the innermost first, and take them away."""
        runs, self.runs = self.runs[bottom:], self.runs[:bottom]
        open_runs = list[_Run]()
        floor = dict[tuple[str, bool, int], int]()  # below it no opener for such a closer is left
        for run in runs:
            while run.closes and run.left:
                key = (run.char, run.opens, run.length % 3)
                at = self._opener(open_runs, run, floor.get(key, 0))
                if at is None:
                    floor[key] = len(open_runs)
                    break
                self._pair(open_runs[at], run)
                del open_runs[at + bool(open_runs[at].left) :]
                floor = {kind: min(low, len(open_runs)) for kind, low in floor.items()}
            if run.opens and run.left:
                open_runs.append(run)

    @staticmethod
    def _opener(open_runs: list[_Run], closer: _Run, floor: int) -> int | None:
        for at in range(len(open_runs) - 1, floor - 1, -1):
            run = open_runs[at]
            if run.char != closer.char or (run.char == "~" and run.left != closer.left):
                continue
            odd = (run.closes or closer.opens) and (run.length + closer.length) % 3 == 0
            if not odd or (run.length % 3 == 0 and closer.length % 3 == 0) or run.char == "~":
                return at
        return None

    def _pair(self, opener: _Run, closer: _Run) -> None:
        size = 2 if opener.left > 1 and closer.left > 1 else 1
        opener.end -= size
        self._add(opener.end, opener.end + size, "open")
        self._add(closer.start, closer.start + size, "close")
        closer.start += size


def _length(text: str, at: int, char: str) -> int:
    end = at
    while end < len(text) and text[end] == char:
        end += 1
    return end - at


def _punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _cjk(char: str) -> bool:
    return script(char) in ("hangul", "hiragana", "katakana", "han")

"""The front matter of a Markdown file (YAML between `---`, TOML between `+++`), line by line.

Translated: the values of title, subtitle, description, summary and excerpt; followed: lang, language, locale. All other
keys, comments and nested values stay as they are. No parser for YAML is needed for that, and none would keep the bytes.
"""

import json
import re
from collections.abc import Iterator, Sequence

from mtkit.documents.skeleton import Lines, Mark, Part, Piece, Slot
from mtkit.documents.weaving import weave
from mtkit.documents.yamlscalars import ODD, double_quoted, folded_block, literal_block, one_line

__all__ = ["cut", "end_of"]

_KEYS = ("title", "subtitle", "description", "summary", "excerpt")
_LANGUAGE = {"lang": "language", "language": "language", "locale": "locale"}
_BLOCK = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?=[^\n\S]*\S)")  # a blank line after it: a rule, no front matter
_LINE = re.compile(r"""(?P<key>[A-Za-z_-]+)[ \t]*[:=](?:[ \t]+|(?=["']))"""
                   r"""(?P<value>"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\n]*?)"""
                   r"""(?P<rest>[ \t]*(?:[ \t]#[^\n]*)?\r?(?:\n|$))""")  # fmt: skip
_FOLDED = re.compile(
    r"(?P<key>[A-Za-z_-]+):[ \t]+(?P<style>[>|])[+-]?[ \t]*\r?\n(?P<body>(?:(?:[ \t]+[^\n]*|\r?)(?:\n|$))+?)(?=\S|$)"
)


def end_of(text: str) -> int:
    """Where the front matter ends, 0 when there is none.

    >>> end_of("---\\ntitle: a\\n---\\nText"), end_of("Text")
    (17, 0)
    """
    begin = _BLOCK.match(text)
    if not begin:
        return 0
    end = re.compile(rf"^{re.escape(begin[1])}[ \t]*\r?(?:\n|\Z)", re.MULTILINE).search(text, begin.end())
    return end.end() if end else 0


def cut(text: str, end: int, lines: Lines) -> Iterator[Piece]:
    """The pieces of the front matter `text[:end]`.

    >>> text = "---\\ntitle: '서울'\\nlang: ko\\n---\\n"
    >>> [p if isinstance(p, str | Mark) else p.segment.source for p in cut(text, len(text), Lines(text, ""))]
    ["---\\ntitle: '", '서울', "'\\nlang: ", Mark(kind='language', raw='ko'), '\\n---\\n']
    """
    at = done = 0
    while 0 <= at < end:
        for start, stop, pieces in _values(text, at, end, lines):
            if any(not isinstance(piece, str) for piece in pieces):
                yield text[done:start]
                yield from pieces
                done = stop
        following = done > at and text[done - 1] == "\n"
        at = done if following else text.find("\n", max(at, done), end) + 1 or -1
    yield text[done:end]


def _values(text: str, at: int, end: int, lines: Lines) -> Iterator[tuple[int, int, tuple[Piece, ...]]]:
    """What there is to do in the line at `at`."""
    if folded := _FOLDED.match(text, at, end):
        if folded["key"].lower() in _KEYS:
            cut_body = folded_block if folded["style"] == ">" else literal_block
            yield *folded.span("body"), cut_body(folded["body"], folded.start("body"), lines)
        return
    line = _LINE.match(text, at, end)
    if not line or not line["value"]:
        return
    key, value = line["key"].lower(), line["value"]
    quote = value[0] if value[0] in "\"'" else ""
    start, stop = line.start("value") + len(quote), line.end("value") - len(quote)
    inner = text[start:stop]
    if key in _LANGUAGE:
        yield start, stop, (Mark(_LANGUAGE[key], inner),)
    elif key in _KEYS and (said := _read(inner, quote)) and (quote or not ODD.search(inner)):
        yield start, stop, weave([Part(said, (inner,))], start, lines, _ESCAPES[quote])


def _read(inner: str, quote: str) -> str:
    if quote == "'":
        return inner.replace("''", "'")
    if quote == '"':
        try:
            return str(json.loads(f'"{inner}"', strict=False))
        except ValueError:  # an escape that YAML has and JSON lacks: left alone
            return ""
    return inner


def _bare(slot: Slot, target: str, markup: Sequence[str]) -> str:
    text = one_line(target)
    return f'"{double_quoted(text)}"' if not text or ODD.search(text) else text


def _single(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return one_line(target).replace("'", "''")


def _double(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return double_quoted(one_line(target))


_ESCAPES = {"": _bare, "'": _single, '"': _double}

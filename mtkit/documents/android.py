"""Android string resources (strings.xml): strings, arrays and plurals, with Android's escapes, tags and CDATA.

Untouched: translatable="false", references (`@string/a`, `?attr/b`), comments, every other resource. What stands in
`<xliff:g>` is protected. White space is one space, as Android reads it, but in double quotes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from mtkit.documents.literals import spelled
from mtkit.documents.skeleton import Arm, Format, Lines, Mark, Part, Piece, Slot, merged
from mtkit.documents.weaving import weave
from mtkit.documents.xmltext import balanced, parts
from mtkit.documents.xmltree import Element, Text, declared, has_root, parse, with_attributes
from mtkit.errors import InputError

__all__ = ["FORMAT", "cut"]

_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.|$)|\"|[ \t\r\n]{2,}|[\t\r\n]", re.DOTALL)
_REFERENCE = re.compile(r"\s*[@?]\+?[\w.:/]+\s*")
_SPELLED = {"\\n": "\n", "\\t": "\t", '"': ""}
_BACKSLASHED = {"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PLAIN = str.maketrans(_BACKSLASHED)
_IN_XML = str.maketrans(_BACKSLASHED | _ENTITIES)


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a strings.xml. Raises InputError for XML that is none.

    >>> text = '<resources><string name="a">It&apos;s <b>on</b></string></resources>'
    >>> [p if isinstance(p, str) else p.segment.source for p in cut(text, "strings.xml")]
    ['<resources><string name="a">', "It's <b>on</b>", '</string></resources>']
    """
    before, root, after = parse(text, name)
    if root.name != "resources":
        raise InputError(f"no Android resources: its root is <{root.name}>", path=name)
    lines = Lines(text, name)
    pieces: list[Piece] = [*before, *_resources_tag(root)]
    for child in root.inside:
        pieces += [child.raw] if isinstance(child, Text) else _resource(child, lines)
    return merged([*pieces, root.close, after])


def _resources_tag(root: Element) -> tuple[Piece, ...]:
    key = next((key for key in root.attributes if key.endswith(":locale")), None)
    return with_attributes(root, {key: partial(Mark, "language")}) if key else (root.open,)


def _resource(element: Element, lines: Lines) -> Iterator[Piece]:
    if element.attributes.get("translatable") == "false" or not element.close:
        yield element.raw()
    elif element.name == "string":
        yield from _string(element, lines)
    elif element.name in ("string-array", "plurals"):
        yield element.open
        yield from _plurals(element, lines) if element.name == "plurals" else _array(element, lines)
        yield element.close
    else:
        yield element.raw()


def _array(element: Element, lines: Lines) -> Iterator[Piece]:
    for child in element.inside:
        if isinstance(child, Element) and child.name == "item":
            yield from _string(child, lines)
        else:
            yield child.raw if isinstance(child, Text) else child.raw()


def _plurals(element: Element, lines: Lines) -> Iterator[Piece]:
    """Each item with the white space before it is an arm."""
    present = {child.attributes.get("quantity", "") for child in element.children("item")}
    lead = ""
    for child in element.inside:
        if isinstance(child, Element) and child.name == "item" and (category := child.attributes.get("quantity", "")):
            tag = with_attributes(child, {"quantity": partial(Mark, "category")})
            also = ("one",) if category == "other" and "one" not in present else ()
            yield Arm(category, (lead, *tag, *_content(child, lines), child.close), also)
            lead = ""
        elif isinstance(child, Text) and not child.raw.strip():
            lead += child.raw
        else:
            yield lead + (child.raw if isinstance(child, Text) else child.raw())
            lead = ""
    yield lead


def _string(element: Element, lines: Lines) -> Iterator[Piece]:
    yield element.open
    yield from _content(element, lines)
    yield element.close


def _content(element: Element, lines: Lines) -> tuple[Piece, ...]:
    if _REFERENCE.fullmatch(element.said()):
        return (element.content(),)
    sections = [*_sections(element)]
    if len(sections) == 1:
        return weave(_unescaped(parts(element.inside, _kind)), _offset(element), lines, _escape)
    pieces, offset = list[Piece](), _offset(element)
    for raw, is_text in sections:
        pieces += weave(_unescaped([Part(raw, (raw,))]), offset, lines, _escape_cdata) if is_text else [raw]
        offset += len(raw)
    return tuple(pieces)


def _offset(element: Element) -> int:
    return element.offset + len(element.open)


def _sections(element: Element) -> Iterator[tuple[str, bool]]:
    """A string that is written in CDATA as its CDATA marks and the text between them."""
    marked = [child.raw for child in element.inside if isinstance(child, Text)]
    raw = "".join(marked)
    stripped = raw.strip()
    whole = stripped.startswith("<![CDATA[") and stripped.endswith("]]>") and stripped.count("<![CDATA[") == 1
    if not whole or len(marked) != len(element.inside):
        yield raw, True
        return
    start, end = raw.index("<![CDATA[") + len("<![CDATA["), raw.rindex("]]>")
    yield from ((raw[:start], False), (raw[start:end], True), (raw[end:], False))


def _kind(element: Element) -> str:
    return "placeholder" if element.name == "xliff:g" else "pair"


def _unescaped(found: Iterable[Part]) -> list[Part]:
    """Free text that is written as it is, with Android's escapes read and white space as one space."""
    done = list[Part]()
    for plain, group in groupby(found, lambda part: not part.kind and part.pieces == (part.source,)):
        run = list(group)
        done += _text("".join(part.source for part in run)) if plain else map(_cdata, run)
    return done if _is_quoted(done) else _without_quotes(done)


def _is_quote(part: Part) -> bool:
    return part.pieces == ('"',)


def _is_quoted(parts: Sequence[Part]) -> bool:
    """True for a text in one pair of quotes, which stay around its translation, and for one without any."""
    said = [part for part in parts if part.source.strip() or _is_quote(part)]
    return sum(map(_is_quote, parts)) == 2 and _is_quote(said[0]) and _is_quote(said[-1])


def _without_quotes(parts: Sequence[Part]) -> list[Part]:
    """Quotes become a part of how the text beside them is written: a translation has none."""
    done, waiting = list[Part](), ""
    for part in parts:
        if _is_quote(part) and done:
            done[-1] = _with(done[-1], (*done[-1].pieces, '"'))
        elif _is_quote(part):
            waiting += '"'
        else:
            done.append(_with(part, (waiting, *part.pieces)) if waiting else part)
            waiting = ""
    return done or list(parts)


def _with(part: Part, pieces: tuple[Piece, ...]) -> Part:
    """The part written in another way, until what is around it changes."""
    return replace(part, pieces=pieces, changed="".join(map(str, part.pieces)) if part.kind else None)


def _cdata(part: Part) -> Part:
    """A part as it is, a CDATA section among other text with its escapes read."""
    if part.kind or not str(part.pieces[0]).startswith("<![CDATA["):
        return part
    return Part("".join(inner.source for inner in _text(part.source)), part.pieces)


def _text(raw: str) -> list[Part]:
    return spelled(raw, _ESCAPE, _read)


def _read(spelled: str) -> str:
    if spelled.isspace():
        return " "
    if spelled.startswith("\\u") and len(spelled) == 6:
        return chr(int(spelled[2:], 16))
    return _SPELLED.get(spelled, spelled[1:])


def _escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return _guarded(balanced(slot, target, markup, lambda text: text.translate(_IN_XML)))


def _escape_cdata(slot: Slot, target: str, markup: Sequence[str]) -> str:
    return _guarded(target.translate(_PLAIN).replace("]]>", "]] >"))


def _guarded(text: str) -> str:
    """A text that begins with the sign of a reference says that it is none."""
    return "\\" + text if text.startswith(("@", "?")) else text


FORMAT = Format("android", (".xml",), cut, declared, has_root("resources"), walked=False)

"""TMX: each unit gets the language that it lacks, translated from the file's source language (its first, if any will do)."""

from collections.abc import Iterator

from mtkit.documents.pairs import language
from mtkit.documents.skeleton import Added, Format, Lines, Mark, Piece, merged
from mtkit.documents.weaving import weave
from mtkit.documents.xmltext import escape, parts
from mtkit.documents.xmltree import Element, Text, declared, has_root, parse
from mtkit.errors import InputError

__all__ = ["FORMAT", "cut"]

_KINDS = {"hi": "pair", "bpt": "open", "ept": "close"}


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a TMX file. Raises InputError for XML that is none.

    >>> text = '<tmx><body><tu><tuv xml:lang="en"><seg>Hi</seg></tuv></tu></body></tmx>'
    >>> from mtkit.documents.skeleton import fill
    >>> fill(cut(text, "a.tmx"), iter(["안녕"]), {"language": "ko"})[53:]
    '<tuv xml:lang="ko"><seg>안녕</seg></tuv></tu></body></tmx>'
    """
    before, root, after = parse(text, name)
    if root.local != "tmx":
        raise InputError(f"no TMX: its root is <{root.name}>", path=name)
    main = next((_not_all(header.attributes.get("srclang")) for header in root.children("header")), "")
    return merged([*before, *_pieces(root, main, Lines(text, name)), after])


def _pieces(element: Element, main: str, lines: Lines) -> Iterator[Piece]:
    if element.local == "tu":
        yield from _unit(element, _not_all(element.attributes.get("srclang")) or main, lines)
        return
    yield element.open
    for child in element.inside:
        yield from (child.raw,) if isinstance(child, Text) else _pieces(child, main, lines)
    yield element.close


def _unit(unit: Element, main: str, lines: Lines) -> Iterator[Piece]:
    variants = [(_language(variant), variant) for variant in unit.children("tuv")]
    source = next((variant for code, variant in variants if code == (main or variants[0][0])), None)
    present = frozenset(code for code, _ in variants)
    yield unit.open
    for child in unit.inside:
        yield child.raw if isinstance(child, Text) else child.raw()
        if source and child is variants[-1][1]:
            yield Added((unit.blank_before(child), *_variant(source, lines)), fits=lambda code: code not in present)
    yield unit.close


def _not_all(code: str | None) -> str:
    return "" if code == "*all*" else language(code)


def _language(variant: Element) -> str:
    return language(variant.attributes.get("xml:lang") or variant.attributes.get("lang"))


def _variant(source: Element, lines: Lines) -> Iterator[Piece]:
    """A new variant: laid out as the source is, without its properties and dates."""
    yield from (f'<{source.name} xml:lang="', Mark("language", ""), '">')
    for child in source.inside:
        if isinstance(child, Text):
            yield "" if child.raw.strip() else child.raw
        elif child.local == "seg":
            yield child.open
            offset = child.offset + len(child.open)
            yield from weave(parts(child.inside, lambda inner: _KINDS.get(inner.local, "tag")), offset, lines, escape)
            yield child.close
    yield source.close


FORMAT = Format("tmx", (".tmx", ".xml"), cut, declared, has_root("tmx"), walked=False)

"""XLIFF 1.2 and 2.x: what has no translation yet gets one, and a state that says that nobody has looked at it.

A segment is the `<source>` of a unit whose `<target>` is missing, empty or marked as new; other units stay as they are,
as does everything under translate="no". Inline codes travel as protected spans and are copied into the target.
"""

from collections.abc import Iterator
from functools import partial

from mtkit.documents.messages import message
from mtkit.documents.skeleton import Added, Format, Lines, Mark, Piece, merged
from mtkit.documents.xmltext import escape, parts
from mtkit.documents.xmltree import Element, Text, declared, has_root, parse, with_attributes
from mtkit.errors import InputError

__all__ = ["FORMAT", "cut"]

_UNTRANSLATED = ("new", "needs-translation", "initial")
_KINDS = {"g": "pair", "pc": "pair", "mrk": "pair", "bpt": "open", "bx": "open", "sc": "open"} | dict.fromkeys(
    ("ept", "ex", "ec"), "close"
)


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of an XLIFF file. Raises InputError for XML that is none.

    >>> text = '<xliff><file><unit><segment><source>Hi</source></segment></unit></file></xliff>'
    >>> from mtkit.documents.skeleton import fill
    >>> fill(cut(text, "a.xlf"), iter(["안녕"]), {"language": "ko"})[:-32]
    '<xliff trgLang="ko"><file><unit><segment state="translated"><source>Hi</source><target>안녕</target>'
    """
    before, root, after = parse(text, name)
    if root.local != "xliff":
        raise InputError(f"no XLIFF: its root is <{root.name}>", path=name)
    return merged([*before, *_Cutter(Lines(text, name), root).pieces(root), after])


class _Cutter:
    def __init__(self, lines: Lines, root: Element) -> None:
        self.lines, self.old = lines, root.attributes.get("version", "").startswith("1")

    def pieces(self, element: Element, *, wanted: bool = True, wrapped: bool = True) -> Iterator[Piece]:
        """An element and what is inside; `wanted` is False under translate="no", `wrapped` under xml:space="preserve"."""
        wanted = {"yes": True, "no": False}.get(element.attributes.get("translate", ""), wanted)
        wrapped = _is_wrapped(element, wrapped)
        key = {"xliff": "trgLang", "file": "target-language"}.get(element.local)
        if key and self.old == (element.local == "file"):
            filled = key in element.attributes and any(target.said().strip() for target in _targets(element))
            yield from with_attributes(element, {key: partial(Mark, "target" if filled else "language")})
        elif element.local in ("trans-unit", "segment"):
            yield from self._unit(element, wrapped) if wanted and _is_untranslated(element) else (element.raw(),)
            return
        else:
            yield element.open
        for child in element.inside:
            yield from (child.raw,) if isinstance(child, Text) else self.pieces(child, wanted=wanted, wrapped=wrapped)
        yield element.close

    def _unit(self, unit: Element, wrapped: bool) -> Iterator[Piece]:
        (source,) = unit.children("source")
        target = next(unit.children("target"), None)
        last = [*unit.children("source", "seg-source")][-1]
        yield from (unit.open,) if self.old else with_attributes(unit, {"state": partial(_state, "translated")})
        lead = ""
        for child in unit.inside:
            if child is target:
                assert target is not None
                yield Added((*self._tag(target), *self._copy(source, wrapped), f"</{target.name}>"), target.raw())
            else:
                yield child.raw if isinstance(child, Text) else child.raw()
            if child is source:
                lead = unit.blank_before(source)
            if child is last and target is None:
                fresh = Element(_sibling(source, "target"), {}, f"<{_sibling(source, 'target')}>")
                yield Added((lead, *self._tag(fresh), *self._copy(source, wrapped), f"</{fresh.name}>"))
        yield unit.close

    def _copy(self, source: Element, wrapped: bool) -> tuple[Piece, ...]:
        found = parts(source.inside, _kind, wrapped=_is_wrapped(source, wrapped))
        return message(found, source.offset + len(source.open), self.lines, escape)

    def _tag(self, target: Element) -> tuple[Piece, ...]:
        whole = Element(target.name, target.attributes, target.open.removesuffix("/>").rstrip("> ") + ">")
        if not self.old:
            return (whole.open,)
        states = {"state": "needs-review-translation", "state-qualifier": "mt-suggestion"}
        return with_attributes(whole, {key: partial(_state, value) for key, value in states.items()})


def _is_wrapped(element: Element, inherited: bool) -> bool:
    return {"preserve": False, "default": True}.get(element.attributes.get("xml:space", ""), inherited)


def _targets(element: Element) -> Iterator[Element]:
    for child in element.inside:
        if isinstance(child, Element) and child.local != "alt-trans":
            yield from (child,) if child.local == "target" else _targets(child)


def _state(value: str, raw: str) -> Piece:
    return Added((value,), raw)


def _is_untranslated(unit: Element) -> bool:
    if len([*unit.children("source")]) != 1 or not next(unit.children("source")).said().strip():
        return False
    target = next(unit.children("target"), None)
    if target is None or not target.inside:
        return True
    return unit.attributes.get("state", target.attributes.get("state")) in _UNTRANSLATED


def _sibling(element: Element, local: str) -> str:
    """The name with the prefix of the element's own."""
    return element.name.removesuffix(element.local) + local


def _kind(element: Element) -> str:
    if element.local == "mrk" and (element.attributes.get("translate") or element.attributes.get("mtype")) in (
        "no",
        "protected",
    ):
        return "code"
    if element.local in ("x", "ph") and "lb" not in (
        element.attributes.get(key, "")[-2:] for key in ("ctype", "subType")
    ):
        return "placeholder"  # a value more often than not
    return _KINDS.get(element.local, "tag")


FORMAT = Format("xliff", (".xlf", ".xliff", ".xml"), cut, declared, has_root("xliff"))

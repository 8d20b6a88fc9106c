"""The pairs of TMX and XLIFF files, streamed through lxml: no DTD is loaded, no entity defined, nothing fetched."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtkit.documents.pairs import Pair, language
from mtkit.errors import InputError

__all__ = ["tmx", "xliff"]

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SPEAKING = frozenset(("source", "target", "seg", "note", "g", "mrk", "pc", "hi", "sub"))  # elements with text in them


def tmx(path: Path, source: str, target: str) -> Iterator[Pair]:
    """The pairs of a TMX file: for each unit, its source with each of its other languages (or with `target` alone).

    >>> list(tmx(Path("/no/such.tmx"), "en", "ko"))
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: '/no/such.tmx'
    """
    main = source
    for element in _elements(path, "tmx", ("header", "tu")):
        if _name(element) == "header":
            main = main or _not_all(element.get("srclang"))
            continue
        texts = dict(_variants(element))
        own = source or _not_all(element.get("srclang")) or main or next(iter(texts), "")
        if own not in texts:
            continue
        about = f"{path}:{element.sourceline}", element.get("tuid") or ""
        note = "\n".join(child.text or "" for child in _children(element, "note"))
        for code, said in texts.items():
            if code != own and target in ("", code):
                yield Pair(texts[own], said, *about, own, code, note)


def _not_all(code: str | None) -> str:
    return "" if code == "*all*" else language(code)


def _variants(unit: Any) -> Iterator[tuple[str, str]]:
    for variant in _children(unit, "tuv"):
        for segment in _children(variant, "seg"):
            yield language(variant.get(_LANG) or variant.get("lang")), _text(segment)


def xliff(path: Path, source: str, target: str) -> Iterator[Pair]:
    """The pairs of an XLIFF file, 1.2 or 2.x: one for a trans-unit or segment; states are flags.

    >>> list(xliff(Path("/no/such.xlf"), "en", "ko"))
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: '/no/such.xlf'
    """
    for element in _elements(path, "xliff", ("trans-unit", "unit")):
        file = _ancestor(element, "file")
        root = _ancestor(element, "xliff")
        own = source or language(file.get("source-language") or root.get("srcLang"))
        other = target or language(file.get("target-language") or root.get("trgLang"))
        context = element.get("resname") or element.get("name") or element.get("id") or ""
        note = "\n".join(_text(child) for child in element.iter() if _name(child) == "note")
        for part in (element,) if _name(element) == "trans-unit" else _children(element, "segment"):
            said = {_name(child): child for child in part if _name(child) in ("source", "target")}
            if "source" in said:
                texts = [_text(said[role]) if role in said else "" for role in ("source", "target")]
                where = f"{path}:{said['source'].sourceline}"
                yield Pair(texts[0], texts[1], where, context, own, other, note, _flags(part, said.get("target")))


def _flags(part: Any, target: Any) -> tuple[str, ...]:
    states = (part.get("state"), None if target is None else target.get("state"))
    approved = "approved" if part.get("approved") == "yes" else None
    return tuple(filter(None, (*states, approved)))


def _elements(path: Path, root: str, names: tuple[str, ...]) -> Iterator[Any]:
    """The elements of these names, each whole, and forgotten when the next is asked for."""
    from lxml import etree

    with path.open("rb") as file:
        parts = etree.iterparse(file, events=("start", "end"), resolve_entities=False, no_network=True)
        try:
            _, first = next(iter(parts))
            if _name(first) != root:
                raise InputError(f"no {root.upper()} file: its root is <{_name(first)}>", path=path)
            _refuse_entities(first, path)
            for event, element in parts:
                if event == "end" and _name(element) in names:
                    yield element
                    _forget(element)
        except etree.XMLSyntaxError as error:
            reason = error.msg.split(", line ")[0]
            raise InputError(f"no well-formed XML ({reason})", path=path, line=error.lineno or 0) from error


def _refuse_entities(root: Any, path: Path) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise InputError("defines entities, which are not read", path=path, hint="take the <!ENTITY> lines out")


def _forget(element: Any) -> None:
    element.clear(keep_tail=True)
    while element.getprevious() is not None and _name(element.getprevious()) == _name(element):
        del element.getparent()[0]


def _name(element: Any) -> str:
    """The name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if _name(child) == name)


def _ancestor(element: Any, name: str) -> Any:
    return next((above for above in element.iterancestors() if _name(above) == name), element)


def _text(element: Any) -> str:
    """The text with its inline codes as they are written: `<g id="1">bold</g> <x id="2"/>`."""
    parts = [element.text or ""]
    for child in element:
        if name := _name(child):
            parts.append(_code(child, name))
        parts.append(child.tail or "")
    return "".join(parts)


def _code(element: Any, name: str) -> str:
    inner = _text(element)
    attributes = "".join(f' {key.rpartition("}")[2]}="{value}"' for key, value in element.attrib.items())
    return f"<{name}{attributes}>{inner}</{name}>" if inner or name in _SPEAKING else f"<{name}{attributes}/>"

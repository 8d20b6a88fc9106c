"""TBX, the exchange format of terminology: version 2 (martif) and 3 (tbx), basic dialect; entities are refused."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import GlossaryError
from mtkit.glossary.entries import KINDS, Entry
from mtkit.languages import LANGUAGES

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["parse", "render"]

_ROOTS = ("martif", "tbx")
_ENTRY = ("termEntry", "conceptEntry")
_LANGUAGE = ("langSet", "langSec")
_TERM = ("tig", "ntig", "termSec")
_XML = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUS = {
    "preferredTerm-admn-sts": "preferred",
    "admittedTerm-admn-sts": "alias",
    "deprecatedTerm-admn-sts": "forbidden",
    "supersededTerm-admn-sts": "forbidden",
}


def parse(data: bytes, path: str | Path = "") -> tuple[Entry, ...]:
    """The concepts that have a term in two of our languages. Raises GlossaryError for what is no TBX.

    Entities are never expanded and nothing outside is read: a document that declares any is refused.

    >>> parse(render([Entry(en="Seoul", ko="서울", kind="place")]))[0].ko
    '서울'
    >>> parse(b"<html/>", "g.tbx")
    Traceback (most recent call last):
    mtkit.errors.GlossaryError: g.tbx:1: <html> is no TBX; a TBX begins with <martif> or <tbx>
    """
    from lxml import etree

    if re.search(rb"<!ENTITY", data.replace(b"\0", b"")):  # also as UTF-16
        raise GlossaryError("declares entities", path=path, hint="write the text itself; entities are refused")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise GlossaryError(f"no XML: {error.msg}", path=path, line=error.lineno or 0) from error
    if _name(root) not in _ROOTS:
        hint = "a TBX begins with <martif> or <tbx>"
        raise GlossaryError(f"<{_name(root)}> is no TBX", path=path, line=_line(root), hint=hint)
    found = tuple(_concept(node, path) for node in _below(root, _ENTRY))
    return tuple(entry for entry in found if len(entry.languages) > 1)


def _concept(node: "_Element", path: str | Path) -> Entry:
    line = _line(node)
    forms: dict[str, list[tuple[str, str]]] = {}
    abbreviation = reading = ""
    for section in _below(node, _LANGUAGE):
        language = (section.get(_XML) or section.get("lang") or "").lower().split("-")[0]
        for term in _below(section, _TERM) if language in LANGUAGES else ():
            text = _text(term, "term")
            if not text:
                raise GlossaryError("empty term", path=path, line=_line(term), hint="write the term")
            reading = reading or _text(term, "termNote", "transliteration")
            if _text(term, "termNote", "termType") in ("abbreviation", "acronym", "initialism"):
                abbreviation = abbreviation or text
            else:
                status = _STATUS.get(_text(term, "termNote", "administrativeStatus"), "alias")
                forms.setdefault(language, []).append((status, text))
    values: dict[str, Any] = {}
    for language, listed in forms.items():
        accepted = [
            text for status, text in sorted(listed, key=lambda form: form[0] != "preferred") if status != "forbidden"
        ]
        if accepted:
            values[language], values[f"{language}_aliases"] = accepted[0], tuple(accepted[1:])
            values[f"{language}_forbidden"] = tuple(text for status, text in listed if status == "forbidden")
    domain, kind, note = (
        _text(node, *place) for place in (("descrip", "subjectField"), ("descrip", "conceptType"), ("note",))
    )
    entry = Entry(
        **values,
        abbreviation=abbreviation,
        reading=reading,
        kind=kind if kind in KINDS else "term",
        domain=domain,
        note=note,
        where=f"{path}:{line}",
    )
    return entry if len(entry.languages) < 2 else entry.checked(str(path), line)


def _line(node: "_Element") -> int:
    line: Any = node.sourceline  # the stubs allow what the library never gives
    return int(line or 0)


def _name(node: "_Element") -> str:
    return str(node.tag).rpartition("}")[2]


def _below(node: "_Element", names: tuple[str, ...]) -> Iterator["_Element"]:
    return (child for child in node.iter() if isinstance(child.tag, str) and _name(child) in names)


def _text(node: "_Element", name: str, kind: str = "") -> str:
    for child in _below(node, (name,)):
        if not kind or child.get("type") == kind:
            return " ".join("".join(map(str, child.itertext())).split())
    return ""


def render(entries: Iterable[Entry], *, version: int = 3) -> bytes:
    """A TBX-Basic document of version 3 (conceptEntry, langSec, termSec) or 2 (termEntry, langSet, tig).

    >>> b"<martif" in render([Entry(en="Seoul", ko="서울")], version=2)
    True
    """
    from lxml import etree

    entry_name, language_name, term_name = _ENTRY[version > 2], _LANGUAGE[version > 2], _TERM[2 if version > 2 else 0]
    namespace = ' xmlns="urn:iso:std:iso:30042:ed-2" style="dca"' if version > 2 else ""
    root = etree.fromstring(f'<{_ROOTS[version > 2]}{namespace} type="TBX-Basic" xml:lang="en"/>')
    header = _add(root, "tbxHeader" if version > 2 else "martifHeader")
    source = _add(_add(header, "fileDesc"), "sourceDesc")
    _add(source, "p").text = "mtkit"
    body = _add(_add(root, "text"), "body")
    for number, entry in enumerate(entries, 1):
        node = _add(body, entry_name, {"id": f"c{number}"})
        for kind, value in (("conceptType", entry.kind), ("subjectField", entry.domain)):
            if value:
                _add(node, "descrip", {"type": kind}).text = value
        if entry.note:
            _add(node, "note").text = entry.note
        for language in entry.languages:
            section = _add(node, language_name, {_XML: language})
            for status, text in _terms(entry, language):
                _render_term(_add(section, term_name), status, text, entry.reading if language == "ko" else "")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _terms(entry: Entry, language: str) -> Iterator[tuple[str, str]]:
    for place, form in enumerate(
        form for form in entry.forms(language) if form != entry.abbreviation or form == entry.form(language)
    ):
        yield ("alias" if place else "preferred"), form
    if entry.abbreviation and entry.abbreviation != entry.form(language):
        yield "abbreviation", entry.abbreviation
    for form in entry.forbidden(language):
        yield "forbidden", form


def _add(parent: "_Element", name: str, attributes: dict[str, str] | None = None) -> "_Element":
    """A child in its parent's namespace."""
    from lxml import etree

    namespace, brace, _ = str(parent.tag).rpartition("}")
    return etree.SubElement(parent, f"{namespace}{brace}{name}", attributes or {})


def _render_term(node: "_Element", status: str, text: str, reading: str) -> None:
    _add(node, "term").text = text
    if status == "abbreviation":
        _add(node, "termNote", {"type": "termType"}).text = "abbreviation"
    else:
        written = next(value for value, known in _STATUS.items() if known == status)
        _add(node, "termNote", {"type": "administrativeStatus"}).text = written
    if reading and status in ("preferred", "abbreviation"):
        _add(node, "termNote", {"type": "transliteration"}).text = reading

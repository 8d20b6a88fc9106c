"""TMX 1.4b, the exchange format of translation memories: read and written as a stream, units as they are kept.

Languages are read with or without region (ko-KR, en-US; of two variants of one language the first counts), and other
languages passed over. Inline codes (ph, bpt, ept, it, ut) are read as the text within them: the markup itself.
What a memory knows beyond the standard's attributes is in properties, `x-mtkit-context` and the like.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from mtkit import __version__
from mtkit.errors import InputError, LanguageError
from mtkit.languages import LANGUAGES, normalise
from mtkit.memory.units import Unit

__all__ = ["date_of", "read", "write"]

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CONTEXTS = ("x-mtkit-context", "x-context", "context", "msgctxt", "id")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="mtkit" creationtoolversion={version} segtype="block" o-tmf="mtkit" adminlang="en" \
srclang="*all*" datatype="plaintext" creationdate="{date}"/>
<body>
"""


def read(path: Path, origin: str = "", date: str = "") -> Iterator[Unit | None]:
    """The units of a TMX file, None for one that has not two of the three languages.

    `origin` and `date` are for units that tell none. Raises InputError with path and line for what is no TMX.

    >>> next(read(Path("/no/such.tmx")))
    Traceback (most recent call last):
    mtkit.errors.InputError: /no/such.tmx: cannot be read (No such file or directory)
    """
    from lxml import etree

    try:
        with path.open("rb") as file:
            yield from _units(file, path, origin, date)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from error
    except etree.XMLSyntaxError as error:
        reason = error.msg.split(", line ")[0]
        raise InputError(f"no well-formed XML ({reason})", path=path, line=error.lineno or 0) from error


def _units(file: BinaryIO, path: Path, origin: str, date: str) -> Iterator[Unit | None]:
    from lxml import etree

    parts = etree.iterparse(
        file, tag=("tu", "{*}tu"), remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True
    )
    checked = False
    for _, element in parts:
        if not checked:
            _check(element.getroottree().getroot(), path)
            checked = True
        yield _unit(element, origin, date)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    if not checked:
        _check(parts.root, path)


def _check(root: Any, path: Path) -> None:
    if _name(root) != "tmx":
        raise InputError(f"no TMX file: its root is <{_name(root)}>", path=path)
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise InputError("defines entities, which are not read", path=path, hint="take the <!ENTITY> lines out")


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _unit(element: Any, origin: str, date: str) -> Unit | None:
    texts: dict[str, str] = {}
    known: dict[str, str] = {}
    changed = element.get("changedate") or element.get("creationdate") or ""
    for child in element:
        name = _name(child)
        if name == "tuv":
            changed = max(changed, child.get("changedate") or child.get("creationdate") or "")
            language = _language(child.get(_LANGUAGE) or child.get("lang") or "")
            if language and language not in texts and (text := _text(child)):
                texts[language] = text
        elif name == "prop":
            known[str(child.get("type")).lower()] = child.text or ""
    if len(texts) < 2:
        return None
    context = next((known[name] for name in _CONTEXTS if name in known), "")
    reviewed = known.get("x-mtkit-reviewed") != "no"
    own = known.get("x-mtkit-origin") or origin
    return Unit(**texts, context=context, origin=own, date=date_of(changed) or date, reviewed=reviewed)


@cache
def _language(code: str) -> str:
    try:
        return normalise(code)
    except LanguageError:
        return ""


def _text(variant: Any) -> str:
    for child in variant:
        if _name(child) == "seg":
            return "".join(child.itertext()) if len(child) else child.text or ""
    return ""


@cache
def date_of(written: str) -> str:
    """The date of TMX as the memory keeps it, "" for what is none.

    >>> date_of("20261130T090000Z"), date_of("yesterday")
    ('2026-11-30T09:00:00Z', '')
    """
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z", written)
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else ""


def write(units: Iterable[Unit], file: BinaryIO) -> tuple[int, int]:
    """Write units as TMX 1.4b; how many were written, and how many hold a character that XML has no place for.

    >>> import io
    >>> stream = io.BytesIO()
    >>> write([Unit(en="Rain & wind", ko="비바람"), Unit(en="bell\\a", ko="종")], stream)
    (1, 1)
    >>> print(stream.getvalue().decode().split("\\n")[5])
    <tuv xml:lang="en"><seg>Rain &amp; wind</seg></tuv>
    """
    date = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    file.write(_HEAD.format(version=quoteattr(__version__), date=date).encode())
    written = left = 0
    for unit in units:
        if _FORBIDDEN.search("".join((*unit.texts, unit.context, unit.origin))):
            left += 1
            continue
        file.write(_written(unit).encode())
        written += 1
    file.write(b"</body>\n</tmx>\n")
    return written, left


def _written(unit: Unit) -> str:
    date = re.sub("[-:]", "", unit.date)
    lines = [f'<tu changedate="{date}">' if date_of(date) else "<tu>"]
    known = {"context": unit.context, "origin": unit.origin, "reviewed": "" if unit.reviewed else "no"}
    lines += [f'<prop type="x-mtkit-{name}">{_escaped(said)}</prop>' for name, said in known.items() if said]
    for language in LANGUAGES:
        if text := unit.text(language):
            lines.append(f'<tuv xml:lang="{language}"><seg>{_escaped(text)}</seg></tuv>')
    return "\n".join((*lines, "</tu>\n"))


def _escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})

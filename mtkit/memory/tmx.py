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
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from mtkit import __version__
from mtkit.errors import InputError, LanguageError
from mtkit.languages import LANGUAGES, normalise
from mtkit.memory.units import Unit

__all__ = ["date_of", "read", "write"]

_CHUNK = 1 << 16
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding=["']([\w-]+)["']""")
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
    reader = _Reader(path, origin, date)
    try:
        with path.open("rb") as file:
            declared = _DECLARED.match(file.read(200))
        encoding = declared[1].decode() if declared and not declared[1].lower().startswith(b"utf") else None
        with path.open("rb") if encoding is None else path.open(encoding=encoding) as chunks:
            while chunk := chunks.read(_CHUNK):
                yield from reader.units(chunk)
        yield from reader.units(b"", last=True)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from error
    except (UnicodeError, LookupError) as error:
        raise InputError(f"not {encoding}", path=path, hint="convert it: iconv -f ... -t utf-8") from error
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        raise InputError(f"no well-formed XML ({reason})", path=path, line=error.lineno) from error


class _Reader:
    """What expat tells while it walks through the file, element by element, as units."""

    def __init__(self, path: Path, origin: str, date: str) -> None:
        self.path, self.origin, self.date = path, origin, date
        self._ready: list[Unit | None] = []
        self._texts: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._text: list[str] = []
        self._changed = self._language = self._property = ""
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._root
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped

    def units(self, chunk: bytes | str, last: bool = False) -> list[Unit | None]:
        """The units that end in the next part of the file."""
        self._ready = []
        self._parser.Parse(chunk, last)
        return self._ready

    def _root(self, name: str, _: dict[str, str]) -> None:
        if name != "tmx":
            raise InputError(f"no TMX file: its root is <{name}>", path=self.path)
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end

    def _entity(self, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        hint = "take the <!ENTITY> lines out"
        raise InputError("defines entities, which are not read", path=self.path, line=line, hint=hint)

    def _skipped(self, name: str, _: bool) -> None:
        line = self._parser.CurrentLineNumber
        raise InputError(f"the entity &{name}; is not defined", path=self.path, line=line)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "seg" or name == "prop":
            self._text = []
            self._property = given.get("type", "").lower()
            self._parser.CharacterDataHandler = self._text.append
        elif name == "tuv":
            self._changed = max(self._changed, given.get("changedate") or given.get("creationdate") or "")
            self._language = _language(given.get("xml:lang") or given.get("lang") or "")
        elif name == "tu":
            self._texts, self._known = {}, {}
            self._changed = given.get("changedate") or given.get("creationdate") or ""

    def _end(self, name: str) -> None:
        if name == "seg":
            self._parser.CharacterDataHandler = None
            text = "".join(self._text)
            if text and self._language:
                self._texts.setdefault(self._language, text)
        elif name == "prop":
            self._parser.CharacterDataHandler = None
            self._known[self._property] = "".join(self._text)
        elif name == "tu":
            self._ready.append(self._unit())

    def _unit(self) -> Unit | None:
        known = self._known
        if len(self._texts) < 2:
            return None
        context = next((known[name] for name in _CONTEXTS if name in known), "") if known else ""
        reviewed = known.get("x-mtkit-reviewed") != "no"
        origin = known.get("x-mtkit-origin") or self.origin
        date = date_of(self._changed) or self.date
        text = self._texts.get
        return Unit(text("en", ""), text("ja", ""), text("ko", ""), context, origin, date, reviewed)


@cache
def _language(code: str) -> str:
    try:
        return normalise(code)
    except LanguageError:
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

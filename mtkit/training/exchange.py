"""Translation memories (TMX) and gettext catalogues (PO) as parallel text, read as a stream."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtkit.errors import CorpusError, LanguageError
from mtkit.languages import LANGUAGES, normalise

__all__ = ["po", "tmx"]

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = ("bpt", "ept", "ph", "it", "ut")  # inline codes of a foreign format; `hi` and `sub` hold text
_MOST = 8  # placeholders that a model knows
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_FIELD = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+"(.*)"\s*$')


def tmx(stream: io.BufferedIOBase, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The units of a TMX file by language; inline codes that correspond become `⟦n⟧` on all sides.

    >>> memory = b'<tmx><body><tu><tuv xml:lang="en-US"><seg>Press <ph x="1">F1</ph></seg></tuv>'
    >>> memory += b'<tuv xml:lang="ko"><seg><ph x="1">F1</ph> press</seg></tuv></tu></body></tmx>'
    >>> list(tmx(io.BytesIO(memory), Path("a.tmx")))
    [('', {'en': 'Press ⟦0⟧', 'ko': '⟦0⟧ press'})]
    """
    from xml.etree.ElementTree import ParseError, iterparse

    try:
        for _, element in iterparse(stream):
            if _name(element) == "tu":
                texts = _unit(element)
                element.clear()
                if len(texts) > 1:
                    yield "", texts
    except ParseError as error:
        raise CorpusError(f"not XML ({error.msg.split(':')[0]})", path=path, line=error.position[0]) from None


def _name(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _unit(element: Any) -> dict[str, str]:
    texts: dict[str, str] = {}
    numbers: dict[tuple[str, str], str] = {}
    for variant in element:
        segment = next((child for child in variant if _name(child) == "seg"), None)
        try:
            language = normalise(variant.get(_LANGUAGE) or variant.get("lang") or "")
        except LanguageError:
            continue
        if segment is not None:
            texts.setdefault(language, "".join(_text(segment, numbers)))
    return texts


def _text(element: Any, numbers: dict[tuple[str, str], str]) -> Iterator[str]:
    yield element.text or ""
    for place, child in enumerate(element):
        name = _name(child)
        if name in _CODES:
            key = (name, child.get("i") or child.get("x") or f"#{place}")
            yield numbers.setdefault(key, f"⟦{len(numbers)}⟧" if len(numbers) < _MOST else "")
        else:
            yield from _text(child, numbers)
        yield child.tail or ""


def po(stream: io.BufferedIOBase, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The translated messages of a catalogue; fuzzy and obsolete ones are left out.

    The languages are the header's (`Language`; `X-Source-Language`, else English), or the file's or folder's name tells.

    >>> catalogue = 'msgid ""\\nmsgstr "Language: ko\\\\n"\\n\\nmsgid "Open"\\nmsgstr "열기"\\n'
    >>> list(po(io.BytesIO(catalogue.encode()), Path("app.po")))
    [('', {'en': 'Open', 'ko': '열기'})]
    """
    source, target = "en", ""
    for number, entry in _entries(stream, path):
        translated = [text for name, text in entry.items() if name.startswith("msgstr")]
        if "msgid" not in entry or not translated:
            raise CorpusError("a message without msgid or msgstr", path=path, line=number)
        if not entry["msgid"]:
            source, target = _header(translated[0])
            continue
        target = target or _by_name(path)
        original = entry.get("msgid_plural") or entry["msgid"]
        if translated[-1]:
            yield "", {source: original, target: translated[-1]}


def _entries(stream: io.BufferedIOBase, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each message with the number of its first line."""
    entry: dict[str, str] = {}
    name, start, fuzzy = "", 0, False
    for number, raw in enumerate([*stream, b""], 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError:
            raise CorpusError("not UTF-8", path=path, line=number) from None
        if not line or (line.startswith("#") and "msgstr" in " ".join(entry)):
            if entry and not fuzzy:
                yield start, entry
            entry, name, fuzzy = {}, "", False
        if line.startswith("#,"):
            fuzzy = fuzzy or "fuzzy" in line
        elif found := _FIELD.match(line):
            name, start = found[1], start if entry else number
            entry[name] = _plain(found[2])
        elif name and len(line) > 1 and line[0] == line[-1] == '"':
            entry[name] += _plain(line[1:-1])
        elif line and not line.startswith("#"):
            raise CorpusError(f"not a line of a catalogue: {line[:40]!r}", path=path, line=number)


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text)


def _header(text: str) -> tuple[str, str]:
    fields = dict(line.partition(":")[::2] for line in text.split("\n"))
    return _code(fields.get("X-Source-Language", "")) or "en", _code(fields.get("Language", ""))


def _by_name(path: Path) -> str:
    for name in (path.name.split(".")[0], path.parent.name, path.parent.parent.name):
        if code := _code(name):
            return code
    raise CorpusError("no language in its header", path=path, hint=f"add Language: ({', '.join(LANGUAGES)})")


def _code(text: str) -> str:
    try:
        return normalise(text)
    except LanguageError:
        return ""

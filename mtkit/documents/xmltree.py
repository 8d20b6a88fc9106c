"""XML as a tree in which every element knows how it is written, so that what is not changed stays as it is.

expat reads it and says where each token begins. No entity is defined and nothing is fetched: a file that defines or
uses entities of its own is refused.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from xml.parsers import expat

from mtkit.documents.skeleton import Added, Mark, Piece, merged
from mtkit.documents.tags import markup
from mtkit.errors import InputError

__all__ = ["Element", "Text", "declared", "has_root", "parse", "with_attributes"]

DEEPEST = 200  # elements inside one another


@dataclass(frozen=True, slots=True)
class Text:
    """What stands between tags: `said` is the text that it is, empty for comments and the like; CDATA is one of them.

    >>> Text("&amp;", "&").said
    '&'
    """

    raw: str
    said: str = ""
    offset: int = 0


@dataclass(slots=True)
class Element:
    """An element: its tags as they are written (`close` is empty for `<a/>`) and what is inside.

    >>> parse("<a x='1'>b</a>", "n")[1].attributes
    {'x': '1'}
    """

    name: str
    attributes: dict[str, str]
    open: str = ""
    close: str = ""
    offset: int = 0
    inside: list["Element | Text"] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    def children(self, *names: str) -> Iterator["Element"]:
        """The elements of these local names right inside."""
        return (child for child in self.inside if isinstance(child, Element) and child.local in names)

    def raw(self) -> str:
        """The element as it is written."""
        return self.open + self.content() + self.close

    def content(self) -> str:
        """What is inside as it is written."""
        return "".join(child.raw if isinstance(child, Text) else child.raw() for child in self.inside)

    def blank_before(self, child: "Element") -> str:
        """The white space before an element inside: that a new neighbour of it gets, too."""
        at = next(at for at, other in enumerate(self.inside) if other is child)
        found = list[str]()
        for other in reversed(self.inside[:at]):
            if not isinstance(other, Text) or other.raw.strip():
                break
            found.append(other.raw)
        return "".join(reversed(found))

    def said(self) -> str:
        """The text inside without tags."""
        return "".join(child.said if isinstance(child, Text) else child.said() for child in self.inside)


def parse(text: str, name: str) -> tuple[tuple[Piece, ...], Element, str]:
    """What stands before the root, the root, and what stands after it.

    Raises InputError for what is no well-formed XML, defines entities, or is nested too deep.

    >>> parse("<?xml version='1.0'?><a/>", "n")[0]
    ("<?xml version='1.0'?>",)
    >>> parse("<a><b></a>", "n.xml")
    Traceback (most recent call last):
    mtkit.errors.InputError: n.xml:1: no well-formed XML (mismatched tag)
    """
    reader = _Reader(text, name)
    top = _tree(reader, text)
    (at,) = (at for at, child in enumerate(top.inside) if isinstance(child, Element))
    root = top.inside[at]
    assert isinstance(root, Element)
    before, after = (
        "".join(part.raw for part in side if isinstance(part, Text)) for side in (top.inside[:at], top.inside[at + 1 :])
    )
    return tuple(_with_charset(before, reader.encoding)), root, after


def _tree(reader: "_Reader", text: str) -> Element:
    """An element without a name that holds everything."""
    events = [*reader.events(), (len(reader.data), "end", "", {})]
    stack, offset, section = [Element("", {})], 0, False  # section: inside CDATA
    for (start, kind, said, attributes), (end, *_) in pairwise(events):
        raw = reader.data[start:end].decode()
        here = stack[-1].inside
        if kind == "open":
            here.append(element := Element(said, attributes, raw, offset=offset))
            stack.append(element)
        elif kind == "close":
            stack.pop().close = raw
        else:
            before = here.pop() if section else Text("", "", offset)
            assert isinstance(before, Text)
            here.append(Text(before.raw + raw, before.said + said, before.offset))
        section = kind == "cdata" or (section and kind != "cdata end")
        offset += len(raw)
        if len(stack) > DEEPEST:
            raise InputError("elements nested too deep", path=reader.name, line=text.count("\n", 0, offset) + 1)
    return stack[0]


_Event = tuple[int, str, str, dict[str, str]]


class _Reader:
    """expat's events with the byte at which each begins; the first begins at 0, so that there is no gap."""

    def __init__(self, text: str, name: str) -> None:
        self.data, self.name = text.encode(), name
        self.encoding = ""
        self._found: list[_Event] = []
        self._parser = expat.ParserCreate("utf-8")

    def events(self) -> list[_Event]:
        parser = self._parser
        parser.StartElementHandler = lambda name, attributes: self._add("open", name, attributes)
        parser.EndElementHandler = lambda name: self._add("close", name)
        parser.CharacterDataHandler = lambda said: self._add("text", said)
        for silent in ("Comment", "ProcessingInstruction", "Default"):
            setattr(parser, f"{silent}Handler", lambda *_: self._add("text", ""))
        parser.StartCdataSectionHandler = lambda: self._add("cdata", "")
        parser.EndCdataSectionHandler = lambda: self._add("cdata end", "")
        parser.XmlDeclHandler = self._declared
        parser.EntityDeclHandler = parser.SkippedEntityHandler = self._refused
        try:
            parser.Parse(self.data, True)
        except expat.ExpatError as error:
            reason = expat.errors.messages[error.code]
            raise InputError(f"no well-formed XML ({reason})", path=self.name, line=error.lineno) from error
        return self._found

    def _add(self, kind: str, said: str, attributes: dict[str, str] | None = None) -> None:
        at = self._parser.CurrentByteIndex if self._found else 0
        self._found.append((at, kind, said, attributes or {}))

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        self.encoding = encoding or ""
        self._add("text", "")

    def _refused(self, entity: str, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise InputError(f"entity {entity} of its own", path=self.name, line=line, hint="write what it stands for")


def _with_charset(before: str, encoding: str) -> Iterator[Piece]:
    if not encoding:
        yield from [before] if before else []
        return
    at = before.index(encoding, before.index("encoding") + len("encoding"))
    yield from (before[:at], Mark("charset", encoding), before[at + len(encoding) :])


def declared(data: bytes) -> str | None:
    """The encoding in the XML declaration.

    >>> declared(b'<?xml version="1.0" encoding="euc-kr"?><a/>')
    'euc-kr'
    """
    found = list[str | None]()
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = lambda version, encoding, standalone: found.append(encoding)
    with contextlib.suppress(
        expat.ExpatError, LookupError, ValueError
    ):  # what is wrong shows when it is read in earnest
        parser.Parse(data[:200], False)
    return found[0] if found else None


def has_root(*names: str) -> Callable[[bytes], bool]:
    """Tells by a file's first bytes whether its root element has one of these local names.

    >>> has_root("tmx")(b"<!-- c --><tmx version='1.4'><header"), has_root("tmx")(b"<html>")
    (True, False)
    """

    def claims(data: bytes) -> bool:
        found = list[str]()
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, attributes: found.append(name.rpartition(":")[2])
        with contextlib.suppress(expat.ExpatError, LookupError, ValueError):
            parser.Parse(data, False)
        return bool(found) and found[0] in names

    return claims


def with_attributes(element: Element, values: Mapping[str, Callable[[str], Piece]]) -> tuple[Piece, ...]:
    """The start tag with other values in some attributes: a piece made of what stands there, or added.

    >>> with_attributes(Element("a", {}, "<a x='1'>"), {"x": lambda raw: Mark("language", raw)})
    ("<a x='", Mark(kind='language', raw='1'), "'>")
    """
    tag = element.open
    token = markup(tag, 0, len(tag))
    pieces, at, missing = list[Piece](), 0, dict(values)
    for attribute in token.attributes if token else ():
        make = missing.pop(next((key for key in missing if key.lower() == attribute.name), ""), None)
        if make:
            pieces += [tag[at : attribute.start], make(attribute.value)]
            at = attribute.end
    end = len(tag.removesuffix(">").removesuffix("/").rstrip())
    pieces.append(tag[at:end])
    pieces += [Added((f' {name}="', make(""), '"')) for name, make in missing.items()]
    return merged([*pieces, tag[end:]])

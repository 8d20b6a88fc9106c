"""Trees of keys and texts (JSON, YAML): which texts are translated, the locale's own name, and plurals by key.

A syntax gives a `Node` tree whose places are offsets into the text, and says how a text node is spelled. Plurals are
maps of categories (`one:`, `other:`) or neighbours whose keys end in one (`item_one`, `item_other`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from mtkit.documents.pairs import language
from mtkit.documents.skeleton import Arm, Mark, Piece, merged
from mtkit.languages import LANGUAGES

__all__ = ["Member", "Node", "Wanted", "commas", "cut", "everything"]

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_SUFFIX = re.compile(rf"(.*[_.])({'|'.join(CATEGORIES)})$", re.DOTALL)


@dataclass(slots=True)
class Node:
    """A value: `kind` is map, list, text or other; `start` and `end` are its first offset and the one after its last.

    >>> Node("text", 3, 8, said="abc").members
    []
    """

    kind: str
    start: int
    end: int
    said: str = ""
    style: str = ""
    members: list["Member"] = field(default_factory=list)


@dataclass(slots=True)
class Member:
    """What a map or list holds: in a map with its key (without quotes) and where that stands.

    `start` to `end` is what goes when the member goes, `separator` what stands between it and a copy before it.
    """

    value: Node
    key: str = ""
    key_start: int = 0
    key_end: int = 0
    start: int = 0
    end: int = 0
    separator: str = ""


Wanted = Callable[[tuple[str, ...]], bool]
Spell = Callable[[Node], tuple[Piece, ...]]


def everything(path: tuple[str, ...]) -> bool:
    """Every text but those under keys that begin with @ or $, which are about the file.

    >>> everything(("a", "b")), everything(("@a", "description")), everything(("$schema",))
    (True, False, False)
    """
    return not any(key.startswith(("@", "$")) for key in path)


def cut(text: str, root: Node, spell: Spell, wanted: Wanted) -> tuple[Piece, ...]:
    """The pieces of a text with this tree.

    >>> root = Node("map", 0, 8, members=[Member(Node("text", 4, 7, "b"), "en", 1, 3, 1, 7)])
    >>> cut("{en:'b'}", root, lambda node: ("'b'",), everything)
    ("{en:'b'}",)
    """
    cutter = _Cutter(text, spell, wanted)
    return merged([text[: root.start], *cutter.node(root, ()), text[root.end :]])


class _Cutter:
    def __init__(self, text: str, spell: Spell, wanted: Wanted) -> None:
        self.text, self.spell, self.wanted = text, spell, wanted

    def node(self, node: Node, path: tuple[str, ...]) -> Iterator[Piece]:
        if node.kind == "text":
            yield from self.spell(node) if self.wanted(path) else (self.text[node.start : node.end],)
            return
        at, groups = node.start, _plurals(node)
        for member in node.members:
            yield self.text[at : member.start]
            whole = tuple(self._member(member, path, groups.get(member.key), alone=len(node.members) == 1))
            yield from self._arm(member, whole, *groups[member.key]) if member.key in groups else whole
            at = member.end
        yield self.text[at : node.end]

    def _member(
        self, member: Member, path: tuple[str, ...], group: tuple[str, frozenset[str]] | None, *, alone: bool
    ) -> Iterator[Piece]:
        value, key_end = member.value, member.key_end or member.value.start
        if member.key == "@@locale" and value.kind == "text":
            start = value.start + self.text[value.start : value.end].index(value.said)
            end = start + len(value.said)
            yield from (self.text[member.start : start], Mark("language", value.said), self.text[end : member.end])
            return
        if group:
            key_start = key_end - len(group[0])
            yield from (self.text[member.start : key_start], Mark("category", group[0]))
        elif alone and not path and value.kind == "map" and language(member.key) in LANGUAGES:
            yield from (self.text[member.start : member.key_start], Mark("language", member.key))
        else:
            yield self.text[member.start : key_end]
        yield self.text[key_end : value.start]
        yield from self.node(value, (*path, member.key))
        yield self.text[value.end : member.end]

    def _arm(self, member: Member, whole: tuple[Piece, ...], category: str, present: frozenset[str]) -> Iterator[Piece]:
        also = ("one",) if category == "other" and "one" not in present else ()
        yield Arm(category, whole, also, member.separator)


def _plurals(node: Node) -> dict[str, tuple[str, frozenset[str]]]:
    """The category of each key that is a plural's form, with all categories of its group."""
    if node.kind != "map":
        return {}
    keys = [member.key for member in node.members if member.value.kind == "text"]
    if len(keys) == len(node.members) and "other" in keys and set(keys) <= set(CATEGORIES):
        return {key: (key, frozenset(keys)) for key in keys}
    groups: dict[str, dict[str, str]] = {}
    for key in keys:
        if match := _SUFFIX.match(key):
            groups.setdefault(match[1], {})[match[2]] = key
    return {
        key: (category, frozenset(forms))
        for forms in groups.values()
        if "other" in forms
        for category, key in forms.items()
    }


def commas(text: str, node: Node) -> None:
    """Places what goes with each member of a map that is written with commas: its own comma and white space.

    A member before the last that no language lacks takes the comma after it, one behind that the comma before it.
    """
    droppable = [member.key.rpartition("_")[2] in CATEGORIES[1:5] for member in node.members]
    last = max((at for at, drop in enumerate(droppable) if not drop), default=len(droppable))
    for at, member in enumerate(node.members):
        member.start, member.end = _own_start(text, member), member.value.end
        member.separator = _separator(text, node, at)
        if droppable[at] and at > last:
            member.start = node.members[at - 1].value.end
    for at, (member, following) in enumerate(pairwise(node.members)):
        if droppable[at] and at < last:
            member.end = _own_start(text, following)
            member.separator = ""


def _own_start(text: str, member: Member) -> int:
    """Where the member begins, the quote of its key included."""
    if not member.key_end:
        return member.value.start
    return member.key_start - (text[member.key_start - 1 : member.key_start] in ('"', "'"))


def _separator(text: str, node: Node, at: int) -> str:
    start = node.members[at - 1].value.end if at else node.start + 1
    between = text[start : _own_start(text, node.members[at])]
    return between if at else "," + between

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
        alone = len(node.members) == 1 and not path
        for member in node.members:
            yield self.text[at : member.start]
            category, present = groups.get(member.key, ("", frozenset[str]()))
            if not self.text.endswith(category, member.start, member.key_end):
                category = ""  # a key that is spelled with escapes stays what it is
            whole = tuple(self._member(member, path, *self._followed(member, category, alone=alone)))
            also = ("one",) if category == "other" and "one" not in present else ()
            yield from (Arm(category, whole, also, member.separator),) if category else whole
            at = member.end
        yield self.text[at : node.end]

    def _followed(self, member: Member, category: str, *, alone: bool) -> tuple[str, str, int]:
        """What in a member follows the target language: the kind of the mark, its text, and where that ends."""
        if category:
            return "category", category, member.key_end
        if alone and member.value.kind == "map" and language(member.key) in LANGUAGES:
            return "language", member.key, member.key_end
        if member.key == "@@locale" and member.value.kind == "text":
            return "language", member.value.said, member.value.end - 1
        return "", "", 0

    def _member(self, member: Member, path: tuple[str, ...], kind: str, name: str, end: int) -> Iterator[Piece]:
        at, value = member.start, member.value
        if kind and self.text.endswith(name, at, end):
            yield from (self.text[at : end - len(name)], Mark(kind, name))
            at = end
        if at <= value.start:
            yield self.text[at : value.start]
            yield from self.node(value, (*path, member.key))
            at = value.end
        yield self.text[at : member.end]


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


def commas(text: str, node: Node, inside: int) -> None:
    """Places what goes with each member of a map that is written with commas: its own comma and white space.

    `inside` is the offset after the opening bracket.

    A member before the last that no language lacks takes the comma after it, one behind that the comma before it.
    """
    droppable = [member.key.rpartition("_")[2] in CATEGORIES[1:5] for member in node.members]
    last = max((at for at, drop in enumerate(droppable) if not drop), default=len(droppable))
    for at, member in enumerate(node.members):
        member.start, member.end = _own_start(text, member), member.value.end
        member.separator = _separator(text, node, at, inside)
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


def _separator(text: str, node: Node, at: int, inside: int) -> str:
    start = node.members[at - 1].value.end if at else inside
    between = text[start : _own_start(text, node.members[at])]
    return between if at else "," + between

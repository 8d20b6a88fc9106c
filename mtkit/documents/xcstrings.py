"""String catalogues of Xcode (.xcstrings): each string gets the language that it lacks, marked as to be reviewed.

The new localization is laid out as the source language's own, with its plural and device variations; a string without
one is its key. Untouched: strings with shouldTranslate false, and languages that are there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mtkit.documents.jsontexts import parts, speller, tree
from mtkit.documents.pairs import language
from mtkit.documents.skeleton import Added, Arm, Escape, Format, Lines, Mark, Piece, merged, slots
from mtkit.documents.structured import Member, Node
from mtkit.documents.weaving import weave
from mtkit.errors import InputError

__all__ = ["FORMAT", "cut"]

_STATE = "needs_review"


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a string catalogue. Raises InputError for what is no JSON or no catalogue.

    >>> from mtkit.documents.skeleton import fill
    >>> text = '{"sourceLanguage": "en", "strings": {"Hi": {}}}'
    >>> fill(cut(text, "a.xcstrings"), iter(["안녕"]), {"language": "ko"})[44:-3]
    '"localizations" : {"ko" : {"stringUnit" : {"state" : "needs_review","value" : "안녕"}}}'
    """
    root = tree(text, name)
    strings, source = _get(root, "strings"), _get(root, "sourceLanguage")
    if strings is None or source is None or strings.kind != "map":
        raise InputError("no string catalogue: it has no sourceLanguage or no strings", path=name)
    cutter = _Cutter(text, source.said, Lines(text, name), speller(text))
    pieces, at = list[Piece](), 0
    for member in strings.members:
        pieces.append(text[at : member.value.start])
        pieces += cutter.entry(member)
        at = member.value.end
    return merged([*pieces, text[at:]])


def _get(node: Node | None, *path: str) -> Node | None:
    for key in path:
        node = next((member.value for member in node.members if member.key == key), None) if node else None
    return node


@dataclass(frozen=True)
class _Cutter:
    text: str
    source: str
    lines: Lines
    spell: Escape

    def entry(self, member: Member) -> Iterator[Piece]:
        """A string as it stands, with a new localization at the end of its others."""
        entry, text = member.value, self.text
        there = _get(entry, "localizations")
        original = _get(there, self.source)
        made = tuple(self._copy(original)) if original else tuple(self._from_key(member))
        if not any(True for _ in slots(made)) or _is_excluded(entry, text):
            yield text[entry.start : entry.end]
            return
        present = frozenset(language(other.key) for other in there.members) if there else frozenset()
        new: tuple[Piece, ...] = ('"', Mark("language", ""), '" : ', *made)
        place = there or entry
        if not there:
            new = (f'"localizations" : {{{self._line(member, 2)}', *new, self._line(member, 1) + "}")
        end = place.members[-1].value.end if place.members else place.start + 1
        yield text[entry.start : end]
        yield Added((self._lead(place, member), *new), fits=lambda code: code not in present | {self.source})
        yield text[end : entry.end]

    def _line(self, member: Member, deeper: int) -> str:
        """A line's end and the indent of the next, so many steps below the string's own; nothing in a file of one line."""
        if "\n" not in self.text:
            return ""
        start = self.text.rfind("\n", 0, member.key_start) + 1
        before = self.text[start : member.key_start - 1]
        return "\n" + before[: len(before) - len(before.lstrip())] + "  " * deeper

    def _lead(self, place: Node, member: Member) -> str:
        if not place.members:
            return self._line(member, 1)
        first = place.members[0]
        return "," + self.text[place.start + 1 : first.key_start - 1]

    def _from_key(self, member: Member) -> Iterator[Piece]:
        key = Node("text", member.key_start - 1, member.key_end + 1)
        lines = [self._line(member, depth) for depth in (2, 3, 4)]
        yield f'{{{lines[1]}"stringUnit" : {{{lines[2]}"state" : "{_STATE}",{lines[2]}"value" : "'
        yield from self._slot(key)
        yield f'"{lines[1]}}}{lines[0]}}}'

    def _copy(self, node: Node, key: str = "") -> Iterator[Piece]:
        """A localization as it stands with slots for its values and the state of what nobody has looked at."""
        if node.kind == "text" and key in ("value", "state"):
            yield '"'
            yield from self._slot(node) if key == "value" else (_STATE,)
            yield '"'
            return
        at = node.start
        categories = frozenset(member.key for member in node.members)
        for member in node.members:
            yield self.text[at : member.start]
            if key == "plural":
                also = ("one",) if member.key == "other" and "one" not in categories else ()
                yield Arm(member.key, tuple(self._form(member)), also, member.separator)
            else:
                yield self.text[member.start : member.value.start]
                yield from self._copy(member.value, member.key)
                yield self.text[member.value.end : member.end]
            at = member.end
        yield self.text[at : node.end]

    def _form(self, member: Member) -> Iterator[Piece]:
        yield self.text[member.start : member.key_start]
        yield Mark("category", member.key)
        yield self.text[member.key_end : member.value.start]
        yield from self._copy(member.value)
        yield self.text[member.value.end : member.end]

    def _slot(self, node: Node) -> tuple[Piece, ...]:
        return weave(parts(self.text, node), node.start + 1, self.lines, self.spell)


def _is_excluded(entry: Node, text: str) -> bool:
    said = _get(entry, "shouldTranslate")
    return said is not None and text[said.start : said.end] == "false"


FORMAT = Format("xcstrings", (".xcstrings",), cut)

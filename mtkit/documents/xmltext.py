"""Text with inline elements in XML: as the parts of a slot, and spelled again so that the file stays well-formed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from mtkit.documents.entities import located, settle, words
from mtkit.documents.skeleton import Part, Slot
from mtkit.documents.xmltree import Element, Text

__all__ = ["balanced", "escape", "parts"]

_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def parts(inside: Iterable[Element | Text], kind: Callable[[Element], str], *, wrapped: bool = False) -> list[Part]:
    """The parts of an element's content. `kind` says what an inline element is: `pair` for tags around text, else the
    kind of the span that the whole element is. In `wrapped` text a line's end is a space.

    >>> from mtkit.documents.xmltree import parse
    >>> content = parse("<s>a &amp; <g>b</g><x/></s>", "n")[1].inside
    >>> [(part.source, part.kind) for part in parts(content, lambda e: "pair" if e.name == "g" else "tag")]
    [('a ', ''), ('&', ''), (' ', ''), ('<g>', 'open'), ('b', ''), ('</g>', 'close'), ('<x/>', 'tag')]
    """
    found = settle([*_parts(inside, kind)])
    return [*_unwrapped(found)] if wrapped else found


def _unwrapped(found: Iterable[Part]) -> Iterator[Part]:
    """Free text with its line ends, and the white space at them, as one space (none between Japanese lines)."""
    for plain, group in groupby(found, lambda part: not part.kind and part.pieces in ((part.source,), ("\r\n",))):
        run = list(group)
        raw = "".join(str(part.pieces[0]) for part in run)
        yield from words(raw) if plain and "\n" in raw else run


def _parts(inside: Iterable[Element | Text], kind: Callable[[Element], str]) -> Iterator[Part]:
    for child in inside:
        if isinstance(child, Text):
            yield Part(child.said, (child.raw,))
        elif (what := kind(child)) == "pair" and child.close:
            yield Part(child.open, (child.open,), "open")
            yield from _parts(child.inside, kind)
            yield Part(child.close, (child.close,), "close")
        else:
            raw = child.raw()
            yield Part(raw, (raw,), "tag" if what == "pair" else what)


def escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
    """A new text in XML: its markup as it was, the rest with entities for `&`, `<` and `>`.

    A tag that lost its partner on the way is left out: the file must stay well-formed.

    >>> from mtkit.segments import Segment
    >>> slot = Slot(Segment(""), (Part("<b>", ("<b>",), "open"), Part("</b>", ("</b>",), "close")), escape)
    >>> escape(slot, "<b>1</b> < 2", ["<b>", "</b>"]), escape(slot, "1</b> & 2", ["<b>", "</b>"])
    ('<b>1</b> &lt; 2', '1 &amp; 2')
    """
    return balanced(slot, target, markup, lambda text: text.translate(_SPECIAL))


def balanced(slot: Slot, target: str, markup: Sequence[str], spell: Callable[[str], str]) -> str:
    """Like `escape`, with another spelling of what is no markup.

    >>> from mtkit.segments import Segment
    >>> balanced(Slot(Segment(""), (), escape), "a", [], str.upper)
    'A'
    """
    marked = [part for part in slot.parts if part.kind]
    found = [*located(target, [part.source for part in marked], markup)]
    kept = _partnered([written for _, _, written in found], dict(zip(markup, (p.kind for p in marked), strict=True)))
    done, at = [], 0
    for number, (start, end, written) in enumerate(found):
        done += [spell(target[at:start]), written if number in kept else ""]
        at = end
    return "".join(done) + spell(target[at:])


def _partnered(written: Sequence[str], kinds: dict[str, str]) -> set[int]:
    """Which of these may be written: what stands alone, and tags that are closed in order."""
    kept, waiting = set[int](), list[int]()
    for number, tag in enumerate(written):
        if kinds[tag] not in ("open", "close") or not _is_half(tag):
            kept.add(number)
        elif kinds[tag] == "open":
            waiting.append(number)
        else:
            while waiting and _name(written[waiting[-1]]) != _name(tag):
                waiting.pop()
            kept |= {waiting.pop(), number} if waiting else set()
    return kept


def _is_half(tag: str) -> bool:
    return tag.startswith("</") or (tag.endswith(">") and not tag.endswith("/>") and "</" not in tag)


def _name(tag: str) -> str:
    return tag.strip("</>").split()[0]

"""A run of parts becomes pieces: what needs no translation at either end stays outside the slot as a literal."""

from collections.abc import Sequence

from mtkit.documents import markers
from mtkit.documents.skeleton import Escape, Lines, Part, Piece, Slot, raw
from mtkit.segments import Segment, Span

__all__ = ["weave"]


def weave(parts: Sequence[Part], offset: int, lines: Lines, escape: Escape) -> tuple[Piece, ...]:
    """The pieces of a run of parts that begins at `offset`: one slot at most, literals on both sides of it.

    >>> weave([Part(" ▲ 안내 ", (" ▲ 안내 ",))], 0, Lines("", "a"), str)[1].segment.source
    '안내'
    """
    head, body, tail = _trim(list(parts))
    if not any(not part.kind and _speaks(part.source) for part in body):
        return tuple(piece for part in parts for piece in part.pieces)
    where = lines.where(offset + sum(len(raw(piece)) for part in head for piece in part.pieces))
    spans, start = [], 0
    for part in body:
        if part.kind:
            spans.append(Span(start, start + len(part.source), part.kind))
        start += len(part.source)
    slot = Slot(Segment("".join(part.source for part in body), where, spans=tuple(spans)), tuple(body), escape)
    return (*(p for part in head for p in part.pieces), slot, *(p for part in tail for p in part.pieces))


def _speaks(text: str) -> bool:
    return any(map(str.isalnum, text))


def _trim(parts: list[Part]) -> tuple[list[Part], list[Part], list[Part]]:
    """White space, bullets and the markup that is not inside the text move out of it."""
    partners = _partners(parts)
    low, high = 0, len(parts)
    while low < high:
        if _goes(parts[low], low, high, partners, first=True):
            low += 1
        elif _goes(parts[high - 1], high - 1, high, partners, first=False):
            high -= 1
        elif partners.get(low) == high - 1:
            low, high = low + 1, high - 1
        else:
            break
    head, body, tail = parts[:low], parts[low:high], parts[high:]
    if body and not body[0].kind and body[0].pieces == (body[0].source,):
        lead = markers.strip(body[0].source)[0]
        head, body = [*head, *_plain(lead)], [*_plain(body[0].source[len(lead) :]), *body[1:]]
    if body and not body[-1].kind and body[-1].pieces == (body[-1].source,):
        kept = body[-1].source.rstrip()
        tail = [*_plain(body[-1].source[len(kept) :]), *tail]
        body = [*body[:-1], *_plain(kept)]
    return head, body, tail


def _plain(text: str) -> list[Part]:
    return [Part(text, (text,))] if text else []


def _goes(part: Part, at: int, high: int, partners: dict[int, int], *, first: bool) -> bool:
    if not part.kind:
        return not part.source.strip() or (first and _is_bullet(part.source))
    if part.kind in ("open", "close"):
        return at not in partners or partners[at] >= high
    return part.kind == "tag"


def _is_bullet(text: str) -> bool:
    """Symbols before a text are a bullet only when they are one: `“` and `(` belong to the text."""
    return not _speaks(text) and markers.strip(text + "가")[1] == "가"


def _partners(parts: list[Part]) -> dict[int, int]:
    found, waiting = dict[int, int](), list[int]()
    for index, part in enumerate(parts):
        if part.kind == "open":
            waiting.append(index)
        elif part.kind == "close" and waiting:
            found[waiting[-1]] = index
            found[index] = waiting.pop()
    return found

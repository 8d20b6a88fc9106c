"""Text into sentences and back, per language, without losing a character."""

import re
from collections.abc import Callable, Iterator, Sequence

from mtkit.segments import Span

__all__ = ["join", "shorten", "split"]

# What may end a sentence, with the quotes and brackets that close behind it.
_END = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’»」』）)\]〉》]*")
_EAST_END = re.compile(r"[。！？]")
_OPEN, _CLOSE = "「『（(〈《“[【", "」』）)〉》”]】"
# English and Latin abbreviations, initials and numbers whose full stop ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Gen|Col|Lt|Sgt|Gov|Sen|Rep|Rev|Hon|No|Nos|Vol|Fig|Figs|Eq|Sec|Ch|pp?|vs|cf|ca"
    r"|Inc|Ltd|Co|Corp|Bros|Dept|Univ|Ave|Blvd|Rd|Mt|Ft|approx|est|etc|e\.g|i\.e|a\.m|p\.m|al|Ph\.D|U\.S|U\.K|U\.N"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)|\b[A-Z]|\b\d{1,4})\.$"
)
_SENTENCE_WORD = re.compile(r"(?:[A-Z][a-z'’]+|I|A)\s")  # after "a.m." or "Inc." only a word begins a new sentence
_MAY_END = re.compile(r"(?:\b(?:a\.m|p\.m|Inc|Ltd|Co|Corp|etc|U\.S|U\.K|U\.N|Ph\.D|Jr|Sr)|\d)\.$")
# What goes on after a closing quote: the verb of saying, a particle, a comma.
_GOES_ON = re.compile(
    r"[\s]*(?:[,、，;:·]|[a-z])|(?:이?라고|이?라며|이?라는|[고며는를을은이가도와과의에로])(?![가-힣]{3})|[とのはがをにで、]"
)
_CLAUSES = (
    re.compile(r"[;；]\s*|[:：](?=\s)\s*|(?<=\s)[—–-]+\s"),
    re.compile(r"(?<!\d)[,，、]\s*|[,，、]\s+|、"),
    re.compile(r"(?<=[가-힣](?:고|며|면|서|나|여|해|데))\s+|\s+(?=(?:and|but|which|who|that|while|because|so|or)\s)"),
    re.compile(r"\s+|(?<=[をにはがでとへもや])(?=[^をにはがでとへもやぁ-ん])"),
)


def split(text: str, language: str, spans: Sequence[Span] = ()) -> tuple[str, ...]:
    """The sentences of a text with the white space behind them: `"".join(split(x)) == x`. No span is ever divided.

    When it is not sure that a sentence ends, it does not: two in one piece translate better than halves.

    >>> split("Dr. Kim came at 3 p.m. today. He left.", "en")
    ('Dr. Kim came at 3 p.m. today. ', 'He left.')
    >>> split("「行く。必ず。」と述べた。終わり。", "ja"), split('"왔다."고 했다. 끝.', "ko")
    (('「行く。必ず。」と述べた。', '終わり。'), ('"왔다."고 했다. ', '끝.'))
    """
    places = [place for place in _ends(text, language) if all(not s.start < place < s.end for s in spans)]
    edges = [0, *places, len(text)]
    return tuple(text[b:e] for b, e in zip(edges, edges[1:], strict=False) if b < e)


def _ends(text: str, language: str) -> Iterator[int]:
    """Where a new sentence begins."""
    depth = _depths(text)
    for line in re.finditer(r"\n\s*", text):
        yield line.end()
    for found in _END.finditer(text):
        after = re.compile(r"[ \t\u3000]*").match(text, found.end())
        end = after.end() if after else found.end()
        if end < len(text) and text[end] != "\n" and _ends_here(text, found, end, depth):
            yield end


def _ends_here(text: str, found: re.Match[str], end: int, depth: Sequence[int]) -> bool:
    spaced = end > found.end()
    east = bool(_EAST_END.search(found.group()))
    if depth[found.end() - 1] > 0 or (not east and not spaced):
        return False
    if _GOES_ON.match(text, found.end()) and (not east or found.group()[-1] not in "。！？"):
        return False
    before = text[: found.start() + 1][-24:]
    if found.group().startswith(".") and _ABBREVIATION.search(before):
        return bool(
            _MAY_END.search(before) and _SENTENCE_WORD.match(text, end) and not re.search(r"\b(?:No|pp?)\.?$", before)
        )
    return not (found.group() in ("…", "...") and text[end : end + 1].islower())


def _depths(text: str) -> list[int]:
    """How many brackets and quotes are open behind each character; an unclosed one counts for its line alone."""
    depths, stack = [0] * len(text), list[int]()
    pairs: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        if char == "\n":
            stack.clear()
        elif char in _OPEN:
            stack.append(place)
        elif char in _CLOSE and stack:
            opened = stack.pop()
            if _CLOSE.index(char) == _OPEN.index(text[opened]):
                pairs.append((opened, place))
    for opened, closed in pairs:
        if closed - opened < 400:
            for place in range(opened, closed):
                depths[place] += 1
    return depths


def shorten(text: str, language: str, fits: Callable[[str], bool], spans: Sequence[Span] = ()) -> tuple[str, ...]:
    """A sentence that is too long, divided at the clause mark nearest its middle until every piece fits.

    Strong marks first, then commas, connective endings, white space, and as a last resort any place outside the spans;
    a piece that cannot be divided stays as it is.

    >>> shorten("one, two, three, four", "en", lambda piece: len(piece) <= 12)
    ('one, two, ', 'three, four')
    """
    if fits(text):
        return (text,)
    cut = _cut(text, spans)
    if not cut:
        return (text,)
    left = tuple(span for span in spans if span.end <= cut)
    right = tuple(Span(s.start - cut, s.end - cut, s.kind, s.target) for s in spans if s.start >= cut)
    return (*shorten(text[:cut], language, fits, left), *shorten(text[cut:], language, fits, right))


def _cut(text: str, spans: Sequence[Span]) -> int:
    def free(place: int) -> bool:
        return 0 < place < len(text) and all(not span.start < place < span.end for span in spans)

    depth, middle = _depths(text), len(text) / 2
    for inside in (False, True):
        for clause in _CLAUSES:
            places = [m.end() for m in clause.finditer(text) if free(m.end()) and (inside or not depth[m.end() - 1])]
            places = [
                p for p in places if text[:p].strip() and text[p:].strip() and len(text) * 0.1 < p < len(text) * 0.9
            ]
            if places:
                return min(places, key=lambda place: abs(place - middle))
    return next((p for p in sorted(range(1, len(text)), key=lambda p: abs(p - middle)) if free(p)), 0)


def join(pieces: Sequence[str], targets: Sequence[str], source: str, target: str) -> str:
    """The translations of the pieces of one text, with the space that the target language puts between sentences.

    White space at the ends of the text and around line ends stays; between two sentences of a line Japanese has none,
    Korean and English one space. Raises ValueError for unequal numbers.

    >>> join(("一。", "二。\\n", "三"), ("One.", "Two.", "Three"), "ja", "en")
    'One. Two.\\nThree'
    >>> join(("One. ", "Two. "), ("一。", "二。"), "en", "ja")
    '一。二。 '
    """
    pairs = tuple(zip(pieces, targets, strict=True))
    if all(piece.strip() == translated for piece, translated in pairs):
        return "".join(pieces)  # nothing was translated, so nothing is set anew
    text = ""
    for place, (piece, translated) in enumerate(pairs):
        body = piece.strip()
        lead = piece[: len(piece) - len(piece.lstrip())] if body else ""
        trail = piece[len(piece.rstrip()) :] if body else piece
        last = place == len(pieces) - 1
        if not last and "\n" not in trail:
            trail = "" if target == "ja" else trail or " "
        text += lead + (translated.strip() if body else "") + trail
    return text

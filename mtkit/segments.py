"""The values that travel through mtkit: segments in, translations out, and what was noticed on the way."""

from dataclasses import dataclass, field

__all__ = ["Issue", "Segment", "Span", "TermUse", "Translation"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `text[start:end]` that is not free text: it is protected, or becomes `target`.

    `kind` is one of: open, close, tag (inline markup: start, end, stand-alone), placeholder, url, email, code, number,
    term.
    `target` is what stands there in the translation; None keeps the source text as it is. Of a term, `variants` are
    forms that must make way for the target (aliases, forbidden forms), `accepted` those that may stand instead of it.

    >>> Span(0, 4, "term", "GIST").target
    'GIST'
    """

    start: int
    end: int
    kind: str
    target: str | None = None
    variants: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A unit of translation: a paragraph, a heading, a string of a site.

    `where` is for people (`release.ja.md:41`), `context` tells equal sources apart (msgctxt, id), `spans` are the
    inline tags and codes that the document's syntax puts into `source` (offsets into it, ascending, no overlap).

    >>> Segment("첫 <b>문장</b>", "a.html:3", spans=(Span(2, 5, "open"), Span(7, 11, "close"))).source
    '첫 <b>문장</b>'
    """

    source: str
    where: str = ""
    context: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person should look at.

    >>> print(Issue("number-changed", "release.ja.md:41", "23日 -> 21st", serious=True))
    release.ja.md:41 number-changed: 23日 -> 21st
    """

    code: str
    where: str
    message: str
    serious: bool = False

    def __str__(self) -> str:
        return f"{self.where} {self.code}: {self.message}".lstrip()


@dataclass(frozen=True, slots=True)
class TermUse:
    """What became of a glossary term: `source` stands at `segment.source[start:end]`, `target` in the translation.

    `how` tells by which means: translated (the model wrote it unasked), annotated (it was asked to), pivoted (it rode
    through a language between), reranked (another of its hypotheses has it), divided (a part of the sentence alone has it), constrained (it went on from there),
    replaced (put where the model wrote something else), masked (carried as a token), recalled (the memory's translation
    has it); or missed: `target` is what
    should stand there, and an Issue says so.

    >>> TermUse(0, 2, "광주", "Gwangju", "annotated").how
    'annotated'
    """

    start: int
    end: int
    source: str
    target: str
    how: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A segment with its target text, what was noticed, and the signature that makes it repeatable.

    `terms` are the glossary's terms in the segment's source, ascending, with what became of each. `origin` is empty
    for the engine's work, else: memory context (a person's translation of the same text in the same context), memory
    100% (of the same text), memory substituted (with other numbers or names), memory partly (some of its sentences).

    >>> print(Translation(Segment("안녕"), "Hello"))
    Hello
    """

    segment: Segment
    target: str
    issues: tuple[Issue, ...] = field(default=())
    signature: str = ""
    terms: tuple[TermUse, ...] = field(default=())
    origin: str = ""

    def __str__(self) -> str:
        return self.target

"""What the store holds of a segment: its key, and its translation as text."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import astuple

from mtkit import __version__
from mtkit.segments import Issue, Segment, TermUse, Translation
from mtkit.translator import Plan, Translator

__all__ = ["key", "pack", "settings", "unpack"]

_HALF = re.compile("[\ud800-\udfff]")  # half a surrogate pair: no text for a store, but JSON can hold it as an escape


def settings(translator: Translator) -> str:
    """What a segment's translation depends on, but for the segment, the glossary's terms and the memory's texts in it."""
    engine, decoding = translator.engine, translator.decoding
    direction = f"{translator.source}-{translator.target}"
    return "|".join((f"mtkit:{__version__}", direction, engine.signature, f"limit:{engine.limit}", decoding.signature))


def key(settings: str, plan: Plan, readings: Mapping[str, str]) -> bytes:
    """16 bytes that stand for a segment, its protected spans with their targets, and the settings.

    A changed glossary changes the keys of those segments alone in which a changed term stands, a changed memory of
    those alone for which it has another translation. `readings` are the
    glossary's: a form's own reading decides on the particle after it.

    >>> plan = Plan(Segment("안녕"), (), ())
    >>> len(key("ko-en", plan, {})), key("ko-en", plan, {}) == key("ko-ja", plan, {})
    (16, False)
    """
    spans = [astuple(span) for span in plan.spans]
    targets = [span.target for span in plan.spans if span.target]
    read = sorted((form, readings[form]) for form in readings if any(form in t for t in targets)) if targets else []
    recalled = [known and (known.target, known.origin) for known in plan.recalled] if plan.origin else []
    text = json.dumps([settings, plan.segment.source, spans, read, *recalled])
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def pack(translation: Translation) -> str:
    """A translation as text, without what belongs to its place in a document.

    >>> pack(Translation(Segment("안녕", "a.txt:1"), "Hello"))
    '["Hello",[],[],""]'
    """
    issues = [(issue.code, issue.message, issue.serious) for issue in translation.issues]
    terms = [(term.start, term.end, term.source, term.target, term.how) for term in translation.terms]
    text = json.dumps(
        [translation.target, issues, terms, translation.origin], separators=(",", ":"), ensure_ascii=False
    )
    return _HALF.sub(lambda half: f"\\u{ord(half.group()):04x}", text)


def unpack(value: str, segment: Segment, signature: str = "") -> Translation:
    """The translation of a segment from what `pack` made of an equal one.

    >>> unpack('["Hello",[["too-short","",false]],[],""]', Segment("안녕", "b.txt:7")).issues[0].where
    'b.txt:7'
    """
    target, issues, terms, origin = json.loads(value)
    found = tuple(Issue(code, segment.where, message, serious) for code, message, serious in issues)
    return Translation(segment, target, found, signature, tuple(TermUse(*term) for term in terms), origin)

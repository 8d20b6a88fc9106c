"""Two glossaries compared and joined, and candidates for entries found in parallel text."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from mtkit.glossary.entries import Entry
from mtkit.languages import LANGUAGES

__all__ = ["Candidate", "Change", "diff", "extract", "join"]

_BODIES = "시|도|군|구|대학교|연구원|연구소|센터|재단|공사|위원회|은행|협회|산업단지|밸리|포럼"
_NAME = {
    "en": re.compile(r"\b[A-Z][\w&.-]*(?: (?:of |and |the |for |& )?[A-Z0-9][\w&.-]*)*"),
    "ja": re.compile(r"[ァ-ヺー]{3,}(?:・[ァ-ヺー]+)*|[一-龥々]{2,}[ァ-ヺー]{2,}|[一-龥々]{3,}|[A-Z]{2,}"),
    "ko": re.compile(rf"[가-힣]{{2,}}(?:{_BODIES})(?![가-힣]{{2}})|[A-Z]{{2,}}"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what is added, removed or changed, with both sides (None where there is none)."""

    kind: str
    before: Entry | None
    after: Entry | None

    def __str__(self) -> str:
        entry = self.after or self.before
        name = " / ".join(filter(None, (entry.en, entry.ja, entry.ko))) if entry else ""
        if not (self.before and self.after):
            return f"{self.kind}: {name}"
        names = [
            f.name for f in fields(Entry) if f.compare and getattr(self.before, f.name) != getattr(self.after, f.name)
        ]
        parts = (f"{name} {getattr(self.before, name)!r} -> {getattr(self.after, name)!r}" for name in names)
        return f"changed: {name}: {', '.join(parts)}"


def diff(old: Iterable[Entry], new: Iterable[Entry]) -> tuple[Change, ...]:
    """What became of each concept; one with two of its three names unchanged is the same concept.

    >>> for change in diff([Entry(en="Seoul", ko="서울")], [Entry(en="Seoul", ko="서울", kind="place")]):
    ...     print(change)
    changed: Seoul / 서울: kind 'term' -> 'place'
    """
    before, after = list(old), list(new)
    changes, left = list[Change](), list(before)
    for entry in after:
        twin = _twin(entry, left)
        if twin is None:
            changes.append(Change("added", None, entry))
            continue
        left.remove(twin)
        if twin != entry:
            changes.append(Change("changed", twin, entry))
    return (*changes, *(Change("removed", entry, None) for entry in left))


def _twin(entry: Entry, others: Iterable[Entry]) -> Entry | None:
    def shared(other: Entry) -> int:
        return sum(bool(entry.form(code)) and entry.form(code) == other.form(code) for code in LANGUAGES)

    best = max(others, key=shared, default=None)
    return best if best is not None and shared(best) >= 2 else None


def join(first: Iterable[Entry], second: Iterable[Entry]) -> tuple[Entry, ...]:
    """One table of both: the first one's names stay, other names for the same concept become aliases.

    >>> join([Entry(en="Seoul", ko="서울")], [Entry(en="Seoul", ja="ソウル", ko="서울", kind="place")])[0].ja
    'ソウル'
    """
    entries = list(first)
    for entry in second:
        twin = _twin(entry, entries)
        if twin is None:
            entries.append(entry)
        else:
            entries[entries.index(twin)] = _joined(twin, entry)
    return tuple(entries)


def _joined(first: Entry, second: Entry) -> Entry:
    changed: dict[str, object] = {}
    for name in ("abbreviation", "reading", "note", "domain"):
        changed[name] = getattr(first, name) or getattr(second, name)
    for code in LANGUAGES:
        changed[code] = getattr(first, code) or getattr(second, code)
        more = (*first.aliases(code), getattr(second, code), *second.aliases(code))
        forbidden = tuple(dict.fromkeys((*first.forbidden(code), *second.forbidden(code))))
        kept = (form for form in more if form and form != changed[code] and form not in forbidden)
        changed[f"{code}_aliases"] = tuple(dict.fromkeys(kept))
        changed[f"{code}_forbidden"] = tuple(form for form in forbidden if form != changed[code])
    changed["kind"] = first.kind if first.kind != "term" else second.kind
    return replace(first, **changed)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two names that keep company: how often together, how often each, and how sure that makes (Dice)."""

    source: str
    target: str
    together: int
    score: float


def extract(
    pairs: Iterable[tuple[str, str]], source: str, target: str, *, least: int = 2, known: Iterable[Entry] = ()
) -> tuple[Candidate, ...]:
    """Candidates for entries out of aligned texts: names of both sides that occur in the same pairs, best first.

    >>> pairs = [("パロアルト研究所と", "with Palo Alto"), ("パロアルト研究所は", "Palo Alto is")]
    >>> extract(pairs, "ja", "en")[0].target
    'Palo Alto'
    """
    lefts, rights, both = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    listed = {form for entry in known for form in entry.forms(source)}
    for left_text, right_text in pairs:
        left = set(_NAME[source].findall(left_text)) - listed
        right = set(_NAME[target].findall(right_text))
        lefts.update(left)
        rights.update(right)
        both.update((a, b) for a in left for b in right)
    found = [Candidate(a, b, n, 2 * n / (lefts[a] + rights[b])) for (a, b), n in both.items() if n >= least]
    best = {c.source: c for c in sorted(found, key=lambda c: (c.score, c.together, c.target))}
    return tuple(sorted(best.values(), key=lambda c: (-c.score, -c.together, c.source)))

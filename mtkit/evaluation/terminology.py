"""Terminology metrics: did the names of the glossary arrive, in the right form and at the right place?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.glossary import Entry, Glossary, Match
from mtkit.glossary.usage import Term, compare, over_used
from mtkit.languages import normalise

__all__ = ["Term", "Terminology", "terminology"]


@dataclass(frozen=True)
class Terminology:
    """Shares of 1 over all terms of the sources; None where there is nothing to measure.

    `success` counts every accepted form, `exact` the preferred one only; `window2` and `window3` are the words around
    each term that the reference has around it too; `term_ter` is 1 minus the edit rate where words of terms weigh
    double; `consistency` is the share of an entry's mentions in a document that have its commonest form there;
    `over_use` the share of segments with a target term that neither source nor reference has.
    """

    terms: int
    success: float | None
    exact: float | None
    window2: float | None
    window3: float | None
    term_ter: float | None
    consistency: float | None
    over_use: float
    segments: tuple[tuple[Term, ...], ...]

    def __str__(self) -> str:
        names = ("success", "exact", "window2", "window3", "term_ter", "consistency", "over_use")
        shares = [(name.replace("term_ter", "1-TERm").replace("_", "-"), getattr(self, name)) for name in names]
        told = [f"{name} {'-' if share is None else format(share, '.4f')}" for name, share in shares]
        return f"{self.terms} terms, {', '.join(told)}"


def terminology(
    glossary: Glossary,
    sources: Sequence[str],
    hypotheses: Sequence[str],
    references: Sequence[str],
    languages: tuple[str, str],
    docs: Sequence[str] = (),
) -> Terminology:
    """The terminology metrics of one system.

    >>> glossary = Glossary.of({"光州": "Gwangju"}, "ja", "en")
    >>> found = terminology(glossary, ["光州に行く"], ["I go to Kwangju"], ["I go to Gwangju"], ("ja", "en"))
    >>> found.terms, found.success, found.segments[0][0].status
    (1, 0.0, 'missed')
    """
    source, target = normalise(languages[0]), normalise(languages[1])
    wanted = [glossary.find(text, source, target) for text in sources]
    got = [glossary.find(text, target) for text in hypotheses]
    in_references = [glossary.find(text, target) for text in references]
    rows = [compare(matches, found, target) for matches, found in zip(wanted, got, strict=True)]
    extras = [
        over_used((*asked, *theirs), mine, target, ((text, source), (reference, target)))
        for asked, theirs, mine, text, reference in zip(wanted, in_references, got, sources, references, strict=True)
    ]
    every = [term for row in rows for term in row]
    windows = {size: _windows(hypotheses, references, got, in_references, wanted, size, target) for size in (2, 3)}
    return Terminology(
        terms=len(every),
        success=_share([bool(term.written) for term in every]),
        exact=_share([term.exact for term in every]),
        window2=windows[2],
        window3=windows[3],
        term_ter=_term_ter(hypotheses, references, got, in_references, target) if every else None,
        consistency=_consistency(rows, wanted, docs or [""] * len(rows)),
        over_use=_share([bool(extra) for extra in extras]) or 0.0,
        segments=tuple(rows),
    )


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def _consistency(
    rows: Sequence[Sequence[Term]], wanted: Sequence[Sequence[Match]], docs: Sequence[str]
) -> float | None:
    """Only entries with two mentions or more in a document can be inconsistent; a missed term is a form of its own."""
    forms: dict[tuple[str, Entry, str], Counter[str]] = defaultdict(Counter)
    for row, matches, doc in zip(rows, wanted, docs, strict=True):
        for term, match in zip(row, matches, strict=True):
            forms[doc, match.entry, term.wanted][term.written] += 1
    repeated = [counter for counter in forms.values() if counter.total() > 1]
    total = sum(counter.total() for counter in repeated)
    return sum(max(counter.values()) for counter in repeated) / total if total else None


def _tokens(text: str, matches: Sequence[Match], target: str) -> list[tuple[str, Entry | None]]:
    """Words (characters in Japanese), a term being one word that knows its entry."""
    found: list[tuple[str, Entry | None]] = []
    start = 0
    for match in (*matches, None):
        between = text[start : match.start if match else len(text)]
        found += [(word.lower(), None) for word in (between.replace(" ", "") if target == "ja" else between.split())]
        if match:
            found.append((match.form, match.entry))
            start = match.end
    return found


def _windows(
    hypotheses: Sequence[str],
    references: Sequence[str],
    got: Sequence[Sequence[Match]],
    wanted: Sequence[Sequence[Match]],
    sources: Sequence[Sequence[Match]],
    size: int,
    target: str,
) -> float | None:
    shares: list[float] = []
    for hyp, ref, mine, theirs, terms in zip(hypotheses, references, got, wanted, sources, strict=True):
        asked = {match.entry for match in terms}
        ours = _around(_tokens(hyp, mine, target), size)
        for entry, windows in _around(_tokens(ref, theirs, target), size).items():
            if entry in asked:
                shares += _overlaps(windows, ours.get(entry, []))
    return sum(shares) / len(shares) if shares else None


def _around(tokens: Sequence[tuple[str, Entry | None]], size: int) -> dict[Entry, list[Counter[str]]]:
    found: dict[Entry, list[Counter[str]]] = defaultdict(list)
    for i, (_, entry) in enumerate(tokens):
        if entry:
            near = [*tokens[max(0, i - size) : i], *tokens[i + 1 : i + 1 + size]]
            found[entry].append(Counter(word for word, _ in near))
    return found


def _overlaps(references: Sequence[Counter[str]], hypotheses: Sequence[Counter[str]]) -> list[float]:
    """For each mention in the reference the best free mention of the hypothesis: 0 when none is left."""
    free, shares = list(hypotheses), []
    for window in references:
        best = max(free, key=lambda other: (window & other).total(), default=None)
        if best is None:
            shares.append(0.0)
            continue
        free.remove(best)
        shares.append((window & best).total() / window.total() if window else 1.0)
    return shares


def _term_ter(
    hypotheses: Sequence[str],
    references: Sequence[str],
    got: Sequence[Sequence[Match]],
    wanted: Sequence[Sequence[Match]],
    target: str,
) -> float:
    edits = weight = 0.0
    for hyp, ref, mine, theirs in zip(hypotheses, references, got, wanted, strict=True):
        left, right = _tokens(hyp, mine, target), _tokens(ref, theirs, target)
        edits += _distance(left, right)
        weight += sum(_cost(token) for token in right)
    return max(0.0, 1 - edits / weight) if weight else 0.0


def _cost(token: tuple[str, Entry | None]) -> float:
    return 2.0 if token[1] else 1.0


def _distance(left: Sequence[tuple[str, Entry | None]], right: Sequence[tuple[str, Entry | None]]) -> float:
    """The edit distance with terms at double weight (without shifts)."""
    row = [0.0]
    for token in right:
        row.append(row[-1] + _cost(token))
    for one in left:
        before, row[0] = row[0], row[0] + _cost(one)
        for i, other in enumerate(right, 1):
            same = one == other
            change = before + (0 if same else max(_cost(one), _cost(other)))
            before, row[i] = row[i], min(change, row[i] + _cost(one), row[i - 1] + _cost(other))
    return row[-1]

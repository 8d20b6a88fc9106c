"""Names over a whole document: a person with a title, and the family name with a title once the full name was read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mtkit.glossary.entries import Entry
from mtkit.glossary.matching import Match
from mtkit.glossary.titles import TITLES, family, office_after, office_before, title_after, title_before

__all__ = ["with_mentions", "with_titles"]


def with_titles(matches: Iterable[Match], text: str, language: str) -> tuple[Match, ...]:
    """The matches, those of persons with the title that goes with them.

    >>> lee = Entry(en="Lee Yong-sup", ja="イ・ヨンソプ", ko="이용섭", kind="person")
    >>> with_titles([Match(0, 3, lee, "이용섭")], "이용섭 시장은", "ko")[0].target("en")
    'Mayor Lee Yong-sup'
    """
    return tuple(_with_title(match, text, language) for match in matches)


def _with_title(match: Match, text: str, language: str) -> Match:
    if match.entry.kind == "place" and not match.gloss:
        return _with_office(match, text, language)
    if match.entry.kind != "person" or match.gloss:
        return match
    if language == "en":
        before = title_before(text, match.start)
        return replace(match, start=before[1], title=before[0]) if before else match
    after = title_after(text, match.end, language)
    return replace(match, end=after[1], title=after[0]) if after else match


def _with_office(match: Match, text: str, language: str) -> Match:
    if language == "en":
        before = office_before(text, match.start)
        return replace(match, start=before[1], title=before[0]) if before else match
    after = office_after(text, match.start, match.end, language)
    return replace(match, end=after[1], title=after[0]) if after else match


def with_mentions(
    texts: Sequence[str], found: Sequence[Sequence[Match]], language: str
) -> tuple[tuple[Match, ...], ...]:
    """The matches of a document's texts with titles, and family names with a title after the first full mention.

    A family name that two persons of the document share is left alone: nobody can tell whose it is. An entry that is
    introduced is told apart by its first mention and later ones.

    >>> lee = Entry(en="Lee Yong-sup", ja="イ・ヨンソプ", ko="이용섭", kind="person")
    >>> texts = ["이용섭 시장은 말했다.", "이 시장은 갔다."]
    >>> [[m.target("en") for m in ms] for ms in with_mentions(texts, [[Match(0, 3, lee, "이용섭")], []], "ko")]
    [['Mayor Lee Yong-sup'], ['Mayor Lee']]
    """
    known: dict[str, Entry | None] = {}
    introduced: set[Entry] = set()
    done: list[tuple[Match, ...]] = []
    for text, matches in zip(texts, found, strict=True):
        titled = with_titles(matches, text, language)
        before = dict(known)
        for match in titled:
            _remember(known, match.entry, language)
        firsts = {match.entry: match.start for match in reversed(titled)}
        short = [m for m in _short(text, known, language) if m.entry in before.values() or firsts[m.entry] < m.start]
        free = [m for m in short if all(m.end <= other.start or other.end <= m.start for other in titled)]
        done.append(_introduced(sorted((*titled, *free), key=lambda match: match.start), introduced))
    return tuple(done)


def _introduced(matches: Iterable[Match], known: set[Entry]) -> tuple[Match, ...]:
    """The matches of entries that are introduced once, as first or later mentions."""
    done = []
    for match in matches:
        if match.entry.introduce and match.role != "forbidden" and not match.title:
            match = replace(match, mention="later" if match.entry in known else "first")
            known.add(match.entry)
        done.append(match)
    return tuple(done)


def _remember(known: dict[str, Entry | None], entry: Entry, language: str) -> None:
    if name := family(entry, language):
        known[name] = entry if known.get(name, entry) == entry else None


def _short(text: str, known: dict[str, Entry | None], language: str) -> Iterable[Match]:
    for name, entry in known.items():
        if entry is None:
            continue
        for found in _pattern(name, language).finditer(text):
            if language == "en":
                title, start, end = found.group(1), found.start(), found.end()
            else:
                after = title_after(text, found.end(), language)
                if after is None:
                    continue
                title, start, end = after[0], found.start(), after[1]
            yield Match(start, end, entry, name, "short", title=title)


def _pattern(name: str, language: str) -> re.Pattern[str]:
    if language == "en":
        titles = "|".join(sorted(map(re.escape, TITLES), key=len, reverse=True))
        return re.compile(rf"\b({titles}) {re.escape(name)}(?![\w-])")
    # 이 시장: a word of its own in Korean; イ市長: no katakana before it in Japanese.
    return re.compile(rf"(?<![가-힣A-Za-z]){name}" if language == "ko" else rf"(?<![ァ-ヿ一-龥・]){re.escape(name)}")

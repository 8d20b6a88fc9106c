"""Translated sentences into a text again: what white space stands between them."""

import re
from collections.abc import Sequence

from mtkit.languages import normalise, script

__all__ = ["join"]

_BREAK = re.compile(r"<br\b[^<>]*>$", re.I)
_CLOSERS = frozenset("」』）)】〕》〉]］”’、。，．,.!?！？;:")
_OPENERS = frozenset("「『（(【〔《〈[［“‘")


def join(sources: Sequence[str], targets: Sequence[str], source_language: str, target_language: str) -> str:
    """The translated pieces as one text.

    `sources` are the pieces as `split` gives them, `targets` the translations without outer white space. White space
    at both ends and around line ends stays as it was; between sentences there is none in Japanese and one space in
    English and Korean; around symbols alone (bullets), and between pieces that were not changed, it stays as it was.

    >>> join(("좋다. ", "간다.\\n", "끝."), ("良い。", "行く。", "終わり。"), "ko", "ja")
    '良い。行く。\\n終わり。'
    """
    normalise(source_language)
    language = normalise(target_language)
    if len(sources) != len(targets):
        raise ValueError(f"{len(sources)} pieces, {len(targets)} translations")
    if not sources:
        return ""
    heads = [source[: len(source) - len(source.lstrip())] for source in sources]
    tails = [source[len(source.rstrip()) :] if source.strip() else "" for source in sources]
    cores = [source.strip() for source in sources]
    same = [core == target for core, target in zip(cores, targets, strict=True)]
    written, before = [heads[0], targets[0]], targets[0]
    for at in range(1, len(sources)):
        gap = tails[at - 1] + heads[at]
        kept = (same[at - 1] and same[at]) or not (_has_word(cores[at - 1]) and _has_word(cores[at]))
        if not (kept or "\n" in gap or "\t" in gap):
            gap = _gap(gap, before, targets[at], language)
        written += [gap, targets[at]]
        before = targets[at] or before
    return "".join(written) + tails[-1]


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _gap(gap: str, before: str, after: str, language: str) -> str:
    if not before or not after:
        return ""
    if _BREAK.search(before):
        return gap
    if language == "ja":
        return " " if gap and script(before[-1]) == script(after[0]) == "latin" else ""
    if not gap and (after[0] in _CLOSERS or before[-1] in _OPENERS):
        return ""
    return " "

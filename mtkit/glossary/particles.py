"""Korean particles: the form that fits the word before, chosen and repaired."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from mtkit.glossary.endings import NONE, RIEUL, core, final
from mtkit.segments import Issue, Span

__all__ = ["attach", "follows", "pairs", "repair"]

# After a coda / after a vowel; those with "*" take the second form after ㄹ too.
_PAIRS = """
은/는 이/가 을/를 과/와 과의/와의 과는/와는 과도/와도 과만/와만 은커녕/는커녕 아/야 이랑/랑 이나/나 이나마/나마
이여/여 이시여/시여 이야/야 이야말로/야말로 이다/다 이라/라 이라고/라고 이라고는/라고는 이라고도/라고도
이라는/라는 이란/란 이라면/라면 이라도/라도 이라서/라서 이라며/라며 이라든지/라든지 이라든가/라든가
이라기보다/라기보다 이며/며 이고/고 이자/자 이지만/지만 이므로/므로 이니/니 이니까/니까 이든/든 이든지/든지
이던/던 이면/면 이면서/면서 이어서/여서 이어야/여야 이었다/였다 이었던/였던 이었고/였고 이었으며/였으며
이었습니다/였습니다 이었다고/였다고 이에요/예요 이다는/다는 이랴/랴 이요/요 *으로/로 *으로서/로서 *으로써/로써
*으로부터/로부터 *으로의/로의 *으로는/로는 *으로도/로도 *으로만/로만 *으로까지/로까지 *으로서의/로서의
*으로서는/로서는 *으로서도/로서도 *으로부터의/로부터의 *으로부터는/로부터는 *으로써도/로써도 *으로밖에/로밖에
"""
# Short endings that also begin other words (부산고 is a school): written by attach, never touched by repair.
_RISKY = frozenset(["고", "자", "니", "면", "든", "던", "야", "아", "여", "라", "요", "이요", "이야", "니까"])
# After a vowel these are as right with 이 as without: 광주이다, 광주다.
_EITHER = frozenset(
    [
        "이다",
        "이며",
        "이고",
        "이자",
        "이지만",
        "이므로",
        "이니",
        "이니까",
        "이면",
        "이면서",
        "이던",
        "이든",
        "이든지",
        "이어서",
        "이어야",
        "이었다",
        "이었던",
        "이었고",
        "이었으며",
        "이었습니다",
        "이었다고",
    ]
)
_STRAY = re.compile(r"[ \u3000]+(?=(?:는|를|을|에서|에게|에|으로|에서는|에서도|에는|에도)(?![가-힣]))")
_BETWEEN = re.compile(r"(?:\s?[(（](?![으이][)）])[^()（）\n]*[)）])?[)）\]〕\"'’”»」』》〉】]*")


@cache
def pairs() -> dict[str, tuple[str, str, bool]]:
    """Every spelling of a particle that changes: form after a coda, after a vowel, and whether ㄹ counts as a vowel.

    >>> pairs()["으로"], pairs()["는"]
    (('으로', '로', True), ('은', '는', False))
    """
    table: dict[str, tuple[str, str, bool]] = {}
    for pair in _PAIRS.split():
        coda_form, vowel_form = pair.lstrip("*").split("/")
        value = coda_form, vowel_form, pair.startswith("*")
        for spelling in (
            f"{coda_form}/{vowel_form}",
            f"{vowel_form}/{coda_form}",
            _dual(*value),
            coda_form,
            vowel_form,
        ):
            table.setdefault(spelling, value)
        table.setdefault(f"{vowel_form}({coda_form})", value)
    return table


def attach(word: str, particle: str, reading: str | None = None) -> str:
    """The word with the form of the particle that fits it; both forms, 은(는), when its reading cannot be known.

    The particle may be given in any spelling: 은/는, (으)로, 을. One that never changes (에서) is added as it is.

    >>> attach("GIST", "은/는", reading="지스트"), attach("광주과학기술원(GIST)", "은/는")
    ('GIST는', '광주과학기술원(GIST)은')
    >>> attach("서울", "(으)로"), attach("IBM", "이다/다"), attach("漢", "을/를")
    ('서울로', 'IBM이다', '漢을(를)')
    """
    forms = pairs().get(particle)
    return word + (_choose(forms, final(word, reading)) if forms else particle)


def _choose(forms: tuple[str, str, bool], end: int | None) -> str:
    coda_form, vowel_form, rieul = forms
    if end is None:
        return _dual(*forms)
    return vowel_form if end == NONE or (rieul and end == RIEUL) else coda_form


def _dual(coda_form: str, vowel_form: str, _: bool) -> str:
    """은(는), (으)로, (이)라고: the way Korean writes both.

    >>> _dual("은", "는", False), _dual("으로", "로", True), _dual("이었다", "였다", False)
    ('은(는)', '(으)로', '이었다(였다)')
    """
    if coda_form.endswith(vowel_form):
        return f"({coda_form.removesuffix(vowel_form)}){vowel_form}"
    return f"{coda_form}({vowel_form})"


@cache
def _after() -> re.Pattern[str]:
    spellings = sorted((s for s in pairs() if "/" not in s and s not in _RISKY), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, spellings))})(?![가-힣])")


def repair(
    text: str, spans: Iterable[Span], readings: Mapping[str, str] | None = None
) -> tuple[str, tuple[Issue, ...]]:
    """The text with the right particles after the given spans, and an issue for each word whose reading is not known.

    Nothing else is touched. A gloss or a quote between the span and the particle is passed over; a space before a
    particle is taken out. `readings` tells how the text of a span is read.

    >>> repair("GIST은 IBM와 협력한다.", [Span(0, 4, "term"), Span(6, 9, "term")], {"GIST": "지스트"})
    ('GIST는 IBM과 협력한다.', ())
    """
    issues: list[Issue] = []
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        text, issue = _repair_one(text, span, readings or {})
        if issue:
            issues.insert(0, issue)
    return text, tuple(issues)


def follows(text: str, place: int) -> bool:
    """Whether a particle stands at a place, of whatever word it may be.

    >>> follows("인코어드과 함께", 4), follows("인코어드사", 4)
    (True, False)
    """
    return _after().match(text, place) is not None


def _repair_one(text: str, span: Span, readings: Mapping[str, str]) -> tuple[str, Issue | None]:
    passed = _BETWEEN.match(text, span.end)
    place = passed.end() if passed else span.end
    if stray := _STRAY.match(text, place):
        text = text[:place] + text[stray.end() :]
    found = _after().match(text, place)
    if not found:
        return text, None
    forms = pairs()[found.group()]
    word = text[:place]
    own = text[span.start : span.end]
    end = final(word, readings.get(own) if core(word).endswith(core(own)) else None)
    if end is None:
        message = f"how is {own!r} read? Both forms written; a reading in the glossary settles it"
        return text[:place] + _choose(forms, None) + text[found.end() :], Issue("particle-unsure", "", message)
    if end == NONE and found.group() in _EITHER:
        return text, None
    return text[:place] + _choose(forms, end) + text[found.end() :], None

"""Titles and family names: イ・ヨンソプ市長, 이용섭 시장, Mayor Lee Yong-sup; later イ市長, 이 시장."""

import re
from functools import cache

from mtkit.glossary.entries import Entry
from mtkit.glossary.hangul import ends_word
from mtkit.languages import script

__all__ = ["TITLES", "family", "head_of", "in_order", "office_after", "office_before", "title_after", "title_before"]

# English is the key: Japanese and Korean put the title behind the name, English in front of it.
TITLES: dict[str, tuple[str, str]] = {
    "Mayor": ("市長", "시장"),
    "Vice Mayor": ("副市長", "부시장"),
    "Governor": ("知事", "지사"),
    "President": ("大統領", "대통령"),
    "Minister": ("長官", "장관"),
    "Vice Minister": ("次官", "차관"),
    "Prime Minister": ("首相", "총리"),
    "Chairperson": ("委員長", "위원장"),
    "Chairman": ("会長", "회장"),
    "Director": ("院長", "원장"),
    "Director General": ("局長", "국장"),
    "Professor": ("教授", "교수"),
    "Dr.": ("博士", "박사"),
    "Ambassador": ("大使", "대사"),
    "Representative": ("代表", "대표"),
    "Commissioner": ("庁長", "청장"),
    "Superintendent": ("教育監", "교육감"),
}
_TWO_SYLLABLES = ("남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방")
_HANGUL_NAME = re.compile(r"[가-힣]{2,5}")


@cache
def _after(language: str) -> re.Pattern[str]:
    column = 0 if language == "ja" else 1
    names = sorted((names[column] for names in TITLES.values()), key=len, reverse=True)
    # 市長 but not 市長村; 시장 but not 시장실: the next word goes on only with grammar.
    end = r"(?![一-龥])" if language == "ja" else r"(?=$|[^가-힣]|[은는이가을를과와의도에께]|님)"
    return re.compile(rf"\s?({'|'.join(names)}){end}")


@cache
def _key(language: str) -> dict[str, str]:
    column = 0 if language == "ja" else 1
    return {names[column]: title for title, names in TITLES.items()}


_BEFORE = re.compile(rf"\b({'|'.join(sorted(map(re.escape, TITLES), key=len, reverse=True))}) $")


def title_after(text: str, place: int, language: str) -> tuple[str, int] | None:
    """The title that follows a name in Japanese or Korean, and where it ends.

    >>> title_after("이용섭 시장은", 3, "ko"), title_after("이용섭 시장실", 3, "ko")
    (('Mayor', 6), None)
    """
    if language == "en":
        return None
    found = _after(language).match(text, place)
    return (_key(language)[found.group(1)], found.end()) if found else None


def title_before(text: str, place: int) -> tuple[str, int] | None:
    """The title in front of an English name, and where it begins.

    >>> title_before("and Vice Mayor Kim", 15)
    ('Vice Mayor', 4)
    """
    found = _BEFORE.search(text, 0, place)
    return (found.group(1), found.start()) if found else None


def in_order(name: str, title: str, language: str) -> str:
    """Name and title in the order of a language.

    >>> [in_order(name, "Mayor", code) for name, code in (("Lee", "en"), ("イ", "ja"), ("이", "ko"))]
    ['Mayor Lee', 'イ市長', '이 시장']
    """
    if language == "en":
        return f"{title} {name}"
    japanese, korean = TITLES[title]
    return f"{name}{japanese}" if language == "ja" else f"{name} {korean}"


# Who heads a place: what its name ends in, and what follows. 光州広域市 + 長, 전라남도 + 지사.
_OFFICES = {
    "ja": (("市", "長", "Mayor"), ("道", "知事", "Governor"), ("県", "知事", "Governor")),
    "ko": (("시", "장", "Mayor"), ("도", "지사", "Governor"), ("현", "지사", "Governor")),
}
_OFFICE_BEFORE = re.compile(r"\b(Mayor|Governor) of (?:the )?$")


def office_after(text: str, start: int, end: int, language: str) -> tuple[str, int] | None:
    """The head of the place at text[start:end] in Japanese or Korean: the title, and where it ends.

    >>> office_after("光州広域市長は", 0, 5, "ja"), office_after("광주광역시장은", 0, 5, "ko")
    (('Mayor', 6), ('Mayor', 6))
    >>> office_after("光州市長城路", 0, 3, "ja")
    """
    for unit, rest, title in _OFFICES.get(language, ()):
        upto = end + len(rest)
        if text[end - 1] == unit and text.startswith(rest, end) and not _goes_on(text, upto, language):
            return title, upto
    return None


def _goes_on(text: str, place: int, language: str) -> bool:
    """市長村, 시장실: no title."""
    if language == "ja":
        return script(text[place : place + 1] or " ") == "han"
    return re.match(r"[가-힣]", text[place : place + 1]) is not None and not ends_word(text, place - 1, place)


def office_before(text: str, place: int) -> tuple[str, int] | None:
    """The office in front of an English place, and where it begins.

    >>> office_before("the Mayor of Gwangju", 13)
    ('Mayor', 4)
    """
    found = _OFFICE_BEFORE.search(text, 0, place)
    return (found.group(1), found.start()) if found else None


def head_of(form: str, title: str, language: str) -> str:
    """The head of a place in a language.

    >>> [head_of(*place) for place in (("Gwangju", "Mayor", "en"), ("光州市", "Mayor", "ja"), ("전라남도", "Governor", "ko"))]
    ['Mayor of Gwangju', '光州市長', '전라남도지사']
    """
    if language == "en":
        return f"{title} of {form}"
    for unit, rest, name in _OFFICES[language]:
        if name == title and form.endswith(unit):
            return form + rest
    japanese, korean = TITLES[title]
    return f"{form}{japanese}" if language == "ja" else f"{form} {korean}"


def family(entry: Entry, language: str) -> str | None:
    """The family name of a person; None when it cannot be told (a Japanese name in one piece).

    >>> lee = Entry(en="Lee Yong-sup", ja="イ・ヨンソプ", ko="이용섭", kind="person")
    >>> [family(lee, code) for code in ("en", "ja", "ko")]
    ['Lee', 'イ', '이']
    """
    form = entry.form(language)
    if entry.kind != "person" or not form or not entry.ko:
        return None
    korean = bool(_HANGUL_NAME.fullmatch(entry.ko))
    parts = re.split(r"[\s・･=＝]+", form)
    if len(parts) > 1:
        # 스가 요시히데 is Yoshihide Suga in English; 가리 카스파로프 keeps its order everywhere.
        japanese = script(entry.ja[:1]) == "han" if entry.ja else False
        first = korean or (japanese and language != "en")
        return parts[0] if first else parts[-1]
    if language == "ko" and korean:
        return form[:2] if form.startswith(_TWO_SYLLABLES) and len(form) > 3 else form[0]
    if language == "ja" and korean and script(form[0]) == "han":
        return form[:2] if entry.ko.startswith(_TWO_SYLLABLES) and len(form) > 3 else form[0]
    return None

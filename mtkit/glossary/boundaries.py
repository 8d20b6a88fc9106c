"""Where a name may begin and end, per script: the edges that tell a hit from a piece of another word."""

import re
from functools import cache

from mtkit.glossary.hangul import ends_word
from mtkit.languages import script as slow_script

__all__ = ["cases_agree", "edges", "spacing_agrees"]

script = cache(slow_script)  # asked for the same few thousand characters again and again

# Han characters that stand before a name without being part of it, and those that end a bigger place before it.
_BEFORE_HAN = frozenset("元前旧新現同各全約在駐本対第米日韓中英独仏計及兼故於至自回期次号")
_UNITS = frozenset("国道市県都府郡区町村洞面邑里州駅館院社")
# What makes another place of a place: 大田 is not in 大田原, nor 大田区.
_OTHER_PLACE = frozenset("里原崎沢浜橋島山川谷海湖洞面邑岳峠坂区城人語")
_UNIT_END = frozenset("国道市県都府郡区町村洞面邑里")
# Hiragana that may come right before, or begin what comes right after, a name in hiragana.
_BEFORE_KANA = frozenset("とやのはがをにでもへか")
_AFTER_KANA = re.compile(
    r"[はがをにでともへやのか]|から|まで|より|だ|です|など|ほか|さん|さま|ち|く|し(?=[てた])|な(?=ど|ら|の)"
    r"|という|として|について|における"
)
_WORDISH = frozenset("_@＠")


def edges(text: str, start: int, end: int, language: str, kind: str = "term") -> tuple[bool, bool]:
    """Whether a name at text[start:end] may begin there and may end there.

    >>> edges("REGISTER", 2, 6, "en"), edges("GIST은", 0, 4, "ko"), edges("東京都", 1, 3, "ja")
    ((False, False), (True, True), (False, True))
    """
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    return _begins(text, start, before, language), _ends(text, start, end, after, language, kind)


def _begins(text: str, start: int, before: str, language: str) -> bool:
    if not before:
        return True
    first, left = script(text[start]), script(before)
    if first in ("latin", "digit"):
        return _latin_begins(text, start, before, left, first)
    if first == "hangul":
        return left != "hangul" and not _is_joining(before)
    if first == "katakana":
        return left != "katakana"
    if first == "hiragana":
        return left != "hiragana" or before in _BEFORE_KANA
    if first == "han":
        return left != "han" or before in _BEFORE_HAN or _after_unit(text, start)
    return True


def _is_joining(char: str) -> bool:
    return 0x1100 <= ord(char) <= 0x11FF


def _after_unit(text: str, start: int) -> bool:
    """True after 光州市 or 韓国, not after 市 alone."""
    return (
        start > 1 and text[start - 1] in _UNITS and script(text[start - 2]) in ("han", "katakana", "hiragana", "digit")
    )


def _latin_begins(text: str, start: int, before: str, left: str, first: str) -> bool:
    if left in ("latin", "digit") or before in _WORDISH or _is_mark(before):
        return False
    if before in ".,．" and start > 1:
        further = script(text[start - 2])
        return not (further == "digit" and first == "digit") and not (
            before != "," and text[start - 2].islower() and text[start].islower()
        )
    return True


def _is_mark(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def _ends(text: str, start: int, end: int, after: str, language: str, kind: str) -> bool:
    if not after:
        return True
    last, right = script(text[end - 1]), script(after)
    if last in ("latin", "digit"):
        return _latin_ends(text, end, after, right)
    if last == "hangul":
        return (right != "hangul" and not _is_joining(after)) or (
            right == "hangul" and ends_word(text, start, end, kind)
        )
    if last == "katakana":
        return right != "katakana"
    if last == "hiragana":
        return right != "hiragana" or bool(_AFTER_KANA.match(text, end))
    if last == "han":
        return _han_ends(text, start, end, after, right, kind)
    return True


def _latin_ends(text: str, end: int, after: str, right: str) -> bool:
    if right in ("latin", "digit") or after in _WORDISH or _is_mark(after):
        return False
    if after in ".．,":
        following = text[end + 1 : end + 2]
        if text[end - 1].isdigit():
            return not following.isdigit()
        return not (after != "," and following.islower() and script(following) == "latin")
    return True


def _han_ends(text: str, start: int, end: int, after: str, right: str, kind: str) -> bool:
    if end - start == 1:
        return right != "han" and (right != "hiragana" or after in _BEFORE_KANA)
    if kind == "place" and right == "han" and after in _OTHER_PLACE:
        return text[end - 1] in _UNIT_END
    return after != "々"


def cases_agree(form: str, hit: str, policy: str) -> bool:
    """Whether the capitals of a hit are those the form asks for.

    auto: where the form has a capital the text must have one; exact: the same; ignore: no matter.

    >>> cases_agree("PARC", "Parc", "auto"), cases_agree("mayor", "Mayor", "auto")
    (False, True)
    """
    if policy == "ignore":
        return True
    wanted, found = [c for c in form if c.isalpha()], [c for c in hit if c.isalpha()]
    if policy == "exact":
        return [c for c in wanted if _cased(c)] == [c for c in found if _cased(c)]
    if len(wanted) != len(found):  # ㎢, ﬁ and other characters that fold into several
        return True
    return all(there.isupper() or not here.isupper() for here, there in zip(wanted, found, strict=True))


def _cased(char: str) -> bool:
    return char.islower() or char.isupper()


def spacing_agrees(form: str, hit: str, language: str) -> bool:
    """Whether the spaces of a hit are a way to write the form.

    Japanese takes a space or none anywhere but inside a Latin word or a kana run. Korean takes it in long names (four
    syllables and more), in short ones as the form has it: 이 시장 is not 이시장.

    >>> spacing_agrees("光州広域市", "光州 広域市", "ja"), spacing_agrees("이시장", "이 시장", "ko")
    (True, False)
    """
    wanted, found = _spaces(form), _spaces(hit)
    if wanted == found:
        return True
    letters = "".join(form.split())
    if len(letters) > 1 and letters.isascii() and letters.isupper() and found == set(range(1, len(letters))):
        return True
    if language == "ko" and len(letters) < 4:
        return False
    return all(_may_space(letters, place, language, len(letters)) for place in wanted ^ found)


def _spaces(text: str) -> set[int]:
    """After how many letters there is a space (or a dot between katakana)."""
    places: set[int] = set()
    count = 0
    for char in text:
        if char.isspace() or char in "・･=＝゠":
            places.add(count)
        else:
            count += 1
    return places


def _may_space(letters: str, place: int, language: str, total: int) -> bool:
    if not 0 < place < total:
        return False
    left, right = script(letters[place - 1]), script(letters[place])
    if left == right == "latin" or left == right == "digit" or left == right == "hiragana":
        return False
    if language == "ko" and left == right == "hangul":
        return place > 1 and total - place > 1
    return True

"""What is not fit to learn from, and why: each text by itself, then each pair."""

import hashlib
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from mtkit.languages import LANGUAGES

__all__ = ["REASONS", "clean", "fault", "key", "mismatch"]

LONGEST = 1200  # characters of a text
_SHORT = 24  # weighted characters below which a ratio says nothing
_RATIO = 3.0
_CHARACTERS = {"en": 1.0, "ja": 2.4, "ko": 2.0}  # a character of each in English ones

REASONS = {
    "empty": "no letter and no digit, or fewer than two languages left",
    "long": f"more than {LONGEST} characters",
    "broken": "control or replacement characters",
    "signs": "signs of mtkit's own in the text",
    "markup": "left-over tags, entities or wiki brackets",
    "language": "not in the language of its column",
    "ratio": "one side more than three times as long as the other",
    "copy": "both sides the same",
    "placeholders": "other placeholders on the two sides",
    "duplicate": "seen before",
    "overlap": "in a development or test set",
    "pieces": "too many pieces for a batch",
}

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_SIGNS = re.compile(r"[⟪⟫]|>>[a-z]{3}<<|⟦(?![0-7]⟧)|⟨(?:plain|polite|casual)⟩")
_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|&(?:[a-z]{2,6}|#\d+);|\[\[|\]\]|\{\{|\}\}|\]\(https?:")
_PLACEHOLDER = re.compile(r"⟦[0-7]⟧")
_LETTER = re.compile(r"[^\W_]")
_HANGUL = re.compile(r"[가-힣ᄀ-ᇿㄱ-ㆎ]")
_KANA = re.compile(r"[ぁ-ゟァ-ヺー]")
_HAN = re.compile(r"[一-鿿㐀-䶿々〇]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CHINESE = 25  # a Japanese sentence of so many ideographs has kana


def fault(text: str, language: str) -> str:
    """The reason why a text is not fit for its language, "" when it is.

    >>> [fault(text, "ko") for text in ("광주는 도시다.", "Gwangju is a city.", "<b>광주</b>", "---")]
    ['', 'language', 'markup', 'empty']
    """
    if not _LETTER.search(text):
        return "empty"
    if len(text) > LONGEST:
        return "long"
    if _CONTROL.search(text):
        return "broken"
    if _SIGNS.search(text):
        return "signs"
    if _MARKUP.search(text):
        return "markup"
    return "" if _is_in(text, language) else "language"


def mismatch(first: str, second: str, languages: tuple[str, str]) -> str:
    """The reason why two texts are not fit to be each other's translation, "" when they are.

    >>> mismatch("Hello", "こんにちは", ("en", "ja"))
    ''
    >>> mismatch("Hello " * 20, "こんにちは", ("en", "ja"))
    'ratio'
    """
    if first == second:
        return "copy"
    if sorted(_PLACEHOLDER.findall(first)) != sorted(_PLACEHOLDER.findall(second)):
        return "placeholders"
    lengths = [len(text) * _CHARACTERS[code] for text, code in zip((first, second), languages, strict=True)]
    return "ratio" if max(lengths) > _SHORT + _RATIO * min(lengths) else ""


def clean(texts: Sequence[str]) -> tuple[tuple[str, str, str], Counter[str]]:
    """The texts (en, ja, ko) that are fit, "" for the others, and why each was dropped.

    Of three texts of which two agree, the third is dropped; of two that do not agree, both.

    >>> clean(("Good morning.", "おはようございます。", "&nbsp;안녕하세요."))
    (('Good morning.', 'おはようございます。', ''), Counter({'markup': 1}))
    """
    dropped: Counter[str] = Counter()
    kept = list(texts)
    for place, (text, language) in enumerate(zip(texts, LANGUAGES, strict=True)):
        if text and (reason := fault(text, language)):
            kept[place] = ""
            dropped[reason] += 1
    _drop_mismatches(kept, dropped)
    if sum(map(bool, kept)) == 1:
        dropped["empty"] += 1
        kept = ["", "", ""]
    en, ja, ko = kept
    return (en, ja, ko), dropped


def _drop_mismatches(kept: list[str], dropped: Counter[str]) -> None:
    found = {}
    for pair in itertools.combinations([place for place in range(3) if kept[place]], 2):
        reason = mismatch(kept[pair[0]], kept[pair[1]], (LANGUAGES[pair[0]], LANGUAGES[pair[1]]))
        if reason:
            found[pair] = reason
    blame = Counter(itertools.chain.from_iterable(found))
    lonely = [place for place in blame if blame[place] == 2]
    for place in lonely if len(found) == 2 else blame:
        if len(found) == 1 and all(kept) and place != max(blame, key=lambda one: -len(kept[one])):
            continue  # one pair of three is odd: the shorter of the two goes, it lacks something
        kept[place] = ""
        dropped[next(reason for pair, reason in found.items() if place in pair)] += 1


def _is_in(text: str, language: str) -> bool:
    hangul, kana, latin = (len(script.findall(text)) for script in (_HANGUL, _KANA, _LATIN))
    han = len(_HAN.findall(text))
    if not hangul + kana + latin + han:
        return True  # digits are in every language
    if language == "en":
        return latin > 2 * (hangul + kana + han)
    # A Latin word counts about as much as two characters of the others, and product names are long.
    if language == "ko":
        return hangul * 6 >= latin and hangul > kana and hangul * 2 > han
    own = kana + han
    return own * 6 >= latin and own > hangul * 2 and (kana > 0 or han < _CHINESE)


def key(text: str) -> int:
    """A 64-bit number that is the same for texts that differ only in case, width, spaces and punctuation; 0 for "".

    >>> key("Ｈello,  World!") == key("hello world") != key("hello word")
    True
    """
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
    return int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=8).digest(), "little") if plain else 0

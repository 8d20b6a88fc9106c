"""Which language a text is in, and how sure that is, as the wires tell it."""

from dataclasses import dataclass

from mtkit.languages import LANGUAGES, detect, scripts

__all__ = ["Guess", "guesses", "of"]


@dataclass(frozen=True, slots=True)
class Guess:
    """A language and the confidence in it, 0 to 100."""

    language: str
    confidence: int


def of(text: str) -> Guess:
    """The likeliest language of a text; English with confidence 0 when no letter tells.

    >>> of("GIST는 AI 대학원을 열었다."), of("12:30")
    (Guess(language='ko', confidence=84), Guess(language='en', confidence=0))
    """
    return guesses(text)[0]


def guesses(text: str) -> tuple[Guess, ...]:
    """The languages whose letters a text has, likeliest first; at least one.

    >>> [guess.language for guess in guesses("東京のGoogle")]
    ['ja', 'en']
    """
    likeliest = detect(text)
    if not likeliest:
        return (Guess("en", 0),)
    counts = scripts(text)
    japanese = counts.get("hiragana", 0) + counts.get("katakana", 0) + counts.get("han", 0)
    # A Latin word counts about as much as two characters of the others.
    weights = {"en": counts.get("latin", 0) / 4, "ja": japanese, "ko": counts.get("hangul", 0)}
    total = sum(weights.values())
    found = [Guess(code, round(100 * weights[code] / total)) for code in LANGUAGES if weights[code]]
    return tuple(sorted(found, key=lambda guess: (guess.language != likeliest, -guess.confidence)))

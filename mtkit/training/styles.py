"""The speech level of a Japanese or Korean sentence, told by its last ending."""

import re

__all__ = ["CASUAL", "NONE", "PLAIN", "POLITE", "level"]

NONE, PLAIN, POLITE, CASUAL = range(4)
_CLOSE = "[.。!！?？…’”\"'」』）)]*$"
_ENDINGS = {
    "ja": (
        (
            POLITE,
            re.compile(f"(?:です|ます|ました|ません|でした|ましょう|ください|でしょう)(?:か|ね|よ|よね)?{_CLOSE}"),
        ),
        (PLAIN, re.compile("[うくぐすつぬぶむるただい][。」』）)]+$")),
    ),
    "ko": (
        (POLITE, re.compile(f"(?:니다|십시오|니까){_CLOSE}")),
        (CASUAL, re.compile(f"[요죠]{_CLOSE}")),
        (PLAIN, re.compile("다[.’”\"')]*$")),
    ),
}


def level(text: str, language: str) -> int:
    """0 when the ending tells nothing, 1 plain (한다체, である), 2 polite (합니다체, です・ます), 3 casual (해요체).

    >>> [level(text, "ko") for text in ("광주에 간다.", "광주에 갑니다.", "광주에 가요.", "광주 방문")]
    [1, 2, 3, 0]
    >>> level("光州に行きます。", "ja"), level("光州に行く。", "ja"), level("I go.", "en")
    (2, 1, 0)
    """
    return next((number for number, ending in _ENDINGS.get(language, ()) if ending.search(text)), NONE)

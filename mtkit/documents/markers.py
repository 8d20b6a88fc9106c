"""What stands before the text of a line and is not text: white space, bullets, outline numbers, quote bars.

Cautious, since a symbol can be text: `△3.5%` is a minus, `○○구` a name left blank, `-5도` a temperature,
`10. 6. 개최` a date.
"""

import re

__all__ = ["strip"]

_BULLET = re.compile(
    r"""
      [‘’'"“]?[|｜]
    | ([▲△▼▽])(?!\1)(?=[^\s\d０-９.]|\s+(?![\d.,]+\s*[%％]?\s*$))  # a triangle before a figure is plus or minus
    | [■□▣◆◇◈●○◎◯★☆▶▷►▸◀◁◉❍⚫⚪](?!(?<=[■□◆◇●○◯★☆])[■□◆◇●○◯★☆])         # twice is a name left blank
    | [※☞・･•‣◦∙⁃·ㆍ▪▫❖❏❑✓✔✅➤➢→⇒☑☐]
    | (?:[-–—―*+]+|[>＞]+)(?=\s)
    | [-–—―>＞](?=[가-힣ぁ-ヿ一-鿿])
    | [ㅇㅁoO](?=\s+[가-힣「『“‘(<])                             # the circle and square of Korean office papers
    | (?:\(?\d{1,2}[.)]|[①-⑳❶-❿㉠-㉻ⅰ-ⅻⅠ-Ⅻ][.)]?|[가나다라마바사아자차카타파하][.)])(?=\s)(?!\s*\d)
    | [①-⑳❶-❿㉠-㉻]
    """,
    re.VERBOSE,
)


def strip(line: str) -> tuple[str, str, str]:
    """A line as what stands before its text, the text, and the white space after it.

    >>> strip("  ▲ 光州市は ")
    ('  ▲ ', '光州市は', ' ')
    >>> strip("○○구 주민"), strip("△3.5%"), strip("‘| パロ")
    (('', '○○구 주민', ''), ('', '△3.5%', ''), ('‘| ', 'パロ', ''))
    """
    start = _blank(line, 0)
    while match := _BULLET.match(line, start):
        start = _blank(line, match.end())
    text = line[start:].rstrip()
    return line[:start], text, line[start + len(text) :]


def _blank(line: str, start: int) -> int:
    while start < len(line) and line[start].isspace():
        start += 1
    return start

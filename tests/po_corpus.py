"""PO and POT files of every make, for the tests: written by code, and by GNU gettext's own tools where they are there."""

import random
import shutil
import subprocess
from collections.abc import Iterator

HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: site 1.0\\n"\n"PO-Revision-Date: 2026-11-30 12:00+0000\\n"\n'
    '"Last-Translator: Kim <kim@example.org>\\n"\n"Language-Team: Korean\\n"\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset={charset}\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {plurals}\\n"\n'
)
PLURALS = {
    1: ("ko", "nplurals=1; plural=0;"),
    2: ("en", "nplurals=2; plural=(n != 1);"),
    3: ("ru", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"),
    4: ("sl", "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);"),
    5: ("ga", "nplurals=5; plural=n==1 ? 0 : n==2 ? 1 : n<7 ? 2 : n<11 ? 3 : 4;"),
    6: ("ar", "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"),
}
WORDS = {
    "UTF-8": [
        "광주광역시는",
        "인공지능",
        "중심도시를",
        "만들고",
        "있습니다.",
        "光州",
        "キャンセル",
        "されました。",
        "“따옴표”",
        "—",
        "naïve",
        "½",
        "😀",
    ],
    "EUC-KR": ["광주광역시는", "인공지능", "중심도시를", "만들고", "있습니다.", "예약이", "취소되었습니다."],
    "CP949": ["광주광역시는", "펲시콜라", "뷁", "똠방각하", "예약이", "취소되었습니다."],
    "EUC-JP": ["光州広域市は", "人工知能", "キャンセル", "されました。", "予約", "ソース", "能力", "表示"],
    "Shift_JIS": ["光州広域市は", "ソース", "能力", "表示", "予約が", "十分", "キャンセル"],
    "ISO-8859-1": ["Réservation", "annulée", "déjà", "éèàç", "Straße", "año"],
    "KOI8-R": ["Файл", "сохранён", "Отмена", "Открыть"],
    "GBK": ["光州", "文件", "已经", "保存", "取消"],
}
ENGLISH = [
    "The",
    "quick",
    "reservation",
    "of",
    "%(name)s",
    "was",
    "canceled",
    "at",
    "http://example.org/a/b",
    "and",
    "refunded",
    "in",
    "<b>bold</b>",
    "letters",
]


def text(charset="UTF-8", language="ko", forms=1, entries=12, seed=0):
    """A catalogue with everything that a PO file may hold, unwrapped."""
    dice = random.Random(f"{charset}{forms}{entries}{seed}")
    parts = ["# Translations of a site.\n# Kim <kim@example.org>, 2026.\n#\n"]
    parts.append(HEADER.format(language=language, charset=charset, plurals=PLURALS[forms][1]))
    parts += (_entry(dice, number, charset, forms) for number in range(entries))
    parts.append(
        '\n# an old one\n#~| msgid "Olde"\n#~ msgctxt "menu"\n#~ msgid "Old"\n#~ msgstr ""\n#~ "one\\n"\n#~ "two"\n'
    )
    return "".join(parts)


def _entry(dice, number, charset, forms):
    said = " ".join(dice.choices(WORDS[charset], k=dice.randint(1, 30)))
    source = f"{number} " + " ".join(dice.choices(ENGLISH, k=dice.randint(1, 25)))
    kind = dice.randrange(8)
    head = f"\n#. A note {'that goes on ' * dice.randint(0, 9)}\n#: site.py:{number} b.py:7\n"
    if kind == 0:
        return f'{head}#, python-format\nmsgid "{source}"\nmsgstr ""\n'
    if kind == 1:
        return f'{head}#, fuzzy, python-format\n#| msgid "Before {source}"\nmsgid "{source}"\nmsgstr "{said}"\n'
    if kind == 2:
        strings = "".join(f'msgstr[{n}] "{said if dice.random() < 0.7 else ""}"\n' for n in range(forms))
        return f'{head}msgid "%d {source}"\nmsgid_plural "%d {source}s"\n{strings}'
    if kind == 3:
        return f'\n# translator: {said}\nmsgctxt "menu|{number}"\nmsgid "{source}"\nmsgstr "{said}"\n'
    if kind == 4:
        return f'\nmsgid ""\n"{source}\\n"\n"\\n"\n"\\tmore \\"quoted\\" \\\\ text\\n"\nmsgstr ""\n"{said}\\n"\n"\\n"\n"\\t{said}\\n"\n'
    return f'\nmsgid "{source}"\nmsgstr "{said}"\n'


def files() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file of the corpus."""
    plain = text()
    for forms, (language, _) in PLURALS.items():
        yield from _wrapped(f"plural-{forms}", text(language=language, forms=forms), "UTF-8")
    for charset in WORDS:
        yield from _wrapped(charset.lower(), text(charset), charset)
    yield "crlf.po", plain.replace("\n", "\r\n").encode()
    yield "crlf-euckr.po", text("EUC-KR").replace("\n", "\r\n").encode("euc_kr")
    yield "bom.po", b"\xef\xbb\xbf" + plain.encode()
    yield "bom-crlf.po", b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode()
    yield "no-last-newline.po", plain.rstrip("\n").encode()
    yield "blank-lines.po", plain.replace("\n\n", "\n\n \t\n\n").encode() + b"\n\n\n"
    yield "no-blank-lines.po", plain.replace("\n\n", "\n").encode()
    yield "trailing-comment.po", plain.encode() + b"\n# The end.\n"
    yield "no-header.po", b'msgid "a"\nmsgstr "b"\n'
    yield "empty.po", b""
    yield "comments-only.po", b"# nothing yet\n\n#. at all\n"
    yield "huge-comment.po", ("# " + "가" * 100_000 + "\n" + plain).encode()
    yield "many-notes.po", ("# note\n" * 20_000 + plain).encode()
    yield "tight.po", b'msgid"a"msgstr"b"\nmsgid "c" "d"\n\tmsgstr  "e"\n  "f"\n'
    yield "escapes.po", rb'msgid "\303\251 \x41 \a\b\f\v\r\t\\ \"q\""' + b'\nmsgstr "z"\n'
    yield "odd-flags.po", b'#,fuzzy,c-format\n#, range: 0..9\n#=no-wrap\n#,\nmsgid "a"\nmsgstr "b"\n'
    yield (
        "template.pot",
        plain.replace("charset=UTF-8", "charset=CHARSET")
        .replace(PLURALS[1][1], "nplurals=INTEGER; plural=EXPRESSION;")
        .encode("utf-8"),
    )
    yield "domain.po", b'domain "site"\nmsgid "a"\nmsgstr "b"\n'
    yield (
        "one-line-header.po",
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: ko\\n"\n\nmsgid "a"\nmsgstr ""\n',
    )
    yield "iso-2022-jp.po", text("EUC-JP").replace("EUC-JP", "ISO-2022-JP").encode("iso2022_jp")
    yield "nec-row.po", text("Shift_JIS").encode("cp932") + b'\n# \xfa\x4a \x87\x54\nmsgid "x"\nmsgstr "\xfa\x4a"\n'
    for seed in range(8):
        yield f"random-{seed}.po", text(entries=40, seed=seed).encode()


def _wrapped(name: str, catalogue: str, charset: str) -> Iterator[tuple[str, bytes]]:
    data = catalogue.encode("cp932" if charset == "Shift_JIS" else charset)
    yield f"{name}.po", data
    if not shutil.which("msgcat"):
        return
    for option in ("--width=76", "--width=79", "--no-wrap"):
        done = subprocess.run(["msgcat", option, "-"], input=data, capture_output=True)
        if not done.returncode:
            yield f"{name}{option}.po", done.stdout

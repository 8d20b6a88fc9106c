"""Encodings: what is found out, what is refused, what is written."""

import pytest

from mtkit import documents
from mtkit.documents import encodings
from mtkit.errors import InputError

KO, JA = "광주시는 인공지능 중심도시다.\n둘째 줄\n", "光州広域市は、フォーラムを開催します。\n二行目\n"


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (KO, "utf-8", "utf-8"), (JA, "utf-8", "utf-8"), (KO, "cp949", "cp949"), (KO, "euc_kr", "cp949"), (JA, "cp932", "cp932"),
        (JA, "euc_jp", "euc_jp"), (JA, "iso2022_jp", "iso2022_jp"), ("It’s a “test” – and more plain text.\n", "cp1252", "cp1252"),
        ("서울", "cp949", "cp949"), ("안내", "cp949", "cp949"), ("東京", "cp932", "cp932"), ("お知らせ", "euc_jp", "euc_jp"),
        ("ニュース", "cp932", "cp932"), ("お知らせ一覧", "cp932", "cp932"), ("공지사항", "cp949", "cp949"), ("ＡＩ都市", "euc_jp", "euc_jp"),
    ],
)  # fmt: skip
def test_detected(text, codec, found):
    decoded = encodings.decode(text.encode(codec), name="a.txt")
    assert (decoded.text, decoded.encoding) == (text, found)
    assert [issue.code for issue in decoded.notices] == ([] if found == "utf-8" else ["encoding-detected"])


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [KO, JA, ""])
def test_byte_order_marks_come_back(codec, text):
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(codec, b"")
    data = mark + text.encode(codec)
    document = documents.parse(data, format="text", name="a.txt")
    assert document.render([segment.source for segment in document.segments]) == data
    assert "".join(segment.source for segment in document.segments) == text.replace("\n", "")


@pytest.mark.parametrize(
    ("asked", "codec"),
    [("EUC-KR", "cp949"), ("shift_jis", "cp932"), ("sjis", "cp932"), ("eucjp", "euc_jp"), ("UTF8", "utf-8")],
)
def test_asked_for(asked, codec):
    decoded = encodings.decode("日本".encode(codec), name="a", encoding=asked)
    assert (decoded.text, decoded.encoding, decoded.notices) == ("日本", codec, ())


def test_row_13_of_euc_jp():
    assert encodings.decode("①㈱".encode("euc_jis_2004"), name="a", encoding="euc-jp").text == "①㈱"


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        (b"\x80\xff", {}, r"a:1: not UTF-8 \(byte 0x80\) and no encoding that could be recognised; say --encoding"),
        ("한글 문서\n".encode() * 9 + b"\xff", {}, "a:10: not UTF-8 .* though the rest of it is"),
        (b"a\0b", {}, "a: binary data, not text"),
        (b"\x89PNG\r\n\x1a\n", {}, "a: is a PNG file, not text"),
        (b"PK\x03\x04xx", {}, "is a ZIP or Office file"),
        (bytes(range(1, 32)) * 3, {}, "binary data"),
        ("한글".encode(), {"encoding": "klingon"}, "unknown encoding 'klingon'; use utf-8"),
        (b"x", {"encoding": "rot13"}, "unknown encoding 'rot13'"),
        ("a\n한글".encode(), {"encoding": "ascii"}, "a:2: not ascii .*; say another --encoding"),
        (b"\xff\xfea", {}, "not utf-16-le"),
    ],
)
def test_refused(data, options, message):
    with pytest.raises(InputError, match=message):
        encodings.decode(data, name="a", **options)


@pytest.mark.parametrize("text", [KO, JA])
def test_declared(text):
    page = f'<meta charset="{"euc-kr" if text is KO else "shift_jis"}"><p>{text}</p>'
    codec = "cp949" if text is KO else "cp932"
    document = documents.parse(page.encode(codec), format="html", name="a.html")
    assert (document.encoding, document.notices) == (codec, ())


def test_declared_but_utf8():
    document = documents.parse('<meta charset="euc-kr"><p>서울</p>'.encode(), format="html", name="a.html")
    assert [str(issue) for issue in document.notices] == ["a.html encoding-detected: declares euc-kr, but is UTF-8"]


def test_written_in_its_own_encoding_when_that_can_hold_it():
    document = documents.parse(JA.encode("cp932"), format="text", name="a", encoding="cp932")
    output = document.output(["10〜12 − x", "two"])
    assert (output.data, output.encoding, output.notices) == ("10～12 － x\ntwo\n".encode("cp932"), "cp932", ())


def test_written_as_utf8_with_a_notice_and_a_new_declaration():
    page = '<?xml version="1.0" encoding="Shift_JIS"?><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><p>東京</p>'
    document = documents.parse(page.encode("cp932"), format="html", name="a.html")
    output = document.output(["서울"])
    assert output.data.decode() == page.replace("Shift_JIS", "utf-8").replace("東京", "서울")
    assert [issue.code for issue in output.notices] == ["encoding-changed"]

"""Every format out and in again; every bad file refused with its line."""

import pytest

from mtkit.errors import GlossaryError
from mtkit.glossary import Entry, Glossary, formats, table, tbx

ENTRIES = (
    Entry("Gwangju", "光州", "광주", en_aliases=("Kwangju",), kind="place", domain="city", note='a, "b"'),
    Entry(
        "Gwangju Institute of Science and Technology",
        "光州科学技術院",
        "광주과학기술원",
        ko_aliases=("광과기원",),
        ja_forbidden=("光州科技院",),
        abbreviation="GIST",
        kind="organisation",
        reading="지스트",
    ),
    Entry("AI & <x>", ko="인공지능"),
)


@pytest.mark.parametrize("format", ["tsv", "csv", "xlsx", "tbx", "tbx2"])
def test_there_and_back(tmp_path, format):
    path = tmp_path / f"g.{format.rstrip('2')}"
    formats.write(path, ENTRIES, format=format)
    assert formats.read(path, format=format) == ENTRIES
    assert [name.name for name in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("format", ["deepl-tsv", "deepl-csv", "omegat"])
def test_two_columns_there_and_back(tmp_path, format):
    path = tmp_path / "g.txt"
    formats.write(path, ENTRIES, format=format, languages=("ko", "en"))
    again = formats.read(path, format=format, languages=("ko", "en"))
    assert [(e.ko, e.en) for e in again] == [
        ("광주", "Gwangju"),
        ("광주과학기술원", "Gwangju Institute of Science and Technology"),
        ("광과기원", "Gwangju Institute of Science and Technology"),
        ("GIST", "Gwangju Institute of Science and Technology"),
        ("인공지능", "AI & <x>"),
    ]
    assert (again[0].note == ENTRIES[0].note) == (format == "omegat")


def test_google_there_and_back(tmp_path):
    formats.write(tmp_path / "g.csv", ENTRIES, format="google")
    again = formats.read(tmp_path / "g.csv", format="google")
    assert [(e.en, e.ja, e.ko, e.note) for e in again] == [(e.en, e.ja, e.ko, e.note) for e in ENTRIES]


HEAD = "en\tja\tko\tkind\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (HEAD + "Seoul\tソウル\t서울\n", "g.tsv:2: 3 cells where the header has 4"),
        (HEAD + "Seoul\tソウル\t서울\tplace\tx\n", "g.tsv:2: 5 cells where the header has 4"),
        (HEAD + "# a remark\n\nSeoul\t\t서울\tplace\n", "g.tsv:4: empty ja form; write the name, or - when"),
        (HEAD + "Seoul\tソウル\t서울\tplace\n" * 2, "g.tsv:3: the same names as in line 2"),
        (HEAD + "Seoul\tソウル\t서\x07울\tplace\n", "g.tsv:2: control character"),
        (HEAD + f"{'S' * 201}\tソウル\t서울\tplace\n", "g.tsv:2: a form of 201 characters"),
        (HEAD + "Seoul\tソウル\t서울\tcity\n", "g.tsv:2: unknown kind 'city'"),
        (HEAD + "Seoul\t-\t-\tplace\n", "g.tsv:2: only one language has a form"),
        (HEAD + "⟦0⟧\tソウル\t서울\tplace\n", "g.tsv:2: '⟦' in"),
        (HEAD + "S|T\tソウル\t서울\tplace\n", "g.tsv:2: '|' in"),
        ("en\tko\tcase\nSeoul\t서울\tmaybe\n", "g.tsv:2: unknown case 'maybe'"),
        ("en\tko\tdnt\nSeoul\t서울\tmaybe\n", "g.tsv:2: dnt is 'maybe'"),
        ("en\tko\tja_aliases\nSeoul\t서울\tソウル市\n", "g.tsv:2: aliases or forbidden forms but no preferred ja form"),
        ("en\tko\tko_forbidden\nSeoul\t서울\t서울\n", "g.tsv:2: ko form '서울' is both accepted and forbidden"),
        ("en\tko\tcolour\n", "g.tsv:1: unknown column 'colour'"),
        ("en\tko\ten\n", "g.tsv:1: column 'en' twice"),
        ("Seoul\t서울\n", "g.tsv:1: unknown column 'seoul'"),
        ("en\tnote\n", "g.tsv:1: no header with two of the columns"),
        ("", "g.tsv: no header"),
        (HEAD, "g.tsv: no entries"),
    ],
)
def test_bad_tables(tmp_path, monkeypatch, data, message):
    (tmp_path / "g.tsv").write_text(data, "utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GlossaryError) as caught:
        Glossary.load("g.tsv")
    assert str(caught.value).startswith(message)


def test_encodings(tmp_path):
    text = HEAD + "Seoul\tソウル\t서울\tplace\n"
    path = tmp_path / "g.tsv"
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert Glossary.load(path).entries[0].ko == "서울"
    path.write_bytes(text.encode("utf-16"))
    assert Glossary.load(path).entries[0].ko == "서울"
    path.write_bytes("en\tko\nSeoul\t서울\n".encode("cp949"))
    with pytest.raises(GlossaryError, match=r"g\.tsv:2: not UTF-8 \(it reads as CP949\)"):
        Glossary.load(path)
    assert Glossary.load(path, encoding="cp949").entries[0].ko == "서울"
    with pytest.raises(GlossaryError, match="unknown encoding"):
        Glossary.load(path, encoding="klingon")


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE martif [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><martif><text>&b;</text></martif>"""
EXTERNAL = b"""<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/passwd">]><martif><text>&x;</text></martif>"""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (BOMB, "declares entities"),
        (EXTERNAL, "declares entities"),
        (BOMB.decode().replace('<?xml version="1.0"?>\n', "").encode("utf-16"), "declares entities"),
        (b"<html/>", "<html> is no TBX"),
        (b"<martif><text>", "no XML"),
        (b"", "no XML"),
        (
            b'<martif><termEntry><langSet xml:lang="en"><tig><term> </term></tig></langSet></termEntry></martif>',
            "empty term",
        ),
    ],
)
def test_bad_tbx(data, message):
    with pytest.raises(GlossaryError, match=message):
        tbx.parse(data, "g.tbx")


def test_tbx_of_others():
    data = """<?xml version='1.0' encoding="UTF-8"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
    <martif type="TBX" xml:lang="en"><text><body><termEntry id="1"><note>n</note>
    <langSet xml:lang="en-US"><ntig><termGrp><term>Seoul</term></termGrp></ntig></langSet>
    <langSet xml:lang="ko"><tig><term>서울</term></tig><tig><term>서울시</term></tig></langSet>
    <langSet xml:lang="fr"><tig><term>Séoul</term></tig></langSet></termEntry></body></text></martif>""".encode()
    assert tbx.parse(data) == (Entry("Seoul", "", "서울", ko_aliases=("서울시",), note="n"),)


@pytest.mark.parametrize(
    ("name", "format", "languages", "message"),
    [
        ("g.doc", None, None, "format not known"),
        ("g.txt", None, None, "two columns without a header; say which two"),
        ("g.tsv", "pdf", None, "unknown glossary format 'pdf'"),
        ("g.txt", None, ("ko", "en"), r"g\.txt:2: empty target"),
        ("g.xlsx", None, None, "no XLSX"),
        ("g.csv", "google", None, "no header with two of en, ja, ko"),
    ],
)
def test_bad_files(tmp_path, name, format, languages, message):
    path = tmp_path / name
    path.write_text("서울\tSeoul\n부산\t\n", "utf-8")
    with pytest.raises(GlossaryError, match=message):
        formats.read(path, format=format, languages=languages)


def test_a_formula_is_only_text(tmp_path):
    entries = (Entry("=1+1", "は", "합"),)
    formats.write(tmp_path / "g.xlsx", entries)
    assert formats.read(tmp_path / "g.xlsx") == entries


def test_comments_survive_no_reading_but_are_written():
    assert table.render(ENTRIES[:1], comment="Licence: X\nby us").startswith("# Licence: X\n# by us\nen\t")


def test_the_checksum_follows_the_content():
    glossary = Glossary(ENTRIES)
    assert glossary.checksum == Glossary(reversed(ENTRIES)).checksum
    assert glossary.checksum != Glossary(ENTRIES[:2]).checksum
    assert Glossary(table.parse(table.render(ENTRIES), "elsewhere.tsv")).checksum == glossary.checksum


@pytest.mark.parametrize("term", ["PARC", "=PARC", "x=", "", "="])
def test_bad_inline_terms(term):
    with pytest.raises(GlossaryError, match="write SOURCE=TARGET"):
        Glossary.inline(term, "ja", "en")


def test_an_inline_term_with_an_equals_sign():
    assert Glossary.inline("a==b=c", "ja", "en").entries[0].ja == "a=b"

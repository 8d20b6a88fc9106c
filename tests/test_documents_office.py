"""Word and OpenDocument texts: read back by python-docx and lxml after a translation, and what is refused."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from mtkit import documents
from mtkit.engines.pseudo import NaughtyEngine, PseudoEngine
from mtkit.errors import InputError
from mtkit.translator import Translator

ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:o" xmlns:text="urn:t"><office:body><office:text>'
    '<text:h>제목</text:h><text:p>이것은 <text:span text:style-name="T1">굵은 글</text:span>이다 &amp; 끝.<text:note><text:note-body><text:p>각주</text:p>'
    "</text:note-body></text:note></text:p><text:p/></office:text></office:body></office:document-content>",
    "styles.xml": '<office:document-styles xmlns:office="urn:o" xmlns:text="urn:t"><text:p>머리말</text:p></office:document-styles>',
    "Pictures/a.png": "no picture",
}


def archive(members):
    with zipfile.ZipFile(file := io.BytesIO(), "w") as output:
        for name, text in members.items():
            output.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return file.getvalue()


def word(build):
    document = docx.Document()
    build(document)
    document.save(file := io.BytesIO())
    return file.getvalue()


def release(document):
    document.add_heading("광주시, 집적단지 착공", 0)
    paragraph = document.add_paragraph("광주시는 ")
    paragraph.add_run("인공지능").bold = True
    paragraph.add_run(" 중심도시를 ")
    paragraph.add_run("만든다.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "구분", "A & B < C"
    document.sections[0].header.paragraphs[0].text = "보도자료"
    document.add_paragraph("")


RELEASE = word(release)


def read(data, format="docx"):
    return documents.parse(data, format=format, name="r")


def test_runs_that_look_the_same_are_one_text():
    segments = read(RELEASE).segments
    assert [segment.source for segment in segments] == [
        "광주시, 집적단지 착공",
        "광주시는 <1/>인공지능<2/> 중심도시를 만든다.",
        "구분",
        "A & B < C",
        "보도자료",
    ]
    assert [segment.where for segment in segments][:2] == ["r:1", "r:2"]


@pytest.mark.parametrize(("data", "format"), [(RELEASE, "docx"), (archive(ODT), "odt")])
def test_identity_is_byte_for_byte(data, format):
    document = read(data, format)
    assert document.render([segment.source for segment in document.segments]) == data


def test_a_translation_keeps_formatting_tables_and_headers():
    document = read(RELEASE)
    targets = ["Title", "It makes <1/>AI<2/> & <b>.", "Kind", "x", "Press"]
    written = docx.Document(io.BytesIO(document.render(targets, language="en")))
    runs = [(run.text, bool(run.bold)) for run in written.paragraphs[1].runs if run.text]
    assert runs == [("It makes ", False), ("AI", True), (" & <b>.", False)]
    assert [cell.text for cell in written.tables[0].rows[0].cells] == ["Kind", "x"]
    assert written.sections[0].header.paragraphs[0].text == "Press"
    with zipfile.ZipFile(io.BytesIO(RELEASE)) as old:
        new = zipfile.ZipFile(io.BytesIO(document.render(targets)))
        assert [info.filename for info in new.infolist()] == [info.filename for info in old.infolist()]
        kept = set(old.namelist()) - {"word/document.xml", "word/header1.xml"}
        assert all(old.read(name) == new.read(name) for name in kept)


@pytest.mark.parametrize("target", ["둘 <2/>하나<1/>", "<1/>만", "없음", "<1/><1/><2/>", ""])
def test_tags_in_another_order_leave_a_document_that_opens(target):
    document = read(RELEASE)
    written = docx.Document(io.BytesIO(document.render(["a", target, "b", "c", "d"])))
    assert written.paragraphs[1].text == target.replace("<1/>", "").replace("<2/>", "")


def test_a_look_that_no_reader_sees_divides_no_text():
    def build(document):
        paragraph = document.add_paragraph("하나 ")
        run = paragraph.add_run("둘")
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
        paragraph.add_run(" 셋").italic = True
        paragraph.add_run(" 넷")

    assert [segment.source for segment in read(word(build)).segments] == ["하나 둘<1/> 셋<2/> 넷"]


def test_tags_that_do_not_come_back_stay():
    xml = "<w:p xmlns:w='w'><w:r><w:t>하나</w:t><w:r><w:t>둘</w:t></w:r></w:r></w:p>"
    document = read(archive({"word/document.xml": xml}))
    assert [segment.source for segment in document.segments] == ["하나<1/>둘"]
    with zipfile.ZipFile(io.BytesIO(document.render(["x<1/>y"]))) as archived:
        assert [e.text for e in etree.fromstring(archived.read("word/document.xml")).iter("{w}t")] == ["x", "y"]


def test_opendocument():
    document = read(archive(ODT), "odt")
    assert [s.source for s in document.segments] == ["제목", "이것은 <1/>굵은 글<2/>이다 & 끝.", "각주", "머리말"]
    data = document.render(["Title", "This is <1/>bold<2/> & done.", "Note", "Header"], language="en")
    with zipfile.ZipFile(io.BytesIO(data)) as archived:
        assert archived.infolist()[0].filename == "mimetype"
        assert archived.infolist()[0].compress_type == zipfile.ZIP_STORED
        content = etree.fromstring(archived.read("content.xml"))
    paragraph = content.find(".//{urn:t}p")
    assert (paragraph.text, paragraph.find("{urn:t}span").text) == ("This is ", "bold")
    assert content.findtext(".//{urn:t}note-body/{urn:t}p") == "Note"


@pytest.mark.parametrize("target", ["<2/>a<1/>b", "a<2/>", "<1/>a", "none"])
def test_tags_in_another_order_leave_opendocument_well_formed(target):
    data = read(archive(ODT), "odt").render(["a", target, "b", "c"])
    with zipfile.ZipFile(io.BytesIO(data)) as archived:
        paragraph = etree.fromstring(archived.read("content.xml")).find(".//{urn:t}p")
    assert paragraph.text == target.replace("<1/>", "").replace("<2/>", "")
    assert paragraph.find("{urn:t}span") is not None


ENGINES = {"pseudo": PseudoEngine(), **{f"naughty-{seed}": NaughtyEngine(seed=seed) for seed in range(6)}}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_whatever_an_engine_does_the_document_opens(engine):
    translator = Translator("ko", "en", engine=engine)
    assert docx.Document(io.BytesIO(translator.translate(read(RELEASE)).data)).paragraphs
    with zipfile.ZipFile(io.BytesIO(translator.translate(read(archive(ODT), "odt")).data)) as archived:
        assert etree.fromstring(archived.read("content.xml")) is not None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no archive that can be read"),
        (RELEASE[:-400], "no archive that can be read"),
        (archive({"a.txt": "x"}), "no text in this archive; is it another kind of document?"),
        (archive({"word/document.xml": "<w:p>"}), r"r:word/document.xml:1: no well-formed XML"),
        (archive({"word/document.xml": "\0" * 5000}), "no XML in this archive"),
        (archive({"word/document.xml": "<!DOCTYPE w [<!ENTITY a 'b'>]><w>&a;</w>"}), "entity a of its own"),
        (archive({"word/document.xml": b"\xb0\xa1"}), "no archive that can be read"),
        (archive({"word/document.xml": " " * ((64 << 20) + 1)}), "more than 64 MB of text"),
    ],
)
def test_what_cannot_be_read_is_one_line(data, message):
    with pytest.raises(InputError, match=message) as caught:
        read(data)
    assert "\n" not in str(caught.value)

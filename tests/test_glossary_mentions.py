"""Names over a document: titles and offices, family names, abbreviations that are introduced once."""

import pytest

from mtkit import Glossary, Segment, Translator
from mtkit.engines.pseudo import IdentityEngine
from mtkit.errors import GlossaryError
from mtkit.glossary import Entry
from mtkit.glossary.table import parse, render

PLACES = Glossary(
    [
        Entry(en="Gwangju Metropolitan City", ja="光州広域市", ko="광주광역시", kind="place"),
        Entry(en="Gwangju", ja="光州", ko="광주", kind="place"),
        Entry(en="South Jeolla Province", ja="全羅南道", ko="전라남도", kind="place"),
        Entry(en="free economic zone", ja="経済自由区域", ko="경제자유구역"),
        Entry(en="Lee Yong-sup", ja="イ・ヨンソプ", ko="이용섭", kind="person"),
    ]
)


@pytest.mark.parametrize(
    ("source", "text", "target", "found"),
    [
        ("ja", "光州広域市長は語った。", "en", [("光州広域市長", "Mayor of Gwangju Metropolitan City")]),
        ("ja", "光州広域市長は語った。", "ko", [("光州広域市長", "광주광역시장")]),
        ("ja", "全羅南道知事と", "ko", [("全羅南道知事", "전라남도지사")]),
        ("ja", "全羅南道知事選で", "ko", [("全羅南道", "전라남도")]),
        ("ja", "光州広域市長城路", "ko", [("光州広域市", "광주광역시")]),
        ("ko", "광주광역시장은 말했다.", "ja", [("광주광역시장", "光州広域市長")]),
        ("ko", "광주광역시장은 말했다.", "en", [("광주광역시장", "Mayor of Gwangju Metropolitan City")]),
        ("ko", "전라남도지사가 왔다.", "en", [("전라남도지사", "Governor of South Jeolla Province")]),
        ("ko", "광주광역시장학회", "en", []),
        ("ko", "광주광역시장애인체육센터", "ja", [("광주광역시", "光州広域市")]),
        ("ko", "경제자유구역청은", "ja", [("경제자유구역", "経済自由区域")]),
        ("ko", "경제자유구역청소", "ja", []),
        ("en", "the Mayor of Gwangju said", "ko", [("Mayor of Gwangju", "광주 시장")]),
        ("en", "the Mayor of Gwangju said", "ja", [("Mayor of Gwangju", "光州市長")]),
        ("en", "the Governor of South Jeolla Province", "ja", [("Governor of South Jeolla Province", "全羅南道知事")]),
        ("ko", "이용섭 광주광역시장은", "en", [("이용섭", "Lee Yong-sup"), ("광주광역시장", "Mayor of Gwangju Metropolitan City")]),
    ],
)  # fmt: skip
def test_the_head_of_a_place(source, text, target, found):
    (matches,) = PLACES.find_document([text], source, target)
    assert [(text[m.start : m.end], m.target(target)) for m in matches] == found


INTRODUCED = Glossary(
    [
        Entry(
            en="Gwangju Institute of Science and Technology", ja="光州科学技術院", ko="광주과학기술원",
            abbreviation="GIST", reading="지스트", kind="organisation", introduce=True,
        ),
        Entry(en="memorandum of understanding", ja="業務協約", ko="업무협약", abbreviation="MOU"),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("source", "target", "texts", "wanted"),
    [
        ("ja", "ko", ["光州科学技術院は", "光州科学技術院と", "GISTの"],
         ["광주과학기술원(GIST)", "GIST", "GIST"]),
        ("ja", "ko", ["GISTは", "光州科学技術院(GIST)は"], ["광주과학기술원(GIST)", "GIST"]),
        ("ko", "en", ["광주과학기술원은 광주과학기술원에서"],
         ["Gwangju Institute of Science and Technology (GIST)", "GIST"]),
        ("en", "ja", ["GIST", "the Gwangju Institute of Science and Technology"], ["光州科学技術院(GIST)", "GIST"]),
        ("ko", "en", ["업무협약", "업무협약"], ["memorandum of understanding"] * 2),
    ],
)  # fmt: skip
def test_an_abbreviation_is_introduced_once_in_a_document(source, target, texts, wanted):
    found = INTRODUCED.find_document(texts, source, target)
    assert [match.target(target) for matches in found for match in matches] == wanted


def test_every_document_introduces_anew():
    translator = Translator("ja", "ko", engine=IdentityEngine(), glossary=INTRODUCED)
    for _ in range(2):
        done = translator.segments([Segment("光州科学技術院は"), Segment("光州科学技術院は")])
        assert [t.target for t in done] == ["광주과학기술원(GIST)は", "GISTは"]


def test_a_model_that_writes_the_long_form_again_is_set_right():
    class Stubborn(IdentityEngine):
        annotates = False

        def _change(self, text):
            return "GIST는 광주과학기술원(GIST)에서 광주과학기술원을"

    translator = Translator("ja", "ko", engine=Stubborn(), glossary=INTRODUCED)
    text = translator("光州科学技術院は光州科学技術院で光州科学技術院を").target
    assert text == "GIST는 광주과학기술원(GIST)에서 GIST를"


def test_the_column_is_read_and_written():
    table = "en\tko\tabbreviation\tintroduce\nGwangju Institute\t광주과학기술원\tGIST\tyes\n"
    entries = parse(table, "g.tsv", "\t")
    assert entries[0].introduce
    assert parse(render(entries), "g.tsv", "\t") == entries
    with pytest.raises(GlossaryError, match="introduce is 'perhaps'"):
        parse(table.replace("yes", "perhaps"), "g.tsv", "\t")
    with pytest.raises(GlossaryError, match="introduce without an abbreviation"):
        parse("en\tko\tintroduce\nSeoul\t서울\tyes\n", "g.tsv", "\t")

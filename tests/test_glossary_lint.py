"""What lint sees, what diff and join make of two glossaries, what extract proposes; and our own glossary is clean."""

from pathlib import Path

import pytest

from mtkit.glossary import Entry, Glossary
from mtkit.glossary.changes import diff, extract, join
from mtkit.glossary.lint import lint

OURS = Path(__file__).parent.parent / "glossaries" / "gwangju.tsv"


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([Entry("Seoul", ko="서울", where="1")], "empty-side"),
        ([Entry("Seoul", "ソウル", "Сеул", where="1")], None),
        ([Entry("Seoul", "ソウル", "ソウル", where="1")], "wrong-script"),
        ([Entry("서울", "ソウル", "서울", where="1")], "wrong-script"),
        ([Entry("Seoul", "서울", "서울", where="1")], "wrong-script"),
        ([Entry("GIST", "ＧＩＳＴ", "ＧＩＳＴ", where="1")], "width"),
        ([Entry("Palo  Alto", "パロアルト", "팔로알토", where="1")], "spacing"),
        ([Entry("Yi", "李", "이", where="1")], "short"),
        ([Entry("Seoul", "ソウル", "서울", en_aliases=("ＳＥＯＵＬ",), where="1")], "variant"),
        ([Entry("Seoul", "ソウル", "서울", where="1"), Entry("Seoul", "ソウル市", "서울시", where="2")], "clash"),
        ([Entry("Seoul", "ソウル", "서울", where="1"), Entry("Seoul", "ソウル", "서울", where="2")], "duplicate"),
        (
            [
                Entry("Seoul", "ソウル", "서울", kind="place", where="1"),
                Entry("Capital Bank", "ソウル銀行", "수도은행", kind="organisation", where="2"),
            ],
            "inside",
        ),
        ([Entry("Seoul", "ソウル", "서울", where="1"), Entry("Busan", "釜山", "부산", where="2")], None),
    ],
)
def test_lint(entries, code):
    codes = {issue.code for issue in lint(entries)}
    assert codes >= {code} if code else not codes


def test_our_glossary_has_nothing_serious():
    glossary = Glossary.load(OURS)
    assert len(glossary) >= 300
    assert OURS.read_text("utf-8").splitlines()[1].startswith("# ")
    assert [str(issue) for issue in lint(glossary) if issue.serious] == []


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_every_name_of_ours_is_found_as_itself(language):
    glossary = Glossary.load(OURS)
    lost = []
    for entry in glossary:
        form = entry.form(language)
        found = glossary.find(form, language)
        if [(m.start, m.end, m.entry) for m in found] != [(0, len(form), entry)]:
            lost.append(form)
    assert lost == []


def test_diff_and_join():
    old = [Entry("Seoul", "ソウル", "서울"), Entry("Busan", "釜山", "부산")]
    new = [Entry("Seoul", "ソウル", "서울특별시"), Entry("Daegu", "大邱", "대구")]
    assert [str(change) for change in diff(old, new)] == [
        "changed: Seoul / ソウル / 서울특별시: ko '서울' -> '서울특별시'",
        "added: Daegu / 大邱 / 대구",
        "removed: Busan / 釜山 / 부산",
    ]
    joined = join(old, new)
    assert [entry.en for entry in joined] == ["Seoul", "Busan", "Daegu"]
    assert joined[0].ko_aliases == ("서울특별시",)
    assert diff(joined, joined) == ()


def test_extract_proposes_what_keeps_company():
    pairs = [
        ("パロアルト研究所と光州広域市", "팔로알토연구소와 광주광역시"),
        ("光州広域市の計画", "광주광역시의 계획"),
        ("パロアルト研究所の報告", "팔로알토연구소의 보고"),
    ]
    found = {c.source: c.target for c in extract(pairs, "ja", "ko")}
    assert found["光州広域市"] == "광주광역시"
    known = [Entry(ja="光州広域市", ko="광주광역시")]
    assert "光州広域市" not in {c.source for c in extract(pairs, "ja", "ko", known=known)}

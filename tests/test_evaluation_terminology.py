"""Terminology metrics: worked by hand, from the meaning of the words, not from the program's output."""

import pytest

from mtkit.evaluation import terminology
from mtkit.glossary import Entry, Glossary

GLOSSARY = Glossary(
    [
        Entry(en="Gwangju", ja="光州", ko="광주", kind="place", en_forbidden=("Kwangju",), en_aliases=("Kwang-ju",)),
        Entry(en="Seoul", ja="ソウル", ko="서울", kind="place"),
        Entry(en="Encored", ja="エンコアード", ko="인코어드", kind="organisation", ja_aliases=("エンコアード社",), en_aliases=("Encored Inc.",)),
        Entry(en="data center", ja="データセンター", ko="데이터센터", ja_forbidden=("データ中心",)),
        Entry(en="mayor", ja="市長", ko="시장"),
    ]
)  # fmt: skip

# direction, source, hypothesis, the status of each term of the source in its order
STATUS = [
    ("ko-en", "광주에 간다", "I go to Gwangju", "exact"),
    ("ko-en", "광주에 간다", "I go to Kwang-ju", "accepted"),
    ("ko-en", "광주에 간다", "I go to Kwangju", "forbidden"),
    ("ko-en", "광주에 간다", "I go to Busan", "missed"),
    ("ko-en", "광주에 간다", "", "missed"),
    ("ko-en", "부산에 간다", "I go to Gwangju", ""),
    ("ko-en", "서울과 광주", "Seoul and Gwangju", "exact exact"),
    ("ko-en", "서울과 광주", "Gwangju and Seoul", "exact exact"),
    ("ko-en", "서울과 광주", "Seoul", "exact missed"),
    ("ko-en", "서울과 광주", "Gwangju", "missed exact"),
    ("ko-en", "서울과 광주", "Seoul and Kwangju", "exact forbidden"),
    ("ko-en", "광주에서 광주로", "from Gwangju to Gwangju", "exact exact"),
    ("ko-en", "광주에서 광주로", "from Gwangju to there", "exact missed"),
    ("ko-en", "광주에서 광주로", "from Gwangju to Kwang-ju", "exact accepted"),
    ("ko-en", "광주에서 광주로", "from Gwangju to Kwangju", "exact forbidden"),
    ("ko-en", "광주에서 광주로", "from Kwangju to Kwangju", "forbidden forbidden"),
    ("ko-en", "인코어드가 왔다", "Encored came", "exact"),
    ("ko-en", "인코어드가 왔다", "Encored Inc. came", "accepted"),
    ("ko-en", "인코어드가 왔다", "Incored came", "missed"),
    ("ko-en", "인코어드가 왔다", "Encoreding came", "missed"),
    ("ko-en", "데이터센터를 연다", "It opens a data center", "exact"),
    ("ko-en", "데이터센터를 연다", "It opens a database", "missed"),
    ("ko-en", "데이터센터는 서울에", "The data center is in Seoul", "exact exact"),
    ("ko-ja", "광주에 간다", "光州に行く", "exact"),
    ("ko-ja", "광주에 간다", "クァンジュに行く", "missed"),
    ("ko-ja", "서울에 간다", "ソウルに行く", "exact"),
    ("ko-ja", "서울에 간다", "京城に行く", "missed"),
    ("ko-ja", "인코어드가 왔다", "エンコアードが来た", "exact"),
    ("ko-ja", "인코어드가 왔다", "エンコアード社が来た", "accepted"),
    ("ko-ja", "인코어드가 왔다", "エンコアーディングが来た", "missed"),
    ("ko-ja", "데이터센터를 연다", "データセンターを開く", "exact"),
    ("ko-ja", "데이터센터를 연다", "データ中心を開く", "forbidden"),
    ("ko-ja", "데이터센터를 연다", "センターを開く", "missed"),
    ("ko-ja", "서울과 광주", "ソウルと光州", "exact exact"),
    ("ja-ko", "光州に行く", "광주에 간다", "exact"),
    ("ja-ko", "光州に行く", "광주는 멀다", "exact"),
    ("ja-ko", "光州に行く", "광저우에 간다", "missed"),
    ("ja-ko", "ソウルから光州へ", "서울에서 광주로", "exact exact"),
    ("ja-ko", "ソウルから光州へ", "서울에서 저기로", "exact missed"),
    ("ja-ko", "エンコアード社が来た", "인코어드가 왔다", "exact"),
    ("ja-ko", "エンコアードが来た", "엔코어드가 왔다", "missed"),
    ("ja-ko", "データセンターを開く", "데이터센터를 연다", "exact"),
    ("ja-en", "光州に行く", "I go to Gwangju", "exact"),
    ("ja-en", "光州に行く", "I go to Kwangju", "forbidden"),
    ("ja-en", "ソウルと光州", "Seoul, and Gwangju", "exact exact"),
    ("ja-en", "エンコアード社が来た", "Encored came", "exact"),
    ("en-ko", "I go to Gwangju", "광주에 간다", "exact"),
    ("en-ko", "I go to Gwangju", "그곳에 간다", "missed"),
    ("en-ko", "Seoul and Gwangju", "서울과 광주", "exact exact"),
    ("en-ko", "Encored Inc. came", "인코어드가 왔다", "exact"),
    ("en-ja", "I go to Seoul", "ソウルに行く", "exact"),
    ("en-ja", "I go to Seoul", "首都に行く", "missed"),
    ("en-ja", "The data center of Encored", "エンコアードのデータセンター", "exact exact"),
    ("en-ja", "The data center of Encored", "エンコアードのデータ中心", "forbidden exact"),
]


@pytest.mark.parametrize(("direction", "source", "hypothesis", "wanted"), STATUS)
def test_status(direction, source, hypothesis, wanted):
    found = terminology(GLOSSARY, [source], [hypothesis], ["-"], tuple(direction.split("-")))
    statuses = [term.status for term in found.segments[0]]
    assert statuses == wanted.split()
    if statuses:
        assert found.success == sum(s in ("exact", "accepted") for s in statuses) / len(statuses)
        assert found.exact == statuses.count("exact") / len(statuses)
    else:
        assert found.success is None
        assert found.exact is None


def one(hypothesis, reference, source="광주에 간다", direction=("ko", "en")):
    return terminology(GLOSSARY, [source], [hypothesis], [reference], direction)


@pytest.mark.parametrize(
    ("hypothesis", "reference", "window2", "window3"),
    [
        ("we all go to Gwangju by train now", "we all go to Gwangju by train now", 1, 1),
        ("we all go to Seoul by train now", "we all go to Gwangju by train now", 0, 0),  # no term: nothing around it
        ("he ran to Gwangju by car now", "we go to Gwangju by train now", 2 / 4, 3 / 6),
        ("Gwangju", "Gwangju", 1, 1),  # nothing around it is wanted
        ("Gwangju here", "to Gwangju", 0, 0),
    ],
)
def test_windows(hypothesis, reference, window2, window3):
    found = one(hypothesis, reference)
    assert (found.window2, found.window3) == pytest.approx((window2, window3))


@pytest.mark.parametrize(
    ("hypothesis", "reference", "value"),
    [
        ("go to Gwangju", "go to Gwangju", 1),
        ("go to Seoul", "go to Gwangju", 1 - 2 / 4),  # the wrong term costs 2 of 1 + 1 + 2
        ("go in Gwangju", "go to Gwangju", 1 - 1 / 4),
        ("go to", "go to Gwangju", 1 - 2 / 4),
        ("", "go to Gwangju", 0),
        ("Gwangju Gwangju Gwangju", "go to Gwangju", 1 - 4 / 4),
    ],
)
def test_term_ter(hypothesis, reference, value):
    assert one(hypothesis, reference).term_ter == pytest.approx(value)


@pytest.mark.parametrize(
    ("source", "hypothesis", "reference", "over_use"),
    [
        ("광주에 간다", "to Gwangju", "to Gwangju", 0),
        ("부산에 간다", "to Gwangju", "to Busan", 1),
        ("그곳에 간다", "to Gwangju", "to Gwangju", 0),  # the reference says it too
        ("광주에 간다", "from Seoul to Gwangju", "to Gwangju", 1),
        ("서울경제에 따르면", "Seoul Economy says", "it says", 0),  # the source has the name within a longer word
        ("경제에 따르면", "Seoul Economy says", "it says", 1),
    ],
)
def test_over_use(source, hypothesis, reference, over_use):
    assert one(hypothesis, reference, source).over_use == over_use


@pytest.mark.parametrize(
    ("hypotheses", "docs", "value"),
    [
        (["Gwangju", "Gwangju", "Gwangju"], ["a", "a", "a"], 1),
        (["Gwangju", "Gwangju", "Kwang-ju"], ["a", "a", "a"], 2 / 3),
        (["Gwangju", "Gwangju", "nowhere"], ["a", "a", "a"], 2 / 3),
        (["Gwangju", "Gwangju", "Kwang-ju"], ["a", "a", "b"], 1),  # another document may say it otherwise
        (["Gwangju", "Kwang-ju", "Gwangju"], ["a", "b", "c"], None),
    ],
)
def test_consistency(hypotheses, docs, value):
    found = terminology(GLOSSARY, ["광주"] * 3, hypotheses, ["Gwangju"] * 3, ("ko", "en"), docs)
    assert found.consistency == (None if value is None else pytest.approx(value))


def test_a_form_that_two_entries_share_is_of_both():
    glossary = Glossary([Entry(en="mayor", ko="시장"), Entry(en="mayor", ko="도지사", kind="term")])
    found = terminology(glossary, ["도지사가 왔다"], ["The mayor came"], ["The mayor came"], ("ko", "en"))
    assert [term.status for term in found.segments[0]] == ["exact"]
    assert found.over_use == 0


def test_the_figures_in_one_line():
    assert str(one("to Kwangju", "to Gwangju")) == (
        "1 terms, success 0.0000, exact 0.0000, window2 1.0000, window3 1.0000, 1-TERm 0.3333, consistency -, over-use 0.0000"
    )

"""Each check against a table of translations that are right and wrong; and the door that runs them all."""

from collections import Counter
from pathlib import Path

import pytest

from mtkit import checks
from mtkit.checks import terms
from mtkit.checks.spacing import limit_in
from mtkit.documents.pairs import Pair
from mtkit.errors import LanguageError, MtkitError
from mtkit.glossary import Entry, Glossary

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path(__file__).parent / "tables" / "checks.tsv"
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text("utf-8").split("\n")[1:] if line]


def unescaped(text):
    return text.replace("\\n", "\n").encode("ascii", "backslashreplace").decode("unicode_escape")


@pytest.mark.parametrize(("check", "source_language", "target_language", "source", "target", "codes", "beside"), ROWS)
def test_table(check, source_language, target_language, source, target, codes, beside):
    flags = (beside,) if beside in ("plural", "no-python-format") else ()
    pair = Pair(unescaped(source), unescaped(target), "a:1", note="" if flags else beside, flags=flags)
    found = checks.check([pair], source_language, target_language, only=[check])
    assert Counter(issue.code for issue in found) == Counter(codes.split())


def test_every_check_has_cases_that_are_right_and_cases_that_are_wrong():
    told = {row[0] for row in ROWS}
    assert told == set(checks.CHECKS) - {"plurals", "inconsistent", "levels", "terms"}
    assert all({bool(row[5]) for row in ROWS if row[0] == name} == {True, False} for name in told)


@pytest.mark.parametrize(("source", "target"), [("ko", "en"), ("en", "ja"), ("ja", "ko")])
def test_the_releases_of_the_repository_are_right(source, target):
    for path in sorted((ROOT / "corpora" / "releases").glob(f"*.{source}.md")):
        other = path.with_name(path.name.replace(f".{source}.", f".{target}."))
        assert checks.check(checks.read(path, other)) == ()


# What only several units show


def pairs(*rows, context=""):
    return [Pair(source, target, f"a:{place}", context) for place, (source, target) in enumerate(rows, 1)]


def test_one_source_has_one_translation():
    found = checks.check(pairs(("Save", "저장"), ("Save", "저장."), ("Save", "보관")), "en", "ko")
    assert [(issue.where, issue.code) for issue in found] == [("a:3", "inconsistent")]


def test_contexts_tell_equal_sources_apart():
    both = [*pairs(("Open", "열기"), context="verb"), *pairs(("Open", "열림"), context="state")]
    assert checks.check(both, "en", "ko") == ()


@pytest.mark.parametrize(
    ("target", "forms", "message"),
    [
        ("en", ["a file", "%d files"], None),
        ("en", ["a file", ""], "1 of 2 forms are translated"),
        ("en", ["a file"], "1 forms where en has 2"),
        ("ko", ["파일 %d개"], None),
        ("ko", ["파일 %d개", "파일 %d개"], "2 forms where ko has 1"),
        ("en", ["", ""], None),
    ],
)
def test_plurals_have_the_forms_of_their_language(target, forms, message):
    entry = [Pair("%d개" if target == "en" else "%d files", form, "a.po:3", flags=("plural",)) for form in forms]
    found = checks.check(entry, "ko" if target == "en" else "en", target, only=["plurals"])
    assert [issue.message for issue in found] == ([message] if message else [])


def test_the_forms_of_a_plural_are_no_two_translations_and_share_a_place():
    forms = [Pair("%d개", text, "a.po:3", flags=("plural",)) for text in ("a file", "%d  files")]
    assert checks.check(forms, "ko", "en", only=["inconsistent"]) == ()
    found = checks.check([*forms[:1], Pair("%d  개", "%d 개", "a.po:9")], "ko", "en", only=["plurals", "script"])
    assert [issue.code for issue in found] == ["plural-forms", "source-script"]


KO = ["회의를 열었다.", "사업을 시작했다.", "예산을 늘렸다.", "내년에 끝난다.", "시민이 참여한다."]
JA = ["会議を開いた。", "事業を開始した。", "予算を増やした。", "来年終わるのである。", "市民が参加する。"]


@pytest.mark.parametrize(
    ("language", "document", "places"),
    [
        ("ko", [*KO, "그는 “갑니다.”라고 말했다."], []),
        ("ko", [*KO, "“함께 갑니다.” “또 봅니다.”"], []),
        ("ko", [*KO, "함께 갑니다."], ["a:6"]),
        ("ko", [*KO, "함께 가요."], ["a:6"]),
        ("ko", [*KO, "쉬운 일이 아니다."], []),
        ("ko", [*KO, "문의: 총무과"], []),
        ("ja", [*JA, "一緒に行きます。"], ["a:6"]),
        ("ja", [*JA, "「行きます。」と述べた。"], []),
        ("ko", ["갑니다.", "간다."], []),
        ("ko", [*KO[:3], "갑니다.", "옵니다.", "봅니다."], ["a:1"]),
    ],
)
def test_a_document_keeps_its_speech_level(language, document, places):
    found = checks.check(pairs(*(("A sentence.", text) for text in document)), "en", language, only=["levels"])
    assert [issue.where for issue in found] == places


# Terms

GLOSSARY = Glossary(
    [
        Entry(
            en="Gwangju Institute of Science and Technology",
            ja="光州科学技術院",
            ko="광주과학기술원",
            abbreviation="GIST",
        ),
        Entry(en="Gwangju", ja="光州", ko="광주", en_forbidden=("Kwangju",), kind="place"),
        Entry(en="Lee Yong-sup", ja="イ・ヨンソプ", ko="이용섭", kind="person"),
    ]
)


@pytest.mark.parametrize(
    ("source", "target", "statuses"),
    [
        ("광주에 간다.", "I go to Gwangju.", ["exact"]),
        ("광주에 간다.", "I go to Kwangju.", ["forbidden"]),
        ("광주에 간다.", "I go there.", ["missed"]),
        ("서울에 간다.", "I go to Gwangju.", ["over-used"]),
        ("서울에 간다.", "I go to Seoul.", []),
        ("Gwangju에 간다.", "I go to Gwangju.", []),
        ("광주과학기술원에 간다.", "I go to GIST.", ["accepted"]),
        ("광주와 광주과학기술원", "Gwangju and the Gwangju Institute of Science and Technology", ["exact", "exact"]),
        ("광주, 광주", "Gwangju", ["exact", "exact"]),
    ],
)
def test_terms(source, target, statuses):
    found = checks.term_report([Pair(source, target, "a:1")], GLOSSARY, "ko", "en")
    assert [term.status for term in found] == statuses


def test_a_term_tells_the_form_found_and_the_form_written():
    (term,) = checks.term_report([Pair("GIST에 간다.", "I go to the GIST", "a:1")], GLOSSARY, "ko", "en")
    assert (term.found, term.wanted, term.written) == ("GIST", "GIST", "GIST")


def test_persons_are_followed_through_the_document():
    document = [
        Pair("이용섭 시장은 말했다.", "Mayor Lee Yong-sup spoke.", "a:1"),
        Pair("이 시장은 갔다.", "He left.", "a:2"),
    ]
    found = checks.term_report(document, GLOSSARY, "ko", "en")
    assert [(term.where, term.status) for term in found] == [("a:1", "exact"), ("a:2", "missed")]


def test_terms_become_issues_of_two_severities():
    document = pairs(
        ("광주에 간다.", "I go there."), ("광주에 간다.", "I go to Kwangju."), ("간다.", "I go to Gwangju.")
    )
    found = checks.check(document, "ko", "en", glossary=GLOSSARY, only=["terms"])
    assert [(issue.code, issue.serious) for issue in found] == [
        ("term-missed", True),
        ("term-forbidden", True),
        ("term-over-used", False),
    ]


def test_the_summary_counts_by_term():
    found = checks.term_report(pairs(("광주", "Gwangju"), ("광주", "there")), GLOSSARY, "ko", "en")
    assert terms.summary(found) == {("광주", "Gwangju"): {"exact": 1, "missed": 1}}


# The door


def test_issues_come_in_the_order_of_the_document():
    document = pairs(("Save", "저장"), ("%d files", "파일"), ("Save", "보관"), ("{a}", ""))
    assert [issue.where for issue in checks.check(document, "en", "ko")] == ["a:2", "a:3", "a:4"]


def test_checks_can_be_chosen():
    document = pairs(("%d files?", "파일  목록"))
    assert [i.code for i in checks.check(document, "en", "ko", only=["spaces"])] == ["space-double"]
    assert {i.code for i in checks.check(document, "en", "ko", without=["placeholders"])} == {
        "space-double",
        "end-mark",
    }
    with pytest.raises(MtkitError, match="no check 'spelling'; use empty, "):
        checks.check(document, "en", "ko", only=["spelling"])


def test_languages_are_found_out_or_asked_for():
    assert checks.units([Pair("안녕하세요", "Hello")])[0].languages == ("ko", "en")
    with pytest.raises(LanguageError, match="say --to en, ja or ko"):
        checks.units([Pair("안녕하세요", "123", "a:1")])
    with pytest.raises(LanguageError, match="language 'de' at a:1"):
        checks.units([Pair("안녕하세요", "Hallo", "a:1", target_language="de")])


def test_no_pairs_have_no_issues():
    assert checks.check([], "en", "ko", glossary=GLOSSARY) == ()
    assert checks.term_report([], GLOSSARY) == ()


@pytest.mark.parametrize(
    ("note", "limit"),
    [
        ("max 20", 20),
        ("Maximum length: 12 characters", 12),
        ("character limit 30.", 30),
        ("MAX_LENGTH=8", 8),
        ("30 chars max", 30),
        ("최대 12자", 12),
        ("12자 이내", 12),
        ("最大20文字", 20),
        ("20文字以内", 20),
        ("20 characters or less", 20),
        ("maxwidth 8", 8),
        ("shown for at most 3 seconds", 0),
        ("the maximum of 5 files", 0),
        ("", 0),
    ],
)
def test_a_note_states_a_limit(note, limit):
    assert limit_in(note) == limit

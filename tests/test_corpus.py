"""Corpora: what is read is what stands in the files, and what is not aligned is never read."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.corpus import Corpus, Unit
from mtkit.errors import CorpusError, LanguageError
from mtkit.languages import LANGUAGES, detect
from mtkit.segments import Segment

CORPORA = Path(__file__).parent.parent / "corpora"
FRAGMENTS = st.sampled_from(
    ("⟦0⟧", "%s", "{name}", "서울", "は", "㈜", "\u2028", "\x85", " 3% ", "# ", "> ", "---", "“", "\t")
)


def write(folder, files):
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


# --- the corpora of the project


@pytest.mark.parametrize(
    "folder", sorted(path for path in CORPORA.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_a_corpus_of_ours_is_what_its_origin_says(folder):
    origin = tomllib.loads((folder / "origin.toml").read_text(encoding="utf-8"))
    corpus = Corpus.load(folder)
    assert (len(corpus), len(corpus.documents())) == (origin["segments"], origin["documents"])
    assert list(corpus.languages) == origin["languages"]
    assert origin["licence"] == "Apache-2.0"
    assert origin["title"]
    assert origin["origin"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_a_release_are_in_their_language(language):
    for document in Corpus.load(CORPORA / "releases").documents():
        assert detect(" ".join(document.references(language))) == language


def test_a_release_has_the_shape_of_a_release():
    for document in Corpus.load(CORPORA / "releases").documents():
        kinds = [unit.kind for unit in document]
        assert kinds[0] == "headline"
        assert kinds.count("headline") == 1
        assert kinds.count("body") >= 6
        assert {unit.style for unit in document} <= {"", "han/desumasu"}


def test_styles_come_from_the_origin():
    styled = Corpus.load(CORPORA / "releases").select(lambda unit: bool(unit.style))
    assert [document.name[:4] for document in styled.documents()] == ["j-07", "j-19", "j-31"]


# --- reading


def test_paragraphs_have_kinds_and_marks_are_no_text(tmp_path):
    english = "# Head\n\n## Sub\n\nBody # 1\n\n> Said he.\n\n---\n\nNotice.\n"
    write(tmp_path, {"a.en.md": english, "a.ko.md": "# 제목\n\n## 부제\n\n본문\n\n> 말했다.\n\n---\n\n알림.\n"})
    units = Corpus.load(tmp_path).units
    assert [(unit.id, unit.kind, unit.en, unit.ja) for unit in units] == [
        ("a/1", "headline", "Head", ""),
        ("a/2", "subhead", "Sub", ""),
        ("a/3", "body", "Body # 1", ""),
        ("a/4", "quote", "Said he.", ""),
        ("a/5", "notice", "Notice.", ""),
    ]
    assert [unit.ko for unit in units] == ["제목", "부제", "본문", "말했다.", "알림."]


def test_a_bom_and_line_ends_of_windows_are_no_text(tmp_path):
    write(tmp_path, {"a.en.md": "\ufeff# Head\r\n\r\nBody\r\n", "a.ja.md": "# 頭\n\n本文\n"})
    assert [unit.en for unit in Corpus.load(tmp_path)] == ["Head", "Body"]


def test_segments_and_references_are_in_order_and_know_their_unit(tmp_path):
    write(tmp_path, {"x.tsv": "id\tkind\ten\tko\np/2\tstring\tSave\t저장\np/1\tbody\tIt rained.\t비가 왔다.\n"})
    corpus = Corpus.load(tmp_path / "x.tsv")
    assert corpus.segments("ko") == (Segment("저장", "p/2", "p/2"), Segment("비가 왔다.", "p/1", "p/1"))
    assert corpus.references("English") == ("Save", "It rained.")
    assert [(unit.doc, unit.kind) for unit in corpus] == [("p", "string"), ("p", "body")]
    with pytest.raises(LanguageError, match="has no Japanese; it has en, ko"):
        corpus.segments("ja")


def test_objects_get_ids_from_document_and_number(tmp_path):
    rows = [
        {"doc": "a", "seg": 6, "kind": "string", "en": "Save", "ko": "저장", "style": None},
        {"en": "A", "ko": "가"},
    ]
    write(tmp_path, {"x.jsonl": "".join(json.dumps(row) + "\n" for row in rows)})
    assert Corpus.load(tmp_path / "x.jsonl").units == (
        Unit("a/6", "a", "string", en="Save", ko="저장"),
        Unit("x/2", "x", "string", en="A", ko="가"),
    )


def test_files_aligned_line_by_line(tmp_path):
    write(tmp_path, {"dev.en": "One\nTwo\n", "dev.ja": "一\n二"})
    corpus = Corpus.load(tmp_path / "dev")
    assert [(unit.id, unit.en, unit.ja) for unit in corpus] == [("dev/1", "One", "一"), ("dev/2", "Two", "二")]


@given(
    st.lists(
        st.tuples(*[st.lists(FRAGMENTS, min_size=1).map(lambda parts: "x" + "".join(parts))] * 2),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_comes_back_from_a_directory_and_from_objects(tmp_path_factory, pairs):
    folder = tmp_path_factory.mktemp("corpus")
    for code, texts in zip(("en", "ko"), zip(*pairs, strict=True), strict=True):
        (folder / f"a.{code}.md").write_text("\n\n".join(texts) + "\n", encoding="utf-8", newline="")
    rows = [{"id": f"b/{number}", "en": english, "ko": korean} for number, (english, korean) in enumerate(pairs)]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "b.jsonl").write_text(text, encoding="utf-8", newline="")
    assert [(unit.en, unit.ko) for unit in Corpus.load(folder)] == pairs * 2


def test_documents_and_selections_keep_the_order():
    corpus = Corpus.load(CORPORA / "releases")
    assert [unit for document in corpus.documents() for unit in document] == list(corpus)
    quotes = corpus.select(lambda unit: unit.kind == "quote")
    assert quotes.units == tuple(unit for unit in corpus if unit.kind == "quote")
    with pytest.raises(CorpusError, match="without a unit"):
        corpus.select(lambda unit: False)


# --- what is refused

BAD = {
    "unequal paragraphs": (
        {"a.en.md": "A\n\nB\n\nC\n", "a.ko.md": "가\n\n나\n"},
        "",
        r"a.ko.md: 3 paragraphs in a.en.md, 2 in a.ko.md",
    ),
    "unequal kinds": (
        {"a.en.md": "# A\n\nB\n", "a.ko.md": "# 가\n\n> 나\n"},
        "",
        r"a.ko.md:3: paragraph 2 is a quote here, a body",
    ),
    "missing language": ({"a.en.md": "A\n", "a.ko.md": "가\n", "b.en.md": "B\n"}, "", r"b.ko.md is missing"),
    "one language": ({"a.en.md": "A\n"}, "", "two languages at least"),
    "wrapped paragraph": (
        {"a.en.md": "A\nB\n", "a.ko.md": "가\n"},
        "",
        r"a.en.md:2: a paragraph of two lines; put a blank",
    ),
    "empty heading": ({"a.en.md": "# \n\nA\n", "a.ko.md": "# 가\n\n나\n"}, "", "a/1: empty in English"),
    "empty file": ({"a.en.md": "", "a.ko.md": "\n"}, "", "without a unit"),
    "no files": ({"readme.md": "hello"}, "", "no corpus in this directory"),
    "bad origin": ({"a.en.md": "A\n", "a.ko.md": "가\n", "origin.toml": "x ="}, "", "origin.toml: not TOML"),
    "empty cell": ({"x.tsv": "id\ten\tko\n1\tA\t\n"}, "x.tsv", r"x.tsv:2: 1: empty in Korean"),
    "ragged row": ({"x.tsv": "id\ten\tko\n1\tA\n"}, "x.tsv", r"x.tsv:2: 2 columns, the header has 3"),
    "unknown column": ({"x.tsv": "id\ten\tfr\n1\tA\tB\n"}, "x.tsv", r"x.tsv:1: unknown column 'fr'"),
    "id twice": ({"x.tsv": "id\ten\tko\n1\tA\t가\n1\tB\t나\n"}, "x.tsv", "the id '1' stands there twice"),
    "not JSON": ({"x.jsonl": '{"en": "A", "ko": "가"}\n{"en"\n'}, "x.jsonl", r"x.jsonl:2: not JSON"),
    "not an object": ({"x.jsonl": "[1]\n"}, "x.jsonl", r"x.jsonl:1: not a JSON object"),
    "unequal lines": ({"dev.en": "A\nB\n", "dev.ja": "一\n"}, "dev", r"dev.ja: 2 lines in dev.en, 1 in dev.ja"),
    "empty line": ({"dev.en": "A\n\n", "dev.ja": "一\n二\n"}, "dev", "dev/2: empty in English"),
    "a line missing at the end": ({"dev.en": "A\nB\n", "dev.ja": "一\n\n"}, "dev", "dev/2: empty in Japanese"),
    "nothing there": ({}, "nowhere", "no such file or directory"),
    "another suffix": ({"x.csv": "a,b\n"}, "x.csv", "not a corpus; use .tsv"),
}


@pytest.mark.parametrize(("files", "name", "message"), BAD.values(), ids=BAD)
def test_what_is_not_a_corpus_is_one_clear_line(tmp_path, files, name, message):
    write(tmp_path, files)
    with pytest.raises(CorpusError, match=message) as caught:
        Corpus.load(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "x.tsv").write_bytes("id\ten\tko\n1\tA\t가\n".encode("cp949"))
    with pytest.raises(CorpusError, match=r"x.tsv: not UTF-8"):
        Corpus.load(tmp_path / "x.tsv")

"""Evaluations as a whole: test sets, gate, outside metrics, report, the verb."""

import argparse
import json
import re
import shutil
import subprocess
import sys

import pytest

import mtkit
from mtkit.cli import evaluate as verb
from mtkit.corpus import Unit
from mtkit.engines.pseudo import IdentityEngine, PseudoEngine
from mtkit.errors import CorpusError, EngineError, InputError, MtkitError
from mtkit.evaluation import Limit, TestSet, evaluate, gate, pivot_agreement, report, round_trip
from mtkit.evaluation.outside import Outside
from mtkit.evaluation.report.page import page
from mtkit.evaluation.testset import read_lines, read_tsv

SOURCES = ("광주에 간다", "2명이 왔다", "안녕", "서울은 크다")
REFERENCE = ("I go to Gwangju", "Two people came", "Hello there", "Seoul is big")
GOOD = ("I go to Gwangju", "Two people came in", "Hello there", "Seoul is large")
BAD = ("I am in Kwangju", "Three", "<script>document.title = 'HACKED'</script>", "서울 is")


@pytest.fixture
def test_set():
    return TestSet("four", "ko", "en", SOURCES, (REFERENCE,))


@pytest.fixture
def files(tmp_path):
    for name, lines in (("src.ko", SOURCES), ("ref.en", REFERENCE), ("bad.txt", BAD), ("good.txt", GOOD)):
        (tmp_path / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return tmp_path


def command(*words):
    parser = argparse.ArgumentParser()
    verb.add(parser.add_subparsers())
    args = parser.parse_args(["evaluate", *map(str, words)])
    return args.run(args)


def test_a_score_carries_what_it_was_measured_on(test_set):
    found = evaluate({"bad": BAD, "good": GOOD}, test_set, samples=50)
    assert found.system("good").score("chrf").value > found.system("bad").score("chrf").value
    assert [c.system for c in found.comparisons] == ["good"] * 4
    for text in (found.to_json(), found.to_csv(), found.to_markdown(), str(found)):
        assert test_set.checksum[:12] in text
        assert found.system("good").signature in text
        assert "nc:6" in text
    assert len(found.segments()) == 8


def test_the_checksum_knows_every_stream(test_set):
    changed = [
        TestSet("other name", "ko", "en", SOURCES, (REFERENCE,)),
        TestSet("four", "ja", "en", SOURCES, (REFERENCE,)),
        TestSet("four", "ko", "en", SOURCES, (GOOD,)),
        TestSet("four", "ko", "en", SOURCES, (REFERENCE, GOOD)),
        TestSet("four", "ko", "en", SOURCES[::-1], (REFERENCE,)),
    ]
    sums = [one.checksum for one in changed]
    assert sums[0] == test_set.checksum
    assert len({*sums}) == 5


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: TestSet("t", "ko", "en", ("a",), (("a", "b"),)), "t: 1 sources, 2 references"),
        (lambda: TestSet("t", "ko", "en", (), ((),)), "nothing to score"),
        (lambda: TestSet("t", "ko", "en", ("a", "b"), (("a", " "),)), "empty reference for segment 2"),
        (lambda: TestSet("t", "ko", "en", ("a", "b"), (("a", "b"),), ids=("x", "x")), "'x' is there twice"),
        (lambda: TestSet("t", "ko", "en", ("a", "b"), (("a", "b"),), docs=("x",)), "2 sources, 1 documents"),
        (
            lambda: evaluate({"h": ["a"]}, TestSet("t", "ko", "en", ("a", "b"), (("a", "b"),))),
            "1 hypotheses, but t has 2",
        ),
    ],
)
def test_streams_that_do_not_belong_together_are_refused(make, message):
    with pytest.raises(CorpusError) as caught:
        make()
    assert message in str(caught.value)


def test_files(files):
    (files / "cp949").write_bytes("첫 줄\n둘째 줄\n".encode("cp949"))
    with pytest.raises(InputError, match=r"cp949:1: not UTF-8; convert it"):
        read_lines(files / "cp949")
    (files / "short").write_text("one\n")
    with pytest.raises(CorpusError, match=r"1 lines, but .*src.ko has 4"):
        TestSet.load(files / "src.ko", [files / "short"], ("ko", "en"))
    (files / "nel").write_text("a\x85b\u2028c\r\nd\n", encoding="utf-8")
    assert read_lines(files / "nel") == ("a\x85b\u2028c", "d")
    (files / "t.tsv").write_text("id\tko\ten\ten\n1\t안녕\tHi\tHello\n", encoding="utf-8")
    assert read_tsv(files / "t.tsv", "ko", "en").references == (("Hi",), ("Hello",))


def test_gate(test_set):
    old = json.loads(evaluate({"x": GOOD}, test_set, samples=0).to_json())
    new = evaluate({"x": BAD}, test_set, samples=20)
    checks = gate(
        new,
        fail_under=[Limit("chrf", 1), Limit("chrf", 99), Limit("ter", 1)],
        max_drop=[Limit("bleu", 0.5)],
        baseline=old,
    )
    assert [check.passed for check in checks] == [True, False, False, False]
    same = evaluate({"x": GOOD}, test_set, samples=0)
    assert all(check.passed for check in gate(same, max_drop=[Limit("bleu", 0), Limit("ter", 0)], baseline=old))
    other = TestSet("other", "ko", "en", SOURCES, (GOOD,))
    with pytest.raises(InputError, match="no scores on other"):
        gate(evaluate({"x": GOOD}, other, samples=0), max_drop=[Limit("bleu", 1)], baseline=old)
    with pytest.raises(InputError, match="another signature"):
        gate(evaluate({"x": GOOD}, test_set, samples=0, tokenizer="char"), max_drop=[Limit("bleu", 1)], baseline=old)
    with pytest.raises(InputError, match="ter was not measured"):
        gate(evaluate({"x": GOOD}, test_set, samples=0, metrics=["chrf"]), fail_under=[Limit("ter", 1)])


COUNT = "import json,sys\nfor line in sys.stdin:\n row = json.loads(line)\n print(len(set(row['mt'].split()) & set(row['ref'].split())))"


def outside(tmp_path, program):
    path = tmp_path / "metric.py"
    path.write_text(program)
    return f"{sys.executable} {path}"


def test_a_metric_of_another_program(test_set, tmp_path):
    found = evaluate(
        {"a": BAD, "b": GOOD},
        test_set,
        metrics=["chrf"],
        samples=20,
        outside=[Outside("common", outside(tmp_path, COUNT))],
    )
    assert found.system("b").segment_scores["common"] == (4, 3, 2, 2)
    assert found.system("b").score("common").value == 11 / 4
    assert {c.metric for c in found.comparisons} == {"chrf", "common"}


@pytest.mark.parametrize(
    ("program", "error", "message"),
    [
        ("print('nan\\n' * 4, end='')", InputError, "line 1: comet: 'nan' is no score"),
        ("print('1\\n\\n1\\n1')", InputError, "line 2: comet: an empty line is no score"),
        ("print('1\\n1')", InputError, "comet: 2 scores, 4 segments"),
        ("raise SystemExit('no GPU here')", EngineError, "ended with 1: no GPU here"),
    ],
)
def test_outside_metrics_that_fail(test_set, tmp_path, program, error, message):
    with pytest.raises(error) as caught:
        evaluate({"a": GOOD}, test_set, outside=[Outside("comet", outside(tmp_path, program))])
    assert message in str(caught.value)


def test_the_verb(files, capsys):
    words = [files / "src.ko", files / "ref.en", files / "bad.txt", files / "good.txt"]
    assert command(*words, "--samples", 20, "--json", files / "s.json", "--report", files / "out") == 0
    assert "good.txt" in capsys.readouterr().out
    assert sorted(path.name for path in (files / "out").iterdir()) == [
        "index.html",
        "scores.csv",
        "scores.json",
        "scores.md",
    ]
    again = [*words[:3], "--samples", 0, "--baseline", files / "s.json"]
    assert command(*again, "--max-drop", "chrf=0.1") == 0
    assert command(*again, "--fail-under", "chrf=90") == 1
    assert "FAIL  bad.txt  chrf" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["src.ko"], "a source without a reference"),
        (["src.ko", "ref.en"], "nothing to score"),
        (["src.ko", "ref.en", "none.txt"], "no such file"),
        (["src.ko", "bad.txt", "good.txt"], "which language is it in?; say --to"),
        (["src.ko", "ref.en", "good.txt", "--metric", "blue"], "unknown metric 'blue'"),
        (["src.ko", "ref.en", "good.txt", "--metric", "comet"], "say --comet-command"),
        (["src.ko", "ref.en", "good.txt", "--max-drop", "chrf=1"], "say --baseline"),
        (["src.ko", "ref.en", "good.txt", "--fail-under", "chrf"], "is not METRIC=NUMBER"),
        (["src.ko", "ref.en", "good.txt", "--agreement", "--to", "en"], "--agreement takes texts alone"),
    ],
)
def test_the_verb_refuses(files, monkeypatch, words, message):
    monkeypatch.chdir(files)
    with pytest.raises(MtkitError) as caught:
        command(*words)
    assert message in str(caught.value)


def test_the_page_shows_html_of_a_segment_as_text(test_set):
    page = report.page([evaluate({"bad": BAD}, test_set, samples=0)])
    assert "<script>document.title" not in page
    assert "\\u003cscript>document.title" in page
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="no browser here")
def test_the_page_in_a_browser(tmp_path):
    count = 20_000
    test_set = TestSet("many", "ko", "en", SOURCES * (count // 4), (REFERENCE * (count // 4),))
    systems = {"bad": BAD * (count // 4), "good": GOOD * (count // 4)}
    report.write([evaluate(systems, test_set, metrics=["chrf"], samples=0)], tmp_path)
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    browser = ["chromium", *options, "--dump-dom"]
    subprocess.run([*browser, "about:blank"], capture_output=True, check=True, timeout=60)
    dom = subprocess.run(
        [*browser, f"file://{tmp_path}/index.html"], capture_output=True, check=True, encoding="utf-8", timeout=60
    ).stdout
    assert int(re.search(r'data-ready="(\d+)"', dom)[1]) < 6000  # 2 s are wanted of an idle machine
    assert dom.count("<article") == 30
    assert "HACKED" not in dom.split("<title>")[1].split("</title>")[0]
    assert "20,000 of 20,000 segments" in dom


PO = """msgid ""
msgstr ""
"Language: ko\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Save %s"
msgstr "{save}"

msgid "Not translated yet"
msgstr ""

msgid "Two files"
msgstr "파일 두 개"
"""


def test_a_catalogue_is_a_test_set_and_another_one_a_system(tmp_path, capsys):
    (tmp_path / "ko.po").write_text(PO.replace("{save}", "%s 저장"), encoding="utf-8")
    (tmp_path / "mine.po").write_text(PO.replace("{save}", "저장"), encoding="utf-8")
    paths = [tmp_path / "ko.po", tmp_path / "mine.po", "--from", "en", "--to", "ko"]
    assert command(*paths, "--metric", "chrf", "--json", tmp_path / "scores.json") == 0
    assert "ko.po en-ko, 2 segments" in capsys.readouterr().out
    scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    quality = scores["evaluations"][0]["systems"][0]["quality"]
    assert quality["placeholder_survival"] == 0.0
    assert scores["evaluations"][0]["reference"]["quality"]["placeholder_survival"] == 1.0


def test_a_catalogue_of_other_sources_is_no_system(tmp_path):
    (tmp_path / "ko.po").write_text(PO, encoding="utf-8")
    (tmp_path / "other.po").write_text(PO.replace("Two files", "Three files"), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"other\.po: 1 of its 3 sources are in ko\.po, which has 2"):
        command(tmp_path / "ko.po", tmp_path / "other.po", "--from", "en", "--to", "ko")


def test_a_translator_alone_is_scored_on_a_corpus_in_its_direction():
    corpus = mtkit.Corpus.of([Unit("a/1", "a", "string", en="Save", ko="저장"), Unit("a/2", "a", "string", en="%s", ko="%s")], name="c")  # fmt: skip
    translator = mtkit.Translator("ko", "en", engine=IdentityEngine())
    found = mtkit.evaluate(translator, corpus, metrics=["chrf"], samples=0)
    assert found.test_set.direction == "ko-en"
    assert found.systems[0].name == translator.engine.name
    assert found.systems[0].hypotheses == ("저장", "%s")
    with pytest.raises(InputError, match="which direction"):
        mtkit.evaluate({"a": ["Save", "%s"]}, corpus)


def test_agreement_is_named_for_what_it_is():
    copy, turned = (mtkit.Translator("en", "ko", engine=engine) for engine in (IdentityEngine(), PseudoEngine()))
    texts = ("one two three four", "five six seven eight")
    there_and_back = round_trip(turned, turned, texts, "en", "ko")
    assert there_and_back.test_set.name == "round-trip en>ko>en"
    assert there_and_back.systems[0].score("chrf").value == 100.0
    astray = pivot_agreement(copy, copy, turned, texts, ("en", "ja", "ko"))
    assert astray.test_set.name == "pivot en>ja>ko against en>ko"
    assert astray.systems[0].hypotheses[0] == "eno owt eerht ruof"
    assert astray.systems[0].score("bleu").value < 100.0
    same = pivot_agreement(copy, copy, copy, texts, ("en", "ja", "ko"))
    assert same.systems[0].score("bleu").value == pytest.approx(100.0)


def test_what_a_run_reused_is_counted():
    test_set = TestSet("t", "ko", "en", ("안녕", "안녕", "잘 가"), (("Hello", "Hello", "Bye"),))
    found = evaluate(mtkit.Translator("ko", "en", engine=IdentityEngine()), test_set, metrics=["chrf"], samples=0)
    assert found.systems[0].cost.reused == 1
    assert "Reused segments" in page([found])

"""A bulk job in this process, with the pseudo engines: what it reads, writes, repeats and reports."""

import json
import os
import sqlite3
import zipfile
from pathlib import Path

import archives
import pytest

from mtkit import Glossary, Translator, documents
from mtkit.bulk import Job, LocalCrew, Run
from mtkit.engines import USUAL
from mtkit.engines.pseudo import IdentityEngine
from mtkit.errors import InputError, StoreError
from mtkit.glossary.entries import Entry


class Spelling(IdentityEngine):
    """A Latin letter for each other one, so that nothing in an output is wrong."""

    name = "spelling"

    def _change(self, text):
        return "".join(chr(97 + ord(sign) % 26) if "\u3040" <= sign <= "\ud7a3" else sign for sign in text)


class Counting(Spelling):
    """Remembers what it was asked; a sentence with a word in `broken` breaks it."""

    def __init__(self, broken=()):
        super().__init__()
        self.asked, self.broken = [], broken

    def translate(self, sentences, source, target, decoding=USUAL):
        self.asked += sentences
        for sentence in sentences:
            if any(word in sentence for word in self.broken):
                raise RuntimeError("out of luck")
        return super().translate(sentences, source, target, decoding)


def go(job, engine=None, glossary=None, events=None):
    engine = engine or Counting()
    crew = LocalCrew(lambda source, target: Translator(source, target, engine=engine, glossary=glossary))
    run = Run(job, crew, (events if events is not None else []).append)
    tally = run.go()
    return tally, engine


def job(archive, out, *targets, **options):
    return Job((archive,), out, targets or ("en",), **{"source": "ko"} | options)


def report(out):
    lines = (out / ".mtkit" / "report.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def test_each_document_is_what_it_would_be_alone(tmp_path):
    archive = archives.tree(tmp_path / "in", 12)
    tally, _ = go(job(archive, tmp_path / "out", "en", "ja"))
    assert (tally.documents, tally.failed, tally.kept) == (24, 0, 0)
    for target in ("en", "ja"):
        translator = Translator("ko", target, engine=Spelling())
        for path in archive.rglob("*.md"):
            place = path.relative_to(archive).with_name(path.name.replace(".ko.", f".{target}."))
            assert (tmp_path / "out" / place).read_bytes() == translator.translate(documents.read(path)).data


def test_an_equal_segment_reaches_the_engine_once(tmp_path):
    archive = archives.tree(tmp_path / "in", 30)
    for number, path in enumerate(archive.rglob("*.md")):
        said = [*archives.sentences("ko")[number % 9 :: 3], f"{number}번 문서이다."]
        path.write_text("\n\n".join(said * 2) + "\n", encoding="utf-8")
    tally, engine = go(job(archive, tmp_path / "out"))
    assert sorted(engine.asked) == sorted({*archives.sentences("ko"), *(f"{n}번 문서이다." for n in range(30))})
    assert tally.hits == tally.segments - len(engine.asked)
    tally, engine = go(job(archive, tmp_path / "elsewhere", store=tmp_path / "out" / ".mtkit" / "store.sqlite"))
    assert engine.asked == []
    assert (tally.documents, tally.kept) == (30, 0)
    assert archives.outputs(tmp_path / "out") == archives.outputs(tmp_path / "elsewhere")


def test_a_second_run_finds_everything_done_and_a_third_what_was_changed(tmp_path):
    archive, out = archives.tree(tmp_path / "in", 6), tmp_path / "out"
    go(job(archive, out))
    first = archives.outputs(out)
    stamp = os.stat(out / "year-0" / "release-000.en.md").st_mtime_ns
    tally, engine = go(job(archive, out))
    assert (tally.kept, engine.asked) == (6, [])
    assert os.stat(out / "year-0" / "release-000.en.md").st_mtime_ns == stamp
    (archive / "year-0" / "release-003.ko.md").write_text("바뀌었다.\n", encoding="utf-8")
    (out / "year-1" / "release-001.en.md").write_text("somebody was here")
    (out / "year-2" / "release-002.en.md").unlink()
    tally, engine = go(job(archive, out))
    assert (tally.documents, tally.kept, engine.asked) == (6, 3, ["바뀌었다."])
    changed = archives.outputs(out)
    assert changed.pop("year-0/release-003.en.md").isascii()
    assert changed == {name: data for name, data in first.items() if name != "year-0/release-003.en.md"}


def test_a_changed_term_translates_its_segments_again_and_no_others(tmp_path):
    archive, out = archives.tree(tmp_path / "in", 10), tmp_path / "out"
    before = Glossary.of({"미나": "Mina", "켄": "Ken"}, "ko", "en")
    after = Glossary.of({"미나": "Minah", "켄": "Ken"}, "ko", "en")
    _, first = go(job(archive, out), glossary=before)
    tally, again = go(job(archive, out), glossary=after)
    assert tally.kept == 0
    assert again.asked
    with_it = {sentence for sentence in first.asked if "미나" in sentence}
    assert with_it < set(first.asked)
    assert {sentence.replace("Minah", "Mina") for sentence in again.asked} >= with_it
    assert any("미나" not in sentence for sentence in again.asked)  # beside it in the same segment
    go(job(archive, tmp_path / "alone"), glossary=after)
    assert archives.outputs(out) == archives.outputs(tmp_path / "alone")


def test_a_name_is_known_from_its_document_and_rows_of_a_table_know_nothing_of_each_other(tmp_path):
    said = ["이용섭 시장은 말했다.", "이 시장은 갔다."]
    glossary = Glossary([Entry(en="Lee Yong-sup", ja="イ・ヨンソプ", ko="이용섭", kind="person")])
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text("\n\n".join(said) + "\n", encoding="utf-8")
    rows = "".join(json.dumps({"text": text}) + "\n" for text in said)
    (tmp_path / "in" / "b.jsonl").write_text(rows, encoding="utf-8")
    go(job(tmp_path / "in", tmp_path / "out", column="text"), glossary=glossary)
    assert "Mayor Lee" in (tmp_path / "out" / "a.en.md").read_text().split("\n\n")[1]
    first, second = (tmp_path / "out" / "b.en.jsonl").read_text().rstrip().split("\n")
    assert "Mayor Lee Yong-sup" in json.loads(first)["text_en"]
    assert "Lee" not in json.loads(second)["text_en"]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path):
    archive, out = archives.tree(tmp_path / "in", 3), tmp_path / "out"
    (archive / "empty.md").touch()
    (archive / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (archive / "loop.md").symlink_to("loop.md")
    (archive / "gone.md").symlink_to("nowhere.md")
    (archive / "year-0" / "up").symlink_to("..")
    (archive / "a.ko.txt").write_text("하나.\n", encoding="utf-8")
    (archive / "a.txt").write_text("둘.\n", encoding="utf-8")
    os.mkfifo(archive / "pipe.txt")
    with (archive / "huge.txt").open("wb") as file:
        file.truncate(1 << 30)
    (archive / "notes.pdf").touch()
    (archive / ".hidden.md").write_text("숨은 글\n", encoding="utf-8")
    events = []
    tally, _ = go(job(archive, out), events=events)
    reasons = {row["file"].removeprefix(f"{archive}/"): row["failed"] for row in report(out)}
    wanted = {
        "a.txt": "another document's",
        "binary.txt": "binary",
        "empty.md": "empty",
        "gone.md": "broken link",
        "huge.txt": "larger than 64 MB",
        "loop.md": "leads to itself",
        "pipe.txt": "not a file",
        "year-0/up": "a link to a directory that it is in",
    }
    assert reasons.keys() == wanted.keys()
    for name, words in wanted.items():
        assert words in reasons[name], reasons[name]
    assert (tally.documents, tally.failed, dict(tally.left_out)) == (4, 8, {".pdf": 1})
    assert sorted(event.name for event in events if event.kind == "failed") == [
        str(archive / name) for name in sorted(wanted)
    ]
    assert len(archives.outputs(out)) == 4


def test_a_sentence_that_breaks_the_engine_costs_its_document_alone(tmp_path):
    archive, out = archives.tree(tmp_path / "in", 8), tmp_path / "out"
    (archive / "bad.ko.md").write_text("좋은 문장.\n\n재수 없는 문장.\n", encoding="utf-8")
    tally, _ = go(job(archive, out), Counting(broken=["재수"]))
    assert (tally.documents, tally.failed) == (8, 1)
    (row,) = report(out)
    assert "bad.ko.md:3: RuntimeError: out of luck" in row["failed"]
    tally, engine = go(job(archive, out))
    assert (tally.kept, tally.failed, engine.asked) == (8, 1, [])
    tally, engine = go(job(archive, out, retry_failed=True))
    assert (tally.documents, tally.kept, tally.failed, engine.asked) == (9, 8, 0, ["재수 없는 문장."])
    assert report(out) == []


def test_the_language_is_found_out_for_each_document(tmp_path):
    archive, out = tmp_path / "in", tmp_path / "out"
    for language in ("ko", "ja", "en"):
        archives.tree(archive / language, 2, language)
    (archive / "digits.txt").write_text("12 34\n")
    events = []
    tally, _ = go(job(archive, out, "en", "ja", source=None), events=events)
    assert sorted(archives.outputs(out)) == [
        *(f"en/year-{n}/release-00{n}.ja.md" for n in range(2)),
        *(f"ja/year-{n}/release-00{n}.en.md" for n in range(2)),
        *(f"ko/year-{n}/release-00{n}.{to}.md" for n in range(2) for to in ("en", "ja")),
    ]
    assert tally.failed == 1
    assert tally.issues["same-language"] == 4
    found = {Path(event.name).name: event.reason for event in events if event.kind == "language"}
    assert found["release-000.ja.md"] == "ja"
    tally, engine = go(job(archive, out, "en", "ja", source=None))
    assert (tally.kept, engine.asked) == (8, [])


def test_a_list_names_files_anywhere(tmp_path, monkeypatch):
    archive = archives.tree(tmp_path / "in", 3)
    names = tmp_path / "names.txt"
    names.write_text("# a comment\nin/year-0\n\nin/year-1/release-001.ko.md\nin/none.md\n/no/such.md\n")
    monkeypatch.chdir(tmp_path)
    go(Job((), Path("out"), ("en",), source="ko", lists=(names,)))
    assert sorted(archives.outputs(Path("out"))) == ["in/year-1/release-001.en.md", "release-000.en.md"]
    assert [row["file"] for row in report(Path("out"))] == ["/no/such.md", "in/none.md"]
    assert archive.exists()


def test_a_zip_archive_and_what_is_wrong_in_one(tmp_path):
    archive, out = tmp_path / "a.zip", tmp_path / "out"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("2019/release.ko.md", archives.text(1))
        file.writestr("empty.md", b"")
        file.writestr("../out.md", "밖으로.\n")
        file.writestr("__MACOSX/x.md", "맥.\n")
        file.writestr("NAME.txt", "새 소식.\n")
        file.writestr("picture.png", b"png")
    # As a Korean system packs it: the name in its own encoding, and nothing that says so.
    archive.write_bytes(archive.read_bytes().replace(b"NAME.txt", "소식".encode("cp949") + b".txt"))
    tally, _ = go(job(archive, out))
    assert sorted(archives.outputs(out)) == ["2019/release.en.md", "소식.en.txt"]
    assert [Path(row["file"]).name for row in report(out)] == ["out.md", "empty.md"]
    assert dict(tally.left_out) == {".png": 1}


def test_a_directory_that_cannot_be_used_ends_the_job_before_it_begins(tmp_path):
    archive = archives.tree(tmp_path / "in", 1)
    (tmp_path / "file").touch()
    (tmp_path / "bad.zip").write_bytes(b"PK nothing")
    for bad, words in (
        (job(archive, archive / "out"), "inside"),
        (job(archive, archive), "inside"),
        (job(archive, tmp_path / "file"), "not a directory"),
        (job(tmp_path / "none", tmp_path / "out"), "no such file"),
        (job(tmp_path / "bad.zip", tmp_path / "out"), "not a ZIP archive"),
    ):
        with pytest.raises(InputError, match=words):
            go(bad)
    assert not (tmp_path / "out").exists()


def test_a_store_that_is_hurt_is_never_believed(tmp_path):
    archive, out = archives.tree(tmp_path / "in", 5), tmp_path / "out"
    go(job(archive, out))
    with sqlite3.connect(out / ".mtkit" / "store.sqlite") as base:
        base.execute('UPDATE segments SET value = \'["wrong",[],[],""]\' WHERE key = (SELECT max(key) FROM segments)')
    base.close()
    for path in (out / "year-0").glob("*.md"):
        path.unlink()
    for path in (out / "year-1").glob("*.md"):
        path.unlink()
    for path in (out / "year-2").glob("*.md"):
        path.unlink()
    with pytest.raises(StoreError, match="damaged"):
        go(job(archive, out))

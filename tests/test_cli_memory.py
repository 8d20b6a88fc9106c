"""The verb `mtkit memory`, and `mtkit translate --memory`, as a person uses them."""

import io
import json
import subprocess
import sys

import pytest

from mtkit.cli import main

TABLE = "ko\ten\n행사는 10월 6일에 열린다.\tThe event takes place on October 6.\n누구나 온다.\tEverybody comes.\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tsv").write_text(TABLE, "utf-8")
    assert main(["memory", "import", "a.memory", "a.tsv", "--origin", "office", "-q"]) == 0
    return tmp_path


def test_import_says_what_became_of_the_units(place, capsys):
    (place / "b.tsv").write_text(TABLE + "새 것\tnew\n아직\t\n", "utf-8")
    assert main(["memory", "import", "b.memory", "b.tsv", "a.tsv"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.strip().split("\n")
    assert lines[0] == "mtkit: b.tsv: 3 units: 3 new, 0 changed, 0 known, 1 left out (no translation)"
    assert lines[1].startswith("mtkit: a.tsv: 2 units: 0 new, ")


def test_search_shows_percent_source_target_and_origin(place, capsys):
    assert main(["memory", "search", "a.memory", "행사는 10월 9일에 열린다.", "--from", "ko", "--to", "en"]) == 0
    percent, source, target, about = capsys.readouterr().out.strip().split("\t")
    assert (percent, source, target) == ("93%", "행사는 10월 6일에 열린다.", "The event takes place on October 6.")
    assert about.startswith("office, 20")
    assert main(["memory", "search", "a.memory", "없는 말", "--from", "ko", "--to", "en"]) == 0
    assert capsys.readouterr().out == ""


def test_search_answers_each_line_of_standard_input(place, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("누구나 온다.\n모르는 것\n"))
    assert main(["memory", "search", "a.memory", "--from", "ko", "--to", "en", "--json"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.strip().split("\n"))
    assert first["offers"][0] == {
        "source": "누구나 온다.",
        "target": "Everybody comes.",
        "percent": 100,
        "context": "",
        "origin": "office",
        "date": first["offers"][0]["date"],
        "reviewed": True,
    }
    assert second == {"text": "모르는 것", "offers": []}


def test_export_and_import_give_the_same_memory(place, capsys):
    assert main(["memory", "export", "a.memory", "a.tmx"]) == 0
    assert main(["memory", "import", "b.memory", "a.tmx", "-q"]) == 0
    capsys.readouterr()
    checksums = []
    for name in ("a.memory", "b.memory"):
        assert main(["memory", "stats", name, "--json"]) == 0
        checksums.append(json.loads(capsys.readouterr().out)["checksum"])
    assert checksums[0] == checksums[1]


def test_export_to_standard_output(place):
    done = subprocess.run(
        [sys.executable, "-m", "mtkit", "memory", "export", "a.memory", "-"], capture_output=True, check=True
    )
    assert done.stdout.startswith(b"<?xml")
    assert done.stdout.count(b"<tu ") == 2
    assert done.stderr == b"mtkit: 2 units\n"


def test_an_export_that_fails_leaves_the_old_file(place, capsys):
    (place / "a.tmx").write_text("old")
    (place / "broken.memory").write_text("no memory")
    assert main(["memory", "export", "broken.memory", "a.tmx"]) == 2
    assert (place / "a.tmx").read_text() == "old"
    assert main(["memory", "export", "a.memory", "no/such/a.tmx"]) == 2
    assert "mtkit: no/such/a.tmx: cannot be written" in capsys.readouterr().err


def test_stats(place, capsys):
    assert main(["memory", "stats", "a.memory"]) == 0
    rows = dict(line.split("\t") for line in capsys.readouterr().out.strip().split("\n"))
    assert (rows["units"], rows["reviewed"], rows["en-ko"], rows["from office"]) == ("2", "2", "2", "2")


def test_prune(place, capsys):
    assert main(["memory", "prune", "a.memory"]) == 2
    assert main(["memory", "prune", "a.memory", "--origin", "office", "--dry-run"]) == 0
    assert main(["memory", "prune", "a.memory", "--origin", "office", "--unreviewed"]) == 0
    assert main(["memory", "prune", "a.memory", "--origin", "office", "--before", "2999-01-01"]) == 0
    lines = capsys.readouterr().err.strip().split("\n")
    assert lines[0].startswith("mtkit: nothing says which units to remove; say --before")
    assert lines[1:] == ["mtkit: 2 units would be removed", "mtkit: 0 units removed", "mtkit: 2 units removed"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("import x.memory no.po", "no.po: no such file"),
        ("import x.memory a.tsv bad.tmx", "bad.tmx:2: no well-formed XML (mismatched tag)"),
        ("import a.tsv a.tsv", "a.tsv: is no memory; mtkit memory import reads TMX, PO, XLIFF and tables into one"),
        ("search no.memory x --from ko --to en", "no.memory: no such memory; mtkit memory import makes one"),
        ("search a.memory x --from ko --to xx", "unknown language 'xx'; use en, ja or ko"),
        ("search a.memory x --from ko --to en --least 10", "10.0 percent; use a number from 50 to 100"),
        ("stats a.tsv", "a.tsv: is no memory"),
        ("prune a.memory --superseded xx", "unknown language 'xx'"),
    ],
)
def test_bad_input_gets_one_line(place, capsys, words, said):
    (place / "bad.tmx").write_text("<tmx><body>\n<tu></body></tmx>")
    assert main(["memory", *words.split()]) == 2
    lines = capsys.readouterr().err.strip().split("\n")
    assert lines[-1].startswith(f"mtkit: {said}")


def test_what_was_imported_before_a_bad_file_stays(place, capsys):
    (place / "bad.tmx").write_text("<tmx><body>\n<tu></body></tmx>")
    assert main(["memory", "import", "x.memory", "a.tsv", "bad.tmx"]) == 2
    assert main(["memory", "stats", "x.memory", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["units"] == 2


def test_unreviewed_units_are_offered_and_never_used(place, capsys):
    (place / "m.tsv").write_text("ko\ten\n기계 번역이다.\tIt is machine translation.\n", "utf-8")
    assert main(["memory", "import", "a.memory", "m.tsv", "--unreviewed", "-q"]) == 0
    assert main(["memory", "search", "a.memory", "기계 번역이다.", "--from", "ko", "--to", "en"]) == 0
    assert capsys.readouterr().out.strip().endswith("unreviewed")


@pytest.mark.slow
def test_translate_uses_the_memory_and_says_so(place, capsys):
    (place / "in.txt").write_text("누구나 온다.\n행사는 5월 18일에 열린다.\n비가 온다.\n", "utf-8")
    words = ["translate", "in.txt", "--from", "ko", "--to", "en", "-q"]
    assert main([*words, "--memory", "a.memory", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.strip().split("\n")]
    assert [(row["target"], row["origin"]) for row in rows[:2]] == [
        ("Everybody comes.", "memory 100%"),
        ("The event takes place on May 18.", "memory substituted"),
    ]
    assert rows[2]["origin"] == ""
    assert main([*words[:-1], "--memory", "a.memory"]) == 0
    assert "mtkit: 2 of 3 segments from the memory: 1 100%, 1 substituted" in capsys.readouterr().err
    assert "|memory:" in rows[2]["signature"]
    assert main([*words, "--memory", "no.memory"]) == 2

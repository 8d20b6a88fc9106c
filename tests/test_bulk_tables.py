"""Tables with a text column: what goes in comes out, with one column more."""

import csv
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from test_bulk_run import go

from mtkit.bulk import Job
from mtkit.bulk.tables import ROWS, count, open_table
from mtkit.errors import InputError

ROWS_IN = [(f"id-{n}", f"{n}번째 소식이다." if n % 5 else "", n / 7) for n in range(ROWS + 10)]


def table(folder, suffix):
    path = folder / f"news.ko{suffix}"
    if suffix == ".parquet":
        names = ["id", "text", "weight"]
        pyarrow.parquet.write_table(pyarrow.table(list(zip(*ROWS_IN, strict=True)), names=names), path)
    elif suffix == ".jsonl":
        rows = [{"id": key, "text": text, "weight": weight, "é": {"a": [1e5]}} for key, text, weight in ROWS_IN]
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t" if suffix == ".tsv" else ",")
            writer.writerow(["id", "text", "weight"])
            writer.writerows(ROWS_IN)
    return path


def rows(path):
    if path.suffix == ".parquet":
        return pyarrow.parquet.read_table(path).to_pylist()
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".parquet"])
def test_the_same_rows_and_a_column_more(tmp_path, suffix):
    path, out = table(tmp_path, suffix), tmp_path / "out"
    tally, engine = go(Job((path,), out, ("en",), source="ko", column="text"))
    assert (tally.documents, tally.failed, tally.segments) == (1, 0, len(ROWS_IN))
    done = rows(out / f"news.en{suffix}")
    assert [{k: v for k, v in row.items() if k != "text_en"} for row in done] == rows(path)
    for row in done:
        assert (row["text_en"] == "") == (row["text"] == "")
        assert row["text_en"].isascii()
        assert row["text_en"].split("번")[0].rstrip("abcdefghijklmnopqrstuvwxyz. ") == row["text"].split("번")[0]
    first = (out / f"news.en{suffix}").read_bytes()
    tally, engine = go(Job((path,), out, ("en",), source="ko", column="text"))
    assert (tally.kept, engine.asked) == (1, [])
    (out / f"news.en{suffix}").unlink()
    tally, engine = go(Job((path,), out, ("en",), source="ko", column="text"))
    assert engine.asked == []
    assert (out / f"news.en{suffix}").read_bytes() == first


def test_every_other_byte_of_json_lines_stays(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"n": 1.50,  "text":"\\ud55c 줄", "x": 1e5}\r\n\n{"text": null}'.encode())
    go(Job((path,), tmp_path / "out", ("en",), source="ko"))
    data = (tmp_path / "out" / "a.en.jsonl").read_bytes()
    assert data.decode().startswith('{"n": 1.50,  "text":"\\ud55c 줄", "x": 1e5, "text_en": "')
    assert data.endswith(b'"}\r\n\n{"text": null, "text_en": ""}')


BAD = {
    "a.jsonl": (b'{"text": "\xea\xb0\x80"}\n{"text": ', "a.jsonl:2: not JSON"),
    "b.jsonl": (b"[1]\n", "b.jsonl:1: not a JSON object"),
    "c.jsonl": (b'{"text": 7}\n', "column 'text' holds no text"),
    "d.jsonl": (b'{"body": "x"}\n', "no column 'text'; say --column: body"),
    "e.csv": (b"id,body\n1,x\n", "no column 'text'; say --column: id, body"),
    "f.csv": (b"id,text\n1,x\n2\n", "f.csv:3: 1 cells, 2 columns"),
    "g.csv": (b"id,text\n1,\xff\xfe\n", "not UTF-8"),
    "h.csv": (b'id,text\n1,"x\n', "not a table"),
    "i.parquet": (b"PAR1 and no more", "cannot be read as Parquet"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_table_that_is_none_fails_alone_and_whole(tmp_path, name):
    (tmp_path / "in").mkdir()
    data, words = BAD[name]
    (tmp_path / "in" / name).write_bytes(data)
    (tmp_path / "in" / "z.jsonl").write_text('{"text": "소식"}\n', encoding="utf-8")
    events = []
    tally, _ = go(Job((tmp_path / "in",), tmp_path / "out", ("en",), source="ko", column="text"), events=events)
    assert (tally.documents, tally.failed) == (1, 1)
    assert words in next(event.reason for event in events if event.kind == "failed")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".mtkit", "z.en.jsonl"]


def test_tables_of_a_tree_need_a_column(tmp_path):
    (tmp_path / "in").mkdir()
    table(tmp_path / "in", ".jsonl")
    tally, _ = go(Job((tmp_path / "in",), tmp_path / "out", ("en",), source="ko"))
    assert (tally.documents, dict(tally.left_out)) == (0, {".jsonl": 1})


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_pages_are_counted_before_they_are_read(tmp_path, suffix):
    path = table(tmp_path, suffix)
    assert count(path) == len(list(open_table(path, "text").pages())) == 2
    assert count(Path("/no/such.jsonl")) == 1


def test_a_table_without_rows(tmp_path):
    for name, data in (("a.csv", b"id,text\n"), ("b.jsonl", b"")):
        (tmp_path / name).write_bytes(data)
        go(Job((tmp_path / name,), tmp_path / "out", ("en",), source="ko", column="text"))
    assert (tmp_path / "out" / "a.en.csv").read_bytes() == b"id,text,text_en\n"
    assert (tmp_path / "out" / "b.en.jsonl").read_bytes() == b""


def test_no_such_table():
    with pytest.raises(InputError, match="cannot be read"):
        next(open_table(Path("none.jsonl"), None).pages())

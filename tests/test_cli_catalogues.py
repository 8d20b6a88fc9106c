"""`mtkit translate` on string catalogues with the embedded model: a valid file of the format, or one line and nothing."""

import json

import pytest
from lxml import etree

from mtkit.cli import main

pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path, capsysbinary):
    def translate(name, text, *options):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        status = main(["translate", str(path), "--from", "en", "--to", "ko", "-q", *options])
        captured = capsysbinary.readouterr()
        assert path.read_text(encoding="utf-8") == text
        return status, captured.out.decode(), captured.err.decode()

    return translate


def test_json_with_plurals(run):
    text = '{\n  "a": "Hello, {{name}}!",\n  "n_one": "{{count}} file",\n  "n_other": "{{count}} files"\n}\n'
    status, out, _ = run("en.json", text)
    data = json.loads(out)
    assert status == 0
    assert list(data) == ["a", "n_other"]
    assert "{{name}}" in data["a"]
    assert "파일" in data["n_other"]
    assert out.startswith('{\n  "a": "')


def test_xliff(run):
    text = '<xliff version="1.2"><file source-language="en"><body><trans-unit id="1"><source>Click <g id="1">Save</g>.</source></trans-unit></body></file></xliff>'
    status, out, _ = run("a.xlf", text)
    target = etree.fromstring(out.encode()).find(".//target")
    assert status == 0
    assert target.find("g").text.strip() == "저장"
    assert etree.fromstring(out.encode()).find("file").get("target-language") == "ko"


def test_a_column_of_a_table(run):
    status, out, _ = run("a.csv", "id,text\n1,Save the file.\n", "--column", "text")
    assert status == 0
    assert out.startswith("id,text\n1,파일")
    status, out, error = run("a.csv", "id,text\n1,Save the file.\n")
    assert (status, out) == (2, "")
    assert "which column? it has id, text; say --column NAME" in error


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", '{"a": "x", "a": "y"}', 'key "a" stands twice'),
        ("a.xml", '<!DOCTYPE r [<!ENTITY a "b">]><resources><string name="x">&a;</string></resources>', "entity a of its own"),
        ("a.xml", "<resources><string name='a'>One", "no well-formed XML"),
        ("a.yml", "en:\n  a: 'One", "no YAML"),
        ("a.strings", '"a" = "One"', "an entry does not end"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_writes_nothing(run, tmp_path, name, text, message):
    output = tmp_path / "out"
    status, out, error = run(name, text, "-o", str(output))
    assert (status, out) == (2, "")
    assert message in error
    assert error.count("\n") == 1
    assert not output.exists()

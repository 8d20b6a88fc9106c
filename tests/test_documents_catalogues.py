"""String catalogues: what a translation writes is read back by each format's own library, and what is refused."""

import csv
import io
import json
import re
import time
from pathlib import Path

import javaproperties
import openstep_plist
import pytest
import yaml
from fluent.syntax import FluentParser, ast
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from mtkit import documents, placeholders
from mtkit.documents.icu import choices
from mtkit.engines.pseudo import NaughtyEngine, PseudoEngine
from mtkit.errors import InputError
from mtkit.translator import Translator

GOLDEN = Path(__file__).parent / "golden" / "documents"
CASES = sorted(path for path in GOLDEN.glob("*-to-*/source.*") if path.suffix not in (".po", ".pot"))


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, str(number)))
    elif isinstance(value, str):
        yield "/".join(path), value


def parsed(data):
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def xml(data):
    """Every element that holds a text, by its place."""
    root = parsed(data)
    return [(root.getroottree().getpath(e), "".join(e.itertext())) for e in root.iter("string", "item", "{*}seg")]


def xliff(data):
    """What each unit says in the target language, else in the source language, with the number of its inline codes."""
    for number, source in enumerate(parsed(data).iter("{*}source")):
        target = next(source.itersiblings("{*}target"), None)
        said = source if target is None or (not len(target) and not target.text) else target
        yield str(number), f"{''.join(said.itertext())} {len([*said.iter()])} codes"


def strings(data):
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    return leaves(openstep_plist.loads("{" + text.replace('"only.key";', "") + "}"))


def fluent(data):
    resource = FluentParser().parse(data.decode())
    assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    for entry in resource.body:
        if isinstance(entry, ast.Message) and entry.value:
            yield entry.id.name, "".join(map(said, entry.value.elements))


def said(element):
    if isinstance(element, ast.TextElement):
        return element.value
    inner = element.expression
    if isinstance(inner, ast.SelectExpression):
        return "".join(said(part) for variant in inner.variants if variant.default for part in variant.value.elements)
    return inner.parse()["value"] if isinstance(inner, ast.StringLiteral) else "{}"


def table(data, separator):
    rows = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=separator, strict=separator != "\t")
    return [(f"{number}/{column}", cell) for number, row in enumerate(rows) for column, cell in enumerate(row)]


READERS = {
    ".json": lambda data: leaves(json.loads(data.decode("utf-8-sig"))),
    ".arb": lambda data: leaves(json.loads(data)),
    ".xcstrings": lambda data: leaves(json.loads(data)),
    ".xml": xml,
    ".xlf": xliff,
    ".xliff": xliff,
    ".tmx": xml,
    ".strings": strings,
    ".properties": lambda data: javaproperties.loads(data.decode()).items(),
    ".yml": lambda data: leaves(list(yaml.safe_load_all(data))),
    ".yaml": lambda data: leaves(list(yaml.safe_load_all(data))),
    ".ftl": fluent,
    ".csv": lambda data: table(data, ";" if b";" in data.partition(b"\n")[0] else ","),
    ".tsv": lambda data: table(data, "\t"),
}


def values_of(text):
    return sorted(text[span.start : span.end] for span in placeholders.find(text) if span.kind == "placeholder")


def translated(path, engine):
    target = path.parent.name.rpartition("-to-")[2]
    source = "ko" if target == "en" else "en"
    return Translator(source, target, engine=engine).translate(documents.read(path))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_a_translation_is_read_by_the_formats_library_and_keeps_its_placeholders(path):
    read = READERS[path.suffix]
    before, after = (
        {re.sub(r"(?<![^/])(en|ja|ko)/", "", key): text for key, text in read(data)}
        for data in (path.read_bytes(), translated(path, PseudoEngine()).data)
    )
    shared = {key for key in before.keys() & after.keys() if not choices(before[key])}
    assert len(shared) >= (1 if "icu" in path.parent.name else 0.4 * len(before))
    if path.suffix in (".xlf", ".xliff"):
        assert {key: text.split()[-2] for key, text in after.items()} == {
            key: text.split()[-2] for key, text in before.items()
        }
    assert {key: values_of(after[key]) for key in shared} == {key: values_of(before[key]) for key in shared}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_whatever_an_engine_does_the_file_is_valid(path, seed):
    read = READERS[path.suffix]
    before, after = dict(read(path.read_bytes())), dict(read(translated(path, NaughtyEngine(seed=seed)).data))
    assert after
    kinds = [[choice.kind for choice in choices(texts.get(key, ""))] for key in before for texts in (before, after)]
    assert kinds[::2] == kinds[1::2]


def test_every_format_has_cases():
    with_syntax = set(documents.formats()) - {"docx", "html", "markdown", "odt", "po", "text"}
    assert {documents.format_of(path) for path in CASES} == with_syntax


# What is written into a file is what its reader reads

FRAGMENTS = [
    "가", "x", " ", "  ", "'", '"', "''", "\\", "\\n", "\n", "<", ">", "&", "&amp;", "<b>", "</b>", "]]>", "{", "}", "{0}", "[", "*", ".", "#", ": ", " #", "- ",
    ",", ";", "|", "=", "%", "@", "?", "!", "é", "🎉", "\u2028", "yes", "null", "1", "-", "~", "$", "//", "/*", "*/", "\t",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8).map("".join).map(str.strip).filter(bool)
PLAIN = re.compile(r"[\t\n \u2028]+")

PLACES = {
    "json": ('{"k": "old"}', lambda data: json.loads(data)["k"]),
    "arb": ('{"k": "old \\u00e9"}', lambda data: json.loads(data)["k"]),
    "xliff": (
        '<xliff version="1.2"><file><body><trans-unit id="1"><source>old</source></trans-unit></body></file></xliff>',
        lambda data: etree.fromstring(data).findtext(".//target"),
    ),
    "tmx": (
        '<tmx><body><tu><tuv xml:lang="en"><seg>old</seg></tuv></tu></body></tmx>',
        lambda data: etree.fromstring(data).findall(".//seg")[1].text,
    ),
    "apple": ('"k" = "old";', lambda data: openstep_plist.loads("{" + data.decode() + "}")["k"]),
    "properties": ("k = old", lambda data: javaproperties.loads(data.decode())["k"]),
    "csv": ('key,source,target\nk,"old",""\n', lambda data: table(data, ",")[5][1]),
    "tsv": ("source\ttarget\told\nold\t\n", lambda data: data.decode().split("\n")[1].split("\t")[1]),
    "fluent": ("k = old\n", lambda data: dict(fluent(data))["k"]),
}
YAMLS = [
    "k: old",
    "k: 'old'",
    'k: "old"',
    "k: |\n  old\n",
    "k: >-\n  old\n",
    "{k: old, l: 1}",
    "- old",
    "k: !!str old # note",
]


@pytest.mark.parametrize("format", PLACES)
@settings(max_examples=30, deadline=None)
@given(target=TEXTS)
def test_what_is_written_is_what_is_read(format, target):
    source, read = PLACES[format]
    document = documents.parse(source.encode(), format=format, name="x")
    assert len(document.segments) == 1 or format == "tsv"
    found = read(document.render([target] * len(document.segments), language="ko"))
    if format == "tsv":
        target, found = PLAIN.sub(" ", target), PLAIN.sub(" ", found)
    if format == "fluent":  # blank lines keep no white space, lines are indented
        target, found = (re.sub(r"[ \t]*\n\s*", "\n", text) for text in (target, found))
    assert found == target


@pytest.mark.parametrize("source", YAMLS)
@settings(max_examples=20, deadline=None)
@given(target=TEXTS)
@example(target="<<")
@example(target="=")
def test_what_is_written_into_yaml_is_what_is_read(source, target):
    document = documents.parse(source.encode(), format="yaml", name="x")
    data = yaml.safe_load(document.render([target]))
    found = data[0] if isinstance(data, list) else data["k"]
    assert PLAIN.sub(" ", found).strip() == PLAIN.sub(" ", target)


@settings(max_examples=30, deadline=None)
@given(target=TEXTS)
def test_what_is_written_into_android_resources_is_what_android_reads(target):
    document = documents.parse(b"<resources><string name='k'>old</string></resources>", format="android", name="x")
    raw = etree.fromstring(document.render([target])).findtext("string")
    unquoted = re.sub(r'(?<!\\)((?:\\\\)*)"', r"\1", raw)
    assert unquoted == raw  # no quote without its backslash
    assert not re.match("[@?]", raw)
    table = {"n": "\n", "t": "\t"}
    assert re.sub(r"\\(.)", lambda hit: table.get(hit[1], hit[1]), raw, flags=re.DOTALL) == target


@pytest.mark.parametrize(
    ("format", "source", "target", "written"),
    [
        ("android", "<resources><string name='k'>{0}</string></resources>", "@handle", "\\@handle"),
        ("android", "<resources><string name='k'>{0}</string></resources>", "?", "\\?"),
        ("properties", "k = {0}", "It's {0,date,'yy'} o'clock", "It''s {0,date,'yy'} o''clock"),
        ("json", '{"k": "{n, plural, other {{0}}}"}', "It's '{n}' and #'{'", "It's ''{n}' and #'{'"),
        ("fluent", "k =\n    {0}\n", "[a", '{"["}a'),
    ],
)
def test_signs_of_the_format_are_escaped(format, source, target, written):
    old = "Old {0} text" if format == "properties" else "old"
    document = documents.parse(source.replace("{0}", old).encode(), format=format, name="x")
    data = document.render([target]).decode()
    assert data == source.replace("{0}", written)


def test_a_sign_after_a_placeable_begins_nothing_in_fluent():
    document = documents.parse(b"k = Hi { $n }. Bye\n", format="fluent", name="x")
    assert document.render(["{ $n }. 안녕\n[끝"]).decode() == 'k = { $n }. 안녕\n    {"["}끝\n'
    document = documents.parse(b"k =\n{ $n } left\n", format="fluent", name="x")
    assert document.render(["남은 { $n }"]).decode() == 'k =\n{ "" }남은 { $n }\n'


# What is refused

BOMB = "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><{0}>&b;</{0}>"
EXTERNAL = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><{0}>&x;</{0}>"
BAD = [
    *[(format, BOMB.replace("{0}", root), "entity a of its own; write what it stands for") for format, root in (("android", "resources"), ("xliff", "xliff"), ("tmx", "tmx"))],
    ("android", EXTERNAL.replace("{0}", "resources"), "entity x of its own"),
    ("android", "<resources>\n<string name='a'>x</resources>", r"x:2: no well-formed XML \(mismatched tag\)"),
    ("android", "<!DOCTYPE r SYSTEM 'x.dtd'><resources>&y;</resources>", "entity y of its own"),
    ("android", "<html/>", "no Android resources: its root is <html>"),
    ("android", "<resources>" + "<a>" * 300 + "</a>" * 300 + "</resources>", "elements nested too deep"),
    ("xliff", "<xliff><file", "no well-formed XML"),
    ("xliff", "<tmx/>", "no XLIFF: its root is <tmx>"),
    ("tmx", "<xliff/>", "no TMX"),
    ("json", '{"a": "b"', r"x:1: no JSON \(Expecting ',' delimiter\)"),
    ("json", '{\n"a": "b",\n"a": "c"}', 'key "a" stands twice; keep one of them'),
    ("json", "[" * 200_000, "nested too deep"),
    ("arb", "", r"no JSON \(Expecting value\)"),
    ("xcstrings", '{"strings": {}}', "no string catalogue"),
    ("xcstrings", '{"sourceLanguage": "en", "strings": []}', "no string catalogue"),
    ("apple", '"a" = "b";\n"c" = "d"', "x:2: no strings file: an entry does not end"),
    ("apple", '"a" = "b', "a text that does not end"),
    ("apple", "/* a", "a comment that does not end"),
    ("properties", "a = 1\nb = \\u12", r"x:2: no escape: \\u12"),
    ("yaml", "a: [", r"x:1: no YAML \(did not find expected node content\)"),
    ("yaml", "a: 1\nb: 2\na: 3", 'x:3: key "a" stands twice'),
    ("yaml", "[" * 20_000, "no YAML|nested too deep"),
    ("fluent", "a = b\nc d\n", "x:2: no Fluent"),
    ("csv", 'source,target\na,"b\n', r"x:2: no table \(a quote that nothing closes\)"),
    ("csv", "a,b\n1,2\n", "x:1: which column\\? it has a, b; say --column NAME or --column TARGET=SOURCE"),
]  # fmt: skip


@pytest.mark.parametrize(("format", "text", "message"), BAD)
def test_what_cannot_be_read_is_one_line(format, text, message):
    with pytest.raises(InputError, match=message) as caught:
        documents.parse(text.encode(), format=format, name="x")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("format", ["json", "android", "yaml", "csv"])
def test_a_file_that_is_too_large_is_refused(format):
    with pytest.raises(InputError, match=f"x: 65 MB, a {format} file has 64 MB at most; divide it"):
        documents.parse(b" " * (65 << 20), format=format, name="x")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_a_truncated_file_is_refused_or_read_as_far_as_it_goes(path):
    """No end of a file makes a bug of it: an error that says what, or the same bytes back."""
    data, format = path.read_bytes(), documents.format_of(path)
    for end in range(0, len(data), max(1, len(data) // 40)):
        try:
            document = documents.parse(data[:end], format=format, name="x")
        except InputError:
            continue
        assert document.render([segment.source for segment in document.segments]) == data[:end]


# The door


@pytest.mark.parametrize(
    ("content", "format"),
    [(b"<resources/>", "android"), (b"\xef\xbb\xbf<?xml version='1.0'?>\n<xliff version='1.2'>", "xliff"), (b"<tmx><header", "tmx")],
)  # fmt: skip
def test_the_content_decides_between_formats_of_one_suffix(tmp_path, content, format):
    path = tmp_path / "a.xml"
    path.write_bytes(content)
    assert documents.format_of(path) == format


def test_other_xml_is_no_document(tmp_path):
    (tmp_path / "a.xml").write_bytes(b"<project/>")
    with pytest.raises(InputError, match=r"unknown format \.xml; say --format"):
        documents.read(tmp_path / "a.xml")


def test_a_directory_gives_catalogues_but_not_its_configuration(tmp_path):
    for name in ("a.md", "package.json", "b.yml", "c.csv", "d.xml", "e.xlf", "f.arb", "g.strings", "h.ftl"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in documents.discover([tmp_path])] == ["a.md", "e.xlf", "f.arb", "g.strings", "h.ftl"]


def test_columns():
    read = lambda columns, text="id,t,u\n1,One,\n", **kind: documents.parse(  # noqa: E731
        text.encode(), format=kind.get("format", "csv"), name="x", columns=columns
    )
    assert read(["t"]).render(["하나"]) == "id,t,u\n1,하나,\n".encode()
    assert read(["u=t"]).render(["하나"]) == "id,t,u\n1,One,하나\n".encode()
    assert read(["2"], "One,x\nTwo,y\n").render(["가", "나"]) == "One,가\nTwo,나\n".encode()
    with pytest.raises(InputError, match="no column 'v'; it has id, t, u"):
        read(["v"])
    with pytest.raises(InputError, match="a json file has no columns; leave --column out"):
        read(["t"], "{}", format="json")


def test_an_ascii_properties_file_stays_ascii():
    assert documents.parse(b"a = Hi", format="properties", name="x").render(["가🎉"]) == b"a = \\uac00\\ud83c\\udf89"


def test_a_target_in_the_file_is_left_alone_but_a_new_one_filled():
    text = '<xliff version="2.0" srcLang="en"><file><unit><segment><source>A</source><target>가</target></segment></unit></file></xliff>'
    assert documents.parse(text.encode(), format="xliff", name="x").segments == ()
    again = text.replace("<segment>", '<segment state="initial">')
    (segment,) = documents.parse(again.encode(), format="xliff", name="x").segments
    assert segment.source == "A"


def test_a_file_with_translations_takes_no_other_language():
    text = '<xliff version="2.0" srcLang="en" trgLang="{0}"><file><unit><segment><source>A</source><target>あ</target></segment></unit></file></xliff>'
    document = documents.parse(text.format("ja-JP").encode(), format="xliff", name="x")
    document.check("ja")
    with pytest.raises(InputError, match="x: is being translated into ja-JP, not ko; say --to ja-JP, or take"):
        document.render([], language="ko")
    empty = documents.parse(text.format("ja").replace("あ", "").encode(), format="xliff", name="x")
    assert b'trgLang="ko"' in empty.render(["가"], language="ko")


MANY = {
    "json": ("{", '"k{0}": "Text \\u00e9 {{x}}",', '"z": "z"}'),
    "arb": ("{", '"k{0}": "{{n, plural, one {{# day}} other {{# days}}}}",', '"z": "z"}'),
    "xcstrings": ('{"sourceLanguage": "en", "strings": {', '"Text {0}": {{}},', '"z": {}}}'),
    "android": ("<resources>", "<string name='k{0}'>Text <b>and</b> tags</string>", "</resources>"),
    "xliff": ("<xliff version='1.2'><file><body>", "<trans-unit id='{0}'><source>Text</source></trans-unit>", "</body></file></xliff>"),
    "tmx": ("<tmx><body>", "<tu><tuv xml:lang='en'><seg>Text</seg></tuv></tu>", "</body></tmx>"),
    "apple": ("", '"k{0}" = "Text";\n', ""),
    "properties": ("", "k{0} = Text\n", ""),
    "yaml": ("en:\n", "  k{0}: Text\n", ""),
    "fluent": ("", "k{0} = Text\n", ""),
    "csv": ("source,target\n", '"Text {0}",\n', ""),
}  # fmt: skip


@pytest.mark.parametrize("format", MANY)
def test_time_is_linear(format):
    head, entry, tail = MANY[format]
    took = []
    for count in (80, 800):
        data = (head + "".join(entry.format(number) for number in range(count)) + tail).encode()
        started = time.process_time()
        document = documents.parse(data, format=format, name="x")
        assert len(document.segments) >= count
        document.render(["가"] * len(document.segments), language="ko")
        took.append(time.process_time() - started)
    assert took[1] < 40 * max(took[0], 0.02)

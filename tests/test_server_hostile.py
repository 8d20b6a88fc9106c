"""Requests that mean no good or went wrong on the way: the right refusal, a living server, nothing written outside."""

import gzip
import io
import json
import random
import socket
import time
import zipfile
from pathlib import Path

import httpx
import pytest
from serving import serving

from mtkit.engines.pseudo import PseudoEngine

pytestmark = pytest.mark.slow
TEXT = {"q": "abc", "source": "en", "target": "ko"}
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile") / "data"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def url(folder):
    with serving(engine=PseudoEngine(), data=folder, body=1 << 20, patience=1.0, characters=10_000) as (url, _):
        yield url


@pytest.fixture(scope="module")
def client(url):
    with httpx.Client(base_url=url, timeout=60) as client:
        yield client


@pytest.fixture(autouse=True)
def lives(client, folder, caplog):
    """After whatever a test did the server answers, there is no file but its own, and no bug came to light."""
    before = around(folder)
    yield
    assert not [record for record in caplog.get_records("call") if '"event": "bug"' in record.getMessage()]
    assert client.post("/translate", json=TEXT).json() == {"translatedText": "cba"}
    assert around(folder) == before


def around(folder):
    return sorted(str(path) for path in folder.parent.rglob("*") if folder not in path.parents)


def send(url, data, *, close=True, wait=5.0):
    """Raw bytes to the server and what it says, as long as it says something."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=wait) as connection:
        connection.sendall(data)
        if close:
            connection.shutdown(socket.SHUT_WR)
        found = b""
        while part := connection.recv(65536):
            found += part
        return found


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe\x00{",
        '{"q": "서울", "source": "ko", "target": "en"}'.encode("cp949"),
        '{"q": "a", "source": "en", "target": "ko"}'.encode("utf-16"),
        rb'{"q": "\ud800", "source": "en", "target": "ko"}',
        b'{"q": NaN, "source": "en", "target": "ko"}',
        b"[" * 100_000,
        b'{"q": ' + b"9" * 5000 + b"}",
        b'{"q": {"a": 1}, "source": "en", "target": "ko"}',
        b'{"q": ["a", null], "source": "en", "target": "ko"}',
    ],
)
def test_a_body_that_is_no_request(client, body):
    for path in ("/translate", "/detect", "/v2/translate", "/v2/glossaries", "/v3/glossaries"):
        reply = client.post(path, content=body, headers=JSON)
        assert reply.status_code == 400, path
        assert "\n" not in reply.text


@pytest.mark.parametrize(
    "body", [b"q=%ff%fe&source=en&target=ko", "q=서울&source=ko&target=en".encode("cp949"), b"&".join([b"a=1"] * 5000)]
)
def test_a_form_that_is_none(client, body):
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/translate", content=body, headers=headers).status_code == 400


def test_a_multipart_body_that_is_broken_or_endless(client):
    for body in (b"", b"--x", b"--x\r\nContent-Disposition: form-data\r\n\r\n", b"\0" * 1000, b"--x\r\n" * 1000):
        for kind in ("multipart/form-data; boundary=x", "multipart/form-data"):
            reply = client.post("/translate_file", content=body, headers={"content-type": kind})
            assert reply.status_code == 400
    many = [("file", (f"{n}.txt", b"a")) for n in range(20)]
    assert client.post("/v2/document", files=many).status_code == 400


def test_random_bytes_in_every_place(client, url):
    dice = random.Random(1)
    for _ in range(60):
        body = dice.randbytes(dice.randrange(200))
        kind = dice.choice(["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"])
        path = dice.choice(["/translate", "/v2/translate", "/v2/document", "/v3/glossaries", "/detect", "/suggest"])
        assert 400 <= client.post(path, content=body, headers={"content-type": kind}).status_code < 500
    for _ in range(30):
        send(url, dice.randbytes(300))


def test_mangled_json(client):
    dice = random.Random(2)
    for _ in range(100):
        body = bytearray(json.dumps(TEXT | {"q": "안녕 <b>{x}</b>"}).encode())
        for _ in range(dice.randrange(1, 4)):
            body[dice.randrange(len(body))] = dice.randrange(256)
        assert client.post("/translate", content=bytes(body), headers=JSON).status_code in (200, 400)


def test_too_large(client, url):
    large = json.dumps(TEXT | {"q": "a" * 10_001}).encode()
    assert client.post("/translate", content=large, headers=JSON).status_code == 400
    assert client.post("/v2/translate", json={"text": ["a" * 10_001], "target_lang": "KO"}).status_code == 413
    head = b"POST /v2/translate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    said = send(url, head + b"Content-Length: 99999999999\r\n\r\n{", close=False)
    assert b" 413 " in said.split(b"\r\n")[0]
    assert set(json.loads(said.split(b"\r\n\r\n")[1])) == {"message", "detail"}


def test_too_large_in_chunks_without_a_length(client):
    reply = client.post("/translate", content=(b"a" * 65536 for _ in range(40)), headers=JSON)
    assert reply.status_code == 413


def test_slow_and_cut_off_requests(url):
    head = b"POST /translate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    start = time.monotonic()
    assert b" 408 " in send(url, head + b'{"q": ', close=False).split(b"\r\n")[0]
    assert send(url, b"POST /transl", close=False) == b""
    assert time.monotonic() - start < 5
    send(url, head + b'{"q": ')
    send(url, head)


def test_a_client_that_hangs_up_takes_nothing_along(url):
    body = json.dumps(TEXT | {"q": "long text. " * 100}).encode()
    head = (
        f"POST /translate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    host, port = url.removeprefix("http://").split(":")
    for _ in range(20):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(head.encode() + body)


@pytest.mark.parametrize(
    "name",
    ["../../evil.txt", "/etc/evil.txt", "..\\..\\evil.txt", "a/../../b.txt", "x" * 300 + ".txt", "\u202etxt.evil.txt"],
)
def test_file_names_are_no_paths(client, name):
    files = {"file": (name, b"Hello\n")}
    reply = client.post("/translate_file", files=files, data={"source": "en", "target": "ko"})
    where = reply.json()["translatedFileUrl"]
    assert ".." not in where
    got = client.get(where)
    assert got.content == b"olleH\n"
    assert "/" not in got.headers["content-disposition"].partition("''")[2]


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/glossaries.sqlite", "a.b", "%00"]
)
def test_nothing_but_results_can_be_fetched(client, name):
    assert client.get(f"/download_file/{name}").status_code == 404
    assert client.post(f"/v2/document/{name}/result", json={"document_key": "a"}).status_code in (404, 405)


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 50_000_000)
    return out.getvalue()


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefghi", "bcdefghij", strict=True)
)
FILE = '<!DOCTYPE l [<!ENTITY j SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", bomb()),
        ("a.txt", bomb()),
        ("a.md", gzip.compress(b"a" * 50_000_000)),
        ("a.txt", b"\0\xff\x80" * 1000),
        ("a.exe", b"MZ"),
    ],
)
def test_bombs_and_binaries_are_refused(client, name, data):
    files = {"file": (name, data)}
    reply = client.post("/translate_file", files=files, data={"source": "en", "target": "ko"})
    assert reply.status_code == 400
    assert list(reply.json()) == ["error"]


@pytest.mark.parametrize("doctype", [LAUGHS, FILE])
@pytest.mark.parametrize("name", ["a.html", "a.xliff", "a.tmx", "strings.xml"])
def test_entities_are_never_expanded(client, name, doctype):
    inner = {
        "a.html": "<html><p>one &j; two</p></html>",
        "a.xliff": '<xliff version="1.2"><file original="a" source-language="en" datatype="x"><body><trans-unit id="1">'
        "<source>one &j; two</source></trans-unit></body></file></xliff>",
        "a.tmx": '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>one &j; two</seg></tuv></tu>'
        "</body></tmx>",
        "strings.xml": '<resources><string name="a">one &j; two</string></resources>',
    }[name]
    files = {"file": (name, f'<?xml version="1.0"?>{doctype}]>{inner}'.encode())}
    start = time.monotonic()
    reply = client.post("/translate_file", files=files, data={"source": "en", "target": "ko"})
    assert reply.status_code in (200, 400)
    assert time.monotonic() - start < 10
    if reply.status_code == 200:
        got = client.get(reply.json()["translatedFileUrl"]).content
        assert b"root:" not in got
        assert len(got) < 10_000


def test_xml_in_a_text_is_text(client):
    given = {"text": [f"{LAUGHS}]><p>one &j; two</p>"], "target_lang": "KO", "source_lang": "EN", "tag_handling": "xml"}
    reply = client.post("/v2/translate", json=given)
    assert len(reply.json()["translations"][0]["text"]) < 5000


def test_deep_and_unclosed_markup(client):
    for text in ("<a>" * 3000, "</a>" * 2000, "<a" * 3000, "<![CDATA[" * 500, "&" * 5000, "<!--" * 2000):
        for kind in ("xml", "html"):
            given = {"text": [text], "target_lang": "KO", "source_lang": "EN", "tag_handling": kind}
            assert client.post("/v2/translate", json=given).status_code == 200


def test_odd_characters_are_carried(client):
    for text in ("\0a", "a\u2028b", "\ufeffa", "⟦0⟧ a ⟪b⇒c⟫", "\u202eabc", "a\r\nb\rc", "\U0001f468\u200d\U0001f469"):
        reply = client.post("/translate", json=TEXT | {"q": text})
        assert reply.status_code == 200, repr(text)


def test_glossaries_that_are_none(client):
    new = {"name": "a", "source_lang": "KO", "target_lang": "EN", "entries_format": "tsv"}
    bad = ["", "a", "a\tb\tc", "a\t", "\tb", "a\tb\na\tc", "a\x07\tb", "a" * 1025 + "\tb", "⟦0⟧\ta", '"a\tb']
    for entries in bad[:-1]:
        reply = client.post("/v2/glossaries", json=new | {"entries": entries})
        assert (reply.status_code, set(reply.json())) == (400, {"message", "detail"}), repr(entries)
    assert client.post("/v2/glossaries", json=new | {"entries": "a\tb", "name": " "}).status_code == 400
    assert client.post("/v2/glossaries", json=new | {"entries": "a\tb", "target_lang": "KO"}).status_code == 400
    assert client.post("/v2/glossaries", json=new | {"entries": '"a,b', "entries_format": "csv"}).status_code == 400
    assert client.get("/v2/glossaries").json() == {"glossaries": []}
    for method in ("get", "delete"):
        reply = getattr(client, method)("/v2/glossaries/' OR 1=1 --")
        assert reply.status_code == 404


def test_what_is_kept_is_in_the_folder(folder):
    names = sorted(path.name.partition("-")[0] for path in Path(folder).iterdir())
    assert {"documents", "glossaries.sqlite"} <= set(names)

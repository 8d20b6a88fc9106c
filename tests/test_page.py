"""The page's frame: who may ask, what is sent to a browser, texts and other translations, the memory."""

import re
import shutil
import subprocess
from pathlib import Path

import pages
import pytest
from starlette.testclient import TestClient

from mtkit.cli import main
from mtkit.engines.pseudo import IdentityEngine, NaughtyEngine
from mtkit.memory import Memory
from mtkit.server import create_app
from mtkit.server.page import assets

PAGE = Path(assets.__file__).parent


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return pages.folders(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def client(folders):
    with TestClient(create_app(pages.settings(folders)), **pages.HERE) as client:
        yield client


# Texts


def test_a_text_is_translated_line_by_line(client):
    wish = {"text": "abc def\n\nghi", "source": "en", "target": "ko"}
    answer = client.post("/page/api/translate", json=wish).json()
    assert [(s["source"], s["target"]) for s in answer["segments"]] == [
        ("abc def", "cba fed"),
        ("", ""),
        ("ghi", "ihg"),
    ]


def test_terms_come_with_their_places_in_utf16_and_how_they_were_kept(folders):
    with TestClient(create_app(pages.settings(folders, engine=IdentityEngine())), **pages.HERE) as client:
        wish = {"text": "𠮷 광주에서", "target": "en", "glossary": "city"}
        (segment,) = client.post("/page/api/translate", json=wish).json()["segments"]
    (term,) = segment["terms"]
    assert (term["start"], term["end"]) == (3, 5)
    assert (term["source"], term["target"]) == ("광주", "Gwangju")
    assert term["how"] == "annotated"


def test_a_text_in_the_target_language_tells_its_language(client):
    answer = client.post("/page/api/translate", json={"text": "안녕", "target": "ko"}).json()
    assert answer == {"source": "ko", "target": "ko", "segments": []}


def test_issues_come_with_their_segment(folders):
    with TestClient(create_app(pages.settings(folders, engine=NaughtyEngine(seed=3))), **pages.HERE) as client:
        wish = {"text": "See %s and %d.", "source": "en", "target": "ko"}
        (segment,) = client.post("/page/api/translate", json=wish).json()["segments"]
    assert segment["issues"]
    assert all(set(issue) == {"code", "message", "serious"} for issue in segment["issues"])


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"text": "a" * 101, "target": "ko"}, 413),
        ({"text": "a", "target": "xx"}, 400),
        ({"text": "a", "target": "ko", "glossary": "../city"}, 404),
        ({"text": "a", "target": "ko", "glossary": "none"}, 404),
        ({"target": "ko"}, 422),
    ],
)
def test_a_wrong_wish_is_refused_in_one_line(folders, wish, status):
    with TestClient(create_app(pages.settings(folders, characters=100)), **pages.HERE) as client:
        answer = client.post("/page/api/translate", json=wish)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_what_was_translated_a_moment_ago_is_not_translated_again(folders):
    asked = []

    class Listening(IdentityEngine):
        def translate(self, sentences, *manner):
            asked.extend(sentences)
            return super().translate(sentences, *manner)

    with TestClient(create_app(pages.settings(folders, engine=Listening())), **pages.HERE) as client:
        for text, new in (("one\ntwo", {"one", "two"}), ("one\ntwo\nthree", {"three"}), ("two\nthree", set())):
            asked.clear()
            client.post("/page/api/translate", json={"text": text, "source": "en", "target": "ko"})
            assert set(asked) == new


@pytest.mark.parametrize(
    "body",
    [
        rb'{"text": "\ud800", "target": "ko"}',
        rb'{"text": "a", "target": "\ud800"}',
        b'{"text": 1e400, "target": "ko"}',
        b'{"text": ["a"], "target": "ko"}',
        b"[" * 100_000,
        b"null",
        b"{",
        b"\xff\xfe",
        b"",
    ],
)
@pytest.mark.parametrize("path", ["translate", "alternatives", "memory", "glossaries/lint", "session"])
def test_a_body_that_is_none_is_refused_in_one_line(client, path, body):
    answer = client.post(f"/page/api/{path}", content=body, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert list(answer.json()) == ["error"]
    assert "\n" not in answer.json()["error"]


def test_other_translations(client):
    wish = {"text": "abc", "source": "en", "target": "ko"}
    assert client.post("/page/api/alternatives", json=wish).json() == {"alternatives": []}  # it has but one


def test_a_persons_translation_goes_to_the_memory(client, folders):
    own = {"source": "광주에서 열린다.", "target": "It opens in Gwangju.", "from": "ko", "to": "en"}
    assert client.post("/page/api/memory", json=own).json() == {"saved": True}
    with Memory.open(folders / "site.memory") as memory:
        assert memory.find("광주에서 열린다.", "ko", "en").target == "It opens in Gwangju."
    wish = {"text": "광주에서 열린다.\n새 글", "source": "ko", "target": "en"}
    segments = client.post("/page/api/translate", json=wish).json()["segments"]
    assert [(s["target"], s["origin"]) for s in segments] == [("It opens in Gwangju.", "memory 100%"), ("새 글", "")]


def test_without_a_memory_the_answer_says_so(folders):
    with TestClient(create_app(pages.settings(folders, memory=None)), **pages.HERE) as client:
        answer = client.post("/page/api/memory", json={"source": "a", "target": "b", "from": "en", "to": "ko"})
        assert client.get("/page/api/settings").json()["memory"] is False
    assert answer.status_code == 409
    assert "--memory" in answer.json()["error"]


# Who may ask


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/page/api/releases"), ("POST", "/page/api/translate"), ("PUT", "/page/api/glossaries/city")],
)
def test_another_sites_page_gets_nothing(client, method, path, headers):
    answer = client.request(method, path, headers=headers, json={"text": "a", "target": "ko"})
    assert answer.status_code == 403
    assert set(answer.json()) == {"error"}


@pytest.mark.parametrize("host", ["localhost:5000", "127.0.0.1:5000", "[::1]:5000"])
def test_the_page_itself_is_let_in(client, host):
    headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    assert client.get("/page/api/releases", headers=headers).status_code == 200


def test_with_keys_the_page_asks_for_one(folders):
    with TestClient(create_app(pages.settings(folders, keys=("secret",))), **pages.HERE) as client:
        for path in ("/page/api/settings", "/page/api/releases", "/page/reports/any/"):
            assert client.get(path).status_code == 401
        assert client.get("/").status_code == 200
        assert client.post("/page/api/session", json={"key": "wrong"}).status_code == 403
        assert client.get("/page/api/settings").status_code == 401
        answer = client.post("/page/api/session", json={"key": " secret "})
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert client.get("/page/api/settings").status_code == 200


# What is sent to a browser


def test_the_page_comes_with_a_policy_and_in_the_language_asked_for(client):
    answer = client.get("/", headers={"Accept-Language": "ja,en;q=0.5"})
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert '<html lang="ja">' in answer.text
    assert not re.search(r"<script>|<style|style=|https?://", answer.text)


@pytest.mark.parametrize("name", ["../assets.py", "..%2fassets.py", "nothing.js", "words"])
def test_nothing_but_the_pages_files_is_sent(client, name):
    assert client.get(f"/page/static/{name}").status_code == 404


def test_no_outside_resource_and_no_markup_out_of_data():
    for path in (PAGE / "static").iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text), (
            path.name
        )


def messages():
    """What the scripts say, plural forms in place of their singular."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((PAGE / "static").glob("*.js")))
    plain = re.findall(r"\bt\(\s*\"((?:[^\"\\\\]|\\\\.)+)\"", text)
    many = re.findall(r"\bn\(\s*\"[^\"]+\",\s*\"([^\"]+)\"", text)
    return {*plain, *many}


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_every_message_is_translated_with_its_placeholders(client, language):
    words = client.get(f"/page/words/{language}.json").json()
    assert set(words) == messages()
    for message, translation in words.items():
        assert sorted(re.findall(r"{\w+}", translation)) == sorted(re.findall(r"{\w+}", message)), message
    assert client.get("/page/words/en.json").json() == {}
    assert client.get("/page/words/fr.json").status_code == 404


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="no gettext here")
@pytest.mark.parametrize("language", ["ko", "ja"])
def test_the_catalogues_hold_before_msgfmt(language):
    command = ["msgfmt", "--check", "--statistics", "-o", "/dev/null", PAGE / "words" / f"{language}.po"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert "fuzzy" not in told
    assert "untranslated" not in told


@pytest.mark.parametrize("option", ["--glossaries", "--reports"])
def test_a_folder_that_is_not_there_is_said_at_the_start(capsys, option):
    assert main(["serve", "--port", "0", option, "/no/such/folder"]) == 2
    assert capsys.readouterr().err == "mtkit: /no/such/folder: no such folder; make it, or say another\n"

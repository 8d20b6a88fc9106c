"""Releases on the page: sent, translated in the background, reviewed, kept on the disk, taken away."""

import shutil
import subprocess
import threading

import pages
import pytest
from starlette.testclient import TestClient

from mtkit.documents import bilingual
from mtkit.server import create_app
from mtkit.server.refusals import Refusal

XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="ja" target-language='
    '"en" original="x" datatype="plaintext"><body><trans-unit id="1"><source>{text}</source></trans-unit></body>'
    "</file></xliff>"
)
BOMB = (
    '<!DOCTYPE xliff [<!ENTITY a "こんにちは"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
) + XLIFF.format(text="&d;")
EQUAL = "# a\n\nb\n\na\n\na\n"  # the first and the third with one translation, the last with another


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return pages.folders(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def client(folders):
    with TestClient(create_app(pages.settings(folders, body=30_000)), **pages.HERE) as client:
        yield client


def review(client, id, texts, accepted):
    for number, (text, yes) in enumerate(zip(texts, accepted, strict=True)):
        word = {"target": text, "accepted": yes, "revision": 0}
        assert client.put(f"/page/api/releases/{id}/segments/{number}", json=word).status_code == 200


def test_a_release_is_translated_reviewed_and_downloaded(client):
    made = pages.upload(client)
    assert made.status_code == 201
    release = pages.finished(client, made.json()["id"])
    assert [s["source"] for s in release["segments"]] == ["光州の発表", "光州は28日に発表した。", "申請は{url}へ。"]
    review(client, release["id"], ["News", "Announced on the 28th.", "Apply at {url}."], [True, True, False])
    answer = client.get(f"/page/api/releases/{release['id']}/download")
    assert answer.content.decode() == "# News\n\nAnnounced on the 28th.\n\nApply at {url}.\n"
    assert "filename*=UTF-8''release.en.md" in answer.headers["content-disposition"]
    listed = client.get("/page/api/releases").json()["releases"]
    (about,) = (one for one in listed if one["id"] == release["id"])
    assert (about["accepted"], about["segments"], about["source"], about["target"]) == (2, 3, "ja", "en")


def test_a_persons_words_are_checked(client):
    release = pages.finished(client, pages.upload(client, glossary="city").json()["id"])
    path = f"/page/api/releases/{release['id']}/segments/1"
    wrong = client.put(path, json={"target": "Announced on the 21st.", "accepted": False, "revision": 0}).json()
    assert {"date-changed", "term-missed"} <= {issue["code"] for issue in wrong["issues"]}
    assert [term["how"] for term in wrong["terms"]] == ["missed"]
    right = client.put(
        path, json={"target": "Gwangju announced it on the 28th.", "accepted": True, "revision": 1}
    ).json()
    assert not [issue for issue in right["issues"] if issue["serious"]]
    assert [term["how"] for term in right["terms"]] == ["written"]


def test_who_waits_is_told_of_the_rest_alone(client):
    release = pages.finished(client, pages.upload(client).json()["id"])
    rest = client.get(f"/page/api/releases/{release['id']}", params={"first": 2}).json()
    assert rest["segments"] == release["segments"][2:]


def test_two_people_do_not_overwrite_each_other(client):
    release = pages.finished(client, pages.upload(client).json()["id"])
    path = f"/page/api/releases/{release['id']}/segments/0"
    assert client.put(path, json={"target": "first", "accepted": False, "revision": 0}).status_code == 200
    assert client.put(path, json={"target": "second", "accepted": False, "revision": 0}).status_code == 409
    assert client.get(f"/page/api/releases/{release['id']}").json()["segments"][0]["target"] == "first"


def test_a_catalogue_for_gettext(client, tmp_path):
    release = pages.finished(client, pages.upload(client, EQUAL, "r.en.md", target="ko").json()["id"])
    review(client, release["id"], ["가", "나", "가", "다"], [True, False, True, True])
    answer = client.get(f"/page/api/releases/{release['id']}/download", params={"kind": "po"})
    (tmp_path / "r.po").write_bytes(answer.content)
    pairs = [(p.source, p.target, p.context, p.flags) for p in bilingual.read(tmp_path / "r.po")]
    assert pairs == [("a", "가", "r", ()), ("b", "나", "r", ("fuzzy",)), ("a", "다", "r#2", ())]
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "--check", "-o", "/dev/null", tmp_path / "r.po"], check=True, capture_output=True)


def test_a_translation_memory_of_what_was_accepted(client, tmp_path):
    release = pages.finished(client, pages.upload(client, EQUAL, "r.en.md", target="ko").json()["id"])
    review(client, release["id"], ["가", "나", "가", "다"], [True, False, True, True])
    answer = client.get(f"/page/api/releases/{release['id']}/download", params={"kind": "tmx"})
    (tmp_path / "r.tmx").write_bytes(answer.content)
    assert [(p.source, p.target) for p in bilingual.read(tmp_path / "r.tmx", "en", "ko")] == [("a", "가"), ("a", "다")]


def test_what_reading_brought_up_is_told(client):
    text = "광주에서 축제가 열린다. 시민이 모두 모인다.\n".encode("cp949")
    release = pages.finished(client, pages.upload(client, text, "old.txt").json()["id"])
    assert [notice["code"] for notice in release["notices"]] == ["encoding-detected"]


@pytest.mark.parametrize("name", ["a.po", "a.json", "a.html"])
def test_files_with_strings_are_releases_too(client, name):
    texts = {
        "a.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "ab"\nmsgstr ""\n',
        "a.json": '{"a": "ab"}\n',
        "a.html": "<p>ab</p>\n",
    }
    release = pages.finished(client, pages.upload(client, texts[name], name, source="en", target="ko").json()["id"])
    assert [segment["target"] for segment in release["segments"]] == ["ba"]
    assert "ba" in client.get(f"/page/api/releases/{release['id']}/download").text


def test_what_was_accepted_goes_to_the_memory(client):
    release = pages.finished(client, pages.upload(client, EQUAL, "r.en.md", target="ko").json()["id"])
    review(client, release["id"], ["가", "나", "가", "다"], [True, False, True, True])
    assert client.post(f"/page/api/releases/{release['id']}/memory").json() == {"saved": 2}
    again = pages.finished(client, pages.upload(client, EQUAL, "s.en.md", target="ko").json()["id"])
    assert [s["origin"] for s in again["segments"]] == ["memory 100%", "", "memory 100%", "memory 100%"]


def test_a_review_outlives_the_server(folders):
    with TestClient(create_app(pages.settings(folders)), **pages.HERE) as client:
        id = pages.finished(client, pages.upload(client).json()["id"])["id"]
        review(client, id, ["News", "28", "{url}"], [True, True, True])
    with TestClient(create_app(pages.settings(folders)), **pages.HERE) as client:
        release = client.get(f"/page/api/releases/{id}").json()
        assert [segment["target"] for segment in release["segments"]] == ["News", "28", "{url}"]
        assert release["accepted"] == 3
        assert client.get(f"/page/api/releases/{id}/download").content.decode().startswith("# News\n")


def test_a_translation_that_was_cut_off_goes_on(folders):
    with TestClient(create_app(pages.settings(folders)), **pages.HERE) as client:
        id = pages.finished(client, pages.upload(client).json()["id"])["id"]
    kept = folders / "data" / "releases" / id / "review.json"
    text = kept.read_text(encoding="utf-8")
    start = text.index('"reviewed": [') + len('"reviewed": [')
    kept.write_text(text[:start] + "null, null, null]}", encoding="utf-8")
    with TestClient(create_app(pages.settings(folders)), **pages.HERE) as client:
        assert all(segment["target"] for segment in pages.finished(client, id)["segments"])


def test_while_it_is_translated(tmp_path):
    going = threading.Event()

    class Waiting(pages.PseudoEngine):
        def translate(self, *wanted):
            assert going.wait(20)
            return super().translate(*wanted)

    with TestClient(create_app(pages.settings(pages.folders(tmp_path), engine=Waiting())), **pages.HERE) as client:
        id = pages.upload(client).json()["id"]
        release = client.get(f"/page/api/releases/{id}").json()
        assert (release["state"], release["done"], release["segments"][0]["target"]) == ("translating", 0, None)
        assert client.get(f"/page/api/releases/{id}/download").status_code == 409
        word = {"target": "a", "accepted": True, "revision": 0}
        assert client.put(f"/page/api/releases/{id}/segments/0", json=word).status_code == 404
        going.set()
        assert pages.finished(client, id)["state"] == "ready"


def test_a_release_whose_files_are_broken_does_not_hide_the_others(folders):
    with TestClient(create_app(pages.settings(folders)), **pages.HERE) as client:
        id, other = (pages.finished(client, pages.upload(client).json()["id"])["id"] for _ in range(2))
    (folders / "data" / "releases" / id / "review.json").write_text("{", encoding="utf-8")
    with TestClient(create_app(pages.settings(folders)), **pages.HERE) as client:
        listed = [one["id"] for one in client.get("/page/api/releases").json()["releases"]]
    assert other in listed
    assert id not in listed


def test_removing(client, folders):
    id = pages.finished(client, pages.upload(client).json()["id"])["id"]
    assert client.delete(f"/page/api/releases/{id}").json() == {"removed": True}
    assert client.get(f"/page/api/releases/{id}").status_code == 404
    assert not (folders / "data" / "releases" / id).exists()


@pytest.mark.parametrize(
    ("text", "more", "status"),
    [
        (b"\x00\x01\x02binary", {}, 400),
        ("12345\n", {"name": "figures.md"}, 400),
        ("hello\n", {"name": "slides.pptx"}, 400),
        ("hello\n", {"name": "a.md"}, 400),  # English into English
        (BOMB, {"name": "bomb.xlf"}, 400),
        ("こんにちは\n", {"glossary": "none"}, 404),
        ("a" * 40_000, {}, 413),
        ("こんにちは\n", {"name": ""}, 422),
    ],
)
def test_a_document_that_cannot_be_used(client, text, more, status):
    before = client.get("/page/api/releases").json()
    assert pages.upload(client, text, **more).status_code == status
    assert client.get("/page/api/releases").json() == before


def test_a_name_is_a_name_and_no_path(client, folders):
    release = pages.upload(client, name="..\\..//etc/\x07发表.ja.md").json()
    assert release["name"] == "发表.ja.md"
    pages.finished(client, release["id"])
    answer = client.get(f"/page/api/releases/{release['id']}/download")
    assert "filename*=UTF-8''%E5%8F%91%E8%A1%A8.en.md" in answer.headers["content-disposition"]
    assert {path.name.partition(".")[0] for path in folders.iterdir()} == {"data", "glossaries", "reports", "site"}
    assert sorted(path.name for path in (folders / "data" / "releases" / release["id"]).iterdir()) == [
        "document",
        "review.json",
    ]


def test_an_id_is_no_path(client, folders):
    id = pages.finished(client, pages.upload(client).json()["id"])["id"]
    for name in ("document", "review.json"):
        shutil.copy(folders / "data" / "releases" / id / name, folders / "data" / name)
    with pytest.raises(Refusal, match="no such release"):
        client.app.state.desk.releases.get("..")


@pytest.mark.parametrize("id", ["..", "%2e%2e", "....", "a%2fb", "0123456789abcdef"])
def test_a_release_that_is_none(client, id):
    assert client.get(f"/page/api/releases/{id}").status_code in (404, 405)
    assert client.delete(f"/page/api/releases/{id}").status_code in (404, 405)


def test_a_download_of_no_kind_and_a_segment_of_no_number(client):
    id = pages.finished(client, pages.upload(client).json()["id"])["id"]
    assert client.get(f"/page/api/releases/{id}/download", params={"kind": "exe"}).status_code == 400
    for number in (-1, 3):
        word = {"target": "a", "accepted": True, "revision": 0}
        assert client.put(f"/page/api/releases/{id}/segments/{number}", json=word).status_code == 404

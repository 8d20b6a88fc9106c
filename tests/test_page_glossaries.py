"""The glossary editor's folder: listed, read through, saved whole, never outside of the folder."""

import pages
import pytest
from starlette.testclient import TestClient

from mtkit.glossary import Glossary
from mtkit.server import create_app
from mtkit.server.page.folder import check


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return pages.folders(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def client(folders):
    with TestClient(create_app(pages.settings(folders)), **pages.HERE) as client:
        yield client


@pytest.fixture(autouse=True)
def table(folders):
    for path in (folders / "glossaries").iterdir():
        path.unlink()
    (folders / "glossaries" / "city.tsv").write_text(pages.TABLE, encoding="utf-8")


def test_the_list_tells_what_is_wrong_with_a_table(client, folders):
    (folders / "glossaries" / "broken.tsv").write_text("en\tko\nSeoul\n", encoding="utf-8")
    (folders / "glossaries" / ".hidden.tsv").write_text("", encoding="utf-8")
    answer = client.get("/page/api/glossaries").json()
    told = {one["name"]: (one["entries"], one["error"]) for one in answer["glossaries"]}
    assert told["city"] == (2, "")
    assert told["broken"][1].startswith("broken.tsv:2: 1 cells where the header has 2")
    assert len(told) == 2


def test_a_table_is_changed_and_keeps_its_comments(client, folders):
    table = client.get("/page/api/glossaries/city").json()
    rows = [
        *table["rows"],
        {"en": "Busan", "ja": "-", "ko": "부산", "kind": "place", "ko_aliases": "부산시|부산광역시"},
    ]
    rows[0]["en"] = "Gwangju City"
    answer = client.put("/page/api/glossaries/city", json={"rows": rows, "version": table["version"]})
    assert answer.status_code == 200
    text = (folders / "glossaries" / "city.tsv").read_text(encoding="utf-8")
    assert text.startswith("# Names of a city.\n# Licence: ours.\nen\tja\tko\t")
    glossary = Glossary.load(folders / "glossaries" / "city.tsv")
    assert [entry.en for entry in glossary] == ["Gwangju City", "Seoul", "Busan"]
    assert glossary.entries[2].ko_aliases == ("부산시", "부산광역시")
    assert client.get("/page/api/glossaries/city").json()["version"] == answer.json()["version"]


def test_an_unchanged_table_is_the_same_file(client, folders):
    table = client.get("/page/api/glossaries/city").json()
    client.put("/page/api/glossaries/city", json={"rows": table["rows"], "version": table["version"]})
    assert (folders / "glossaries" / "city.tsv").read_text(encoding="utf-8") == pages.TABLE


def test_a_changed_glossary_is_used_at_once(client):
    wish = {"text": "광주", "source": "ko", "target": "en", "glossary": "city"}

    def term():
        return client.post("/page/api/translate", json=wish).json()["segments"][0]["terms"][0]["target"]

    assert term() == "Gwangju"
    table = client.get("/page/api/glossaries/city").json()
    table["rows"][0]["en"] = "Gwangju City"
    client.put("/page/api/glossaries/city", json={"rows": table["rows"], "version": table["version"]})
    assert term() == "Gwangju City"


def test_what_somebody_else_saved_is_not_overwritten(client, folders):
    table = client.get("/page/api/glossaries/city").json()
    path = folders / "glossaries" / "city.tsv"
    path.write_text(pages.TABLE + "Busan\t釜山\t부산\tplace\n", encoding="utf-8")
    answer = client.put("/page/api/glossaries/city", json={"rows": table["rows"], "version": table["version"]})
    assert answer.status_code == 409
    assert "Busan" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"en": "", "ja": "光州", "ko": "광주"}, "empty en form"),
        ({"en": "a\tb", "ja": "光州", "ko": "광주"}, "tab"),
        ({"en": "# a", "ja": "光州", "ko": "광주"}, "#"),
        ({"en": "Seoul", "ja": "ソウル", "ko": "서울"}, "same names"),
        ({"en": "A⟦0⟧", "ja": "光州", "ko": "광주"}, ""),
        ({"en": "A", "ja": "光州", "ko": "광주", "kind": "planet"}, "planet"),
        ({"en": "A", "ja": "光州", "ko": "광주", "colour": "red"}, "colour"),
        ({}, ""),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_nothing_saved(client, folders, row, word):
    table = client.get("/page/api/glossaries/city").json()
    answer = client.put("/page/api/glossaries/city", json={"rows": [*table["rows"], row], "version": table["version"]})
    assert answer.status_code == 422
    issues = [issue for issue in answer.json()["issues"] if issue["code"] == "row"]
    assert [issue["row"] for issue in issues] == [2]
    assert word in issues[0]["message"]
    assert (folders / "glossaries" / "city.tsv").read_text(encoding="utf-8") == pages.TABLE


def test_lint_tells_rows_from_zero():
    rows = [
        {"en": "", "ja": "", "ko": ""},
        {"en": "Gwangju", "ja": "-", "ko": "광주"},
        {"en": "gwangju", "ko": "빛고을"},
    ]
    found = [(row, issue.code) for row, issue in check(rows).issues]
    assert found == [(0, "row"), (1, "empty-side"), (2, "clash"), (2, "empty-side")]


@pytest.mark.parametrize("name", ["..%2fsecret", "%2e%2e%2fsecret", ".hidden", "none"])
def test_nothing_outside_of_the_folder(client, folders, name):
    (folders / "secret.tsv").write_text(pages.TABLE, encoding="utf-8")
    (folders / "glossaries" / ".hidden.tsv").write_text(pages.TABLE, encoding="utf-8")
    assert client.get(f"/page/api/glossaries/{name}").status_code == 404
    assert client.put(f"/page/api/glossaries/{name}", json={"rows": []}).status_code == 404


def test_a_new_table(client, folders):
    assert client.post("/page/api/glossaries", json={"name": " 도시 이름 "}).json() == {"name": "도시 이름"}
    table = client.get("/page/api/glossaries/도시 이름").json()
    assert table["rows"] == []
    rows = [{"en": "Busan", "ja": "釜山", "ko": "부산"}]
    saved = client.put("/page/api/glossaries/도시 이름", json={"rows": rows, "version": table["version"]})
    assert saved.status_code == 200
    assert len(Glossary.load(folders / "glossaries" / "도시 이름.tsv")) == 1


@pytest.mark.parametrize(
    ("name", "status"), [("city", 409), ("../x", 400), (".x", 400), ("a/b", 400), ("", 400), ("x" * 81, 400)]
)
def test_a_name_that_a_table_cannot_have(client, folders, name, status):
    assert client.post("/page/api/glossaries", json={"name": name}).status_code == status
    assert [path.name for path in (folders / "glossaries").iterdir()] == ["city.tsv"]


def test_a_server_without_a_folder(folders):
    with TestClient(create_app(pages.settings(folders, glossaries=None)), **pages.HERE) as client:
        assert client.get("/page/api/glossaries").json() == {"folder": False, "glossaries": []}

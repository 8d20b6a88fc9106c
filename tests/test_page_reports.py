"""The evaluation view: reports that mtkit evaluate wrote, listed with their scores and opened in a sandbox."""

import pages
import pytest
from starlette.testclient import TestClient

from mtkit.evaluation import TestSet, evaluate, report
from mtkit.server import create_app

SET = TestSet("two", "ko", "en", ("안녕", "잘 가"), (("Hello", "Bye"),))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return pages.folders(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def client(place):
    systems = {"mine": ["Hello", "Bye bye"], "<b>other</b>": ["Hi", "Bye"]}
    report.write([evaluate(systems, SET, metrics=["chrf"], samples=0)], place / "reports" / "November news")
    (place / "reports" / "notes").mkdir()
    with TestClient(create_app(pages.settings(place)), **pages.HERE) as client:
        yield client


def test_a_report_is_listed_with_its_scores(client):
    answer = client.get("/page/api/reports").json()
    assert [one["name"] for one in answer["reports"]] == ["November news"]
    (evaluation,) = answer["reports"][0]["evaluations"]
    assert (evaluation["source"], evaluation["target"], evaluation["segments"]) == ("ko", "en", 2)
    assert [system["name"] for system in evaluation["systems"]] == ["mine", "<b>other</b>"]
    assert evaluation["systems"][0]["scores"][0]["label"] == "chrF2"


def test_a_report_is_opened_in_a_sandbox(client):
    answer = client.get("/page/reports/November%20news/")
    assert answer.text.startswith("<!doctype html>")
    assert answer.headers["content-security-policy"].startswith("sandbox allow-scripts; default-src 'none'")
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("name", ["notes", "..", "%2e%2e", "..%2fdata", "nothing"])
def test_nothing_but_reports_is_opened(client, name):
    assert client.get(f"/page/reports/{name}/").status_code == 404


def test_a_broken_report_is_listed_without_scores(client, place):
    (place / "reports" / "November news" / "scores.json").write_text("{", encoding="utf-8")
    assert client.get("/page/api/reports").json()["reports"][0]["evaluations"] == []


def test_a_server_without_a_folder(tmp_path):
    (tmp_path / "other").mkdir()
    settings = pages.settings(pages.folders(tmp_path / "other"), reports=None)
    with TestClient(create_app(settings), **pages.HERE) as client:
        assert client.get("/page/api/reports").json() == {"folder": False, "reports": []}

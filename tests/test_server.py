"""The application itself: health, errors in each wire's words, its OpenAPI, the log, what it is allowed to listen on."""

import json
import logging

import pytest
from starlette.testclient import TestClient

from mtkit.cli import main
from mtkit.engines.pseudo import PseudoEngine
from mtkit.server import Settings, create_app

TEXT = {"q": "a secret text", "source": "en", "target": "ko"}


class Broken(PseudoEngine):
    """An engine with a bug that quotes what it was given."""

    def translate(self, sentences, *given):
        raise KeyError(sentences[0])


@pytest.fixture
def client():
    with TestClient(create_app(Settings(engine=PseudoEngine()))) as client:
        yield client


def test_health(client):
    assert client.get("/health").json() == {"status": "ok"}


def test_an_unknown_path_is_refused_in_the_words_of_its_wire(client):
    assert client.get("/nowhere").json() == {"error": "Not Found"}
    assert client.get("/v2/nowhere").json() == {"message": "Not Found", "detail": ""}
    assert client.get("/nowhere").status_code == 404
    assert client.get("/translate").status_code == 405


def test_the_openapi_is_at_spec(client):
    spec = client.get("/spec").json()
    assert spec["info"]["title"] == "mtkit"
    assert set(spec["paths"]["/translate"]["post"]["requestBody"]["content"]) == {
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }


def test_the_log_has_a_line_a_request_and_no_text(client, caplog):
    with caplog.at_level(logging.INFO, "mtkit.server"):
        client.post("/translate?q=another+secret", json=TEXT | {"api_key": "hidden"})
    line = json.loads(caplog.messages[-1])
    assert (line["route"], line["status"], line["method"]) == ("/translate", 200, "POST")
    assert not any(word in caplog.text for word in ("secret", "hidden"))


def test_a_bug_is_one_line_for_the_client_and_a_place_in_the_log(caplog):
    with TestClient(create_app(Settings(engine=Broken()))) as client:
        reply = client.post("/translate", json=TEXT)
        assert (reply.status_code, reply.json()) == (500, {"error": "Internal error; see the server's log"})
        assert client.get("/health").status_code == 200
    assert '"error": "KeyError"' in caplog.text
    assert "test_server.py" in caplog.text
    assert "secret" not in caplog.text


def test_a_glossary_of_the_server_holds_for_every_request():
    from mtkit import Glossary

    glossary = Glossary.of({"서울": "Seoul"}, "ko", "en")
    with TestClient(create_app(Settings(engine=PseudoEngine(), glossary=glossary))) as client:
        given = {"q": "서울 하늘", "source": "ko", "target": "en"}
        assert client.post("/translate", json=given).json()["translatedText"].startswith("Seoul")
        own = client.post("/translate", json=given | {"glossary": {"서울": "SEOUL"}})
        assert own.json()["translatedText"].startswith("SEOUL")


def preflight(client, path, method):
    headers = {"origin": "https://a.example", "access-control-request-method": method}
    return client.options(path, headers=headers).headers.get("access-control-allow-origin")


def test_a_web_site_that_nobody_named_may_translate_and_no_more(client):
    assert preflight(client, "/translate", "POST") == "*"
    assert preflight(client, "/v2/glossaries/x", "DELETE") is None
    assert (
        "access-control-allow-origin"
        not in client.get("/v2/glossaries", headers={"origin": "https://a.example"}).headers
    )
    with TestClient(create_app(Settings(engine=PseudoEngine(), origins=("https://a.example",)))) as named:
        assert preflight(named, "/v2/glossaries/x", "DELETE") == "https://a.example"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--host", "0.0.0.0"], "as there are no API keys; say --api-key-file, or --open"),
        (["--host", "::"], "as there are no API keys"),
        (["--api-key-file", "no-such-file"], "no-such-file: cannot be read"),
        (["--port", "99999"], "cannot be listened on"),
        (["--host", "no.such.host.invalid", "--open"], "cannot be listened on"),
        (["--model", "no-such-model", "--port", "0"], "no-such-model"),
        (["--term", "a=b"], "--term has no direction here"),
        (["-g", "no-such-glossary.tsv"], "no such file"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_line(words, message, capsys, tmp_path):
    assert main(["serve", "--data", str(tmp_path / "data"), *words]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    assert "Traceback" not in said

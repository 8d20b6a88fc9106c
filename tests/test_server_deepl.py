"""The DeepL wire beyond what its official client asks: forms, errors, odd parameters, the newest languages."""

import pytest
from starlette.testclient import TestClient

from mtkit.engines.pseudo import PseudoEngine
from mtkit.server import Settings, create_app

GIVEN = {"text": ["Hello world"], "source_lang": "EN", "target_lang": "KO"}


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Settings(engine=PseudoEngine()))) as client:
        yield client


def texts(reply):
    return [one["text"] for one in reply.json()["translations"]]


def test_json_form_and_query(client):
    assert texts(client.post("/v2/translate", json=GIVEN)) == ["olleH dlrow"]
    assert texts(client.post("/v2/translate", data=GIVEN | {"text": ["One", "Two"]})) == ["enO", "owT"]
    assert texts(client.post("/v2/translate", params=GIVEN)) == ["olleH dlrow"]
    names = {"tag_handling": "xml", "ignore_tags": "x,y", "preserve_formatting": "1", "outline_detection": "0"}
    given = GIVEN | names | {"text": "<a>One <x>two</x></a> <y>three</y>"}
    assert texts(client.post("/v2/translate", data=given)) == ["<a>enO <x>two</x></a> <y>three</y>"]


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"text": None}, 400, "Invalid request: text"),
        ({"target_lang": "DE"}, 400, "Value for 'target_lang' not supported."),
        ({"source_lang": "XX"}, 400, "Value for 'source_lang' not supported."),
        ({"formality": "rude"}, 400, "Invalid request: formality"),
        ({"formality": "more", "target_lang": "EN-US", "source_lang": "KO"}, 400, "'formality' is not supported"),
        ({"glossary_id": "x"}, 404, "Glossary not found"),
        ({"glossary_id": "x", "source_lang": None}, 400, "Use of a glossary requires"),
        ({"glossary_ids": list("abcdef")}, 400, "Invalid request: glossary_ids"),
        ({"style_id": "x"}, 400, "'style_id' is not supported here"),
        ({"split_sentences": "often"}, 400, "Invalid request: split_sentences"),
        ({"text": ["a" * 200_001]}, 413, "the texts have 200001 characters"),
    ],
)
def test_what_cannot_be_done_is_said_in_the_words_of_the_wire(client, change, status, message):
    reply = client.post("/v2/translate", json=GIVEN | change)
    assert (reply.status_code, set(reply.json())) == (status, {"message", "detail"})
    assert reply.json()["message"].startswith(message)


def test_formality_is_the_speech_level_of_the_target():
    heard = []

    class Styled(PseudoEngine):
        def translate(self, sentences, source, target, decoding=None):
            heard.append(decoding.style)
            return super().translate(sentences, source, target, decoding)

    with TestClient(create_app(Settings(engine=Styled()))) as client:
        for formality in ("more", "prefer_less", "default"):
            client.post("/v2/translate", json=GIVEN | {"formality": formality, "text": ["Hello"]})
    assert list(dict.fromkeys(heard)) == ["polite", "plain", None]


def test_more_than_one_glossary(client):
    def keep(entries):
        new = {"name": "g", "source_lang": "KO", "target_lang": "EN", "entries": entries, "entries_format": "tsv"}
        return client.post("/v2/glossaries", json=new).json()["glossary_id"]

    ids = [keep("서울\tSEOUL"), keep("서울\tSeoul\n부산\tBusan")]
    given = {"text": "서울 부산", "source_lang": "KO", "target_lang": "EN", "glossary_ids": ids}
    assert texts(client.post("/v2/translate", json=given)) == ["SEOUL Busan"]


def test_languages(client):
    assert [one["language"] for one in client.get("/v2/languages").json()] == ["EN", "JA", "KO"]
    by_body = client.request("GET", "/v2/languages", data={"type": "target"}).json()
    assert (
        by_body
        == client.get("/v2/languages?type=target").json()
        == client.post("/v2/languages", data={"type": "target"}).json()
    )
    assert client.get("/v2/languages?type=x").status_code == 400


def test_languages_of_resources(client):
    found = {one["lang"]: one for one in client.get("/v3/languages?resource=translate_text").json()}
    assert set(found) == {"en", "en-US", "en-GB", "ja", "ko"}
    assert (found["en"]["usable_as_source"], found["en"]["usable_as_target"]) == (True, False)
    assert "formality" in found["ko"]["features"]
    assert "formality" not in found["en-US"]["features"]
    assert [one["lang"] for one in client.get("/v3/languages?resource=glossary").json()] == ["en", "ja", "ko"]
    assert client.get("/v3/languages?resource=voice").status_code == 400
    assert client.get("/v3/languages/resources").json()[0]["name"] == "translate_text"


def test_a_document_that_is_not_ready_or_not_known(client):
    assert client.post("/v2/document/x", json={"document_key": "y"}).status_code == 404
    sent = client.post(
        "/v2/document", files={"file": ("a.md", b"# One\n")}, data={"target_lang": "KO", "source_lang": "EN"}
    )
    handle = sent.json()
    assert client.post(f"/v2/document/{handle['document_id']}", json={"document_key": "wrong"}).status_code == 404
    key = {"document_key": handle["document_key"]}
    status = client.post(f"/v2/document/{handle['document_id']}", json=key).json()
    assert (status["status"], status["billed_characters"]) == ("done", 3)
    got = client.post(f"/v2/document/{handle['document_id']}/result", data=key)
    assert got.content == b"# enO\n"
    assert got.headers["content-disposition"].endswith("a.md")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"target_lang": "KO"}, "Invalid request: missing file"),
        ({"target_lang": "KO", "file": "text"}, "Invalid request: file"),
    ],
)
def test_a_document_without_a_file(client, given, message):
    reply = client.post("/v2/document", data=given)
    assert reply.status_code == 400
    assert reply.json()["message"].startswith(message)


def test_another_output_format_is_refused(client):
    data = {"target_lang": "KO", "output_format": "pdf"}
    reply = client.post("/v2/document", files={"file": ("a.md", b"# One\n")}, data=data)
    assert reply.json()["message"] == "Value for 'output_format' not supported."


def test_a_glossary_of_many_directions_is_none_of_one(client):
    dictionaries = [
        {"source_lang": "ko", "target_lang": "en", "entries": "a\tb", "entries_format": "tsv"},
        {"source_lang": "en", "target_lang": "ko", "entries": '"a","b,c"', "entries_format": "csv"},
    ]
    made = client.post("/v3/glossaries", json={"name": "g", "dictionaries": dictionaries}).json()
    assert [one["entry_count"] for one in made["dictionaries"]] == [1, 1]
    reply = client.get(f"/v2/glossaries/{made['glossary_id']}")
    assert reply.status_code == 404
    assert "/v3/glossaries" in reply.json()["detail"]
    twice = client.post("/v3/glossaries", json={"name": "g", "dictionaries": dictionaries[:1] * 2})
    assert twice.status_code == 400


def test_usage_counts_and_the_metrics_tell(client):
    before = client.get("/v2/usage").json()["character_count"]
    client.post("/v2/translate", json=GIVEN)
    assert client.get("/v2/usage").json()["character_count"] == before + 11
    text = client.get("/metrics").text
    assert 'mtkit_characters_total{source="en",target="ko"}' in text
    assert 'mtkit_requests_total{route="/v2/translate",status="200"}' in text
    assert "Hello" not in text

"""The LibreTranslate wire, as its clients speak it."""

import json
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from mtkit.engines.pseudo import PseudoEngine
from mtkit.server import Settings, create_app


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Settings(engine=PseudoEngine()))) as client:
        yield client


def ask(client, path="/translate", **given):
    return client.post(path, json=given)


@pytest.mark.parametrize("how", ["json", "data", "params"])
def test_a_text_comes_as_json_form_or_query(client, how):
    given = {"q": "Hello world", "source": "en", "target": "ko"}
    assert client.post("/translate", **{how: given}).json() == {"translatedText": "olleH dlrow"}


def test_a_list_comes_back_as_a_list_in_order(client):
    texts = [f"text {n}" for n in range(20)] + ["", "   ", "🙂"]
    reply = ask(client, q=texts, source="en", target="ko").json()["translatedText"]
    assert reply == [f"txet {str(n)[::-1]}" for n in range(20)] + ["", "   ", "🙂"]


def test_each_text_of_a_list_is_detected_by_itself(client):
    reply = ask(client, q=["안녕하세요", "こんにちは", "Hello", "🙂"], source="auto", target="en").json()
    assert [guess["language"] for guess in reply["detectedLanguage"]] == ["ko", "ja", "en", "en"]
    assert reply["detectedLanguage"][3]["confidence"] == 0
    assert reply["translatedText"] == ["요세하녕안", "はちにんこ", "Hello", "🙂"]


def test_html_keeps_its_tags_and_entities(client):
    text = '<p>One <b>bold</b> &amp; more</p><p title="tip">Two</p><script>var x</script>'
    reply = ask(client, q=text, source="en", target="ko", format="html").json()["translatedText"]
    assert reply == '<p>enO <b>dlob</b> &amp; erom</p><p title="pit">owT</p><script>var x</script>'


def test_weblate_placeholders_and_lines_stay(client):
    reply = ask(client, q=["Press [X12X] now\n\nand [X3X ] then"], source="en", target="ko").json()["translatedText"]
    assert reply[0].count("[X12X]") == 1
    assert reply[0].split("\n")[1] == ""
    assert len(reply[0].split("\n")) == 3


def test_terms_of_the_request_hold(client):
    given = {"q": "광주는 도시다", "source": "ko", "target": "en"}
    reply = ask(client, **given, glossary={"광주": "Gwangju"}).json()["translatedText"]
    assert "Gwangju" in reply
    form = client.post("/translate", data=given | {"glossary": json.dumps([{"source": "광주", "target": "Gwangju"}])})
    assert form.json()["translatedText"] == reply


class Several(PseudoEngine):
    """An engine with more than one thing to say."""

    def _hypotheses(self, text, decoding):
        (first, *_) = super()._hypotheses(text, decoding)
        return tuple(replace(first, text=first.text + "요" * rank) for rank in range(decoding.n_best))


def test_alternatives_come_with_html_and_lists_too():
    with TestClient(create_app(Settings(engine=Several()))) as client:
        given = {"source": "ko", "target": "ja", "alternatives": 2}
        one = ask(client, q="나라", **given).json()
        assert one == {"translatedText": "라나", "alternatives": ["라나요", "라나요요"]}
        page = ask(client, q="<p>나라</p><p>가게</p>", format="html", **given).json()
        assert page["alternatives"] == ["<p>라나요</p><p>게가요</p>", "<p>라나요요</p><p>게가요요</p>"]
        many = ask(client, q=["나라", "", "가게"], **given | {"source": "auto"}).json()
        assert many["alternatives"] == [["라나요", "라나요요"], [], ["게가요", "게가요요"]]
        assert len(ask(client, q="나라", **given | {"alternatives": 9}).json()["alternatives"]) == 3


def test_detect(client):
    found = ask(client, "/detect", q="東京のGoogle").json()
    assert found[0] == {"confidence": 67, "language": "ja"}
    assert [guess["language"] for guess in found] == ["ja", "en"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_languages(client, method):
    found = getattr(client, method)("/languages").json()
    assert found[2] == {"code": "ko", "name": "Korean", "targets": ["en", "ja", "ko"]}


def test_frontend_settings(client):
    found = client.get("/frontend/settings").json()
    assert ".md" in found["supportedFilesFormat"]
    assert found["keyRequired"] is False


def test_a_document_comes_back_translated(client):
    files = {"file": ("소식.md", "# 안녕 하세요\n\n* 서울\n".encode())}
    reply = client.post("/translate_file", files=files, data={"source": "auto", "target": "en"})
    url = reply.json()["translatedFileUrl"]
    assert client.get(url).content.decode() == "# 녕안 요세하\n\n* 울서\n"


@pytest.mark.parametrize(
    ("given", "status", "error"),
    [
        ({"source": "en", "target": "ko"}, 400, "Invalid request: missing q parameter"),
        ({"q": "a", "target": "ko"}, 400, "Invalid request: missing source parameter"),
        ({"q": "a", "source": "en"}, 400, "Invalid request: missing target parameter"),
        ({"q": "a", "source": "zz", "target": "ko"}, 400, "zz is not supported"),
        ({"q": "a", "source": "en", "target": "ko", "format": "pdf"}, 400, "pdf format is not supported"),
        ({"q": 5, "source": "en", "target": "ko", "alternatives": -1}, 400, "Invalid request: alternatives"),
        (
            {"q": "a" * 200_001, "source": "en", "target": "ko"},
            400,
            "Invalid request: request (200001) exceeds text limit",
        ),
        ({"q": "a", "source": "en", "target": "ko", "glossary": {"a": []}}, 400, "Invalid request: glossary"),
        ({"q": "a", "source": "en", "target": "ko", "glossary_id": "no"}, 404, "Glossary not found"),
    ],
)
def test_what_cannot_be_done_is_said_in_the_words_of_the_wire(client, given, status, error):
    reply = ask(client, **given)
    assert (reply.status_code, list(reply.json())) == (status, ["error"])
    assert reply.json()["error"].startswith(error)


def test_weblates_probe_is_answered_and_nothing_else_of_its_kind(client):
    assert ask(client, q=["test"], source="en", target="de").json() == {"translatedText": ["Test"]}
    assert ask(client, q=["tests"], source="en", target="de").status_code == 400
    with TestClient(create_app(Settings(engine=PseudoEngine(), probe=False))) as strict:
        assert ask(strict, q=["test"], source="en", target="de").json() == {"error": "de is not supported"}


def test_keys_in_each_place_where_clients_put_them():
    with TestClient(create_app(Settings(engine=PseudoEngine(), keys=("secret",)))) as client:
        given = {"q": "abc", "source": "en", "target": "ko"}
        assert ask(client, **given).status_code == 403
        assert ask(client, **given, api_key="wrong").json() == {"error": "Invalid API key"}
        assert ask(client, **given, api_key="secret").json() == {"translatedText": "cba"}
        assert client.post("/translate", data=given | {"api_key": "secret"}).status_code == 200
        assert client.post("/translate?api_key=secret", data=given).status_code == 200
        assert client.get("/languages").status_code == 200
        assert client.get("/metrics").status_code == 403


def test_cross_origin(client):
    reply = client.options(
        "/translate", headers={"origin": "https://a.example", "access-control-request-method": "POST"}
    )
    assert reply.headers["access-control-allow-origin"] == "*"

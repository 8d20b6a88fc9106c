"""What Weblate asks of both wires: the requests that its classes make, and those classes themselves where they are.

Weblate brings a hundred packages with versions of their own, and cairo, so that it lives in an environment beside this
one. MTKIT_WEBLATE_PYTHON names its Python; without it the requests stand for the classes.
"""

import json
import os
import subprocess
from pathlib import Path

import httpx
import pytest
from serving import serving

from mtkit.engines.pseudo import PseudoEngine

pytestmark = pytest.mark.slow
PYTHON = os.environ.get("MTKIT_WEBLATE_PYTHON", "")
NAME = "weblate:1:EN:KO:abc"


@pytest.fixture
def url():
    with serving(engine=PseudoEngine(), keys=("secret",)) as (url, _):
        yield url


def test_its_requests_on_libretranslates_wire(url):
    with httpx.Client(base_url=url) as client:
        assert [language["code"] for language in client.get("/languages").json()] == ["en", "ja", "ko"]
        given = {"api_key": "secret", "q": ["test"], "source": "en", "target": "de"}
        assert client.post("/translate", json=given).json()["translatedText"] == ["Test"]
        texts = [f"Text {n} [X{n}X]" for n in range(20)]
        reply = client.post("/translate", json=given | {"q": texts, "target": "ko"}).json()
    assert reply == {"translatedText": [f"txeT {str(n)[::-1]} [X{n}X]" for n in range(20)]}


def test_its_requests_on_deepls_wire(url):
    text = {
        "text": ['Keep &lt;b&gt; &amp; <x id="4"></x>'],
        "formality": "default",
        "tag_handling": "xml",
        "ignore_tags": ["x"],
    }
    pair = {"source_lang": "EN", "target_lang": "KO"}
    with httpx.Client(base_url=url, headers={"Authorization": "DeepL-Auth-Key secret"}) as client:
        for side in ("source", "target"):
            assert {"language", "name"} <= set(client.get("/v2/languages", params={"type": side}).json()[0])
        probe = client.post("/v2/translate", json=text | {"text": ["test"], "source_lang": "EN", "target_lang": "DE"})
        assert probe.json()["translations"][0]["text"] == "Test"
        reply = client.post("/v2/translate", json=text | pair | {"context": "a page"})
        assert reply.json()["translations"][0]["text"] == 'peeK &lt;b&gt; &amp; <x id="4"></x>'
        assert pair in [
            {side: one[side].upper() for side in pair}
            for one in client.get("/v2/glossary-language-pairs").json()["supported_languages"]
        ]
        new = pair | {"name": NAME, "entries": "Seoul\t서울\n", "entries_format": "tsv"}
        assert client.post("/v2/glossaries", json=new).status_code == 201
        (kept,) = client.get("/v2/glossaries").json()["glossaries"]
        assert kept["name"] == NAME
        given = text | pair | {"text": ["Go to Seoul"], "glossary_id": kept["glossary_id"]}
        assert "서울" in client.post("/v2/translate", json=given).json()["translations"][0]["text"]
        assert client.delete(f"/v2/glossaries/{kept['glossary_id']}").status_code == 204
        assert client.get("/v3/languages", params={"resource": "glossary"}).status_code == 200


if PYTHON:

    def test_its_own_classes(url):
        client = Path(__file__).with_name("weblate_client.py")
        done = subprocess.run([PYTHON, str(client), url, "secret"], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        found = json.loads(done.stdout.strip().rpartition("\n")[2])
        assert found["libretranslate"]["languages"] == ["en", "ja", "ko"]
        assert found["libretranslate"]["texts"] == [f"txeT {str(n)[::-1]} [X{n}X]" for n in range(20)]
        assert found["deepl"]["text"] == 'peeK &lt;b&gt; &amp; <x id="4"></x>'
        assert ["KO", "EN"] in found["deepl"]["languages"]
        assert found["deepl"]["glossary_supported"]
        assert (found["deepl"]["glossaries"], found["deepl"]["left"]) == ([NAME], [])

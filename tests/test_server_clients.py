"""Clients of others, as they come from the package registry, against a real server."""

import contextlib
import subprocess
import sys

import deepl
import pytest
from deepl.api_data import MultilingualGlossaryDictionaryEntries
from serving import serving

from mtkit.engines.pseudo import PseudoEngine

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url():
    with serving(engine=PseudoEngine(), keys=("secret",)) as (url, _):
        yield url


@pytest.fixture
def client(url):
    with contextlib.closing(deepl.DeepLClient("secret", server_url=url)) as client:
        yield client


# DeepL's own client


def test_deepl_translates_texts(client):
    one = client.translate_text("Hello world", target_lang="KO", source_lang="EN")
    assert (one.text, one.detected_source_lang, one.billed_characters) == ("olleH dlrow", "EN", 11)
    many = client.translate_text(["안녕", "こんにちは", ""], target_lang="EN-US")
    assert [(text.text, text.detected_source_lang) for text in many] == [
        ("녕안", "KO"),
        ("はちにんこ", "JA"),
        ("", "EN"),
    ]


def test_deepl_options(client):
    given = {"source_lang": "EN", "target_lang": "JA", "context": "a page", "preserve_formatting": True}
    found = client.translate_text("One\nTwo", **given, formality="prefer_more", split_sentences="nonewlines")
    assert found.text == "enO owT"
    with pytest.raises(deepl.DeepLException, match="formality"):
        client.translate_text("One", source_lang="KO", target_lang="EN-US", formality="more")
    assert client.translate_text("하나", source_lang="KO", target_lang="EN-GB", formality="prefer_less").text == "나하"


def test_deepl_tags(client):
    given = {"source_lang": "EN", "target_lang": "KO"}
    xml = "<t><a>One &lt; <b>two</b> more</a><x>Keep</x><c id='1'/></t>"
    found = client.translate_text(xml, **given, tag_handling="xml", ignore_tags=["x"])
    assert found.text == "<t><a>enO &lt; <b>owt</b> erom</a><x>Keep</x><c id='1'/></t>"
    placeholder = 'Press <x id="7"></x> to &quot;go&quot;'
    assert '<x id="7"></x>' in client.translate_text(placeholder, **given, tag_handling="xml", ignore_tags="x").text
    html = client.translate_text("<p>One<br>two</p>", **given, tag_handling="html")
    assert html.text == "<p>enO<br>owt</p>"


def test_deepl_languages_and_usage(client):
    assert [language.code for language in client.get_source_languages()] == ["EN", "JA", "KO"]
    targets = {language.code: language.supports_formality for language in client.get_target_languages()}
    assert targets == {"EN-US": False, "EN-GB": False, "JA": True, "KO": True}
    before = client.get_usage().character.count
    client.translate_text("abcdef", source_lang="EN", target_lang="KO")
    assert client.get_usage().character.count == before + 6
    assert not client.get_usage().any_limit_reached


def test_deepl_documents(client, tmp_path):
    source, target = tmp_path / "notes.md", tmp_path / "out.md"
    source.write_text("# Hello world\n\n- one `code`\n", encoding="utf-8")
    status = client.translate_document_from_filepath(source, target, source_lang="EN", target_lang="KO")
    assert target.read_text(encoding="utf-8") == "# olleH dlrow\n\n- eno `code`\n"
    assert (status.done, status.billed_characters) == (True, 21)


def test_deepl_says_why_a_document_failed(client, tmp_path):
    bad = tmp_path / "a.txt"
    bad.write_bytes(b"\x00\x01\x02\xff" * 50)
    with pytest.raises(deepl.DocumentTranslationException, match=r"a\.txt"):
        client.translate_document_from_filepath(bad, tmp_path / "b.txt", target_lang="KO", source_lang="EN")
    assert not (tmp_path / "b.txt").exists()
    slides = tmp_path / "a.pptx"
    slides.write_bytes(b"PK")
    with pytest.raises(deepl.DeepLException, match="Invalid file type"):
        client.translate_document_from_filepath(slides, tmp_path / "b.pptx", target_lang="KO")


def test_deepl_glossaries_of_one_direction(client, url):
    made = client.create_glossary("names", "KO", "EN", {"광주": "Gwangju", "서울": "Seoul"})
    assert (made.name, made.ready, made.entry_count, made.source_lang) == ("names", True, 2, "KO")
    assert client.get_glossary(made.glossary_id).creation_time == made.creation_time
    assert client.get_glossary_entries(made) == {"광주": "Gwangju", "서울": "Seoul"}
    found = client.translate_text("서울 가다", source_lang="KO", target_lang="EN-US", glossary=made)
    assert "Seoul" in found.text
    assert made.glossary_id in [glossary.glossary_id for glossary in client.list_glossaries()]
    client.delete_glossary(made)
    with pytest.raises(deepl.GlossaryNotFoundException):
        client.get_glossary(made.glossary_id)
    made = client.create_glossary_from_csv("csv", "JA", "KO", '"光州","광주"\n')
    assert client.get_glossary_entries(made) == {"光州": "광주"}
    assert len(client.get_glossary_languages()) == 6


def test_deepl_glossaries_of_many_directions(client):
    to_english = MultilingualGlossaryDictionaryEntries("KO", "EN", {"광주": "Gwangju"})
    to_korean = MultilingualGlossaryDictionaryEntries("EN", "KO", {"Seoul": "서울"})
    made = client.create_multilingual_glossary("cities", [to_english, to_korean])
    assert [(d.source_lang, d.target_lang, d.entry_count) for d in made.dictionaries] == [
        ("KO", "EN", 1),
        ("EN", "KO", 1),
    ]
    more = MultilingualGlossaryDictionaryEntries("KO", "EN", {"부산": "Busan"})
    client.update_multilingual_glossary_dictionary(made, more)
    entries = client.get_multilingual_glossary_entries(made, "KO", "EN").dictionaries[0].entries
    assert entries == "광주\tGwangju\n부산\tBusan"
    client.replace_multilingual_glossary_dictionary(made, more)
    assert client.get_multilingual_glossary_entries(made, "KO", "EN").dictionaries[0].entries == "부산\tBusan"
    assert client.update_multilingual_glossary_name(made, "towns").name == "towns"
    text = client.translate_text("부산 가다", source_lang="KO", target_lang="EN-US", glossary=made).text
    assert "Busan" in text
    client.delete_multilingual_glossary_dictionary(made, source_lang="EN", target_lang="KO")
    assert len(client.get_multilingual_glossary(made.glossary_id).dictionaries) == 1
    assert made.glossary_id in [glossary.glossary_id for glossary in client.list_multilingual_glossaries()]
    client.delete_multilingual_glossary(made)
    with pytest.raises(deepl.DeepLException):
        client.get_multilingual_glossary(made.glossary_id)


def test_deepl_refuses_a_wrong_key(url):
    stranger = contextlib.closing(deepl.DeepLClient("wrong", server_url=url))
    with stranger as client, pytest.raises(deepl.AuthorizationException):
        client.translate_text("a", target_lang="KO")


def test_deepl_command(url):
    command = [sys.executable, "-m", "deepl", "--auth-key", "secret", "--server-url", url]
    done = subprocess.run([*command, "text", "--to", "KO", "Hello world"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "olleH dlrow"
    done = subprocess.run([*command, "languages"], capture_output=True, text=True, check=True)
    assert "KO: Korean" in done.stdout


# LibreTranslate's clients


def test_libretranslatepy(url):
    from libretranslatepy import LibreTranslateAPI

    api = LibreTranslateAPI(f"{url}/", api_key="secret")
    assert api.translate("Hello world", "en", "ko") == "olleH dlrow"
    assert api.detect("안녕하세요")[0]["language"] == "ko"
    assert [language["code"] for language in api.languages()] == ["en", "ja", "ko"]


def test_deep_translator(url):
    from deep_translator import LibreTranslator

    translator = LibreTranslator(source="en", target="ko", custom_url=f"{url}/", api_key="secret")
    assert translator.translate("Hello world") == "olleH dlrow"
    assert translator.translate_batch(["One", "Two"]) == ["enO", "owT"]

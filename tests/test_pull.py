"""Pulls from a hub on this machine, and what a cache is afterwards."""

import shutil
import subprocess
import sys

import hub as hubs
import pytest

from mtkit import models
from mtkit.errors import ModelError
from mtkit.models import card, registry

pytestmark = pytest.mark.slow
NAME = "Someone/tiny-ko-en"


@pytest.fixture
def hub(tiny_bilingual, tiny_model, monkeypatch, tmp_path):
    untidy = tmp_path / "untidy"
    shutil.copytree(tiny_bilingual, untidy)
    (untidy / "tf_model.h5").write_bytes(b"x" * 200_000)
    (untidy / "README.md").write_text("a model", encoding="utf-8")
    with hubs.serve({NAME: untidy, "Someone/tiny-mul": tiny_model}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server


@pytest.fixture
def shelf(tmp_path):
    return models.Shelf(tmp_path / "cache")


def test_a_pull_fetches_what_is_needed_converts_it_and_writes_a_card(hub, shelf):
    entry = shelf.find(NAME)
    assert shelf.pull(entry)
    assert sorted(set(hub.files)) == sorted(
        ["config.json", "source.spm", "target.spm", "vocab.json", "tokenizer_config.json", "model.safetensors"]
    )
    made = card.read(shelf.folder(entry))
    assert made.commit == hubs.COMMIT
    assert made.origin == NAME
    assert made.directions == ("ko-en",)
    assert made.tested
    assert sorted(made.files) == ["config.json", "model.bin", "shared_vocabulary.json", "source.spm", "target.spm"]
    card.verify(shelf.folder(entry), made)


def test_a_pulled_model_needs_no_hub(hub, shelf):
    shelf.pull(shelf.find(NAME))
    hub.requests.clear()
    assert not shelf.pull(shelf.find(NAME))
    engine = models.load(NAME, "ko", "en", cache=shelf.cache)
    assert engine.translate(["안녕하세요."], "ko", "en")[0][0].text == "Hello."
    assert hub.requests == []
    assert {path.name[0] for path in (shelf.cache / "models").iterdir() if path.is_dir()} == {"S"}


def test_a_model_that_was_not_pulled_is_not_fetched_behind_ones_back(hub, shelf):
    with pytest.raises(ModelError, match=r"tiny-ko-en is not in .*; mtkit models pull Someone/tiny-ko-en"):
        models.load(NAME, "ko", "en", cache=shelf.cache)
    assert hub.requests == []


@pytest.mark.parametrize(
    ("name", "revision", "message"),
    [
        ("Someone/nothing", "main", "cannot be pulled"),
        (NAME, "v9", "cannot be pulled"),
        ("a/b/c", "main", "no such model"),
    ],
)
def test_what_the_hub_does_not_have(hub, shelf, name, revision, message):
    with pytest.raises(ModelError, match=message) as caught:
        shelf.pull(shelf.find(name), revision=revision)
    assert "\n" not in str(caught.value)
    assert not list(shelf.cache.glob("models/*/*"))


def test_no_hub_at_all(shelf, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match="cannot be pulled") as caught:
        shelf.pull(shelf.find(NAME))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["model.safetensors", "vocab.json"])
def test_a_damaged_download_leaves_nothing(hub, shelf, name):
    hub.damage[name] = lambda data: data[: len(data) // 2] + bytes(len(data) - len(data) // 2)
    with pytest.raises(ModelError) as caught:
        shelf.pull(shelf.find(NAME))
    assert name in str(caught.value)
    assert not [path for path in (shelf.cache / "models").iterdir() if path.is_dir()]


def test_missing_files_are_named(hub, shelf):
    (hub.models[NAME] / "vocab.json").unlink()
    with pytest.raises(ModelError, match=r"no vocab.json; not a MarianMT model"):
        shelf.pull(shelf.find(NAME))


def test_two_processes_that_pull_the_same_download_it_once(hub, shelf):
    code = (
        "import sys; from pathlib import Path; from mtkit import models;"
        f"s = models.Shelf(Path({str(shelf.cache)!r})); print(s.pull(s.find({NAME!r})))"
    )
    line = [sys.executable, "-c", code]
    runs = [subprocess.Popen(line, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sorted(run.communicate(timeout=120)[0].strip() for run in runs) == ["False", "True"]
    assert hub.files.count("model.safetensors") == 1


def test_a_model_known_to_be_broken_is_refused(hub, shelf):
    with pytest.raises(ModelError, match="tokenizer belongs to another model"):
        shelf.pull(shelf.find("Helsinki-NLP/opus-mt-tc-big-en-ko"))
    assert hub.requests == []


def test_a_registry_of_ones_own_makes_a_pivot_of_two_models(hub, tmp_path, tiny_converted):
    mine = tmp_path / "mine.toml"
    mine.write_text(
        f'[ko-en]\nhub = "{NAME}"\nrevision = "{hubs.COMMIT}"\ndirections = ["ko-en"]\n'
        f'[en-ja]\npath = "{tiny_converted}"\n[both.chains]\nko-ja = ["ko-en", "en-ja"]\n',
        encoding="utf-8",
    )
    shelf = models.Shelf(tmp_path / "cache", [mine])
    for entry in shelf.members(shelf.find("both")):
        shelf.pull(entry)
    engine = models.load("both", "ko", "ja", cache=shelf.cache, registries=[mine])
    assert engine.translate(["안녕하세요."], "ko", "ja")[0][0].text == "こんにちは。"
    assert registry.load(mine)["ko-en"].revision == hubs.COMMIT


def test_the_listing_is_what_the_hub_would_say(hub):
    from huggingface_hub import HfApi

    info = HfApi(hub.url).model_info(NAME, files_metadata=True, revision="main")
    large = next(file for file in info.siblings if file.rfilename == "tf_model.h5")
    assert large.lfs.size == 200_000

"""Names of models."""

import pytest

from mtkit.errors import ModelError
from mtkit.languages import directions
from mtkit.models import registry


def test_the_built_in_registry_covers_every_direction_twice():
    entries = registry.load()
    for source, target in directions():
        steps = registry.find(entries, "opus").steps(source, target)
        assert all(step in entries and not entries[step].refuse for step in steps)
    assert entries["embedded"].steps("ko", "ja") == ("embedded",)


def test_one_s_own_comes_first_and_paths_are_beside_the_file(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('[opus-mt-ko-en]\npath = "here"\ndirections = ["ko-en"]\n', encoding="utf-8")
    entries = registry.load(mine)
    assert entries["opus-mt-ko-en"].path == str(tmp_path / "here")
    assert "opus-mt-ja-en" in entries


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a", "not a registry"),
        ("a = 1", "not a registry"),
        ('[a]\nhub = "x/y"\nrevison = "1"', r"\[a\] has unknown keys revison"),
        ('[a]\nhub = "x/y"\npath = "z"', "needs one of hub, path and chains"),
        ("[a]\n", "needs one of"),
        ('[a]\nhub = "x/y"\ndirections = ["ko-fr"]', "no direction 'ko-fr'"),
    ],
)
def test_a_bad_registry_is_one_clear_line(tmp_path, text, message):
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=message) as caught:
        registry.load(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["nothing", "a/b/c", "./x/y", "/x", "x/"])
def test_what_is_no_name_is_no_hub_id(name):
    with pytest.raises(ModelError, match="no such model"):
        registry.find(registry.load(), name)


def test_a_family_without_the_direction_says_what_it_has():
    entry = registry.Entry("f", chains={"ko-en": ("a",)})
    with pytest.raises(ModelError, match="f has no model for ja-en; it has ko-en"):
        entry.steps("ja", "en")

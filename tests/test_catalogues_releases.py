"""Releases as catalogues and back."""

import shutil
import subprocess
from pathlib import Path

import pytest

from mtkit.catalogues import Stamp, export, find, read, restored, units
from mtkit.cli import main
from mtkit.documents import po_edit
from mtkit.errors import InputError
from mtkit.memory import Memory

RELEASES = Path(__file__).parent.parent / "corpora" / "releases"
NOW = Stamp("2026-11-30 12:00+0900")


@pytest.fixture
def few(tmp_path):
    for name in ("e-12-norovirus", "d-03-ai-centered-city"):
        for path in RELEASES.glob(f"{name}.*"):
            shutil.copy(path, tmp_path)
    return tmp_path


@pytest.mark.slow
def test_every_release_comes_back_byte_for_byte(tmp_path):
    releases = find(RELEASES, "ko")
    for language in ("en", "ja"):
        catalogue, issues = export(releases, "ko", language, "news", NOW)
        assert issues == ()
        (tmp_path / "news.po").write_bytes(catalogue.output().data)
        again = read(tmp_path / "news.po")
        for release in releases:
            data, issues = restored(release, "ko", again)
            assert issues == ()
            assert data == release.paths[language].read_bytes()


def test_an_entry_for_each_segment(few):
    catalogue, _ = export(find(few, "ko"), "ko", "en", "news", NOW)
    entry = catalogue.messages[0]
    assert entry.context == "d-03-ai-centered-city"
    assert entry.references == (f"{few}/d-03-ai-centered-city.ko.md:1",)
    assert entry.translated
    assert catalogue.header["X-Source-Language"] == "ko"


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
def test_msgfmt_takes_it(few):
    catalogue, _ = export(find(few, "ko"), "ko", "ja", "news", NOW)
    (few / "news.po").write_bytes(catalogue.output().data)
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", few / "news.po"], check=True)


def test_one_text_translated_in_two_ways_is_two_entries(tmp_path):
    (tmp_path / "a b.ko.md").write_text("# 안내\n\n안내\n\n안내\n")
    (tmp_path / "a b.en.md").write_text("# Guide\n\nNotice\n\nGuide\n")
    (release,) = find(tmp_path, "ko")
    catalogue, _ = export([release], "ko", "en", "news", NOW)
    assert [(e.context, e.strings) for e in catalogue.messages] == [("a b", ("Guide",)), ("a b#2", ("Notice",))]
    assert catalogue.messages[0].references[0].startswith("\u2068")
    assert restored(release, "ko", catalogue)[0] == release.paths["en"].read_bytes()


def test_what_people_changed_stays_in_a_later_export(few):
    releases = find(few, "ko")
    first, _ = export(releases, "ko", "en", "news", NOW)
    entries = list(first.entries)
    entries[1] = po_edit.changed(entries[1], first.layout, strings=["Better"])
    reviewed = type(first)(**{**vars(first), "entries": tuple(entries)})
    later, _ = export(releases, "ko", "en", "news", NOW, reviewed)
    assert later.output().data == reviewed.output().data


def test_unequal_documents_go_in_untranslated_with_an_issue(few):
    (few / "e-12-norovirus.en.md").write_text("Only one\n")
    catalogue, issues = export(find(few, "ko"), "ko", "en", "news", NOW)
    assert [issue.code for issue in issues] == ["unaligned"]
    assert all(entry.empty == (entry.context == "e-12-norovirus") for entry in catalogue.messages)


def test_doubtful_and_missing_translations_are_said(few):
    releases = find(few, "ko")
    catalogue, _ = export(releases, "ko", "en", "news", NOW)
    entries = list(catalogue.entries)
    entries[1] = po_edit.changed(entries[1], catalogue.layout, flags=["fuzzy"])
    entries[2] = po_edit.changed(entries[2], catalogue.layout, strings=[""])
    doubtful = type(catalogue)(**{**vars(catalogue), "entries": tuple(entries)})
    data, issues = restored(releases[0], "ko", doubtful)
    assert [(issue.code, issue.serious, issue.message.split(":")[0]) for issue in issues] == [
        ("not-translated", True, "is fuzzy"),
        ("not-translated", True, "has no translation"),
    ]
    assert entries[1].id in data.decode()
    assert len(restored(releases[0], "ko", doubtful, fuzzy=True)[1]) == 1


def test_reviewed_entries_go_into_the_memory(few, capsys):
    assert main(["gettext", "export", str(few), "--from", "ko", "--to", "en", "-d", str(few / "locale")]) == 0
    words = [
        "gettext",
        "import",
        str(few),
        "--from",
        "ko",
        "--to",
        "en",
        "-d",
        str(few / "locale"),
        "-o",
        str(few / "out"),
    ]
    assert main([*words, "--memory", str(few / "site.memory")]) == 0
    for path in few.glob("*.en.md"):
        assert (few / "out" / path.name).read_bytes() == path.read_bytes()
    catalogue = read(few / "locale/en/LC_MESSAGES/releases.po")
    with Memory.open(few / "site.memory") as memory:
        assert (
            len(memory) == len(list(units(catalogue, "ko", "en"))) == len({entry.key for entry in catalogue.messages})
        )
        found = memory.find(catalogue.messages[0].id, "ko", "en")
    assert found is not None
    assert found.target == catalogue.messages[0].strings[0]
    assert "new, 0 changed" in capsys.readouterr().err


def test_no_releases(tmp_path):
    (tmp_path / "a.md").write_text("x")
    with pytest.raises(InputError, match=r"no NAME.ko.md or its like; say another --from"):
        find(tmp_path, "ko")

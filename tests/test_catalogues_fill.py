"""Catalogues filled: what changes, what is marked, and what stays untranslated with its reason."""

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import po_corpus
import pytest

from mtkit import Translator, catalogues, checks
from mtkit.catalogues import Stamp, Wanted, fill, gate, localized
from mtkit.checks import Side
from mtkit.checks import Unit as Checked
from mtkit.documents import po_edit
from mtkit.documents.po import PLURALS
from mtkit.documents.po_catalogue import read_bytes
from mtkit.documents.po_layout import Layout
from mtkit.engines.pseudo import IdentityEngine, NaughtyEngine, PseudoEngine
from mtkit.memory import Memory, Unit

HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: site 1.0\\n"\n"PO-Revision-Date: 2020-01-01 00:00+0000\\n"\n'
    '"Last-Translator: Kim <kim@example.org>\\n"\n"Language-Team: Korean\\n"\n"Language: ko\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
)
SITE = Path(__file__).parent.parent / "corpora" / "strings" / "site.tsv"
NOW = Stamp("2026-11-30 12:00+0000")


class Scripted(IdentityEngine):
    """Says what the table says, else what was asked."""

    def __init__(self, table):
        super().__init__()
        self.table = table

    def _change(self, text):
        return self.table.get(text, text)


def filled(body, engine=None, *, header=HEADER, target="ko", **wanted):
    translator = Translator("en" if target != "en" else "ko", target, engine=engine or PseudoEngine())
    return fill(read_bytes((header + body).encode(), "ko.po"), translator, Wanted(stamp=NOW, **wanted))


def text(result):
    return result.catalogue.output().data.decode()


SIGNATURE = Translator("en", "ko", engine=PseudoEngine()).signature


def test_an_untranslated_entry_is_the_only_one_that_changes():
    before = '\n# kept\n#: a.py:1\n#, python-format\nmsgid   "Hi %s"\nmsgstr   "안녕 %s"\n'
    result = filled(
        f'{before}\n#. note\n#: a.py:2\n#, c-format\nmsgid "Bye %s"\nmsgstr ""\n\n#~ msgid "x"\n#~ msgstr "y"\n'
    )
    after = f'\n#. note\n#. {SIGNATURE}\n#: a.py:2\n#, fuzzy, c-format\nmsgid "Bye %s"\nmsgstr "eyB %s"\n\n#~ msgid "x"\n#~ msgstr "y"\n'
    header = (
        HEADER.replace("2020-01-01 00:00", "2026-11-30 12:00") + f'"X-Generator: {catalogues.header.GENERATOR}\\n"\n'
    )
    assert text(result) == header + before + after
    assert (result.filled, result.left, result.issues) == (1, 0, ())


def test_nothing_to_do_changes_nothing():
    body = '\nmsgid "Hi"\nmsgstr "안녕"\n\n#, fuzzy\nmsgid "Bye"\nmsgstr "가"\n'
    assert text(filled(body)) == HEADER + body


def test_fuzzy_entries_when_asked_for():
    result = filled(
        '\n#. mtkit:old\n#, fuzzy, c-format\n#| msgid "By"\nmsgid "Bye"\nmsgstr "가"\n', redo=True, fuzzy=False
    )
    assert f'#. {SIGNATURE}\n#, c-format\n#| msgid "By"\nmsgid "Bye"\nmsgstr "eyB"\n' in text(result)


@pytest.mark.parametrize(
    ("target", "plural", "strings"),
    [("ko", "nplurals=1; plural=0;", ("%d segap",)), ("en", "nplurals=2; plural=(n != 1);", ("%d egap", "%d segap"))],
)
def test_plural_forms_are_the_target_s(target, plural, strings):
    header = HEADER.replace("nplurals=1; plural=0;", plural).replace("Language: ko", f"Language: {target}")
    empty = "".join(f'msgstr[{n}] ""\n' for n in range(len(strings)))
    result = filled(f'\nmsgid "%d page"\nmsgid_plural "%d pages"\n{empty}', header=header, target=target)
    assert result.catalogue.messages[0].strings == strings


def test_a_form_that_is_there_stays():
    header = HEADER.replace("nplurals=1; plural=0;", "nplurals=2; plural=(n != 1);")
    result = filled('\nmsgid "%d page"\nmsgid_plural "%d pages"\nmsgstr[0] "한 쪽"\nmsgstr[1] ""\n', header=header)
    assert result.catalogue.messages[0].strings == ("한 쪽", "%d segap")


def test_a_doubtful_form_stays_when_another_is_filled():
    header = HEADER.replace("nplurals=1; plural=0;", "nplurals=2; plural=(n != 1);")
    entry = '\n#, fuzzy\nmsgid "%d page"\nmsgid_plural "%d pages"\nmsgstr[0] "한 쪽?"\nmsgstr[1] ""\n'
    (kept,) = filled(entry, header=header, fuzzy=False).catalogue.messages
    assert (kept.strings, kept.fuzzy) == (("한 쪽?", "%d segap"), True)
    assert filled(entry, header=header, redo=True).catalogue.messages[0].strings == ("%d egap", "%d segap")


def test_surplus_empty_forms_go_and_missing_ones_come():
    two = '\nmsgid "%d page"\nmsgid_plural "%d pages"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    assert filled(two).catalogue.messages[0].strings == ("%d segap",)
    header = HEADER.replace("nplurals=1; plural=0;", "nplurals=3; plural=0;")
    assert len(filled(two, header=header).catalogue.messages[0].strings) == 3


LOST = ('\n#, python-format\nmsgid "Copy %s to %s"\nmsgstr ""\n', Scripted({"Copy ⟦0⟧ to ⟦1⟧": "⟦1⟧로 ⟦0⟧ 복사"}))


def test_what_cannot_be_saved_stays_untranslated_with_the_reason():
    result = filled(*LOST, fuzzy=False)
    assert (
        "#. mtkit: not translated: the placeholders came in another order: name them, or number them\n#, python-format\n"
        in text(result)
    )
    assert result.catalogue.messages[0].strings == ("",)
    assert (result.filled, result.left) == (0, 1)
    assert [(issue.code, issue.where, issue.serious) for issue in result.issues] == [
        ("not-translated", "ko.po:14", True)
    ]
    assert "2020-01-01" in text(result)


def test_a_reason_goes_when_the_next_run_succeeds():
    again = fill(filled(*LOST).catalogue, Translator("en", "ko", engine=PseudoEngine()), Wanted(stamp=NOW))
    assert "not translated" not in text(again)
    assert again.filled == 1


def test_only_the_gate_decides_what_is_broken():
    assert gate.obstacle("<b>Stop</b>", "<b>정지", (), ("en", "ko")) == "</b> is lost, new or in another place"
    assert gate.obstacle("Stop", "  ", (), ("en", "ko")) == "nothing came back"
    assert gate.obstacle("%d files", "%d%s", ("c-format",), ("en", "ko")).startswith("%2$s is")
    assert gate.obstacle("<b>%(a)s</b>\n", "<b>%(a)s</b>\n", ("python-format",), ("en", "ko")) == ""


def test_a_serious_issue_makes_the_entry_fuzzy_whatever_was_asked():
    result = filled('\nmsgid "In 23 days"\nmsgstr ""\n', Scripted({"In 23 days": "21일 후"}), fuzzy=False)
    entry = result.catalogue.messages[0]
    assert entry.fuzzy
    assert entry.extracted[1].startswith("mtkit: number-changed: 23")


def test_arguments_that_change_places_are_numbered_where_the_format_can():
    swap = Scripted({"Copy ⟦0⟧ to ⟦1⟧": "⟦1⟧로 ⟦0⟧ 복사"})
    result = filled('\n#, c-format\nmsgid "Copy %s to %s"\nmsgstr ""\n', swap)
    assert result.catalogue.messages[0].strings == ("%2$s로 %1$s 복사",)


def test_what_is_no_language_is_copied():
    result = filled('\n#, c-format\nmsgid "%s: %d\\n"\nmsgstr ""\n', NaughtyEngine())
    assert result.catalogue.messages[0].strings == ("%s: %d\n",)


def test_a_template_becomes_a_catalogue_of_each_language():
    template = read_bytes(
        b"# SOME DESCRIPTIVE TITLE.\n#\n#, fuzzy\n"
        b'msgid ""\nmsgstr ""\n"Project-Id-Version: PACKAGE VERSION\\n"\n"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"\n'
        b'"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"\n"Language-Team: LANGUAGE <LL@li.org>\\n"\n"Language: \\n"\n'
        b'"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=CHARSET\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        b'"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n\nmsgid "Hi"\nmsgstr ""\n',
        "site.pot",
    )
    made = localized(template, "ja_JP", "site", NOW)
    assert made.header == {
        "Project-Id-Version": "site",
        "PO-Revision-Date": "2026-11-30 12:00+0000",
        "Last-Translator": "mtkit (machine translation)",
        "Language-Team": "Japanese",
        "Language": "ja_JP",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
        "X-Generator": catalogues.header.GENERATOR,
    }
    assert made.entries[0].raw.startswith("# Japanese translation of site.\n#\nmsgid")


def test_a_file_without_a_header_gets_one():
    result = filled('msgid "Hi"\nmsgstr ""\n', header="")
    assert text(result).startswith('msgid ""\nmsgstr ""\n"PO-Revision-Date: 2026-11-30 12:00+0000\\n"\n')
    assert result.catalogue.header["Content-Type"] == "text/plain; charset=UTF-8"


def test_line_ends_and_charset_are_the_file_s():
    data = po_corpus.text("EUC-KR").replace("\n", "\r\n").encode("euc_kr")
    result = fill(read_bytes(data, "ko.po"), Translator("en", "ko", engine=PseudoEngine()), Wanted(stamp=NOW))
    written = result.catalogue.output()
    assert result.filled
    assert b"\n" not in written.data.replace(b"\r\n", b"")
    assert written.data.decode("euc_kr").count("charset=EUC-KR") == 1


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("engine", [PseudoEngine(), NaughtyEngine(seed=1)])
@pytest.mark.parametrize("language", ["ko", "ja"])
def test_msgfmt_takes_everything_that_is_written(engine, language, tmp_path):
    """Fuzzy marks are taken off, so that msgfmt looks at each entry."""
    catalogue = read_bytes(po_corpus.text(entries=30).encode(), "ko.po")
    emptied = tuple(
        entry
        if entry.is_header or entry.obsolete
        else po_edit.changed(entry, catalogue.layout, strings=[""] * len(entry.strings), flags=["python-format"])
        for entry in catalogue.entries
    )
    result = fill(replace(catalogue, entries=emptied), Translator("en", language, engine=engine), Wanted(stamp=NOW))
    plain = tuple(
        po_edit.changed(e, catalogue.layout, flags=[f for f in e.flags if f != "fuzzy"])
        for e in result.catalogue.entries
    )
    (tmp_path / "a.po").write_bytes(replace(result.catalogue, entries=plain).output().data)
    done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", tmp_path / "a.po"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert result.filled + result.left == len(catalogue.messages)


def test_sentences_and_labels_have_translators_of_their_own():
    catalogue = read_bytes(
        (HEADER + '\nmsgid "Save it."\nmsgstr ""\n\nmsgid "Save"\nmsgstr ""\n\nmsgid "Sure?"\nmsgstr ""\n').encode(),
        "ko.po",
    )
    labels, sentences = (Translator("en", "ko", engine=engine) for engine in (PseudoEngine(), IdentityEngine()))
    told = []
    result = fill(catalogue, labels, Wanted(stamp=NOW), told.append, sentences)
    assert [entry.strings[0] for entry in result.catalogue.messages] == ["Save it.", "evaS", "Sure?"]
    assert told == [1, 3]


def test_what_people_translated_once_is_not_in_doubt(tmp_path):
    with Memory.open(tmp_path / "site.memory", create=True) as memory:
        memory.add([Unit(en="Save", ko="저장하기")])
        translator = Translator("en", "ko", engine=PseudoEngine(), memory=memory)
        catalogue = read_bytes((HEADER + '\nmsgid "Save"\nmsgstr ""\n\nmsgid "Quit"\nmsgstr ""\n').encode(), "ko.po")
        saved, left = fill(catalogue, translator, Wanted(stamp=NOW)).catalogue.messages
    assert (saved.strings, saved.fuzzy, saved.extracted[1]) == (("저장하기",), False, "mtkit: memory 100%")
    assert (left.strings, left.fuzzy) == (("tiuQ",), True)


ICU = "{n, plural, =0 {No files} one {# file of {name}} other {# files of {name}}}"


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("ko", "{n, plural, =0 {oN selif} other {# selif fo {name}}}"),
        ("en", "{n, plural, =0 {oN selif} one {# elif fo {name}} other {# selif fo {name}}}"),
    ],
)
def test_icu_choices_are_translated_inside(target, wanted):
    header = HEADER.replace("Language: ko", f"Language: {target}")
    result = filled(f'\nmsgid "{ICU}"\nmsgstr ""\n', header=header, target=target)
    assert result.catalogue.messages[0].strings == (wanted,)


def test_an_icu_message_that_loses_a_placeholder_stays_untranslated():
    result = filled(f'\nmsgid "{ICU}"\nmsgstr ""\n', NaughtyEngine(seed=3))
    assert result.catalogue.messages[0].strings == ("",) or all(
        part in result.catalogue.messages[0].strings[0] for part in ("{n, plural,", "{name}", "#")
    )


def test_paragraphs_of_html_are_translated_one_by_one():
    result = filled('\nmsgid "<p>Dear %(name)s,</p><p>thank <b>you</b>.</p>"\nmsgstr ""\n')
    assert result.catalogue.messages[0].strings == ("<p>raeD %(name)s,</p><p>knaht <b>uoy</b>.</p>",)


def test_what_one_translator_cannot_say_the_other_may():
    swap = Translator("en", "ko", engine=Scripted({"Copy ⟦0⟧ to ⟦1⟧": "⟦1⟧로 ⟦0⟧ 복사"}))
    result = fill(
        read_bytes((HEADER + LOST[0]).encode(), "ko.po"),
        swap,
        Wanted(stamp=NOW),
        sentences=Translator("en", "ko", engine=PseudoEngine()),
    )
    assert result.catalogue.messages[0].strings == ("ypoC %s ot %s",)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize(("source", "target"), [("en", "ko"), ("ko", "en")])
def test_the_embedded_model_fills_the_strings_of_a_site_and_breaks_none(source, target, tmp_path):
    rows = list(csv.DictReader(SITE.read_text(encoding="utf-8").split("\n"), delimiter="\t"))
    body = "".join("\n" + Layout().string("msgid", row[source]) + 'msgstr ""\n' for row in rows)
    header = HEADER.replace("nplurals=1; plural=0;", PLURALS[target]).replace("Language: ko", f"Language: {target}")
    labels = Translator(source, target)
    sentences = Translator(source, target, engine=labels.engine, style="polite")
    result = fill(
        read_bytes((header + body).encode(), "site.po"), labels, Wanted(fuzzy=False, stamp=NOW), sentences=sentences
    )
    assert result.left < 0.03 * len(rows)
    units = [Checked(Side(e.id, source), Side(e.strings[0], target)) for e in result.catalogue.messages if not e.empty]
    assert not [issue for issue in checks.check(units, only=("placeholders", "tags")) if issue.serious]
    plain = [po_edit.changed(e, Layout(), flags=flagged(e)) for e in result.catalogue.entries]
    (tmp_path / "site.po").write_bytes(replace(result.catalogue, entries=tuple(plain)).output().data)
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", tmp_path / "site.po"], check=True)


def flagged(entry):
    """The flags that xgettext would give, and no fuzzy mark, so that msgfmt looks at the entry."""
    if "%" in entry.id:
        return ["python-format"]
    return ["python-brace-format"] if "{" in entry.id else []

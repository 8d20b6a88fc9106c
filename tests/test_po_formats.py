"""Directives by format flag, and what a translation may do with them."""

import shutil
import subprocess

import pytest

from mtkit.documents.po_formats import differences, escaped, ordered, spans, syntax

CASES = {
    "c-format": ("%d of %5.2f%% %-10s %lu %zd %c %p %<PRId64>", "% zu"),
    "python-format": ("%(name)s %(n)5d %s %%", "%y"),
    "python-brace-format": ("{} {0} {name!r:>{width}} {{literal}}", "{"),
    "javascript-format": ("%s %d %j %%", "%y"),
    "php-format": ("%s %1$s %'010d %%", "%y"),
    "java-format": ("{0} {1,number,#.##} '{literal}'", "{x}"),
    "csharp-format": ("{0} {1:N2} {{x}}", "{x}"),
    "ruby-format": ("%{name} %<n>d %s %%", "%y"),
    "qt-format": ("%1 %L2 %n", "%y"),
    "kde-format": ("%1 %2", "%y"),
    "boost-format": ("%1% %s %|1$s|", "%y"),
    "sh-format": ("$name ${name}", "$"),
    "perl-brace-format": ("{name}", "{0}"),
    "lua-format": ("%d %s", "%y"),
}


@pytest.mark.parametrize("flag", CASES)
def test_every_syntax_finds_its_directives(flag):
    text, odd = CASES[flag]
    found = [text[span.start : span.end] for span in spans(text, (flag,))]
    left = text
    for directive in found:
        left = left.replace(directive, "", 1)
    assert not set("%{}$'0123456789") & set(left)
    assert differences(text, text, (flag,)) == ()
    assert differences(text, text.replace(found[0], "", 1), (flag,))
    assert spans(odd, (flag,)) == () or flag == "c-format"


@pytest.mark.parametrize(
    ("source", "target", "flags", "wanted"),
    [
        ("%s has %d", "%d %s", ("c-format",), ("%1$s", "%2$d", "%1$d", "%2$s")),
        ("%s has %d", "%2$d %1$s", ("c-format",), ()),
        ("%s has %d", "%1$s %1$s %2$d", ("c-format",), ("%1$s",)),
        ("{name} {n}", "{n} {name}", ("python-brace-format",), ()),
        ("100%", "100% 완료", (), ()),
        ("%s %s", "%s", (), ("%2$s",)),
        ("Hi {name} &amp; %(b)s", "%(b)s {name} &amp;", (), ()),
    ],
)
def test_differences(source, target, flags, wanted):
    assert differences(source, target, flags) == wanted


def test_order_is_kept_said_or_refused():
    marked = spans("%s %s %s", ("php-format",))
    assert ordered("%1$s, %2$s, %3$s", ("php-format",), marked) == "%s, %s, %s"
    assert ordered("%1$s, %3$s, %2$s", ("php-format",), marked) == "%1$s, %3$s, %2$s"
    assert ordered("%2$s %1$s", (), spans("%s of %s", ())) is None
    assert ordered("anything", ("c-format",), spans("%d", ("c-format",))) == "anything"


def test_flags():
    assert syntax(("fuzzy", "no-c-format", "range:0..9", "python-format")) == "python"
    assert escaped("5 % {", ("python-brace-format",)) == "5 % {"
    assert escaped("5 %", ("python-format",)) == "5 %%"


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("flag", [flag for flag in CASES if flag != "boost-format"])
def test_msgfmt_has_the_same_idea(flag, tmp_path):
    """What we call equal it takes, and a lost directive it refuses, too (where it can see it)."""
    text = CASES[flag][0].split(" ")[0]
    path = tmp_path / "a.po"

    def verdict(target):
        path.write_text(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
            f'#, {flag}\nmsgid "{text} x"\nmsgstr "{target}"\n'
        )
        return subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", path], capture_output=True).returncode

    assert verdict(f"y {text}") == 0
    if flag not in ("java-format", "csharp-format"):
        assert verdict("y") != 0 or differences(f"{text} x", "y", (flag,))


def test_a_directive_inside_a_tag_stays_in_it():
    text = '<a href="%s">%s</a>, %s'
    assert [(span.start, span.target) for span in spans(text, ("c-format",))] == [(13, "%2$s"), (21, "%3$s")]
    assert ordered('<a href="%s">%2$s</a>, %3$s', ("c-format",), spans(text, ("c-format",))) == text

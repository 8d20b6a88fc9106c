"""XML and HTML of a request: with an engine that changes nothing they come back as they were, and divide where they should."""

import pytest

from mtkit.server.markup import Tags, html, on_one_line, plain, xml


def sources(text, **how):
    return [
        segment.source for segment in xml(text, Tags(**{name: frozenset(tags) for name, tags in how.items()})).segments
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain & simple",
        "a &lt;b&gt; &amp;amp; &#39;c&#39;",
        "<t><a>One</a>\n  <a>Two</a></t>",
        'Press <x id="1"></x>, then <x id="2"/>.',
        "<p>unclosed <b>bold",
        "closed </b> only",
        "<!-- c --><![CDATA[ <x> ]]><?pi x?>text",
        "A < B and B > C",
        "<script>var a = 1 < 2;</script> text",
        "<a\nb='>'>text</a>",
    ],
)
@pytest.mark.parametrize("how", [xml, html, plain])
def test_unchanged_it_comes_back_as_it_was(text, how):
    document = how(text)
    assert document.render([segment.source for segment in document.segments]).decode() == text


def test_elements_around_text_divide_it_and_those_in_it_do_not():
    assert sources("<doc><p>One <b>two</b> three</p><p>Four</p></doc>") == ["One <b>two</b> three", "Four"]
    assert sources("One <b>two</b> three") == ["One <b>two</b> three"]
    assert sources("<p>One</p><p>Two</p>", splitting=()) == ["One", "Two"]


def test_what_divides_can_be_said():
    assert sources("One <s>two</s> three", splitting={"s"}) == ["One", "two", "three"]
    assert sources("<i>One</i> <i>two</i>", joined={"i"}) == ["<i>One</i> <i>two</i>"]
    assert [s.source for s in xml("<p>One</p><p>Two</p>", Tags(outline=False)).segments] == ["<p>One</p><p>Two</p>"]


def test_ignored_and_empty_elements_are_one_protected_stretch():
    segment = xml(
        'Press <x>the <b>Save</b></x> or <k/> or <m id="2"></m> now', Tags(ignored=frozenset({"x"}))
    ).segments[0]
    assert [segment.source[span.start : span.end] for span in segment.spans if span.kind == "code"] == [
        "<x>the <b>Save</b></x>",
        "<k/>",
        '<m id="2"></m>',
    ]


def test_new_text_is_spelled_as_xml():
    document = xml("One &lt; two")
    assert document.render(['A & B < C > "D"\u00a0E']).decode() == 'A &amp; B &lt; C &gt; "D"\u00a0E'
    assert xml("One").render(["\u00a0<"]).decode() == "\u00a0&lt;"


def test_lines_stay_lines():
    assert xml("One\nTwo &amp; three").segments[0].source == "One\nTwo & three"
    assert on_one_line(" a\n b\n\nc ") == "a b c"

"""Markdown: inline marks by CommonMark's rules, and translations that say what they say and no more."""

import pytest
from markdown_it import MarkdownIt

from mtkit import documents
from mtkit.documents import inline


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("a *b* **c** ***d***", ["*", "*", "**", "**", "*", "**", "**", "*"]),
        ("5 * 3 * 2 snake_case_name", []),
        ("**「서울」**은", ["**", "**"]),
        ("`a`b``c`d``e`", ["`a`", "``c`d``"]),
        ("[a [b](c) d](e)", ["[", "](c)"]),  # no link in a link
        ("![a [b](c) d](e)", ["![a [b](c) d](e)"]),
        ("[*a](b)*", ["[", "](b)"]),
        ("[a](<b c> 'T') [d](e(f)g)", ["[", "](<b c> 'T')", "[", "](e(f)g)"]),
        ("[r] [r][] [x][R] [no] [no][no]", ["[", "]", "[", "][]", "[", "][R]"]),
        ("\\*a\\* \\a &amp; &bogus; &#44036;", ["\\*", "\\*", "&amp;", "&#44036;"]),
        ("<https://a.b> <a@b.c> <b> <!-- c --> 1 < 2 <서울>", ["<https://a.b>", "<a@b.c>", "<b>", "<!-- c -->"]),
        ("a  \nb\\\nc\nd", ["  \n", "\\\n", "\n"]),
        ("[^1] {{ x }} {% y %} z {#id}", ["[^1]", "{{ x }}", "{% y %}", "{#id}"]),
        ("~~a~~ ~~~b~~~", ["~~", "~~"]),
    ],
)
def test_scan(text, marks):
    assert [text[mark.start : mark.end] for mark in inline.scan(text, frozenset({"r"}))] == marks


@pytest.mark.parametrize(
    "target",
    [
        "# 하나",
        "- 하나",
        "+ 하나",
        "> 하나",
        "1. 하나",
        "12) 하나",
        "* 하나",
        "```하나",
        "~~~ 하나",
        "[하나]: x",
        "---",
        "===",
        "[하나](둘)",
        "<b>하나</b>",
        "    하나",
    ],
)
def test_a_target_at_the_start_of_a_line_is_a_paragraph(target):
    """A reader sees one paragraph with just this text: the real parser says so."""
    written = documents.parse("본문\n".encode(), format="markdown", name="x").render([target]).decode()
    paragraph, text, _ = MarkdownIt("commonmark").parse(written)
    assert paragraph.type == "paragraph_open"
    assert "".join(child.content for child in text.children) == target.strip()


@pytest.mark.parametrize(
    ("target", "cell"), [("a | b", "a \\| b"), ("`a|b`", "\\`a\\|b`"), ("a\nb", "a b"), ("*x*", "\\*x\\*")]
)
def test_a_target_in_a_cell_stays_there(target, cell):
    document = documents.parse("| 가 |\n|---|\n".encode(), format="markdown", name="x")
    assert document.render([target]).decode() == f"| {cell} |\n|---|\n"


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("**가** 나", "a **b**", "a **b**"),
        ("**Seoul (capital)** is", "**서울(수도)**은", "<strong>서울(수도)</strong>은"),
        ("_Seoul_ is", "_서울_은", "*서울*은"),
        ("[가] 나", "[a] b", "[a][가] b"),
        ("[가][] 나", "b [a][]", "b [a][가]"),
        ("`가` 나 `다`", "`다` b `가`", "`다` b `가`"),
        ("*가* 나", "5 * 3 *a*", "5 * 3 *a*"),
        ("가<br>나", None, "가<br>나"),
    ],
)
def test_markup_in_a_translation(source, target, written):
    data = f"{source}\n\n[가]: x\n".encode()
    document = documents.parse(data, format="markdown", name="x")
    targets = [target] if target else [segment.source for segment in document.segments]
    assert document.render(targets).decode() == f"{written}\n\n[가]: x\n"


def test_alt_and_title_are_translated_inside_a_moved_image():
    document = documents.parse('앞 ![시청](a.png "그림") 뒤\n'.encode(), format="markdown", name="x")
    assert [segment.source for segment in document.segments] == ['앞 ![시청](a.png "그림") 뒤', "시청", "그림"]
    targets = ['back ![시청](a.png "그림") front', "city [hall]", 'the "picture"']
    assert document.render(targets).decode() == 'back ![city \\[hall\\]](a.png "the \\"picture\\"") front\n'

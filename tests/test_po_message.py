"""What of a message reaches a model, and what is put around its translation."""

import pytest

from mtkit.documents.po_message import accelerator, message


@pytest.mark.parametrize(
    ("source", "text", "target", "written"),
    [
        ("  Hello\n", "Hello", "안녕", "  안녕\n"),
        ("\n\tName: ", "Name", "이름", "\n\t이름: "),
        ("Loading...", "Loading", "로드 중", "로드 중..."),
        ("Loading…", "Loading", "로드 중", "로드 중…"),
        ("名前：", "名前", "Name", "Name："),
        ("&File", "File", "파일", "파일(&F)"),
        ("_Save As...", "Save As", "다른 이름으로 저장", "다른 이름으로 저장(_S)..."),
        ("Save _As…", "Save As", "名前を付けて保存", "名前を付けて保存(_A)…"),
        ("파일(&F)", "파일", "File", "&File"),
        ("열기(&O)...", "열기", "Open", "&Open..."),
        ("닫기(_X)", "닫기", "Close", "_Close"),
        ("종료(&Q)", "종료", "<b>Quit</b>", "<b>&Quit</b>"),
        ("R&D center", "R&D center", "R&D 센터", "R&D 센터"),
        ("A &amp; B", "A &amp; B", "A &amp; B", "A &amp; B"),
        ("Find &Next", "Find Next", "다음 찾기", "다음 찾기(&N)"),
        ("drag&drop", "drag&drop", "끌어 놓기", "끌어 놓기"),
        ("Q&A", "Q&A", "질문과 답변", "질문과 답변"),
        ("Prin&t", "Print", "인쇄", "인쇄(&T)"),
        ("Se&lect all", "Select all", "모두 선택", "모두 선택(&L)"),
        ("Add _to list", "Add to list", "목록에 추가", "목록에 추가(_T)"),
        ("_blank", "_blank", "_blank", "_blank"),
        ("S_earch", "Search", "검색", "검색(_E)"),
        ("E&xit", "Exit", "종료", "종료(&X)"),
        ("Salt & pepper", "Salt & pepper", "소금과 후추", "소금과 후추"),
        ("use snake_case", "use snake_case", "snake_case 사용", "snake_case 사용"),
        ("a _b_ c", "a _b_ c", "a _b_ c", "a _b_ c"),
        ("__init__", "__init__", "__init__", "__init__"),
        ("https://a.kr/?a=1&b=2", "https://a.kr/?a=1&b=2", "https://a.kr/?a=1&b=2", "https://a.kr/?a=1&b=2"),
        ("...", "...", "...", "..."),
    ],
)
def test_what_is_the_same_at_both_ends_stays_outside(source, text, target, written):
    found = message(source)
    assert found.text == text
    assert found.write(target) == written
    assert found.write(found.text) is not None


def test_a_paragraph_that_was_wrapped_by_hand_is_one_line_and_wrapped_again():
    source = (
        "This program comes with absolutely no warranty,\nand you may redistribute it under certain terms.\n\nBye.\n"
    )
    found = message(source)
    assert found.text == source.replace(",\nand", ", and").strip()
    target = "이 프로그램은 어떤 보증도 없이 제공되며, 일정한 조건에 따라 다시 배포할 수 있습니다.\n\n안녕히."
    lines = found.write(target).split("\n")
    assert lines[-3:] == ["", "안녕히.", ""]
    assert len(lines) == 5
    assert " ".join(lines[:2]) == target.split("\n")[0]


def test_the_header_names_the_sign():
    assert accelerator("Save ~As", "~") == ("Save ~As", "")
    assert accelerator("_Save & go", "_") == ("Save & go", "_S")
    assert accelerator("_Save &As", "&") == ("_Save As", "&A")


def test_numbered_directives_go_to_the_model_and_come_back_plain():
    found = message("Copy %s to %s", ("c-format",))
    assert [span.target for span in found.spans] == ["%1$s", "%2$s"]
    assert found.write("%1$s을 %2$s로 복사") == "%s을 %s로 복사"
    assert found.write("%2$s로 %1$s 복사") == "%2$s로 %1$s 복사"
    assert message("Copy %s to %s", ("python-format",)).write("%2$s로 %1$s 복사") is None


def test_a_stray_percent_sign_is_doubled():
    assert message("50 percent of %(total)s", ("python-format",)).write("%(total)s의 50%") == "%(total)s의 50%%"

"""The memory in the main flow: what is used as it is, what goes to the engine all the same, and what the result says."""

import pytest

from mtkit import documents
from mtkit.bulk import Job, LocalCrew, Run
from mtkit.engines import pseudo
from mtkit.errors import InputError
from mtkit.glossary import Entry, Glossary
from mtkit.memory import Memory, Unit
from mtkit.segments import Segment, Span
from mtkit.translator import Translator

UNITS = [
    Unit(ko="열기", en="Opening", context="ceremony"),
    Unit(ko="열기", en="Open", context="menu"),
    Unit(ko="행사는 10월 6일에 열린다.", en="The event takes place on October 6."),
    Unit(ko="누구나 참가할 수 있다.", en="Everybody can take part."),
    Unit(ko="<b>광주</b>는 넓다.", en="<b>Gwangju</b> is large."),
    Unit(ko="이름: {name}", en="Name:"),
    Unit(ko="기계가 만든 것이다.", en="A machine made it.", reviewed=False),
    Unit(ko="두 줄", en="two\nlines"),
    Unit(ko="허가한다.", en="It is permitted."),
]


@pytest.fixture
def memory(tmp_path):
    with Memory.open(tmp_path / "a.memory", create=True) as memory:
        memory.add(UNITS)
        yield memory


@pytest.fixture
def translator(memory):
    return Translator("ko", "en", engine=pseudo.IdentityEngine(), memory=memory)


def told(translation):
    return translation.target, translation.origin


def test_an_equal_text_is_used_as_it_is(translator):
    assert told(translator("누구나 참가할 수 있다.")) == ("Everybody can take part.", "memory 100%")


def test_the_same_context_comes_first(translator):
    found = translator.segments([Segment("열기", context="menu"), Segment("열기", context="ceremony")])
    assert list(map(told, found)) == [("Open", "memory context"), ("Opening", "memory context")]


def test_numbers_are_exchanged(translator):
    assert told(translator("행사는 5월 18일에 열린다.")) == ("The event takes place on May 18.", "memory substituted")


def test_a_negation_goes_to_the_engine(translator):
    for text in ("허가하지 않는다.", "행사는 5월 18일에 열리지 않는다."):
        assert translator(text).origin == ""


def test_sentences_are_found_within_a_paragraph(translator, memory):
    text = "  누구나 참가할 수 있다. 행사는 5월 18일에 열린다.\n"
    whole = "  Everybody can take part. The event takes place on May 18.\n"
    assert told(translator(text)) == (whole, "memory partly")
    one = translator("누구나 참가할 수 있다. 모르는 문장이다.")
    assert one.target.startswith("Everybody can take part. ")
    assert one.origin == "memory partly"
    assert told(translator("누구나 참가할 수 있다. 누구나 참가할 수 있다."))[1] == "memory 100%"


def test_outer_white_space_is_the_segments(translator):
    assert translator("\t누구나  참가할 수 있다. \n").target == "\tEverybody can take part. \n"


def test_tags_and_placeholders_must_be_there(translator):
    tags = Span(0, 3, "open"), Span(5, 9, "close")
    assert told(translator.segments([Segment("<b>광주</b>는 넓다.", spans=tags)])[0])[1] == "memory 100%"
    assert translator("이름: {name}").origin == ""
    assert "{name}" in translator("이름: {name}").target


def test_what_nobody_reviewed_and_what_breaks_lines_is_only_offered(translator, memory):
    assert translator("기계가 만든 것이다.").origin == ""
    assert translator("두 줄").origin == ""
    assert memory.search("기계가 만든 것이다.", "ko", "en")[0].reviewed is False


def test_a_name_that_people_left_out_is_an_issue(memory):
    glossary = Glossary([Entry(en="Gwangju", ko="광주", kind="place"), Entry(en="Busan", ko="부산", kind="place")])
    memory.add([Unit(ko="광주에 간다.", en="They go there."), Unit(ko="광주를 본다.", en="They see Gwangju.")])
    translator = Translator("ko", "en", engine=pseudo.IdentityEngine(), memory=memory, glossary=glossary)
    missing = translator("광주에 간다.")
    assert told(missing) == ("They go there.", "memory 100%")
    assert [(issue.code, issue.serious) for issue in missing.issues] == [("term-missed", True)]
    assert [(term.target, term.how) for term in missing.terms] == [("Gwangju", "missed")]
    there = translator("광주를 본다.")
    assert (there.issues, [(term.source, term.how) for term in there.terms]) == ((), [("광주", "recalled")])
    assert told(translator("부산을 본다.")) == ("They see Busan.", "memory substituted")


def test_the_signature_tells_the_memory(translator, memory):
    plain = Translator("ko", "en", engine=pseudo.IdentityEngine())
    before = translator.signature
    assert plain.signature != before
    assert translator("열기").signature == before
    memory.add([Unit(ko="새 것", en="new")])
    assert translator.signature != before


def test_a_document_is_translated_with_what_the_memory_held_when_it_began(tmp_path, memory):
    translator = Translator("ko", "en", engine=pseudo.IdentityEngine(), memory=memory)
    lines = "".join(f"줄 {number}\n" for number in range(1000)) + "나중 것\n"
    document = documents.parse(lines.encode(), format="text", name="a.txt")

    def meanwhile(done):
        with Memory.open(memory.path) as other:
            other.add([Unit(ko="나중 것", en="later")])

    result = translator.translate(document, progress=meanwhile)
    assert result.translations[-1].origin == ""
    assert len({translation.signature for translation in result.translations}) == 1
    assert translator("나중 것").target == "later"


def test_who_writes_in_the_middle_of_a_translation_is_told(memory, translator):
    with memory.snapshot(), pytest.raises(InputError, match="is being read by the one who writes"):
        memory.add([Unit(ko="나중 것", en="later")])


def test_an_empty_memory_changes_nothing(tmp_path):
    with Memory.open(tmp_path / "empty.memory", create=True) as memory:
        with_memory = Translator("ko", "en", engine=pseudo.IdentityEngine(), memory=memory)
        assert (
            with_memory("광주는 3월에 넓다.").target
            == Translator("ko", "en", engine=pseudo.IdentityEngine())("광주는 3월에 넓다.").target
        )


class Remembering(pseudo.IdentityEngine):
    """Remembers what it was asked."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def translate(self, sentences, *rest):
        self.asked += sentences
        return super().translate(sentences, *rest)


def test_a_bulk_job_uses_it_and_asks_again_only_where_it_changed(tmp_path, memory):
    archive, out, engine = tmp_path / "archive", tmp_path / "out", Remembering()
    archive.mkdir()
    (archive / "a.ko.txt").write_text("누구나 참가할 수 있다.\n처음 것이다.\n나중 것이다.\n", "utf-8")

    def go():
        engine.asked.clear()
        crew = LocalCrew(lambda source, target: Translator(source, target, engine=engine, memory=memory))
        assert Run(Job((archive,), out, ("en",), source="ko"), crew).go().failed == 0
        return (out / "a.en.txt").read_text("utf-8").split("\n")[:3], list(engine.asked)

    first, asked = go()
    assert first[0] == "Everybody can take part."
    assert sorted(set(asked)) == ["나중 것이다.", "처음 것이다."]
    assert go() == (first, [])
    memory.add([Unit(ko="나중 것이다.", en="It is the later one.")])
    assert go() == ([*first[:2], "It is the later one."], [])

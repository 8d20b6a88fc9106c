"""TMX in and out: what is written is valid and comes back, other programs' files are read, bad ones told with a line."""

import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mtkit.documents import bilingual
from mtkit.errors import InputError
from mtkit.memory import Memory, Unit, tmx
from mtkit.training import data

# The rules of TMX 1.4b for what a memory writes: elements, their order, required attributes and their forms.
RULES = etree.RelaxNG(
    etree.fromstring("""
<element name="tmx" xmlns="http://relaxng.org/ns/structure/1.0"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <attribute name="version"><value>1.4</value></attribute>
  <element name="header">
    <attribute name="creationtool"/><attribute name="creationtoolversion"/>
    <attribute name="segtype"><choice><value>block</value><value>paragraph</value><value>sentence</value>
      <value>phrase</value></choice></attribute>
    <attribute name="o-tmf"/><attribute name="adminlang"/><attribute name="srclang"/><attribute name="datatype"/>
    <optional><attribute name="creationdate"><data type="string"><param name="pattern">\\d{8}T\\d{6}Z</param></data>
      </attribute></optional>
  </element>
  <element name="body">
    <zeroOrMore><element name="tu">
      <optional><attribute name="changedate"><data type="string"><param name="pattern">\\d{8}T\\d{6}Z</param></data>
        </attribute></optional>
      <zeroOrMore><element name="prop"><attribute name="type"/><text/></element></zeroOrMore>
      <oneOrMore><element name="tuv">
        <attribute name="xml:lang"/><element name="seg"><text/></element>
      </element></oneOrMore>
    </element></zeroOrMore>
  </element>
</element>
""")
)

UNITS = [
    Unit(en="Rain & <b>wind</b>", ja="雨と風", ko="비바람", date="2026-11-30T09:00:00Z"),
    Unit(en="two\nlines\r\nand more", ko="두 줄", context='a "b" <c>', origin="site & more", reviewed=False),
    Unit(ja="  ﾊﾟ  ", ko="\t파\u3000", date="not a date"),
]


def written(units):
    file = io.BytesIO()
    tmx.write(units, file)
    return file.getvalue()


def read(tmp_path, data, **given):
    path = tmp_path / "a.tmx"
    path.write_bytes(data)
    return list(tmx.read(path, **given))


def test_what_is_written_follows_the_rules():
    RULES.assertValid(etree.fromstring(written(UNITS)))
    RULES.assertValid(etree.fromstring(written([])))


def test_what_is_written_comes_back(tmp_path):
    first, second, third = read(tmp_path, written(UNITS))
    assert (first, second) == (UNITS[0], UNITS[1])
    assert (third.ja, third.ko, third.date) == (UNITS[2].ja, UNITS[2].ko, "")


TEXT = st.text(st.sampled_from("a가あ <>&\"'\n\r\t]\u3000⟦\U0001f600\u0085\u2028"), min_size=1, max_size=12)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.builds(Unit, en=TEXT, ko=TEXT, ja=st.just("") | TEXT, context=TEXT, reviewed=st.booleans()), max_size=4)
)
def test_any_text_comes_back(tmp_path_factory, units):
    data = written(units)
    RULES.assertValid(etree.fromstring(data))
    assert read(tmp_path_factory.mktemp("t"), data) == units


def test_what_xml_has_no_place_for_is_left_out_and_counted(tmp_path):
    file = io.BytesIO()
    assert tmx.write([Unit(en="a\x0c", ko="가"), Unit(en="b", ko="나")], file) == (1, 1)
    assert [unit.en for unit in read(tmp_path, file.getvalue())] == ["b"]


def test_a_memory_goes_through_tmx_whole(tmp_path):
    with Memory.open(tmp_path / "a.memory", create=True) as one, Memory.open(tmp_path / "b.memory", create=True) as two:
        one.add(UNITS[:2])
        two.add(read(tmp_path, written(one.units())))
        assert one.checksum == two.checksum


def test_other_programs_read_it(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_bytes(written(UNITS[:1]))
    pairs = [(pair.source, pair.target) for pair in bilingual.iterate(path, "ko", "en")]
    assert pairs == [("비바람", "Rain & <b>wind</b>")]


FOREIGN = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
 <header creationtool="X" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="EN-US" srclang="EN-US" datatype="rtf"/>
 <body>
  <tu tuid="1" creationdate="20200102T030405Z">
   <note>not this</note><prop type="x-Context">menu</prop>
   <tuv xml:lang="EN-US" changedate="20210102T030405Z"><seg>Press <bpt i="1">&lt;b&gt;</bpt>F1<ept i="1">&lt;/b&gt;</ept><!-- no --></seg></tuv>
   <tuv xml:lang="EN-GB"><seg>another English</seg></tuv>
   <tuv xml:lang="fr-FR"><seg>Appuyez</seg></tuv>
   <tuv xml:lang="ko-KR"><seg><bpt i="1">&lt;b&gt;</bpt>F1<ept i="1">&lt;/b&gt;</ept> 누르기<ph x="2">{{0}}</ph></seg></tuv>
  </tu>
  <tu><tuv xml:lang="en"><seg>English</seg></tuv><tuv xml:lang="de"><seg>Deutsch</seg></tuv></tu>
  <tu><tuv lang="JA"><seg><hi>古い</hi>版</seg></tuv><tuv lang="KO"><seg>옛 판</seg></tuv></tu>
 </body>
</tmx>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "euc-kr"])
def test_files_of_other_programs(tmp_path, encoding):
    text = (
        FOREIGN.format(encoding=encoding).replace("古", "구")
        if encoding == "euc-kr"
        else FOREIGN.format(encoding=encoding)
    )
    first, second, third = read(tmp_path, text.encode(encoding), origin="x.tmx", date="2019-01-01T00:00:00Z")
    assert (first.en, first.ko) == ("Press <b>F1</b>", "<b>F1</b> 누르기{0}")
    assert (first.context, first.date, first.origin) == ("menu", "2021-01-02T03:04:05Z", "x.tmx")
    assert second is None
    assert (third.ja[1:], third.ko, third.date) == ("い版", "옛 판", "2019-01-01T00:00:00Z")


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>&b;</seg></tuv><tuv xml:lang="ko"><seg>k</seg></tuv></tu></body></tmx>"""
SECRET = b"""<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>&x;</seg></tuv><tuv xml:lang="ko"><seg>k</seg></tuv></tu></body></tmx>"""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no well-formed XML"),
        (b"hello", "no well-formed XML"),
        (b"<tmx>\n<body>\n<tu>\n<tuv></tu></body></tmx>", r"a\.tmx:4: no well-formed XML \(mismatched tag\)"),
        (b"<html/>", "no TMX file: its root is <html>"),
        (b"<tmx><body><tu>", r"a\.tmx:1: no well-formed XML"),
        (b"<tmx>\n\xff</tmx>", r"a\.tmx:\d: no well-formed XML"),
        (BOMB, "defines entities, which are not read; take"),
        (SECRET, r"a\.tmx:1: defines entities"),
        (b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx><body><tu><tuv xml:lang="en"><seg>&nbsp;</seg>', "a.tmx:2: the entity &nbsp; is not"),
        (b'<?xml version="1.0" encoding="martian"?><tmx/>', "not martian; convert it"),
        (b'<?xml version="1.0" encoding="euc-kr"?><tmx>\xff\xff</tmx>', "not euc-kr"),
    ],
)  # fmt: skip
def test_bad_files_are_told_with_their_line(tmp_path, data, said):
    with pytest.raises(InputError, match=said) as caught:
        read(tmp_path, data)
    assert "\n" not in str(caught.value)


READ = """
import sys
from pathlib import Path
from mtkit.memory import tmx
count = sum(1 for _ in tmx.read(Path(sys.argv[1])))
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(count, peak)
"""


@pytest.mark.slow
def test_memory_use_does_not_grow_with_the_file(tmp_path):
    unit = '<tu><tuv xml:lang="en"><seg>{0} a</seg></tuv><tuv xml:lang="ko"><seg>{0} 가</seg></tuv></tu>\n'
    peaks = []
    for count in (1000, 20_000):
        path = tmp_path / f"{count}.tmx"
        path.write_text("<tmx><body>" + "".join(unit.format(n) for n in range(count)) + "</body></tmx>", "utf-8")
        done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
        found, peak = map(int, done.stdout.split())
        assert found == count
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 4_000  # kilobytes


def test_training_reads_what_is_exported(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_bytes(written([*UNITS, *UNITS[:1]]))
    units = list(data.read(path))
    assert units[0].texts == ("Rain & <b>wind</b>", "雨と風", "비바람")
    assert len(units) == 4

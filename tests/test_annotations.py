"""Which numbers of a segment are handed to the model as the target language writes them."""

import pytest

from mtkit.annotations import find
from mtkit.segments import Segment


@pytest.mark.parametrize(
    ("text", "source", "target", "handed"),
    [
        ("87,000 hours", "en", "ko", "8만7000"),
        ("87,000 hours", "en", "ja", "8万7000"),
        ("1,340 meters", "en", "ko", ""),
        ("1340㎡ 규모", "ko", "en", "1,340"),
        ("2만7500개", "ko", "en", "27,500"),
        ("4536명", "ko", "ja", ""),
        ("318건", "ko", "en", ""),
        ("from 30 to 50 million won", "en", "ko", "3000~5000만 원"),
        ("60 to 63 percent", "en", "ko", ""),
        ("September 8 to 12", "en", "ko", ""),
        ("9월 17~19일", "ko", "en", ""),
        ("9월 17일", "ko", "en", "September 17"),
        ("1187번 버스", "ko", "en", ""),
        ("번호 12345678", "ko", "en", ""),
        ("연락처 062-613-2082", "ko", "en", ""),
        ("2019-10-29", "ko", "en", ""),
    ],
)
def test_numbers(text, source, target, handed):
    spans = find(Segment(text), source, target, with_numbers=True)
    assert ", ".join(span.target for span in spans if span.kind == "number") == handed
    assert not [span for span in find(Segment(text), source, target, with_numbers=False) if span.kind == "number"]

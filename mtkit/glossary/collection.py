"""The glossary: entries with their order of priority, found in text, known by their content."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mtkit.errors import GlossaryError
from mtkit.glossary import formats
from mtkit.glossary.entries import Entry
from mtkit.glossary.matching import Match, Matcher
from mtkit.glossary.mentions import with_mentions
from mtkit.languages import normalise

__all__ = ["Glossary"]


class Glossary:
    """The names that must come out right. Of two entries with the same form, the earlier one wins.

    >>> glossary = Glossary([Entry(en="Gwangju", ja="光州", ko="광주", kind="place")])
    >>> [(m.form, m.target("en")) for m in glossary.find("광주에서도", "ko")]
    [('광주', 'Gwangju')]
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self._matchers: dict[str, Matcher] = {}
        self._checksum = ""

    @classmethod
    def load(
        cls,
        path: str | Path,
        *,
        encoding: str | None = None,
        format: str | None = None,
        languages: tuple[str, str] | None = None,
    ) -> "Glossary":
        """The glossary of a file, whole or not at all: the format by the suffix unless it is said.

        `languages` are those of a file with two columns and no header. Raises GlossaryError with path and line.

        >>> Glossary.load("nowhere.tsv")
        Traceback (most recent call last):
        mtkit.errors.GlossaryError: nowhere.tsv: no such file
        """
        return cls(formats.read(path, encoding=encoding, format=format, languages=languages))

    @classmethod
    def of(cls, terms: Mapping[str, str], source: str, target: str) -> "Glossary":
        """A glossary of source forms and their targets. Raises GlossaryError for a form that cannot be one.

        >>> len(Glossary.of({"パロアルト研究所": "PARC", "光州": "Gwangju"}, "ja", "en"))
        2
        """
        source, target = normalise(source), normalise(target)
        return cls(_pair(left.strip(), right.strip(), source, target) for left, right in terms.items())

    @classmethod
    def inline(cls, term: str, source: str, target: str) -> "Glossary":
        """A glossary of one term written `source=target` (== stands for = within a form).

        >>> Glossary.inline("パロアルト研究所=PARC", "ja", "en").entries[0].en
        'PARC'
        >>> Glossary.inline("PARC", "ja", "en")
        Traceback (most recent call last):
        mtkit.errors.GlossaryError: term 'PARC' has no target; write SOURCE=TARGET
        """
        left, equals, right = term.replace("==", "\0").partition("=")
        left, right = (side.replace("\0", "=").strip() for side in (left, right))
        if not (left and equals and right):
            missing = "source" if not left else "target"
            raise GlossaryError(f"term {term!r} has no {missing}", hint="write SOURCE=TARGET")
        return cls.of({left: right}, source, target)

    @classmethod
    def merge(cls, *glossaries: "Glossary") -> "Glossary":
        """All entries, those of the first glossary with the highest priority; equal ones once.

        >>> first, second = Glossary.of({"研究所": "lab"}, "ja", "en"), Glossary.of({"研究所": "institute"}, "ja", "en")
        >>> Glossary.merge(first, second).find("研究所", "ja")[0].target("en")
        'lab'
        """
        return cls(dict.fromkeys(entry for glossary in glossaries for entry in glossary.entries))

    def find(self, text: str, language: str, target: str | None = None) -> tuple[Match, ...]:
        """The names in a text, ascending, never overlapping, the longest first; offsets into the text as it is.

        With `target`, only entries that have a form in that language.
        """
        language = normalise(language)
        if language not in self._matchers:
            self._matchers[language] = Matcher(self.entries, language)
        return self._matchers[language].find(text, normalise(target) if target else None)

    def find_document(
        self, texts: Sequence[str], language: str, target: str | None = None
    ) -> tuple[tuple[Match, ...], ...]:
        """The names of a document's texts, in order: persons with their titles, family names after the full name.

        >>> lee = Entry(en="Lee Yong-sup", ja="イ・ヨンソプ", ko="이용섭", kind="person")
        >>> found = Glossary([lee]).find_document(["イ・ヨンソプ市長は語った。", "イ市長は述べた。"], "ja")
        >>> [match.target("ko") for matches in found for match in matches]
        ['이용섭 시장', '이 시장']
        """
        language = normalise(language)
        return with_mentions(texts, [self.find(text, language, target) for text in texts], language)

    @property
    def readings(self) -> dict[str, str]:
        """How Korean reads the forms in other letters, for `particles.repair`.

        >>> Glossary([Entry(en="GIST", ko="GIST", reading="지스트")]).readings
        {'GIST': '지스트'}
        """
        readings: dict[str, str] = {}
        for entry in self.entries:
            if entry.reading:
                for form in (*entry.forms("ko"), entry.abbreviation):
                    if form and not "가" <= form[-1] <= "힣":
                        readings.setdefault(form, entry.reading)
        return readings

    @property
    def checksum(self) -> str:
        """A hash of the content: the same for the same entries in any order.

        >>> first, second = Entry(en="Seoul", ko="서울"), Entry(en="Busan", ko="부산")
        >>> Glossary([first, second]).checksum == Glossary([second, first]).checksum != Glossary([first]).checksum
        True
        """
        if not self._checksum:
            lines = sorted(entry.key() for entry in self.entries)
            self._checksum = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return self._checksum

    def only(self, *languages: str) -> "Glossary":
        """The entries that have a form in each of these languages.

        >>> len(Glossary([Entry(en="Seoul", ko="서울")]).only("ja"))
        0
        """
        return Glossary(entry for entry in self.entries if all(entry.form(normalise(code)) for code in languages))

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __repr__(self) -> str:
        return f"Glossary({len(self)} entries, {self.checksum[:12]})"


def _pair(left: str, right: str, source: str, target: str) -> Entry:
    forms = {source: left, target: right}
    entry = Entry(forms.get("en", ""), forms.get("ja", ""), forms.get("ko", ""), where="inline")
    return entry.checked("inline term")

"""The untranslated entries of a catalogue, translated; every other line stays as it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mtkit.catalogues import gate
from mtkit.catalogues.forms import Form, form_of
from mtkit.catalogues.header import Stamp, stamped
from mtkit.documents import po_edit
from mtkit.documents.po_catalogue import Catalogue
from mtkit.documents.po_syntax import Entry
from mtkit.segments import Issue, Segment, Translation
from mtkit.translator import Translator

__all__ = ["Filled", "Wanted", "fill"]

_REVIEWED = ("memory context", "memory 100%")  # a person stands behind these translations
_BREAKING = ("placeholder", "tag")
_ENDS = (".", "!", "?", "。", "！", "？")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fill and how to mark it: `fuzzy` marks what is filled as in doubt, `redo` translates fuzzy entries anew.

    >>> Wanted().fuzzy
    True
    """

    fuzzy: bool = True
    redo: bool = False
    stamp: Stamp = Stamp()


@dataclass(frozen=True, slots=True)
class Filled:
    """The catalogue, how many entries were `filled`, how many `left` untranslated, and what was noticed."""

    catalogue: Catalogue
    filled: int
    left: int
    issues: tuple[Issue, ...]


def fill(
    catalogue: Catalogue,
    translator: Translator,
    wanted: Wanted | None = None,
    progress: Callable[[int], None] | None = None,
    sentences: Translator | None = None,
) -> Filled:
    """Translate what has no translation. A line of provenance (`#. mtkit ...`) goes before each filled entry.

    `sentences` translates what ends like a sentence, so that these are polite while a label stays a label; it has the
    languages of `translator`.

    An entry whose placeholders or tags did not survive stays untranslated, with the reason in its comment and as a
    serious issue; one with another serious issue is filled and fuzzy, whatever `wanted` says.

    >>> from mtkit.documents.po_catalogue import read_bytes
    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> catalogue = read_bytes(b'msgid "Hello"\\nmsgstr ""\\n', "ko.po")
    >>> filled = fill(catalogue, Translator("en", "ko", engine=PseudoEngine()))
    >>> filled.catalogue.messages[0].strings, filled.filled
    (('olleH',), 1)
    """
    wanted = wanted or Wanted()
    forms = catalogue.forms or (2 if translator.target == "en" else 1)
    tasks = [_task(entry, forms, catalogue, wanted) for entry in catalogue.messages if _is_wanted(entry, wanted)]
    results = _results(tasks, (translator, sentences or translator), wanted, catalogue, progress)
    if sentences:  # the other of the two may say it in an order that can be kept
        left = [task for task in tasks if not results[id(task.entry)].filled]
        again = _results(left, (sentences, translator), wanted, catalogue, None)
        results |= {place: result for place, result in again.items() if result.filled}
    entries = [results[id(entry)].entry if id(entry) in results else entry for entry in catalogue.entries]
    changed = replace(catalogue, entries=tuple(entries))
    filled = sum(result.filled for result in results.values())
    if filled:
        changed = stamped(changed, catalogue.header.get("Language") or translator.target, wanted.stamp)
    issues = [issue for result in results.values() for issue in result.issues]
    return Filled(changed, filled, len(results) - filled, tuple(issues))


def _results(
    tasks: Sequence["_Task"],
    translators: tuple[Translator, Translator],
    wanted: Wanted,
    catalogue: Catalogue,
    progress: Callable[[int], None] | None,
) -> dict[int, "_Done"]:
    """What became of each entry, by its identity; the translators are those of labels and of sentences."""
    languages = translators[0].source, translators[0].target
    segments = [segment for task in tasks for segment in task.segments]
    done = iter(_translated(segments, *translators, progress))
    return {
        id(task.entry): _finished(task, [next(done) for _ in task.segments], wanted, catalogue, languages)
        for task in tasks
    }


def _translated(
    segments: Sequence[Segment],
    labels: Translator,
    sentences: Translator,
    progress: Callable[[int], None] | None,
) -> list[Translation]:
    """One translation for each segment, in order, labels first."""
    ends = [segment.source.rstrip().endswith(_ENDS) for segment in segments]
    found = dict[int, Translation]()
    for translator, wanted in ((labels, False), (sentences, True)):
        places = [place for place, sentence in enumerate(ends) if sentence is wanted]
        before = len(found)
        moved = progress and (lambda count, before=before: progress(before + count))  # type: ignore[misc]
        done = translator.segments([segments[place] for place in places], moved)
        found.update(zip(places, done, strict=True))
    return [found[place] for place in range(len(segments))]


def _is_wanted(entry: Entry, wanted: Wanted) -> bool:
    return not all(entry.strings) or (wanted.redo and entry.fuzzy)


@dataclass(frozen=True, slots=True)
class _Task:
    """An entry with the forms that are to be translated, of `count`."""

    entry: Entry
    forms: tuple[Form, ...]
    count: int
    where: str

    @property
    def segments(self) -> list[Segment]:
        context = self.entry.context or ""
        return [segment for form in self.forms for segment in form.segments(self.where, context)]


def _task(entry: Entry, forms: int, catalogue: Catalogue, wanted: Wanted) -> _Task:
    count = 1 if entry.plural is None else max(forms, _filled(entry.strings))
    found = []
    for number in range(count):
        said = entry.strings[number] if number < len(entry.strings) else ""
        if not said or (wanted.redo and entry.fuzzy):
            source = entry.id if entry.plural is None or (number == 0 and count > 1) else entry.plural
            marker = catalogue.header.get("X-Accelerator-Marker", "")
            found.append(form_of(number, source, entry.flags, marker))
    return _Task(entry, tuple(found), count, f"{catalogue.name}:{entry.line}")


def _filled(strings: Sequence[str]) -> int:
    """How many forms there are up to the last that says something."""
    return max((number for number, text in enumerate(strings, 1) if text), default=0)


@dataclass(frozen=True, slots=True)
class _Done:
    entry: Entry
    filled: bool
    issues: tuple[Issue, ...]


def _finished(
    task: _Task, translations: Sequence[Translation], wanted: Wanted, catalogue: Catalogue, languages: tuple[str, str]
) -> _Done:
    entry = task.entry
    issues = [issue for translation in translations for issue in translation.issues]
    strings, reason = _strings(task, translations, languages)
    if reason:
        return _left(task, reason, issues, catalogue)
    serious = [f"{issue.code}: {issue.message}" for issue in issues if issue.serious]
    signature = translations[0].signature if translations else ""
    origins = list(dict.fromkeys(f"mtkit: {t.origin}" for t in translations if t.origin))
    known = bool(translations) and all(t.origin in _REVIEWED for t in translations)
    kept = entry.fuzzy and not entry.empty and not wanted.redo  # another form, which is still in doubt
    doubt = (wanted.fuzzy and not known) or bool(serious) or kept
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    comments = _comments(entry, [signature, *origins, *(f"mtkit: {reason}" for reason in dict.fromkeys(serious))])
    flags = ["fuzzy", *flags] if doubt else flags
    written = po_edit.changed(entry, catalogue.layout, strings=strings, flags=flags, extracted=comments)
    return _Done(written, True, tuple(issues))


def _strings(task: _Task, translations: Sequence[Translation], languages: tuple[str, str]) -> tuple[list[str], str]:
    """The forms as they will stand, and why they must not; empty when they may."""
    strings = [*task.entry.strings[: task.count], *[""] * (task.count - len(task.entry.strings))]
    waiting = iter(translations)
    for form in task.forms:
        done = [next(waiting) for _ in form.texts]
        said = form.write([translation.target for translation in done], languages[1])
        if said is None:
            return strings, "the placeholders came in another order: name them, or number them"
        reason = gate.obstacle(form.source, said, task.entry.flags, languages)
        lost = [issue for t in done for issue in t.issues if issue.serious and issue.code.startswith(_BREAKING)]
        if reason or (form.pieces and lost):  # inside an ICU message the gate cannot see what is lost
            return strings, reason or f"{lost[0].code}: {lost[0].message}"
        strings[form.number] = said
    return strings, ""


def _left(task: _Task, reason: str, issues: Sequence[Issue], catalogue: Catalogue) -> _Done:
    comments = _comments(task.entry, [f"mtkit: not translated: {reason}"])
    issue = Issue("not-translated", task.where, reason, serious=True)
    entry = po_edit.changed(task.entry, catalogue.layout, extracted=comments)
    return _Done(entry, False, (*issues, issue))


def _comments(entry: Entry, ours: Sequence[str]) -> list[str]:
    """The extracted comments with our own in place of those of an earlier run; one line each."""
    kept = [text for text in entry.extracted if not text.startswith("mtkit:")]
    return [*kept, *(" ".join(text.split()) for text in ours if text)]

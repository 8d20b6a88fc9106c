"""What a machine's msgstr has to pass before it goes into a catalogue: directives and tags as in the source."""

from collections.abc import Sequence

from mtkit.checks import Side, Unit, formats, markup
from mtkit.documents import icu, po_formats

__all__ = ["obstacle"]


def obstacle(source: str, target: str, flags: Sequence[str], languages: tuple[str, str]) -> str:
    """Why a msgstr would break the program or page that shows it; empty when it would not.

    >>> obstacle("%d files in <b>%s</b>", "<b>%s</b>에 파일 %d개", ("c-format",), ("en", "ko"))
    '%1$d is lost, new or in another place'
    >>> obstacle("<b>Stop</b>", "<b>정지<b>", (), ("en", "ko"))
    '</b> is lost, new or in another place'
    """
    if source.strip() and not target.strip():
        return "nothing came back"
    choices = icu.choices(source) and not po_formats.syntax(flags)  # the arms of a choice are the language's own
    different = () if choices else po_formats.differences(source, target, flags)
    if different:
        return f"{different[0]} is lost, new or in another place"
    unit = Unit(Side(source, languages[0]), Side(target, languages[1]), flags=frozenset(flags))
    found = (issue for check in (formats.placeholders, markup.tags) for issue in check(unit) if issue.serious)
    first = next(found, None)
    return f"{first.code}: {first.message}" if first else ""

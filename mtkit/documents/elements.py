"""Which HTML elements and attributes hold what: the tables that the HTML format goes by."""
# ruff: noqa: SIM905 - names one per line would be a hundred lines that nobody reads

__all__ = ["ATTRIBUTES", "CODE", "IMPLIED", "INLINE", "META", "QUIET", "VOID", "WORDLESS"]

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i img input ins label mark nobr q ruby rb rtc s slot small "
    "span strike strong sub sup time u wbr code kbd samp var tt rt rp svg math".split()
)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())

CODE = frozenset("code kbd samp var tt rt rp".split())  # inline, protected as they are
QUIET = CODE | frozenset("pre script style textarea xmp iframe noembed noframes svg math object applet".split())
WORDLESS = frozenset(("svg", "math", "rt", "rp"))  # protected, and no word of the sentence either

# An element of a group ends where another of the group begins (`<li>a<li>b`), a paragraph where any block begins.
IMPLIED = tuple(frozenset(group.split()) for group in ("li", "dt dd", "option optgroup", "td th"))

ATTRIBUTES = frozenset(
    "alt title placeholder aria-label aria-description aria-placeholder aria-roledescription aria-valuetext".split()
)
META = frozenset(
    "description application-name og:title og:description og:site_name og:image:alt twitter:title twitter:description "
    "twitter:image:alt".split()
)

"""What in a text is not language: format placeholders, addresses, code, markup, tokens that models read as commands.

Every finder walks the text once and looks at a bounded stretch at each place, so the time is linear in the text.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html.entities import html5

from mtkit.segments import Span

__all__ = ["find", "is_translatable", "tokens"]

_TOKEN = re.compile(
    r"⟪[^⟪⟫\n]{0,80}+⟫|⟦[^⟦⟧\n]{0,12}+⟧|⟨(?:plain|polite|casual)⟩|>>[A-Za-z_]{2,12}+<<|</?s>|<(?:unk|pad)>|[⟦⟧⟪⟫⇒▁]"
)
_COMMENT = re.compile(r"<!--(?:[^<-]|-(?!->)|<(?!!--)){0,1000}+-->")
_CODE = re.compile(r"(?<![`A-Za-z0-9])(`{1,3}+)[^`\n]{1,300}+\1(?!`)")
_URL = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:https?|ftps?|file|ssh|git|s3|wss?)://|www\.(?=[a-z0-9])|mailto:(?=\S))"
    r"(?:[A-Za-z0-9._~:?#\[\]@!$&'()*+,;%-]|[/=](?:[가-힣]++(?=[\s/?#).,]|$)|[ァ-ヶー一-龠]++(?=[\s/?#]|$))?)++",
    re.I,
)
_PARTICLES = re.compile(r"(?<=[/=])(?:에서는?|에는?|으?로|[은는이가을를의와과도]|및|까지|부터)$")
_PARTICLE_END = re.compile(r"(?<=[가-힣]{2})(?:에서|으로|[은는을를와과])$")
_DOMAIN_END = re.compile(
    r"\.(?:com|net|org|edu|gov|info|kr|jp|io|dev|app)(?![\w-])(?!\.[A-Za-z])(?:[/?][\w./?=&%#~+-]*+)?", re.A
)
_MAIL_END = re.compile(r"@(?:[A-Za-z0-9-]{1,63}+\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])")
_FILE_END = re.compile(
    r"\.(?:py|js|ts|json|md|txt|po|html?|css|pdf|hwpx?|docx?|xlsx?|pptx?|zip|png|jpe?g|gif|svg|csv|tsv|xml|ya?ml|toml|exe"
    r"|tar\.gz|mp[34])(?![A-Za-z0-9_])(?!\.[A-Za-z0-9])"
)
_LEFT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_HTML = """
a abbr address article aside audio b bdi bdo big blockquote br button caption center cite code col dd del
details dfn div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i iframe
img input ins kbd label legend li link main map mark meta nav object ol optgroup option p param picture pre q rp
rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td
template textarea tfoot th thead time tr tt u ul var video wbr g x bx ex ph it mrk bpt ept pc sc ec
"""
_VOID = "br hr img input link meta wbr col embed source param x bx ex ph it sc ec"
_NAMES, _ALONE = frozenset(_HTML.split()), frozenset(_VOID.split())
_CLOSED = re.compile(r"</([A-Za-z0-9][\w.:-]{0,40})\s*>", re.A)
_TAG = re.compile(
    r"""<(/?)([A-Za-z0-9][\w.:-]{0,40}+)((?:\s++(?:[\w@:.-]+\s*=\s*(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>=]++)"""
    r"""|disabled|checked|hidden|download|required|controls|open|selected|readonly|async|defer|autofocus|multiple"""
    r"""|data-[\w-]+))*+)\s*+(/?)>""",
    re.A,
)
_ICU = re.compile(
    r"(?<!\{)\{\s*\w[\w.]*+\s*,\s*(?:plural|select|selectordinal|number|date|time|choice|spellout|ordinal|duration)\s*[,}]"
)
_BRACES = re.compile(r"'[{}]'|[{}]")
_BRACE = re.compile(
    r"\{\{[^{}\n]{0,200}+\}\}|\{%[^%\n]{0,200}+%\}|[$#%]\{[^{}\n]{1,100}+\}"
    r"|\{(?:\w{0,60}+(?:\.\w{1,40}+|\[[^\]{}\n]{1,40}+\]){0,6}+| [$-]?[A-Za-z_][\w-]{0,40}+ )(?:![rsa])?"
    r"(?::[^{}\n가-힣一-龠]{0,40}+)?\}"
)
_PRINTF = re.compile(
    r"%(?:[1-9][0-9]?\$)?#@\w{1,60}+@|(?<![0-9])%(?:[1-9][0-9]?\$)?arg(?![A-Za-z])"  # Apple's substitutions
    r"|%\([^()\n]{1,80}+\)[-+#0 ]?[0-9]*(?:\.[0-9]+)?[diouxXeEfFgGcrsa]|%<\w{1,60}+>[0-9.]*[a-z]"
    r"|(?<![0-9])%(?:[1-9][0-9]?\$)?[-+#0]?(?:[0-9]{1,4}|\*)?(?:\.(?:[0-9]{1,3}|\*))?"
    r"(?:(?:hh?|ll?|[qjzt])?[diouxXeEfFgGcCs@](?![a-z]{3})|[YmHMSBpy](?![A-Za-z]))"
    r"|(?<=[0-9])%(?:[1-9][0-9]?\$)?[0-9]{0,3}(?:\.[0-9]{1,3})?[dsfiu@](?![A-Za-z])|%%"
)
_MONEY = (
    r"(?!\s?(?:million|billion|trillion|thousand|bn\b|per\b|an?\b|each\b|[MBK]\b|USD"
    r"|[만억조천백万億兆千百]|달러|ドル|米ドル))"
)
_DOLLAR = re.compile(rf"(?<![A-Za-z0-9_$])\$([1-9])(?![\d]|[.,]\d){_MONEY}")
_VARIABLE = re.compile(
    r"\$t\([^()\n]{1,200}+\)|(?<![\w$])\$[A-Za-z_][A-Za-z0-9_]{0,60}+\$(?!\w)|(?<![\w$])\$[a-z_][A-Za-z0-9_]{0,60}+|@(?:\.[a-z]{1,20}+)?:(?:[A-Za-z_][\w.-]{0,80}+(?<![.-])|\([\w.-]{1,80}+\))",
    re.A,
)
_PATH = re.compile(
    r"(?<![\w/.<])(?:~|\.{1,2})?(?:/[\w.-]{1,120}+){2,40}+/?(?<!\.)|(?<![A-Za-z])[A-Z]:\\[\w.\\-]{0,300}+(?<!\.)",
    re.A,
)
_VERSION = re.compile(
    r"(?<![\w.])(?:[vV][0-9]{1,4}(?:\.[0-9]{1,6}){1,3}(?:-[a-z0-9.]{1,20}+(?<!\.))?|[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![\d.]*\d)"
)
_PHONE = re.compile(
    r"(?<![A-Za-z0-9_+-])(?<!\d[.,])(?:\+[0-9]{1,3}[- ]\(?[0-9]{1,4}\)?[- ][0-9]{3,4}[- ][0-9]{4}"
    r"|(?:\(0[0-9]{1,3}\) ?|0[0-9]{1,3}-)[0-9]{2,4}-[0-9]{4}"
    r"|1[568][0-9]{2}-[0-9]{4}|(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}-)[0-9]{3}-[0-9]{4})(?![0-9]|-[0-9])"
)
_HASH = re.compile(
    r"(?<![\w&/#])#(?=\w*[^\W\d_])\w{1,100}+|(?<![\w.@])@[A-Za-z_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])(?![\w.]*:)"
)
_CLOSERS = {")": "(", "]": "["}


def find(text: str) -> tuple[Span, ...]:
    """Everything that is not language in a text, ascending and without overlap.

    Kinds: open, close and tag (HTML), url, email, code (inline code, paths, versions, phone numbers, hash tags, literal
    model tokens), placeholder (formats, entities).

    >>> text = "{name}님, 50 % of %1$s는 https://a.kr/b에서 <b>%(n)d</b>"
    >>> [text[s.start:s.end] for s in find(text)]
    ['{name}', '%1$s', 'https://a.kr/b', '<b>', '%(n)d', '</b>']
    """
    taken = bytearray(len(text))
    spans: list[Span] = []
    for finder in _FINDERS:
        for start, end, kind in finder(text):
            if start < end and taken.find(1, start, end) < 0:
                taken[start:end] = b"\x01" * (end - start)
                spans.append(Span(start, end, kind))
    return tuple(sorted(spans, key=lambda span: span.start))


def tokens(text: str) -> tuple[Span, ...]:
    """What a model would take for a command if it stood in a text: ⟦0⟧, ⟪a⇒b⟫, ⟨polite⟩, >>eng<<, ▁.

    >>> [(s.start, s.end) for s in tokens("⟦0⟧ 안녕 ⇒")]
    [(0, 3), (7, 8)]
    """
    return tuple(Span(found.start(), found.end(), "code") for found in _TOKEN.finditer(text))


def is_translatable(text: str, spans: Iterable[Span] | None = None) -> bool:
    """False for a text without a word of its own: blank, symbols, numbers, placeholders and addresses alone.

    `spans` is what `find` finds, when it is known already; terms and numbers among them count as text.

    >>> [is_translatable(t) for t in ("안녕", "%s원", " ", "★ 3,000", "2019. 10. 29.", "{name}", "https://a.kr")]
    [True, True, False, False, False, False, False]
    """
    masked = [s for s in (find(text) if spans is None else spans) if s.kind not in ("term", "number")]
    start = 0
    for span in sorted(masked, key=lambda span: span.start):
        if any(map(str.isalpha, text[start : span.start])):
            return True
        start = max(start, span.end)
    return any(map(str.isalpha, text[start:]))


_Found = Iterator[tuple[int, int, str]]
_Finder = Callable[[str], _Found]


def _literals(text: str) -> _Found:
    for pattern, kind in ((_TOKEN, "code"), (_COMMENT, "tag"), (_CODE, "code")):
        yield from ((found.start(), found.end(), kind) for found in pattern.finditer(text))


def _urls(text: str) -> _Found:
    for found in _URL.finditer(text):
        yield found.start(), found.start() + len(_trimmed(found.group())), "url"


def _trimmed(url: str) -> str:
    """Without what follows an address in a sentence: punctuation, brackets opened before it, Korean particles."""
    url = _PARTICLE_END.sub("", _PARTICLES.sub("", url))
    depth = {opener: url.count(opener) - url.count(closer) for closer, opener in _CLOSERS.items()}
    end = len(url)
    while end and ((char := url[end - 1]) in ".,;:!?'*" or depth.get(_CLOSERS.get(char, ""), 0) < 0):
        if char in _CLOSERS:
            depth[_CLOSERS[char]] += 1
        end -= 1
    return url[:end]


def _leftwards(pattern: re.Pattern[str], kind: str, extra: str = "") -> _Finder:
    """A finder for what is known by its end: at each end, the Latin word before it belongs to it."""
    letters = _LEFT | frozenset(extra)

    def finder(text: str) -> _Found:
        for found in pattern.finditer(text):
            start = found.start()
            low = max(start - 100, 0)
            while start > low and text[start - 1] in letters:
                start -= 1
            while start < found.start() and text[start] in ".-+":
                start += 1
            end = found.end() - (found.group()[-1] in ".?")
            if start < found.start():
                yield start, end, kind

    return finder


def _tags(text: str) -> _Found:
    closed = {found.group(1).lower() for found in _CLOSED.finditer(text)}
    at = text.find("<")
    while at >= 0:
        found = _TAG.match(text, at, at + 1000)
        if found and (kind := _tag_kind(found, closed)):
            yield at, found.end(), kind
        at = text.find("<", found.end() if found else at + 1)


def _tag_kind(found: re.Match[str], closed: set[str]) -> str:
    """Empty when it is text: 〈GIST〉 is often written <GIST>."""
    slash, name, _, alone = found.groups()
    name = name.lower()
    if slash:
        return "close"
    if alone or name in _ALONE:
        return "tag" if alone or name in _NAMES else ""
    return "open" if name in _NAMES or name in closed or "-" in name.strip("-") else ""


def _entities(text: str) -> _Found:
    for found in _ENTITY.finditer(text):
        if found.group()[1] == "#" or found.group()[1:] in html5:
            yield found.start(), found.end(), "placeholder"


def _icu(text: str) -> _Found:
    heads = [found.start() for found in _ICU.finditer(text)]
    if not heads:
        return
    ends: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACES.finditer(text):
        if found.group() == "{":
            opened.append(found.start())
        elif found.group() == "}" and opened:
            ends[opened.pop()] = found.end()
    past = 0
    for head in heads:
        if head >= past and head in ends:
            past = ends[head]
            yield head, past, "placeholder"


def _dollars(text: str) -> _Found:
    """$1 and its like; $5 is an argument only where $1 to $4 are there too, otherwise it is money."""
    found = list(_DOLLAR.finditer(text))
    numbers = {int(match.group(1)) for match in found}
    for match in found:
        if set(range(1, int(match.group(1)))) <= numbers:
            yield match.start(), match.end(), "placeholder"


def _plain(pattern: re.Pattern[str], kind: str) -> _Finder:
    def finder(text: str) -> _Found:
        return ((found.start(), found.end(), kind) for found in pattern.finditer(text))

    return finder


# The first to find a stretch has it.
_FINDERS = (
    _literals,
    _icu,
    _urls,
    _leftwards(_MAIL_END, "email", "+%"),
    _tags,
    _entities,
    _plain(_BRACE, "placeholder"),
    _plain(_PRINTF, "placeholder"),
    _dollars,
    _plain(_VARIABLE, "placeholder"),
    _plain(_PATH, "code"),
    _leftwards(_DOMAIN_END, "url"),
    _leftwards(_FILE_END, "code"),
    _plain(_VERSION, "code"),
    _plain(_PHONE, "code"),
    _plain(_HASH, "code"),
)

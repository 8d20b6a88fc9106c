"""Bytes into text and back: what a file is written in, found out carefully.

The order: the encoding that was asked for, a byte order mark, ISO-2022-JP by its escapes, UTF-8 when it is valid, what
the file itself declares, and at last a guess among the encodings that Korean, Japanese and Western files are in. The
guess decodes strictly and takes the text whose characters are common ones; a doubtful guess is an error, not a text.
"""

import codecs
import re
from dataclasses import dataclass

from mtkit.errors import InputError
from mtkit.languages import script
from mtkit.segments import Issue

__all__ = ["Decoded", "decode", "encode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What files call themselves is narrower than what they hold: browsers read these names as their supersets, too.
_SUPERSETS = {
    "euc_kr": "cp949",
    "ks_c_5601_1987": "cp949",
    "johab": "johab",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
}
_GUESSES = ("cp949", "cp932", "euc_jp", "cp1252")
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP or Office"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
)
_ESCAPES = re.compile(rb"\x1b\$[@B]|\x1b\([BJI]")
_CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_DOUBTFUL = 0.35  # mean score of the characters beyond ASCII under which a guess is none
_COMMON = frozenset(
    "다이에는지을로가은사시의기고하한를서수원전자도으어주대일인해과공장부리업만했개있정니구제년명상요월아보간터나연소학스국비동며라분용면회그들광까게계와모안관오문조할단내여"
    "무산마교신위선된성실운습세차억중역설약화생었치데경진방체금출되트영말우두것입반예발행유당물거드등적미야재표배건통결후료합바민곳력열청호달러점매번작려않최없능록식증받술양"
    "포본저난음됐남람협르직투참노급품센담속감임집때확강환추준량규평온린천석외았타처카버밝함각크올심편따종초토"
    "人年日市業月間者学国分時大用会上地光州場社開万電行同事長約出合億所最設発生以前水中員方一入定研内後通究回全企本当期部金加明道公車計高料家予表民力域自見院工成運団関受資術機"
    "下来午共韓産支今利技手半度物動協対点書新結代投議保実取化体子初目住作外付理費品語気報選知話立科平件画校務証意小使置教海要第参数認提検問台援査果試課無規広引減交山南世備的量面"
    "額特基験能週増確館述調室続路向安経営制都転育政両価示別集売東京北西"
)
_MARKS = frozenset("、。「」『』・（）！？：；，．ー　“”‘’…–—―•·©®™°※○●◎□■△▲▽▼◇◆☆★→€£§«»〜～〈〉《》【】㈜㈱①②③④⑤⑥⑦⑧⑨⑩")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with how it was written; `exact` is False where encoding it again would choose other bytes.

    >>> Decoded("a", "utf-8").exact
    True
    """

    text: str
    encoding: str
    bom: bytes = b""
    notices: tuple[Issue, ...] = ()
    exact: bool = True


def decode(data: bytes, *, name: str, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """The text of a file. Raises InputError for binary data, an unknown encoding or bytes that fit none.

    >>> decode("서울".encode(), name="a.txt").text
    '서울'
    >>> decode("東京は首都です。".encode("cp932"), name="a.txt").notices[0].code
    'encoding-detected'
    >>> decode(b"\\x80\\xff", name="a.txt")
    Traceback (most recent call last):
    mtkit.errors.InputError: a.txt:1: not UTF-8 (byte 0x80) and no encoding that could be recognised; say --encoding
    """
    if encoding:
        return _asked(data, name, encoding)
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], codec, name), codec, bom)
    _refuse_binary(data, name)
    if b"\x1b" in data and _ESCAPES.search(data) and (found := _try(data, "iso2022_jp")):
        return _detected(found, data, "iso2022_jp", name)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _foreign(data, name, declared, error)
    odd = declared and not data.isascii() and _codec(declared) not in (None, "utf-8")
    notice = Issue("encoding-detected", name, f"declares {declared}, but is UTF-8")
    return Decoded(text, "utf-8", notices=(notice,) if odd else ())


def _asked(data: bytes, name: str, encoding: str) -> Decoded:
    codec = _codec(encoding)
    if not codec:
        raise InputError(f"unknown encoding {encoding!r}", path=name, hint="use utf-8, cp949, cp932, euc-jp ...")
    family = codec.removesuffix("-sig").split("-le")[0].split("-be")[0]
    for bom, known in _BOMS:
        if known.startswith(family) and data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], known, name), known, bom)
    if codec in ("utf-16", "utf-32"):
        codec += "-le"  # no byte order mark: as most files without one are
    if codec == "euc_jp" and _try(data, codec) is None and _try(data, "euc_jis_2004") is not None:
        codec = "euc_jis_2004"  # ① and ㈱, which plain EUC-JP lacks
    text = _strict(data, codec.removesuffix("-sig"), name)
    return Decoded(text, codec.removesuffix("-sig"), exact=_encodes_to(text, codec.removesuffix("-sig"), data))


def _codec(encoding: str) -> str | None:
    try:
        codec = codecs.lookup(encoding.strip()).name
        "".encode(codec)  # hex, rot13 and their like are codecs, but not of text
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(codec, codec)


def _strict(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        bad = f"not {codec} (byte 0x{data[error.start]:02x})" if error.start < len(data) else f"not {codec} (cut off)"
        raise InputError(bad, path=name, line=line, hint="say another --encoding") from error


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _encodes_to(text: str, codec: str, data: bytes) -> bool:
    try:
        return text.encode(codec) == data
    except UnicodeEncodeError:
        return False


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"is a {kind} file, not text", path=name)
    if b"\0" in data or len(_CONTROLS.findall(data[:65536])) * 50 > min(len(data), 65536):
        raise InputError("binary data, not text", path=name, hint="say --encoding if it is UTF-16 without a mark")


def _detected(text: str, data: bytes, codec: str, name: str) -> Decoded:
    notice = Issue("encoding-detected", name, f"read as {codec} (--encoding says otherwise)")
    return Decoded(text, codec, notices=(notice,), exact=_encodes_to(text, codec, data))


def _foreign(data: bytes, name: str, declared: str | None, error: UnicodeDecodeError) -> Decoded:
    """A file that is not UTF-8: what it declares, else the best guess."""
    codec = _codec(declared) if declared else None
    if codec and codec != "utf-8" and (text := _try(data, codec)) is not None:
        return Decoded(text, codec, exact=_encodes_to(text, codec, data))
    line = data.count(b"\n", 0, error.start) + 1
    bad = f"not UTF-8 (byte 0x{data[error.start]:02x})"
    if _damaged(data):
        raise InputError(f"{bad}, though the rest of it is", path=name, line=line, hint="repair it or say --encoding")
    texts = {codec: text for codec in _GUESSES if (text := _try(data, codec)) is not None}
    scores = {codec: _score(text, codec) for codec, text in texts.items()}
    best = max(scores, key=scores.__getitem__, default="")
    if not best or scores[best] < _DOUBTFUL:
        raise InputError(f"{bad} and no encoding that could be recognised", path=name, line=line, hint="say --encoding")
    return _detected(texts[best], data, best, name)


def _damaged(data: bytes) -> bool:
    """True for UTF-8 with a few bad bytes: it would be a pity to read it as something else."""
    text = data.decode(errors="replace")
    good = sum(not char.isascii() for char in text) - (bad := text.count("\ufffd"))
    return good > 8 * bad


def _score(text: str, codec: str) -> float:
    """How common the characters beyond ASCII are, between -1 and 1."""
    text = text[:200_000]
    beyond = [char for char in text if not char.isascii()]
    if codec == "cp1252" and len(beyond) * 5 > len(text):
        return -1.0  # every byte is a character there: only a few among ASCII make it likely
    return sum(map(_weight, beyond)) / max(1, len(beyond))


def _weight(char: str) -> float:
    if char in _COMMON or "ぁ" <= char <= "ん" or "ァ" <= char <= "ヺ" or char in _MARKS:
        return 1.0
    if "가" <= char <= "힣" or "一" <= char <= "鿿" or "！" <= char <= "～":
        return 0.2
    if char in "éèáàíóúñçüöäÉ":
        return 0.6
    if "ㄱ" <= char <= "ㆎ" or "｡" <= char <= "ﾟ":  # letters of Hangul and half-width kana hardly stand in running text
        return -0.6
    return -1.0 if script(char) == "other" else -0.3


# Look-alikes that one encoding of the pair has: better than a file in another encoding for the sake of one dash.
_LOOKALIKES = dict(zip("〜−—‖¢£¬·\u00a0", "～－―∥￠￡￢・ ", strict=True))


def encode(text: str, encoding: str) -> bytes | None:
    """The text in an encoding, with look-alikes where only they exist; None when it cannot hold the text.

    >>> encode("10〜12", "cp932").decode("cp932"), encode("서울", "cp932")
    ('10～12', None)
    """
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        pass
    missing = {char for char in set(text) if not _encodes(char, encoding)}
    near = text.translate({ord(char): _LOOKALIKES[char] for char in missing if char in _LOOKALIKES})
    try:
        return near.encode(encoding)
    except UnicodeEncodeError:
        return None


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

"""Documents that are ZIP archives of XML: their text out as one text, and back into the archive."""

import io
import re
import zipfile
import zlib

from mtkit.errors import InputError

__all__ = ["LARGEST", "MEMBER", "pack", "unpack"]

LARGEST = 1 << 26  # bytes of text in an archive, unpacked
MEMBER = re.compile(r"\0([^\0]*)\0")  # a member's name before its XML, which cannot hold a NUL


def unpack(members: re.Pattern[str], data: bytes, name: str) -> str:
    """The XML of the members that match, each after its name. Raises InputError for what is no such archive.

    >>> unpack(re.compile("a.xml"), b"no archive", "x.docx")
    Traceback (most recent call last):
    mtkit.errors.InputError: x.docx: no archive that can be read (File is not a zip file)
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [info for info in archive.infolist() if members.fullmatch(info.filename)]
            if not wanted:
                raise InputError("no text in this archive", path=name, hint="is it another kind of document?")
            if sum(info.file_size for info in wanted) > LARGEST:
                raise InputError(f"more than {LARGEST >> 20} MB of text", path=name, hint="divide it")
            texts = {info.filename: archive.read(info).decode() for info in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise InputError(f"no archive that can be read ({error})", path=name) from error
    except RuntimeError as error:  # what zipfile says of encryption
        raise InputError("is encrypted", path=name, hint="save it without a password") from error
    if any("\0" in text for text in texts.values()):
        raise InputError("no XML in this archive", path=name)
    return "".join(f"\0{member}\0{text}" for member, text in texts.items())


def pack(original: bytes, text: bytes) -> bytes:
    """The archive with other XML in the members that `text` names; every other member as it is.

    >>> with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
    ...     archive.writestr("a.xml", "<a/>")
    >>> unpack(re.compile("a.xml"), pack(file.getvalue(), b"\\0a.xml\\0<b/>"), "x")
    '\\x00a.xml\\x00<b/>'
    """
    parts = text.split(b"\0")
    new = dict(zip((name.decode() for name in parts[1::2]), parts[2::2], strict=True))
    with zipfile.ZipFile(io.BytesIO(original)) as archive, zipfile.ZipFile(file := io.BytesIO(), "w") as output:
        for info in archive.infolist():
            data = new[info.filename] if info.filename in new else archive.read(info)
            output.writestr(info, data, compress_type=info.compress_type)
    return file.getvalue()

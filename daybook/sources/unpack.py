"""What lies inside a dropped file: plain bytes, gzip, or a zip of several members, within bounds."""

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from daybook.domain.errors import BrokenFile

AGAIN = "download the export again and give it to daybook as it is"

#: Bounds against a zip that unfolds without end: an honest CSV shrinks by 5 to 30 times.
MOST_MEMBERS = 1000
MOST_BYTES = 1024**3
MOST_RATIO = 300
#: Below this size a high ratio is only a file of empty rows.
RATIO_FROM = 64 * 1024**2
#: What zipfile and zlib raise for damaged bytes, a name that is no text and a negative offset among them.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, lzma.LZMAError)
#: What zipfile raises for what it cannot open: a password, a method of packing that it does not know.
LOCKED = (RuntimeError, NotImplementedError)
_BESIDE = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True)
class Member:
    """One file with its name (a zip member's own name, which may carry the dates) and its folder inside the zip."""

    name: str
    content: bytes
    folder: str = ""


def members(name: str, content: bytes) -> tuple[Member, ...]:
    """The files inside.  Raises BrokenFile for an empty, truncated or unreasonable one."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise BrokenFile("the file is empty", where=name, next_step=AGAIN)
    if content[:2] == b"\x1f\x8b":
        return (Member(name.removesuffix(".gz"), _gunzip(name, content)),)
    if content[:2] == b"PK" and not is_workbook(content):
        return _unzip(name, content)
    return (Member(name, content),)


def is_workbook(content: bytes) -> bool:
    """Whether a zip is an Office or OpenDocument workbook rather than a folder of files."""
    if content[:2] != b"PK":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = set(packed.namelist())
    except (*DAMAGED, *LOCKED):
        return b"[Content_Types].xml" in content[:4096]
    return "[Content_Types].xml" in inside or "mimetype" in inside


def _gunzip(name: str, content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            plain = packed.read(MOST_BYTES + 1)
    except DAMAGED as error:
        raise BrokenFile("the .gz file is cut off or damaged", where=name, next_step=AGAIN) from error
    _within(name, len(plain), len(content))
    return plain


def _unzip(name: str, content: bytes) -> tuple[Member, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if not all(i.filename for i in packed.infolist()):
                raise zipfile.BadZipFile("a file in it has no name")
            infos = [i for i in packed.infolist() if not i.is_dir() and not _is_beside(i.filename)]
            if not infos or len(infos) > MOST_MEMBERS:
                raise BrokenFile(f"the zip holds {len(infos)} files", where=name, next_step=AGAIN)
            _within(name, sum(i.file_size for i in infos), len(content))
            return tuple(Member(own.name, _member(packed, i), "" if own.parent == own else str(own.parent).strip("."))
                         for i in infos for own in (_own_path(name, i),))
    except DAMAGED as error:
        raise BrokenFile("the zip is cut off or damaged", where=name, next_step=AGAIN) from error
    except LOCKED as error:
        raise BrokenFile("the zip is locked with a password or packed in an unknown way", where=name,
                         next_step="unpack it and give the files inside to daybook") from error


def _member(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of one member, never more than it announced."""
    with packed.open(info) as stream:
        return stream.read(info.file_size + 1)[: info.file_size]


def _own_path(archive: str, info: zipfile.ZipInfo) -> PurePosixPath:
    """A member's name and folder for messages and dates; a path that climbs out of the archive is refused."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise BrokenFile("the zip names a file outside itself; this is no export", where=archive, next_step=AGAIN)
    if info.flag_bits & 0x800:  # the name is UTF-8
        return path
    try:
        return PurePosixPath(str(path).encode("cp437").decode("gb18030"))
    except UnicodeError:
        return path


def _is_beside(path: str) -> bool:
    return path.startswith(_BESIDE[0]) or path.endswith(_BESIDE[1:])


def _within(name: str, plain: int, packed: int) -> None:
    if plain > MOST_BYTES or (plain > RATIO_FROM and plain > MOST_RATIO * packed):
        raise BrokenFile(f"the file unfolds from {packed:,} to {plain:,} bytes, more than any export", where=name,
                         next_step=AGAIN)

"""Landing: every file that comes in is kept untouched, compressed and encrypted, named by its content.

A landing on disk is a header and a row of sealed frames; each frame is a piece of the compressed file, sealed
with AES-256-GCM under a nonce that counts, the last one marked, so that a cut or reordered file is noticed
(the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

import hashlib
import os
import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from daybook.domain.errors import BrokenFile
from daybook.sources.keys import derived
from daybook.sources.whole_file import written_whole

MAGIC = b"DAYBOOK-LANDING-1\n"
FRAME = 1 << 20            # bytes of compressed content per sealed frame: bounds memory for files of any size
PIECE = 1 << 18
LEVEL = 3                  # of the compression: level 9 takes five times as long for a tenth less
TAG, PREFIX, LENGTH = 16, 7, 4      # bytes of a frame's seal, of the nonce's random part, of a frame's length


@dataclass(frozen=True)
class Landed:
    """Where a file now lies, relative to the data folder, and its content's hash and size."""

    path: str
    sha256: str
    size: int


def content_hash(file: Path) -> tuple[str, int]:
    """SHA-256 and size of a file."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source:
        while piece := source.read(FRAME):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def keep(file: Path, home: Path, client: str, shop: str, day: date, key: bytes) -> Landed:
    """Keeps `file` as landings/<client>/<shop>/<day>/<hash>.landing under `home`, whole or not at all.

    The same content is kept once per shop and day.  Raises OSError when the disk is full; nothing is left then.
    """
    sha256, size = content_hash(file)
    relative = folder_of(client) / _safe(shop) / day.isoformat() / f"{sha256[:32]}.landing"
    target = home / relative
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as source, written_whole(target) as out:
            seal_stream(source, out, derived(key, "landing"))
    return Landed(str(relative), sha256, size)


def folder_of(client: str) -> Path:
    """Where all sealed files of a client lie, below the data folder: landings, evidence, pictures and whatever else is kept."""
    return Path("landings") / _safe(client)


def unseal(path: Path, key: bytes, to: Path) -> None:
    """Writes the original content of a landing to `to`.  Raises BrokenFile when a single bit is not as it was."""
    import zstandard

    with path.open("rb") as source, to.open("wb") as out:
        unpacker = zstandard.ZstdDecompressor().decompressobj()
        for piece in unsealed(source, derived(key, "landing"), path.name):
            out.write(unpacker.decompress(piece))


def seal_stream(source: BinaryIO, out: BinaryIO, key: bytes) -> None:
    """Writes `source` compressed and sealed to `out`; `key` is one derived for this purpose."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    prefix = secrets.token_bytes(PREFIX)
    out.write(MAGIC + prefix)
    sealer, number = AESGCM(key), 0
    frames = _frames(_compressed(source))
    frame = next(frames)
    while True:
        following = next(frames, None)
        sealed = sealer.encrypt(_nonce(prefix, number, following is None), frame, MAGIC)
        out.write(struct.pack(">I", len(sealed)) + sealed)
        if following is None:
            return
        frame, number = following, number + 1


def unsealed(source: BinaryIO, key: bytes, name: str) -> Iterator[bytes]:
    """The compressed frames of what `seal_stream` wrote.  Raises BrokenFile when a single bit is not as it was."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    opener, number = AESGCM(key), 0
    if source.read(len(MAGIC)) != MAGIC:
        raise BrokenFile("this is not a landing", where=name, next_step="restore it from a backup")
    prefix = source.read(PREFIX)
    head = source.read(LENGTH)
    while head or not number:
        length = int.from_bytes(head, "big")
        sealed = source.read(length) if len(head) == LENGTH and TAG <= length <= FRAME + TAG else b""
        head = source.read(LENGTH)
        try:
            if len(sealed) != length:
                raise InvalidTag
            opened = opener.decrypt(_nonce(prefix, number, not head), sealed, MAGIC)
        except (InvalidTag, ValueError):
            raise BrokenFile("the landing is damaged, or the key is another one", where=name,
                             next_step="restore the landing or the key from a backup") from None
        yield opened
        number += 1


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + struct.pack(">I", number) + (b"\1" if last else b"\0")


def _compressed(source: BinaryIO) -> Iterator[bytes]:
    """The content compressed; told its size, the packer makes no tables larger than that (ten times faster)."""
    import zstandard

    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    known = zstandard.ZstdCompressionParameters.from_level(LEVEL, source_size=size)
    packer = zstandard.ZstdCompressor(compression_params=known).compressobj()
    while piece := source.read(PIECE):
        yield packer.compress(piece)
    yield packer.flush()


def _frames(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces joined into frames of FRAME bytes; at least one, the last may be short or empty."""
    held = b""
    for piece in pieces:
        held += piece
        while len(held) > FRAME:
            yield held[:FRAME]
            held = held[FRAME:]
    yield held


def _safe(name: str) -> str:
    """A folder name for a client or shop: what is not a letter or digit of any script becomes _, with a hash.

    >>> _safe("小店")
    '小店'
    >>> _safe("../etc").startswith(".")
    False
    """
    plain = "".join(c if c.isalnum() or c in "-_" else "_" for c in name)[:80]
    return plain if plain == name else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"

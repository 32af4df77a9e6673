"""Files and keys sealed for a backup: content under a client's key, the keys themselves under a passphrase."""

import io
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from daybook.domain.errors import BrokenFile, DaybookError
from daybook.sources.keys import derived
from daybook.sources.landing import seal_stream, unsealed
from daybook.sources.whole_file import written_whole

PURPOSE = "backup"
SALT_BYTES = 16
#: scrypt's cost (RFC 7914): 128 MiB of memory and about half a second a guess.  Its logarithm stands before the salt.
SCRYPT_LOG_N, SCRYPT_R, SCRYPT_P = 17, 8, 1
#: The fewest characters of a passphrase: what seals all keys must not be guessed.
LEAST_PASSPHRASE = 12


def seal_to(source: BinaryIO, target: Path, key: bytes) -> None:
    """Writes `source` sealed under the client's key to `target`, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(target) as out:
        seal_stream(source, out, derived(key, PURPOSE))


def open_to(path: Path, key: bytes, target: BinaryIO) -> None:
    """Writes the content of a sealed file to `target`.  Raises BrokenFile when a single bit is not as it was."""
    import zstandard

    unpacker = zstandard.ZstdDecompressor().decompressobj()
    with path.open("rb") as source:
        for piece in unsealed(source, derived(key, PURPOSE), path.name):
            target.write(unpacker.decompress(piece))


def opened(path: Path, key: bytes) -> bytes:
    """The content of a small sealed file."""
    content = io.BytesIO()
    open_to(path, key, content)
    return content.getvalue()


def seal_keys(keys: Mapping[str, bytes], passphrase: str) -> bytes:
    """All keys under a passphrase.  Raises DaybookError when the passphrase is too short."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise DaybookError(f"the passphrase has fewer than {LEAST_PASSPHRASE} characters",
                           next_step="choose a longer one, and keep it apart from the backup")
    head = bytes([SCRYPT_LOG_N]) + secrets.token_bytes(SALT_BYTES)
    plain = json.dumps({name: key.hex() for name, key in sorted(keys.items())}).encode()
    out = io.BytesIO()
    seal_stream(io.BytesIO(plain), out, _stretched(passphrase, head))
    return head + out.getvalue()


def open_keys(sealed: bytes, passphrase: str) -> dict[str, bytes]:
    """The keys that `seal_keys` sealed.  Raises DaybookError for another passphrase."""
    import zstandard

    head, rest = sealed[:SALT_BYTES + 1], sealed[SALT_BYTES + 1:]
    try:
        packed = b"".join(unsealed(io.BytesIO(rest), _stretched(passphrase, head), "keys"))
    except BrokenFile:
        raise DaybookError("the passphrase does not open the keys of this backup", where="keys.sealed",
                           next_step="give the passphrase that the backup was made with") from None
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
    return {name: bytes.fromhex(key) for name, key in json.loads(plain).items()}


def _stretched(passphrase: str, head: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=head[1:], length=32, n=2**head[0], r=SCRYPT_R, p=SCRYPT_P).derive(passphrase.encode())

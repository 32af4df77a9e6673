"""Each client's own key: in the system keyring, or in a file outside the data folder; never in it.

From it come the key that encrypts the client's landings and the key that hashes its buyers.  Destroying it makes
every landing of the client unreadable, wherever copies lie.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from daybook.domain.errors import DaybookError

KEY_BYTES = 32
SERVICE = "daybook"


def key_folder() -> Path:
    """Where key files lie: DAYBOOK_KEYS, else the user's configuration folder."""
    named = os.environ.get("DAYBOOK_KEYS", "")
    if named and named != "keyring":
        return Path(named)
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "daybook" / "keys"


class Keys:
    """The keys of one data folder, told apart by its `home_id`.

    DAYBOOK_KEYS=keyring keeps them in the system keyring; any other value is a folder for key files
    (default: the user's configuration folder), which must lie outside the data folder.
    """

    def __init__(self, home: Path, home_id: str) -> None:
        self.home_id = home_id
        self.in_keyring = os.environ.get("DAYBOOK_KEYS") == "keyring"
        self.file = key_folder() / f"{home_id}.json"
        if not self.in_keyring and self.file.resolve().is_relative_to(home.resolve()):
            raise DaybookError("the keys would lie inside the data folder", where=str(self.file),
                               next_step="set DAYBOOK_KEYS to a folder elsewhere")

    def of(self, client: str, *, make: bool = False) -> bytes:
        """A client's key; with `make`, a new one where there is none.

        Raises DaybookError when the key is missing: without it the client's landings cannot be read.
        """
        found = self._load(client)
        if found is None and make:
            found = secrets.token_bytes(KEY_BYTES)
            self._save(client, found)
        if found is None:
            raise DaybookError(f"the key of client {client} is missing", where=str(self.file),
                               next_step="restore the key file or the keyring entry from your backup of keys")
        return found

    def restore(self, keys: Mapping[str, bytes]) -> None:
        """Puts back keys of a backup that are not here; one that is here stays as it is."""
        for client, key in sorted(keys.items()):
            if self._load(client) is None:
                self._save(client, key)

    def destroy(self, client: str) -> None:
        """Removes a client's key for good."""
        if self.in_keyring:
            import keyring
            import keyring.errors

            try:
                keyring.delete_password(SERVICE, self._entry(client))
            except keyring.errors.PasswordDeleteError:
                return
        else:
            keys = self._read_file()
            keys.pop(client, None)
            self._write_file(keys)

    def of_house(self) -> str:
        """The secret by which the workbench signs its sessions: made once, kept beside the clients' keys.

        The name cannot be a client's: theirs are never empty.
        """
        return self.of("", make=True).hex() * 2

    def _entry(self, client: str) -> str:
        return f"{self.home_id}/{client}"

    def _load(self, client: str) -> bytes | None:
        if self.in_keyring:
            import keyring

            text = keyring.get_password(SERVICE, self._entry(client))
        else:
            text = self._read_file().get(client)
        return bytes.fromhex(text) if text else None

    def _save(self, client: str, key: bytes) -> None:
        if self.in_keyring:
            import keyring

            keyring.set_password(SERVICE, self._entry(client), key.hex())
        else:
            self._write_file({**self._read_file(), client: key.hex()})

    def _read_file(self) -> dict[str, str]:
        if not self.file.exists():
            return {}
        found: dict[str, str] = json.loads(self.file.read_text(encoding="utf-8"))
        return found

    def _write_file(self, keys: dict[str, str]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.file.with_suffix(f".{os.getpid()}.tmp")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(keys, out, indent=1, sort_keys=True)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self.file)


def from_keyring(name: str) -> str:
    """One secret of the house in the system keyring; "" where there is none, or no keyring."""
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(SERVICE, name) or ""
    except keyring.errors.KeyringError:
        return ""


def derived(key: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that a hash of a buyer says nothing about the key of the files (HKDF, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(key)


def buyer_hasher(key: bytes) -> Callable[[str], str]:
    """Turns a buyer's id into 32 hex digits that only this client's key can make."""
    own = derived(key, "buyer")

    def hashed(buyer: str) -> str:
        return hmac.new(own, buyer.strip().encode(), hashlib.sha256).hexdigest()[:32]

    return hashed

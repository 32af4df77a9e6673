"""A mailbox over IMAP: new letters since a cursor, with the files attached to them.  Nothing in the mailbox is changed."""

import email
import email.policy
import email.utils
import imaplib
import os
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage

from daybook.domain.errors import DaybookError, WrongUsage

PASSWORD = "DAYBOOK_IMAP_PASSWORD"
KEYRING = "daybook-imap"
PATIENCE_SECONDS = 60
#: A letter larger than this holds no exports that anybody mails.
MOST_BYTES = 200 * 1024**2
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Mailbox:
    """Where letters come in.  The password is never part of it."""

    server: str
    user: str
    folder: str = "INBOX"
    port: int = 993
    encrypted: bool = True

    @property
    def name(self) -> str:
        return f"{self.user}@{self.server}/{self.folder}"


@dataclass(frozen=True)
class Attached:
    """One file of a letter, by the name that its sender gave it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One letter.  `problem` says why its files could not be fetched."""

    uid: int
    sender: str
    subject: str
    files: tuple[Attached, ...]
    problem: str = ""


def password(box: Mailbox) -> str:
    """From the environment, else the system keyring; asked for anew each time, so that a new one counts at once."""
    given = os.environ.get(PASSWORD)
    if given:
        return given
    import keyring
    import keyring.errors

    try:
        kept: str | None = keyring.get_password(KEYRING, box.name)
    except keyring.errors.KeyringError:
        kept = None
    if not kept:
        raise WrongUsage("the password of the mailbox is not known", where=box.name,
                         next_step=f"set {PASSWORD}, or keep it in the keyring as {KEYRING}, {box.name}")
    return kept


@contextmanager
def opened(box: Mailbox) -> Iterator[tuple[imaplib.IMAP4, int]]:
    """A read-only session and the validity of the folder's UIDs.  Raises DaybookError when the server says no."""
    if not box.encrypted and box.server not in LOCAL:
        raise WrongUsage("a password would cross the network unencrypted", where=box.name,
                         next_step="use the server's TLS port")
    secret = password(box)
    try:
        session = imaplib.IMAP4_SSL(box.server, box.port, ssl_context=ssl.create_default_context(),
                                    timeout=PATIENCE_SECONDS) if box.encrypted else imaplib.IMAP4(
            box.server, box.port, timeout=PATIENCE_SECONDS)
    except (OSError, imaplib.IMAP4.error) as problem:
        raise DaybookError(f"the mail server cannot be reached ({problem})", where=box.name,
                           next_step="check server and port; the next look tries again") from problem
    try:
        session.login(box.user, secret)
        state, _ = session.select(_quoted(box.folder), readonly=True)
        if state != "OK":
            raise DaybookError("the mailbox has no such folder", where=box.name, next_step="name it with --folder")
        told = session.response("UIDVALIDITY")[1]
        yield session, int(told[0]) if told and told[0] else 0
    except (imaplib.IMAP4.error, ConnectionError, TimeoutError, ssl.SSLError) as problem:
        said = str(problem).replace(secret, "***")
        raise DaybookError(f"the mail server said: {said}", where=box.name,
                           next_step="check user, password and rights; nothing was lost") from None
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            session.logout()


def letters(session: imaplib.IMAP4, after: int) -> Iterator[Letter]:
    """Letters with a UID above `after`, in the order in which they came."""
    _, found = session.uid("SEARCH", f"UID {after + 1}:*")
    for uid in sorted(int(u) for u in (found[0] or b"").split()):
        if uid > after:                     # N:* always gives the last one
            yield _letter(session, uid)


def _letter(session: imaplib.IMAP4, uid: int) -> Letter:
    size = re.search(rb"RFC822\.SIZE (\d+)", _answer(session, uid, "(RFC822.SIZE)")[0])
    if size and int(size[1]) > MOST_BYTES:
        return Letter(uid, "", "", (), f"the letter has {int(size[1]):,} bytes; send exports in smaller letters")
    content = _answer(session, uid, "(BODY.PEEK[])")[1]
    said = email.message_from_bytes(content, policy=email.policy.default)
    sender = email.utils.parseaddr(str(said["From"] or ""))[1].lower()
    return Letter(uid, sender, str(said["Subject"] or ""), tuple(_attached(said)))


def _answer(session: imaplib.IMAP4, uid: int, what: str) -> tuple[bytes, bytes]:
    _, parts = session.uid("FETCH", str(uid), what)
    for part in parts:
        if isinstance(part, tuple):
            return part[0], part[1]
        if isinstance(part, bytes):
            return part, b""
    return b"", b""


def _attached(said: EmailMessage) -> Iterator[Attached]:
    for part in said.walk():
        name = part.get_filename()
        if name and not part.is_multipart():
            content = part.get_payload(decode=True)
            yield Attached(name, content if isinstance(content, bytes) else b"")


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'

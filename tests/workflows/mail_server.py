"""A small IMAP server on this machine for tests: one user, one folder, letters as bytes (RFC 3501, what reading needs)."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


def letter(sender: str, subject: str, files: dict[str, bytes]) -> bytes:
    """A letter with attached files."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "in@agency.example", subject
    made.set_content("see attached")
    for name, content in files.items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


class MailServer(socketserver.ThreadingTCPServer):
    """`letters` are UID -> bytes; `cut_after` closes the connection after so many fetched letters."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: dict[int, bytes] = {}
        self.validity, self.password, self.cut_after = 7, "secret", 10**9
        self.fetched: list[int] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline().decode():
            tag, _, asked = line.strip().partition(" ")
            if not self._answer(tag, asked):
                return

    def _answer(self, tag: str, asked: str) -> bool:
        word = asked.upper()
        if word.startswith("LOGIN"):
            good = f'"{self.server.password}"' in asked
            self._say(f"{tag} OK in" if good else f"{tag} NO [AUTHENTICATIONFAILED] wrong password for {asked}")
        elif word.startswith("CAPABILITY"):
            self._say("* CAPABILITY IMAP4rev1", f"{tag} OK done")
        elif word.startswith(("EXAMINE", "SELECT")):
            self._say(f"* {len(self.server.letters)} EXISTS", f"* OK [UIDVALIDITY {self.server.validity}] valid",
                      f"{tag} OK [READ-ONLY] done")
        elif word.startswith("UID SEARCH"):
            first = int(re.sub(r".*UID (\d+):.*", r"\1", asked))
            self._say(f"* SEARCH {self._found(first)}", f"{tag} OK done")
        elif word.startswith("UID FETCH"):
            return self._fetch(tag, int(asked.split()[2]), "BODY" in word)
        elif word.startswith("LOGOUT"):
            self._say("* BYE", f"{tag} OK done")
            return False
        else:
            self._say(f"{tag} BAD not known here")
        return True

    def _found(self, first: int) -> str:
        """As RFC 3501 has it, N:* also means the last letter where N is beyond it."""
        last = max(self.server.letters, default=0)
        return " ".join(str(u) for u in sorted(self.server.letters) if u >= min(first, last))

    def _fetch(self, tag: str, uid: int, body: bool) -> bool:
        content = self.server.letters[uid]
        if not body:
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(content)})", f"{tag} OK done")
            return True
        if len(self.server.fetched) >= self.server.cut_after:
            return False
        self.server.fetched.append(uid)
        self._say(f"* 1 FETCH (UID {uid} BODY[] {{{len(content)}}}")
        self.wfile.write(content)
        self._say(")", f"{tag} OK done")
        return True

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(line + "\r\n" for line in lines).encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs while a test does."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()

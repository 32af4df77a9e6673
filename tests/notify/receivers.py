"""A local HTTP receiver and a local SMTP server, which keep what they were sent and answer as they are told."""

import base64
import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


class Receiver(ThreadingHTTPServer):
    """`posts` are (path, headers, JSON) in order; `answer` is (status, body); `delay` seconds come before it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Posted)
        self.posts: list[tuple[str, dict[str, str], Any]] = []
        self.answer: tuple[int, str] = (200, "ok")
        self.delay = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Posted(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast(Receiver, self.server)
        content = self.rfile.read(int(self.headers["Content-Length"]))
        server.posts.append((self.path, dict(self.headers), json.loads(content)))
        time.sleep(server.delay)
        status, body = server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps quiet."""


class SmtpServer(socketserver.ThreadingTCPServer):
    """`letters` are what came (RFC 5321, what a client without TLS needs); refuses all while `refuses`."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Smtp)
        self.letters: list[EmailMessage] = []
        self.logins: list[str] = []
        self.refuses = False

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Smtp(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word in ("EHLO", "HELO"):
                self._say("250-here", "250-8BITMIME", "250 AUTH PLAIN LOGIN")
            elif word == "AUTH":
                self.server.logins.append(base64.b64decode(line.split(" ")[-1]).decode("utf-8", "replace"))
                self._say("235 in")
            elif word == "DATA":
                if self.server.refuses:
                    self._say("554 not taken")
                else:
                    self._say("354 go on")
                    self.server.letters.append(self._read())
                    self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 well")

    def _read(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return cast(EmailMessage, message_from_bytes(b"".join(lines), policy=policy.default))

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(line + "\r\n" for line in lines).encode())


@contextmanager
def running(server: Any) -> Iterator[Any]:
    """Serves while a test runs."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()

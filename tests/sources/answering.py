"""A real HTTP server on the loopback that answers each request by a function of the test."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Call:
    """One request: path, query, headers by lower-case name, body."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body, keep_blank_values=True))


@dataclass(frozen=True)
class Said:
    """An answer; `content` are its bytes where it is no text, `cut` sends half of them."""

    text: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    cut: bool = False


@contextmanager
def answering(answer: Callable[[Call], Said]) -> Iterator[str]:
    """Serves on a free port and gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply("")

        def do_POST(self) -> None:
            self._reply(self.rfile.read(int(self.headers["content-length"])).decode())

        def _reply(self, body: str) -> None:
            parts = urlsplit(self.path)
            said = answer(Call(parts.path, dict(parse_qsl(parts.query)), {k.lower(): v for k, v in self.headers.items()},
                               body))
            content = said.content or said.text.encode()
            self.send_response(said.status)
            for key, value in {"content-length": str(len(content)), **said.headers}.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if said.cut else content)
            self.close_connection = said.cut

        def log_message(self, *said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

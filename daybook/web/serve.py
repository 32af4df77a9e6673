"""Serves the workbench: one process, several threads, static files beside the pages."""

import signal
from pathlib import Path
from types import FrameType
from typing import Any

THREADS = 8
LARGEST_BODY = 1024 * 1024 * 1024


def application() -> Any:
    """The workbench as a WSGI application; the house must be open."""
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def warm() -> None:
    """Loads what the first request would wait for: the code of every page, its addresses, and the catalogs."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils.translation import gettext, override

    for language, _ in settings.LANGUAGES:
        with override(language):
            reverse("home")
            gettext("All shops")
    for page in ("agency", "parts/board", "parts/board_line", "morning", "parts/morning_said", "parts/menu_lines"):
        get_template(f"web/{page}.html")


def serve(port: int, host: str = "127.0.0.1", *, proxy: str = "") -> Any:
    """A server that is bound and ready to `run`; port 0 takes a free one, told by `effective_port`.

    `proxy` is the address from which alone headers of a proxy are believed; "" where there is none.
    """
    from waitress.server import create_server

    warm()
    trusted = {"trusted_proxy": proxy, "trusted_proxy_count": 1, "clear_untrusted_proxy_headers": True,
               "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"}} if proxy else {}
    return create_server(application(), host=host, port=port, threads=THREADS, ident="daybook",
                         max_request_body_size=LARGEST_BODY, channel_timeout=120, **trusted)


def run_until_stopped(server: Any) -> None:
    """Answers until Ctrl-C or a TERM; what is being answered is finished first."""
    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.task_dispatcher.shutdown()
        server.close()


def setup_code(home: Path) -> str:
    """The code that the first person needs: who can read the terminal may be the first, and nobody else."""
    from django.utils.crypto import salted_hmac

    code: str = salted_hmac("daybook.setup", str(home), algorithm="sha256").hexdigest()[:12]
    return code

"""The stand-in for Shopify: it validates every document against the published Admin schema and throttles."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.alone import alone

STUB = Path(__file__).resolve().parents[2] / "shared" / "shops" / "shopify-stub" / "start.sh"
FOLDER = Path(os.environ.get("SHOP_DIR", Path(os.environ.get("TMPDIR", "/var/tmp")) / "shops/shopify"))
TOKEN = "shpat_test"
NEEDS_STUB = [pytest.mark.long, pytest.mark.shared,
              pytest.mark.skipif(not STUB.exists() or not shutil.which("node"), reason="needs ../shared/shops and Node")]


@contextmanager
def shopify_stub(port: int) -> Iterator[str]:
    """Starts it and stops it again; the first start installs, which takes minutes.  All share one folder, so one runs at a time."""
    where = {**os.environ, "PORT": str(port)}
    with alone("shopify-stub"):
        said = subprocess.run([STUB], env=where, check=True, timeout=1500, capture_output=True, text=True).stdout
        assert "READY" in said, f"it did not start; an installation that is not whole goes with {FOLDER}: {said[-2000:]}"
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            subprocess.run([STUB, "stop"], env=where, check=False, timeout=60)

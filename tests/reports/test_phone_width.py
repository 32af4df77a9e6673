"""On a phone the page scrolls down and never sideways: measured in a real browser where one is installed."""

import html
import re
import shutil
import subprocess

import pytest

from daybook.reports.brief_html import brief_html
from tests.reports.briefs import FULL, LONG, NO_DATA
from tests.reports.test_brief_html import hostile

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE = 390         # CSS pixels of a common phone
MEASURE = "document.body.dataset.wide = [...document.querySelectorAll('iframe')].map(" \
          "f => f.contentDocument.documentElement).map(e => e.scrollWidth - e.clientWidth).join()"


@pytest.mark.skipif(BROWSER is None, reason="no browser is installed")
def test_no_page_is_wider_than_a_phone(tmp_path):
    pages = [brief_html(brief, language) for brief in (FULL, NO_DATA, LONG, hostile(FULL)) for language in ("zh", "en")]
    frames = "".join(f'<iframe width="{PHONE}" height="900" style="border:0" srcdoc="{html.escape(page)}"></iframe>'
                     for page in pages)
    file = tmp_path / "phones.html"
    file.write_text(f'<body>{frames}<script>onload = () => {{ {MEASURE} }}</script>', encoding="utf-8")
    dom = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={tmp_path}/profile", "--virtual-time-budget=5000", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, timeout=120, check=True).stdout
    [wide] = re.findall(r'data-wide="([-\d,]+)"', dom)
    assert wide == ",".join("0" for _ in pages)

"""Pages as PDF, on request only: it takes seconds.  Fonts lie in the package, so that Chinese is right on every machine."""

import logging
import re
from pathlib import Path
from typing import Any

from daybook.domain.brand import PLAIN, Brand
from daybook.domain.brief import Brief
from daybook.domain.errors import DaybookError
from daybook.reports.brief_html import brief_html

FONTS = Path(__file__).resolve().parent / "fonts"
#: (family, weight, file); a letter is taken from the first family that has it, and from the machine's fonts last.
FACES = (("Daybook Sans", 400, "noto-sans-sc-400.woff"), ("Daybook Sans", 700, "noto-sans-sc-700.woff"),
         ("Daybook Marks", 400, "noto-sans-marks.woff"), ("Daybook Symbols", 400, "noto-sans-symbols.woff"))
#: Said for every element, since a page names the fonts of a browser for itself.
FAMILY = ('font-family: "Daybook Sans", "Daybook Marks", "Daybook Symbols", "Noto Sans CJK SC", "PingFang SC", '
          '"Microsoft YaHei", sans-serif')
FAMILIES = f"* {{ {FAMILY} !important; }}\n"

#: Pictures inside a page do not hear the page's own style when they are printed; colours as on paper.
DRAWN = f"""<style>
text {{ {FAMILY} }}
.line, .zero, .link, .break, .whisker {{ fill: none }} .line {{ stroke: #444; stroke-width: 1.5 }}
.dot, .bar {{ fill: #444 }} .last {{ fill: #000 }} .red .bar {{ fill: #a11 }} .green .bar {{ fill: #064 }}
text {{ font-size: 12px; fill: #000 }} .axis {{ font-size: 11px; fill: #444 }}
.fall .bar {{ fill-opacity: .25; stroke: #444 }} .fall.red .bar {{ stroke: #a11 }} .fall.green .bar {{ stroke: #064 }}
.zero, .link {{ stroke: #bbb }} .break {{ stroke: #fff; stroke-width: 2.5 }} .weekend {{ fill: #000; opacity: .05 }}
.gap {{ stroke: #640; stroke-width: 1.5 }} .band {{ fill: #124; opacity: .16 }} .whisker {{ stroke: #124; stroke-width: 1.5 }}
</style>"""
PICTURE = re.compile(r"<svg\b[^>]*>")


def brief_pdf(brief: Brief, language: str = "zh", brand: Brand = PLAIN) -> bytes:
    """The brief as a PDF file.  Raises DaybookError where the PDF writer or its libraries are not installed."""
    return page_pdf(brief_html(brief, language, brand))


def page_pdf(page: str) -> bytes:
    """A page that needs nothing else, printed.  It is given no file and no address but its own pictures and the fonts."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as problem:
        raise DaybookError("PDF cannot be written on this machine", where=str(problem).splitlines()[0], next_step=(
            "install the system's Pango library (Debian: libpango-1.0-0 libpangoft2-1.0-0), or print the page from a browser"
            )) from problem
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)      # of style that is for screens only
    fonts, own = FontConfiguration(), _own()
    made: bytes = HTML(string=PICTURE.sub(lambda found: found[0] + DRAWN, page), url_fetcher=own).write_pdf(
        stylesheets=[CSS(string=_faces() + FAMILIES, font_config=fonts, url_fetcher=own)], font_config=fonts)
    return made


def _faces() -> str:
    return "".join(f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url({(FONTS / file).as_uri()}); }}\n'
                   for family, weight, file in FACES)


def _own() -> Any:
    """What a page may bring in: pictures inside it, and the fonts of the package."""
    from weasyprint.urls import URLFetcher

    allowed = {(FONTS / file).as_uri() for _, _, file in FACES}

    class Own(URLFetcher):  # type: ignore[misc]    # the package states no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:image/") and url not in allowed:
                raise ValueError(f"a report asks for nothing from outside: {url[:80]}")
            return super().fetch(url, headers)

    return Own()

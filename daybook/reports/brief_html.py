"""The morning brief as one HTML page that needs nothing else: no script and no request."""

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.domain.brand import PLAIN, Brand
from daybook.domain.brief import Brief
from daybook.reports.brief_phrases import (
    MAIN_TILES,
    TileWords,
    cost_note,
    distinct_cautions,
    head,
    source_words,
    tile_words,
)
from daybook.reports.charts import sparkline, trend, waterfall
from daybook.reports.finding_phrases import FindingWords, finding_words
from daybook.reports.localise import in_language
from daybook.reports.plan_phrases import left_out_words, must_words, plan_words, yesterday_words
from daybook.reports.text_columns import clean
from daybook.reports.wording import translator

if TYPE_CHECKING:
    from jinja2 import Environment, Template

TEMPLATES = Path(__file__).resolve().parent / "templates"
LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}


def brief_html(brief: Brief, language: str = "zh", brand: Brand = PLAIN) -> str:
    """The page as text; equal briefs give equal pages.  Text from outside is escaped and cannot steer the page."""
    w = translator(language)
    brief = in_language(brief, w)
    tiles = [tile_words(tile, brief, w) for tile in brief.tiles]
    findings = [finding_words(found, brief, w) for found in brief.findings]
    return page_template("brief.html").render(
        brief=brief, w=w, tag=LANGUAGE_TAGS[language], head=head(brief, w), brand=brand, logo=logo_uri(brand),
        readiness=[source_words(source, brief, w) for source in brief.readiness],
        tiles=[(tile, _sparkline(n, tile)) for n, tile in enumerate(tiles, 1)],
        main_tiles=MAIN_TILES, cautions=distinct_cautions(tiles, w),
        must=[must_words(must, brief, w) for must in brief.must],
        findings=[(said, _bridge(n, said), _trend(n, said, brief)) for n, said in enumerate(findings, 1)],
        movements=[(said, _bridge(len(findings) + n, said)) for n, said in enumerate(
            (finding_words(found, brief, w) for found in brief.movements), 1)],
        plan=[plan_words(line, brief, w) for line in brief.plan],
        left_out=[left_out_words(left) for left in brief.left_out],
        yesterday=[yesterday_words(line, w) for line in brief.yesterday],
        definitions=[(tile.label, tile.note) for tile in tiles if tile.note],
        notes=[note for note in (*brief.notes, cost_note(brief, w)) if note],
    )


def logo_uri(brand: Brand) -> str:
    """The logo inside the page, so that nothing is asked for."""
    return f"data:{brand.media};base64,{base64.b64encode(brand.logo).decode()}" if brand.logo else ""


def page_template(name: str) -> "Template":
    """A page's template, with text from outside escaped."""
    return _environment().get_template(name)


def _sparkline(number: int, tile: TileWords) -> str:
    return sparkline(tile.trend, f"spark-{number}", tile.label, tile.trend_about)


def _bridge(number: int, said: FindingWords) -> str:
    return waterfall(said.bridge, f"bridge-{number}", said.label, said.bridge_about)


def _trend(number: int, said: FindingWords, brief: Brief) -> str:
    found = brief.findings[number - 1]
    band = found.band
    if not band and found.low is not None and found.high is not None and found.trend:
        band = ((found.trend[-1][0], found.low, found.high),)
    return trend(found.trend, f"trend-{number}", said.label, said.trend_about, said.trend_labels, band)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True, finalize=_finalize)


def _finalize(value: Any) -> Any:
    """What a template prints: text loses its control and direction characters; markup is kept as made."""
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value

"""A morning's tile: the number, beside what it is compared with, and where it leads.

A page holds some forty, each with five comparisons: as a template they are nine tenths of what a morning takes, so that here
the markup stands in code.  Texts are escaped where they are put in.
"""

from datetime import date
from html import escape

from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.domain.brief import Tile
from daybook.reports.brief_phrases import Compared, TileWords
from daybook.reports.charts import sparkline
from daybook.reports.wording import Words
from daybook.web.definitions import has_rows, says_of
from daybook.web.pictures import icon_html

#: Metrics that the why page can explain.
EXPLAINED = frozenset({"paid_gmv", "visitors", "payment_cvr", "session_cvr", "spend_per_buyer", "aov", "ad_spend", "ad_gmv",
                       "roas", "refund_rate", "paid_orders", "gmv"})


def tiles_html(tiles: list[tuple[Tile, TileWords]], first: int, shop: int, on: date, w: Words) -> str:
    """Tiles one after the other; `first` numbers their pictures."""
    links = {name: reverse(name, args=[shop, "metric", on]) for name in ("rows", "why_of")}   # asked once
    return "".join(_tile(tile, said, n, links, w) for n, (tile, said) in enumerate(tiles, first))


def _tile(tile: Tile, said: TileWords, n: int, links: dict[str, str], w: Words) -> str:
    explained = said.is_in and tile.metric in EXPLAINED
    return "".join((
        f'<article class="tile{"" if said.is_in else " absent"}">', _head(said, says_of(tile.metric, w)),
        f'<div class="number">{_value(tile, said, links["rows"])}',
        sparkline(said.trend, f"spark-{n}", said.label, said.trend_about), "</div>",
        f'<ul class="compared">{"".join(map(_compared, said.compared))}</ul>' if said.is_in else
        f'<p class="quiet">{escape(said.why)}</p>',
        f"<small>{escape(said.streak)}</small>" if said.streak else "",
        _why(tile, said, links["why_of"]) if explained else "", "</article>\n"))


def _head(said: TileWords, definition: str) -> str:
    hover = definition or said.note
    title = f' title="{escape(hover)}" tabindex="0"' if hover else ""
    return f"<h3><span{title}>{escape(said.label)}</span></h3>"


def _value(tile: Tile, said: TileWords, rows: str) -> str:
    """The number, with its rows behind it where there are any; what is not in says so."""
    exact = f'class="value" title="{escape(said.exact)}"'
    if not said.is_in:
        return f"<span {exact}>{escape(said.missing)}</span>"
    if not has_rows(tile.metric):
        return f"<span {exact}>{escape(said.value)}</span>"
    label = _("%(name)s %(value)s: its rows") % {"name": said.label, "value": said.value}
    return f'<a {exact} href="{_to(rows, tile)}" aria-label="{escape(label)}">{escape(said.value)}</a>'


def _compared(one: Compared) -> str:
    """One comparison: its change in a word, an arrow and a colour; or why there is none."""
    if one.why:
        return f'<li><span class="with">{escape(one.label)} — {escape(one.why)}</span></li>'
    caution = escape(one.caution)
    hover = escape(one.hover) + (f" · {caution}" if caution else "")
    return "".join((
        f'<li title="{hover}"><span class="with">{escape(one.label)}</span> ',
        f'<b class="{escape(one.tone)}">{escape(one.arrow)} {escape(one.text)}</b>',
        f" <small>{escape(one.judged)}</small>" if one.judged else "",
        f' <span class="amber" aria-label="{caution}">!</span>' if caution else "", "</li>"))


def _why(tile: Tile, said: TileWords, why: str) -> str:
    label = escape(_("Why: %(name)s") % {"name": said.label})
    return f'<a class="open" href="{_to(why, tile)}" aria-label="{label}">{icon_html("chevron-right")}</a>'


def _to(link: str, tile: Tile) -> str:
    return link.replace("/metric/", f"/{tile.metric}/", 1)

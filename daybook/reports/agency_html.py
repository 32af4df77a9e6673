"""The agency's page: every shop of a morning on one screen, sorted by the money that moved against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from daybook.domain.brief import Brief, State, Tile
from daybook.reports.brief_html import LANGUAGE_TAGS, page_template
from daybook.reports.brief_phrases import source_words, tile_words
from daybook.reports.files import safe_name
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator

#: The columns: a number, or what a platform has in its place.
LEADING: tuple[tuple[str, ...], ...] = (("paid_gmv",), ("visitors",), ("payment_cvr", "session_cvr"), ("ad_spend",),
                                        ("refund_rate_by_day", "refund_rate"))


@dataclass(frozen=True)
class ShopRow:
    """One shop's line: its page, its first numbers, what is off and what is not in."""

    name: str
    client: str
    platform: str
    page: str
    tiles: tuple[object, ...]
    headline: str
    stake: Decimal
    findings: int
    tasks: int
    waiting: tuple[str, ...]


def agency_html(briefs: Sequence[Brief], language: str = "zh") -> str:
    """The page as text.  Shops with the most money at risk come first; equal briefs give equal pages."""
    w = translator(language)
    said = [in_language(b, w) for b in briefs]
    rows = sorted((_row(b, w) for b in said), key=lambda r: (-r.stake, r.name))
    heads = [next((t for t in (leading_tile(b, m) for b in briefs) if t is not None), None) for m in LEADING]
    shown = [i for i, head in enumerate(heads) if head is not None]
    return page_template("agency.html").render(
        w=w, tag=LANGUAGE_TAGS[language], rows=rows, shown=shown,
        heads=[w.metric(t.metric, t.zh) if t is not None else "" for t in heads],
        on=w.full_day(briefs[0].on) if briefs else "", shops=len(briefs), clients=len({b.client for b in briefs}))


def at_risk(brief: Brief) -> Decimal:
    """Money that findings put at stake, in the shop's currency; without odds, what the paid amount fell by."""
    staked = [f.at_stake.mid for f in brief.findings if f.at_stake is not None and f.direction == "down"]
    if staked:
        return max(staked)
    paid = leading_tile(brief, ("paid_gmv",))
    changes = [c.change for c in paid.comparisons if c.change is not None and c.with_ == "last_week"] if paid else []
    return max((-c for c in changes if c < 0), default=Decimal(0))


def leading_tile(brief: Brief, metrics: tuple[str, ...]) -> Tile | None:
    """The first of some numbers that a brief has: what a platform has in the place of another."""
    return next((t for m in metrics for t in brief.tiles if t.metric == m), None)


def _row(brief: Brief, w: Words) -> ShopRow:
    tiles = tuple(tile_words(t, brief, w) if t is not None else None for t in (leading_tile(brief, m) for m in LEADING))
    first = brief.findings[0] if brief.findings else None
    waiting = tuple(source_words(s, brief, w).name for s in brief.readiness if s.state is not State.IN and s.expected)
    return ShopRow(brief.shop, brief.client, w.name("platform", brief.platform),
                   safe_name(brief.shop) + ("" if w.language == "zh" else ".en") + ".html", tiles,
                   first.words if first else "", at_risk(brief), len(brief.findings), len(brief.plan), waiting)

"""The ads desk's page (S6): the words, plans and search terms of a shop as known on a morning, each judged."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.desks.ads.account import judged_account
from daybook.desks.ads.advice import advised
from daybook.desks.ads.crowds import judged_crowds, untold
from daybook.desks.ads.experiments import OwnBid, number
from daybook.desks.ads.judged import WINDOW, judged_plans, judged_words
from daybook.desks.ads.returns import break_even_roi
from daybook.desks.ads.terms import TermRow, judged_terms
from daybook.desks.ads.trials import CreativeRow, judged_creatives, tested_products
from daybook.desks.ads.units import with_units
from daybook.domain.ad_words import AdsTable
from daybook.domain.brief import State
from daybook.domain.moves.ads import Bid
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.ad_tables import AD_AUDIENCE_PERIOD, AD_CREATIVE_PERIOD
from daybook.facts.engine import Session, reading
from daybook.facts.market_tables import AD_TERM_PERIOD
from daybook.workflows.done_moves import executed
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.seeing import see, whose

#: A report of terms that ended earlier than this says little about today.
TERM_DAYS = 60
SOURCES = ("ad_keyword_day", "ad_plan_day")


def ads_table(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> AdsTable:
    """All that the page of `on` shows, as known at nine of it or at a moment."""
    moment = as_of or shop.moment(on, NINE)

    def read(session: Session) -> AdsTable:
        seen = see(session, [shop], on, moment, reading_for=())[shop.name].seen
        return table_of(seen, _terms(session, seen.on), _creatives(session, seen.reviewed), bids_done(shop, moment),
                        _crowds(session, seen.reviewed))

    return reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, read)


def bids_done(shop: Shop, moment: datetime) -> list[OwnBid]:
    """Bids that receipts say were moved, as known then."""
    return [OwnBid(one.object_id, one.on, was, to) for one in executed(shop, moment)
            if one.kind == Bid.name and (was := number(one.from_)) and (to := number(one.to))]


def table_of(seen: Seen, terms: list[TermRow], creatives: list[CreativeRow] | None = None,
             bids: Sequence[OwnBid] = (), crowds: Sequence[TermRow] = ()) -> AdsTable:
    """The page of one morning, with the rows of its reports of terms, creatives and crowds and the bids that were moved."""
    told = with_units(seen)
    words = judged_words(told, bids)
    period_words, typed = judged_terms(told, terms, words)
    even = break_even_roi(seen)
    of_materials = bool(seen.sliced.get("material", {}).get("material_clicks")) and not seen.sliced.get("keyword", {}).get(
        "keyword_clicks")
    sources = ("ad_material_day",) if of_materials else SOURCES
    told_otherwise = () if words or not period_words else ("ad_keyword_day",)       # a report of a period tells the words
    missing = tuple(t for t in sources if t not in told_otherwise and seen.state(t, seen.reviewed) not in (State.IN, State.PARTIAL))
    plans, account = judged_plans(told, words), judged_account(seen)
    return AdsTable(seen.shop.name, seen.shop.currency, seen.reviewed, words or period_words, plans, typed,
                    None if even is None else even.quantize(Decimal("0.01")), missing, account,
                    judged_creatives(seen, creatives or []), tested_products(seen),
                    advised(told, words or period_words, plans, terms, account), of_materials,
                    judged_crowds(told, crowds), untold(seen, crowds))


def _terms(session: Session, last: date) -> list[TermRow]:
    """The rows of four weeks up to the last day that a report of terms tells, `last` at most: one of "all time" ends on the day
    on which it was exported.  Periods may overlap.  A row that does not tell clicks, spend or orders is not judged: that is
    not 0."""
    view = session.use(AD_TERM_PERIOD, days=(AD_TERM_PERIOD.day, last - timedelta(days=TERM_DAYS), last))
    rows = session.arrow(
        "SELECT plan_id, unit_id, keyword_kind, keyword, term, day, first_on, sum(clicks) AS clicks, sum(ad_spend) AS spend, "
        "sum(coalesce(ad_orders, conversions)) AS orders, sum(ad_gmv) AS gmv "
        f'FROM "{view}" AS told WHERE day > (SELECT max(day) FROM "{view}") - {WINDOW} GROUP BY ALL ORDER BY ALL', []).to_pylist()
    return [TermRow(r["plan_id"], r["unit_id"], r["keyword_kind"], r["keyword"], r["term"], r["day"],
                    (r["day"] - r["first_on"]).days + 1 if r["first_on"] else 1,
                    Decimal(r["clicks"]), Decimal(r["spend"]), Decimal(r["orders"]),
                    None if r["gmv"] is None else Decimal(r["gmv"]), r["first_on"])
            for r in rows if None not in (r["clicks"], r["spend"], r["orders"])]


def _creatives(session: Session, last: date) -> list[CreativeRow]:
    """The rows of four weeks of reports of creatives that tell views, clicks and spend; a period inside another is left out."""
    view = session.use(AD_CREATIVE_PERIOD, days=(AD_CREATIVE_PERIOD.day, last - timedelta(days=WINDOW - 1), last))
    rows = session.arrow(
        "SELECT plan_id, item_id, creative_id, max(creative) AS name, day, min(coalesce(first_on, day)) AS first, "
        "sum(impressions) AS shown, sum(clicks) AS clicks, sum(ad_spend) AS spend, "
        "sum(cart_units) + sum(coalesce(favorites, 0)) AS carts "
        f'FROM "{view}" GROUP BY plan_id, item_id, creative_id, day ORDER BY day DESC, first', []).to_pylist()
    found: list[CreativeRow] = []
    earliest: dict[tuple[str, str, str], date] = {}
    for r in rows:
        key = (r["plan_id"], r["item_id"], r["creative_id"])
        if None not in (r["shown"], r["clicks"], r["spend"]) and r["day"] < earliest.get(key, date.max):
            earliest[key] = r["first"]
            found.append(CreativeRow(*key, r["name"] or r["creative_id"], r["day"], Decimal(r["shown"]),
                                     Decimal(r["clicks"]), Decimal(r["spend"]),
                                     None if r["carts"] is None else Decimal(r["carts"])))
    return found


def _crowds(session: Session, last: date) -> list[TermRow]:
    """The rows of four weeks of reports of crowds (人群) that tell clicks, spend and orders."""
    view = session.use(AD_AUDIENCE_PERIOD, days=(AD_AUDIENCE_PERIOD.day, last - timedelta(days=WINDOW - 1), last))
    rows = session.arrow(
        "SELECT plan_id, unit_id, audience, day, min(coalesce(first_on, day)) AS first, sum(clicks) AS clicks, "
        "sum(ad_spend) AS spend, sum(ad_orders) AS orders, sum(ad_gmv) AS gmv "
        f'FROM "{view}" GROUP BY plan_id, unit_id, audience, day ORDER BY ALL', []).to_pylist()
    known = [r for r in rows if None not in (r["clicks"], r["spend"], r["orders"])]
    return [TermRow(r["plan_id"], r["unit_id"], "", r["audience"], "", r["day"], (r["day"] - r["first"]).days + 1,
                    Decimal(r["clicks"]), Decimal(r["spend"]), Decimal(r["orders"]),
                    None if r["gmv"] is None else Decimal(r["gmv"]), r["first"]) for r in known]

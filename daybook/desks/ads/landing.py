"""Pages behind ads that stopped opening: clicks are paid as ever and hardly anybody arrives."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.ads.findings import Days, named, tide_of, usual_mean, worth_each
from daybook.desks.ads.units import is_paid
from daybook.desks.gain import CENT, minutes, recovered, rule
from daybook.domain.brief import BriefFinding, Cause, Gain, State, Unit
from daybook.domain.said import Said
from daybook.domain.seen import Scope, Seen
from daybook.domain.work import Pull, Role, Suggestion

BROKEN = "ads.landing_broken"
TABLE = "product_source_day"
#: What ads of each kind count as clicks, the narrowest first.
CLICKS = (("keyword", "keyword_clicks"), ("material", "material_clicks"), ("plan", "clicks"))


def find_broken_landings(seen: Seen) -> Iterator[BriefFinding]:
    """Items whose visitors of a paid source fell under A-LANDING's share of usual while the clicks of their ads stood.

    Only where the day's visitors are in whole: an item without a line then had none.  At stake: what the visitors who did
    not arrive usually buy; the clicks are paid either way.
    """
    if seen.state(TABLE, seen.reviewed) is not State.IN:
        return
    visitors = _by_item(seen, "visitors")
    found = [one for key, days in visitors.items() if (one := _broken(seen, key, days)) is not None]
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found


def _by_item(seen: Seen, metric: str) -> dict[tuple[str, str], dict[date, Decimal]]:
    """(item, paid source) -> day -> value, over devices."""
    found: dict[tuple[str, str], dict[date, Decimal]] = {}
    for scope, days in seen.sliced.get("product_source", {}).get(metric, {}).items():
        item, source = dict(scope).get("item_id", ""), dict(scope).get("source", "")
        if item and is_paid((("source", source),)):
            own = found.setdefault((item, source), {})
            for day, value in days.items():
                own[day] = own.get(day, Decimal(0)) + value
    return found


def _broken(seen: Seen, key: tuple[str, str], days: Days) -> BriefFinding | None:
    now, mean = days.get(seen.reviewed, Decimal(0)), usual_mean(days, seen.reviewed)
    if mean is None or mean < rule("A-LANDING", "visitors") or now >= rule("A-LANDING", "share") * mean:
        return None
    clicks, alone = _clicks_of(seen, key[0])
    came, usual = clicks.get(seen.reviewed), usual_mean(clicks, seen.reviewed)
    if came is None or not usual or came < rule("A-LANDING", "clicks") * usual:
        return None
    expected = mean * (came / usual if alone else tide_of(seen))
    return _finding(seen, key, (now, expected, came), _lost(seen, key, days, expected - now))


def _clicks_of(seen: Seen, item: str) -> tuple[Days, bool]:
    """Clicks of an item's words, and that they are its own; where words do not tell their item, those of all ads."""
    for dimension, metric in CLICKS:
        told = seen.sliced.get(dimension, {}).get(metric, {})
        if told:
            own = {scope: days for scope, days in told.items() if dict(scope).get("item_id") == item}
            return _added(own or told), bool(own)
    return {}, False


def _added(of: Mapping[Scope, Days]) -> dict[date, Decimal]:
    found: dict[date, Decimal] = {}
    for days in of.values():
        for day, value in days.items():
            found[day] = found.get(day, Decimal(0)) + value
    return found


def _lost(seen: Seen, key: tuple[str, str], visitors: Days, missing: Decimal) -> Decimal | None:
    """What the missing visitors usually buy: by amount, or by orders at the shop's amount an order; None where neither is told."""
    gmv = _by_item(seen, "paid_gmv").get(key)
    if gmv:
        return (missing * worth_each(gmv, visitors, seen.reviewed)).quantize(CENT)
    paid, orders = seen.value("paid_gmv", seen.reviewed), seen.value("paid_orders", seen.reviewed)
    sold = _by_item(seen, "paid_sessions").get(key, {})
    if not sold or not paid or not orders:
        return None
    return (missing * worth_each(sold, visitors, seen.reviewed) * paid / orders).quantize(CENT)


def _finding(seen: Seen, key: tuple[str, str], told: tuple[Decimal, Decimal, Decimal], lost: Decimal | None) -> BriefFinding:
    item, source = key
    now, usual, clicks = (n.quantize(Decimal(1)) for n in told)
    scope = named((("item_id", item), ("source_1", source)))
    return BriefFinding(
        id=f"{BROKEN}.{item}.{source}", kind=BROKEN, metric="visitors", zh="访客数", unit=Unit.COUNT, scope=scope, direction="down",
        measured=now, base_kind="usual", base=usual, odds_noise=None,
        at_stake=None if lost is None else Gain(
            (lost * 2 / 3).quantize(CENT), lost, (lost * 4 / 3).quantize(CENT), seen.shop.currency),
        since=seen.reviewed, urgency="now", causes=(Cause("event", scope, now - usual),), sources=("ads",),
        words=Said("ads were clicked {clicks} times and {now} visitors of {source} arrived at {item}, usually {usual}: the page "
                   "behind the ads does not open", clicks=clicks, now=now, source=source, item=_title(seen, item), usual=usual))


def _title(seen: Seen, item: str) -> str:
    return seen.names.get("item_id", {}).get(item) or item


def mend_landing(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Open the page from the ad and mend its link; until it opens, its words and materials are paused."""
    item = dict(found.scope).get("item_id", "")
    yield Suggestion(
        id=f"fix_landing.{item}", findings=(found.id,), move="fix_landing",
        what=Said("Mend the page behind the ads of {item}; pause them until it opens", item=_title(seen, item)),
        object_kind="item", object_id=item, object=item, from_=Said("does not open from the ad"), to=Said("opens"), role=Role.ADS,
        minutes=minutes("ads"), gain=recovered(seen, found.at_stake), where=Said("ad console: the landing page of this item's ads"),
        how="by hand", risk=Said("paused ads lose their rank"), evidence=found.words,
        check_on=seen.on + timedelta(days=1), pull=Pull.MORE_TRAFFIC)

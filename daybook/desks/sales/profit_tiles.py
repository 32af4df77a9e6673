"""Contribution and break-even ROI in the first row of the morning; money whose cost is not known is named beside them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from daybook.calendar.days import comparison_days
from daybook.calendar.events import is_fair_base
from daybook.desks.sales.own_events import own_events
from daybook.desks.sales.target import compare_with_target
from daybook.desks.sales.tiles import NOT_IN_YET, SHARE_STEP, country_of, tiles
from daybook.desks.worth import any_whole_site
from daybook.domain.brief import Comparison, State, Tile, Unit
from daybook.domain.profit import Profit
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen

CENT = Decimal("0.01")
CONTRIBUTION, BEFORE_ADS, BREAK_EVEN = "contribution", "contribution_before_ads", "break_even_roi"
Of = Callable[[Profit], Decimal | None]


def first_row(seen: Seen) -> Iterator[Tile]:
    """The tiles in the trade's order, with break-even after the ad return and contribution after the refunds."""
    made = list(tiles(seen))
    if seen.profit is None:
        yield from made
        return
    after = max((n for n, tile in enumerate(made) if tile.metric in FIRST_ROW), default=0)
    for n, tile in enumerate(made):
        if tile.metric == "roas":
            yield replace(tile, note=_join(tile.note, _beside(seen, seen.profit)))
            yield break_even_tile(seen, seen.profit)
        else:
            yield tile
        if n == after:
            yield from contribution_tiles(seen, seen.profit)


#: What stands before the contribution: sales, traffic, conversion, ads and refunds of the first row.
FIRST_ROW = frozenset({"paid_gmv", "visitors", "payment_cvr", "session_cvr", "spend_per_buyer", "ad_spend", "roas",
                       "refund_rate"})


def contribution_tiles(seen: Seen, profit: Profit) -> Iterator[Tile]:
    """Contribution after ads; where that is not known, also what is known of it before ads."""
    note = _join(Said("What is left after goods, refunds, fees, freight and ads."), _coverage(profit))
    yield _tile(seen, CONTRIBUTION, "贡献毛利", Unit.MONEY, lambda p: p.after_ads, note)
    if profit.after_ads is None and profit.before_ads is not None:
        yield _tile(seen, BEFORE_ADS, "贡献毛利(未扣推广)", Unit.MONEY, lambda p: p.before_ads,
                    _join(Said("What is left after goods, refunds, fees and freight, ads not taken off."),
                          _coverage(profit)))


def break_even_tile(seen: Seen, profit: Profit) -> Tile:
    """The ROI at which one more yuan of ads earns nothing, on paid GMV; the one on net GMV is in the note."""
    net = "" if profit.break_even_net_roi is None else Said(
        "On GMV after refunds: {roi}.", roi=profit.break_even_net_roi.quantize(CENT))
    note = _join(Said("Paid GMV over contribution before ads: below it ads lose money."), _join(net, _coverage(profit)))
    return _tile(seen, BREAK_EVEN, "保本ROI", Unit.RATIO, lambda p: p.break_even_roi, note)


def _tile(seen: Seen, metric: str, zh: str, unit: Unit, of: Of, note: str) -> Tile:
    profit = seen.profit
    value = of(profit) if profit else None
    read = min((line.read_at for line in seen.readiness if line.read_at and line.source in ("orders", "order_lines")),
               default=None)
    return Tile(metric, zh, unit, value, why_not="" if value is not None else _why_not(seen, metric, profit),
                currency=seen.shop.currency if unit is Unit.MONEY else "", read_at=read,
                comparisons=tuple(_comparisons(seen, metric, of, value)), note=note,
                higher_is_better=metric != BREAK_EVEN)


def _comparisons(seen: Seen, metric: str, of: Of, value: Decimal | None) -> Iterator[Comparison]:
    """Yesterday and the same weekday last week, where the same part of both days has a known cost; and the target."""
    both = comparison_days(seen.reviewed)
    for name, day in (("yesterday", both.yesterday), ("last_week", both.same_weekday_last_week)):
        earlier = seen.earlier_profits.get(day)
        before = of(earlier) if earlier else None
        if value is None or before is None:
            why = _why_not(seen, metric, seen.profit if value is None else earlier)
            yield Comparison(name, day, before, why_not=why)
        elif seen.state("orders", seen.reviewed) is State.PARTIAL:
            yield Comparison(name, day, before, why_not=Said("the day is not complete in the file"))
        elif metric == BEFORE_ADS and not _whole(seen.profit, earlier):
            yield Comparison(name, day, before, why_not=Said("costs are known for different parts of the two days"))
        else:
            rate = ((value - before) / before).quantize(SHARE_STEP) if before > 0 else None
            yield Comparison(name, day, before, value - before, rate, caution=is_fair_base(
                seen.reviewed, day, seen.shop.platform, country_of(seen), own_events(seen)) or "")
    if metric == CONTRIBUTION and seen.given.target(metric, seen.reviewed, seen.reviewed) is not None:
        yield compare_with_target(seen, metric, value, country_of(seen), _why_not(seen, metric, seen.profit)
                                  if value is None else "")


def _whole(*profits: Profit | None) -> bool:
    return all(p is not None and p.gmv_cost_known == p.gmv for p in profits)


def _why_not(seen: Seen, metric: str, profit: Profit | None) -> str:
    """Why there is no number: what is missing, by name."""
    if profit is None:
        return NOT_IN_YET["orders"]
    why = [w for w in profit.why_not if metric == CONTRIBUTION or getattr(w, "template", w) not in OF_ADS]
    said = ""
    for one in why:
        said = _join(said, one, "{first}; {second}")
    return said or Said("the exports do not tell")


#: Sentences on the ads' part, which say nothing of a number before ads.
OF_ADS = ("ad spend is not known: only the contribution before ads is given",
          "some costs are not known: the ads' part cannot be taken off")


def _coverage(profit: Profit) -> str:
    """The GMV whose cost is not known, in money, with the products; "" where every cost is known."""
    unknown = profit.gmv - profit.gmv_cost_known
    if not unknown:
        return ""
    money = Amount(unknown, "money", profit.currency)
    if not profit.without_cost:
        return Said("{money} of GMV has no known cost and is not in it.", money=money)
    return Said("{money} of GMV has no known cost and is not in it: {things}.", money=money,
                things=", ".join(profit.without_cost[:3]) + (" …" if len(profit.without_cost) > 3 else ""))


def _beside(seen: Seen, profit: Profit) -> str:
    """Break-even beside the ad return, where the two may be compared."""
    if profit.break_even_roi is None:
        return ""
    if any_whole_site(seen):
        return Said("Not held against break-even: whole-site promotion counts organic sales.")
    return Said("Break-even is {even}.", even=profit.break_even_roi.quantize(CENT))


def _join(first: str, second: str, between: str = "{first} {second}") -> str:
    if not first or not second:
        return first or second
    return Said("{first}; {second}", first=first, second=second) if ";" in between else Said(
        "{first} {second}", first=first, second=second)

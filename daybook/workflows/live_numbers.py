"""The numbers of one show by the registry's own definitions: from its row of the list, else added up from its minutes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from daybook.domain.live import LiveNumber
from daybook.metrics.definitions import live
from daybook.metrics.metric import Definition, Metric, Ratio
from daybook.metrics.reported import reading_of
from daybook.workflows.live_shows import ShowFacts

#: In the order in which a show is read: shown, entered, talked, saw, clicked, paid, worth, paid for, sent back.
NUMBERS: tuple[Definition, ...] = (
    live.LIVE_IMPRESSIONS, live.LIVE_VIEWS, live.LIVE_VIEWERS, live.LIVE_ENTRY_RATE, live.LIVE_WATCH_MINUTES,
    live.LIVE_COMMENTS, live.LIVE_COMMENT_RATE,
    live.LIVE_NEW_FOLLOWERS, live.LIVE_ITEM_EXPOSURE_RATE, live.ITEM_CLICK_RATE, live.LIVE_CLICK_TO_PAID_RATE,
    live.LIVE_PAYMENT_CVR, live.LIVE_PAID_ORDERS, live.LIVE_PAID_GMV, live.GPM, live.LIVE_UV_VALUE, live.LIVE_AD_SPEND,
    live.LIVE_AD_SHARE, live.LIVE_HOUR_REFUNDED, live.LIVE_REFUNDED, live.LIVE_REFUND_RATE)
#: What minutes add up to, where the list is not in yet; people are counted once by the list alone.
FROM_MINUTES = {"views": "entered", "comments": "comments", "new_followers": "new_followers", "paid_orders": "paid_orders",
                "paid_amount": "paid_amount"}


def numbers_of(show: ShowFacts) -> tuple[LiveNumber, ...]:
    """Every number of a show; None where neither the list nor the minutes tell it."""
    row = show.session or _added(show)
    return tuple(LiveNumber(d.name, d.unit, _value(d, row)) for d in NUMBERS)


def _value(definition: Definition, row: Mapping[str, Any]) -> Decimal | None:
    if isinstance(definition, Ratio):
        over, under = _value(definition.over, row), _value(definition.under, row)
        return None if over is None or not under else over * definition.times / under
    return _read(definition, row)


def _read(metric: Metric, row: Mapping[str, Any]) -> Decimal | None:
    value = row.get(reading_of(metric).column)
    return None if value is None else Decimal(value)


def _added(show: ShowFacts) -> Mapping[str, Any]:
    found = {}
    for column, name in FROM_MINUTES.items():
        told = [m[name] for m in show.minutes if m[name] is not None]
        found[column] = sum(told) if told else None
    return found

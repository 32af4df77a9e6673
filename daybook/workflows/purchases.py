"""Purchases of shops as columns of numbers, as the methods of buyers take them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from daybook.domain.given import Given
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.metrics.buyer_book import purchases_of
from daybook.metrics.recount import name_excluded
from daybook.rulebook.reading import load

if TYPE_CHECKING:
    import pyarrow as pa

Ints = npt.NDArray[np.int64]
#: What is not known of a number.
UNKNOWN = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Purchases:
    """Paid orders of one shop, one entry each in the order of days.  Money is in ten-thousandths, days since 1970-01-01.

    `buyer` is a number for each recognisable buyer (a place in `ids`), -1 without one; `region` a place in `regions`, -1 untold;
    `hour`, `discount`, `units` and `margin` are UNKNOWN where not told.  `refunded` is what was paid back so far.  `margin` is
    what goods left: net less the cost of what stayed with the buyer.  The lines: `line_order` is the place of the order, `item`
    that of the item in `items`.
    """

    buyer: Ints
    day: Ints
    hour: Ints
    paid: Ints
    refunded: Ints
    discount: Ints
    units: Ints
    margin: Ints
    region: Ints
    ids: tuple[str, ...]
    regions: tuple[str, ...]
    line_order: Ints
    item: Ints
    items: tuple[str, ...]
    titles: Mapping[str, str]

    @property
    def net(self) -> Ints:
        return np.asarray(self.paid - self.refunded)


def read_purchases(session: Session, shops: Sequence[Shop], on: date, givens: Mapping[str, Given]) -> dict[str, Purchases]:
    """shop -> its paid orders, those that were excluded left out, at the unit costs of the day before `on`.

    A shop without a paid order is left out.
    """
    import pyarrow.compute as pc

    name_excluded(session, {name: given.exclusions.keys() for name, given in givens.items()})
    day = on - timedelta(days=1)
    costs = {(name, sku): str(cost.unit_cost) for name, given in givens.items() for sku in {c.sku for c in given.costs}
             if (cost := given.unit_cost(sku, day)) is not None}
    orders, lines = purchases_of(session, [s.name for s in shops], on, int(load().value("B-READ", "days")), costs)
    return {name: _of_shop(orders.filter(pc.equal(orders["shop"], name)), lines.filter(pc.equal(lines["shop"], name)))
            for name in sorted(pc.unique(orders["shop"]).to_pylist())}


def _of_shop(orders: "pa.Table", lines: "pa.Table") -> Purchases:
    buyer, ids = _coded(orders["buyer_id"])
    region, regions = _coded(orders["region"])
    item, items = _coded(lines["item"])
    numbers = {n: _numbers(orders[n]) for n in ("day", "hour", "paid", "refunded", "discount", "units", "margin")}
    titles = dict(zip(lines["item"].to_pylist(), lines["title"].to_pylist(), strict=True)) if lines.num_rows else {}
    return Purchases(buyer=buyer, region=region, ids=ids, regions=regions, line_order=_numbers(lines["place"]), item=item,
                     items=items, titles={k: v or k for k, v in titles.items()}, **numbers)


def _numbers(column: "pa.ChunkedArray") -> Ints:
    import pyarrow as pa
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(column.cast(pa.int64()), UNKNOWN).to_numpy(), dtype=np.int64)


def _coded(column: "pa.ChunkedArray") -> tuple[Ints, tuple[str, ...]]:
    """Numbers for texts, in the order of the texts, and the texts; -1 for none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = sorted(t for t in pc.unique(column).to_pylist() if t is not None)
    found = pc.index_in(column, value_set=pa.array(texts, pa.string()))
    return np.asarray(pc.fill_null(found.cast(pa.int64()), -1).to_numpy(), dtype=np.int64), tuple(texts)

"""Rows of a shop's exports, looked up one object at a time: its case, what it shows, what was paid for it, its events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.domain.given import Given
from daybook.domain.moves.move import Fields, Move
from daybook.domain.moves.orders import Ship
from daybook.domain.moves.stock import StockCorrection
from daybook.domain.shop import Shop
from daybook.domain.situation import Case, Window
from daybook.facts.engine import Answer, Session, reading
from daybook.workflows.case_seen import allocated, case_seen, shop_score
from daybook.workflows.exported import exported
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.price_facts import PRICE_DAYS, lowest_of, signups, sku_prices
from daybook.workflows.price_others import Elsewhere, others_of
from daybook.workflows.price_windows import Signup
from daybook.workflows.seeing import whose
from daybook.workflows.told import Told


@dataclass(frozen=True)
class Ledger:
    """What exports say of the prices of one object, in this shop and of its product elsewhere."""

    paid: Mapping[date, Decimal] = field(default_factory=dict)
    elsewhere: Mapping[date, Decimal] = field(default_factory=dict)
    signed: tuple[Signup, ...] = ()
    across: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Exports:
    """Rows of a shop's exports, looked up one object at a time; the prices of one are read once."""

    house: House
    shop: Shop
    sent: Mapping[str, str]                  # tracking number -> order, of what left through this house
    _ledgers: dict[tuple[str, str], Ledger] = field(default_factory=dict)

    def case(self, move: Move, told: Told) -> Case:
        others = frozenset(number for number, order in self.sent.items() if order != move.object_id)
        return self._read(lambda session: case_seen(session, move, told, others))

    def allocated(self, move: StockCorrection) -> int | None:
        return self._read(lambda session: allocated(session, move))

    def shown(self, move: Move, since: datetime | None) -> Fields | None:
        return self._read(lambda session: exported(session, self.shop, move, since))

    def score(self) -> Decimal | None:
        last = self.shop.day_of(self.house.now())
        return self._read(lambda session: shop_score(session, last))

    def prices(self, given: Given, item: str, sku: str) -> Ledger:
        """The lowest price of each day that is over, here and elsewhere, and the events that were filed."""
        if (item, sku) not in self._ledgers:
            self._ledgers[item, sku] = self._prices(given, item, sku)
        return self._ledgers[item, sku]

    def _prices(self, given: Given, item: str, sku: str) -> Ledger:
        today = self.shop.day_of(self.house.now())
        first, last = today - timedelta(days=PRICE_DAYS), today - timedelta(days=1)
        others = others_of(self.house, self.shop, given, item, sku)

        def read(session: Session) -> Ledger:
            own = sku_prices(session, first, last, sorted(given.exclusions), [(item, sku)]).get(self.shop.name, ())
            links = sorted({link for one in others for link in one.links})
            signed = signups(session, today)
            away = Elsewhere(sku_prices(session, first, last, (), links) if links else {}, signed)
            return Ledger(lowest_of(own), away.lowest(others), tuple(s for s in signed.get(self.shop.name, ()) if s[0] == item),
                          away.windows(others))

        shops = [self.shop, *(one.shop for one in others)]
        return reading(self.house.lake, self.house.books, whose(shops), self.house.now(), ALL_TABLES, read)

    def _read(self, work: Callable[[Session], Answer]) -> Answer:
        house = self.house
        return reading(house.lake, house.books, whose([self.shop]), house.now(), ALL_TABLES, work)


def sent_under(shop: Shop, now: datetime) -> dict[str, str]:
    """Tracking number -> order of every parcel that left a shop through this house."""
    from daybook.records import models

    rows = models.Proposal.objects.filter(shop__name=shop.name, move=Ship.name, attempts__at__lte=now).distinct()
    return {row.content["tracking"]: row.object_id for row in rows}

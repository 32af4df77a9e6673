"""Whether a file belongs to the shop that it was dropped for: by the names it states and the orders it holds."""

from collections.abc import Sequence

from daybook.domain.errors import WrongShop
from daybook.domain.shop import Shop
from daybook.facts.engine import Scope, open_session
from daybook.facts.load import FOREVER
from daybook.facts.tables import ORDERS
from daybook.sources.reader import Parsed
from daybook.workflows.house import ALL_TABLES, House

#: Platform order numbers are long; shorter ones (#1001) are counted anew in every shop and prove nothing.
TELLING_DIGITS = 10
LOOKED_AT = 500


def check_shop(house: House, shop: Shop, parsed: Sequence[Parsed], file: str) -> None:
    """Raises WrongShop when the file states another shop's name, or holds orders that another shop has."""
    _check_names(shop, parsed, file)
    _check_orders(house, shop, parsed, file)


def _check_names(shop: Shop, parsed: Sequence[Parsed], file: str) -> None:
    from daybook.records import models

    stated = {n for p in parsed for n in p.shop_names}
    if not stated or shop.name in stated:
        return
    elsewhere = models.Shop.objects.filter(name__in=stated).exclude(name=shop.name).values_list("name", flat=True)
    learned: dict[str, set[str]] = {}
    for name, names in models.Landing.objects.filter(state="loaded").exclude(shop_names=[]).values_list(
            "shop__name", "shop_names"):
        learned.setdefault(name, set()).update(names)
    others = {name for name, names in learned.items() if name != shop.name and names & stated} | set(elsewhere)
    own = learned.get(shop.name)
    if others or (own and not own & stated):
        raise WrongShop(f"the file is of {', '.join(sorted(stated))}", where=file, next_step=(
            f"ingest it for {sorted(others)[0]}" if others else f"check the shop: {shop.name} was "
            f"{', '.join(sorted(own or ()))} in earlier files"))


def _check_orders(house: House, shop: Shop, parsed: Sequence[Parsed], file: str) -> None:
    """Only shops of the same client are looked into: other clients' orders are none of this file's business."""
    ids = [i for p in parsed for b in p.batches if b.table is ORDERS
           for i in b.rows["order_id"].slice(0, LOOKED_AT).to_pylist()]
    telling = [i for i in ids if i.isdigit() and len(i) >= TELLING_DIGITS]
    others = {s.name: s.client for s in house.shops() if s.client == shop.client and s.name != shop.name}
    if not telling or not others:
        return
    with open_session(house.lake, house.books, Scope(others), FOREVER, ALL_TABLES) as session:
        marks = ", ".join("?" for _ in telling)
        found = session.arrow(f"SELECT shop, count(*) AS n FROM {session.use(ORDERS)} WHERE order_id IN ({marks}) "
                              "GROUP BY shop ORDER BY n DESC LIMIT 1", telling).to_pylist()
    if found:
        raise WrongShop(f"{found[0]['n']} of its first {len(telling)} orders are orders of shop {found[0]['shop']}",
                        where=file, next_step=f"ingest it for {found[0]['shop']}, or export it again for {shop.name}")

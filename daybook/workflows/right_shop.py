"""Whether a file belongs to the shop that it was dropped for: by its platform, the names it states and the orders it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from daybook.domain.errors import WrongShop
from daybook.domain.shop import Platform, Shop
from daybook.facts.engine import Scope, open_session
from daybook.facts.load import FOREVER
from daybook.facts.tables import ORDERS
from daybook.sources.reader import Parsed
from daybook.sources.readers import READERS
from daybook.workflows.house import ALL_TABLES, House

#: Platform order numbers are long; shorter ones (#1001) are counted anew in every shop and prove nothing.
TELLING_DIGITS = 10
LOOKED_AT = 500
#: Reader -> the platforms whose own export it is.  Files of ad networks and of the house are of any shop.
EXPORTED_BY = {r.name: r.platforms for r in READERS if r.name.partition(".")[0] in set(Platform)}


@dataclass(frozen=True)
class Suspect:
    """A file that was read, by its landing, with order numbers that prove whose it is."""

    landing: str
    file: str
    shop: Shop
    orders: tuple[str, ...]


def suspect(landing: str, file: str, shop: Shop, parsed: Sequence[Parsed]) -> Suspect:
    """The telling order numbers of a file's first orders; none where numbers are counted anew in every shop."""
    ids = [i for p in parsed for b in p.batches if b.table is ORDERS
           for i in b.rows["order_id"].slice(0, LOOKED_AT).to_pylist()]
    return Suspect(landing, file, shop, tuple(i for i in ids if i.isdigit() and len(i) >= TELLING_DIGITS))


def check_platform(house: House, shop: Shop, parsed: Sequence[Parsed], file: str) -> None:
    """Raises WrongShop when the file is an export of another platform; a shop of platform "other" takes any."""
    if shop.platform == Platform.OTHER:
        return
    for of in (EXPORTED_BY.get(p.reader, ()) for p in parsed):
        if of and shop.platform not in of:
            fitting = [s.name for s in house.shops() if s.client == shop.client and s.platform in of]
            raise WrongShop(f"such a file comes from {'/'.join(of)}, {shop.name} sells on {shop.platform}", where=file, next_step=(
                f"ingest it for {' or '.join(fitting)}" if fitting else
                f"ingest it for a shop of {'/'.join(of)}, or say with --mapping how it is read for {shop.name}"))


def check_names(shop: Shop, parsed: Sequence[Parsed], file: str) -> None:
    """Raises WrongShop when the file states another shop's name."""
    from daybook.records import models

    stated = {n for p in parsed for n in p.shop_names}
    if not stated or _stated_before(shop, stated):
        return
    elsewhere = models.Shop.objects.filter(name__in=stated).exclude(name=shop.name).values_list("name", flat=True)
    if elsewhere and shop.name in stated:
        raise WrongShop(f"the file holds rows of several shops: {', '.join(sorted(stated))}", where=file,
                        next_step="export it again, one file per shop")
    if shop.name in stated:
        return
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


def _stated_before(shop: Shop, stated: set[str]) -> bool:
    """Whether a file of this shop that states exactly these names was loaded before: the usual case, told quickly."""
    from daybook.records import models

    return len(stated) == 1 and models.Landing.objects.filter(
        shop__name=shop.name, state="loaded", shop_names=sorted(stated)).exists()


def check_orders(house: House, suspects: Sequence[Suspect]) -> dict[str, WrongShop]:
    """landing -> why it is another shop's: its orders are known there.  One look per client for all files.

    Only shops of the same client are looked into: other clients' orders are none of these files' business.
    """
    found: dict[str, WrongShop] = {}
    shops = house.shops()
    for client in sorted({s.shop.client for s in suspects}):
        own = {s.name: s.client for s in shops if s.client == client}
        mine = [s for s in suspects if s.shop.client == client and s.orders]
        if len(own) > 1 and mine:
            found |= _known_elsewhere(house, Scope(own), mine)
    return found


def _known_elsewhere(house: House, scope: Scope, suspects: Sequence[Suspect]) -> dict[str, WrongShop]:
    import pyarrow as pa

    asked = pa.table({"landing": [s.landing for s in suspects for _ in s.orders],
                      "own": [s.shop.name for s in suspects for _ in s.orders],
                      "order_id": [o for s in suspects for o in s.orders]})
    with open_session(house.lake, house.books, scope, FOREVER, ALL_TABLES) as session:
        session.con.register("asked", asked)
        rows = session.arrow(
            f"SELECT a.landing, o.shop, count(*) AS n FROM asked a JOIN {session.use(ORDERS)} o "
            "ON o.order_id = a.order_id AND o.shop <> a.own GROUP BY a.landing, o.shop ORDER BY n").to_pylist()
    by_landing = {s.landing: s for s in suspects}
    return {row["landing"]: WrongShop(
        f"{row['n']} of its first {len(by_landing[row['landing']].orders)} orders are orders of shop {row['shop']}",
        where=by_landing[row["landing"]].file,
        next_step=f"ingest it for {row['shop']}, or export it again for {by_landing[row['landing']].shop.name}",
    ) for row in rows}

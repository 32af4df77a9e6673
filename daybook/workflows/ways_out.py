"""Which writer carries a move: the shop's API where one takes it, else an upload sheet, else a person's hands."""

from collections.abc import Callable, Mapping
from functools import partial

from daybook.actions.writers.by_hand import ByHand
from daybook.actions.writers.shopify import Shopify
from daybook.actions.writers.upload_sheet import LAYOUTS, UploadSheet
from daybook.actions.writers.vendure import Vendure
from daybook.actions.writers.writer import Writer
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.move import Fields, Move, Way
from daybook.domain.said import Said
from daybook.domain.shop import Platform, Shop
from daybook.sources.api import SERVICES
from daybook.sources.credentials import has_any, secrets
from daybook.workflows.house import House

#: Platforms whose API can be written, with the name of the credential.
APIS: Mapping[Platform, tuple[str, Callable[[Callable[[], Mapping[str, str]]], Writer]]] = {
    Platform.VENDURE: ("vendure", Vendure.of), Platform.SHOPIFY: ("shopify", Shopify.of)}
#: Where upload sheets lie in the data folder.
SHEETS = "sheets"
Shown = Callable[[Move], Fields | None]


def writer_of(house: House, shop: Shop, move: Move, way: Way | None = None, shown: Shown | None = None) -> Writer:
    """The writer of a move, by the way wished or the best one that takes it; `shown` is what exports say of objects.

    Without a way, a sheet is only made of what an export shows, since nobody looks before it overwrites.
    Raises WrongUsage when the way wished does not take such a move.
    """
    for writer in _writers(house, shop, shown or _nothing):
        if writer.takes(move) and way in (None, writer.way):
            if way is None and writer.way is Way.SHEET and writer.read(move, "") is None:
                continue
            return writer
    raise WrongUsage(Said("{move} of {shop} does not leave {way}", move=move.called(), shop=shop.name,
                          way=way.value if way else ""), next_step="leave the way out, or do it by hand")


def _writers(house: House, shop: Shop, shown: Shown) -> list[Writer]:
    found: list[Writer] = []
    api = APIS.get(shop.platform)
    if api is not None:
        service = next(s for s in SERVICES[shop.platform] if s.name == api[0])
        if has_any(house.home_id, shop.name, service):
            found.append(api[1](partial(secrets, house.home_id, shop.name, service)))
    if shop.platform in LAYOUTS:
        found.append(UploadSheet(shop.platform, house.home / SHEETS / shop.name, shown))
    return [*found, ByHand(shown)]


def _nothing(move: Move) -> Fields | None:
    return None

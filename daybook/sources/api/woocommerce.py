"""WooCommerce over its REST API v3: orders by their time of change, refunds by when they were made, products as they stand.

An order that changes while pages are turned moves to the end; each page therefore begins behind the last moment seen,
not at a page number.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from daybook.domain.errors import BusyPlatform
from daybook.sources.api.feed import PIECE_PAGES, Access, Asked, Piece, Service, piece_of
from daybook.sources.api.pages import moment_of, settled
from daybook.sources.api.transport import Answer, Request

#: The API's greatest per_page.
PAGE = 100
SECOND = timedelta(seconds=1)
#: Fields read of an order and of a refund: no names, streets or phones.
ORDER = ("id,number,status,currency,date_created_gmt,date_modified_gmt,date_paid_gmt,date_completed_gmt,total,total_tax,"
         "shipping_total,shipping_tax,discount_total,discount_tax,created_via,refunds,line_items,"
         "billing.email,billing.country,billing.state,billing.city,shipping.country,shipping.state,shipping.city")
PRODUCT = "id,name,type,status,sku,price,regular_price,manage_stock,stock_quantity,images,categories,variations"
VARIATION = "id,sku,price,regular_price,manage_stock,stock_quantity,attributes,status"
REFUND = "id,parent_id,date_created_gmt,amount,reason,line_items"


def ask(access: Access, path: str, query: dict[str, str]) -> tuple[Answer, list[Any]]:
    """One page: the answer and its objects.  Raises BusyPlatform when no whole list comes, however often it is asked."""
    for number in range(access.patience.tries):
        known = access.secrets()
        pair = f"{known['consumer_key']}:{known['consumer_secret']}".encode()
        request = Request("GET", f"{known['url'].rstrip('/')}/wp-json/wc/v3/{path}",
                          {"authorization": "Basic " + base64.b64encode(pair).decode()}, query)
        answer = access.transport.read(request)
        try:
            found = json.loads(answer.text)
        except ValueError:
            found = None        # a plugin's warning before the list, or an answer cut off
        if isinstance(found, list):
            return answer, found
        access.patience.pause(min(access.patience.first_wait * 2.0 ** number, access.patience.longest))
    raise BusyPlatform("the answer is no list of objects", where=request.place,
                       next_step="look at the address in a browser: a cache, firewall or plugin may stand in front of it")


@dataclass(frozen=True)
class Listed:
    """One list of the API; `lists` is what its pages are called in a piece."""

    name: str
    lists: str
    fields: str
    changing: bool
    sweep: timedelta | None = None
    level: bool = False
    past: bool = True

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        start, end = asked.moments()
        by_change = self.changing and asked.days is None
        field, key = ("date_modified_gmt", "modified") if by_change else ("date_created_gmt", "date")
        after, skip = resumed(asked.resume) if asked.resume else (start - SECOND, 0)
        cursor, pages = start, list[str]()
        while True:
            query = {"_fields": self.fields, "per_page": str(PAGE), "offset": str(skip), "orderby": key, "order": "asc",
                     "dates_are_gmt": "true", "modified_after" if by_change else "after": written(after)}
            if asked.days is not None:
                query["before"] = written(end)
            answer, found = ask(access, self.lists, query)
            pages.append(f'{{"{self.lists}": {answer.text}}}')
            moments = [m for m in (moment_of(one[field] + "Z") for one in found) if m]
            cursor = max([cursor, *moments])
            after, skip = following(after, skip, settled(moments, asked.until))
            done = len(found) < PAGE
            if done or len(pages) == PIECE_PAGES:
                yield Piece(piece_of(self.name, asked, pages), json.dumps([after.isoformat(), skip]), cursor)
                pages = []
            if done:
                return


@dataclass(frozen=True)
class Shelf:
    """All products and their variations as they stand; read again when their number changes while pages are turned."""

    name: str
    sweep: timedelta | None = None
    level: bool = True
    past: bool = False

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        for _ in range(access.patience.tries):
            pages, found, totals = self._list(access, "products", PRODUCT)
            if totals == {len({one["id"] for one in found})}:
                of = [one["id"] for one in found if one["variations"]]
                yield Piece(piece_of(self.name, asked, [*pages, *(self._variations(access, number) for number in of)]))
                return
        raise BusyPlatform("the products kept changing while they were read", where=asked.shop,
                           next_step="the next pull reads them again; the last whole reading counts until then")

    def _list(self, access: Access, path: str, fields: str) -> tuple[list[str], list[Any], set[int]]:
        """The pages of a list, its objects, and how many there are in all, as each page says."""
        pages, found, totals = list[str](), list[Any](), set[int]()
        while True:
            answer, some = ask(access, path, {"_fields": fields, "per_page": str(PAGE), "offset": str(len(found)),
                                              "orderby": "id", "order": "asc"})
            pages.append(f'{{"products": {answer.text}}}')
            found += some
            totals.add(int(answer.headers.get("x-wp-total") or len(found)))
            if len(some) < PAGE:
                return pages, found, totals

    def _variations(self, access: Access, product: int) -> str:
        """A product's variations as one page, each with the product that it is of: they do not say it themselves."""
        _, found, _ = self._list(access, f"products/{product}/variations", VARIATION)
        return json.dumps({"variations": [{**one, "variation_of": product} for one in found]})


def following(after: datetime, skip: int, moments: list[datetime]) -> tuple[datetime, int]:
    """From where to go on: a second before the last moment seen, past the objects already seen of that moment."""
    if not moments:
        return after, skip
    last = max(moments)
    if last - SECOND <= after:
        return after, skip + len(moments)
    return last - SECOND, sum(m == last for m in moments)


def resumed(text: str) -> tuple[datetime, int]:
    after, skip = json.loads(text)
    return datetime.fromisoformat(after), int(skip)


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


WOOCOMMERCE = Service("woocommerce", ("url", "consumer_key", "consumer_secret"), (
    Listed("woocommerce.orders", "orders", ORDER, changing=True),
    Listed("woocommerce.refunds", "refunds", REFUND, changing=False),
    Shelf("woocommerce.stock"),
))

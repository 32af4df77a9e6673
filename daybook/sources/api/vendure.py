"""Vendure over its Admin API: orders with payments and refunds, buyers, stock and prices, promotions.

Lists are read by their time of change, then id: a row that changes while pages are turned moves to the end and comes
again; it is never skipped.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from daybook.domain.errors import AccessRefused, BusyPlatform
from daybook.sources.api.feed import PIECE_PAGES, Access, Asked, Piece, Service, piece_of
from daybook.sources.api.graphql import Page, read_page
from daybook.sources.api.pages import moment_of, settled
from daybook.sources.api.transport import Request

#: "Cannot take more than 100 results": Vendure's apiOptions.adminListQueryLimit.
TAKE = 100
STEP = timedelta(milliseconds=1)
#: A refund leaves its order's time of change as it was: orders of so many days are read again once a day.
LATE_REFUNDS = timedelta(days=60)
LOGIN = "mutation($u:String!,$p:String!){login(username:$u,password:$p){__typename ...on ErrorResult{errorCode}}}"
ORDERS = """query($o:OrderListOptions){orders(options:$o){totalItems items{
 id code state updatedAt orderPlacedAt currencyCode totalWithTax shippingWithTax couponCodes
 customer{id emailAddress} shippingAddress{city province countryCode} discounts{amountWithTax}
 payments{id createdAt state amount refunds{id createdAt updatedAt state total reason lines{quantity orderLineId}}}
 fulfillments{createdAt updatedAt state}
 lines{id quantity orderPlacedQuantity unitPriceWithTax proratedUnitPriceWithTax proratedLinePriceWithTax
  productVariant{id sku name product{id name}}}}}}"""
BUYERS = """query($o:CustomerListOptions){customers(options:$o){totalItems items{
 id createdAt updatedAt emailAddress user{id} addresses{city province country{code} defaultShippingAddress}}}}"""
STOCK = """query($o:ProductVariantListOptions){productVariants(options:$o){totalItems items{
 id sku name enabled priceWithTax currencyCode updatedAt stockLevels{stockOnHand stockAllocated}
 product{id name enabled}}}}"""
LISTINGS = """query($o:ProductListOptions){products(options:$o){totalItems items{
 id name enabled updatedAt featuredAsset{source} collections{name} variants{enabled priceWithTax currencyCode}}}}"""
PROMOTIONS = """query($o:PromotionListOptions){promotions(options:$o){totalItems items{
 id name couponCode enabled startsAt endsAt updatedAt
 conditions{code args{name value}} actions{code args{name value}}}}}"""


def ask(access: Access, query: str, options: Any) -> Page:
    """One page, signed in; a session that expires in the middle is renewed once."""
    url = access.secrets()["url"].rstrip("/") + "/admin-api"

    def request() -> Request:
        if "token" not in access.signed_in:
            sign_in(access, url)
        return Request("POST", url, {"authorization": f"Bearer {access.signed_in['token']}"},
                       body={"query": query, "variables": {"o": options}})

    return read_page(access.transport, request, lambda: sign_in(access, url))


def sign_in(access: Access, url: str) -> None:
    """A session token for the credential as it is now.  Raises AccessRefused when it is not accepted."""
    known = access.secrets()
    answer = access.transport.read(Request("POST", url, body={
        "query": LOGIN, "variables": {"u": known["username"], "p": known["password"]}}))
    token = answer.headers.get("vendure-auth-token", "")
    if not token or '"CurrentUser"' not in answer.text:
        raise AccessRefused("the user name or password is not accepted", where=url.split("//")[-1],
                            next_step="set the credential again with `daybook credential set`")
    access.signed_in["token"] = token


@dataclass(frozen=True)
class Changes:
    """A list read by the time of change; a backfill or a sweep of orders by when they were placed."""

    name: str
    query: str
    lists: str
    placed: str = ""
    sweep: timedelta | None = None
    level: bool = False
    past: bool = True

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        start, end = asked.moments()
        field = "updatedAt" if asked.days is None and self.sweep is None else self.placed or "createdAt"
        after, skip = resumed(asked.resume) if asked.resume else (written(start - STEP), 0)
        pages: list[str] = []
        cursor = start
        while True:
            page = ask(access, self.query, self._options(field, after, skip, end if asked.days else None))
            items = page.data[self.lists]["items"]
            pages.append(page.text)
            moments = [m for m in (moment_of(one[field]) for one in items) if m is not None]
            cursor = max([cursor, *moments])
            after, skip = following(after, skip, settled(moments, asked.until))
            done = len(items) < TAKE
            if done or len(pages) == PIECE_PAGES:
                yield Piece(piece_of(self.name, asked, pages), json.dumps([after, skip]), cursor)
                pages = []
            if done:
                return

    def _options(self, field: str, after: str, skip: int, end: datetime | None) -> dict[str, Any]:
        wanted: list[dict[str, Any]] = [{field: {"after": after}}]
        if end is not None:
            wanted.append({field: {"before": written(end)}})
        if self.placed:
            wanted.append({self.placed: {"isNull": False}})
        return {"take": TAKE, "skip": skip, "filter": {"_and": wanted}, "sort": {field: "ASC", "id": "ASC"}}


def resumed(text: str) -> tuple[str, int]:
    """From where to go on, as the last kept piece said."""
    after, skip = json.loads(text)
    return str(after), int(skip)


def following(after: str, skip: int, moments: list[datetime]) -> tuple[str, int]:
    """From where to go on: a step before the last moment seen, past the rows already seen of that moment."""
    if not moments:
        return after, skip
    last = max(moments)
    fresh = written(last - STEP)
    if fresh <= after:
        return after, skip + len(moments)
    return fresh, sum(m == last for m in moments)


def written(moment: datetime) -> str:
    """A moment as Vendure writes it: UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Level:
    """A whole list as it stands: read again when it changes length while pages are turned."""

    name: str
    query: str
    lists: str
    level: bool = True
    sweep: timedelta | None = None
    past: bool = False

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        for _ in range(access.patience.tries):
            pages = self._pages(access)
            found = {one["id"] for page in pages for one in page.data[self.lists]["items"]}
            if {page.data[self.lists]["totalItems"] for page in pages} == {len(found)}:
                yield Piece(piece_of(self.name, asked, [p.text for p in pages]))
                return
        raise BusyPlatform(f"{self.lists} kept changing while they were read", where=asked.shop,
                           next_step="the next pull reads them again; the last whole reading counts until then")

    def _pages(self, access: Access) -> list[Page]:
        pages: list[Page] = []
        while not pages or len(pages[-1].data[self.lists]["items"]) == TAKE:
            pages.append(ask(access, self.query, {"take": TAKE, "skip": TAKE * len(pages), "sort": {"id": "ASC"}}))
        return pages


VENDURE = Service("vendure", ("url", "username", "password"), (
    Changes("vendure.orders", ORDERS, "orders", "orderPlacedAt"),
    Changes("vendure.late_refunds", ORDERS, "orders", "orderPlacedAt", LATE_REFUNDS, past=False),
    Changes("vendure.buyers", BUYERS, "customers"),
    Level("vendure.stock", STOCK, "productVariants"),
    Level("vendure.listings", LISTINGS, "products"),
    Level("vendure.promotions", PROMOTIONS, "promotions"),
))

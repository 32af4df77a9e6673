"""Shopify over its Admin GraphQL API: orders with refunds, buyers, stock and prices, discounts.

Queries are cut so that none may cost more than 1,000 points, Shopify's limit for one; pages go on by its cursors, which
follow the time of change and the id, so that a row that changes in the middle comes again and none is skipped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from daybook.domain.errors import AccessRefused, BusyPlatform
from daybook.sources.api.feed import Access, Asked, Piece, Service, piece_of
from daybook.sources.api.graphql import Page, read_page
from daybook.sources.api.pages import moment_of
from daybook.sources.api.transport import Request

VERSION = "2026-07"
#: Pages kept in one landing: they are small, since a query's cost counts what it might bring.
PIECE_PAGES = 100
MONEY = "{shopMoney{amount currencyCode}}"


def order_fields(lines: int, refunds: int) -> str:
    """What is read of an order; so many lines and refunds of it at once."""
    return f"""id legacyResourceId name test createdAt updatedAt processedAt cancelledAt currencyCode
 displayFinancialStatus displayFulfillmentStatus sourceName email
 totalPriceSet{MONEY} subtotalPriceSet{MONEY} totalReceivedSet{MONEY} totalShippingPriceSet{MONEY}
 totalDiscountsSet{MONEY} totalRefundedSet{MONEY}
 customer{{id}} shippingAddress{{countryCodeV2 province city}}
 transactions(first:5){{kind status processedAt}} fulfillments(first:3){{createdAt}}
 refunds(first:{refunds}){{id legacyResourceId createdAt note totalRefundedSet{MONEY}
  refundLineItems(first:3){{nodes{{quantity restockType lineItem{{id}}}} pageInfo{{hasNextPage}}}}}}
 lineItems(first:{lines}){{nodes{{id sku name variantTitle quantity originalUnitPriceSet{MONEY}
  discountedTotalSet(withCodeDiscounts:true){MONEY} product{{handle}}}} pageInfo{{hasNextPage}}}}"""


#: Lines and refunds read with every order; one that has more is read again by itself.
LINES, REFUNDS = 10, 3
FEW = order_fields(LINES, REFUNDS)
ORDERS = f"""query($q:String,$a:String,$k:OrderSortKeys){{orders(first:5,query:$q,after:$a,sortKey:$k){{
 nodes{{{FEW}}} pageInfo{{hasNextPage endCursor}}}}}}"""
WHOLE_ORDER = f"query($i:[ID!]!){{orders:nodes(ids:$i){{...on Order{{{order_fields(100, 8)}}}}}}}"
BUYERS = """query($q:String,$a:String,$k:CustomerSortKeys){customers(first:100,query:$q,after:$a,sortKey:$k){nodes{
 id createdAt updatedAt state defaultEmailAddress{emailAddress marketingState}
 defaultAddress{countryCodeV2 province city}} pageInfo{hasNextPage endCursor}}}"""
STOCK = """query($a:String){productVariants(first:40,after:$a,sortKey:ID){nodes{
 id sku title price inventoryQuantity product{handle title}
 inventoryItem{tracked inventoryLevels(first:5){nodes{quantities(names:["incoming"]){name quantity}}
  pageInfo{hasNextPage}}}} pageInfo{hasNextPage endCursor}}}"""
LISTINGS = """query($a:String){products(first:100,after:$a,sortKey:ID){nodes{
 id handle title status publishedAt productType category{fullName} featuredMedia{preview{image{url}}}
 priceRangeV2{minVariantPrice{amount currencyCode}}} pageInfo{hasNextPage endCursor}}}"""
_SHARED = "title status startsAt endsAt summary asyncUsageCount"
_CODES = f"{_SHARED} codes(first:1){{nodes{{code}}}}"
DISCOUNTS = f"""query($a:String){{discountNodes(first:50,after:$a,sortKey:ID){{nodes{{id discount{{__typename
 ...on DiscountCodeBasic{{{_CODES}}} ...on DiscountCodeBxgy{{{_CODES}}} ...on DiscountCodeFreeShipping{{{_CODES}}}
 ...on DiscountCodeApp{{title status startsAt endsAt asyncUsageCount codes(first:1){{nodes{{code}}}}}}
 ...on DiscountAutomaticBasic{{{_SHARED}}} ...on DiscountAutomaticBxgy{{{_SHARED}}}
 ...on DiscountAutomaticFreeShipping{{{_SHARED}}}
 ...on DiscountAutomaticApp{{title status startsAt endsAt asyncUsageCount}}}}}} pageInfo{{hasNextPage endCursor}}}}}}"""


def ask(access: Access, query: str, variables: dict[str, Any]) -> Page:
    """One page.  A token of the client-credentials grant lasts a day and is renewed when it ends."""
    url = access.secrets()["url"].rstrip("/")

    def request() -> Request:
        if "token" not in access.signed_in:
            sign_in(access, url)
        return Request("POST", f"{url}/admin/api/{VERSION}/graphql.json",
                       {"x-shopify-access-token": access.signed_in["token"]},
                       body={"query": query, "variables": variables})

    return read_page(access.transport, request, lambda: sign_in(access, url), rest_after)


def sign_in(access: Access, url: str) -> None:
    """The shop's own token, or one for the app's id and secret (OAuth client credentials)."""
    known = access.secrets()
    if known.get("access_token"):
        access.signed_in["token"] = known["access_token"]
        return
    if not (known.get("client_id") and known.get("client_secret")):
        raise AccessRefused("neither an access token nor a client id and secret is set", where=url.split("//")[-1],
                            next_step="run `daybook credential set`")
    answer = access.transport.read(Request("POST", f"{url}/admin/oauth/access_token", form={
        "grant_type": "client_credentials", "client_id": known["client_id"],
        "client_secret": known["client_secret"]}))
    token = answer.json().get("access_token")
    if not token:
        raise AccessRefused("no token was given for the client id and secret", where=url.split("//")[-1],
                            next_step="check that the app is installed in this shop, and set its credential again")
    access.signed_in["token"] = str(token)


def rest_after(answer: Any) -> float:
    """Seconds to wait until the next query of the same cost fits into the bucket.

    >>> rest_after({"extensions": {"cost": {"requestedQueryCost": 800, "throttleStatus": {
    ...     "maximumAvailable": 2000, "currentlyAvailable": 300, "restoreRate": 100}}}})
    5.0
    >>> rest_after({})
    0.0
    """
    cost = (answer.get("extensions") or {}).get("cost") or {}
    bucket = cost.get("throttleStatus") or {}
    if not bucket.get("restoreRate"):
        return 0.0
    return max(float(cost.get("requestedQueryCost") or 0) - float(bucket["currentlyAvailable"]), 0.0) / float(
        bucket["restoreRate"])


@dataclass(frozen=True)
class Changes:
    """A list read by its time of change; a backfill by when its rows were made."""

    name: str
    query: str
    lists: str
    sweep: timedelta | None = None
    level: bool = False
    past: bool = True

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        start, end = asked.moments()
        field, key = ("updatedAt", "UPDATED_AT") if asked.days is None else ("createdAt", "CREATED_AT")
        column = key.lower()
        wanted = f"{column}:>='{written(start)}'" + (f" AND {column}:<'{written(end)}'" if asked.days else "")
        after, cursor, pages = asked.resume or None, start, list[str]()
        while True:
            page = ask(access, self.query, {"q": wanted, "a": after, "k": key})
            found = page.data[self.lists]
            pages += [page.text, *self._whole(access, found["nodes"])]
            cursor = max([cursor, *(m for m in (moment_of(one[field]) for one in found["nodes"]) if m)])
            done, after = turned(found["pageInfo"], after, asked.shop)
            if done or len(pages) >= PIECE_PAGES:
                yield Piece(piece_of(self.name, asked, pages), after or "", cursor)
                pages = []
            if done:
                return

    def _whole(self, access: Access, nodes: list[Any]) -> list[str]:
        """Orders with more lines or refunds than a page brings, each read by itself."""
        large = [one["id"] for one in nodes if "lineItems" in one and (
            one["lineItems"]["pageInfo"]["hasNextPage"] or len(one["refunds"]) >= REFUNDS)]
        return [ask(access, WHOLE_ORDER, {"i": [number]}).text for number in large]


@dataclass(frozen=True)
class Level:
    """A whole list as it stands, in the order of its ids."""

    name: str
    query: str
    lists: str
    sweep: timedelta | None = None
    level: bool = True
    past: bool = False

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        pages, after, done = list[str](), None, False
        while not done:
            page = ask(access, self.query, {"a": after})
            pages.append(page.text)
            done, after = turned(page.data[self.lists]["pageInfo"], after, asked.shop)
        yield Piece(piece_of(self.name, asked, pages))


def turned(info: Any, after: str | None, shop: str) -> tuple[bool, str | None]:
    """Whether this was the last page, and its cursor.  Raises BusyPlatform where the list does not go on."""
    if info["hasNextPage"] and info["endCursor"] in (after, None):
        raise BusyPlatform("a list promises more pages and gives none", where=shop,
                           next_step="nothing was loaded by halves; the next pull reads it again")
    return not info["hasNextPage"], info["endCursor"] or after


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


SHOPIFY = Service("shopify", ("url", "access_token", "client_id", "client_secret"), (
    Changes("shopify.orders", ORDERS, "orders"),
    Changes("shopify.buyers", BUYERS, "customers"),
    Level("shopify.stock", STOCK, "productVariants"),
    Level("shopify.listings", LISTINGS, "products"),
    Level("shopify.promotions", DISCOUNTS, "discountNodes"),
), optional=("access_token", "client_id", "client_secret"))

"""抖店 over its open platform: orders and after-sale cases by their time of change, goods as they stand, signed requests.

A window's pages are turned from the last to the first, newest first: what changes meanwhile leaves the window, and only
pages that were read already move.  A window with more than can be paged is cut in two.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from daybook.domain.errors import AccessRefused, BusyPlatform, DaybookError
from daybook.sources.api.feed import Access, Asked, Piece, Service, piece_of
from daybook.sources.api.transport import Request

GATEWAY = "https://openapi-fxg.jinritemai.com"
PLACE = "openapi-fxg.jinritemai.com"
SUCCESS, PAGE, DAY = 10000, 100, timedelta(days=1)
#: More than this a list does not page through.
DEEPEST = 5000
#: Codes of a platform fault and of a call limit; sub codes that begin with isp. may be tried again.
BUSY = frozenset({20000, 60000, 80000})
#: No right, a token that is missing, wrong or expired, a wrong signature or app.
NO_ACCESS = frozenset({30001, 30002, 30003, 30005, 30007, 30011, 40003})


def signature(secret: str, app_key: str, method: str, param_json: str, timestamp: str) -> str:
    """HMAC-SHA256 of names and values in the order of names, between the secret, keyed by it.

    >>> signature("a-secret", "77", "order.searchList", '{"page":0}', "1763859600")
    'de7430af87105380342384c85c4f826b711dc285bc4d66fe27d33e2bfc2c3f54'
    """
    said = f"app_key{app_key}method{method}param_json{param_json}timestamp{timestamp}v2"
    return hmac.new(secret.encode(), f"{secret}{said}{secret}".encode(), hashlib.sha256).hexdigest()


def written(fields: Mapping[str, Any]) -> str:
    """Parameters as they are signed: JSON without blanks, names in order."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def request(access: Access, method: str, fields: Mapping[str, Any], token: str = "") -> Request:
    known, body = access.secrets(), written(fields)
    timestamp = str(int(access.now().timestamp()))
    query = {"method": method, "app_key": known["app_key"], "timestamp": timestamp, "v": "2", "sign_method": "hmac-sha256",
             "sign": signature(known["app_secret"], known["app_key"], method, body, timestamp)}
    return Request("POST", f"{known.get('url') or GATEWAY}/{method.replace('.', '/')}",
                   {"content-type": "application/json"}, {**query, **({"access_token": token} if token else {})},
                   content=body)


def sign_in(access: Access) -> None:
    """A token of the shop's own app.  Raises AccessRefused when the app is not the shop's."""
    said = access.transport.read(request(access, "token.create", {
        "code": "", "grant_type": "authorization_self", "shop_id": access.secrets()["shop_id"]})).json()
    token = (said.get("data") or {}).get("access_token")
    if said.get("code") != SUCCESS or not token:
        raise AccessRefused(f"token.create: {told(said)}", where=PLACE, next_step="authorise the app for this shop in the "
                            "open platform's console, and run `daybook credential set`")
    access.signed_in["douyin"] = str(token)


def ask(access: Access, method: str, fields: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """One answer: its text, and its `data`.  Errors come beside HTTP 200; a token that has expired is renewed once.

    Raises AccessRefused for a right that is missing, BusyPlatform when limits or faults last, DaybookError for others.
    """
    what, renewed = "", False
    for number in range(access.patience.tries):
        if "douyin" not in access.signed_in:
            sign_in(access)
        answer = access.transport.read(request(access, method, fields, access.signed_in["douyin"]))
        said = answer.json()
        if said.get("code") == SUCCESS and isinstance(said.get("data"), dict):
            return answer.text, said["data"]
        what, code = told(said), int(said.get("code") or 0)
        if code in NO_ACCESS and not renewed:
            renewed = True
            access.signed_in.pop("douyin")
            continue
        if code in NO_ACCESS:
            raise AccessRefused(f"{method}: {what}", where=PLACE, next_step="ask for this right in the open platform's "
                                "console, or run `daybook credential set`")
        if said and code not in BUSY and not str(said.get("sub_code") or "").startswith("isp."):
            raise DaybookError(f"{method}: {what}", where=PLACE, next_step="nothing was loaded; report this if it stays")
        access.patience.pause(min(access.patience.first_wait * 2.0 ** number, access.patience.longest))
    raise BusyPlatform(f"{method}: {what}", where=PLACE,
                       next_step="nothing was loaded by halves; the next pull goes on from here")


def told(said: Mapping[str, Any]) -> str:
    """What the platform says is wrong, by its codes."""
    return f"error {said.get('code')} {said.get('sub_code') or ''}".strip() if said else "the answer was cut off"


@dataclass(frozen=True)
class Changes:
    """A list read by windows of its time of change; `placed` are the names of the window by the time of creation."""

    name: str
    method: str
    changed: tuple[str, str]
    placed: tuple[str, str]
    order: tuple[tuple[str, Any], ...]
    sweep: timedelta | None = None
    level: bool = False
    past: bool = True

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        first, end = asked.moments()
        names = self.placed if asked.days and self.placed[0] else self.changed
        if names is self.changed:
            end = asked.until
        start = datetime.fromisoformat(asked.resume) if asked.resume else first
        width = DAY
        while start < end:
            stop = min(start + width, end)
            total, pages = self._pages(access, names, start, stop)
            if total > DEEPEST and stop - start > timedelta(minutes=1):
                width = (stop - start) / 2
                continue
            yield Piece(piece_of(self.name, asked, pages), stop.isoformat(), stop)
            start, width = stop, DAY

    def _pages(self, access: Access, names: tuple[str, str], start: datetime, stop: datetime) -> tuple[int, list[str]]:
        """How many there are, and the pages of a window from the last to the first; none where they are too many."""
        fields = {**dict(self.order), names[0]: seconds(start), names[1]: seconds(stop) - 1, "size": PAGE}
        text, found = ask(access, self.method, {**fields, "page": 0})
        total = int(found.get("total") or 0)
        if total > DEEPEST:
            return total, []
        count = -(-total // PAGE)
        return total, [ask(access, self.method, {**fields, "page": n})[0] for n in range(count - 1, -1, -1)] or [text]


def seconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp())


@dataclass(frozen=True)
class Goods:
    """All goods as they stand; read again when their number changes while pages are turned."""

    name: str
    sweep: timedelta | None = None
    level: bool = True
    past: bool = False

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        for _ in range(access.patience.tries):
            pages, ids, totals = list[str](), set[str](), set[int]()
            while True:
                text, found = ask(access, "product.listV2", {"page": len(pages) + 1, "size": PAGE})
                pages.append(text)
                ids |= {str(one["product_id"]) for one in found.get("data") or ()}
                totals.add(int(found.get("total") or 0))
                if len(found.get("data") or ()) < PAGE:
                    break
            if totals == {len(ids)}:
                yield Piece(piece_of(self.name, asked, pages))
                return
        raise BusyPlatform("the goods kept changing while they were read", where=asked.shop,
                           next_step="the next pull reads them again; the last whole reading counts until then")


DOUYIN = Service("douyin", ("app_key", "app_secret", "shop_id", "url"), (
    Changes("douyin.orders", "order.searchList", ("update_time_start", "update_time_end"),
            ("create_time_start", "create_time_end"), (("order_by", "update_time"), ("order_asc", False))),
    Changes("douyin.refunds", "afterSale.List", ("update_start_time", "update_end_time"), ("", ""),
            (("order_by", ("update_time desc",)),)),
    Goods("douyin.listings"),
), optional=("url",))

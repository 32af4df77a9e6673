"""Taobao and Tmall over TOP (淘宝开放平台): trades and refunds by their time of change, signed requests.

TOP answers for one day of changes at a time, newest first, and pages by number.  A day's pages are turned from the
last to the first: a trade that changes meanwhile leaves the day, and only pages that were read already move.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from daybook.domain.errors import AccessRefused, BusyPlatform, DaybookError
from daybook.sources.api.feed import Access, Asked, Piece, Service, piece_of
from daybook.sources.api.transport import Request

GATEWAY = "https://gw.api.taobao.com/router/rest"
BEIJING = ZoneInfo("Asia/Shanghai")       # TOP's own time, whatever the shop's zone
PAGE = 100
DAY = timedelta(days=1)
#: Error codes of a call limit (7) and of a platform fault; sub codes that begin with isp. may be tried again.
BUSY = frozenset({7, 15, 900})
#: Missing or invalid session, invalid app key or signature, insufficient rights.
NO_ACCESS = frozenset({11, 12, 25, 26, 27, 28, 29})
TRADE = ("tid,status,type,created,modified,pay_time,consign_time,end_time,payment,post_fee,discount_fee,total_fee,"
         "num,buyer_open_uid,receiver_state,receiver_city,trade_from,orders.oid,orders.num_iid,orders.title,"
         "orders.outer_sku_id,orders.outer_iid,orders.sku_properties_name,orders.num,orders.price,orders.payment,"
         "orders.divide_order_fee,orders.status")
REFUND = "refund_id,tid,oid,status,created,modified,refund_fee,reason,num_iid,num,outer_id,has_good_return"


def signature(fields: Mapping[str, str], secret: str, method: str) -> str:
    """TOP's signature: names and values in ASCII order, joined; MD5 between the secret, or HMAC-MD5 (method "hmac").

    >>> signature({"foo": "1", "bar": "2", "foo_bar": "3", "foobar": "4"}, "", "md5")
    'A59F3BDE3C51E150109D6A8B9FA166C1'
    """
    joined = "".join(name + fields[name] for name in sorted(fields) if name and fields[name])
    if method == "hmac":
        return hmac.new(secret.encode(), joined.encode(), hashlib.md5).hexdigest().upper()
    return hashlib.md5((secret + joined + secret).encode(), usedforsecurity=False).hexdigest().upper()


def ask(access: Access, api: str, said: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """One answer: its text, and what stands under `<api>_response`.

    Errors come beside HTTP 200.  Raises AccessRefused for a session or right that is missing, BusyPlatform when the
    call limit lasts, DaybookError for anything else.
    """
    what = ""
    for number in range(access.patience.tries):
        request = _request(access, api, said)
        answer = access.transport.read(request)
        document = answer.json()
        error = document.get("error_response")
        name = api.removeprefix("taobao.").replace(".", "_") + "_response"
        if error is None and isinstance(document.get(name), dict):
            return answer.text, document[name]
        code, sub = int((error or {}).get("code") or 0), str((error or {}).get("sub_code") or "")
        what = f"error {code} {sub} {str((error or {}).get('msg') or 'the answer was cut off')[:200]}"
        if code in NO_ACCESS:
            raise AccessRefused(f"{api}: {what}", where="gw.api.taobao.com", next_step="authorise the shop again and "
                                "run `daybook credential set`, or ask for this right in the open platform's console")
        if error is not None and code not in BUSY and not sub.startswith("isp."):
            raise DaybookError(f"{api}: {what}", where="gw.api.taobao.com",
                               next_step="nothing was loaded; report this if it stays")
        access.patience.pause(min(access.patience.first_wait * 2.0 ** number, access.patience.longest))
    raise BusyPlatform(f"{api}: {what}", where="gw.api.taobao.com",
                       next_step="nothing was loaded by halves; the next pull goes on from here")


def _request(access: Access, api: str, said: Mapping[str, str]) -> Request:
    known = access.secrets()
    fields = {**said, "method": api, "app_key": known["app_key"], "session": known["session"], "format": "json",
              "v": "2.0", "sign_method": "hmac", "timestamp": written(access.now())}
    return Request("POST", known.get("url") or GATEWAY,
                   form={**fields, "sign": signature(fields, known["app_secret"], "hmac")})


def written(moment: datetime) -> str:
    """A moment as TOP writes it: Beijing time without an offset."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Days:
    """A list read one day of changes at a time; `placed` is the API that lists by when trades were placed."""

    name: str
    changed: str
    fields: str
    placed: str = ""
    sweep: timedelta | None = None
    level: bool = False
    past: bool = True

    def pieces(self, access: Access, asked: Asked) -> Iterator[Piece]:
        first, end = asked.moments()
        by_day = asked.days is not None and bool(self.placed)
        api, mark = (self.placed, "created") if by_day else (self.changed, "modified")
        if not by_day:
            end = asked.until       # a refund asked for on some day was changed on it or later
        start = datetime.fromisoformat(asked.resume) if asked.resume else first
        while start < end:
            stop = min(start + DAY, end)
            last = stop - timedelta(seconds=1) if stop < end or by_day else stop      # both ends are in
            said = {"fields": self.fields, f"start_{mark}": written(start), f"end_{mark}": written(last)}
            yield Piece(piece_of(self.name, asked, self._pages(access, api, said)), stop.isoformat(), stop)
            start = stop

    def _pages(self, access: Access, api: str, said: Mapping[str, str]) -> list[str]:
        """A day's pages from the last to the first; one empty page for a day without a change."""
        page = {"page_size": str(PAGE)}
        text, found = ask(access, api, {**said, **page, "page_no": "1"})
        count = -(-int(found.get("total_results") or 0) // PAGE)
        return [ask(access, api, {**said, **page, "page_no": str(n)})[0] for n in range(count, 0, -1)] or [text]


TAOBAO = Service("taobao", ("app_key", "app_secret", "session", "url"), (
    Days("taobao.trades", "taobao.trades.sold.increment.get", TRADE, "taobao.trades.sold.get"),
    Days("taobao.refunds", "taobao.refunds.receive.get", REFUND),
), optional=("url",))

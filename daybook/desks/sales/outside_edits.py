"""Edits that nobody noted: what the shop's own lists of SKUs show otherwise than before a change.

Told from two lists of whole days; a list that holds other SKUs than the one before is another list and says nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.domain.said import Said
from daybook.domain.seen import Scope, Seen

#: A list older than this beside the change says nothing about it.
LIST_DAYS = 7
#: With fewer of the earlier SKUs than this in the later list the two are not of the same kind.
KEPT_SHARE = Decimal("0.8")


def outside_edits(seen: Seen, since: date) -> Iterator[Said]:
    """Prices shown otherwise, SKUs added and SKUs gone between the last list before `since` and the latest one.

    What a note of these days is about is left to the note.
    """
    stock = seen.sliced.get("stock", {})
    listed = _by_day(stock.get("sellable_units", {}), stock.get("list_price", {}))
    first = _last_list(listed, since - timedelta(days=1), since - timedelta(days=LIST_DAYS))
    last = _last_list(listed, seen.reviewed, since)
    if first is None or last is None or not _same_kind(listed[first], listed[last]):
        return
    noted = {n.object for n in seen.given.notes_between(first, seen.reviewed)}
    yield from _prices(stock.get("list_price", {}), first, last, noted)
    added, gone = _names(listed[last] - listed[first], noted), _names(listed[first] - listed[last], noted)
    if added:
        yield Said("{sku} is new in the list of {day}", sku=_shown(added), day=last)
    if gone:
        yield Said("{sku} is no longer in the list of {day}", sku=_shown(gone), day=last)


def _prices(prices: Mapping[Scope, Mapping[date, Decimal]], first: date, last: date, noted: set[str]) -> Iterator[Said]:
    """The SKUs shown at another price, the largest step first."""
    steps = []
    for scope, days in prices.items():
        was, now = days.get(first), days.get(last)
        if was is not None and now is not None and was != now and not noted & {v for _, v in scope}:
            steps.append((-abs(now - was) / max(was, now), _name(scope), was, now))
    for _, name, was, now in sorted(steps):
        yield Said("{sku} is shown at {now}, on {day} at {was}", sku=name, now=_plain(now), day=first, was=_plain(was))


def _by_day(*numbers: Mapping[Scope, Mapping[date, Decimal]]) -> dict[date, set[Scope]]:
    """day -> the SKUs that its list holds."""
    found: dict[date, set[Scope]] = {}
    for by_scope in numbers:
        for scope, days in by_scope.items():
            for day in days:
                found.setdefault(day, set()).add(scope)
    return found


def _last_list(listed: Mapping[date, set[Scope]], until: date, since: date) -> date | None:
    return max((day for day in listed if since <= day <= until), default=None)


def _same_kind(before: set[Scope], now: set[Scope]) -> bool:
    return len(before & now) >= KEPT_SHARE * len(before)


def _names(scopes: set[Scope], noted: set[str]) -> list[str]:
    return sorted(_name(s) for s in scopes if not noted & {v for _, v in s})


def _name(scope: Scope) -> str:
    return dict(scope).get("sku") or dict(scope).get("item_id", "")


def _shown(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" (+{len(names) - 3})" if len(names) > 3 else "")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"

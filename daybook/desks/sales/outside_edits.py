"""Edits that nobody noted: what the shop's own lists of SKUs and listings show otherwise than before a change.

SKUs are told from two lists of whole days; a list that holds other SKUs than the one before is another list and says
nothing.  Titles, states, main images and categories are compared listing by listing.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.domain.edits import Edit
from daybook.domain.said import Said, Term
from daybook.domain.seen import Scope, Seen

#: A list older than this beside the change says nothing about it.
LIST_DAYS = 7
#: With fewer of the earlier SKUs than this in the later list the two are not of the same kind.
KEPT_SHARE = Decimal("0.8")
STATES = {"on_sale": "在售", "off_sale": "已下架", "draft": "草稿"}


def outside_edits(seen: Seen, since: date) -> Iterator[Said]:
    """Listings taken off or put on sale, prices shown otherwise, SKUs added and gone, then other edits of listings,
    between the last list before `since` and the latest one.

    What a note of these days is about is left to the note.
    """
    noted = {n.object for n in seen.given.notes_between(since - timedelta(days=LIST_DAYS), seen.reviewed)}
    edits = [e for e in seen.edits if since <= e.seen_on <= seen.on
             and since - timedelta(days=LIST_DAYS) <= e.before_on and e.item_id not in noted]
    yield from (_said(seen, e) for e in edits if e.what == "state")
    yield from _skus(seen, since)
    yield from sorted((_said(seen, e) for e in edits if e.what != "state"), key=str)


def _said(seen: Seen, edit: Edit) -> Said:
    """One edit of a listing as a sentence; images and states have no wording of their own to show."""
    item = seen.names.get("item_id", {}).get(edit.item_id, edit.item_id)
    if edit.what == "state":
        return Said("{item} is {now} since the list of {day}, it was {was}", item=item, now=_state(edit.now),
                    day=edit.seen_on, was=_state(edit.was))
    if edit.what == "main_image":
        return Said("{item} has another main image since the list of {day}", item=item, day=edit.seen_on)
    if edit.what == "category":
        return Said("{item} stands in {now} since the list of {day}, it was in {was}", item=item, now=edit.now,
                    day=edit.seen_on, was=edit.was)
    return Said("{item} is titled {now} since the list of {day}, it was {was}", item=edit.item_id, now=edit.now,
                day=edit.seen_on, was=edit.was)


def _state(state: str) -> Term:
    return Term("state", state, STATES.get(state, state))


def _skus(seen: Seen, since: date) -> Iterator[Said]:
    """Prices shown otherwise, SKUs added and SKUs gone."""
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

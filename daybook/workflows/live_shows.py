"""The live shows of a shop as facts know them: minutes gathered into shows, each with its row of the list where that is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from daybook.domain.live import LiveItem, LiveReading, Stage
from daybook.domain.shop import Shop
from daybook.facts.content_tables import LIVE_MINUTE
from daybook.facts.engine import Session, reading
from daybook.facts.rival_tables import LIVE_ITEM
from daybook.facts.traffic_tables import LIVE_SESSION
from daybook.rulebook.lasting import lasting
from daybook.rulebook.reading import load
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.seeing import whose

COUNTS = ("entered", "left", "concurrent", "item_viewers", "item_clickers", "comments", "likes", "new_followers", "paid_orders")
Row = Mapping[str, Any]


def show_over() -> timedelta:
    """A show of which nothing came for so long, and whose end no list tells, is over (rule V-SHOW)."""
    return lasting("V-SHOW", "over")


def show_early() -> timedelta:
    """How long before the beginning that a list tells a minute may still be the show's (rule V-SHOW)."""
    return lasting("V-SHOW", "early")


@dataclass(frozen=True)
class ShowFacts:
    """One show: its row of the list (None: not in yet), its minutes in the order of time, its listings, and readings of people."""

    account: str
    day: date
    began_at: datetime
    session: Row | None
    minutes: tuple[Row, ...]
    items: tuple[LiveItem, ...] = ()
    readings: tuple[LiveReading, ...] = field(default=())

    @property
    def until(self) -> datetime | None:
        """The last moment of which anything is known."""
        ends = [m["at"] for m in self.minutes] + [r.at for r in self.readings]
        return max(ends, default=None)

    @property
    def ended_at(self) -> datetime | None:
        """When the list says that it ended; None where the list is not in."""
        return self.session["ended_at"] if self.session else None

    def end_known(self, as_of: datetime) -> datetime | None:
        """When it was over as far as is known at a moment; None while it runs."""
        if self.ended_at is not None:
            return self.ended_at
        last = self.until or self.began_at
        return last if as_of - last > show_over() or (self.session is not None and not self.minutes) else None

    def stage(self, as_of: datetime, platform: str) -> Stage:
        """How final its numbers are: the rulebook says when a show is reviewed, and when its refunds are in."""
        ended = self.end_known(as_of)
        if ended is None:
            return Stage.RUNNING
        rule = load().for_(platform).rule("V-REVIEW")
        if as_of >= ended + timedelta(days=int(rule.value("days"))):
            return Stage.SETTLED
        return Stage.REVIEWED if as_of >= ended + timedelta(minutes=int(rule.value("minutes"))) else Stage.ENDED


def shows_of(house: House, shop: Shop, first: date, last: date, as_of: datetime) -> tuple[ShowFacts, ...]:
    """The shows that began on some days, both in, as known at a moment, the first first; one look into the lake."""
    from daybook.workflows.live_log import readings_of

    def read(session: Session) -> tuple[list[Row], list[Row], list[Row]]:
        days = (first, last)
        return (_rows(session, LIVE_SESSION, days), _rows(session, LIVE_MINUTE, days), _rows(session, LIVE_ITEM, days))

    sessions, minutes, items = reading(house.lake, house.books, whose([shop]), as_of, ALL_TABLES, read)
    found = _gathered(sessions, _newest_minutes(minutes), ZoneInfo(shop.zone))
    read_by_people = readings_of(shop, shop.moment(first, datetime.min.time()), as_of)
    return tuple(_with_readings(_with_items(show, found, items), read_by_people)
                 for show in sorted(_and_read(found, read_by_people, shop, last), key=lambda s: (s.began_at, s.account)))


def running_show(house: House, shop: Shop, as_of: datetime) -> ShowFacts | None:
    """The show that runs at a moment as far as is known then; None where none does.  Of several the one heard of last."""
    today = shop.day_of(as_of)
    running = [s for s in shows_of(house, shop, today - timedelta(days=1), today, as_of) if s.end_known(as_of) is None
               and s.began_at <= as_of]
    return max(running, key=lambda s: s.until or s.began_at, default=None)


def key_of(show: ShowFacts, zone: str) -> str:
    """The show in an address: the minute at which it began, by the shop's clock."""
    return f"{show.began_at.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M}"


def _rows(session: Session, table: Any, days: tuple[date, date]) -> list[Row]:
    view = session.use(table, days=(table.day, *days))
    found: list[Row] = session.arrow(
        f'SELECT * FROM "{view}" WHERE "{table.day}" BETWEEN ? AND ? ORDER BY known_at, load', days).to_pylist()
    return found


def _newest_minutes(rows: Sequence[Row]) -> list[Row]:
    """Each minute of each show once, as it was told last: files of a running show may hold the same minutes."""
    return list({(r["session_id"], r["day"], r["minute"]): r for r in rows if r["at"] is not None}.values())


def _gathered(sessions: Sequence[Row], minutes: Sequence[Row], zone: ZoneInfo) -> list[ShowFacts]:
    """Shows of the list with the minutes that lie within them, and shows of which there are minutes alone."""
    left = sorted(minutes, key=lambda r: r["at"])
    found = []
    for row in sessions:
        if row["began_at"] is None:
            continue
        end = row["ended_at"] or row["began_at"] + timedelta(days=1)
        mine = [m for m in left if m["session_id"] == row["session_id"] or (
            row["began_at"] - show_early() <= m["at"] <= end and _account(m) in ("", row["account"] or ""))]
        taken = {id(m) for m in mine}
        left = [m for m in left if id(m) not in taken]
        found.append(ShowFacts(row["account"] or "", row["day"], row["began_at"], row, _once(mine)))
    for name in dict.fromkeys(m["session_id"] for m in left):
        found += [ShowFacts(_account(part[0]), part[0]["day"], part[0]["at"], None, _once(part))
                  for part in _parts([m for m in left if m["session_id"] == name])]
    return found


def _once(rows: Sequence[Row]) -> tuple[Row, ...]:
    """One row a moment, the one known last, in the order of time."""
    latest = {r["at"]: r for r in sorted(rows, key=lambda r: (r["known_at"], r["load"]))}
    return tuple(latest[at] for at in sorted(latest))


def _parts(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of a day without a named show, cut where more than an hour lies between two."""
    parts: list[list[Row]] = []
    for row in rows:
        if not parts or row["at"] - parts[-1][-1]["at"] > show_over():
            parts.append([])
        parts[-1].append(row)
    return parts


def _account(minute: Row) -> str:
    return str(minute["session_id"]).rsplit("@", 1)[0]


def _with_items(show: ShowFacts, shows: Sequence[ShowFacts], rows: Sequence[Row]) -> ShowFacts:
    """The listings of a show; those of a file that names the day alone belong to the only show of that day."""
    name = show.session["session_id"] if show.session else show.minutes[0]["session_id"] if show.minutes else ""
    alone = sum(s.day == show.day for s in shows) == 1
    mine = {r["item_id"]: r for r in rows if r["session_id"] == name or (
        alone and r["day"] == show.day and str(r["session_id"]).endswith(f"@{show.day}"))}
    items = tuple(LiveItem(r["item_id"], r["title"] or r["item_id"], r["item_impressions"], r["item_clicks"], r["paid_orders"],
                           r["paid_amount"]) for r in mine.values())
    return ShowFacts(show.account, show.day, show.began_at, show.session, show.minutes,
                     tuple(sorted(items, key=lambda i: (-(i.paid or Decimal(0)), i.item_id))))


def _and_read(shows: list[ShowFacts], readings: Sequence[LiveReading], shop: Shop, last: date) -> list[ShowFacts]:
    """The shows, and one of which there are readings of people alone."""
    strays = [r for r in readings if not any(_within(r, s) for s in shows) and shop.day_of(r.at) <= last]
    parts: list[list[LiveReading]] = []
    for one in strays:
        if not parts or one.at - parts[-1][-1].at > show_over():
            parts.append([])
        parts[-1].append(one)
    return [*shows, *(ShowFacts("", shop.day_of(p[0].at), p[0].at, None, (), (), tuple(p)) for p in parts)]


def _with_readings(show: ShowFacts, readings: Sequence[LiveReading]) -> ShowFacts:
    if show.readings:
        return show
    mine = tuple(r for r in readings if _within(r, show))
    return ShowFacts(show.account, show.day, show.began_at, show.session, show.minutes, show.items, mine)


def _within(one: LiveReading, show: ShowFacts) -> bool:
    last = max((m["at"] for m in show.minutes), default=show.began_at)
    end = show.ended_at or last + show_over()
    return show.began_at - show_early() <= one.at <= end

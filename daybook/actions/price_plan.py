"""The one place that turns events, promises and the rulebook's windows into ranges of prices: guards and planner ask here.

A row is one SKU as buyers pay for it.  Filed events stand at their price; wished ones take, in the order given, the nearest
price that those before leave.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from daybook.analysis.price_plan import NOBODY, Asked, End, Problem, Solved, solve
from daybook.analysis.price_ranges import ANY_PRICE
from daybook.domain.price_plan import (
    ELSEWHERE,
    LIST_PRICE,
    WAS_PRICE,
    Binding,
    Breach,
    DayRange,
    EventRoom,
    PriceRow,
)
from daybook.domain.situation import Hold, Window
from daybook.rulebook.price_windows import LowestWindow, lowest_windows
from daybook.rulebook.rules import Rulebook

#: Days back that plans know, unless a rule looks further, and days ahead that are planned.
BACK, AHEAD = 90, 120
EVENTS = (Hold.LOCK, Hold.WISH)
WHOLE = 10_000
#: An end of a range that a window without an event of this row sets -> its rule, and whether it is the least.
ENDS = {Hold.PROTECT: ("E-PROTECT", True), Hold.FREEZE: ("E-OUT", True), Hold.ACROSS: ("P-ACROSS", True),
        Hold.LEAST: ("P-PROMISE", True), Hold.MOST: ("P-PROMISE", False)}


#: What set an end: a rule, and its window where it is not an event's of the row.
Tag = tuple[str, Window | None]


class AskedFor:
    """What the rulebook asks of every event at this platform, looked up once."""

    def __init__(self, rules: Rulebook, currency: str) -> None:
        self._rules, self._currency = rules, currency
        self._lowest: dict[tuple[str, ...], tuple[LowestWindow, ...]] = {}
        self.file_before = int(self._value("E-37-15", "file_before") or 1)
        self.protect = int(self._value("E-PROTECT", "days") or 0)
        self.across = int(self._value("P-ACROSS", "days") or 0)
        self.of_was = self._value("P-AMZ60", "of_was")
        self.clears_out = self._value("E-OUT", "below_price") is not None

    def lowest(self, asks: tuple[str, ...]) -> tuple[LowestWindow, ...]:
        """The windows of lowest prices of an event that asks for some rules besides."""
        if asks not in self._lowest:
            self._lowest[asks] = lowest_windows(self._rules, self._currency, asks)
        return self._lowest[asks]

    def _value(self, rule: str, name: str) -> Decimal | None:
        found = self._rules.found(rule)
        return None if found is None else found.value(name)


@dataclass
class PricePlan:
    """The plan of some rows from `first` to `last`; days before `today` are over."""

    rows: Sequence[PriceRow]
    first: date
    today: date
    last: date
    currency: str
    rules: Rulebook
    problem: Problem = field(init=False)
    tags: list[Tag] = field(default_factory=list)
    events: list[tuple[int, Window]] = field(default_factory=list)
    caps: dict[int, Binding] = field(default_factory=dict)
    solved: Solved = field(init=False)

    def __post_init__(self) -> None:
        self.asked_for, self._rule_tags = AskedFor(self.rules, self.currency), dict[str, int]()
        self._begins = self.first.toordinal()
        self.problem = Problem(len(self.rows), (self.last - self.first).days + 1)
        for number, row in enumerate(self.rows):
            self._take(number, row)
        self._of_row: dict[int, list[int]] = {}
        for event, (row_number, _) in enumerate(self.events):
            self._of_row.setdefault(row_number, []).append(event)
        self._ends: dict[int, list[tuple[int, int, int, int, bool, int]]] = {}
        for end in self.problem.ends:
            self._ends.setdefault(end[0], []).append(end)
        self.solved = solve(self.problem)
        self._breaks = [(asked, day, most) for asked, day, most in self.solved.breaks() if self._matters(asked, day, most)]

    def day(self, row: int, day: date) -> DayRange:
        """The range of one day of a row."""
        number = self._number(day)
        low, high = self.solved.range_of(row, number)
        path = self.solved.day(row, number)
        return DayRange(day, _money(low.price), _money(high.price), self._by(low, day), self._by(high, day),
                        _money(path) if path < ANY_PRICE else None)

    def rooms(self, row: int) -> tuple[EventRoom, ...]:
        """The events of a row, as they were given."""
        return tuple(self._room(event) for event in self._of_row.get(row, ()))

    def broken(self, row: int) -> tuple[Breach, ...]:
        """What events of the row that were filed do not keep; each window once, by its first day."""
        found = [self._breach(asked, day, most) for asked, day, most in self._breaks if asked.row == row]
        for event in self._of_row.get(row, ()):
            window, capped = self.events[event][1], self._capped(self.rows[row], self.events[event][1])
            if event in self.caps and window.hold is Hold.LOCK and window.price is not None and capped is not None \
                    and window.last >= self.today:
                cap, by = capped
                found.append(Breach(by.rule, window, by.day or self.today, _sure(cap), window.price, _sure(cap)))
        return _each_once(found)

    def all_broken(self) -> dict[int, tuple[Breach, ...]]:
        """The same of every row that has one, in one step."""
        rows = {asked.row for asked, _, _ in self._breaks} | {self.events[e][0] for e in self.caps}
        return {row: found for row in sorted(rows) if (found := self.broken(row))}

    def breaks(self, row: int, price: Decimal, first: date, last: date) -> tuple[Breach, ...]:
        """What a buyer's price from `first` to `last` would break of what stands; each window once, by its first day."""
        begin, end = self._number(max(first, self.today)), self._number(min(last, self.last))
        cents = _cents(price, ROUND_FLOOR)
        return _each_once([*self._events_broken(row, cents, begin, end), *self._ends_broken(row, cents, begin, end)])

    def _matters(self, asked: Asked, day: int, most: int) -> bool:
        """Whether a window that is not kept can still cost anything: its event, or its price protection, is not over.

        That nobody paid as little as the event's price on a day that is over breaks nothing: they used fewer coupons.
        """
        window, today = self.events[asked.event][1], self._number(self.today)
        if asked.sells and day < today and most * asked.share >= (window.price or 0) * 100 * WHOLE:
            return False
        return (asked.last if asked.first > self._number(window.last) else self._number(window.last)) >= today

    def _events_broken(self, row: int, cents: int, begin: int, end: int) -> Iterator[Breach]:
        for asked in self.problem.asked.of_row(row):
            day = max(asked.first, begin)
            price, _, _ = self.solved.event(asked.event)
            if price is not None and day <= min(asked.last, end):
                if price * WHOLE > asked.share * cents:
                    yield self._breach(asked, day, cents)
                elif asked.sells and cents > price:
                    window = self.events[asked.event][1]
                    yield Breach("E-LOCK", window, self._day(day), _sure(cents), _sure(price), above=True)

    def _ends_broken(self, row: int, cents: int, begin: int, end: int) -> Iterator[Breach]:
        for _, first, last, price, least, tag in self._ends.get(row, ()):
            day = max(first, begin)
            if day <= min(last, end) and (cents < price if least else cents > price):
                rule, window = self.tags[tag]
                yield Breach(rule, window, self._day(day), _sure(cents), _sure(price), above=not least)

    def _breach(self, asked: Asked, day: int, most: int) -> Breach:
        window, (price, _, _) = self.events[asked.event][1], self.solved.event(asked.event)
        least = -(-(price or 0) * WHOLE // asked.share)
        return Breach(self.tags[asked.tag][0], window, self._day(day), _sure(most), _sure(least),
                      _sure(most * asked.share // WHOLE))

    def _room(self, event: int) -> EventRoom:
        price, low, high = self.solved.event(event)
        window, (tag, day) = self.events[event][1], self.solved.held_down(event)
        by = Binding(self.tags[tag][0], window, self._day(day)) if tag != NOBODY else self.caps.get(event)
        return EventRoom(window, _money(price), _money(low), _money(high), by)

    def _by(self, end: End, day: date) -> Binding | None:
        if end.tag == NOBODY:
            return None
        rule, window = self.tags[end.tag]
        return Binding(rule, self.events[end.event][1] if end.event != NOBODY else window, day)

    def _take(self, number: int, row: PriceRow) -> None:
        """Puts a row's prices, ends, events and their windows into the problem."""
        now, end, begin = self._number(self.today), self.problem.days - 1, self.first.toordinal()
        self.problem.known += [(number, n, int(price * 100)) for day, price in row.paid.items()
                               if 0 <= (n := day.toordinal() - begin) < now]
        if row.list_price is not None:
            self.problem.end(number, now, end, _cents(row.list_price, ROUND_FLOOR), False, self._tag(LIST_PRICE))
        if row.usual is not None:
            self.problem.wished.append((number, now, end, _cents(row.usual, ROUND_FLOOR)))
        filed = [w for w in row.windows if w.hold is Hold.LOCK and w.price is not None]
        for first, last in _between(now, end, [(self._number(w.first), self._number(w.last)) for w in filed]):
            if row.floor is not None:
                self.problem.end(number, first, last, _cents(row.floor, ROUND_CEILING), True, self._tag("G-MARGIN"))
        for window in row.windows:
            if window.price is None:
                continue
            if window.hold in EVENTS:
                self._event(number, row, window)
            elif window.hold in ENDS:
                rule, least = ENDS[window.hold]
                begins = self.today if window.hold is Hold.FREEZE else max(window.first, self.today)
                self.problem.end(number, self._number(begins), self._number(window.last),
                                 _cents(window.price, ROUND_CEILING if least else ROUND_FLOOR), least, self._tag(rule, window))

    def _event(self, number: int, row: PriceRow, window: Window) -> None:
        """One event: its days, what it asks of the days before, nobody below it until it begins, and its price protection."""
        event, wished, filed = len(self.events), _cents(window.price or Decimal(0), ROUND_FLOOR), window.hold is Hold.LOCK
        self.events.append((number, window))
        high = ANY_PRICE if row.list_price is None else _cents(row.list_price, ROUND_FLOOR)
        capped = self._capped(row, window)
        if capped is not None and capped[0] <= (wished - 1 if filed else high):
            high, self.caps[event] = capped
        self.problem.events.append((wished, wished, wished, 0) if filed else (0, high, wished, len(self.events)))
        first, last, today = self._number(window.first), self._number(window.last), self._number(self.today)
        filing = today if filed else max(today, first - self.asked_for.file_before)
        if window.filed_on is not None:
            filing = self._number(window.filed_on)
        ask = self.problem.ask
        ask(event, number, first, last, WHOLE, True, self._tag("E-LOCK"))
        for lowest in self.asked_for.lowest(window.asks):
            tag, share = self._tag(lowest.rule), int(lowest.share * WHOLE)
            for before in {filing, first}:
                ask(event, number, before - lowest.days, before - 1, share, False, tag)
        if self.asked_for.clears_out:
            ask(event, number, filing, first - 1, WHOLE, False, self._tag("E-OUT"))
        if self.asked_for.protect:
            ask(event, number, last + 1, last + self.asked_for.protect, WHOLE, False, self._tag("E-PROTECT"))

    def _capped(self, row: PriceRow, window: Window) -> tuple[int, Binding] | None:
        """What no day of this shop holds down: Amazon's Was price, and what the product cost elsewhere."""
        found = []
        if row.was_price and self.asked_for.of_was:
            found.append((_cents(row.was_price * self.asked_for.of_was, ROUND_FLOOR), Binding(WAS_PRICE, window)))
        if row.elsewhere and self.asked_for.across:
            since = min(window.first, self.today) - timedelta(days=self.asked_for.across)
            found += [(_cents(price, ROUND_FLOOR), Binding(ELSEWHERE, window, day)) for day, price in row.elsewhere.items()
                      if since <= day <= window.last]
        return min(found, key=lambda one: (one[0], one[1].day or self.today), default=None)

    def _tag(self, rule: str, window: Window | None = None) -> int:
        """The number of a rule, or of a rule with its window."""
        known = self._rule_tags.get(rule) if window is None else None
        if known is not None:
            return known
        self.tags.append((rule, window))
        if window is None:
            self._rule_tags[rule] = len(self.tags) - 1
        return len(self.tags) - 1

    def _number(self, day: date) -> int:
        return day.toordinal() - self._begins

    def _day(self, number: int) -> date:
        return self.first + timedelta(days=number)


def plan_prices(rows: Sequence[PriceRow], today: date, rules: Rulebook, currency: str, ahead: int = AHEAD) -> PricePlan:
    """The plan of some rows from as far back as a rule looks to `ahead` days from today."""
    asks = {rule for row in rows for w in row.windows for rule in w.asks}
    windows = lowest_windows(rules, currency, tuple(asks))
    filed = min((w.filed_on for row in rows for w in row.windows if w.filed_on), default=today)
    back = max([BACK, *(w.days for w in windows)])
    first = max(min(today, filed) - timedelta(days=back), today - timedelta(days=2 * back))
    return PricePlan(rows, first, today, today + timedelta(days=ahead), currency, rules)


def _between(first: int, last: int, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of first..last that no span covers."""
    for begin, end in sorted(taken):
        if begin > first:
            yield first, min(begin - 1, last)
        first = max(first, end + 1)
    if first <= last:
        yield first, last


def _each_once(found: Iterable[Breach]) -> tuple[Breach, ...]:
    """Of each rule and window the breach of the first day."""
    first: dict[tuple[str, Window | None], Breach] = {}
    for one in sorted(found, key=lambda b: b.day):
        first.setdefault((one.rule, one.window), one)
    return tuple(first.values())


def _cents(price: Decimal, rounding: str) -> int:
    return int((price * 100).to_integral_value(rounding))


def _sure(cents: int) -> Decimal:
    return Decimal(cents) / 100


def _money(cents: int | None) -> Decimal | None:
    return None if cents is None else _sure(cents)

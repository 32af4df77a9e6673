"""Live shows as claims of the operating file: when they begin, and which prompts to the host brought anything."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from daybook.domain.file_page import Claim
from daybook.domain.live import ShowLine
from daybook.domain.roster import WEEKDAYS
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.shop import Shop
from daybook.workflows.file_products import NUMBERS, lasts
from daybook.workflows.house import House
from daybook.workflows.live_page import last_and_list

#: Shows from which on a habit is told.
FEWEST = 4


def live_claims(house: House, shop: Shop, as_of: datetime) -> Iterator[Claim]:
    """What the shows of the last weeks tell; nothing for a shop without any."""
    show, lines, told = last_and_list(house, shop, as_of)
    if len(lines) >= FEWEST:
        yield shows_said(lines, shop)
    for rule, n, effect in show.together if show else ():
        if effect.ratio is not None:
            name: str = Term("live_rule", rule) if rule else Said("own words")
            words = Counter(one.words for one in told if one.rule == rule and one.words)
            name = Said("{name} (“{words}”)", name=name, words=words.most_common(1)[0][0]) if words else name
            verdict = {"gain": Said("helps"), "loss": Said("does harm")}.get(effect.verdict, Said("cannot be told"))
            yield Claim("creators", Said("Prompts to the host"), Said(
                "{rule}: {verdict}; {measure} changed by {change} in {n} prompts", rule=name, verdict=verdict, n=n,
                measure=Term("live_measure", effect.measure), change=Amount(Decimal(str(round(effect.ratio - 1, 3))), "share")),
                "live", shop.day_of(as_of), lasts("source"), NUMBERS, ("live_prompts",))


def shows_said(lines: tuple[ShowLine, ...], shop: Shop) -> Claim:
    """How many shows there were, and when they usually begin."""
    first, last = min(line.day for line in lines), max(line.day for line in lines)
    return Claim("creators", Said("Live shows"), Said(
        "{n} shows, {first} to {last}; they begin {times}", n=len(lines), first=f"{first}", last=f"{last}",
        times=listed(_times(lines, ZoneInfo(shop.zone)))), "live", last, lasts("source"), "", ("live_times",))


def _times(lines: tuple[ShowLine, ...], zone: ZoneInfo) -> Iterator[str]:
    """The usual hour at which shows begin by weekday, weekdays alike together."""
    by_day: dict[int, Counter[str]] = defaultdict(Counter)
    for line in lines:
        at = line.began_at.astimezone(zone)
        by_day[at.weekday()][f"{at:%H:%M}"] += 1
    alike: dict[str, list[int]] = defaultdict(list)
    for day, times in sorted(by_day.items()):
        alike[times.most_common(1)[0][0]].append(day)
    for time, days in alike.items():
        yield Said("{days} at {time}", days=listed(Term("weekday", str(d), WEEKDAYS[str(d + 1)]) for d in days), time=time)

"""Where sales come from, as claims of the operating file: sources of traffic, provinces of buyers, live shows; of four weeks."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from statistics import median

from daybook.domain.file_page import Claim
from daybook.domain.said import Amount, Said, listed
from daybook.domain.seen import Seen
from daybook.workflows.file_products import CENT, NUMBERS, WEEKS4, ZERO, last_in, lasts, seen_sums

MOST = 5
STEP = Decimal("0.001")
#: Levels at which reports name a source, from the widest.
LEVELS = ("source_1", "source_2", "source_3", "source_4")


def traffic_claims(seen: Seen) -> Iterator[Claim]:
    """The sources and provinces with the largest shares of what was paid, and what live shows sold; none that no report tells."""
    yield from _shares(seen, _by_source(seen), Said("Sources of traffic"), "visitors", "sources")
    yield from _shares(seen, seen_sums(seen, "region", "paid_gmv", "province"), Said("Provinces of buyers"), "paid_gmv", "regions")
    live = seen_sums(seen, "live", "live_paid_gmv", "session_id")
    if live:
        paid, middle = (Amount(value.quantize(CENT), "money", seen.shop.currency) for value in (
            sum(live.values(), ZERO), median(live.values())))
        yield Claim("baseline", Said("Live shows"), Said(
            "{n} in four weeks that sold something, {paid} together, {middle} the middle one", n=len(live), paid=paid,
            middle=middle), f"metric live_paid_gmv {seen.reviewed}",
            last_in(seen), lasts("source"), NUMBERS, ("live_shows",))


def _shares(seen: Seen, paid: Mapping[str, Decimal], subject: str, metric: str, kind: str) -> Iterator[Claim]:
    whole = sum(paid.values(), ZERO)
    if whole > 0:
        largest = sorted(paid, key=lambda name: (-paid[name], name))[:MOST]
        yield Claim("baseline", subject, Said("of what was paid in four weeks: {shares}", shares=listed(Said(
            "{name} {share}", name=name, share=Amount((paid[name] / whole).quantize(STEP), "share")) for name in largest)),
            f"metric {metric} {seen.reviewed}", last_in(seen), lasts("source"), NUMBERS, (kind,))


def _by_source(seen: Seen) -> dict[str, Decimal]:
    """What buyers of each source paid, by the names of its levels."""
    until, found = last_in(seen), dict[str, Decimal]()
    since = until - timedelta(days=WEEKS4 - 1)
    for scope, days in seen.sliced.get("source", {}).get("source_paid_gmv", {}).items():
        levels = dict(scope)
        name = " / ".join(levels[level] for level in LEVELS if levels.get(level))
        total = sum((v for d, v in days.items() if since <= d <= until), ZERO)
        if name and total:
            found[name] = found.get(name, ZERO) + total
    return found

"""The operating file of a shop, written from facts, lists and decisions at the moment in which somebody reads it.

Nothing of it is kept a second time, so that it cannot be older than what it is written from; lines of people are rows of their own.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.domain.brief import Brief, State
from daybook.domain.file_page import SECTIONS, Claim, OperatingFile
from daybook.domain.given import TARGETS, TERMS, valid_on
from daybook.domain.limits import LIMITS
from daybook.domain.rights import Right
from daybook.domain.said import Amount, Said, Term
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import reading
from daybook.metrics.catalog import catalog
from daybook.metrics.windows import over_days
from daybook.workflows.calendar_ahead import events_ahead
from daybook.workflows.file_decisions import decision_claims
from daybook.workflows.file_lines import lines_known
from daybook.workflows.file_products import lasts, product_claims
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.kept import last_mornings
from daybook.workflows.price_promises import promises_of
from daybook.workflows.seeing import SLICED_DAYS, see, whose

NUMBERS, COSTS = Right.SEE_NUMBERS.value, Right.SEE_COSTS.value
DAY = timedelta(days=1)
#: Days read: two years, so that the first weeks under this house are a baseline.
WINDOW = 800
#: Whole weeks of the baseline, and of now.
SPAN = 28
BASELINE = ("paid_gmv", "visitors", "payment_cvr", "spend_per_buyer", "platform_spend_per_buyer", "refund_rate", "ad_spend", "roas")
#: Findings and tasks that are told; all of them stand in the morning.
MOST = 8


def file_of(house: House, shop: Shop, as_of: datetime) -> OperatingFile:
    """The file as known at a moment, section by section."""
    on = shop.day_of(as_of)
    seen = reading(house.lake, house.books, whose([shop]), as_of, ALL_TABLES, lambda session: see(
        session, [shop], on, as_of, window_days=WINDOW, sliced_days=SLICED_DAYS, reading_for=()))[shop.name].seen
    brief = last_mornings([shop], on).get(shop.name)
    made = [*_identity(seen), *_contract(seen), *_goals(seen), *_baseline(seen), *product_claims(seen), *_prices(house, seen),
            *_events(seen), *_notes(seen), *_service(seen), *decision_claims(shop, as_of), *_issues(shop, brief, as_of),
            *_access(seen), *_risks(seen, brief), *lines_known(shop, as_of)]
    order = {name: n for n, name in enumerate(SECTIONS)}
    return OperatingFile(shop.name, shop.client, on, tuple(sorted(made, key=lambda c: order[c.section])))


def _identity(seen: Seen) -> Iterator[Claim]:
    shop, on = seen.shop, seen.on
    yield Claim("identity", shop.name, Said("a shop of {client} on {platform}, trading in {currency}, by the clock of {zone}",
                                            client=shop.client, platform=Term("platform", shop.platform.value),
                                            currency=shop.currency, zone=shop.zone), "shop", on)
    if seen.first_day is not None:
        yield Claim("identity", shop.name, Said("facts begin on {day}", day=seen.first_day), "status", on)
    for source in seen.readiness:
        if source.last_day is not None:
            yield Claim("identity", Term("source", source.source, source.zh), Said("in until {day}", day=source.last_day), "status",
                        source.last_day, lasts("source"))


def _contract(seen: Seen) -> Iterator[Claim]:
    for name, zh in TERMS.items():
        row = valid_on([t for t in seen.given.terms_given if t.term == name], seen.on)
        if row is not None:
            unit = "share" if name.endswith(("rate", "share")) else "money"
            yield Claim("contract", Term("term", name, zh), Amount(row.value.normalize(), unit, seen.shop.currency),
                        f"given term {name}", seen.shop.day_of(row.known_at), lasts("term"), COSTS)


def _goals(seen: Seen) -> Iterator[Claim]:
    for row in sorted(seen.given.targets, key=lambda t: (t.month, t.metric), reverse=True):
        counts = seen.given.target(row.metric, row.month, seen.on) is row
        if counts and row.month >= (seen.on - timedelta(days=92)).replace(day=1):
            yield Claim("goals", Said("target of {month}", month=f"{row.month:%Y-%m}"), Said(
                "{metric}: {value}", metric=Term("metric", row.metric, TARGETS[row.metric]),
                value=_amount(seen, row.metric, row.value)),
                f"given target {row.metric} {row.month:%Y-%m}", seen.shop.day_of(row.known_at), None, NUMBERS)
    for name, limit in seen.given.limits_on(seen.on).items():
        zh = LIMITS[name][1] if name in LIMITS else ""
        yield Claim("goals", Term("limit", name, zh), f"{limit.value.normalize():f}", f"given limit {name}",
                    seen.shop.day_of(limit.known_at), lasts("limit"), NUMBERS)


def _amount(seen: Seen, metric: str, value: Decimal) -> str:
    found = catalog().get(metric)
    unit = found.unit.value if found else "money"
    return Amount(value, unit, seen.shop.currency if unit == "money" else "")


def _baseline(seen: Seen) -> Iterator[Claim]:
    """The first four whole weeks that are in, beside the last four."""
    if seen.first_day is None:
        return
    for name in BASELINE:
        definition = catalog()[name]
        known = sorted(d for d in (seen.daily.get(name) or seen.daily.get("paid_gmv") or {}) if d >= seen.first_day)
        if not known or (known[-1] - known[0]).days < 2 * SPAN:
            continue
        first = [known[0] + timedelta(days=n) for n in range(SPAN)]
        last = [known[-1] - timedelta(days=n) for n in range(SPAN)][::-1]
        was, now = (over_days(definition, seen.daily, days).value for days in (first, last))
        if was is None:
            continue
        said = _amount(seen, name, _step(was))
        text = Said("{was} over {first}–{last}", was=said, first=f"{first[0]}", last=f"{first[-1]}") if now is None else Said(
            "{was} over {first}–{last}, {now} over the last four weeks", was=said, first=f"{first[0]}", last=f"{first[-1]}",
            now=_amount(seen, name, _step(now)))
        yield Claim("baseline", Term("metric", name, definition.zh), text, f"metric {name} {seen.reviewed}", seen.reviewed, lasts(
            "source"), NUMBERS)


def _step(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001") if abs(value) < 1 else Decimal("0.01"))


def _prices(house: House, seen: Seen) -> Iterator[Claim]:
    shop, names = seen.shop, seen.names.get("item_id", {})
    for one in promises_of(house, shop, seen.on, seen.as_of):
        window = one.window
        price = Amount(window.price, "money", shop.currency) if window.price is not None else Said("no price of its own")
        said = Said("promised for {event}, {first}–{last}: {price}", event=window.event, price=price,
                    **_days(window.first, window.last))
        to = Said("{said}; to {whom}", said=said, whom=one.to) if one.to else said
        yield Claim("prices", names.get(one.object, one.object), to, f"promise {one.ref or window.event}", None, None, NUMBERS)
    for note in seen.given.notes:
        if note.kind in ("edit", "coupon", "promo") and note.to:
            yield Claim("prices", names.get(note.object, note.object), Said(
                "{was} → {now}: {text}", was=note.from_ or "—", now=note.to, text=note.text),
                f"note {shop.day_of(note.at)}", shop.day_of(note.at), None, NUMBERS)


def _days(first: date, last: date) -> dict[str, str]:
    """Days with their year, since a file holds several."""
    return {"first": f"{first}", "last": f"{last}"}


def _events(seen: Seen) -> Iterator[Claim]:
    for own in seen.given.own_events:
        yield Claim("events", own.name, Said("event of its own, {first}–{last}", **_days(own.first, own.last)), "calendar",
                    seen.shop.day_of(own.known_at))
    for event in events_ahead(seen.shop, seen.given, seen.on):
        if not event.own:
            yield Claim("events", event.words, Said("{first} to {last}", **_days(event.first, event.last)), "calendar", seen.on)


def _notes(seen: Seen) -> Iterator[Claim]:
    """Edits of pages as creatives, what was seen of rivals, outages as lessons."""
    sections = {"edit": "creatives", "rival": "rivals", "outage": "lessons", "other": "lessons"}
    names = seen.names.get("item_id", {})
    for note in seen.given.notes:
        if note.kind in sections and not (note.kind == "edit" and note.to):
            day = seen.shop.day_of(note.at)
            yield Claim(sections[note.kind], names.get(note.object, note.object) or seen.shop.name, Said(
                "{day}: {text}", day=day, text=note.text), f"note {day}", day, lasts("rival") if note.kind == "rival" else None)


def _service(seen: Seen) -> Iterator[Claim]:
    for shift in seen.given.shifts:
        yield Claim("service", shift.person, Said("answers {day} {hours}", day=shift.day, hours=shift.hours), "given roster",
                    seen.shop.day_of(shift.known_at), lasts("team"))
    for script in seen.given.scripts_given:
        if script.text:
            yield Claim("service", script.name, script.text, "given script", seen.shop.day_of(script.known_at))


def _issues(shop: Shop, brief: Brief | None, as_of: datetime) -> Iterator[Claim]:
    """What is open: tasks that nobody finished, proposals that wait, what the last morning found."""
    from daybook.domain.work_items import UNFINISHED
    from daybook.records import models
    from daybook.records.work_rows import items_of
    from daybook.workflows.work import CARRIED_DAYS

    today = shop.day_of(as_of)
    rows = models.WorkItem.objects.select_related("shop").prefetch_related("steps").filter(
        shop__name=shop.name, on__gt=today - timedelta(days=CARRIED_DAYS), on__lte=today, state__in=[s.value for s in UNFINISHED])
    for item in items_of(rows.order_by("-on", "pk")[:MOST]):
        yield Claim("issues", item.object or shop.name, Said("open since {day}, with {who}: {what}", day=item.on, who=Term(
            "role", item.holder), what=item.what), f"work {item.key}", item.on, lasts("issue"))
    for found in brief.findings[:MOST] if brief else ():
        yield Claim("issues", " · ".join(v for _, v in found.scope) or shop.name,
                    found.words or Term("metric", found.metric, found.zh), f"morning {brief.on}" if brief else "",
                    brief.on if brief else None, lasts("issue"), NUMBERS)


def _access(seen: Seen) -> Iterator[Claim]:
    """Who may sign in for this client, and who works for the shop."""
    from django.db.models import Q

    from daybook.records import models

    here = Q(client=None) | Q(client__name=seen.shop.client)
    still = Q(ended_at=None) | Q(ended_at__gt=seen.as_of)
    rows = models.Membership.objects.filter(here, still, since__lte=seen.as_of).select_related("user").prefetch_related("shops")
    for row in rows.order_by("pk"):
        shops = [s.name for s in row.shops.all()]
        if not shops or seen.shop.name in shops:
            yield Claim("access", str(row.user), Said("signs in as {role}", role=Term("role", row.role)), "people",
                        seen.shop.day_of(row.since))
    for member in seen.given.team(seen.on):
        yield Claim("access", member.person, Said("{minutes} minutes a day as {role}", minutes=member.minutes, role=Term(
            "role", member.role)), "given team", seen.shop.day_of(member.known_at), lasts("team"))


def _risks(seen: Seen, brief: Brief | None) -> Iterator[Claim]:
    """Money at stake by the last morning, what is not known, sources that are late."""
    at_stake = [f for f in (brief.findings if brief else ()) if f.at_stake is not None and f.direction == "down"]
    for found in sorted(at_stake, key=lambda f: -(f.at_stake.mid if f.at_stake else Decimal(0)))[:MOST]:
        gain = found.at_stake
        if gain is not None and brief is not None:
            yield Claim("risks", " · ".join(v for _, v in found.scope) or seen.shop.name, Said(
                "{what}: {money} at stake", what=found.words or Term("metric", found.metric, found.zh), money=Amount(
                    gain.mid, "money", gain.currency)), f"morning {brief.on}", brief.on, lasts("issue"), NUMBERS)
    missing = seen.given.terms(seen.on).missing()
    if missing:
        yield Claim("risks", seen.shop.name, Said("costs of selling that nobody gave: {names}", names=", ".join(missing)),
                    "given term", seen.on, None, COSTS)
    late: Sequence[str] = [r.source for r in seen.readiness if r.state in (State.LATE, State.DOUBTFUL)]
    if late:
        yield Claim("risks", seen.shop.name, Said("sources that are late: {names}", names=", ".join(late)), "status", seen.on)



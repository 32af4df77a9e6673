"""The operating file of a shop, written from facts, lists and decisions at the moment in which somebody reads it.

Nothing of it is kept a second time, so that it cannot be older than what it is written from; lines of people are rows of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product

from daybook.actions.limits import limits_of
from daybook.desks import service
from daybook.desks.ads.judged import judged_words
from daybook.desks.ads.units import with_units
from daybook.domain.ad_words import JudgedWord
from daybook.domain.brief import Brief, BriefFinding, State
from daybook.domain.file_page import SECTIONS, Claim, OperatingFile
from daybook.domain.given import TARGETS, TERMS, valid_on
from daybook.domain.limits import LIMITS
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import reading
from daybook.metrics.catalog import catalog
from daybook.metrics.metric import Metric, ripens
from daybook.metrics.windows import over_days
from daybook.rulebook.reading import load
from daybook.workflows import orders_page
from daybook.workflows.activities_page import activities_of
from daybook.workflows.ads_page import ads_table, bids_done
from daybook.workflows.creators_page import creators_of
from daybook.workflows.disputes_page import disputes_of
from daybook.workflows.file_ads import ads_claims, advice_claims
from daybook.workflows.file_cases import case_claims
from daybook.workflows.file_creators import commission_claims, creator_claims
from daybook.workflows.file_decisions import decision_claims
from daybook.workflows.file_events import event_claims
from daybook.workflows.file_lines import lines_known
from daybook.workflows.file_live import live_claims
from daybook.workflows.file_months import month_claims
from daybook.workflows.file_pages import page_claims
from daybook.workflows.file_parcels import parcel_claims
from daybook.workflows.file_prices import price_claims
from daybook.workflows.file_products import COSTS, NUMBERS, gone_claims, last_in, lasts, product_claims, stock_claims
from daybook.workflows.file_reports import report_claims
from daybook.workflows.file_rivals import rival_claims
from daybook.workflows.file_service import service_claims
from daybook.workflows.file_traffic import traffic_claims
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.kept import last_mornings
from daybook.workflows.limits_shown import who_agrees
from daybook.workflows.price_list import price_list
from daybook.workflows.reputation_page import reputation_of
from daybook.workflows.rivals_page import rivals_of
from daybook.workflows.seeing import SLICED_DAYS, see, whose
from daybook.workflows.stock import shop_stock

#: Days read: two years, so that the first weeks under this house are a baseline.
WINDOW = 800
#: Whole weeks of the baseline, and of now.
SPAN, WEEK = 28, 7
CENT = Decimal("0.01")
BASELINE = ("paid_gmv", "paid_orders", "visitors", "payment_cvr", "spend_per_buyer", "platform_new_buyers", "refund_rate",
            "ad_spend", "roas", "live_paid_gmv")
#: Numbers that stand in for one that the shop's exports do not tell.
STAND_INS = {"spend_per_buyer": ("platform_spend_per_buyer",), "refund_rate": ("refund_rate_by_day",),
             "ad_spend": ("material_ad_spend",), "roas": ("material_roas",)}
#: Findings and tasks that are told; all of them stand in the morning.
MOST = 8
#: So long before it begins a month without a target is told.
AHEAD = timedelta(days=7)


def file_of(house: House, shop: Shop, as_of: datetime) -> OperatingFile:
    """The file as known at a moment, section by section."""
    on = shop.day_of(as_of)
    seen = reading(house.lake, house.books, whose([shop]), as_of, ALL_TABLES, lambda session: see(
        session, [shop], on, as_of, window_days=WINDOW, sliced_days=SLICED_DAYS, reading_for=(orders_page.DESK, service.DESK)))[
            shop.name].seen
    brief, prices = last_mornings([shop], on).get(shop.name), price_list(house, shop, on, as_of)
    names = {one.item_id: one.title for one in prices.skus if one.title} | dict(seen.names.get("item_id", {}))
    creators, stock = creators_of(house, shop, on, as_of), shop_stock(house, shop, on, as_of)
    made = [*_identity(house, seen), *_contract(seen), *_goals(seen), *_baseline(seen), *traffic_claims(seen),
            *product_claims(seen, names),
            *stock_claims(stock.lines, seen, names), *gone_claims(stock.seen, names),
            *event_claims(seen, activities_of(house, shop, on, as_of), names), *page_claims(seen, names, as_of), *ads_claims(seen),
            *advice_claims(*_bids(house, seen)),
            *creator_claims(creators, names),
            *price_claims(seen, prices, names), *commission_claims(creators, names),
            *rival_claims(shop, rivals_of(house, shop, on, as_of), names),
            *service_claims(seen, reputation_of(house, shop, on, as_of), names), *parcel_claims(seen),
            *case_claims(disputes_of(house, shop, on, as_of)), *live_claims(house, shop, as_of),
            *decision_claims(shop, as_of, names), *_issues(shop, brief, as_of, names), *_access(seen), *report_claims(shop, as_of),
            *_risks(seen, brief, names), *lines_known(shop, as_of)]
    order = {name: n for n, name in enumerate(SECTIONS)}
    return OperatingFile(shop.name, shop.client, on, tuple(sorted(made, key=lambda c: order[c.section])))


def _bids(house: House, seen: Seen) -> tuple[Seen, Sequence[JudgedWord]]:
    """What the ads desk says of words or materials, by the last day that is in."""
    if last_in(seen) == seen.reviewed:
        return seen, judged_words(with_units(seen), bids_done(seen.shop, seen.as_of))
    return seen, ads_table(house, seen.shop, last_in(seen) + timedelta(days=1), seen.as_of).words


def _identity(house: House, seen: Seen) -> Iterator[Claim]:
    shop, on = seen.shop, seen.on
    said: str = Said("a shop of {client} on {platform}, trading in {currency}, by the clock of {zone}", client=shop.client,
                     platform=Term("platform", shop.platform.value), currency=shop.currency, zone=shop.zone)
    categories = sorted({c for c in seen.categories.values() if c})
    if categories:
        said = Said("{said}; it sells {categories}", said=said, categories=", ".join(categories[:MOST]))
    yield Claim("identity", shop.name, said, "shop", on, None, "",
                ("shop", *(("category",) if categories else ())))
    own = [s.name for s in house.shops(shop.client)]
    yield Claim("identity", shop.client, Said(
        "{n} shops of this client are here: {names}", n=len(own), names=", ".join(own)), "shop", on, None, "", ("client",))
    if seen.first_day is not None:
        yield Claim("identity", shop.name, Said("facts begin on {day}", day=f"{seen.first_day}"), "status", on, None, "",
                    ("first_day",))
    yield from _sources(seen)


def _sources(seen: Seen) -> Iterator[Claim]:
    """Sources that are in until the same day in one claim, the freshest first."""
    until: dict[date, list[str]] = {}
    for source in seen.readiness:
        if source.last_day is not None:
            until.setdefault(source.last_day, []).append(Term("source", source.source, source.zh))
    for day, names in sorted(until.items(), reverse=True):
        yield Claim("identity", Said("sources"), Said("in until {day}: {names}", day=day, names=listed(names)),
                    "status", day, lasts("source"), "", ("source",))


def _contract(seen: Seen) -> Iterator[Claim]:
    for name, zh in TERMS.items():
        row = valid_on([t for t in seen.given.terms_given if t.term == name], seen.on)
        if row is not None:
            unit = "share" if name.endswith(("rate", "share")) else "money"
            yield Claim("contract", Term("term", name, zh), Amount(row.value.normalize(), unit, seen.shop.currency),
                        f"given term {name}", seen.shop.day_of(row.known_at), lasts("term"), COSTS, (name,))


def _goals(seen: Seen) -> Iterator[Claim]:
    for row in sorted(seen.given.targets, key=lambda t: (t.month, t.metric), reverse=True):
        counts = seen.given.target(row.metric, row.month, seen.on) is row
        if counts and row.month >= (seen.on - timedelta(days=92)).replace(day=1):
            yield Claim("goals", Said("target of {month}", month=f"{row.month:%Y-%m}"), Said(
                "{metric}: {value}", metric=Term("metric", row.metric, TARGETS[row.metric]),
                value=_amount(seen, row.metric, row.value)),
                f"given target {row.metric} {row.month:%Y-%m}", seen.shop.day_of(row.known_at), None, NUMBERS,
                ("target", row.metric))
    yield from _not_set(seen)
    yield from _progress(seen)
    yield from month_claims(seen)
    for name, limit in seen.given.limits_on(seen.on).items():
        zh = LIMITS[name][1] if name in LIMITS else ""
        yield Claim("goals", Term("limit", name, zh), f"{limit.value.normalize():f}", f"given limit {name}",
                    seen.shop.day_of(limit.known_at), lasts("limit"), NUMBERS, ("limit", name))


def _not_set(seen: Seen) -> Iterator[Claim]:
    """This month, and near its end the next one, where nobody set what it should bring or may cost as months before it had."""
    before = seen.on.replace(day=1) - timedelta(days=1)
    metrics = {"paid_gmv", *(t.metric for t in seen.given.targets if t.month == before.replace(day=1))}
    for month, metric in product(sorted({seen.on.replace(day=1), (seen.on + AHEAD).replace(day=1)}), sorted(metrics)):
        if seen.given.target(metric, month, seen.on) is None:
            yield Claim("goals", Said("target of {month}", month=f"{month:%Y-%m}"), Said(
                "{metric}: no target is set", metric=Term("metric", metric, TARGETS[metric])),
                f"given target {metric} {month:%Y-%m}", seen.on, None, NUMBERS, ("target", metric))


def _progress(seen: Seen) -> Iterator[Claim]:
    """How much of a sum that this month should bring was there by the last day that is in."""
    month = seen.reviewed.replace(day=1)
    for metric in (m for m in TARGETS if adds_up(m) and (row := seen.given.target(m, month, seen.on)) and row.value):
        row = seen.given.target(metric, month, seen.on)
        told = next((name for name in (metric, *STAND_INS.get(metric, ())) if seen.daily.get(name)), metric)
        days = {d: v for d, v in seen.daily.get(told, {}).items() if month <= d <= seen.reviewed}
        if row is None or not days:
            continue
        done = sum(days.values(), Decimal(0))
        yield Claim("goals", Said("done of {month}", month=f"{month:%Y-%m}"), Said(
            "{metric}: {done} on the {n} days that are in until {day}, {share} of the target", n=len(days), day=f"{max(days)}",
            metric=Term("metric", metric, TARGETS[metric]), done=_amount(seen, metric, done), share=Amount(
                (done / row.value).quantize(Decimal("0.001")), "share")), f"metric {told} {max(days)}", max(days),
            lasts("source"), NUMBERS, ("progress", metric))


def adds_up(metric: str) -> bool:
    """Whether days of a number may be added: people counted once a day and levels may not."""
    found = catalog().get(metric)
    return isinstance(found, Metric) and not found.level and "day" not in found.never_sum_over


def _amount(seen: Seen, metric: str, value: Decimal) -> str:
    found = catalog().get(metric)
    unit = found.unit.value if found else "money"
    return Amount(value, unit, seen.shop.currency if unit == "money" else "")


def _baseline(seen: Seen) -> Iterator[Claim]:
    """The first four whole weeks that are in, beside the last four and the last one."""
    if seen.first_day is None:
        return
    for number in BASELINE:
        told = next((said for name in (number, *STAND_INS.get(number, ())) if (said := _then_and_now(seen, name))), None)
        if told is not None:
            yield told


def _then_and_now(seen: Seen, name: str) -> Claim | None:
    """One number over both spans; None where it is not known over the first, or the spans would overlap."""
    definition = catalog()[name]
    known = sorted(d for d in (seen.daily.get(name) or seen.daily.get("paid_gmv") or {}) if seen.first_day and d >= seen.first_day)
    if not known or (known[-1] - known[0]).days < 2 * SPAN:
        return None
    first = [known[0] + timedelta(days=n) for n in range(SPAN)]
    last = [known[-1] - timedelta(days=n) for n in range(SPAN)][::-1]
    was, now, week = (over_days(definition, seen.daily, days).value for days in (first, last, last[-WEEK:]))
    if was is None:
        return None
    if adds_up(name):
        was, now, week = was / SPAN, None if now is None else now / SPAN, None if week is None else week / WEEK
    text: str = Said("{was} over {first}–{last}", was=_amount(seen, name, _step(was)), first=f"{first[0]}", last=f"{first[-1]}")
    if now is not None:
        text = Said("{text}, {now} over the last four weeks", text=text, now=_amount(seen, name, _step(now)))
    if week is not None and not ripens(definition):
        text = Said("{text}, {week} over the last", text=text, week=_amount(seen, name, _step(week)))
    text = Said("a day {text}", text=text) if adds_up(name) else text
    return Claim("baseline", Term("metric", name, definition.zh), text, f"metric {name} {seen.reviewed}", seen.reviewed, lasts(
        "source"), NUMBERS, (name,))


def _step(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001") if abs(value) < 1 else Decimal("0.01"))


def _issues(shop: Shop, brief: Brief | None, as_of: datetime, names: Mapping[str, str]) -> Iterator[Claim]:
    """What is open: tasks that nobody finished, proposals that wait, what the last morning found."""
    from daybook.domain.work_items import UNFINISHED
    from daybook.records import models
    from daybook.records.work_rows import items_of
    from daybook.workflows.work import CARRIED_DAYS

    today = shop.day_of(as_of)
    rows = models.WorkItem.objects.select_related("shop").prefetch_related("steps").filter(
        shop__name=shop.name, on__gt=today - timedelta(days=CARRIED_DAYS), on__lte=today, state__in=[s.value for s in UNFINISHED])
    for item in items_of(rows.order_by("-on", "pk")[:MOST]):
        what = Said("{what}, {was} → {now}", what=item.what, was=item.from_, now=item.to) if item.from_ and item.to else item.what
        yield Claim("issues", names.get(item.object, item.object) or shop.name, Said(
            "open since {day}, with {who}: {what}", day=item.on, who=Term("role", item.holder), what=what), f"work {item.key}",
            item.on, lasts("issue"), "", ("work",))
    yield from _waiting(shop, as_of)
    for found in brief.findings[:MOST] if brief else ():
        yield Claim("issues", _scope(found, names) or shop.name, _found(found), f"morning {brief.on}" if brief else "",
                    brief.on if brief else None, lasts("issue"), NUMBERS, ("found",))


def _found(found: BriefFinding) -> str:
    """What a morning found, and since when it is so."""
    said = found.words or Term("metric", found.metric, found.zh)
    return Said("{said} since {day}", said=said, day=f"{found.since}") if found.since else said


def _scope(found: BriefFinding, names: Mapping[str, str]) -> str:
    """What a finding is about, by name."""
    return " · ".join(dict.fromkeys(names.get(v, v) for _, v in found.scope if v.strip()))


def _bad(found: BriefFinding) -> bool:
    """Whether a finding is a loss: a number that fell and should not, or rose and should not."""
    return (found.direction == "down") is found.higher_is_better


def _waiting(shop: Shop, as_of: datetime) -> Iterator[Claim]:
    """Proposals that wait for somebody's yes."""
    from daybook.records import models
    from daybook.records.action_rows import stories

    rows = models.Proposal.objects.filter(shop__name=shop.name, proposed_at__lte=as_of, expires_at__gt=as_of)
    for story in stories(rows.order_by("pk")):
        said = story.proposal
        if not story.receipts and not any(not one.yes for one in story.approvals):
            yield Claim("issues", said.move.object_id, Said("waits for a yes: {what}", what=said.move.what()),
                        f"proposal {said.key}", shop.day_of(said.proposed_at), lasts("issue"), NUMBERS, ("waiting",))


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
                        seen.shop.day_of(row.since), None, "", ("sign_in",))
    yield from _who_agrees(seen)
    for member in seen.given.team(seen.on):
        yield Claim("access", member.person, Said("{minutes} minutes a day as {role}", minutes=member.minutes, role=Term(
            "role", member.role)), "given team", seen.shop.day_of(member.known_at), lasts("team"), "",
                    ("member", f"member_{member.role}"))


def _who_agrees(seen: Seen) -> Iterator[Claim]:
    """Who may say yes to a change of which kind, and from which share of a day's paid amount on two people have to."""
    limits = limits_of(load().for_(seen.shop.platform), seen.given.limits(seen.on))
    managers = [group for group, roles in who_agrees() if not roles]
    other = [(group, roles) for group, roles in who_agrees() if roles]
    above: str = Amount(limits.two_people_above, "money", seen.shop.currency) if limits.two_people_above is not None else Said(
        "{share} of a day's paid amount", share=Amount(limits.two_people_share, "share"))
    day, paid = last_in(seen), seen.value("paid_gmv", last_in(seen))
    if paid is not None and limits.two_people_above is None:
        above = Said("{above} ({money} by that of {day})", above=above, day=f"{day}", money=Amount(
            (paid * limits.two_people_share).quantize(CENT), "money", seen.shop.currency))
    yield Claim("access", Said("Who agrees"), Said(
        "only an account manager: {managers}; while no more than {alone} of a day's paid amount hangs on it also: {other}; above "
        "{above} two people, one of them an account manager", managers=listed(Term("move_group", g) for g in managers),
        alone=Amount(limits.alone_share, "share"), above=above, other=listed(Said("{group} by {roles}", group=Term(
            "move_group", g), roles=listed(Term("role", r.value) for r in roles)) for g, roles in other)), "given limit",
        seen.on, None, "", ("approval",))


def _risks(seen: Seen, brief: Brief | None, names: Mapping[str, str]) -> Iterator[Claim]:
    """Money at stake by the last morning, what is not known, sources that are late."""
    at_stake = [f for f in (brief.findings if brief else ()) if f.at_stake is not None and _bad(f)]
    for found in sorted(at_stake, key=lambda f: -(f.at_stake.mid if f.at_stake else Decimal(0)))[:MOST]:
        gain = found.at_stake
        if gain is not None and brief is not None:
            yield Claim("risks", _scope(found, names) or seen.shop.name, Said(
                "{what}: {money} at stake", what=_found(found), money=Amount(
                    gain.mid, "money", gain.currency)), f"morning {brief.on}", brief.on, lasts("issue"), NUMBERS, ("stake",))
    for found in (f for f in (brief.findings if brief else ()) if f not in at_stake and _bad(f)):
        if brief is not None:
            yield Claim("risks", _scope(found, names) or seen.shop.name, _found(found), f"morning {brief.on}",
                        brief.on, lasts("issue"), NUMBERS, ("stake",))
    missing = seen.given.terms(seen.on).missing()
    if missing:
        yield Claim("risks", seen.shop.name, Said(
            "costs of selling that nobody gave: {names}", names=listed(Term("term", n, TERMS[n]) for n in missing)),
                    "given term", seen.on, None, COSTS)
    late = [Term("source", r.source, r.zh) for r in seen.readiness if r.state in (State.LATE, State.DOUBTFUL)]
    if late:
        yield Claim("risks", seen.shop.name, Said("sources that are late: {names}", names=listed(late)), "status", seen.on)

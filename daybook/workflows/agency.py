"""All shops of an agency on one morning, from what was stored: no look at the lake and no query per shop."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from daybook.domain import given as g
from daybook.domain.agency import MemberLoad, ShopToday
from daybook.domain.shop import Shop
from daybook.workflows.house import House
from daybook.workflows.patrol import ticked

CENT = Decimal("0.01")
UNDONE = ("open", "taken", "snoozed", "handed")


def shops_today(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None) -> tuple[ShopToday, ...]:
    """A line per shop, those first where most money at risk can be acted on; four queries however many shops.

    Money of different currencies is not compared: shops of the currency that most of them have come first.
    """
    gists, work = _gists(shops, on), _work(shops, on)
    ticks = ticked(shops, on, as_of or house.now())
    lines = [_line(s, on, gists.get(s.name), work.get(s.name, []), ticks.get(s.name, {})) for s in shops]
    most = Counter(s.currency for s in shops)
    return tuple(sorted(lines, key=lambda x: (not x.made, -most[x.currency], x.currency, -x.worth, -x.at_risk, x.shop)))


def _line(shop: Shop, on: date, gist: Mapping[str, Any] | None, work: Sequence[Mapping[str, Any]],
          ticks: Mapping[str, Any]) -> ShopToday:
    mine = [w for w in work if w["state"] != "dropped"]
    can = sum((_a_day(w["gain"]) for w in mine if w["state"] in UNDONE), Decimal(0)).quantize(CENT)
    done = [w for w in mine if w["state"] == "done"]
    facts = gist or {}
    return ShopToday(
        shop.name, shop.client, shop.currency, on, gist is not None, Decimal(facts.get("at_risk", "0")), can,
        facts.get("findings", 0), facts.get("sources_in", 0), facts.get("sources", 0), len(mine), len(done),
        sum(w["minutes"] for w in mine), sum(w["used"] or 0 for w in done), facts.get("capacity"),
        sum(1 for check in facts.get("red", []) if check not in ticks), facts.get("checks"),
        None if "checks" not in facts else facts["checks"] - len(facts["red"]))


def _a_day(gain: Mapping[str, Any] | None) -> Decimal:
    """What a gain brings a day: it is counted over its horizon."""
    if gain is None:
        return Decimal(0)
    return max(Decimal(gain["mid"]), Decimal(0)) / max(gain["horizon_days"] or 1, 1)


def _gists(shops: Sequence[Shop], on: date) -> dict[str, Mapping[str, Any]]:
    """shop -> the gist of its last made brief of a morning."""
    from daybook.records import models

    rows = models.MorningLine.objects.filter(shop__name__in=[s.name for s in shops], on=on).order_by("made_at", "pk")
    return {name: gist for name, gist in rows.values_list("shop__name", "gist") if gist}


def _work(shops: Sequence[Shop], on: date) -> dict[str, list[Mapping[str, Any]]]:
    """shop -> the morning's items with the minutes that done ones took."""
    from django.db.models import OuterRef, Subquery

    from daybook.records import models

    last = models.WorkStep.objects.filter(item=OuterRef("pk"), kind="done").order_by("-pk").values("minutes")[:1]
    rows = models.WorkItem.objects.filter(shop__name__in=[s.name for s in shops], on=on).exclude(state="carried")
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.annotate(used=Subquery(last)).values("shop__name", "state", "minutes", "gain", "holder", "used"):
        found[row["shop__name"]].append(row)
    return found


def workload(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None) -> tuple[MemberLoad, ...]:
    """What each person has to do on a day over all shops, the most minutes first."""
    per: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for shop, rows in _work(shops, on).items():
        for row in rows:
            if row["state"] in (*UNDONE, "done"):
                per[row["holder"]][shop].append(row)
    roster: Counter[str] = Counter()
    for members in teams_of(shops, on, as_of or house.now()).values():
        for member in members:
            roster[member.person] += member.minutes
    loads = []
    for person in per.keys() | roster.keys():
        rows = [row for own in per.get(person, {}).values() for row in own]
        undone, done = [r for r in rows if r["state"] in UNDONE], [r for r in rows if r["state"] == "done"]
        loads.append(MemberLoad(person, len(per.get(person, {})), len(undone), len(done), sum(r["minutes"] for r in undone),
                                sum(r["used"] or 0 for r in done), roster.get(person)))
    return tuple(sorted(loads, key=lambda m: (-(m.minutes_open + m.minutes_used), m.person)))


def teams_of(shops: Sequence[Shop], on: date, as_of: datetime) -> dict[str, tuple[g.TeamMember, ...]]:
    """shop -> who works for it on a day, as rosters were known; two queries however many shops."""
    from daybook.records.given_rows import known_rows

    wide: dict[str, list[g.TeamMember]] = defaultdict(list)
    own: dict[str, list[g.TeamMember]] = defaultdict(list)
    for client, value in known_rows("team", sorted({s.client for s in shops}), as_of):
        if isinstance(value, g.TeamMember):
            (own[value.shop] if value.shop else wide[client]).append(value)
    found = {}
    for shop in shops:
        members = [*g.latest(wide.get(shop.client, [])), *g.latest(own.get(shop.name, []))]
        found[shop.name] = tuple(g.Given(shop, as_of, members=members).team(on)) if members else ()
    return found

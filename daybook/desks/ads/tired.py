"""Images and videos of which people have had enough: shown as often, clicked less, by the odds and until today."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.ads.findings import Days, named, usual_rate, worth_each
from daybook.desks.ads.trials import LATELY, judged_creatives
from daybook.desks.ads.units import share_counted
from daybook.desks.gain import CENT, minutes, recovered, rule
from daybook.domain.ad_words import JudgedCreative
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.said import Said
from daybook.domain.seen import Scope, Seen
from daybook.domain.work import Pull, Role, Suggestion

TIRED = "ads.creative_tired"
#: The days before the last week with which it is compared.
BEFORE = 21


def find_tired_creatives(seen: Seen) -> Iterator[BriefFinding]:
    """Materials whose clicks per view of a week are a fifth under those before by the odds of T-SURE, and were so yesterday too."""
    if not seen.sliced.get("material", {}).get("material_impressions"):
        return
    found = [one for c in judged_creatives(seen, ()) if c.verdict == "tired" and (one := _finding(seen, c)) is not None]
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found


def _finding(seen: Seen, one: JudgedCreative) -> BriefFinding | None:
    scope: Scope = (("material_id", one.creative),)
    shown, clicked, paid = (_days(seen, f"material_{m}", scope) for m in ("impressions", "clicks", "ad_spend"))
    views, clicks = shown.get(seen.reviewed, Decimal(0)), clicked.get(seen.reviewed, Decimal(0))
    before = _rate_before(shown, clicked, seen.reviewed)
    if not views or before is None or clicks / views > (1 - rule("T-TIRED")) * before:
        return None
    price = usual_rate(paid, clicked, seen.reviewed) or Decimal(0)
    missing = before * views - clicks
    stake = missing * worth_each(_sales(seen, scope), clicked, seen.reviewed)
    return _told(seen, one, scope, (clicks / views, before), (stake.quantize(CENT), (missing * price).quantize(CENT)))


def _rate_before(shown: Days, clicked: Days, reviewed: date) -> Decimal | None:
    days = [reviewed - timedelta(days=n) for n in range(LATELY, LATELY + BEFORE)]
    views = sum((shown.get(d, Decimal(0)) for d in days), Decimal(0))
    return sum((clicked.get(d, Decimal(0)) for d in days), Decimal(0)) / views if views else None


def _sales(seen: Seen, scope: Scope) -> Days:
    """Sales that the shop's own report counts of those credited to the material."""
    of = seen.sliced.get("material", {}).get("material_ad_gmv", {})
    every: dict[date, Decimal] = {}
    for days in of.values():
        for day, value in days.items():
            every[day] = every.get(day, Decimal(0)) + value
    share = share_counted(seen, every)
    return {day: value * share for day, value in of.get(scope, {}).items()}


def _days(seen: Seen, metric: str, scope: Scope) -> Days:
    return seen.sliced.get("material", {}).get(metric, {}).get(scope, {})


def _told(seen: Seen, one: JudgedCreative, scope: Scope, rates: tuple[Decimal, Decimal],
          money: tuple[Decimal, Decimal]) -> BriefFinding:
    """`rates` are clicks per view now and before; `money` what the missing clicks sell a day and what they would cost."""
    (now, usual), (lost, cost) = (tuple(r.quantize(Decimal("0.0001")) for r in rates), money)
    return BriefFinding(
        id=f"{TIRED}.{one.creative}", kind=TIRED, metric="material_ctr", zh="点击率", unit=Unit.SHARE, scope=named(scope),
        direction="down", measured=now, base_kind="usual", base=usual, odds_noise=1 - (one.tired or 0.0),
        at_stake=Gain((lost / 2).quantize(CENT), lost, (lost * 3 / 2).quantize(CENT), seen.shop.currency, spend=cost),
        urgency="today", causes=(Cause("event", named(scope), now - usual),), sources=("ads",),
        words=Said("{name} is clicked {now} times of a hundred, {usual} before: people have seen it enough", name=one.name,
                   now=f"{now * 100:.1f}", usual=f"{usual * 100:.1f}"))


def swap_creative(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Put a new image or video in its place; the old one stays until the new one is clicked more."""
    own = dict(found.scope).get("material_id", "")
    name = seen.names.get("material_id", {}).get(own) or own
    yield Suggestion(
        id=f"swap_creative.{own}", findings=(found.id,), move="swap_creative",
        what=Said("Put a new image or video beside {name}", name=name), object_kind="material", object_id=own, object=name,
        from_=_rate(found.measured), to=_rate(found.base), role=Role.ADS, minutes=minutes("ads"),
        gain=recovered(seen, found.at_stake), where=Said("ad console: materials of this plan"), how="by hand",
        risk=Said("a new image has to be shown before it is known"), evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "ads"))), pull=Pull.MORE_TRAFFIC)


def _rate(share: Decimal | None) -> str:
    return Said("{n} clicks of a hundred views", n=f"{(share or Decimal(0)) * 100:.1f}")

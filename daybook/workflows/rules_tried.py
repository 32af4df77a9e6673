"""Rules tried on a shop's own data: published numbers beside its own, out of sample, and which side of a conflict it supports.

Nothing is changed by it: whoever agrees sets the shop's own number as a limit or lets the lesson do it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from daybook.analysis.calibration import Compared, ListingDays, WordDays, best_hours, best_limit, compare, outside
from daybook.analysis.lessons import Lessons, Outcome
from daybook.domain.calibrated import CalibratedRule, RulesTried, TriedConflict
from daybook.domain.said import Amount, Said
from daybook.domain.shop import Shop
from daybook.facts.engine import reading
from daybook.metrics.rules_tried import hours_of, listings_of, words_of
from daybook.rulebook.contradictions import Contradiction, find_contradictions
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.lessons import outcomes
from daybook.workflows.seeing import see, whose

#: Clicks without an order that are tried for the shop's own limit.
TRIED = (10.0, 15.0, 20.0, 30.0, 50.0, 80.0, 120.0)
#: The plan's own gain as it stands, before any lesson.
AS_PLANNED = 1.0
#: Fewer earlier moves of a kind than this give no lesson to try.
LEAST_MOVES = 3
#: Visitors after a test by which its call is judged.
JUDGED_BY = 300.0


@dataclass(frozen=True)
class _Facts:
    """What is read once for all rules of a shop."""

    words: tuple[WordDays, ...]
    hours: tuple[tuple[float, ...], ...]
    listings: tuple[ListingDays, ...]
    costs_known: bool


def rules_tried(house: House, shop: Shop, on: date, as_of: datetime) -> RulesTried:
    """Every rule that this shop's data can be held against, and every conflict that holds for its platform."""
    book = load().for_(shop.platform)
    facts = reading(house.lake, house.books, whose([shop]), as_of, ALL_TABLES, partial(_facts, shop=shop, on=on, as_of=as_of))
    calibrated = [made for made in (_limit(book, facts), _peak(book, facts)) if made is not None]
    return RulesTried(shop.name, (*calibrated, *_lessons(book, shop, as_of)), tuple(
        _conflict(one, facts, shop, as_of) for one in find_contradictions(book)))


def _facts(session: Any, *, shop: Shop, on: date, as_of: datetime) -> _Facts:
    margins = see(session, [shop], on, as_of, reading_for=())[shop.name].seen.margins
    by_item = {item: float(m) for item, m in margins.by_item.items()}
    whole = None if margins.shop is None else float(margins.shop)
    words = [(row, by_item.get(row["item_id"], whole)) for row in words_of(session, on)]
    return _Facts(tuple(_word(row, margin) for row, margin in words if margin is not None), tuple(hours_of(session, on, shop.name)),
                  tuple(ListingDays(*days) for days in listings_of(session, on)), bool(by_item) or whole is not None)


def _word(row: Mapping[str, Any], margin: float) -> WordDays:
    return WordDays(row["clicks"], row["impressions"], row["orders"], row["spend"], [gmv * margin for gmv in row["gmv"]])


def _limit(book: Rulebook, facts: _Facts) -> CalibratedRule | None:
    """Clicks without an order at which a word is cut: learned on every second word, judged on the others."""
    rule = book.found("A-ZERO-20")
    if rule is None:
        return None
    default = rule.value("clicks")
    made = partial(CalibratedRule, rule.id, "clicks", "clicks", rule.what, default)
    missed = Said("money lost a word by cutting it, below 0: saved")
    if not facts.costs_known:
        return made(None, None, None, missed, 0, None, Said("what a sale leaves is not known: give unit costs"))
    own = best_limit(facts.words[::2], TRIED)
    if own is None:
        return made(None, None, None, missed, 0, None, Said("no word came so far without an order"))
    found = _judged_words(facts.words[1::2], (float(default), "clicks"), (own, "clicks"))
    return made(Decimal(str(own)), found.first, found.second, missed, found.n, _better(found))


def _judged_words(words: Sequence[WordDays], first: tuple[float, str], second: tuple[float, str]) -> Compared:
    """Two limits on words that either of them cuts."""
    losses = [(w.lost_after(*first), w.lost_after(*second)) for w in words]
    cut = [pair for pair in losses if any(pair)]
    return compare([a for a, _ in cut], [b for _, b in cut])


def _peak(book: Rulebook, facts: _Facts) -> CalibratedRule | None:
    """The evening's peak: learned on the earlier two thirds of days, judged on the later third."""
    rule = book.found("A-HOUR")
    if rule is None:
        return None
    first, last = int(rule.value("peak_from")), int(rule.value("peak_to"))
    hours, cut = last - first + 1, len(facts.hours) * 2 // 3
    made = partial(CalibratedRule, rule.id, "peak_from", "clock", rule.what, rule.value("peak_from"))
    missed = Said("share of a day's sales outside of these {n} hours", n=hours)
    own = best_hours(facts.hours[:cut], hours)
    if own is None:
        return made(None, None, None, missed, 0, None, Said("the hours of orders are not in"))
    later = facts.hours[cut:]
    found = compare([outside(day, first, hours) for day in later], [outside(day, own, hours) for day in later])
    return made(Decimal(own), found.first, found.second, missed, found.n, _better(found) if own != first else None)


def _better(found: Compared) -> bool | None:
    return None if found.better is None else found.better == 2


def _lessons(book: Rulebook, shop: Shop, as_of: datetime) -> tuple[CalibratedRule, ...]:
    """What of a planned gain comes, for each kind of move: every move is foretold from those measured before it.

    Moves of all shops teach and are judged, in ratios; the number shown is this shop's.
    """
    rule, told = book.rule("W-RECOVER"), outcomes(as_of)
    if not told:
        return ()
    now, found = Lessons(told), []
    for kind in sorted({o.kind for o in told}):
        own = [o for o in told if o.kind == kind]
        if len(own) <= LEAST_MOVES:
            continue
        judged = [(o, _before(own[:n], o)) for n, o in enumerate(own) if n >= LEAST_MOVES]
        made = compare([abs(o.measured / o.expected - AS_PLANNED) for o, _ in judged],
                       [abs(o.measured / o.expected - ratio) for o, ratio in judged])
        ratio = now.ratio(kind, str(shop.platform), "", shop.name, "").mean
        found.append(CalibratedRule(
            rule.id, "of_gain", "share", rule.what, Decimal(1), Decimal(str(round(ratio, 3))), made.first, made.second,
            Said("share of the planned gain that was foretold wrongly"), made.n, _better(made), of=kind))
    return tuple(found)


def _before(earlier: Sequence[Outcome], one: Outcome) -> float:
    return Lessons(earlier).ratio(one.kind, one.group, one.category, one.shop, one.object).mean


Side = Callable[[Contradiction, _Facts, Shop, datetime], tuple[str, str]]


def _conflict(one: Contradiction, facts: _Facts, shop: Shop, as_of: datetime) -> TriedConflict:
    supported, evidence = SIDES.get(one.about, _cannot)(one, facts, shop, as_of)
    return TriedConflict(one.first.id, one.second.id, one.first.what, one.second.what, one.about, supported, evidence)


def _words_side(one: Contradiction, facts: _Facts, shop: Shop, as_of: datetime) -> tuple[str, str]:
    """Limits of words: which loses less money over all words that either cuts; odds (A-ZERO) are judged where ads are."""
    limits = []
    for rule in (one.first, one.second):
        counted = next((name for name in ("clicks", "impressions") if name in rule.values), "")
        if not counted:
            return "", Said("a limit by odds counts no clicks: both are held against each other where ads are judged")
        limits.append((float(rule.value(counted)), counted))
    if not facts.costs_known:
        return "", Said("what a sale leaves is not known: give unit costs")
    found = _judged_words(facts.words, *limits)
    if found.first is None or found.second is None:
        return "", Said("no word came so far without an order")
    said = Said("words that either cuts: {n}; cutting by {one} loses {first} a word, by {other} {second} (below 0: saves)",
                n=found.n, one=one.first.id, first=Amount(Decimal(round(found.first)), "money", shop.currency), other=one.second.id,
                second=Amount(Decimal(round(found.second)), "money", shop.currency))
    return _side(one, found), said


def _product_side(one: Contradiction, facts: _Facts, shop: Shop, as_of: datetime) -> tuple[str, str]:
    """Tests of products: which number of visitors calls it as the next 300 show."""
    late = float(one.first.value("clicks")) if "clicks" in one.first.values else float(one.second.value("clicks"))
    short = one.second if "clicks_low" in one.second.values else one.first
    early = float(short.value("clicks_low") + short.value("clicks_high")) / 2
    visitors = sum(sum(x.visitors) for x in facts.listings)
    if not visitors:
        return "", Said("visitors by listing are not in")
    share = load().for_(shop.platform).value("T-PRODUCT", "of_market_cvr")
    wanted = float(share) * sum(sum(x.buyers) for x in facts.listings) / visitors
    calls = [c for x in facts.listings if (c := x.calls(early, late, wanted, JUDGED_BY)) is not None]
    wrong = [(float(c[1] != c[2]), float(c[0] != c[2])) for c in calls]       # 300 first, then the short test
    found = compare([a for a, _ in wrong], [b for _, b in wrong])
    if found.first is None or found.second is None:
        return "", Said("no listing has had {n} visitors", n=int(late + JUDGED_BY))
    said = Said("listings: {n}; visitors after the test show that {late} visitors called {first} of them wrongly, {early} {second}",
                n=found.n, late=int(late), early=int(early), first=f"{found.first:.0%}", second=f"{found.second:.0%}")
    sides = {1: "T-PRODUCT", 2: "T-PRODUCT-30"}
    return sides.get(found.better or 0, ""), said


def _image_side(one: Contradiction, facts: _Facts, shop: Shop, as_of: datetime) -> tuple[str, str]:
    """Edits of images: what the measured ones did to their listings, pooled."""
    from daybook.records import models

    rows = models.MeasuredMove.objects.filter(shop__name=shop.name, kind="images", measured_at__lte=as_of, error__gt=0)
    known = list(rows.exclude(alone=None).values_list("alone", "error"))
    if len(known) < LEAST_MOVES:
        return "", Said("{n} edits of images were measured here; at least {least} are needed", n=len(known), least=LEAST_MOVES)
    weight = sum(1 / e**2 for _, e in known)
    mean, error = sum(a / e**2 for a, e in known) / weight, weight**-0.5
    said = Said("{n} measured edits of images moved their listings by {mean} (give or take {error})", n=len(known),
                mean=f"{mean:+.1%}", error=f"{2 * error:.1%}")
    if mean + 2 * error < 0:
        return "L-IMAGE-RISK", said
    return ("L-IMAGE-FREE" if mean - 2 * error > -0.05 else ""), said


def _cannot(one: Contradiction, facts: _Facts, shop: Shop, as_of: datetime) -> tuple[str, str]:
    return "", Said("nothing that this shop's exports hold tells the two apart yet")


def _side(one: Contradiction, found: Compared) -> str:
    return {1: one.first.id, 2: one.second.id}.get(found.better or 0, "")


#: The question of a conflict -> how this shop's data are asked.
SIDES: Mapping[str, Side] = {"when a word without orders is cut": _words_side, "clicks of a product test": _product_side,
                             "penalty of an image edit": _image_side}

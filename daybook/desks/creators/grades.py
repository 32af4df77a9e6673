"""Grades: what settled here comes first, then what fits, and signs that numbers were made, each with its reason."""

from decimal import Decimal

from daybook.analysis.creators.signs import distance, jump, odds_of_share
from daybook.desks.creators.book import book_of, has_rule, parts_of, rules_of
from daybook.desks.creators.results import ended_of, results_of
from daybook.domain.creator_desk import Basis, Grade, Result, Sign
from daybook.domain.creators import Profile
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen

PLACES = Decimal("0.01")
LETTERS = ("a", "b", "c")


def grades_of(seen: Seen) -> dict[str, Grade]:
    """Creator -> grade, of all who brought orders, posted, were looked up or are spoken with."""
    known = seen.reckoned.get("creators.grades")
    if not isinstance(known, dict):
        book = book_of(seen)
        results = {r.creator_id: r for r in results_of(seen)}
        who = {*results, *book.profiles, *parts_of(seen).posts, *parts_of(seen).deals}
        known = seen.reckoned["creators.grades"] = {
            one: _grade(results.get(one), book.profiles.get(one), signs_of(one, seen), seen) for one in sorted(who)}
    return known


def _grade(result: Result | None, profile: Profile | None, signs: tuple[Sign, ...], seen: Seen) -> Grade:
    rules = rules_of(seen)
    parts = _fit(profile, seen)
    fit = (Decimal(sum(1 for ok, _ in parts if ok)) / len(parts)).quantize(PLACES) if parts else None
    reasons, letter, basis = [words for _, words in parts], "", Basis.UNKNOWN
    enough = result is not None and result.ended_orders >= rules.value("N-GRADE", "orders")
    if result is not None and enough and result.margin_rate is not None:
        basis = Basis.PAST
        letter = next((name.upper() for name in LETTERS if result.margin_rate >= rules.value("N-GRADE", name)), "D")
        reasons.insert(0, Said("{share} of what settled here was left, over {n} ended orders",
                               share=Amount(result.margin_rate, "share"), n=result.ended_orders))
    elif result is not None and enough and not result.settled_orders:
        basis, letter = Basis.PAST, "D"
        reasons.insert(0, Said("none of {n} ended orders settled", n=result.ended_orders))
    else:
        if result is not None:
            reasons.insert(0, Said("{n} orders have ended here: too few, or their costs are not known", n=result.ended_orders))
        if fit is not None:
            basis = Basis.FIT
            letter = next((name.upper() for name in ("b", "c") if fit >= rules.value("N-FIT-GRADE", name)), "D")
    if signs:                                        # what was made tells nothing of what would be sold
        letter = "D"
    return Grade(letter, basis, fit, (*(s.words for s in signs), *reasons), signs)


def _fit(profile: Profile | None, seen: Seen) -> list[tuple[bool, str]]:
    """What is known to fit or not: category, price band, audience, live conversion."""
    if profile is None:
        return []
    rules = rules_of(seen)
    found: list[tuple[bool, str]] = []
    categories = {c for c in seen.categories.values() if c}
    if profile.category and categories:
        fits = any(profile.category in c or c in profile.category for c in categories)
        found.append((fits, Said("category {category} is among the shop's", category=profile.category) if fits else
                      Said("category {category} is none of the shop's", category=profile.category)))
    band = _band(seen)
    if profile.price_low is not None and profile.price_high is not None and band is not None:
        fits = profile.price_low <= band[1] and band[0] <= profile.price_high
        money = [Amount(x, "money", seen.shop.currency) for x in (profile.price_low, profile.price_high)]
        found.append((fits, Said("sells at {low} to {high}, as the shop does", low=money[0], high=money[1]) if fits else
                      Said("sells at {low} to {high}, the shop does not", low=money[0], high=money[1])))
    for name, value, rule in (("audience", profile.audience_share, "audience"), ("conversion", profile.live_cvr, "conversion")):
        if value is not None and has_rule(rules, "N-FIT"):
            line = rules.value("N-FIT", rule)
            share, least = Amount(value, "share"), Amount(line, "share")
            found.append((value >= line, Said("{share} of the audience is the shop's, wanted {line}", share=share, line=least)
                          if name == "audience" else Said("live conversion {share}, wanted {line}", share=share, line=least)))
    return found


def _band(seen: Seen) -> tuple[Decimal, Decimal] | None:
    """The mean prices of the shop's items over four weeks, the lowest and the highest; None where none was sold."""
    prices = [c.gmv / c.units for c in seen.margins.costs_by_item.values() if c.units]
    return (min(prices), max(prices)) if prices else None


def signs_of(creator: str, seen: Seen) -> tuple[Sign, ...]:
    """Signs that a creator's numbers were made, the strongest first."""
    found = [*_views(creator, seen), *_went_back(creator, seen), *_jumped(creator, seen), *_comments(creator, seen)]
    return tuple(sorted(found, key=lambda s: (-s.strength, s.kind)))


def _views(creator: str, seen: Seen) -> list[Sign]:
    """Views that bring hardly an order where other posts of the shop do."""
    ratios = _views_an_order(seen)
    if creator not in ratios:
        return []
    mine, others = ratios[creator], [one for who, own in ratios.items() if who != creator for one in own]
    ratio = sorted(mine)[len(mine) // 2]
    far = distance(ratio, others)
    if far is None or far < rules_of(seen).value("N-FAKE-VIEWS", "distance"):
        return []
    usual = sorted(others)[len(others) // 2]
    return [Sign("views", "N-FAKE-VIEWS", Said("{ratio} views an order, other creators' posts {usual}", ratio=round(ratio),
                                               usual=round(usual)), far)]


def _views_an_order(seen: Seen) -> dict[str, list[float]]:
    """Creator -> views an order of each post with views enough and orders told."""
    known = seen.reckoned.get("creators.views")
    if not isinstance(known, dict):
        least, found = rules_of(seen).value("N-FAKE-VIEWS", "views"), dict[str, list[float]]()
        for post in book_of(seen).posts:
            if post.views and post.views >= least and post.paid_orders is not None:
                found.setdefault(post.creator_id, []).append(post.views / max(post.paid_orders, 0.5))
        seen.reckoned["creators.views"] = known = found
    return known


def _went_back(creator: str, seen: Seen) -> list[Sign]:
    """Far more orders that went back than with the shop's other creators."""
    rules, (own, others) = rules_of(seen), ended_of(creator, seen)
    if own.orders < rules.value("N-FAKE-REFUND", "orders") \
            or Decimal(own.lapsed) / own.orders < rules.value("N-FAKE-REFUND", "share"):
        return []
    odds = odds_of_share(own.lapsed, own.orders, others.lapsed, others.orders)
    if odds is None or odds > rules.value("N-FAKE-REFUND", "odds"):
        return []
    return [Sign("refunds", "N-FAKE-REFUND", Said(
        "{lapsed} of {ended} ended orders went back, with other creators {usual}", lapsed=own.lapsed, ended=own.orders,
        usual=Amount(Decimal(others.lapsed) / others.orders, "share")), 10 * own.lapsed / own.orders)]


def _jumped(creator: str, seen: Seen) -> list[Sign]:
    """A wave of orders on one day of which most lapsed."""
    rules = rules_of(seen)
    days = parts_of(seen).days.get(creator, ())
    found = jump([d.orders for d in days], int(rules.value("N-FAKE-JUMP", "orders")))
    if found is None:
        return []
    day, times = days[found[0]], found[1]
    if times < rules.value("N-FAKE-JUMP", "times") or Decimal(day.lapsed) / day.orders < rules.value("N-FAKE-JUMP", "lapsed"):
        return []
    return [Sign("jump", "N-FAKE-JUMP", Said("{orders} orders on {day}, {times} times the usual day, and {lapsed} of them lapsed",
                                             orders=day.orders, day=day.day, times=times, lapsed=day.lapsed), times)]


def _comments(creator: str, seen: Seen) -> list[Sign]:
    """Comments that repeat each other."""
    rules = rules_of(seen)
    read = [(p.comments_read, p.comments_distinct) for p in parts_of(seen).posts.get(creator, ())
            if p.comments_read and p.comments_distinct is not None]
    whole, different = sum(r or 0 for r, _ in read), sum(d or 0 for _, d in read)
    if whole < rules.value("N-FAKE-COMMENTS", "read") or Decimal(different) / whole >= rules.value("N-FAKE-COMMENTS", "different"):
        return []
    return [Sign("comments", "N-FAKE-COMMENTS", Said("{different} different ones among {whole} comments", different=different,
                                                     whole=whole), 10 * (1 - different / whole))]

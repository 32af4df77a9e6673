"""Ads as claims of the operating file: the words that cost most, what plans or materials spend, from which return on they pay."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from daybook.desks.ads.returns import break_even_roi
from daybook.domain.ad_words import WORD_MOVES, JudgedWord
from daybook.domain.file_page import Claim
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.seen import Seen
from daybook.workflows.file_products import CENT, COSTS, NUMBERS, WEEKS4, ZERO, last_in, lasts, seen_sums

MOST_WORDS, MOST_PLANS, MOST_MATERIALS = 7, 8, 5
MOST_ADVICE, MOST_NAMES = 3, 5


def ads_claims(seen: Seen) -> Iterator[Claim]:
    """Words, break-even, plans and materials, over four weeks; of the levels that no report tells, that it is so."""
    yield from _words(seen)
    even, currency = break_even_roi(seen), seen.shop.currency
    if even is not None:
        yield Claim("keywords", seen.shop.name, Said("ads of the shop break even at a return of {roas}", roas=_ratio(even)), "ads",
                    last_in(seen), lasts("keyword"), COSTS, ("break_even",))
    plans, names = seen_sums(seen, "plan", "ad_spend", "plan_id"), seen.names.get("plan_id", {})
    sold = seen_sums(seen, "plan", "ad_gmv", "plan_id")
    if plans:
        yield Claim("keywords", seen.shop.name, Said(
            "{n} plans spent in four weeks, {spent} a day together", n=len(plans), spent=Amount(
                (sum(plans.values(), ZERO) / WEEKS4).quantize(CENT), "money", currency)), "ads", last_in(seen), lasts("keyword"),
            NUMBERS, ("ad_plans",))
    for plan, spent in _largest(plans)[:MOST_PLANS]:
        yield Claim("keywords", names.get(plan, plan), Said(
            "plan: spent {spent} in four weeks, {day} a day, return {roas}", spent=Amount(spent.quantize(CENT), "money", currency),
            day=Amount((spent / WEEKS4).quantize(CENT), "money", currency), roas=_ratio(sold.get(plan, ZERO) / spent)), "ads",
            last_in(seen), lasts("keyword"), NUMBERS, ("ad_plan",))
    yield from _materials(seen, told_by_plan=bool(plans))


def advice_claims(seen: Seen, words: Sequence[JudgedWord]) -> Iterator[Claim]:
    """What the ads desk advises for bids of words or materials, those alike together, the largest gain first."""
    alike: dict[tuple[str, float], list[JudgedWord]] = {}
    for one in sorted((w for w in words if w.moves), key=lambda w: -w.gain):
        alike.setdefault((one.move, one.step), []).append(one)
    for (move, step), own in list(alike.items())[:MOST_ADVICE]:
        what: str = Term("word_move", move, WORD_MOVES.get(move, ""))
        if step:
            what = Said("{what} by {share}", what=what, share=Amount(Decimal(str(abs(step))).quantize(Decimal("0.001")), "share"))
        yield Claim("keywords", seen.shop.name, Said(
            "advised on {day} for the bids of {n}: {what}: {names}", day=f"{last_in(seen)}", n=len(own), what=what,
            names=listed(one.word for one in own[:MOST_NAMES])), "ads", last_in(seen), lasts("keyword"), NUMBERS, ("ad_advice",))


def _words(seen: Seen) -> Iterator[Claim]:
    spend, gmv = (seen_sums(seen, "keyword", f"keyword_{name}", "keyword") for name in ("ad_spend", "ad_gmv"))
    for word, spent in _largest(spend)[:MOST_WORDS]:
        sold = gmv.get(word, ZERO)
        yield Claim("keywords", word, Said(
            "spent {spent} and sold {sold} in four weeks, return {roas}", spent=Amount(spent.quantize(CENT), "money",
                                                                                      seen.shop.currency),
            sold=Amount(sold.quantize(CENT), "money", seen.shop.currency), roas=_ratio(sold / spent)), "ads", last_in(seen),
            lasts("keyword"), NUMBERS, ("keyword_spend",))


def _materials(seen: Seen, told_by_plan: bool) -> Iterator[Claim]:
    """The materials that cost most; where they are all that reports tell, what they spent together, and that words and plans are
    not known."""
    spend, gmv = (seen_sums(seen, "material", f"material_{name}", "material_id") for name in ("ad_spend", "ad_gmv"))
    whole, currency, names = sum(spend.values(), ZERO), seen.shop.currency, seen.names.get("material_id", {})
    if whole and not told_by_plan:
        yield Claim("keywords", seen.shop.name, Said(
            "reports tell ads by material, not by plan or word: {n} materials spent {spent} a day together over four weeks, return "
            "{roas}", n=len(spend), spent=Amount((whole / WEEKS4).quantize(CENT), "money", currency), roas=_ratio(
                sum(gmv.values(), ZERO) / whole)), "ads", last_in(seen), lasts("keyword"), NUMBERS, ("ad_level",))
    for material, spent in _largest(spend)[:MOST_MATERIALS]:
        yield Claim("keywords", names.get(material, material), Said(
            "material: spent {spent} and sold {sold} in four weeks, return {roas}", spent=Amount(
                spent.quantize(CENT), "money", currency), sold=Amount(gmv.get(material, ZERO).quantize(CENT), "money", currency),
            roas=_ratio(gmv.get(material, ZERO) / spent)), "ads", last_in(seen), lasts("keyword"), NUMBERS, ("ad_material",))


def _largest(spend: dict[str, Decimal]) -> list[tuple[str, Decimal]]:
    return sorted(((k, v) for k, v in spend.items() if k and v), key=lambda pair: (-pair[1], pair[0]))


def _ratio(value: Decimal) -> Amount:
    return Amount(value.quantize(CENT), "ratio")

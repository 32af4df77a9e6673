"""What is off in what buyers wrote: a cause that rises at one item, a review that cannot wait, a hero's open question, scores and
the share of good ratings that fall; and the lines with a clock.

Bad reviews that come at once and cost buyers are told by the listings desk (`listings.bad_review`), with the money; the same
reviews make no rise here, since a rise takes different words on more than one day.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from daybook.analysis.odds import binomial_at_most
from daybook.desks.gain import CENT, rule
from daybook.desks.reputation.book import Poor, book_of, is_new, limits, poor_of
from daybook.desks.reputation.lines import item_name
from daybook.desks.reputation.questions import question_lines
from daybook.desks.reputation.scores import score_lines
from daybook.desks.reputation.trends import rises_of
from daybook.domain.brief import BriefFinding, Cause, Gain, Must, Unit
from daybook.domain.reputation import QuestionLine, Rise, ScoreLine
from daybook.domain.said import Said, Term, listed
from daybook.domain.seen import Seen

ROSE, URGENT, ASKED, SCORE, POSITIVE = ("reputation.cause_rises", "reputation.urgent_review", "reputation.open_question",
                                        "reputation.score_fell", "reputation.positive_rate")
#: Urgent reviews that are told one by one; more of them are on the page.
MOST_URGENT = 3
#: Days of which an item's usual sales are taken.
USUAL_DAYS = 28


def find_rises(seen: Seen) -> Iterator[BriefFinding]:
    """Causes that rose beyond chance, on mornings on which a review that names it came in."""
    fresh = {one.review.review_id for one in poor_of(seen) if is_new(one.review, seen)}
    for rise in rises_of(seen):
        days = {one.review.written_on for one in poor_of(seen) if one.review.review_id in rise.reviews}
        if len(days) > 1 and fresh & set(rise.reviews):
            yield _rose(seen, rise)


def _rose(seen: Seen, rise: Rise) -> BriefFinding:
    scope = (("item_id", rise.item_id), ("cause", rise.cause))
    said = {"name": item_name(seen, rise.item_id), "cause": Term("complaint", rise.cause), "n": rise.recent, "of": rise.of,
            "expected": rise.expected}
    words: str = Said("{name}: {n} of {of} new reviews complain of {cause}, {expected} would be usual", **said)
    if rise.variant:
        words = listed((words, Said("mostly of {variant}", variant=rise.variant)))
    if rise.arrived is not None:
        words = listed((words, Said("its stock was filled up on {day}, before the first of them: check that batch",
                                    day=rise.arrived)))
    more = Decimal(rise.recent) - rise.expected
    return BriefFinding(
        id=f"{ROSE}.{rise.item_id}.{rise.cause}", kind=ROSE, metric="poor_reviews", zh="中差评数", unit=Unit.COUNT, scope=scope,
        direction="up", measured=Decimal(rise.recent), base_kind="expected", base=rise.expected, odds_noise=rise.odds,
        at_stake=_stake(seen, rise.item_id), since=rise.since, urgency="today", causes=(Cause("event", scope, more),),
        sources=("reviews",), higher_is_better=False, words=words)


def _stake(seen: Seen, item: str) -> Gain | None:
    """A share of what the item usually sells a day; None where its sales are not known."""
    days = [day for day in seen.daily.get("paid_gmv", {}) if 0 < (seen.on - day).days <= USUAL_DAYS]
    lines = [own for scope, own in seen.sliced.get("product", {}).get("line_gmv", {}).items() if dict(scope).get("item_id") == item]
    if not lines or not days:
        return None
    usual = sum((own.get(day, Decimal(0)) for own in lines for day in days), Decimal(0)) / len(days)
    low, mid, high = ((usual * rule("R-RISE-LOSS", n)).quantize(CENT) for n in ("low", "mid", "high"))
    return Gain(low, mid, high, seen.shop.currency)


def urgent_now(seen: Seen) -> tuple[Poor, ...]:
    """New reviews that cannot wait and that nobody has answered yet."""
    return tuple(one for one in poor_of(seen) if one.told.urgent and not one.review.reply and is_new(one.review, seen))


def find_urgent(seen: Seen) -> Iterator[BriefFinding]:
    """New reviews of harm, a hazard, spoiled goods, fakes or the law, one by one."""
    for one in urgent_now(seen)[:MOST_URGENT]:
        review = one.review
        scope = (("item_id", review.item_id or ""), ("review_id", review.review_id))
        yield BriefFinding(
            id=f"{URGENT}.{review.review_id}", kind=URGENT, metric="urgent_reviews", zh="紧急评价", unit=Unit.COUNT, scope=scope,
            direction="up", measured=Decimal(1), base_kind="expected", base=Decimal(0), odds_noise=None, since=review.written_on,
            urgency="now", deadline=until[1] if (until := limits(review)) else None, causes=(Cause("event", scope, Decimal(1)),),
            sources=("reviews",), higher_is_better=False,
            words=Said("a review of {name} cannot wait: {why}", name=item_name(seen, review.item_id),
                       why=listed(Term("urgent", kind) for kind in one.told.urgent)))


def find_questions(seen: Seen) -> Iterator[BriefFinding]:
    """Top questions of hero items that stand without an answer, or with one that puts buyers off, while they are news."""
    for line in question_lines(seen):
        if line.hero and line.asked >= rule("R-ASKED", "least") and (line.unanswered or line.bad_answer) and _asked_now(seen, line):
            yield _asked(seen, line)


def _asked_now(seen: Seen, line: QuestionLine) -> bool:
    return (seen.on - line.newest.asked_on).days <= int(rule("R-NEW", "news"))


def _asked(seen: Seen, line: QuestionLine) -> BriefFinding:
    scope = (("item_id", line.item_id), ("topic", line.topic))
    said = {"name": line.item, "topic": Term("topic", line.topic), "n": line.asked}
    words = Said("{name}: {n} questions about {topic}, the answer puts buyers off", **said) if line.bad_answer else \
        Said("{name}: {n} questions about {topic}, {open} without an answer", **said, open=line.unanswered)
    return BriefFinding(
        id=f"{ASKED}.{line.item_id}.{line.topic}", kind=ASKED, metric="buyer_questions", zh="问大家", unit=Unit.COUNT, scope=scope,
        direction="up", measured=Decimal(line.asked), base_kind="expected", base=Decimal(0), odds_noise=None,
        since=line.newest.asked_on, urgency="today", causes=(Cause("event", scope, Decimal(line.asked)),),
        sources=("buyer_questions",), higher_is_better=False, words=words)


def find_scores(seen: Seen) -> Iterator[BriefFinding]:
    """Scores that fell within the week beyond rounding, or passed under their goal."""
    for line in score_lines(seen):
        before, now = line.week_ago, line.score.value
        if before is None or (seen.on - line.score.day).days > int(rule("R-SCORE-FALL", "days")):
            continue
        if before - now >= rule("R-SCORE-FALL", "fall") or now < line.goal <= before:
            yield _fell(line, before)


def _fell(line: ScoreLine, before: Decimal) -> BriefFinding:
    scope = (("score", line.score.score),)
    change = line.score.value - before
    return BriefFinding(
        id=f"{SCORE}.{line.score.score}", kind=SCORE, metric="shop_score", zh="店铺评分", unit=Unit.RATIO, scope=scope,
        direction="down", measured=line.score.value, base_kind="last_week", base=before, odds_noise=None, since=line.score.day,
        causes=(Cause("event", scope, change),), sources=("shop_score_day",),
        words=Said("{score} fell from {before} to {now}, the goal is {goal}", score=Term("score", line.score.score),
                   before=before.normalize(), now=line.score.value.normalize(), goal=line.goal.normalize()))


def positive(seen: Seen) -> tuple[int, int] | None:
    """Good ones and all rated ones of the rulebook's days; None where nothing is rated."""
    days = int(rule("R-GOOD92", "days"))
    lately = [w for w in book_of(seen).written if 0 < (seen.on - w.day).days <= days]
    good, all_ = sum(w.good for w in lately), sum(w.good + w.poor for w in lately)
    return (good, all_) if all_ else None


def find_positive_rate(seen: Seen) -> Iterator[BriefFinding]:
    """Fewer good ratings in a week than the platform's line, beyond chance, on a day that brought a poor one."""
    found = positive(seen)
    if found is None or found[1] < rule("R-POSITIVE", "least") or not any(is_new(one.review, seen) for one in poor_of(seen)):
        return
    good, of = found
    line = rule("R-GOOD92", "positive")
    if Decimal(good) / of >= line:
        return
    odds = binomial_at_most(good, of, float(line))
    if odds > float(rule("R-POSITIVE", "odds")):
        return
    rate = (Decimal(good) / of).quantize(Decimal("0.0001"))
    yield BriefFinding(
        id=POSITIVE, kind=POSITIVE, metric="positive_rate", zh="好评率", unit=Unit.SHARE, scope=(), direction="down", measured=rate,
        base_kind="target", base=line, odds_noise=odds, since=seen.reviewed, causes=(Cause("event", (), rate - line),),
        sources=("reviews",), words=Said("{good} of {of} ratings of seven days are good", good=good, of=of))


def what_cannot_wait(seen: Seen) -> Iterator[Must]:
    """New poor reviews with the end of their four hours; one line for those that cannot wait, one for the others."""
    where = Said("reviews page; the shop's console")
    urgent = urgent_now(seen)
    if urgent:
        yield Must(Said("Answer reviews that cannot wait: {why}", why=listed(
            Term("urgent", kind) for kind in sorted({k for one in urgent for k in one.told.urgent}))),
            Said("{n} reviews", n=len(urgent)), where, _first_limit(urgent), "review")
    others = [one for one in poor_of(seen) if not one.told.urgent and not one.review.reply and is_new(one.review, seen)]
    if others:
        yield Must(Said("Contact the buyers of new poor reviews, within four hours of each"),
                   Said("{n} reviews", n=len(others)), where, _first_limit(others), "review")


def _first_limit(ones: Sequence[Poor]) -> datetime | None:
    return min((until[1] for one in ones if (until := limits(one.review)) is not None), default=None)

"""What pages do not answer, by what buyers ask and complain of; and pages from which visitors leave at once."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.service.shares import Beside, beside_usual
from daybook.analysis.text.causes import told
from daybook.desks.gain import rule
from daybook.desks.pages.book import briefs_of, heroes_of, item_name, talks_of, written_of
from daybook.domain.page_tests import BriefStage, Evidence, PageCheck, PageExit
from daybook.domain.seen import Seen
from daybook.rulebook.service_words import topics

#: Topic of the rulebook -> the part of the page that should answer it; topics that no page answers are not here.
PARTS: Mapping[str, str] = {
    "fit": "size_table", "use": "answers", "material": "details", "colour": "first_screen", "dispatch": "answers",
    "courier": "answers", "stock": "answers", "return": "proof", "warranty": "proof", "gift": "selling_points",
    "mismatch": "first_screen"}
#: Cause of a complaint that the page brought about -> its topic.
BLAMED: Mapping[str, str] = {"size": "fit", "mismatch": "mismatch", "appearance": "colour"}
DEFAULT_PART = "answers"
#: Briefs that hold a topic back from being told again: those that somebody works on.
WORKED_ON = (BriefStage.OPEN, BriefStage.MADE)
QUOTE = 60
Key = tuple[str, str]                                    # item, topic


def page_checks(seen: Seen, every: bool = True) -> tuple[PageCheck, ...]:
    """Topics that pages do not answer, heroes first, then those that come up most; of all pages, or of those of heroes alone."""
    found, heroes, least = _gathered(seen), frozenset(heroes_of(seen)), int(rule("T-UNANSWERED", "times"))
    counted = {key: sum(days.values()) for key, days in found.days.items()}
    asked: Counter[str] = Counter()
    for (item, _), n in counted.items():
        asked[item] += n
    lines = [_check(seen, key, found, heroes, counted, asked) for key, of in found.evidence.items()
             if (every or key[0] in heroes) and sum(e.times for e in of) >= least]
    return tuple(sorted(lines, key=lambda c: (not c.hero, bool(c.brief), -c.times, c.item_id, c.topic)))


@dataclass
class _Found:
    """What came up by item and topic: evidence by source, and how often on which day."""

    evidence: dict[Key, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    days: dict[Key, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, source: str, texts: Mapping[Key, Sequence[tuple[date, str, int]]]) -> None:
        """Texts of a source, each with its day and how many of them there were."""
        for key, own in texts.items():
            newest = max(own, key=lambda one: (one[0], one[1]))
            quote = next((text for _, text, _ in sorted(own, reverse=True) if text), "")
            self.evidence[key].append(Evidence(source, sum(n for _, _, n in own), _short(quote), newest[0]))
            for day, _, n in own:
                self.days[key][day] += n


def _gathered(seen: Seen) -> _Found:
    first, found = seen.on - timedelta(days=int(rule("T-UNANSWERED", "days"))), _Found()
    for source, texts in (("question", _asked(seen, first)), ("chat", _chatted(seen, first)), ("review", _blamed(seen, first))):
        found.add(source, texts)
    return found


def _steady(seen: Seen, days: Mapping[date, int]) -> int:
    """How often a topic comes up in four weeks of its second quietest kind, never oftener than it did: a wave of a few days is
    another desk's, and a week from which nothing is in counts as its quietest."""
    weeks = Counter(dict.fromkeys(range(int(rule("T-UNANSWERED", "days")) // 7), 0))
    for day, n in days.items():
        weeks[min((seen.reviewed - day).days // 7, len(weeks) - 1)] += n
    return min(sorted(weeks.values())[1] * len(weeks), sum(weeks.values()))


def _beside(counted: Mapping[Key, int], asked: Mapping[str, int], item: str, topic: str, steady: int) -> Beside | None:
    """A topic's share of what is asked about an item, its own waves left out, beside its share with the shop's other items; None
    without others.  These are counted as they came: the quiet weeks of what is seldom asked would make it seem rarer than it is."""
    others = [(counted.get((other, topic), 0), n) for other, n in asked.items() if other != item]
    return beside_usual(steady, asked[item] - counted[item, topic] + steady, others)


def _check(seen: Seen, key: Key, found: _Found, heroes: frozenset[str], counted: Mapping[Key, int],
           asked: Mapping[str, int]) -> PageCheck:
    (item, topic), evidence, steady = key, found.evidence[key], _steady(seen, found.days[key])
    beside = _beside(counted, asked, item, topic, steady)
    own = [b for b in briefs_of(seen) if (b.item_id, b.topic) == (item, topic) and b.stage is not BriefStage.DROPPED]
    worked = next((b.key for b in own if b.stage in WORKED_ON), "")
    since = max((b.live_on for b in own if b.live_on is not None), default=None)
    fresh = since is None or (seen.on - since).days > int(rule("T-UNANSWERED", "days"))
    told_now = item in heroes and not worked and fresh and steady >= rule("T-UNANSWERED", "told") and _stands_out(
        beside, steady, asked[item])
    return PageCheck(item, item_name(seen, item), item in heroes, topic, part_of(topic), tuple(evidence),
                     sum(e.times for e in evidence), None if beside is None else round(beside.share, 4),
                     None if beside is None else round(beside.usual, 4), None if beside is None else beside.odds, worked, told_now)


def _stands_out(beside: Beside | None, times: int, asked: int) -> bool:
    """Far beyond the topic's share with other items; where these say too little, most of what is asked about the item."""
    if beside is None:
        return times * 2 > asked
    return beside.share >= float(rule("T-UNANSWERED", "of_usual")) * beside.usual \
        and beside.odds <= float(rule("T-UNANSWERED", "odds"))


def part_of(topic: str) -> str:
    """The part of a page that should answer a topic.

    >>> part_of("fit"), part_of("no such topic")
    ('size_table', 'answers')
    """
    return PARTS.get(topic, DEFAULT_PART)


Texts = dict[Key, list[tuple[date, str, int]]]


def _asked(seen: Seen, first: date) -> Texts:
    """Questions under 问大家, answered or not: who asks in public has not found it on the page."""
    found: Texts = defaultdict(list)
    for one in written_of(seen).questions:
        if one.item_id and one.text and one.asked_on >= first:
            for topic in _topics(one.text):
                found[one.item_id, topic].append((one.asked_on, one.text, 1))
    return found


def _chatted(seen: Seen, first: date) -> Texts:
    """Talks in which a topic of the page came up, with one of the buyers' own sentences."""
    book, fixes = talks_of(seen), {name for name, topic in topics().items() if topic.fix == "page"}
    quotes = {(q.item_id, q.topic): q.text for q in reversed(book.quoted) if q.item_id and q.topic}
    found: Texts = defaultdict(list)
    for one in book.topics:
        if one.item_id and one.topic in fixes and one.day >= first:
            found[one.item_id, one.topic].append((one.day, quotes.get((one.item_id, one.topic), ""), one.talks))
    return found


def _blamed(seen: Seen, first: date) -> Texts:
    """Poor reviews that blame what the page promised: its sizes, its pictures, its words."""
    found: Texts = defaultdict(list)
    for one in written_of(seen).reviews:
        starred = one.rating is None and one.stars is not None and one.stars <= rule("R-STARS", "poor")
        if not (one.rating in ("fair", "bad") or starred) or not one.item_id or one.written_on < first or not one.text:
            continue
        for cause in told("。".join(filter(None, (one.text, one.follow_up)))).causes:
            if cause in BLAMED:
                found[one.item_id, BLAMED[cause]].append((one.written_on, one.text, 1))
    return found


def _topics(text: str) -> Iterable[str]:
    return [name for name, topic in topics().items() if topic.fix == "page" and re.search(topic.pattern, text, re.I)]


def _short(text: str) -> str:
    return text if len(text) <= QUOTE else text[:QUOTE] + "…"


def page_exits(seen: Seen, every: bool = True) -> tuple[PageExit, ...]:
    """How visitors leave each visited page, the likeliest to have got worse first; the odds of all, or of those alone that rose."""
    of = seen.sliced.get("product_traffic", {})
    bounce, dwell, visitors = ({dict(scope).get("item_id", ""): days for scope, days in of.get(name, {}).items()}
                               for name in ("product_bounce_rate", "product_dwell_seconds", "product_visitors"))
    week = int(rule("T-LEAVE", "days"))
    now, before = _days(seen, 0, week), _days(seen, week, int(rule("T-LEAVE", "before")))
    middle = _middle(bounce)
    lines = []
    for item, days in bounce.items():
        came = _mean(visitors.get(item, {}), now)
        if not item or came is None or came < rule("T-LEAVE", "visitors"):
            continue
        late, early = _mean(days, now), _mean(days, before)
        rose = late is not None and early is not None and late - early >= rule("T-LEAVE", "rise")
        odds = _odds(days, middle, now, before) if every or rose else None
        lines.append(PageExit(item, item_name(seen, item), late, early, _mean(dwell.get(item, {}), now),
                              _mean(dwell.get(item, {}), before), came.quantize(Decimal(1)), odds, now[-1]))
    return tuple(sorted(lines, key=lambda e: (e.odds if e.odds is not None else 1.0, e.item_id)))


def leaves(one: PageExit, judged: int) -> bool:
    """Whether a page loses visitors beyond what chance makes of so many pages."""
    return one.odds is not None and one.bounce is not None and one.bounce_before is not None \
        and one.bounce - one.bounce_before >= rule("T-LEAVE", "rise") and one.odds * judged <= float(rule("T-LEAVE", "odds"))


def _days(seen: Seen, ago: int, days: int) -> list[date]:
    """So many days, the newest first, the first of them `ago` days before yesterday."""
    return [seen.reviewed - timedelta(days=ago + n) for n in range(days)]


def _mean(days: Mapping[date, Decimal], span: Sequence[date]) -> Decimal | None:
    known = [days[d] for d in span if d in days]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.0001")) if len(known) * 2 > len(span) else None


def _middle(bounce: Mapping[str, Mapping[date, Decimal]]) -> dict[date, float]:
    """What all pages of a day have in common: the middle of them; nothing of a shop with few."""
    by: dict[date, list[float]] = defaultdict(list)
    for days in bounce.values():
        for day, value in days.items():
            by[day].append(float(value))
    return {day: sorted(values)[len(values) // 2] for day, values in by.items() if len(values) >= 5}


def _odds(days: Mapping[date, Decimal], middle: Mapping[date, float], now: Sequence[date], before: Sequence[date]) -> float | None:
    """Chance that a page's days scatter into such a rise: Welch's test of the week against the weeks before, beside the others."""
    from daybook.analysis.experiments.intervals import at_the_end
    from daybook.analysis.experiments.sums import Mean

    late, early = ([float(days[d]) - middle.get(d, 0.0) + 1 for d in span if d in days] for span in (now, before))
    if len(late) * 2 <= len(now) or len(early) * 2 <= len(before):
        return None
    usual, lately = (Mean(len(v), sum(v), sum(x * x for x in v)) for v in (early, late))
    found = at_the_end(usual, lately, relative=False)
    if found is None:
        return None
    return found.p / 2 if found.value > 0 else 1 - found.p / 2

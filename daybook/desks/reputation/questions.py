"""问大家: what buyers ask again and again about an item, whether it is answered, the facts to answer with, and which part of
the page should have said them."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from daybook.analysis.text.causes import told
from daybook.analysis.text.polarity import badness
from daybook.desks.gain import rule
from daybook.desks.reputation.book import book_of
from daybook.desks.reputation.lines import item_name
from daybook.domain.reputation import QuestionLine, QuestionSeen
from daybook.domain.said import Said
from daybook.domain.seen import Seen

#: Days of sales by which heroes are chosen where nobody named any.
SOLD_DAYS = 28


@dataclass(frozen=True)
class Topic:
    """One thing that is asked: how it is recognised, the facts of a good answer, and the page's part that should hold them."""

    pattern: re.Pattern[str]
    facts: str
    fix: str


TOPICS: Mapping[str, Topic] = {
    "genuine": Topic(re.compile(r"正品|真的吗|真假|假货|授权|genuine|authentic|original|fake", re.I),
                     Said("proof of origin, authorisation and how to check it"),
                     Said("show authorisation and the check code on the page's first screen")),
    "size": Topic(re.compile(r"尺寸|尺码|多大|多高|多重|偏[大小]|身高|体重|容量|多少(克|毫升|升|厘米)"
                             r"|size|fit|how (big|tall|long|heavy)|dimension", re.I),
                  Said("measured figures, with height and weight of people whom it fits"),
                  Said("a size table with measured figures beside the variants")),
    "colour": Topic(re.compile(r"颜色|色差|掉色|褪色|实物|colou?r", re.I), Said("a photo in daylight, and whether colours run"),
                    Said("an unedited photo in daylight of each colour")),
    "material": Topic(re.compile(r"材质|面料|材料|成分|不锈钢|塑料|棉|配料|material|fabric|made of|ingredient", re.I),
                      Said("the material as on the label or in the test report"),
                      Said("material and test report in the description")),
    "smell": Topic(re.compile(r"味道|异味|气味|甲醛|smell|odou?r|taste", re.I),
                   Said("what it smells of when new, and for how long"),
                   Said("a line on smell when new and how to air it")),
    "lasting": Topic(re.compile(r"质量|耐用|坏|多久|起球|变形|保修|质保|dur|break|last|warranty|quality", re.I),
                     Said("tests, warranty and what after-sales does when it breaks"),
                     Said("warranty and test figures beside the price")),
    "works": Topic(re.compile(r"效果|好用|管用|有用|噪音|声音|费电|漏水|保温"
                              r"|work|effective|noise|loud|battery", re.I),
                   Said("a figure measured under stated conditions"),
                   Said("the measured figure with its conditions, as a picture")),
    "use": Topic(re.compile(r"怎么(用|装|洗|安装)|如何|能不能|可以.{0,8}吗|适合"
                            r"|install|how (do|to)|can (i|you|it)|compatible", re.I),
                 Said("the steps, and what it suits and does not"), Said("steps of use and what it suits, as pictures")),
    "delivery": Topic(re.compile(r"发货|快递|几天|多久到|现货|deliver|ship|arrive", re.I),
                      Said("the courier, the day of dispatch and the usual days"), Said("dispatch and delivery days at the top")),
    "price": Topic(re.compile(r"价格|便宜|活动|优惠|降价|价保|price|discount|cheaper", re.I),
                   Said("what holds today and how price protection is asked for"), Said("running offers and price protection")),
}
OTHER = Topic(re.compile("$^"), Said("the fact that is asked for, with its source"),
              Said("the fact in the part of the page that it belongs to"))


def question_lines(seen: Seen) -> tuple[QuestionLine, ...]:
    """Topics asked about each item lately, hero items first, then those without an answer, then the most asked."""
    since = seen.on - timedelta(days=int(rule("R-ASKED", "days")))
    heroes = frozenset(heroes_of(seen))
    groups: dict[tuple[str, str], list[QuestionSeen]] = defaultdict(list)
    for one in book_of(seen).questions:
        if one.item_id and one.text and one.asked_on >= since:
            groups[one.item_id, topic_of(one.text)].append(one)
    lines = [_line(seen, item, topic, asked, item in heroes) for (item, topic), asked in groups.items()]
    return tuple(sorted(lines, key=lambda q: (not q.hero, not (q.unanswered or q.bad_answer), -q.asked, q.item_id, q.topic)))


def topic_of(text: str) -> str:
    """What a question is about; "other" for what fits none.

    >>> topic_of("这个会不会起球"), topic_of("Does it smell?"), topic_of("谢谢")
    ('lasting', 'smell', 'other')
    """
    return next((name for name, topic in TOPICS.items() if topic.pattern.search(text)), "other")


def heroes_of(seen: Seen) -> Sequence[str]:
    """Items that somebody named heroes; else the first by sales of four weeks."""
    named = [item for item in seen.names.get("item_id", {}) if (role := seen.given.role_of(item, seen.reviewed)) is not None
             and role.role == "hero"]
    if named:
        return named
    sold: dict[str, Decimal] = defaultdict(Decimal)
    days = [seen.reviewed - timedelta(days=n) for n in range(SOLD_DAYS)]
    for scope, values in seen.sliced.get("product", {}).get("line_gmv", {}).items():
        item = dict(scope).get("item_id")
        if item:
            sold[item] += sum((values.get(day, Decimal(0)) for day in days), Decimal(0))
    return sorted(sold, key=lambda item: (-sold[item], item))[:int(rule("R-ASKED", "heroes"))]


def _puts_off(answer: str) -> bool:
    """Whether an answer reads badly and names what is bad: a short one is easily taken for a complaint."""
    said = told(answer)
    return (badness(answer) or 0.0) >= float(rule("R-READ", "answer")) and bool(said.causes or said.urgent)


def _line(seen: Seen, item: str, topic: str, asked: Sequence[QuestionSeen], hero: bool) -> QuestionLine:
    newest = max(asked, key=lambda one: (one.asked_on, one.question_id))
    bad = next((one.answer for one in asked if one.answer and _puts_off(one.answer)), "")
    of = TOPICS.get(topic, OTHER)
    return QuestionLine(item, item_name(seen, item), hero, topic, len(asked), newest,
                        sum(not one.answer and not one.answers for one in asked), bad, of.facts, of.fix)

"""What the market desk would do: look, decide by a memo, take over a rival's buyers, watch a newcomer, use a word."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from daybook.desks.gain import minutes, rule
from daybook.desks.market.looks import looks_of, stale
from daybook.desks.market.own import item_name
from daybook.domain.brief import BriefFinding
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.work import Role, Suggestion


def look(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Look at every rival that nobody has looked at for days: two minutes each, by the form."""
    old = [one for one in looks_of(seen.given, seen.on) if stale(one, seen.as_of)]
    yield _task(found, seen, "look_at_rivals", Said("Look at {n} rivals", n=len(old)), ("rivals", "all", seen.shop.name),
                Said("price, coupon, event tag and a screenshot of each"), len(old) * int(rule("K-LOOKS", "minutes")))


def decide(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Decide by the memo: keep, adjust or change, with the levels at which it is decided again."""
    item = dict(found.scope)["item_id"]
    yield _task(found, seen, "decide_on_rival", Said("Decide about the rivals of {item}: keep, adjust or change",
                                                     item=item_name(seen, item)), ("item", item, item),
                Said("a signed memo with its trigger levels; a rival's first day is a push, judge after {n} days",
                     n=int(rule("K-PRICE5", "judge_after"))), minutes("look"),
                Said("a cut price is hard to raise again"))


def take_over(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Be there for the rival's buyers: enough stock, its words, a full budget; no change of price."""
    item = dict(found.scope)["item_id"]
    what = Said("Be there for the buyers of the rival of {item}", item=item_name(seen, item))
    yield _task(found, seen, "take_over_buyers", what, ("item", item, item),
                Said("stock for a week of more sales, budget of its words, the list price stays"),
                minutes("look"), Said("the rival may be back tomorrow"))


def watch_newcomer(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Put the newcomer into a set of rivals, or leave it and say why."""
    rival = dict(found.scope)["rival"]
    what = Said("Look at the newcomer {rival} and watch it if it sells what we sell", rival=rival)
    yield _task(found, seen, "watch_newcomer", what, ("rival", rival, rival), Said("a rival of an item, of high potential"),
                minutes("look"))


def use_word(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """A word that rises goes to titles and ads; one that falls gets no more budget."""
    word, up = dict(found.scope)["word"], (found.measured or Decimal(0)) > 0
    what = Said("Use the rising word {word} in titles and ads", word=word) if up else Said(
        "Take budget from the falling word {word}", word=word)
    yield _task(found, seen, "use_word", what, ("keyword", word, word), Said("where an item truly is what it says"),
                minutes("look"))


def _task(found: BriefFinding, seen: Seen, move: str, what: str, thing: tuple[str, str, str], to: str, needed: int,
          risk: str = "") -> Suggestion:
    kind, key, name = thing
    return Suggestion(
        id=f"{move}.{key}", findings=(found.id,), move=move, what=what, object_kind=kind, object_id=key, object=name, from_="",
        to=to, role=Role.OPERATOR, minutes=needed, gain=None, where=Said("market page of the shop"), how="by hand", risk=risk,
        evidence=found.words, check_on=seen.on + timedelta(days=int(rule("W-CHECK", "traffic"))))

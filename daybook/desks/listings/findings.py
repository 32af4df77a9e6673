"""An item that lost people or buyers since a note on it: its own edit that backfired, or a rival that undercuts it.

A note alone is no finding and a fall alone is told by the sales desk; together they name the cause.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from math import log

from daybook.desks.gain import CENT, rule
from daybook.desks.listings.items import Item, Loss, items_by_source, items_of, lost_conversion, lost_visitors
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.given import Note
from daybook.domain.said import Amount, Said, Term
from daybook.domain.seen import Seen

EDITED, RIVAL = "listings.edit_backfired", "listings.rival_promotion"
KINDS = {"edit": EDITED, "rival": RIVAL}
#: Days for which a note is news: the day of the note itself and the two after it.
NEWS_DAYS = 3
ZH = {"visitors": "访客数", "payment_cvr": "支付转化率"}
#: Visits of an item from one source within all days that are read; with fewer a share is not steady.
LEAST_VISITS = Decimal(1000)
#: So much more money makes a sure loss the wider one of the same edit.
WIDER = Decimal("1.5")
SHARE = Decimal("0.000001")


def find_noted_losses(seen: Seen) -> Iterator[BriefFinding]:
    """Items with a fresh note that lost more than chance explains since it, the most money first."""
    notes = [n for n in seen.given.notes_between(seen.reviewed - timedelta(days=NEWS_DAYS - 1), seen.reviewed)
             if n.kind in KINDS]
    items = items_of(seen) if notes else {}
    found: dict[str, BriefFinding] = {}
    for note in notes:
        loss = _loss(seen, items, note) if note.object in items else None
        if loss is not None:
            made = _finding(seen, note, loss)
            found[made.id] = made
    yield from sorted(found.values(), key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))


def _loss(seen: Seen, items: dict[str, Item], note: Note) -> Loss | None:
    """What the item lost since the note's day, where it is sure enough.  A rival takes buyers, not visitors, and one that
    was seen to undercut seldom takes none: it is told as soon as some are gone and that is likelier than not."""
    since = seen.shop.day_of(note.at)
    buyers = lost_conversion(seen, items, note.object, since)
    if note.kind == "rival":
        return buyers if buyers is not None and buyers.share > 0 and is_likely(buyers, rule("L-NOTED-LOSS", "rival")) else None
    sure = [buyers] if buyers is not None and buyers.deviations >= float(rule("L-NOTED-LOSS", "edit")) else []
    sure += _of_visitors(seen, items, note.object, since)
    told = [one for one in sure if one.share >= float(rule("L-NOTED-LOSS", "share"))]
    surest = max(told, key=lambda one: one.deviations, default=None)
    # one source alone may be the surest where all of them lost: then what the item lost in all is the loss
    wider = [one for one in told if surest is not None and one.metric == surest.metric and one.gmv > WIDER * surest.gmv]
    return max(wider, key=lambda one: one.gmv, default=surest)


def is_likely(loss: Loss, odds: Decimal) -> bool:
    """Whether the usual loss is likelier than none, by the odds before anything was measured and by what was."""
    return log(odds) + loss.log_odds(float(rule("L-LOSS", "share"))) > 0


def steadied(loss: Loss) -> Decimal:
    """The money of a loss of buyers, pulled towards the usual one."""
    return loss.money(float(rule("L-LOSS", "share")), float(rule("L-LOSS", "spread")))


def _of_visitors(seen: Seen, items: dict[str, Item], item: str, since: date) -> list[Loss]:
    """Visitors lost in all, and by source; of many sources one is low by chance, so that these must be surer."""
    whole = lost_visitors(seen, items, item, since)
    found = [whole] if whole is not None and whole.deviations >= float(rule("L-NOTED-LOSS", "edit")) else []
    for source, own in items_by_source(seen).items():
        if sum(own[item].visitors.values() if item in own else (), Decimal(0)) < LEAST_VISITS:
            continue
        loss = lost_visitors(seen, own, item, since, items[item].visitors, source)
        if loss is not None and loss.deviations >= float(rule("L-NOTED-LOSS", "one_source")):
            found.append(loss)
    return found


def _finding(seen: Seen, note: Note, loss: Loss) -> BriefFinding:
    kind, since = KINDS[note.kind], seen.shop.day_of(note.at)
    said = {"name": name_of(seen, note.object), "metric": Term("metric", loss.metric, ZH[loss.metric]),
            "now": shown(loss.metric, loss.measured), "usual": shown(loss.metric, loss.usual),
            "text": note.text or f"{note.from_} → {note.to}"}
    words = (Said("{name} was edited ({text}); since then {metric} {now}, usually {usual}", **said) if kind == EDITED
             else Said("a rival of {name} ({text}); since then {metric} {now}, usually {usual}", **said))
    money = steadied(loss) if kind == RIVAL else loss.gmv
    return loss_finding(seen, kind, note.object, (loss, money), since, words)


def loss_finding(seen: Seen, kind: str, item: str, lost: tuple[Loss, Decimal], since: date, words: str) -> BriefFinding:
    """A finding of an item's loss and of its money a day, in the words given."""
    loss, money = lost
    step = SHARE if loss.metric == "payment_cvr" else Decimal(1)
    measured, usual, gmv = loss.measured.quantize(step), loss.usual.quantize(step), money.quantize(CENT)
    scope = (("item_id", item),)
    return BriefFinding(
        id=f"{kind}.{item}", kind=kind, metric=loss.metric, zh=ZH[loss.metric],
        unit=Unit.SHARE if loss.metric == "payment_cvr" else Unit.PEOPLE, scope=scope, direction="down",
        measured=measured, base_kind="usual", base=usual, odds_noise=None, since=since, urgency="today",
        at_stake=Gain((gmv / 2).quantize(CENT), gmv, (gmv * 3 / 2).quantize(CENT), seen.shop.currency),
        causes=(Cause("event", scope, measured - usual),), sources=("traffic",), words=words)


def shown(metric: str, value: Decimal) -> Amount:
    """A number of visitors or a conversion as people read it."""
    share = metric == "payment_cvr"
    return Amount(value.quantize(Decimal("0.0001") if share else Decimal(1)), "share" if share else "people")


def name_of(seen: Seen, item: str) -> str:
    """An item by its name and id."""
    name = seen.names.get("item_id", {}).get(item, "")
    return f"{name} ({item})" if name else item

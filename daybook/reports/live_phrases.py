"""What the live desk says: one line for the host, and what a prompt brought, in the reader's language."""

from decimal import Decimal

from daybook.domain.live import LivePrompt, PromptEffect
from daybook.reports.numbers import ABSENT, grouped, percent
from daybook.reports.wording import Words

#: Measures that are shares; the others are counts or rates a minute.
SHARES = frozenset({"item_click_rate", "click_to_paid_rate", "payment_cvr", "item_exposure_rate"})


def measure_name(measure: str, w: Words) -> str:
    """A measure of a show's minutes as the trade calls it."""
    return w.name("live_measure", measure)


def measured(measure: str, value: float | None, w: Words) -> str:
    """A measure's value as people read it: how long viewers stay is said in minutes, not as the share that leaves."""
    if value is None:
        return ABSENT
    if measure == "leaving_rate":
        return w("{n} min", n=grouped(Decimal(repr(round(1 / value, 3))), 1)) if value > 0 else ABSENT
    number = Decimal(repr(round(value, 6)))
    if measure in SHARES:
        return percent(number)
    return grouped(number, 0 if value >= 20 else 1)


def host_line(prompt: LivePrompt, w: Words) -> str:
    """The one line that is said to the host."""
    now, usual = measured(prompt.measure, prompt.now, w), measured(prompt.measure, prompt.usual, w)
    if prompt.rule == "V-ONLINE":
        return w("{now} online, usual now {usual}: start a lottery, or ask the room a question.", now=now, usual=usual)
    if prompt.rule == "V-CLICK":
        if prompt.item:
            return w("Listings clicked {now}, usual {usual}: change the pitch, or put {item} first.", now=now, usual=usual,
                     item=prompt.item)
        return w("Listings clicked {now}, usual {usual}: change the pitch, or the order of listings.", now=now, usual=usual)
    if prompt.rule == "V-PAY":
        if prompt.item:
            return w("Clicked and not paid: {now}, usual {usual}. Look at price, stock and coupon of {item}.", now=now,
                     usual=usual, item=prompt.item)
        return w("Clicked and not paid: {now}, usual {usual}. Look at price, stock and coupon.", now=now, usual=usual)
    if prompt.rule == "V-STAY":
        return w("They stay {now}, usual {usual}: go faster, shorter pitches.", now=now, usual=usual)
    return w("Only {now} of those who enter buy, usual {usual}: stress the offer.", now=now, usual=usual)


def odds_of(chance: float, w: Words) -> str:
    """How seldom chance alone would show so little."""
    share = "<0.1%" if chance < 0.001 else percent(Decimal(repr(round(chance, 5))))
    return w("by chance alone: {share}", share=share)


def effect_says(effect: PromptEffect | None, w: Words) -> str:
    """What a prompt brought, never a gain where the interval holds nothing."""
    if effect is None:
        return ""
    if effect.ratio is None:
        return w("Cannot tell: {why}", why=w.name("live_why_not", effect.why_not))
    low = _change(effect.low, w)
    high = _change(effect.high, w) if effect.high is not None else w("no upper end")
    said = {"change": _change(effect.ratio, w), "low": low, "high": high, "measure": measure_name(effect.measure, w)}
    if effect.verdict == "gain":
        return w("A gain: {measure} {change} of what was to be expected ({low} to {high})", **said)
    if effect.verdict == "loss":
        return w("A loss: {measure} {change} of what was to be expected ({low} to {high})", **said)
    return w("Cannot tell: {measure} {change} of what was to be expected, anything from {low} to {high}", **said)


def _change(ratio: float | None, w: Words) -> str:
    """A ratio as a change: 1.2 is +20%."""
    if ratio is None:
        return ABSENT
    change = Decimal(repr(round((ratio - 1) * 100, 1)))
    return ("+" if change > 0 else "") + grouped(change, 0) + "%"

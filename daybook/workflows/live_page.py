"""The live page of a shop (S10): the running show, the list of shows, and each of them reviewed as known at a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.analysis.live.effect import Brought, pooled, read_effect
from daybook.analysis.live.learning import Fitted
from daybook.analysis.live.minutes import MEASURES, Minutes, pair_of
from daybook.analysis.live.prompts import Due, Rules, due_at, due_in
from daybook.analysis.live.usual import beside_usual, curve
from daybook.domain.live import (
    LiveBeside,
    LiveItem,
    LivePoint,
    LivePrompt,
    LiveShow,
    PromptEffect,
    SaidPrompt,
    ShowLine,
    Stage,
)
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load
from daybook.workflows.house import House
from daybook.workflows.live_learnt import earlier_shows, learnt_from, minute_of, minutes_of, rules_of
from daybook.workflows.live_log import said_of
from daybook.workflows.live_numbers import numbers_of
from daybook.workflows.live_shows import ShowFacts, key_of, shows_of

#: Days of shows that are listed, and learnt from.
LISTED_DAYS = 60
#: What is drawn of a show, and what stands beside the usual.
DRAWN = ("concurrent", "click_to_paid_rate")
BESIDE = ("concurrent", "entered", "comment_rate", "leaving_rate", "item_click_rate", "click_to_paid_rate", "payment_cvr")


def live_list(house: House, shop: Shop, as_of: datetime, days: int = LISTED_DAYS) -> tuple[ShowLine, ...]:
    """The shows of the last days, the latest first."""
    shows, said = _known(house, shop, as_of, days)
    return tuple(_line(show, shop, as_of, said) for show in reversed(shows))


def live_show(house: House, shop: Shop, as_of: datetime, key: str = "") -> LiveShow | None:
    """One show by its key, or the one that runs; None where there is none."""
    shows, said = _known(house, shop, as_of, LISTED_DAYS)
    return _chosen(shows, said, shop, as_of, key)


def running_and_list(house: House, shop: Shop, as_of: datetime) -> tuple[LiveShow | None, tuple[ShowLine, ...]]:
    """The show that runs, None where none does, and the list of shows, the latest first: one look for both."""
    shows, said = _known(house, shop, as_of, LISTED_DAYS)
    return _chosen(shows, said, shop, as_of), tuple(_line(show, shop, as_of, said) for show in reversed(shows))


def last_and_list(house: House, shop: Shop,
                  as_of: datetime) -> tuple[LiveShow | None, tuple[ShowLine, ...], tuple[SaidPrompt, ...]]:
    """The last show, None where there is none, the list of shows, the latest first, and all that was said in them: one look."""
    shows, said = _known(house, shop, as_of, LISTED_DAYS)
    last = max(shows, key=lambda s: s.began_at, default=None)
    shown = None if last is None else _chosen(shows, said, shop, as_of, key_of(last, shop.zone))
    return shown, tuple(_line(show, shop, as_of, said) for show in reversed(shows)), tuple(one for _, one in said)


def _chosen(shows: Sequence[ShowFacts], said: Sequence[tuple[str, SaidPrompt]], shop: Shop, as_of: datetime,
            key: str = "") -> LiveShow | None:
    chosen = [s for s in shows if (key_of(s, shop.zone) == key if key else s.end_known(as_of) is None)]
    if not chosen:
        return None
    return _shown(max(chosen, key=lambda s: s.until or s.began_at), shows, said, shop, as_of)


def _known(house: House, shop: Shop, as_of: datetime, days: int) -> tuple[list[ShowFacts], list[tuple[str, SaidPrompt]]]:
    today = shop.day_of(as_of)
    first = today - timedelta(days=days)
    shows = [s for s in shows_of(house, shop, first, today, as_of) if s.began_at <= as_of]
    return shows, list(said_of(shop, shop.moment(first, datetime.min.time()), as_of))


def _said_in(show: ShowFacts, said: Sequence[tuple[str, SaidPrompt]], as_of: datetime) -> list[SaidPrompt]:
    """What was told to the host within a show."""
    end = show.end_known(as_of) or as_of
    return [one for account, one in said if show.began_at - timedelta(minutes=1) <= one.at <= end
            and account in ("", show.account)]


def _line(show: ShowFacts, shop: Shop, as_of: datetime, said: Sequence[tuple[str, SaidPrompt]]) -> ShowLine:
    return ShowLine(key_of(show, shop.zone), show.account, show.day, show.began_at, show.end_known(as_of),
                    show.stage(as_of, shop.platform), numbers_of(show), len(show.minutes), len(_said_in(show, said, as_of)))


def _shown(show: ShowFacts, shows: Sequence[ShowFacts], said: Sequence[tuple[str, SaidPrompt]], shop: Shop,
           as_of: datetime) -> LiveShow:
    rules, mine = rules_of(shop), _said_in(show, said, as_of)
    before = earlier_shows(show, shows)
    taught = [minutes_of(s, _said_in(s, said, as_of)) for s in before]
    learnt, minutes = learnt_from(taught, rules.read), minutes_of(show, mine)
    line = _line(show, shop, as_of, said)
    running = line.stage is Stage.RUNNING
    book = load().for_(shop.platform)
    blind = running and (show.until is None or as_of - show.until > timedelta(minutes=int(book.value("V-BLIND"))))
    ahead = int(book.value("V-30")) if running else 0          # until the host is told numbers again
    now = len(minutes) * minutes.step
    due = () if not running or blind or not show.minutes else tuple(
        _prompt(d, show) for d in due_at(rules, learnt, minutes, now, [(p.rule, minute_of(show, p.at)) for p in mine]))
    effects = [replace(p, effect=effect_of(read_effect(
        learnt.get(p.measure), minutes, minute_of(show, p.at), rules.read, rules.fewest), p.measure)) for p in mine]
    return LiveShow(
        shop.name, shop.currency, shop.zone, as_of, line, show.until, blind, len(before),
        curves_of(show, minutes, learnt, ahead), last_minutes(minutes, learnt, rules) if show.minutes else (),
        show.items, tuple(_with_item(p, show.items) for p in due), tuple(effects),
        () if running else tuple(_prompt(d, show) for d in due_in(rules, learnt, minutes)) if show.minutes else (),
        show.readings, together(before, taught, learnt, rules, said, as_of), _settles(line, shop))


def _settles(line: ShowLine, shop: Shop) -> date | None:
    if line.ended_at is None:
        return None
    return shop.day_of(line.ended_at + timedelta(days=int(load().for_(shop.platform).rule("V-REVIEW").value("days"))))


def curves_of(show: ShowFacts, minutes: Minutes, learnt: Mapping[str, Fitted],
              ahead: int) -> tuple[tuple[str, tuple[LivePoint, ...]], ...]:
    """The drawn measures by five minutes, with what was to be expected from the show before each."""
    found = []
    for name in DRAWN:
        if name in learnt and show.minutes and pair_of(minutes, MEASURES[name]) is not None:
            first = show.minutes[0]["at"]
            found.append((name, tuple(LivePoint(first + timedelta(minutes=p.minute), p.came, p.low, p.middle, p.high)
                                      for p in curve(learnt[name], minutes, ahead))))
    return tuple(found)


def last_minutes(minutes: Minutes, learnt: Mapping[str, Fitted], rules: Rules) -> tuple[LiveBeside, ...]:
    """The last minutes told of each measure, beside what is usual at this minute of a show."""
    found, until = [], len(minutes) * minutes.step
    for name in BESIDE:
        pair = pair_of(minutes, MEASURES[name])
        if pair is None:
            continue
        over, under = pair.between((until - rules.last) // minutes.step, until // minutes.step)
        if under <= 0:
            continue
        known = beside_usual(learnt.get(name), minutes, until, rules.last)
        if known is not None and learnt[name].moments < rules.fewest:
            known = None
        found.append(LiveBeside(name, over / under, known.usual if known else None, known.chance if known else None,
                                MEASURES[name].upside_down))
    return tuple(found)


def together(before: Sequence[ShowFacts], taught: Sequence[Minutes], learnt: Mapping[str, Fitted], rules: Rules,
             said: Sequence[tuple[str, SaidPrompt]], as_of: datetime) -> tuple[tuple[str, int, PromptEffect], ...]:
    """What all prompts of each rule brought over the earlier shows that are known."""
    readings: dict[tuple[str, str], list[Brought]] = {}
    for show, minutes in zip(before, taught, strict=True):
        for one in _said_in(show, said, as_of):
            found = read_effect(learnt.get(one.measure), minutes, minute_of(show, one.at), rules.read, rules.fewest)
            if found.ratio is not None:
                readings.setdefault((one.rule, one.measure), []).append(found)
    whole = {key: pooled(ones, MEASURES[key[1]].upside_down) for key, ones in readings.items()}
    return tuple((rule, len(readings[rule, measure]), effect_of(found, measure))
                 for (rule, measure), found in sorted(whole.items()) if found is not None)


def effect_of(found: Brought, measure: str) -> PromptEffect:
    """What was read, as the page shows it; an end of an interval without bound is None."""
    high = None if found.high is None or found.high == float("inf") else found.high
    return PromptEffect(found.verdict.value, found.why_not.value if found.why_not else "", measure, found.ratio, found.low, high,
                        found.extra if high is not None else None)


def _prompt(due: Due, show: ShowFacts) -> LivePrompt:
    first = show.minutes[0]["at"]
    return LivePrompt(due.rule, due.measure, first + timedelta(minutes=due.minute), due.beside.now, due.beside.usual,
                      due.beside.chance)


def _with_item(prompt: LivePrompt, items: Sequence[LiveItem]) -> LivePrompt:
    """The listing that a prompt is about: what is clicked best goes first, what is clicked most and bought least is looked at."""
    if prompt.rule == "V-CLICK":
        best = max((i for i in items if i.click_rate is not None), key=lambda i: i.click_rate or Decimal(0), default=None)
    elif prompt.rule in ("V-PAY", "V-PROMPT"):
        best = max((i for i in items if i.pay_rate is not None), key=lambda i: (i.clicks or 0) * (1 - (i.pay_rate or 0)),
                   default=None)
    else:
        best = None
    return replace(prompt, item=best.title if best else "")


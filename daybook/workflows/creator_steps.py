"""Cooperations with creators: steps that people add, refused where they come out of turn, break a limit or lose money."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from daybook.desks.creators.book import has_rule
from daybook.domain.creator_desk import ItemTerms
from daybook.domain.creators import FOLLOWS, NOTE, PAYS, Deal, DealStep, Stage, Step, deals_of
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook
from daybook.workflows.house import House

LONGEST = 2000
#: Characters that are kept of other texts; and below what money and numbers lie.
KEPT = {"creator_id": 120, "creator": 120, "by": 120, "rights_where": 200, "post_id": 200, "text": LONGEST}
MOST = 10**9
#: Columns of a list of steps, as `daybook creators --steps FILE.csv` takes it.
COLUMNS = ("at", "creator_id", "creator", "kind", "items", "day", "pay", "commission_rate", "fixed_fee", "samples", "rights_until",
           "rights_where", "post_id", "units", "text", "by")


def steps_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, dict[str, tuple[DealStep, ...]]]:
    """shop -> creator -> lines as known at a moment, in the order of time; one query."""
    from daybook.records import models

    rows = models.CreatorStep.objects.filter(shop__name__in=[s.name for s in shops], known_at__lte=as_of).select_related("shop")
    found: dict[str, dict[str, list[DealStep]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.order_by("at", "pk"):
        found[row.shop.name][row.creator_id].append(_step_of(row))
    return {shop: {who: tuple(steps) for who, steps in own.items()} for shop, own in found.items()}


def add_step(house: House, shop: Shop, said: Step, at: datetime | None = None, known_at: datetime | None = None,
             listed: bool = False, anyway: bool = False, costs: bool = True) -> tuple[Deal, tuple[str, ...]]:
    """Keeps a step, and gives the cooperation after it with what is to be known about it.

    `at` is when it happened, now unless given; a step of a list (`listed`) is history, whose terms the mornings judge.  `costs`
    is False for who sees none: how much an item bears is not said then.  Raises WrongUsage for a step out of turn, one that
    lacks what it needs, one beyond the platform's limits, and for terms that take more than the item leaves (unless `anyway`
    with a reason); each says what to do.
    """
    from daybook.records import models

    known = known_at or house.now()
    now = at or known
    said = _tidy(said)
    own = steps_known([shop], known).get(shop.name, {})
    deals = deals_of(own.get(said.creator_id, ()))
    _complete(said)
    deal = _turn(said, deals)
    rules = load().for_(shop.platform)
    if said.kind != NOTE:
        _within_limits(said, deal, shop, own, now, rules)
    warnings = _worth(house, shop, said, deal, now, anyway, costs) if said.kind == Stage.AGREED and not listed else ()
    number = deal.number if deal else max((d.number for d in deals), default=0) + 1
    models.CreatorStep.objects.create(
        shop=models.Shop.objects.get(name=shop.name), deal=number, at=now, known_at=known,
        **{f.name: getattr(said, f.name) for f in fields(Step)} | {"items": list(said.items)})
    made = deals_of(steps_known([shop], known)[shop.name][said.creator_id])
    return next(d for d in made if d.number == number), warnings


def _tidy(said: Step) -> Step:
    """A step as it is kept: texts without blanks around them and as long as records take them, each item once."""
    return replace(said, items=tuple(dict.fromkeys(i.strip() for i in said.items if i.strip())),
                   **{name: getattr(said, name).strip()[:most].strip() for name, most in KEPT.items()})


def _complete(said: Step) -> None:
    """Whether a step says what one of its kind must say."""
    kinds = [s.value for s in Stage] + [NOTE]
    if said.kind not in kinds:
        raise WrongUsage(Said("{name} is no step of a cooperation", name=said.kind[:40]),
                         next_step="say one of: " + ", ".join(kinds))
    if not said.creator_id or not said.by:
        raise WrongUsage("a step names its creator and who says it", next_step="add --creator and --by")
    if said.pay and said.pay not in PAYS:
        raise WrongUsage(Said("{name} is no way of paying", name=said.pay[:40]), next_step="say one of: " + ", ".join(PAYS))
    if said.kind == NOTE and not said.text:
        raise WrongUsage("a note says something", next_step="add --text")
    if said.kind in (Stage.SCHEDULED, Stage.PUBLISHED) and said.day is None:
        raise WrongUsage(Said("a step {name} names its day", name=said.kind), next_step="add --day 2026-12-01")
    if any(v is not None and not 0 <= v < MOST for v in (said.fixed_fee, said.samples, said.units)):
        raise WrongUsage("a fee and numbers of samples and units are 0 or more, and below a thousand million",
                         next_step="give what is paid, sent or held to sell")


def _turn(said: Step, deals: Sequence[Deal]) -> Deal | None:
    """The cooperation that a step belongs to, None for a new one; refuses a step out of turn."""
    last = deals[-1] if deals else None
    if said.kind == NOTE:
        if last is None:
            raise WrongUsage("a note belongs to a cooperation, and there is none with this creator",
                             next_step="add `invited` first")
        return last
    stage = Stage(said.kind)
    if stage in FOLLOWS[None] and (last is None or last.over):
        return None
    if last is None or last.over:
        raise WrongUsage(Said("{step} cannot come first: nobody was invited and nobody asked", step=said.kind),
                         next_step="add `invited`, or `replied` where the creator asked first")
    if stage not in FOLLOWS[last.stage]:
        may = ", ".join(s.value for s in FOLLOWS[last.stage])
        raise WrongUsage(Said("after {before} there can be no {step}", before=last.stage.value, step=said.kind),
                         next_step=f"add one of: {may}")
    return last


def _within_limits(said: Step, deal: Deal | None, shop: Shop, own: Mapping[str, Sequence[DealStep]], now: datetime,
                   rules: Rulebook) -> None:
    """Refuses what the platform would refuse, by the rulebook."""
    today = shop.day_of(now)
    steps = [s for lines in own.values() for s in lines]
    if has_rule(rules, "N-INV"):
        if said.kind == Stage.INVITED:
            most = int(rules.value("N-INV", "a_day"))
            if sum(1 for s in steps if s.kind == Stage.INVITED and shop.day_of(s.at) == today) >= most:
                raise WrongUsage(Said("{n} creators were invited today, and the platform takes no more (N-INV)", n=most),
                                 next_step="invite this one tomorrow")
        if len(said.items) > (products := int(rules.value("N-INV", "products"))):
            raise WrongUsage(Said("{n} products in one invitation, and the platform takes {most} (N-INV)", n=len(said.items),
                                  most=products), next_step=f"name the {products} that fit best")
    low, high = ((rules.value("N-INV", f"commission_{n}") for n in ("low", "high")) if has_rule(rules, "N-INV")
                 else (Decimal(0), Decimal(1)))
    if said.commission_rate is not None and not low <= said.commission_rate <= high:
        raise WrongUsage(Said("a commission of {rate} is outside {low} to {high}", rate=f"{said.commission_rate:.1%}",
                              low=f"{low:.0%}", high=f"{high:.0%}"), next_step="give it as a share: 0.2 is 20 %")
    if said.kind == Stage.SAMPLE:
        month = sum(s.samples or 1 for s in steps if s.kind == Stage.SAMPLE and s.at > now - timedelta(days=30))
        if month + (said.samples or 1) > (most := int(rules.value("N-SAMPLE", "a_month"))):
            raise WrongUsage(Said("{n} samples were sent in thirty days, and {most} are the limit (N-SAMPLE)", n=month, most=most),
                             next_step="wait, ask one back, or set the shop's own limit")
    if said.kind == Stage.AGREED:
        pay = said.pay or (deal.pay if deal else "")
        rate = said.commission_rate if said.commission_rate is not None else deal.commission_rate if deal else None
        fee = said.fixed_fee if said.fixed_fee is not None else deal.fixed_fee if deal else None
        if not pay or (pay != "fixed" and rate is None) or (pay != "commission" and fee is None):
            raise WrongUsage("agreed terms say how the creator is paid: a commission, a fixed fee, or both",
                             next_step="add --pay with --commission 0.2 or --fee 3000")
        if not (said.items or (deal and deal.items)):
            raise WrongUsage("agreed terms name the products", next_step="add --item")


def _worth(house: House, shop: Shop, said: Step, deal: Deal | None, now: datetime, anyway: bool, costs: bool) -> tuple[str, ...]:
    """What is to be known of agreed terms; raises where the commission takes more than the item leaves."""
    from daybook.workflows.creators_page import terms_now

    rate = said.commission_rate if said.commission_rate is not None else deal.commission_rate if deal else None
    items = said.items or (deal.items if deal else ())
    if rate is None:
        return ()
    found = terms_now(house, shop, items, said.creator_id, now)
    loses = [t for t in found if t.break_even is not None and rate > t.break_even]
    if loses and not (anyway and said.text):
        worst = min(loses, key=lambda t: t.break_even or Decimal(0))
        if not costs:
            raise WrongUsage(Said("{item} does not bear the commission of {rate} after refunds and fees", item=worst.title,
                                  rate=_percent(rate)), next_step="agree on less, or keep it anyway with a reason")
        raise WrongUsage(
            Said("{item} bears a commission of {most} after refunds and fees, and {rate} was agreed", item=worst.title,
                 most=_percent(worst.break_even), rate=_percent(rate)),
            next_step=f"agree on less than {_percent(worst.break_even)}, or keep it anyway with a reason")
    return tuple(_warning(t, rate, costs) for t in found if t.break_even is None or rate > t.break_even)


def _warning(terms: ItemTerms, rate: Decimal, costs: bool) -> str:
    if terms.break_even is None:
        return Said("what {item} can bear is not known: {why}", item=terms.title, why=terms.why_not)
    if not costs:
        return Said("at {rate} each order of {item} loses money", item=terms.title, rate=_percent(rate))
    return Said("{item} bears {most}: at {rate} each order loses money", item=terms.title, most=_percent(terms.break_even),
                rate=_percent(rate))


def _percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def take_steps(house: House, shop: Shop, file: Path, *, written_at_once: bool = False) -> int:
    """Keeps a list of steps (CSV, columns COLUMNS, times with offset) in the order of time; gives how many are new.

    Each is known from now on, or, where each was `written_at_once`, from when it happened.  The same line twice changes nothing.
    A line that cannot be read keeps the whole list out; one out of turn stops it, and what happened before is kept.  Both are
    named.
    """
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = [_line(file, line, row) for line, row in enumerate(csv.DictReader(opened), 2)]
    own = steps_known([shop], house.now()).get(shop.name, {})
    known = {(s.creator_id, s.kind, s.at, s.text) for steps in own.values() for s in steps}
    new = [(at, line, step) for at, line, step in rows if (step.creator_id, step.kind, at, step.text) not in known]
    for at, line, step in sorted(new, key=lambda row: row[:2]):
        try:
            add_step(house, shop, step, at, at if written_at_once else None, listed=True)
        except WrongUsage as problem:
            raise WrongUsage(problem.what, where=f"{file.name}:{line}", next_step=problem.next_step) from problem
    return len(new)


def _line(file: Path, line: int, row: Mapping[str, str | None]) -> tuple[datetime, int, Step]:
    """(when, line, step) of a line of a list.  Raises WrongUsage with its number."""
    try:
        at, step = datetime.fromisoformat(row["at"] or ""), _tidy(_read(row))
        if at.tzinfo is None:
            raise ValueError("the time has no offset")
    except (KeyError, ValueError, WrongUsage) as problem:
        raise WrongUsage(Said("line {line} cannot be read", line=line), where=file.name,
                         next_step=f"mend it: {problem}") from problem
    return at, line, step


def decimal_of(said: str, percent: bool = False) -> Decimal | None:
    """A number as a form or an option says it, None for none; `percent` gives a share.  Raises WrongUsage for what is none."""
    if not said.strip():
        return None
    try:
        value = Decimal(said.strip().rstrip("%").replace(",", ""))
    except InvalidOperation as problem:
        raise WrongUsage(Said("{name} is no number", name=said[:40]), next_step="give it as 0.2 or 3000") from problem
    if not value.is_finite():
        raise WrongUsage(Said("{name} is no number", name=said[:40]), next_step="give it as 0.2 or 3000")
    return value / 100 if percent else value


def _read(row: Mapping[str, str | None]) -> Step:
    cell = {name: (row.get(name) or "").strip() for name in COLUMNS}
    day, until = (date.fromisoformat(cell[n]) if cell[n] else None for n in ("day", "rights_until"))
    rate, fee = (decimal_of(cell[n]) for n in ("commission_rate", "fixed_fee"))
    samples, units = (int(cell[n]) if cell[n] else None for n in ("samples", "units"))
    return Step(cell["creator_id"], cell["kind"], cell["by"] or "list", cell["creator"], tuple(cell["items"].split()), day,
                cell["pay"], rate, fee, samples, until, cell["rights_where"], cell["post_id"], cell["text"], units)


def _step_of(row: Any) -> DealStep:
    return DealStep(**{f.name: getattr(row, f.name) for f in fields(DealStep)} | {"items": tuple(row.items)})

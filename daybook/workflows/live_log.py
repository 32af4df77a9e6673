"""What is kept of a running show by people: what the host was told at a minute, and what its screen showed."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from daybook.analysis.live.minutes import MEASURES
from daybook.domain.errors import WrongUsage
from daybook.domain.live import LiveReading, SaidPrompt
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.rulebook.lasting import lasting
from daybook.sources.given_cells import amount
from daybook.workflows.house import House
from daybook.workflows.read_at import moment_of

#: Rule of the live desk -> the measure that its prompt acts on, by which its effect is read.
ACTS_ON: Mapping[str, str] = {"V-ONLINE": "concurrent", "V-CLICK": "item_click_rate", "V-PAY": "click_to_paid_rate",
                              "V-STAY": "leaving_rate", "V-PROMPT": "payment_cvr"}
#: More than this is no count of a show.
MOST = 10 ** 12
#: What a person reads from the screen of a running show; counts since it began, `online` at the moment.
READ = ("viewers", "online", "clicks", "orders", "paid", "comments")


def say(house: House, shop: Shop, at: str, words: str, by: str, rule: str = "", measure: str = "", item: str = "",
        account: str = "") -> SaidPrompt:
    """Keeps that the host was told something; `at` is the shop's clock of today (20:15) or a moment with its offset.

    A prompt of a rule acts on the rule's measure; a person's own says which measure it is meant for.  The same line of the same
    minute again changes nothing.  Raises WrongUsage for a rule or measure there is not, and for a moment to come.
    """
    from daybook.records import models

    acts_on = ACTS_ON.get(rule, measure) or "click_to_paid_rate"
    if (rule and rule not in ACTS_ON) or acts_on not in MEASURES:
        raise WrongUsage(Said("{name} is no rule of the live desk and no measure of a show", name=rule or measure),
                         next_step="say a rule: " + ", ".join(ACTS_ON) + "; or a measure: " + ", ".join(MEASURES))
    if not words.strip() or not by.strip():
        raise WrongUsage("a prompt says in one line what the host was told, and who told it", next_step="add both")
    moment = moment_of(shop, at, house.now(), late=lasting("V-SAID")).replace(second=0, microsecond=0)
    made = SaidPrompt(moment, rule, acts_on, " ".join(words.split())[:400], item[:120], by.strip()[:120])
    row = models.Shop.objects.get(name=shop.name)
    models.LivePrompt.objects.get_or_create(
        shop=row, at=moment, rule=rule, words=made.words, defaults={
            "measure": acts_on, "item": made.item, "by": made.by, "account": account[:120], "known_at": house.now()})
    return made


def take_said(house: House, shop: Shop, text: str, known_at: datetime, by: str = "floor") -> int:
    """Keeps the lines of a table (at, rule, measure, words) that was written down during a show; how many were new.

    Moments have their offset.  The same line of the same minute again changes nothing.
    """
    from daybook.records import models

    row = models.Shop.objects.get(name=shop.name)
    made = 0
    for line in csv.DictReader(io.StringIO(text)):
        measure = ACTS_ON.get(line["rule"], line["measure"])
        if measure not in MEASURES:
            raise WrongUsage(f"{measure} is no measure of a show", next_step="use one of " + ", ".join(MEASURES))
        _kept, new = models.LivePrompt.objects.get_or_create(
            shop=row, at=datetime.fromisoformat(line["at"]), rule=line["rule"], words=line["words"][:400],
            defaults={"measure": measure, "by": by, "known_at": known_at})
        made += new
    return made


def said_of(shop: Shop, since: datetime, as_of: datetime) -> tuple[tuple[str, SaidPrompt], ...]:
    """(account, what was told) since a moment as known at another, in the order of time; one query."""
    from daybook.records import models

    rows = models.LivePrompt.objects.filter(shop__name=shop.name, at__gte=since, at__lte=as_of, known_at__lte=as_of)
    return tuple((r.account, SaidPrompt(r.at, r.rule, r.measure, r.words, r.item, r.by)) for r in rows.order_by("at", "pk"))


def read_show(house: House, shop: Shop, at: str, said: Mapping[str, str]) -> LiveReading:
    """Keeps what a running show's screen showed at a moment; another reading of the same moment takes its place.

    Raises WrongUsage for what is no number, and for a moment to come.
    """
    from daybook.records import models

    unknown = sorted(said.keys() - set(READ))
    if unknown or not said:
        raise WrongUsage("a reading of a show says at least one of its numbers", where=", ".join(unknown),
                         next_step="say " + ", ".join(f"{name}=…" for name in READ))
    values = {name: _number(name, text) for name, text in said.items()}
    made = LiveReading(moment_of(shop, at, house.now(), late=lasting("V-SAID")), house.now(), **values)  # type: ignore[arg-type]
    models.LiveReading.objects.create(shop=models.Shop.objects.get(name=shop.name), at=made.at, known_at=made.known_at, **values)
    return made


def readings_of(shop: Shop, since: datetime, as_of: datetime) -> tuple[LiveReading, ...]:
    """The readings since a moment as known at another, in the order of time; one query."""
    from daybook.records import models

    rows = models.LiveReading.objects.filter(shop__name=shop.name, at__gte=since, at__lte=as_of, known_at__lte=as_of)
    latest = {r.at: LiveReading(r.at, r.known_at, r.viewers, r.online, r.clicks, r.orders, r.paid, r.comments)
              for r in rows.order_by("known_at", "pk")}
    return tuple(latest[at] for at in sorted(latest))


def _number(name: str, text: str) -> Decimal | int:
    try:
        found = amount(text)
    except ValueError as problem:
        raise WrongUsage(Said("{column} {value} {reason}", column=name, value=repr(text[:40]), reason=str(problem)),
                         next_step="write it as 12345.60") from None
    if not 0 <= found < MOST:
        raise WrongUsage(f"{name}={text[:40]} is no count of a show", next_step="write it as 123")
    if name == "paid":
        return found
    if found != int(found):
        raise WrongUsage(f"{name}={text[:40]} is no whole number", next_step="write it as 123")
    return int(found)

"""Rounds: what the clock has done, each for some shops (or folders) at one due moment; gives what to say of each.

A round may be done again at any time, by a process that took over from a killed one: each is a look at what is there,
as of its due moment where it is a brief, and what is stored already is not stored twice.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from daybook.domain.brief import Brief
from daybook.domain.letters import LetterKind
from daybook.domain.proposal import Outcome
from daybook.domain.review import Span
from daybook.domain.shop import Shop
from daybook.reports.close_report import close_letter
from daybook.reports.report import report_letter
from daybook.reports.review_report import review_report
from daybook.reports.wording import CATALOGS, translator
from daybook.workflows.buyer_books import keep_books
from daybook.workflows.close import closes
from daybook.workflows.deliver import deliver, something_waits
from daybook.workflows.execute import settle_all
from daybook.workflows.house import House
from daybook.workflows.inbox import InboxRound, look_into
from daybook.workflows.letters import tell_briefs, tell_disk, tell_report, tell_watches
from daybook.workflows.mail import Mailbox, look_into_mail
from daybook.workflows.making import some_at_a_time
from daybook.workflows.measure import due_moves, measure
from daybook.workflows.morning import mornings
from daybook.workflows.overdue import tell_overdue
from daybook.workflows.pull import Wanted, pull, readable
from daybook.workflows.retention import Room, clean_up, disk_use
from daybook.workflows.review import reviews
from daybook.workflows.rule_changes import keep_edition
from daybook.workflows.shop_words import keep_words
from daybook.workflows.switchback import wanted_switches
from daybook.workflows.switching import switch
from daybook.workflows.upkeep import compact
from daybook.workflows.watch import watch

Notes = Mapping[str, str]


def brief_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """The brief of each shop as known at the due moment: 8:30 the early one, nine o'clock the complete one."""
    return _briefs(house, _shops(house, names), due)


def more_landed(house: House, names: Sequence[str], due: datetime) -> list[str]:
    """Shops whose latest brief of today said that sources were still to come, and for which something was loaded since."""
    return [s.name for s in _shops(house, names) if _more_landed(s, due)]


def read_over_api(house: House, names: Sequence[str], due: datetime) -> list[str]:
    """Shops that have an API and a credential for it."""
    return [s.name for s in _shops(house, names) if readable(house, s)]


def pull_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """Reads shops over their APIs.  The first problem of a feed is raised after all feeds of the shop were read."""
    notes = {}
    for name in names:
        reports = pull(house, name, Wanted())
        for report in reports:
            if report.problem is not None:
                raise report.problem
        notes[name] = f"{sum(r.new for r in reports)} new, {sum(r.restated for r in reports)} restated"
    return notes


def look_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """Takes in what lies in folders and mailboxes."""
    from daybook.records import models

    notes = {}
    for row in models.LookedInto.objects.filter(name__in=names):
        notes[row.name] = _taken(look_into(house, Path(row.place["folder"])) if row.kind == "folder" else
                                 look_into_mail(house, Mailbox(**row.place)).round)
    return notes


def upkeep_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """The nightly rewrite of the lake; what is over its time goes; who runs the house hears when room runs out."""
    done, gone, use = compact(house), clean_up(house), disk_use(house.home)
    keep_edition(house)
    if use.room is not Room.ENOUGH:
        tell_disk(house, use.used, use.free, use.quota)
    return dict.fromkeys(names, f"{done['tables']} tables rewritten, {done['files_removed']} files removed, "
                                f"{sum(gone.values())} old lines let go, room: {use.room}")


def buyers_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """The weekly books of buyers for the morning of that day, as known at the due moment; mornings know a late one from then on."""
    found: dict[str, str] = {}
    by_day: dict[date, list[Shop]] = {}
    for shop in _shops(house, names):
        by_day.setdefault(shop.day_of(due), []).append(shop)
    for on, shops in sorted(by_day.items()):
        for name, book in keep_books(house, shops, on, due, max(due, house.now())).items():
            found[name] = f"{book.buyers} buyers in {book.identity.orders} orders"
    return found


def words_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """The words of each shop's own buyers for the morning of that day, as known at the due moment."""
    by_day: dict[date, list[Shop]] = {}
    for shop in (house.shop(n) for n in names):
        by_day.setdefault(shop.day_of(due), []).append(shop)
    return {name: said for on, shops in sorted(by_day.items())
            for name, said in keep_words(house, shops, on, due, max(due, house.now())).items()}


def letters_wait(house: House, names: Sequence[str], due: datetime) -> Sequence[str]:
    """The house, where somebody is to be asked or something to be sent."""
    return names if something_waits(house) else ()


def letter_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """Asks the next in line about what nobody takes, and sends what waits and may be sent now."""
    said = deliver(house)
    return dict.fromkeys(names, ", ".join(f"{n} {outcome}" for outcome, n in said.items()))


def live(house: House, names: Sequence[str], due: datetime) -> list[str]:
    """Shops of whose day anything can be known while it runs: read over an API, read from a console, or by files of today."""
    from daybook.records import models

    shops = _shops(house, names)
    today = {s.name: s.day_of(due) for s in shops}
    ticked = set(models.Tick.objects.filter(shop__name__in=names, at__gte=due - timedelta(days=1), known_at__lte=due
                                            ).values_list("shop__name", flat=True))
    held = set(models.LandedTable.objects.filter(
        landing__shop__name__in=names, landing__state="loaded", table__in=("orders", "shop_minutes"),
        last_day__gte=min(today.values()), landing__known_at__lte=due,
    ).values_list("landing__shop__name", flat=True)) if names else set()
    return [s.name for s in shops if s.name in ticked | held or readable(house, s)]


def watch_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """The watch of each shop as known at the due moment; what cannot wait is asked of whose work it is."""
    found = [one for part in some_at_a_time(_shops(house, names)) for one in watch(house, part, due)]
    tell_watches(house, found)
    return {one.shop: f"{len(one.alerts)} cannot wait" + (", nothing newer is known" if one.blind else "") for one in found}


def late_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """Tells those who lead shops what is overdue in them, as it stands at the due moment."""
    told = tell_overdue(house, _shops(house, names), due)
    return {name: f"{told[name]} overdue" if name in told else "nothing is overdue" for name in names}


def writes_wait(house: House, names: Sequence[str], due: datetime) -> Sequence[str]:
    """The house, where a change was begun whose outcome is not known, or whose sheet no export has shown yet."""
    from django.db.models import Exists, OuterRef

    from daybook.records import models

    answered = models.Receipt.objects.filter(proposal=OuterRef("proposal"), number=OuterRef("number"))
    open_ = models.Attempt.objects.exclude(Exists(answered))
    sheets = models.Receipt.objects.filter(outcome=Outcome.WAITING_EXPORT.value).exclude(
        proposal__receipts__outcome=Outcome.DONE.value)
    return names if open_.exists() or sheets.exists() else ()


def moves_due(house: House, names: Sequence[str], due: datetime) -> list[str]:
    """Shops of which a done move is due to be measured and is not yet."""
    waiting = due_moves(_shops(house, names), due)
    return [n for n in names if waiting.get(n)]


def measure_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """Measures what is due, all shops together: they teach each other how sales scatter and how large effects are."""
    made = measure(house, _shops(house, names), due)
    return {n: f"{sum(1 for e in made if e.move.shop == n)} measured" for n in names}


def switches_wait(house: House, names: Sequence[str], due: datetime) -> list[str]:
    """Shops with a switchback whose move is not as its day wants it."""
    wanted = {one.shop for one, _ in wanted_switches(_shops(house, names), due)}
    return [n for n in names if n in wanted]


def switch_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """Proposes the switches of the day, and carries out those that are agreed to."""
    return switch(house, _shops(house, names), due)


def settle_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """Reads what became of changes whose outcome is not known, and holds upload sheets against the exports."""
    made = settle_all(house, "daybook")
    return dict.fromkeys(names, ", ".join(f"{r.proposal} {r.outcome.value}" for r in made) or "nothing could be settled yet")


def close_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """Closes the day of each shop as known at the due moment, and tells it."""
    shops = _shops(house, names)
    made = [one for part in some_at_a_time(shops) for one in closes(house, part, shops[0].day_of(due), due)]
    for one in made:
        words = {code: close_letter(one, translator(code)) for code in CATALOGS}
        tell_report(house, LetterKind.CLOSE, one.shop, f"close {one.on}", words, one.on)
    return {one.shop: f"{len(one.done)} done, {len(one.undone)} not done" for one in made}


def week_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """The review of the week that ended."""
    return _reviews(house, names, due, Span.WEEK)


def month_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """The review of the month that ended."""
    return _reviews(house, names, due, Span.MONTH)


def quarter_round(house: House, names: Sequence[str], due: datetime) -> Notes:
    """The review of the quarter that ended."""
    return _reviews(house, names, due, Span.QUARTER)


def _reviews(house: House, names: Sequence[str], due: datetime, span: Span) -> Notes:
    shops = _shops(house, names)
    made = [one for part in some_at_a_time(shops) for one in reviews(house, part, span, shops[0].day_of(due), due)]
    for one in made:
        words = {code: report_letter(review_report(one, translator(code))) for code in CATALOGS}
        tell_report(house, LetterKind.REVIEW, one.shop, f"{span.value} {one.first}", words)
    return {one.shop: f"{one.days_in} of {(one.last - one.first).days + 1} days in" for one in made}


def _shops(house: House, names: Sequence[str]) -> list[Shop]:
    """The shops of these names, in one look however many."""
    known = {shop.name: shop for shop in house.shops()}
    return [known.get(name) or house.shop(name) for name in names]


def _briefs(house: House, shops: Sequence[Shop], as_of: datetime) -> dict[str, str]:
    made = mornings(house, shops, shops[0].day_of(as_of), as_of)
    tell_briefs(house, made)
    return {b.shop: _said(b) for b in made}


def _said(brief: Brief) -> str:
    return f"{len(brief.findings)} findings, {len(brief.must)} cannot wait" + (", early" if brief.early else "")


def _more_landed(shop: Shop, now: datetime) -> bool:
    """Whether its brief is to be made again."""
    from daybook.records import models

    last = models.Morning.objects.filter(shop__name=shop.name, on=shop.day_of(now)).order_by("as_of").last()
    if last is None or not json.loads(bytes(last.content))["early"]:
        return False
    return bool(models.Landing.objects.filter(shop__name=shop.name, state="loaded", known_at__gt=last.as_of,
                                              known_at__lte=now).exists())


def _taken(found: InboxRound) -> str:
    return (f"{found.count('loaded')} loaded, {found.count('unchanged')} unchanged, {found.waiting} waiting, "
            f"{found.count('refused', 'unknown')} failed")

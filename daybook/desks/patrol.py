"""The patrol of a morning: which checks a shop has, by the rulebook, and what the facts in say of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from daybook.calendar.events import events_on
from daybook.calendar.where import country_of
from daybook.desks.disputes.book import book_of
from daybook.desks.disputes.cases import WAITING, cases_of
from daybook.domain.brief import BriefFinding, Must, State
from daybook.domain.patrol import CHECKS, Check, CheckState, Ticked
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rule, Rulebook

#: Objects that one line names; the page has all.
NAMED = 5


def patrol(seen: Seen, findings: Sequence[BriefFinding], ticked: Mapping[str, Ticked]) -> tuple[Check, ...]:
    """Every check of a shop, in the rulebook's order; `findings` are all of the morning, `ticked` the day's last ticks."""
    rules = load().for_(seen.shop.platform)
    return tuple(_check(rule, seen, findings, rules).with_tick(ticked.get(_name(rule))) for rule in of_patrol(rules))


def of_patrol(rules: Rulebook) -> list[Rule]:
    """The checks of a platform in their order."""
    return sorted(rules.of_desk("patrol"), key=lambda rule: rule.value("order"))


def _name(rule: Rule) -> str:
    return rule.id.removeprefix("C-").lower()


def _check(rule: Rule, seen: Seen, findings: Sequence[BriefFinding], rules: Rulebook) -> Check:
    name = _name(rule)
    ask = BY_FACTS.get(name)
    if ask is None:
        return Check(name, rule.what, CheckState.UNCHECKED, why=Said("no export tells it: look in the console and tick it"))
    objects = ask(seen, findings, rules)
    if objects is None:
        return Check(name, rule.what, CheckState.UNCHECKED, why=Said("its export is not in for this day"))
    found = tuple(dict.fromkeys(objects))
    if name == "events" and found:
        return Check(name, rule.what, CheckState.UNCHECKED, found,
                     Said("an event begins soon: look at sign-ups, locked prices and stock, and tick it"))
    return Check(name, rule.what, CheckState.FOUND if found else CheckState.CLEAR, found)


Objects = Iterable[str] | None       # what was found; None: its facts are not in


def _found(table: str, *kinds: str) -> Callable[[Seen, Sequence[BriefFinding], Rulebook], Objects]:
    """The objects of some kinds of findings, where their table is in."""
    def ask(seen: Seen, findings: Sequence[BriefFinding], rules: Rulebook) -> Objects:
        if seen.state(table, seen.reviewed) not in (State.IN, State.PARTIAL):
            return None
        return [f.id.removeprefix(f"{f.kind}.") for f in findings if f.kind in kinds]

    return ask


def _delisted(seen: Seen, findings: Sequence[BriefFinding], rules: Rulebook) -> Objects:
    """Listings whose last list says that they are not on sale, and that sold within the rule's days."""
    if seen.state("listing_day", seen.reviewed) not in (State.IN, State.PARTIAL):
        return None
    last = {e.item_id: e.now for e in sorted(seen.edits, key=lambda e: e.seen_on) if e.what == "state"}
    since = seen.reviewed - timedelta(days=int(rules.value("C-DELISTED", "days")))
    sold = {dict(scope).get("item_id", "") for scope, days in seen.sliced.get("product", {}).get("line_units", {}).items()
            if any(day > since and units > 0 for day, units in days.items())}
    return [item for item, state in sorted(last.items()) if state == "off_sale" and item in sold]


def _events(seen: Seen, findings: Sequence[BriefFinding], rules: Rulebook) -> Objects:
    """Events that begin within the rule's days: a person looks at their sign-ups, locked prices and stock."""
    days = [seen.on + timedelta(days=n) for n in range(int(rules.value("C-EVENTS", "days")) + 1)]
    country = country_of(seen.shop.platform, seen.shop.currency)
    coming: list[str] = [e.term for day in days for e in events_on(day, seen.shop.platform, country) if e.big and e.first == day]
    return coming + [e.name for e in seen.given.own_events if days[0] <= e.first <= days[-1]]


def _disputes(seen: Seen, findings: Sequence[BriefFinding], rules: Rulebook) -> Objects:
    """Cases that wait for the shop's answer, where the refunds of the day are in and the shop's exports tell of cases at all."""
    if "disputes" not in book_of(seen).told or seen.state("refunds", seen.reviewed) not in (State.IN, State.PARTIAL):
        return None
    return [c.seen.order_id or c.seen.case_id for c in cases_of(seen) if c.state in WAITING]


BY_FACTS: Mapping[str, Callable[[Seen, Sequence[BriefFinding], Rulebook], Objects]] = {
    "delisted": _delisted, "pricerisk": _found("order_lines", "price.jumped"), "stock": _found("stock_day", "stock.out"),
    "budget": _found("ad_plan_day", "ads.budget_exhausted"),
    "adwords": _found("ad_keyword_day", "ads.bid_jumped", "ads.landing_broken", "ads.word_without_orders"), "events": _events,
    "disputes": _disputes,
}


def musts_of(checks: Sequence[Check]) -> list[Must]:
    """What the patrol leaves to do: each check that found something, and one line for all that nobody did."""
    found = [Must(Said("Patrol: {check}, {n} found", check=_term(c), n=c.found), _objects(c), _where(c), kind="patrol")
             for c in checks if c.state is CheckState.FOUND]
    open_ = [c for c in checks if c.state is CheckState.UNCHECKED]
    if open_:
        found.append(Must(Said("Patrol: not checked yet"), _list([_term(c) for c in open_]),
                          Said("look in the shop's console and tick it"), kind="patrol"))
    return found


def _term(check: Check) -> Term:
    return Term("check", check.check, CHECKS[check.check])


def _objects(check: Check) -> str:
    return ", ".join(check.objects[:NAMED]) or (check.ticked.note if check.ticked else "")


def _where(check: Check) -> str:
    """The last word of a person, where there is one."""
    if check.ticked is None:
        return Said("disputes page; the shop's console") if check.check == "disputes" else Said("see its finding")
    return Said("looked at by {person}", person=check.ticked.by)


def _list(terms: Sequence[Term]) -> Said:
    """Several names in one sentence, said in the reader's language."""
    named: dict[str, object] = {f"n{i}": term for i, term in enumerate(terms)}
    return Said(" · ".join(f"{{{name}}}" for name in named), **named)

"""The creators page as data: what is due, who brought what, what may be paid, whom to book again, and what nobody can tell."""

from decimal import Decimal

from daybook.desks.creators.book import book_of, deals_seen, has_rule, name_of, rules_of
from daybook.desks.creators.deals import lines_of
from daybook.desks.creators.grades import grades_of
from daybook.desks.creators.results import results_of
from daybook.desks.creators.terms import item_terms
from daybook.domain.creator_desk import Basis, CreatorLine, CreatorsTable, Grade, Halo, ItemTerms, Result
from daybook.domain.creators import Brought, Stage
from daybook.domain.said import Said
from daybook.domain.seen import Seen

#: Grades of creators who are booked again.
AGAIN = ("A", "B")
#: Items that a creator is booked again for, at most.
FOR = 3


def creators_table(seen: Seen, halo: tuple[Halo, ...] = ()) -> CreatorsTable:
    """What the page of a morning shows."""
    book, rules, shop = book_of(seen), rules_of(seen), seen.shop
    results = {r.creator_id: r for r in results_of(seen)}
    lines = tuple(sorted((_line(one, grade, results.get(one), seen) for one, grade in grades_of(seen).items()), key=_order))
    invited = sum(1 for d in deals_seen(seen) for s in d.steps if s.kind == Stage.INVITED and shop.day_of(s.at) == seen.on)
    return CreatorsTable(
        shop.name, shop.platform, shop.zone, shop.currency, seen.on, seen.as_of, lines_of(seen), lines, terms_of(seen),
        tuple(reversed(book.samples)), tuple(reversed(book.posts)), book.lag, int(rules.value("N-READ", "ended")), untold(seen),
        halo,
        invited, int(rules.value("N-INV", "a_day")) if has_rule(rules, "N-INV") else None)


def _order(line: CreatorLine) -> tuple[bool, str, Decimal, str]:
    return not line.grade.letter, line.grade.letter, -(line.result.settled_net if line.result else Decimal(0)), line.creator_id


def _line(creator: str, grade: Grade, result: Result | None, seen: Seen) -> CreatorLine:
    again, items = _again(grade, result)
    return CreatorLine(creator, name_of(creator, seen), grade, result, book_of(seen).profiles.get(creator), again, items)


def _again(grade: Grade, result: Result | None) -> tuple[str, tuple[str, ...]]:
    """Whom to book again and for what: items that left something with a creator who is A or B by what settled."""
    if result is None or grade.basis is not Basis.PAST or grade.letter not in AGAIN:
        return "", ()
    good = sorted((i for i in result.items if i.margin is not None and i.margin > 0), key=lambda i: -(i.margin or Decimal(0)))[:FOR]
    if not good:
        return "", ()
    return Said("book again for {item}", item=good[0].title), tuple(i.item_id for i in good)


def terms_of(seen: Seen) -> tuple[ItemTerms, ...]:
    """Break-even commission of every item that creators sold, was agreed, or that sells most, the least bearing first."""
    book = book_of(seen)
    sold = sorted(seen.margins.costs_by_item.items(), key=lambda pair: -pair[1].gmv)
    by_item: dict[str, list[Brought]] = {}
    for one in book.brought:
        by_item.setdefault(one.item_id, []).append(one)
    items = dict.fromkeys([*filter(None, by_item), *(i for d in deals_seen(seen) for i in d.items), *(i for i, _ in sold[:10])])
    found = [item_terms(seen, item, tuple(by_item.get(item, ()))) for item in items]
    return tuple(sorted(found, key=lambda t: (t.break_even is None, t.break_even or Decimal(0), t.item_id)))


def untold(seen: Seen) -> tuple[tuple[str, str], ...]:
    """(what, why nobody can tell): facts that no export or list of the shop holds."""
    told, found = book_of(seen).told, []
    if "orders" not in told:
        found.append(("creator_orders", Said("no order of a creator is in: give 精选联盟 or 淘宝联盟 exports, or our own sheet")))
    elif "settled" not in told:
        found.append(("creator_settled", Said("no order of a creator has settled, or no export says so")))
    for what, why in (("posts", Said("no list of posts is in: stock and late content are judged by dates alone")),
                      ("samples", Said("no list of samples is in: what they cost is not known")),
                      ("profiles", Said("no creator was looked up: fit is not known"))):
        if what not in told:
            found.append((f"creator_{what}", why))
    if "orders" in told and "fee" not in told:
        found.append(("creator_fee", Said("no export tells what agencies take: margins are before it")))
    return tuple(found)

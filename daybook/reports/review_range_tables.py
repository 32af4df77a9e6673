"""A quarter's range as tables: roles together, price bands, what to launch and take off, months, rivals, the memo."""

from collections.abc import Iterator
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.review import Review
from daybook.domain.review_told import ReviewTold
from daybook.reports.brief_phrases import tone
from daybook.reports.numbers import ABSENT, growth, shown
from daybook.reports.paper import Cell, Table, table
from daybook.reports.review_told_tables import own_words
from daybook.reports.wording import Words


def range_tables(one: Review, w: Words, told: ReviewTold) -> Iterator[Table]:
    """The parts that only a quarter has."""
    yield _structure(one, w)
    yield _bands(one, w)
    yield table(w("To launch, clear and take off"), (w("Step"), w("Product"), w("Paid amount"), w("Why")), [
        (w.name("range_step", s.kind), Cell(s.name, strong=True), _money(s.paid, one, w) if s.paid is not None else "", s.why)
        for s in one.steps], w("No product falls out of the range, and no gap between prices is worth one."))
    yield _months(one, w)
    yield table(w("Rivals, as seen"), (w("Day"), w("Rival"), w("What")), [
        (w.day(s.on), Cell(s.rival, strong=True), s.what) for s in one.sightings],
        w("Nothing was seen or noted of rivals this quarter."))
    yield from _memo(one, w, told)


def _money(value: Decimal | None, one: Review, w: Words) -> Cell:
    return Cell(shown(value, Unit.MONEY, one.currency, w.language), value, Unit.MONEY, one.currency)


def _share(value: Decimal | None) -> Cell:
    return Cell(shown(value, Unit.SHARE), value, Unit.SHARE)


def _structure(one: Review, w: Words) -> Table:
    headers = (w("Role"), w("Products"), w("Paid amount"), w("Span before"), w("Change"), w("Share"), w("Left before ads"))
    return table(w("Structure of the range"), headers, [
        (Cell(w.name("item_role", s.role), strong=True), Cell(f"{s.items}", Decimal(s.items), Unit.COUNT), _money(s.paid, one, w),
         _money(s.before, one, w), Cell(growth(s.paid / s.before - 1), tone=tone(s.paid - s.before, True, w.language), order=s.paid)
         if s.before else Cell(ABSENT), _share(s.share), _money(s.contribution, one, w)) for s in one.structure],
        w("No product sold in either span."))


def _bands(one: Review, w: Words) -> Table:
    whole = sum((b.paid for b in one.bands), Decimal(0))
    headers = (w("Paid per unit"), w("Products"), w("Units"), w("Paid amount"), w("Share"), w("Remark"))

    def price(value: Decimal) -> str:
        return shown(value.quantize(Decimal(1)) if value >= 1 else value, Unit.MONEY, one.currency, w.language).removesuffix(".00")

    return table(w("Bands of prices"), headers, [
        (Cell(f"{price(b.low)}–{price(b.high)}", strong=True), Cell(f"{b.items}", Decimal(b.items), Unit.COUNT),
         Cell(f"{b.units:,.0f}", b.units, Unit.UNITS), _money(b.paid, one, w), _share(b.paid / whole if whole else None), b.said)
        for b in one.bands], w("No order line of it says a price."))


def _months(one: Review, w: Words) -> Table:
    headers = (w("Month"), w.metric("paid_gmv", "支付金额"), w("Visitors a day"), w.metric("payment_cvr", "支付转化率"),
               w("Search of visitors"), w("New of buyers"))
    return table(w("Market, as far as the shop's exports tell"), headers, [
        (Cell(f"{t.month:%Y-%m}", strong=True), _money(t.paid, one, w),
         Cell(shown(t.visitors, Unit.PEOPLE), t.visitors, Unit.PEOPLE), _share(t.cvr), _share(t.search_share),
         _share(t.new_share)) for t in one.trends])


def _memo(one: Review, w: Words, told: ReviewTold) -> Iterator[Table]:
    if one.memo is None:
        return
    yield own_words(told, "memo", w("Strategy memo"), w) or table(
        w("Strategy memo"), (w("What the range says"),), [(said,) for said in one.memo.says])
    yield table(w("Levels at which the course is changed (two weeks in a row)"), (w("Number"), w("Level"), w("Then")), [
        (Cell(w.metric(t.metric, t.zh), strong=True),
         Cell((w("below {level}", level=_level(t.level, t.unit, one, w)) if t.below else w("above {level}", level=_level(
             t.level, t.unit, one, w))), t.level, t.unit, one.currency if t.unit is Unit.MONEY else ""), t.then)
        for t in one.memo.triggers])


def _level(value: Decimal, unit: Unit, one: Review, w: Words) -> str:
    return shown(value, unit, one.currency if unit is Unit.MONEY else "", w.language)

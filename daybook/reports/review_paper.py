"""A review as tables: what is printed, mailed, put into a workbook or a document, and read on its page."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from daybook.domain.brief import Brief, Unit
from daybook.domain.report import Beside, Figure
from daybook.domain.review import CameBack, ProductMove, Review, Span
from daybook.domain.review_told import ReviewTold
from daybook.reports.brief_phrases import tone
from daybook.reports.close_report import about
from daybook.reports.finding_phrases import finding_words
from daybook.reports.line_chart import lines_chart
from daybook.reports.localise import in_language
from daybook.reports.number_tables import number_cell
from daybook.reports.numbers import ABSENT, exact_change, growth, shown
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.report import written_at
from daybook.reports.review_goal_tables import goal_tables
from daybook.reports.review_heads import lead, notices, title
from daybook.reports.review_range_tables import range_tables
from daybook.reports.review_told_tables import NOTHING, earlier_promises, new_promises, own_words, signature
from daybook.reports.wording import Words, translator

NO_BASE = Beside("", None, None, None)
#: The blocks in which a span is read, and the numbers of each; what is in none stands in the last.
BLOCKS = {
    "traffic": ("visitors", "sessions", "search_visitors", "ad_spend", "material_ad_spend", "keyword_ad_spend", "roas",
                "material_roas", "keyword_roas"),
    "conversion": ("payment_cvr", "session_cvr", "order_to_payment_rate", "paid_buyers", "platform_paid_buyers", "new_buyers",
                   "platform_new_buyers", "returning_share"),
    "spend": ("spend_per_buyer", "platform_spend_per_buyer", "aov", "platform_aov", "units_sold", "platform_units_sold"),
    "profit": ("contribution", "refund_rate", "refund_rate_by_day", "platform_refund_rate", "net_sales"),
}
STANDS = {"kept": "green", "not_kept": "red", "cannot_tell": ""}


def review_paper(one: Review, language: str = "zh", told: ReviewTold = NOTHING) -> Paper:
    """The review of a shop's week, month or quarter as tables, with what people wrote in the place of its drafts."""
    w = translator(language)
    one = in_language(one, w)
    said = told.of("lead")
    about_it = (one.client, written_at(one.as_of, one.zone, w), signature(told, one, w))
    return Paper(title(one, w), tuple(part for part in about_it if part), " ".join(said.lines) if said else lead(one, w),
                 review_tables(one, w, told), w("code {version}", version=one.code_version), _picture(one, w))


def _picture(one: Review, w: Words) -> str:
    """The paid amount day by day beside the span before; none where fewer than two days are known."""
    before = {Span.WEEK: w("the week before"), Span.MONTH: w("the month before"), Span.QUARTER: w("the quarter before")}[one.span]
    name = w.metric("paid_gmv", "支付金额")
    about = w("{name} by day, beside {before}", name=name, before=before)
    earlier = [(before, [(d.day, d.before) for d in one.by_day])] if any(d.before is not None for d in one.by_day) else []
    return lines_chart([(name, [(d.day, d.value) for d in one.by_day]), *earlier],
                       f"review-{one.span.value}", about, about, (w.day(one.first), w.day(one.last)))


def review_tables(one: Review, w: Words, told: ReviewTold = NOTHING) -> tuple[Table, ...]:
    """Its tables in the order in which a span is read; `one` speaks the language already."""
    return (numbers(one, w), *earlier_promises(one, w), *_told(one, w, told), _drivers(one, w), _roles(one, w),
            *(range_tables(one, w, told) if one.span is Span.QUARTER else ()), _brought(one, w), _done(one, w), _back(one, w),
            _products(one, w), *(goal_tables(one, w) if one.goal is not None else ()), _focus(one, w, told),
            *new_promises(told, one, w), *_changes(one, w), _ahead(one, w))


def _told(one: Review, w: Words, told: ReviewTold) -> Iterator[Table]:
    said = notices(one, w)
    if said:
        yield table(w("About these numbers"), (w("Remark"),), [(text,) for text in said])
    if one.span is not Span.WEEK:
        yield own_words(told, "good", w("Achievements"), w) or table(
            w("Achievements"), (w("What"),), [(text,) for text in one.good], w("Nothing stands out for the better."))
        yield own_words(told, "bad", w("Problems"), w) or table(
            w("Problems"), (w("What"),), [(text,) for text in one.bad], w("Nothing stands out for the worse."))


def numbers(one: Review, w: Words) -> Table:
    """Actual, the span before, the change, target, peers and why: block by block."""
    before = {Span.WEEK: w("Week before"), Span.MONTH: w("Month before"), Span.QUARTER: w("Quarter before")}[one.span]
    peers = one.span is not Span.WEEK
    headers = (w("Block"), w("Number"), w("Value"), before, w("Change"), w("Target"), *((w("Peers"),) if peers else ()),
               w("Cause of the change"))
    rows = [(w.name("review_block", block) if n == 0 else "", *_number(f, one, w, peers))
            for block, figures in _blocks(one.figures) for n, f in enumerate(figures)]
    return table(w("Numbers"), headers, rows)


def _blocks(figures: Sequence[Figure]) -> Iterator[tuple[str, list[Figure]]]:
    """The paid amount first, then block by block."""
    of = {metric: block for block, metrics in BLOCKS.items() for metric in metrics}
    for block in ("result", *BLOCKS):
        mine = [f for f in figures if of.get(f.metric, "result") == block]
        if mine:
            yield block, sorted(mine, key=lambda f: BLOCKS[block].index(f.metric)) if block in BLOCKS else mine


def _number(f: Figure, one: Review, w: Words, peers: bool) -> Iterable[Cell | str]:
    beside = {b.kind: b for b in f.beside}
    before, target = beside.get("span_before", NO_BASE), beside.get("target", NO_BASE)
    name = w.metric(f.metric, f.zh)
    yield Cell(f"{name} ({f.note})" if f.note else name, strong=True)
    yield _short(f.value, f, w)
    yield _short(before.value, f, w)
    rate, moved = before.rate(f.value), before.change(f.value)
    yield Cell(ABSENT) if rate is None or moved is None else Cell(
        growth(rate), tone=tone(moved, f.higher_is_better, w.language), order=rate)
    yield _short(target.value, f, w)
    if peers:
        yield f.peers or ABSENT
    yield f.why_not or f.gap


def _short(value: Decimal | None, f: Figure, w: Words) -> Cell:
    """A number as a page shows it, with the whole of it behind: a printed table reads by its first three digits."""
    return Cell(shown(value, f.unit, f.currency, w.language), value, f.unit, f.currency)


def _money(value: Decimal | None, one: Review, w: Words) -> Cell:
    return Cell(shown(value, Unit.MONEY, one.currency, w.language), value, Unit.MONEY, one.currency)


def _currency(unit: Unit, one: Review) -> str:
    return one.currency if unit is Unit.MONEY else ""


def _growth(value: Decimal, before: Decimal, w: Words) -> Cell:
    rate = value / before - 1
    return Cell(growth(rate), tone=tone(rate, True, w.language), order=rate)


def _drivers(one: Review, w: Words) -> Table:
    headers = (w("Factor"), w("Weighted mean"), w("Span before"), w("Change"), w("Made of the money"))
    rows = [(Cell(w.metric(d.metric, d.zh), strong=True), number_cell(d.value, d.unit, _currency(d.unit, one), w),
             number_cell(d.before, d.unit, _currency(d.unit, one), w),
             _growth(d.value, d.before, w),
             Cell(exact_change(d.amount, Unit.MONEY, one.currency, w.language), d.amount, Unit.MONEY, one.currency,
                  tone(d.amount, True, w.language))) for d in one.drivers]
    if rows:
        total = sum((d.amount for d in one.drivers), Decimal(0))
        rows.append((Cell(w("Paid amount, change"), strong=True), Cell(""), Cell(""), Cell(""), Cell(
            exact_change(total, Unit.MONEY, one.currency, w.language), total, Unit.MONEY, one.currency,
            tone(total, True, w.language))))
    return table(w("What moved the paid amount"), headers, rows,
                 w("Not every day of both spans is in, so that it cannot be split."))


def _roles(one: Review, w: Words) -> Table:
    headers = (w("Role"), w("Product"), w("Paid amount"), w("Span before"), w("Share"), w("Left before ads"), w("Role held"),
               w("By which number"), w("What the role asks for"))
    rows, last = [], ""
    for r in one.roles:
        role = w.name("item_role", r.role) + ("" if r.given else " *")
        rows.append((role if role != last else "", Cell(r.name, strong=True), _money(r.paid, one, w), _money(r.before, one, w),
                     Cell(shown(r.share, Unit.SHARE), r.share, Unit.SHARE), _money(r.contribution, one, w),
                     Cell(w.name("role_stands", r.stands), tone=STANDS[r.stands]), r.measured, r.todo))
        last = role
    titled = w("Products by their role") if all(r.given for r in one.roles) else w(
        "Products by their role (* proposed from facts, until somebody says it)")
    return table(titled, headers, rows, w("No product sold in either span."))


def _brought(one: Review, w: Words) -> Table:
    return table(w("What actions brought"), (w("When"), w("What"), w("Object"), w("Who"), w("Effect")), [
        (w.day(b.on), Cell(b.what, strong=True), about(b.what, b.object), w.name("role", b.by), b.said) for b in one.brought],
        w("Nothing was measured, and nothing that can be was done."))


def _done(one: Review, w: Words) -> Table:
    titled = w("What was done ({done} of {all} tasks)", done=one.done_count, all=one.asked) if one.asked else w("What was done")
    return table(titled, (w("What"), w("Object"), w("Change"), w("Who"), w("Minutes")), [
        (Cell(d.what, strong=True), about(d.what, d.object), f"{d.from_} → {d.to}" if d.from_ or d.to else "",
         w.name("role", d.person), "" if d.minutes is None else f"{d.minutes}") for d in one.done],
        w("Nothing was done by the plan."))


def _back(one: Review, w: Words) -> Table:
    return table(w("What kept coming back"), (w("What"), w("Finding"), w("Mornings"), w("Days")), [
        _came(c, one, w) for c in one.came_back],
        w("No finding stood in more than one morning.") if one.mornings else w("No morning of it is kept."))


def _came(came: CameBack, one: Review, w: Words) -> Sequence[Cell | str]:
    """A finding in the words of a brief, with how often it stood there."""
    around = Brief(one.shop, one.client, one.platform, one.zone, one.currency, came.last, came.last, one.as_of, "", "")
    said = finding_words(came.finding, around, w)
    return (Cell(said.label, strong=True), said.words, Cell(f"{came.mornings}", Decimal(came.mornings), Unit.COUNT),
            f"{w.day(came.first)}–{w.day(came.last)}")


def _products(one: Review, w: Words) -> Table:
    return table(w("Products that moved most"), (w("Product"), w("Span before"), w("This span"), w("Change")), [
        _product(p, one, w) for p in one.products],
        w("Not every day of both spans is in, so that products cannot be compared."))


def _product(move: ProductMove, one: Review, w: Words) -> Sequence[Cell | str]:
    change = move.value - move.before
    rate = change / move.before if move.before else None
    said = w("new") if rate is None else growth(rate)
    return (Cell(move.name, strong=True), _money(move.before, one, w), _money(move.value, one, w),
            Cell(said, tone=tone(change, True, w.language), order=rate))


def _focus(one: Review, w: Words, told: ReviewTold) -> Table:
    following = {Span.WEEK: w("Focus of next week"), Span.MONTH: w("Strategy of next month"),
                 Span.QUARTER: w("Focus of next quarter")}[one.span]
    return own_words(told, "focus", following, w) or table(following, (w("No."), w("What"), w("Why"), w("Money")), [
        (f"{n}", Cell(f.what, strong=True), f.why, _money(f.money, one, w) if f.money is not None else "")
        for n, f in enumerate(one.focus, 1)], w("Nothing presses: keep what works."))


def _changes(one: Review, w: Words) -> Iterator[Table]:
    if one.changes:
        yield table(w("What changed in rules and calendar"), (w("What"),), [(text,) for text in one.changes])


def _ahead(one: Review, w: Words) -> Table:
    return table(w("Ahead"), (w("What begins"),), [(text,) for text in one.ahead], w("No event begins."))

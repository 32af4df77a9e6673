"""The listings desk in words: edits under watch, title, ladder, ranks, new listings, who may leave, and the shelf."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.edit_watch import After, EditNumber, Mark, RankMove, WatchedEdit
from daybook.domain.listing_advice import LadderAdvice, MissingAttribute, ShelfTime, TitleAdvice, TitleWord
from daybook.domain.listing_desk import ListingDesk, ShopDesk
from daybook.domain.listing_lives import Launch, Leaving
from daybook.domain.object_facts import FACTS
from daybook.reports.listings_report import listings_paper, money, odds_words, signed, step_name, steps_paper
from daybook.reports.localise import in_language
from daybook.reports.numbers import percent, shown
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.wording import Words, translator

TONES = {After.WORSE: "red", After.BETTER: "green", After.SAME: "green", After.UNTOLD: "quiet", After.TOO_EARLY: "quiet"}


def edit_words(edit: WatchedEdit, w: Words) -> str:
    """What was edited, when, and from what to what."""
    kind = w.name("edited", edit.what, edit.what.replace("_", " "))
    change = f"{edit.was} → {edit.now}" if edit.was or edit.now else ""
    return " · ".join(part for part in (kind, w.day(edit.on), edit.text, change) if part)


def told_words(told: After, w: Words) -> str:
    """What a mark says, in a word or two."""
    return {After.WORSE: w("worse than expected"), After.BETTER: w("better than expected"), After.SAME: w("as expected"),
            After.UNTOLD: w("cannot tell"), After.TOO_EARLY: w("too early")}[told]


def mark_words(mark: Mark, w: Words) -> str:
    """A mark with the number that decides it."""
    decides = decisive(mark)
    said = told_words(mark.told, w)
    return said if decides is None else f"{said}: {number_words(decides, w)}"


def decisive(mark: Mark) -> EditNumber | None:
    """The surest of the numbers that say what the mark says; of one that tells nothing the widest is not shown."""
    fitting = [n for n in mark.numbers if n.told is mark.told]
    return min(fitting, key=lambda n: n.odds, default=None) if mark.told is not After.SAME else None


def number_words(number: EditNumber, w: Words) -> str:
    """A step's change with its span and odds."""
    return w("{step} {change} ({low} to {high}), chance {odds}", step=step_name(number.name, w), change=signed(number.change),
             low=signed(number.low), high=signed(number.high), odds=odds_words(number.odds))


def rank_words(fact: str, about: str, w: Words) -> str:
    """What a rank is called, and of which word it is."""
    name = FACTS[fact].zh if w.language == "zh" else w.name("fact", fact, fact.replace("_", " "))
    return f"{name} · {about}" if fact == "search_position" else name


def rank_move_words(move: RankMove, w: Words) -> str:
    """A rank around an edit: from and to, and what all readings say."""
    was, now = (f"{w.day(v[0])} {v[1]:f}" if v else "—" for v in (move.before, move.after))
    said = f"{rank_words(move.fact, move.object, w)}: {was} → {now} · {told_words(move.told, w)}"
    if move.odds is None or move.low is None or move.high is None or move.change is None:
        return said
    return w("{said}: rank {change} ({low} to {high}), chance {odds}, {before} and {after} readings", said=said,
             change=signed(move.change), low=signed(move.low), high=signed(move.high), odds=odds_words(move.odds),
             before=move.read[0], after=move.read[1])


def edits_table(edits: Iterable[WatchedEdit], w: Words) -> Table:
    """Edits with their marks, as many hours after each as the rulebook says."""
    edits = tuple(edits)
    rows: list[list[Cell | str]] = [[Cell(edit.name or edit.item_id, strong=True), edit_words(edit, w), *(
        Cell(mark_words(m, w), tone=TONES[m.told] if m.told in (After.WORSE, After.BETTER) else "") for m in edit.marks)]
        for edit in edits]
    heads = (w("Product"), w("Edit"), *(w("{n} h", n=m.hours) for one in edits[:1] for m in one.marks))
    return table(w("Edits under watch"), heads, rows, w("No edit of the last two weeks was noted, listed or made here."))


def launches_table(launches: Iterable[Launch], w: Words) -> Table:
    """New listings by the days of their marks."""
    launches = tuple(launches)
    rows: list[list[Cell | str]] = [[
        Cell(one.name or one.item_id, strong=True), w("day {n}", n=one.age),
        *(launch_words(one, n, w) for n in range(len(one.marks)))]
        for one in launches]
    heads = (w("Product"), w("Since"), *(w("By day {n}", n=m.day) for one in launches[:1] for m in one.marks))
    return table(w("New listings"), heads, rows, w("No listing came in the last four weeks."))


def launch_words(one: Launch, number: int, w: Words) -> str:
    """Units by a mark beside the shop's earlier launches."""
    mark = one.marks[number]
    usual = (w("usually {n}", n=_units(mark.usual)) if mark.usual is not None
             else w("{n} earlier launches are too few", n=mark.launches))
    if mark.units is None:
        return w("due {day}, {usual}", day=w.day(mark.due), usual=usual)
    return w("{n} units, {usual}", n=_units(mark.units), usual=usual)


def leaving_table(leaving: Iterable[Leaving], currency: str, w: Words) -> Table:
    """Who may leave or come back, with reasons and money."""
    rows = [(Cell(one.name or one.item_id, strong=True), what_words(one.what, w), because_words(one, w),
             _units(one.units), money(one.money, currency, w)) for one in leaving]
    heads = (w("Product"), w("What"), w("Why"), w("Units"), w("Tied up"))
    return table(w("Off the shelf and back"), heads, rows, w("No listing lies dead or slow."))


def what_words(what: str, w: Words) -> str:
    """What may be done with a listing."""
    return {"delist": w("take off sale"), "clear": w("clear its stock"), "relist": w("put back on sale")}[what]


def because_words(one: Leaving, w: Words) -> str:
    """Its reasons."""
    return " · ".join(in_language(said, w) for said in one.because)


def title_rows(title: TitleAdvice, w: Words) -> list[tuple[str, str]]:
    """A title's units and words as names and values."""
    rows = [(w("Title"), title.title), (w("Half-width units"), w("{n} of {most}, {spare} free", n=title.units, most=title.most,
                                                                 spare=title.spare))]
    if title.forbidden:
        rows.append((w("Must not be said"), " · ".join(f"{words} ({rule})" for words, rule in title.forbidden)))
    if not title.known:
        rows.append((w("Words"), w("No export of search words or words of ads is in")))
    for name, words in ((w("Sell without standing in it"), title.missing), (w("Lost people"), title.lost),
                        (w("Gained people"), title.gained), (w("Stand in it and bring people"), title.kept)):
        if words:
            rows.append((name, " · ".join(word_words(one, w) for one in words)))
    if title.idle:
        rows.append((w("Nobody came by these parts"), " · ".join(title.idle)))
    return rows


def word_words(one: TitleWord, w: Words) -> str:
    """A word with its people and buyers."""
    came = w("{n} clicks of ads", n=_units(one.visitors)) if one.from_ads else w("{n} visitors", n=_units(one.visitors))
    parts = [came, *([w("{n} buyers", n=_units(one.buyers))] if one.buyers is not None else []),
             *([w("this week {change}", change=signed(one.moved))] if one.moved is not None
               and one.beyond else [])]
    return f"{one.word} ({', '.join(parts)})"


def ladder_rows(ladder: LadderAdvice, currency: str, w: Words) -> list[tuple[str, str]]:
    """What is to be said of a ladder, and the least honest entry price."""
    rows = [(w("Ladder"), in_language(said, w)) for said in ladder.said] or [(w("Ladder"), w("Nothing stands out"))]
    return [*rows, (w("An honest entry SKU"), (f"{money(ladder.entry, currency, w)} · " if ladder.entry is not None else "")
                    + in_language(ladder.entry_why, w))]


def rung_cells(ladder: LadderAdvice, currency: str, w: Words) -> list[tuple[str, str, str, str]]:
    """Each rung: SKU, price, share of the units now and before."""
    return [(r.sku, money(r.price, currency, w), _share(r.share), _share(r.share_before)) for r in ladder.rungs]


def attribute_rows(missing: Iterable[MissingAttribute] | None, w: Words) -> list[tuple[str, str]]:
    """Each missing attribute with what to fill in and why; none where nobody said what is wanted."""
    return [(one.name, " · ".join(part for part in (" / ".join(one.fill), in_language(one.why, w)) if part))
            for one in missing or ()]


def rank_rows(ranks: Iterable[tuple[str, str, tuple[tuple[date, Decimal], ...]]], w: Words) -> list[tuple[str, str]]:
    """Each rank with its last readings, the latest first."""
    return [(rank_words(fact, about, w), " · ".join(f"{w.day(day)} {value:f}" for day, value in list(days)[::-1][:6]))
            for fact, about, days in ranks]


def _units(value: Decimal | None) -> str:
    return "—" if value is None else shown(value, Unit.UNITS)


def _share(value: Decimal | None) -> str:
    return "—" if value is None else percent(value)


def shop_paper(desk: ShopDesk, language: str) -> Paper:
    """The desk of a shop."""
    w, lines = translator(language), listings_paper(desk.lines, language)
    return replace(lines, tables=(*lines.tables, edits_table(desk.edits, w), launches_table(desk.launches, w),
                                  leaving_table(desk.leaving, desk.lines.currency, w), shelf_table(desk.shelf, w)))


def shelf_table(shelf: tuple[ShelfTime, ...] | None, w: Words) -> Table:
    """When listings roll over; of a platform without a cycle that it has none."""
    rows = [(w.name("weekday", str(one.weekday)), f"{one.hour:02d}:00", one.name or one.item_id, w.day(one.next_on),
             w("near the peak") if one.good else "") for one in shelf or ()]
    return table(w("Seven-day shelf"), (w("Weekday"), w("Hour"), w("Product"), w("Next"), ""), rows,
                 w("This platform has no listing cycle.") if shelf is None else
                 w("Nobody said when a listing was put up: daybook fact --object ITEM listed_at=… says it."))


def desk_paper(desk: ListingDesk, language: str) -> Paper:
    """The desk of one listing."""
    w, steps = translator(language), steps_paper(desk.lines, desk.line, language)
    currency = desk.lines.currency
    pairs = [(w("Title"), title_rows(desk.title, w) if desk.title else []),
             (w("SKU ladder"), ladder_rows(desk.ladder, currency, w) if desk.ladder else []),
             (w("Missing attributes"), attribute_rows(desk.attributes, w)), (w("Own rank"), rank_rows(desk.ranks, w))]
    return replace(steps, tables=(*steps.tables, edits_table(desk.edits, w), *(
        table(name, ("", ""), rows) for name, rows in pairs), launches_table([desk.launch] if desk.launch else [], w),
        leaving_table([desk.leaving] if desk.leaving else [], currency, w)))

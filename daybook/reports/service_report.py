"""The service page as a report: replies, people, inquiries, questions, sentences, flagged messages; first what nobody can tell."""

from collections.abc import Sequence
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.service import Replies
from daybook.domain.service_page import InquiryLine, RateLine, ServiceTable
from daybook.reports.localise import in_language
from daybook.reports.numbers import percent, shown
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.wording import Words, translator

#: Lines that each table has at most.
SHOWN = 30


def service_paper(found: ServiceTable, language: str) -> Paper:
    """What the page of a morning shows, chats that were drawn to be read left out."""
    w = translator(language)
    untold = tuple(w("Cannot be told: {what}, {why}", what=w.name("service_part", what), why=in_language(why, w))
                   for what, why in found.untold)
    return Paper(w("{shop}: service", shop=found.shop), (*counted(found, w), *untold), "; ".join(leads(found, w)), (
        _agents(found, w), people_table(found, w), _inquiries(found, w), _lost(found, w), _topics(found, w), _unknown(found, w),
        _again(found, w), _handed(found, w),
        _tests(found, w), _ready(found, w), _flagged(found, w), _reported(found, w)))


def leads(found: ServiceTable, w: Words) -> list[str]:
    """The sentences that the page comes down to."""
    said = []
    if found.waiting is not None:
        n, at, source = found.waiting
        said.append(w("{n} buyers wait (read {clock}, {source})", n=n, clock=w.moment(at, found.zone, found.on),
                      source=w.name("service_source", source)))
    for line in found.rates:
        if line.of:
            said.append(w("3-minute rate of {days} days: {rate} ({hits} of {of})", days=line.days, rate=rate(line.value),
                          hits=line.hits, of=line.of))
    if found.day.first_mean is not None:
        said.append(w("first answer after {first}, mean {mean}", first=seconds(found.day.first_mean, w),
                      mean=seconds(found.day.mean, w)))
    if found.conversion is not None and found.conversion.of_day is not None:
        said.append(w("{buyers} of {of} who asked on {day} bought", buyers=found.conversion.of_day.buyers,
                      of=found.conversion.of_day.inquirers, day=w.day(found.conversion.day)))
    return said


def counted(found: ServiceTable, w: Words) -> tuple[str, ...]:
    """How its rates are counted, in words: the platform's definition, window and attribution, and of what people are planned."""
    lines = [w("3-minute rate: {how}", how=in_language(found.rates[-1].how, w))] if found.rates and found.rates[-1].of else []
    one = found.conversion
    if one is not None:
        lines.append(w("Inquiry conversion: those who asked before buying, paid until {days} days after the day of asking; a "
                       "purchase is of {whose}; asked until {day}, later ones may still buy", days=one.window_days,
                       whose=w.name("attribution", one.attribution), day=w.day(one.day)))
    if found.at_once is not None and found.talk_seconds is not None:
        lines.append(w("People: talks of {length}, {chats} at once, robots end {robot}", length=seconds(
            Decimal(str(found.talk_seconds)), w), chats=f"{found.at_once:.1f}".rstrip("0").rstrip("."),
                       robot=rate(found.robots.share) if found.robots.said_on is None else w(
                           "{share} (said from {day} on)", share=rate(found.robots.share), day=w.day(found.robots.said_on))))
    if found.shift:
        lines.append(w("The shift that would help most: {hours}", hours=found.shift))
    return tuple(lines)


def _count(value: int | None) -> str:
    return "—" if value is None else str(value)


def rate(value: Decimal | None) -> str:
    """A share in percent, a dash where it is not known."""
    return "—" if value is None else percent(value)


def seconds(value: Decimal | None, w: Words) -> str:
    """A length of time as a person says it."""
    if value is None:
        return "—"
    whole = int(value.to_integral_value())
    return w("{n} s", n=whole) if whole < 120 else w("{m} min {s} s", m=whole // 60, s=whole % 60)


def usual_tone(line: RateLine, found: ServiceTable) -> str:
    """Red below the alarm, green from the goal on; nothing where the platform has no such rule."""
    if line.value is None or found.alarm is None or found.goal is None:
        return ""
    return "red" if line.value < found.alarm else "green" if line.value >= found.goal else "amber"


def _agents(found: ServiceTable, w: Words) -> Table:
    heads = (w("Agent"), w("Rounds"), w("3-minute rate"), w("Usually"), w("First answer"), w("Mean answer"), w("Inquirers"),
             w("Bought"))

    def line(name: str, replies: Replies | None, usual: Decimal | None, inquirers: int | None,
             buyers: int | None) -> tuple[Cell, ...]:
        told = ("—", "—", "—", "—") if replies is None else (
            str(replies.rounds), rate(replies.rate), seconds(replies.first_mean, w), seconds(replies.mean, w))
        return (Cell(name or w("not told"), strong=True), Cell(told[0]), Cell(told[1]), Cell(rate(usual)), Cell(told[2]),
                Cell(told[3]), *followed(found, inquirers, buyers))

    return table(w("Agents on {day}", day=w.day(found.reviewed)), heads,
                 [line(a.agent, a.replies, a.usual, a.inquirers, a.buyers) for a in found.agents[:SHOWN]])


def people_table(found: ServiceTable, w: Words) -> Table:
    """The half hours of the day that somebody is needed or there."""
    heads = (w("Half hour"), w("Asks to come"), w("Agents needed"), w("Rostered"), w("Asks yesterday"), w("Late yesterday"))
    rows = [(Cell(f"{h.slot // 2:02d}:{h.slot % 2 * 30:02d}", strong=True),
             Cell("—" if h.asks is None else f"{h.asks:.1f} (≤{h.high:.0f})"), Cell("—" if h.needed is None else str(h.needed)),
             Cell("—" if h.there is None else str(h.there), tone="red"
                  if h.there is not None and h.there < (h.needed or 0) else ""),
             Cell(_count(h.yesterday)), Cell(_count(h.late))) for h in found.halves if h.needed or h.there or h.yesterday]
    return table(w("People by half hour on {day}", day=w.day(found.on)), heads, rows)


def _inquiries(found: ServiceTable, w: Words) -> Table:
    one, heads = found.conversion, (w("Who asked"), w("Inquirers"), w("Bought"), w("Conversion"), w("Paid"))
    if one is None:
        return Table(w("Inquiries"), heads, ())

    def line(name: str, of: InquiryLine) -> tuple[Cell, ...]:
        return (Cell(name, strong=True), Cell(str(of.inquirers)), Cell(str(of.buyers)), Cell(rate(of.cvr)),
                Cell(shown(of.amount, Unit.MONEY, found.currency, w.language)))

    rows = [*([line(w("all, {day}", day=w.day(one.day)), one.of_day)] if one.of_day else []),
            *([line(w("all, days before"), one.before)] if one.before else []),
            *(line(found.names.get(i.name, i.name), i) for i in one.items),
            *(line(f"{int(h.name):02d}:00–{int(h.name) + 1:02d}:00", h) for h in one.hours if h.inquirers)]
    spent = found.spent
    if spent is not None:
        per = [None if v is None else shown(v, Unit.MONEY, found.currency, w.language) for v in (spent.per_served,
            spent.per_silent)]
        rows += [(Cell(w("buyers who had asked ({share} of sales)", share=rate(spent.share)), strong=True), Cell("—"),
                  Cell(str(spent.served)), Cell("—"), Cell(w("{money} each", money=per[0] or "—"))),
                 (Cell(w("silent buyers"), strong=True), Cell("—"), Cell(str(spent.silent)), Cell(rate(spent.silent_cvr)),
                  Cell(w("{money} each", money=per[1] or "—")))]
    return table(w("Inquiries"), heads, rows)


def _lost(found: ServiceTable, w: Words) -> Table:
    return table(w("Why inquiries did not buy, seven days"), (w("Reason"), w("Inquirers"), w("Share"), w("Before")), [
        (Cell(w.name("lost_reason", one.reason), strong=True), Cell(str(one.inquirers)), Cell(rate(one.share)),
         Cell(rate(one.usual)))
        for one in found.lost])


def _topics(found: ServiceTable, w: Words) -> Table:
    heads = (w("Question"), w("Talks yesterday"), w("Usual a day"), w("Mostly of"), w("Answer it"), w("In buyers' words"))
    return table(w("Questions"), heads, [
        (Cell(w.name("ask_topic", one.topic), strong=True), Cell(_count(one.talks)), Cell("—"
            if one.usual is None else str(one.usual)),
         Cell(found.names.get(one.item_id, one.item_id)), Cell(w.name("ask_fix", one.fix)),
         Cell(" · ".join(f"“{q.text}”" for q in one.examples))) for one in found.topics])


def _unknown(found: ServiceTable, w: Words) -> Table:
    return table(w("Asked again and again, of no known topic"), (w("Times"), w("In buyers' words")), [
        (Cell(str(one.times)), Cell(" · ".join(f"“{t}”" for t in one.texts))) for one in found.unknown])


def _again(found: ServiceTable, w: Words) -> Table:
    heads = (w("Question"), w("Buyers yesterday"), w("Of them again"), w("Usual share"))
    return table(w("Asked again within {days} days", days=found.again_days), heads, [
        (Cell(w.name("ask_topic", one.topic), strong=True), Cell(_count(one.askers)), Cell(_count(one.again)),
         Cell(rate(one.usual)))
        for one in found.again])


def _handed(found: ServiceTable, w: Words) -> Table:
    """Chats passed on and buyers whom no person took over; then who passes on to whom."""
    heads = (w("Chats"), w("Answered by people"), w("Passed on"), w("Asked for a person"), w("Got none"))
    rows = [(Cell(w("days before") if one.day is None else w.day(one.day), strong=True), Cell(str(one.answered)),
             Cell(_part(one.passed, one.answered)), Cell(str(one.wanted)), Cell(_part(one.unserved, one.wanted)))
            for one in found.handed]
    rows += [(Cell(f"{one.first} → {one.last}"), Cell("—"), Cell(str(one.chats)), Cell("—"), Cell("—")) for one in found.between]
    return table(w("Passed on, and asked for a person"), heads, rows)


def _part(n: int, of: int) -> str:
    return f"{n} ({rate(Decimal(n) / of)})" if of else "—"


def _tests(found: ServiceTable, w: Words) -> Table:
    heads = (w("Question"), w("First sentence"), w("Second sentence"), w("Difference"), w("Verdict"))

    def used(name: str, of: tuple[int, int]) -> str:
        return w("{name}: {buyers} of {n} bought", name=name, buyers=of[1], n=of[0])

    return table(w("Two sentences beside each other"), heads, [
        (Cell(w.name("ask_topic", t.topic), strong=True), Cell(used(t.first, t.first_of)), Cell(used(t.second, t.second_of)),
         Cell("—"
              if t.mid is None or t.low is None or t.high is None else f"{_points(t.mid)} ({_points(t.low)} – {_points(t.high)})"),
         Cell(w("the second is better") if t.told and (t.mid or 0) > 0 else w("the first is better") if t.told else
              w("too early: {n} more of each", n=t.still_needed) if t.still_needed else w("no difference that matters")))
        for t in found.tests])


def _points(value: float) -> str:
    return f"{value * 100:+.1f}%"


def _ready(found: ServiceTable, w: Words) -> Table:
    return table(w("Answers given again and again"), (w("Answer"), w("Times"), w("Inquirers"), w("Bought")), [
        (Cell(one.text), Cell(str(one.times)), *followed(found, one.inquirers, one.buyers)) for one in found.ready])


def followed(found: ServiceTable, inquirers: int | None, buyers: int | None) -> tuple[Cell, Cell]:
    """Who asked and what part of them bought; nothing is told where no chat can be followed to an order."""
    if found.conversion is None or inquirers is None or buyers is None:
        return Cell("—"), Cell("—")
    return Cell(str(inquirers)), Cell(rate(Decimal(buyers) / inquirers if inquirers else None))


def _flagged(found: ServiceTable, w: Words) -> Table:
    heads = (w("When"), w("Why"), w("Agent"), w("Message"))
    return table(w("To be read"), heads, [
        (Cell("—" if one.at is None else w.moment(one.at, found.zone, found.on)),
         Cell(w.name("word_rule", one.why) + (f" ({one.words})" if one.words else ""), strong=True), Cell(one.agent or "—"),
         Cell(f"“{one.text}”")) for one in found.flagged[:SHOWN]])


def _reported(found: ServiceTable, w: Words) -> Table:
    heads = (w("Agent"), w("Inquirers"), w("Conversion"), w("First answer"), w("Mean answer"), w("3-minute rate"), w("Satisfied"),
             w("Not satisfied"), w("Passed on"))
    title = w("The platform's own report of {day}", day=w.day(found.reported[0].day)) if found.reported else ""
    return table(title, heads, [
        (Cell(r.agent or w("whole shop"), strong=True), Cell("—" if r.inquirers is None else str(r.inquirers)), Cell(rate(r.cvr)),
         Cell(seconds(r.first_reply_seconds, w)), Cell(seconds(r.mean_reply_seconds, w)), Cell(rate(r.reply_3min_rate)),
         Cell(rate(r.csat)), Cell("—" if r.dissatisfied is None or r.rated is None else f"{r.dissatisfied} / {r.rated}"),
         Cell(_count(r.handed_over))) for r in found.reported])


def chart_rows(found: ServiceTable) -> Sequence[tuple[str, float | None, float | None, int | None, int | None, int | None]]:
    """(clock, asks, high, needed, there, asks of yesterday) of each half hour of the counted part of the day."""
    used = [h for h in found.halves if h.needed or h.there or h.yesterday]
    if not used:
        return ()
    first, last = min(h.slot for h in used), max(h.slot for h in used)
    return [(f"{h.slot // 2:02d}:{h.slot % 2 * 30:02d}", h.asks, h.high, h.needed, h.there, h.yesterday)
            for h in found.halves if first <= h.slot <= last]

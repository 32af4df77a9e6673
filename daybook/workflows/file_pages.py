"""Pages as claims of the operating file: tests with what came of them, and edits of titles, pictures and details."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from daybook.domain.file_page import Claim
from daybook.domain.page_tests import PageTest, Stage
from daybook.domain.said import Amount, Said, Term
from daybook.domain.seen import Seen
from daybook.workflows.file_prices import is_change_of_price
from daybook.workflows.file_products import lasts, role_kind
from daybook.workflows.page_tests import tests_known

#: Days of edits that are told; older ones stand in the lines.
EDITS_TOLD = 90
KINDS = {"creatives": "page_edit", "rivals": "rival_note", "lessons": "lesson"}
NOTES = {"rival": "rivals", "outage": "lessons", "other": "lessons"}


def page_claims(seen: Seen, names: Mapping[str, str], as_of: datetime) -> Iterator[Claim]:
    """Tests, those that run first; then edits, the latest first; what was seen of rivals and outages into their own sections."""
    tests = tests_known([seen.shop], as_of).get(seen.shop.name, ())
    for test in sorted(tests, key=lambda t: (t.stage is not Stage.RUNNING, -t.first.toordinal())):
        decided = ("page_won",) if test.decision else ()
        yield Claim("creatives", names.get(test.item_id, test.item_id), _told(test), f"page test {test.key}",
                    test.over_on or test.started_on or test.first, None, "",
                    ("page_test", *decided, *role_kind(seen, test.item_id)))
        if test.decision is not None:
            yield Claim("lessons", names.get(test.item_id, test.item_id), _told(test), f"page test {test.key}", test.decision.on,
                        None, "", ("lesson", "page_test", "page_won"))
    for edit in seen.edits:
        yield Claim("creatives", names.get(edit.item_id, edit.item_id), Said(
            "{what} as lists show it: {was} → {now}", what=Term("edited", edit.what), was=edit.was, now=edit.now),
            f"item {edit.item_id}", edit.seen_on, None, "", ("page_edit", *role_kind(seen, edit.item_id)))
    since = seen.on - timedelta(days=EDITS_TOLD)
    for note in sorted(seen.given.notes, key=lambda n: n.at, reverse=True):
        day = seen.shop.day_of(note.at)
        section = "creatives" if note.kind == "edit" and not is_change_of_price(note) else NOTES.get(note.kind, "")
        if section and (section == "lessons" or day >= since):
            change = Said("{was} → {now}: {text}", was=note.from_ or "—", now=note.to, text=note.text) if note.to else note.text
            yield Claim(section, names.get(note.object, note.object) or seen.shop.name, change, f"note {day}", day,
                        lasts("rival") if note.kind == "rival" else None, "", (KINDS[section],))


def _told(test: PageTest) -> str:
    """What is tried, why, and where it stands; of a decision what the numbers said on its day."""
    part, number = Term("page_part", test.change), Term("metric", test.metric)
    said: str = Said("test of {part}: {what}; expected: {why}", part=part, what=test.what, why=test.hypothesis)
    if test.stage is Stage.RUNNING:
        return Said("{said}; running since {day}, judged by {number}", said=said, day=f"{test.started_on}", number=number)
    decision = test.decision
    if decision is None:
        return Said("{said}; {stage}", said=said, stage=Term("page_stage", test.stage.value))
    lift = decision.lift
    ended = Said("{said}; {step} on {day}", said=said, step=Term("page_step", decision.kind.value), day=f"{decision.on}")
    if lift is None or lift.value is None:
        return ended
    return Said("{said}: {number} {lift} after {n} days", said=ended, number=number, lift=_signed(lift.value), n=decision.days)


def _signed(value: float) -> str:
    from decimal import Decimal

    share = Amount(Decimal(str(abs(value))).quantize(Decimal("0.001")), "share")
    return Said("up by {share}", share=share) if value >= 0 else Said("down by {share}", share=share)

"""Creators as claims of the operating file: what each really left, what was agreed, samples without content, what items bear."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from daybook.domain.creator_desk import CreatorLine, CreatorsTable, DealLine, Result
from daybook.domain.file_page import Claim
from daybook.domain.said import Amount, Said, Term, listed
from daybook.workflows.file_products import COSTS, NUMBERS, ZERO

MOST, MOST_TERMS = 12, 8
CENT, STEP = Decimal("0.01"), Decimal("0.0001")


def creator_claims(table: CreatorsTable, names: Mapping[str, str]) -> Iterator[Claim]:
    """Creators by what they left after everything, then cooperations and samples without content."""
    for one in sorted(table.creators, key=_left)[:MOST]:
        if one.result is not None:
            yield _result(table, one, one.result)
    for deal in table.deals[:MOST]:
        yield _deal(table, deal, names)
    posted = {post.creator_id for post in table.posts}
    for sample in table.samples:
        if sample.creator_id not in posted and sample.returned_on is None:
            item = names.get(sample.item_id or "", sample.item_id or "")
            yield Claim("creators", sample.creator or sample.creator_id, Said(
                "sample of {item} sent on {day}, no content yet", item=item, day=f"{sample.sent_on}"),
                f"creator {sample.creator_id}", table.on, None, "", ("sample",))


def commission_claims(table: CreatorsTable, names: Mapping[str, str]) -> Iterator[Claim]:
    """What commission items can bear at most, in one claim."""
    bears = [t for t in table.terms if t.break_even is not None][:MOST_TERMS]
    if bears:
        yield Claim("creators", Said("highest commission"), Said(
            "before a creator's work earns nothing: {items}", items=listed(Said("{item} {share}", item=names.get(
                t.item_id, t.title or t.item_id), share=Amount((t.break_even or ZERO).quantize(STEP), "share")) for t in bears)),
            "creators", table.on, None, COSTS, ("terms",))


def _left(one: CreatorLine) -> tuple[bool, Decimal, str]:
    left = one.result.after_fees if one.result else None
    return left is None, -(left or Decimal(0)), one.creator_id


def _result(table: CreatorsTable, one: CreatorLine, result: Result) -> Claim:
    booked = Amount(result.booked.quantize(CENT), "money", table.currency)
    if result.after_fees is None:
        said: str = Said("{n} orders, {booked} booked; what was left is not known: {why}", n=result.orders, booked=booked,
                         why=result.why_not or Said("a cost is missing"))
    else:
        said = Said("{n} orders, {booked} booked, {settled} settled after refunds; {left} left after goods, commission and fees",
                    n=result.orders, booked=booked, settled=Amount(result.settled_net.quantize(CENT), "money", table.currency),
                    left=Amount(result.after_fees.quantize(CENT), "money", table.currency))
    said = Said("{said}; grade {letter}", said=said, letter=one.grade.letter) if one.grade.letter else said
    for sign in one.grade.signs[:1]:
        said = Said("{said}; numbers look made: {sign}", said=said, sign=sign.words)
    return Claim("creators", one.name or one.creator_id, said, f"creator {one.creator_id}", result.last_on, None, COSTS,
                 ("creator_result",))


def _deal(table: CreatorsTable, line: DealLine, names: Mapping[str, str]) -> Claim:
    deal = line.deal
    said: str = Said("cooperation {stage} since {day}", stage=Term("creator_stage", deal.stage.value), day=f"{deal.since:%Y-%m-%d}")
    if deal.commission_rate is not None:
        said = Said("{said}; commission {share}", said=said, share=Amount(deal.commission_rate, "share"))
    if deal.items:
        said = Said("{said}; {item}", said=said, item=names.get(deal.items[0], deal.items[0]))
    if deal.rights_until is not None:
        said = Said("{said}; its material may be used until {day}", said=said, day=f"{deal.rights_until}")
    who = next((step.by for step in reversed(deal.steps) if step.by), "")
    said = Said("{said}; seen to by {who}", said=said, who=who) if who else said
    said = Said("{said}; due: {due}", said=said, due=line.due) if line.due else said
    return Claim("creators", line.name or deal.creator_id, said, f"creator {deal.creator_id}", deal.since.date(), None, NUMBERS,
                 ("creator_deal",))

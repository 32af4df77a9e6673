"""Rivals as claims of the operating file: who is watched for what, what changed lately, newcomers and moving words."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from daybook.domain.file_page import Claim
from daybook.domain.market import RivalBoard, RivalLine
from daybook.domain.rivals import RIVAL_KINDS, RIVAL_STATES
from daybook.domain.said import Amount, Said, Term
from daybook.domain.shop import Shop
from daybook.workflows.file_products import NUMBERS, lasts

MOST, LATELY = 12, timedelta(days=30)
STEP, CENT = Decimal("0.001"), Decimal("0.01")


def rival_claims(shop: Shop, board: RivalBoard, names: Mapping[str, str]) -> Iterator[Claim]:
    """Watched rivals with their last look, changes of a month, newcomers and words, each from the market page."""
    if board.categories:
        yield Claim("identity", shop.name, Said(
            "reports of its market are of {categories}", categories=", ".join(board.categories)), "rivals", board.on, None, "",
            ("category",))
    if not any(item.lines for item in board.items):
        yield Claim("rivals", shop.name, Said("no rival is watched for any product"), "rivals", board.on, None, "",
                    ("rival_watched",))
    for item in board.items:
        for line in item.lines:
            yield _watched(shop, board, line, names.get(item.item_id, item.name or item.item_id), item.own)
    told: set[tuple[object, ...]] = set()
    for event in board.events:
        key = event.at, event.rival, event.kind
        if key not in told and event.at >= board.as_of - LATELY and len(told) < MOST:
            told.add(key)
            day = shop.day_of(event.at)
            yield Claim("rivals", event.rival, Said("{day}: {text}", day=day, text=event.words), "rivals", day, lasts("rival"), "",
                        ("rival_change",))
    for new in board.newcomers:
        yield Claim("rivals", new.name or new.who, Said(
            "a newcomer nobody watches ({who}): grew by at least {share} from {before} to {day}", who=new.who, share=Amount(
                new.least_growth.quantize(STEP), "share"), before=f"{new.before_on}", day=f"{new.day}"), "rivals", new.day,
            lasts("rival"), NUMBERS, ("newcomer",))
    for word in board.words[:3]:
        yield Claim("rivals", word.word, Said(
            "demand word: {change} within a week until {day}", day=f"{word.day}", change=Amount(
                word.change.quantize(STEP), "share")),
            "rivals", word.day, lasts("rival"), NUMBERS, ("word_move",))


def _watched(shop: Shop, board: RivalBoard, line: RivalLine, item: str, own: Decimal | None) -> Claim:
    kind = Term("rival_kind", line.rival.kind, RIVAL_KINDS.get(line.rival.kind, ""))
    said: str = Said("{kind} of {item}", kind=kind, item=item)
    last = line.last
    if last is None:
        return Claim("rivals", line.rival.name or line.rival.rival, Said("{said}; nobody has looked yet", said=said), "rivals",
                     shop.day_of(line.rival.known_at), lasts("rival"), "", ("rival_watched",))
    if last.pays is not None:
        said = Said("{said}; buyers pay {price}", said=said, price=Amount(last.pays, "money", board.currency))
    if line.gap is not None and own is not None:
        gap, ours = Amount(abs(line.gap).quantize(STEP), "share"), Amount(own.quantize(CENT), "money", board.currency)
        said = (Said("{said}, {gap} more than ours ({own})", said=said, gap=gap, own=ours) if line.gap >= 0 else
                Said("{said}, {gap} less than ours ({own})", said=said, gap=gap, own=ours))
    if last.state:
        said = Said("{said}, {state}", said=said, state=Term("rival_state", last.state, RIVAL_STATES.get(last.state, "")))
    return Claim("rivals", line.rival.name or line.rival.rival, said, "rivals", shop.day_of(last.at), lasts("rival"),
                 "" if line.gap is None else NUMBERS, ("rival_watched",))

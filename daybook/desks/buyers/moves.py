"""What the buyers desk would do: write to who stays away or is due, greet newcomers, give fewer discounts, sell two together."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.desks.buyers.book import book_in
from daybook.desks.gain import kept_once, minutes, recovered, rule
from daybook.domain.brief import BriefFinding, Gain
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.work import Role, Suggestion


def bring_back(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Find what keeps regulars away and write to the crowd of those who slip away."""
    size, regulars = _size(seen, "slipping"), Said("Look what changed for regulars: price, stock, parcels, reviews; win them back")
    what = Said("Look what changed for regulars (price, stock, parcels, reviews), and write to the crowd that slips away: "
                "{n} buyers", n=size) if size else regulars
    yield _task(found, seen, "bring_back", seen.shop.name, what, recovered(seen, found.at_stake),
                Said("a voucher for all teaches regulars to wait for the next"), Said("the share of regulars is back in two weeks"))


def welcome_cohort(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Look where the cohort came from and give it a reason for a second order."""
    yield _task(found, seen, "welcome_cohort", seen.shop.name, Said(
        "Look which channel or event brought the cohort, and send its buyers a reason for a second order"),
        kept_once(found.at_stake, "B-STAKE"), Said("buyers of a giveaway never come again, whatever is sent"),
        Said("the next cohort comes back as usual"))


def less_discount(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Keep vouchers from those who would buy anyway."""
    yield _task(found, seen, "less_discount", seen.shop.name, Said(
        "Take vouchers back from those who pay the full price anyway: leave that crowd out of the next one"),
        recovered(seen, found.at_stake), Said("some regulars buy less without a voucher: keep a part of them as before"),
        Said("the share of discounted orders is back, and regulars buy as before"))


def remind_due(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Remind those who are at the time at which they buy again."""
    item = dict(found.scope).get("item_id", "")
    yield _task(found, seen, "remind_due", item, Said(
        "Remind the {n} buyers who are due, as a crowd of the platform; its filter stands on the buyers page",
        n=int(found.measured or 0)), found.at_stake, Said("a reminder too many makes people block the shop"),
        Said("more of them come than of those before"), kind="item")


def offer_bundle(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Show the second beside the first and price the set."""
    item = dict(found.scope).get("item_id", "")
    yield _task(found, seen, "offer_bundle", item, Said(
        "Show the two together on the page and in the cart, and try a set"), None,
        Said("a set that is cheaper than its parts costs margin where both are bought anyway"),
        Said("more baskets with both, margin an order not lower"), kind="item")


def _size(seen: Seen, crowd: str) -> int:
    """How many buyers one of the usual crowds held in the book; 0 where nobody can tell or they are too few."""
    book = book_in(seen)
    return (dict(book.crowds).get(crowd) or 0) if book else 0


def _task(found: BriefFinding, seen: Seen, move: str, about: str, what: str, gain: Gain | None, risk: str, to: str,
          kind: str = "crowd") -> Suggestion:
    book = book_in(seen)
    titles = {i.item_id: i.title for i in book.items} | {p.first: p.first_title for p in book.pairs} if book else {}
    return Suggestion(
        id=f"{move}.{about}", findings=(found.id,), move=move, what=what, object_kind=kind, object_id=about,
        object=seen.names.get("item_id", {}).get(about) or titles.get(about) or about, from_="", to=to, role=Role.OPERATOR,
        minutes=minutes("look"), gain=gain, where=Said("buyers page; the shop's console"), how="by hand", risk=risk,
        evidence=found.words, check_on=seen.on + timedelta(days=int(rule("W-CHECK", "data"))))

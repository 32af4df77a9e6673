"""daybook review: what people add to the review of a week, month or quarter."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from daybook.cli.door import Door, main, parse_day
from daybook.domain.review_told import PLACES
from daybook.domain.said import Said

if TYPE_CHECKING:
    from daybook.domain.review import Span

SPANS = ("week", "month", "quarter")


@main.group("review")
def review() -> None:
    """Words, promises, targets and a signature for the review of a week, month or quarter."""


def _span(span: str, on: str) -> "tuple[Span, date]":
    from daybook.domain.review import Span, first_of

    return Span(span), first_of(Span(span), parse_day(on))


@review.command("write")
@click.argument("span", type=click.Choice(SPANS))
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", required=True, help="Any day of the span.")
@click.option("--part", type=click.Choice(PLACES), required=True, help="Which part is said in other words.")
@click.option("--by", required=True, help="Who says so.")
@click.argument("text")
@click.pass_obj
def write_(door: Door, span: str, shop_name: str, on: str, part: str, by: str, text: str) -> None:
    """Puts TEXT, a line each, in the place of a draft; an empty text takes the draft back."""
    from daybook.workflows.review_told import write

    house = door.house()
    kind, first = _span(span, on)
    write(house, house.shop(shop_name), kind, first, part, text, by)
    door.show({"shop": shop_name, "span": span, "first": first.isoformat(), "part": part}, f"{part} of {first} is written")


@review.command("promise")
@click.argument("span", type=click.Choice(SPANS))
@click.argument("metric")
@click.argument("way", type=click.Choice(["least", "most"]))
@click.argument("level")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", required=True, help="Any day of the span in whose review it is promised.")
@click.option("--from", "since", default=None, help="The first day over which it is measured; default: the day after the span.")
@click.option("--to", "until", required=True, help="The last day over which it is measured.")
@click.option("--text", default="", help="How it was said.")
@click.option("--by", required=True, help="Who promises.")
@click.pass_obj
def promise_(door: Door, span: str, metric: str, way: str, level: str, shop_name: str, on: str, since: str | None, until: str,
             text: str, by: str) -> None:
    """Promises METRIC at LEAST or at MOST a LEVEL over some days; the review of those days says whether it was kept."""
    from daybook.domain.review import last_whole
    from daybook.workflows.review_told import promise

    house = door.house()
    kind, first = _span(span, on)
    last = last_whole(kind, first + timedelta(days={"week": 7, "month": 31, "quarter": 92}[span]))[1]
    begins = parse_day(since) if since else last + timedelta(days=1)
    key = promise(house, house.shop(shop_name), kind, first, metric, way == "least", level, begins, parse_day(until), by, text)
    door.show({"key": key, "shop": shop_name, "metric": metric, "first": begins.isoformat(), "last": until},
              f"{key}: promised over {begins} to {until}")


@review.command("drop")
@click.argument("key")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--by", required=True, help="Who says so.")
@click.pass_obj
def drop_(door: Door, key: str, shop_name: str, by: str) -> None:
    """Takes a promise back whose days have not begun."""
    from daybook.workflows.review_told import drop_promise

    house = door.house()
    drop_promise(house, house.shop(shop_name), key, by)
    door.show({"key": key, "shop": shop_name}, Said("{key} is taken back", key=key))


@review.command("accept")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", required=True, help="Any day of the reviewed month.")
@click.option("--value", default="", help="Another value than the one that the review puts forward.")
@click.pass_obj
def accept(door: Door, shop_name: str, on: str, value: str) -> None:
    """The target that a month's review puts forward becomes that of the month after it."""
    from daybook.workflows.review_accept import accept_goal

    house = door.house()
    _kind, first = _span("month", on)
    set_to = accept_goal(house, house.shop(shop_name), first, value)
    door.show({"shop": shop_name, "reviewed": first.isoformat(), "value": str(set_to)}, f"the target is {set_to:,f}")


@review.command("sign")
@click.argument("span", type=click.Choice(SPANS))
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", required=True, help="Any day of the span.")
@click.option("--by", required=True, help="Who stands for it.")
@click.pass_obj
def sign_(door: Door, span: str, shop_name: str, on: str, by: str) -> None:
    """Signs a review as it stands; what is changed after that is said on it."""
    from daybook.workflows.review_told import sign

    house = door.house()
    kind, first = _span(span, on)
    sign(house, house.shop(shop_name), kind, first, by)
    door.show({"shop": shop_name, "span": span, "first": first.isoformat(), "by": by}, f"{span} of {first} is signed by {by}")

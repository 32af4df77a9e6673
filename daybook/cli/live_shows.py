"""daybook live: the running show, the list of shows, their reviews, and what is told to the host."""

from typing import TYPE_CHECKING, Any

import click

from daybook.cli.door import Door, clock, fail, main, parse_moment
from daybook.cli.work import BY, who
from daybook.domain.errors import WrongUsage

if TYPE_CHECKING:
    from daybook.domain.live import LiveShow

SHOP = click.option("--shop", "shop_name", required=True, help="The shop.")
AS_OF = click.option("--as-of", default=None, help="Known until then, with offset; default: now.")


@main.group("live")
def live() -> None:
    """Live shows: what to say to the host now, and what each prompt brought."""


@live.command("shows")
@SHOP
@AS_OF
@click.option("--days", default=60, type=click.IntRange(1, 366), show_default=True, help="Shows of so many days.")
@click.pass_obj
def shows(door: Door, shop_name: str, as_of: str | None, days: int) -> None:
    """The shows of the last days, the latest first, and how final their numbers are."""
    from daybook.reports.live_report import none_known, stage_says, value
    from daybook.reports.report import plain
    from daybook.reports.wording import translator
    from daybook.workflows.live_page import live_list

    house = door.house()
    shop, w = house.shop(shop_name), translator(door.language)
    moment = parse_moment(as_of) or clock()
    found = live_list(house, shop, moment, days)
    told = {"live_paid_gmv", "gpm"}
    door.show([plain(one) for one in found], lambda: "\n".join(
        "  ".join([one.key, *(value(n, shop.currency, w) for n in one.numbers if n.metric in told),
                   w.many("{n} prompt", "{n} prompts", one.prompts), stage_says(one, None, w)]) for one in found)
        or none_known(w))


@live.command("show")
@SHOP
@AS_OF
@click.option("--key", default="", help="Which one (20261121T2000, see `daybook live shows`); default: the running one.")
@click.pass_obj
def show(door: Door, shop_name: str, as_of: str | None, key: str) -> None:
    """One show: the running one with what to tell the host, or the review of one that is over."""
    from daybook.reports.live_report import live_report
    from daybook.reports.report import plain, report_text
    from daybook.reports.wording import translator
    from daybook.workflows.live_page import live_show

    house = door.house()
    found: LiveShow | None = live_show(house, house.shop(shop_name), parse_moment(as_of) or clock(), key)
    if found is None:
        fail("no show runs now; name one with --key, see `daybook live shows`" if not key else f"no show is called {key}", 2)
    door.show(plain(found), lambda: report_text(live_report(found, translator(door.language))))


@live.command("say")
@click.argument("words")
@SHOP
@click.option("--at", required=True, help="When it was said: the shop's clock (20:15), or with an offset.")
@click.option("--rule", default="", help="By which rule: V-ONLINE, V-CLICK, V-PAY, V-STAY or V-PROMPT; without: your own words.")
@click.option("--measure", default="", help="What your own words are meant to move; default: click_to_paid_rate.")
@click.option("--item", default="", help="The listing that it is about.")
@BY
@click.pass_obj
def say(door: Door, words: str, shop_name: str, at: str, rule: str, measure: str, item: str, by: str | None) -> None:
    """Keeps that the host was told WORDS at a minute; what it brought is read five to ten minutes later."""
    from daybook.reports.report import plain
    from daybook.workflows.live_log import say as keep

    house = door.house()
    made = keep(house, house.shop(shop_name), at, words, who(by), rule, measure, item)
    door.show(plain(made), lambda: f"{made.at:%Y-%m-%d %H:%M}Z  {made.words}")


@live.command("tick")
@click.argument("values", nargs=-1, required=True, metavar="viewers=… online=… clicks=… orders=… paid=… comments=…")
@SHOP
@click.option("--at", required=True, help="When it was read: the shop's clock (20:15), or with an offset.")
@click.pass_obj
def tick(door: Door, values: tuple[str, ...], shop_name: str, at: str) -> None:
    """Keeps what the screen of a running show said: counts since it began, and who is online."""
    from daybook.reports.report import plain
    from daybook.workflows.live_log import read_show

    house = door.house()
    made = read_show(house, house.shop(shop_name), at, dict(_pair(v) for v in values))
    read: dict[str, Any] = {k: v for k, v in plain(made).items() if v is not None and k not in ("at", "known_at")}
    door.show(plain(made), lambda: f"{made.at:%Y-%m-%d %H:%M}Z  " + ", ".join(f"{k} {v}" for k, v in read.items()))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not value:
        raise WrongUsage(f"{text} says no number", next_step="write it as online=120")
    return name, value

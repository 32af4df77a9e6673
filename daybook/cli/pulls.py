"""daybook pull, credential: shops read over their APIs, and what they need for it."""

from typing import Any

import click

from daybook.cli.door import Door, in_words, main, parse_day, parse_moment
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said


@main.command("pull")
@click.option("--shop", required=True, help="The shop to read.")
@click.option("--since", default=None, help="Everything changed since this moment; default: since the last pull.")
@click.option("--from", "first", default=None, help="A backfill: everything placed from this day on, whenever it changed.")
@click.option("--to", "last", default=None, help="The last day of the backfill; default: that of --from.")
@click.option("--feed", "feeds", multiple=True, help="Only this feed, such as vendure.orders; may be given again.")
@click.pass_context
def pull(context: click.Context, shop: str, since: str | None, first: str | None, last: str | None,
         feeds: tuple[str, ...]) -> None:
    """Reads a shop over its API: orders, refunds, buyers, stock, promotions, as far as its platform has them."""
    from daybook.workflows.pull import Wanted, as_json
    from daybook.workflows.pull import pull as read

    door: Door = context.obj
    if first is None and last:
        raise WrongUsage("--to without --from", next_step="name the first day of the backfill too")
    if since and first:
        raise WrongUsage("--since and --from exclude each other", next_step="give one of them")
    days = (parse_day(first), parse_day(last or first)) if first else None
    if days and days[0] > days[1]:
        raise WrongUsage(f"{last} is before {first}", next_step="write the earlier day after --from")
    reports = read(door.house(), shop, Wanted(parse_moment(since), days, feeds), door.progress)
    for report in reports:
        if report.problem is not None:
            door.tell(f"{report.feed}: {in_words(report.problem, door.language)}")
    door.show([as_json(r) for r in reports], lambda: "\n".join(door.words(_line(as_json(r))) for r in reports))
    context.exit(max(r.problem.exit_code if r.problem else 0 for r in reports))


def _line(said: dict[str, Any]) -> Said:
    feed = said["feed"]
    if said["problem"]:
        if not said["next_try_at"]:
            return Said("{feed}: not read", feed=feed)
        return Said("{feed}: not read; next try {at}", feed=feed, at=f"{said['next_try_at'][:16]}Z")
    rows = Said("{feed}: {rows} rows, {new} new, {restated} restated, {rejected} left out", feed=feed, rows=f"{said['rows']:,}",
                new=f"{said['new']:,}", restated=f"{said['restated']:,}", rejected=f"{said['rejected']:,}")
    return Said("{rows}, read until {at}", rows=rows, at=f"{said['cursor'][:19]}Z") if said["cursor"] else rows


@main.group("credential")
def credential() -> None:
    """What opens a shop's API: kept in the system keyring, or given by the environment; never shown."""


@credential.command("set")
@click.option("--shop", required=True, help="The shop.")
@click.option("--service", default="", help="Which API, where the platform has several.")
@click.option("--field", "fields", multiple=True, help="Only this field; default: all.")
@click.pass_obj
def set_(door: Door, shop: str, service: str, fields: tuple[str, ...]) -> None:
    """Asks for a credential, field by field without echo, and puts it into the system keyring."""
    from daybook.workflows.credentials import keep_credential, service_of

    house = door.house()
    api = service_of(house, shop, service)
    asked = {f: click.prompt(f, hide_input=f != "url", default="", show_default=False, err=True)
             for f in fields or api.fields}
    kept = keep_credential(house, shop, api, {f: v for f, v in asked.items() if v})
    door.show(kept, Said("{shop}: {api} is in the system keyring; the next pull uses it", shop=shop, api=api.name))


@credential.command("check")
@click.option("--shop", required=True, help="The shop.")
@click.option("--service", default="", help="Which API, where the platform has several.")
@click.pass_obj
def check(door: Door, shop: str, service: str) -> None:
    """Says where each field comes from, and the environment variables that would set it."""
    from daybook.workflows.credentials import credential_state

    found = credential_state(door.house(), shop, service)
    door.show(found, lambda: "\n".join(f"{f['service']} {f['field']}: {f['from']} ({f['variable']})" for f in found))

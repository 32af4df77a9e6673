"""daybook shop: registers clients' shops."""

import click

from daybook.cli.door import Door, main
from daybook.domain.said import Said, Term


@main.group("shop")
def shop() -> None:
    """Clients' shops."""


@shop.command("add")
@click.argument("name")
@click.option("--client", required=True, help="Whose shop it is.")
@click.option("--platform", required=True, help="taobao, tmall, douyin, jd, pinduoduo, shopify, amazon, ...")
@click.option("--tz", "zone", required=True, help="The zone in which the shop's days are cut, such as Asia/Shanghai.")
@click.option("--currency", required=True, help="Three capitals, such as CNY.")
@click.pass_obj
def add(door: Door, name: str, client: str, platform: str, zone: str, currency: str) -> None:
    """Registers a client's shop."""
    from daybook.workflows.house import add_shop

    made = add_shop(door.house(), name, client, platform, zone, currency)
    answer = {"name": made.name, "client": made.client, "platform": made.platform, "zone": made.zone,
              "currency": made.currency}
    door.show(answer, Said("{shop} ({platform}, {zone}, {currency}) of {client}", shop=made.name,
                           platform=Term("platform", made.platform.value), zone=made.zone, currency=made.currency,
                           client=made.client))


@shop.command("list")
@click.pass_obj
def list_(door: Door) -> None:
    """Lists all registered shops."""
    shops = door.house().shops()
    rows = [{"name": s.name, "client": s.client, "platform": s.platform, "zone": s.zone, "currency": s.currency}
            for s in shops]
    door.show(rows, "\n".join("\t".join(r.values()) for r in rows) or Said("no shop yet; register one with `daybook shop add`"))

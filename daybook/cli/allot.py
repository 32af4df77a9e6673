"""daybook allot: one stock over several shops, what each may sell of it, and what a slow sync would oversell."""

from typing import Any

import click

from daybook.cli.door import Door, main


@main.command("allot")
@click.option("--client", required=True, help="The client.")
@click.option("--product", required=True, help="The product (货号), by the product map.")
@click.option("--units", default=None, type=click.IntRange(0), help="Units that are there, counted now.")
@click.option("--reserve", default=None, type=click.IntRange(0), help="Units held back; default: the rulebook's share.")
@click.option("--give", "given", multiple=True, metavar="SHOP=N", help="What a shop may sell of it; may be repeated.")
@click.option("--sync", default=None, type=click.IntRange(1, 1440), help="Minutes until shops hear of each other's sales.")
@click.pass_obj
def allot(door: Door, client: str, product: str, units: int | None, reserve: int | None, given: tuple[str, ...],
          sync: int | None) -> None:
    """Shares one stock out over the shops of a client; without --give it says how it would best be shared out."""
    from daybook.workflows.allot import allot as give_out
    from daybook.workflows.allot import count_stock, shared, with_proposal

    house = door.house()
    if units is not None:
        count_stock(house, client, product, units, reserve)
    if given:
        give_out(house, client, product, _pairs(given))
    found = shared(client, product) if given else with_proposal(
        house, client, shared(client, product), () if sync is None else (sync,))
    lines = [f"{product}: {found.sellable} there, {found.reserve} held back",
             *(f"  {s.shop}: {s.units} allotted, {s.taken} taken" + ("" if s.best is None else f"; best {s.best}")
               for s in found.shops),
             *(f"  a sync every {m} minutes would oversell {n:.2f} of the last {found.last}" for m, n in found.oversell)]
    door.show(_json(found), lambda: "\n".join(lines))


def _json(found: Any) -> dict[str, Any]:
    return {"product": found.product, "sellable": found.sellable, "reserve": found.reserve, "last": found.last,
            "shops": [{"shop": s.shop, "units": s.units, "taken": s.taken, "per_day": s.per_day, "best": s.best}
                      for s in found.shops],
            "oversell": [{"minutes": m, "units": round(n, 4)} for m, n in found.oversell]}


def _pairs(given: tuple[str, ...]) -> dict[str, int]:
    from daybook.domain.errors import WrongUsage

    found = {}
    for one in given:
        shop, sign, n = one.partition("=")
        if not sign or not n.isdecimal():
            raise WrongUsage(f"{one} says no units", next_step="write it as mei-tmall=120")
        found[shop] = int(n)
    return found

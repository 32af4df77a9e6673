"""daybook set, note, notes: what no export has."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from daybook.cli.door import Door, main, parse_moment
from daybook.domain.said import Said

if TYPE_CHECKING:
    from daybook.domain.given import Note
    from daybook.domain.shop import Shop
    from daybook.workflows.given import SetReport

SHOWN = 20     # rejected rows on a terminal; --json has all


@main.command("set")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--client", default="", help="Whose values these are, where the file does not name a shop.")
@click.option("--shop", default="", help="The shop that the values are for, where the file does not name one.")
@click.option("--known-at", default=None, help="When this was known, with offset; default: now.")
@click.pass_context
def set_(context: click.Context, kind: str, file: Path, client: str, shop: str, known_at: str | None) -> None:
    """What no export has, from a CSV file with valid-from dates.

    KIND is cost, terms, target, team, limit, calendar, role, product-map, exclusion,
    fact, promise, coupon, lead-time, inbound, roster, script or notes; the columns of
    each are in docs/set.md. Nothing is overwritten: to correct a value, set it again.
    """
    from daybook.workflows.given import set_from_csv

    door: Door = context.obj
    report = set_from_csv(door.house(), kind, file, client=client, shop=shop, known_at=parse_moment(known_at))
    door.show(_report_json(report), lambda: _report_text(report))
    if report.nothing_taken:
        door.tell(Said("{file}: no row could be used. Next: mend the rows listed and set the file again", file=report.file))
    context.exit(1 if report.nothing_taken else 0)


def _report_json(report: "SetReport") -> dict[str, Any]:
    return {"kind": report.kind, "file": report.file, "rows": report.rows, "stored": report.stored,
            "unchanged": report.unchanged, "known_at": report.known_at.isoformat(),
            "rejected": [{"line": r.line, "column": r.column, "value": r.value, "reason": r.reason}
                         for r in report.rejected]}


def _report_text(report: "SetReport") -> str:
    lines = [f"{report.file}: {report.stored} of {report.rows} {report.kind} rows stored, "
             f"{report.unchanged} known before, {len(report.rejected)} left out"]
    lines += [f"  line {r.line} left out: {r.column} {r.value!r} {r.reason}" for r in report.rejected[:SHOWN]]
    if len(report.rejected) > SHOWN:
        lines.append(f"  ... and {len(report.rejected) - SHOWN} more; --json lists all")
    return "\n".join(lines)


@main.command("note")
@click.argument("text")
@click.option("--shop", required=True, help="The shop it is about.")
@click.option("--at", required=True, help="When, on the shop's own clock (2026-11-22 20:15) or with an offset.")
@click.option("--object", "object_", required=True, help="What it is about: an item, a SKU, a keyword, the shop.")
@click.option("--kind", required=True, help="edit, promo, rival, outage, push, message, coupon, budget or other.")
@click.option("--from", "from_", default="", help="What it was before.")
@click.option("--to", default="", help="What it is now.")
@click.option("--known-at", default=None, help="When this was known, with offset; default: now.")
@click.pass_obj
def note(door: Door, text: str, shop: str, at: str, object_: str, kind: str, from_: str, to: str,
         known_at: str | None) -> None:
    """Keeps one thing that somebody did or saw; the diagnosis uses it as a named event."""
    from daybook.workflows.given import note as keep

    house = door.house()
    made = keep(house, shop, at, object_, kind, from_, to, text, parse_moment(known_at))
    from daybook.reports.rows_json import note_json

    door.show(note_json(made), lambda: _note_text(made, house.shop(shop)))


@main.command("fact")
@click.argument("values", nargs=-1, required=True, metavar="FACT=VALUE…")
@click.option("--shop", required=True, help="The shop.")
@click.option("--object", "object_", required=True, help="What it is of: a plan, a keyword, a crowd, an item, an order, the shop.")
@click.option("--seen-on", default="", help="The day on which it was seen; default: today.")
@click.pass_obj
def fact(door: Door, values: tuple[str, ...], shop: str, object_: str, seen_on: str) -> None:
    """Says what a console shows of an object and no export holds; guards that refused for want of it can then answer.

    The facts are in docs/set.md; each counts only for some days.
    """
    from daybook.domain.errors import WrongUsage
    from daybook.workflows.give import give

    house = door.house()
    pairs = [value.partition("=") for value in values]
    if wrong := next((name for name, sign, _ in pairs if not sign), None):
        raise WrongUsage(f"{wrong} says no value", next_step="write it as learning=no")
    reports = [give(house, house.shop(shop), "fact", {"object": object_, "fact": name, "value": value, "valid_from": seen_on})
               for name, _, value in pairs]
    door.show([_report_json(r) for r in reports],
              lambda: "\n".join(f"{object_}: {name} {value}" for name, _, value in pairs))


@main.command("notes")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: now.")
@click.pass_obj
def notes(door: Door, shop_name: str, as_of: str | None) -> None:
    """What people did and saw in a shop, in the order of time."""
    from daybook.reports.rows_json import note_json
    from daybook.workflows.given import notes_of

    house = door.house()
    shop = house.shop(shop_name)
    found = notes_of(house, shop, parse_moment(as_of))
    door.show([note_json(n) for n in found],
              lambda: "\n".join(_note_text(n, shop) for n in found) or "no note yet; keep one with `daybook note`")


def _note_text(made: "Note", shop: "Shop") -> str:
    clock = made.at.astimezone(ZoneInfo(shop.zone))
    change = f" {made.from_ or '?'} -> {made.to or '?'}" if made.from_ or made.to else ""
    return f"{clock:%Y-%m-%d %H:%M}  {made.kind}  {made.object}{change}  {made.text}".rstrip()

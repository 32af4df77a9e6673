"""daybook restated, compact, rebuild, export, forget, runs: the lake's own commands."""

from pathlib import Path

import click

from daybook.cli.door import Door, main, parse_moment
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said


@main.command("restated")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--since", required=True, help="What changed since then, with offset.")
@click.pass_obj
def restated(door: Door, shop_name: str, since: str) -> None:
    """Which days were restated since a moment: what was known then beside what is known now."""
    from daybook.workflows.restated import restated as look_up

    house = door.house()
    moment = parse_moment(since)
    assert moment is not None
    found = look_up(house, house.shop(shop_name), moment)
    door.show(found, lambda: "\n".join(
        f"{r['day']}  {r['metric']}: {r['then']} then, {r['now']} now" for r in found) or door.words(Said("nothing was restated")))


@main.command("compact")
@click.pass_obj
def compact(door: Door) -> None:
    """The nightly rewrite: sorts, moves superseded rows to the history partition, removes unused files."""
    from daybook.workflows.upkeep import compact as sweep

    said = sweep(door.house())
    door.show(said, Said("{tables} tables rewritten, {files} files removed", tables=said["tables"], files=said["files_removed"]))


@main.command("rebuild")
@click.option("--shop", "shop_name", default=None, help="One shop; default: all.")
@click.pass_obj
def rebuild(door: Door, shop_name: str | None) -> None:
    """Reads landings again whose reader was mended since."""
    from daybook.workflows.upkeep import rebuild as read_again

    house = door.house()
    said = read_again(house, (house.shop(shop_name),) if shop_name else house.shops(), door.progress)
    door.show(said, Said("{landings} landings read again, {rows} rows changed", landings=said["landings"], rows=said["rows"]))


@main.command("export")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="A new or empty folder.")
@click.pass_obj
def export(door: Door, shop_name: str, folder: Path) -> None:
    """Everything of a shop: original files, tables, mornings."""
    from daybook.workflows.leave import export as write_out

    house = door.house()
    said = write_out(house, house.shop(shop_name), folder)
    door.show(said, Said("{files} original files, {tables} tables, {mornings} mornings in {folder}", files=said["files"],
                         tables=said["tables"], mornings=said["mornings"], folder=folder))


@main.command("forget")
@click.option("--client", required=True, help="Whose everything is destroyed.")
@click.option("--yes", is_flag=True, help="Without it nothing is destroyed.")
@click.pass_obj
def forget(door: Door, client: str, yes: bool) -> None:
    """Destroys everything of a client: rows, landings, records and the key."""
    from daybook.workflows.leave import forget as destroy

    if not yes:
        raise WrongUsage(f"everything of client {client} would be destroyed", next_step="say --yes to do it")
    said = destroy(door.house(), client)
    for path in said["backups_not_reached"]:
        door.tell(Said("{path}: the backups there could not be opened and still hold the client. Next: make the folder reachable, "
                       "set DAYBOOK_BACKUP_PASSPHRASE, and run `daybook backup`", path=path))
    door.show(said, Said("{client} is forgotten: {shops} shops, {landings} landings", client=client, shops=said["shops"],
                         landings=said["landings"]))


@main.command("runs")
@click.option("--last", default=20, show_default=True, type=click.IntRange(1), help="How many of the latest runs.")
@click.pass_obj
def runs(door: Door, last: int) -> None:
    """The run log: what the house did, how long it took, how many rows."""
    from daybook.workflows.upkeep import run_log

    found = run_log(door.house(), last)
    door.show(found, lambda: "\n".join(
        f"{r['started_at'][:19]}Z  {r['what']:<10} {r['outcome']:<8} {r['seconds'] or 0:8.2f} s  "
        f"{r['rows'] or 0:>9,} rows  {r['object']}" for r in found) or "nothing was run yet")

"""daybook backup and restore: everything to one moment, and everything back."""

import os
from pathlib import Path

import click

from daybook.cli.door import Door, main, parse_moment
from daybook.domain.said import Said


@main.command("backup")
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="The folder of the backups of this data folder; only what is new is added.")
@click.option("--list", "listed", is_flag=True, help="Instead: lists the moments that can be restored.")
@click.pass_obj
def backup(door: Door, folder: Path, listed: bool) -> None:
    """Backs up lake, landings, records and keys as of one moment, sealed with each client's own key.

    The keys are sealed under the passphrase in DAYBOOK_BACKUP_PASSPHRASE (or the system keyring): keep it apart.
    """
    from daybook.workflows.backup import backup as make
    from daybook.workflows.backup_place import Place, passphrase_given
    from daybook.workflows.forget_backups import try_again

    house = door.workbench()
    if listed:
        place = Place(folder)
        place.open_for(house.home_id)
        found = [{"at": m.at.isoformat(), "load": m.load, "rows": sum(p.rows for p in m.parts.values()),
                  "files": sum(p.files for p in m.parts.values()), "code_version": m.code_version}
                 for m in place.moments()]
        door.show({"moments": found}, lambda: "\n".join(
            f"{m['at']}  {m['rows']:,} rows, {m['files']:,} files, Daybook {m['code_version']}" for m in found)
            or door.words(Said("no finished backup")))
        return
    made = make(house, folder, passphrase_given(os.environ), door.progress)
    missed = try_again(os.environ)
    for path in missed:
        door.tell(Said("{path}: clients forgotten meanwhile are still in this backup. Next: make the folder reachable "
                       "and run `daybook backup` again", path=path))
    moment = made.moment
    answer = {"at": moment.at.isoformat(), "load": moment.load, "rows": sum(p.rows for p in moment.parts.values()),
              "records": sum(p.records for p in moment.parts.values()),
              "files": sum(p.files for p in moment.parts.values()), "bytes_written": made.written,
              "seconds": round(made.seconds, 3), "not_reached": missed}
    door.show(answer, Said("backed up as of {at}: {rows} rows, {records} records, {files} files; {bytes} bytes written",
                           at=answer["at"], rows=f"{answer['rows']:,}", records=f"{answer['records']:,}",
                           files=f"{answer['files']:,}", bytes=f"{made.written:,}"))


@main.command("restore")
@click.option("--from", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="The folder that `daybook backup` wrote.")
@click.option("--until", default=None, help="The last moment not after this one, with offset; default: the latest.")
@click.pass_obj
def restore(door: Door, folder: Path, until: str | None) -> None:
    """Makes the data folder (--home, which must be new or empty) again from a backup, whole or not at all.

    Clients that were forgotten since the backup stay forgotten.
    """
    from daybook.web.settings import settings
    from daybook.workflows.backup_place import passphrase_given
    from daybook.workflows.restore import restore as put_back

    done = put_back(folder, door.home.expanduser().resolve(), passphrase_given(os.environ), until=parse_moment(until),
                    progress=door.progress, door=lambda home, keys: settings(home, keys.of_house()))
    answer = {"at": done.moment.at.isoformat(), "rows": done.rows, "records": done.records, "files": done.files,
              "forgotten": done.forgotten}
    door.show(answer, Said("restored as of {at}: {rows} rows, {records} records, {files} files; {forgotten} clients were forgotten "
                           "since", at=answer["at"], rows=f"{done.rows:,}", records=f"{done.records:,}", files=f"{done.files:,}",
                           forgotten=done.forgotten))


@main.command("disk")
@click.option("--clean", is_flag=True, help="Also lets go what is over its time, as the nightly upkeep does.")
@click.pass_obj
def disk(door: Door, clean: bool) -> None:
    """What the data folder takes, what its disk has left, and the quota (DAYBOOK_QUOTA)."""
    from daybook.workflows.retention import clean_up, disk_use

    house = door.house()
    gone = dict(clean_up(house)) if clean else {}
    use = disk_use(house.home)
    door.show({"parts": dict(use.parts), "used": use.used, "free": use.free, "quota": use.quota, "room": use.room.value,
               "let_go": gone}, lambda: "\n".join([
                   *(f"{name:<10} {size:>18,} bytes" for name, size in use.parts.items()),
                   f"used {use.used:,}, free {use.free:,}, quota {'none' if use.quota is None else f'{use.quota:,}'}: {use.room}",
                   *(f"let go: {n} {kind}" for kind, n in gone.items())]))

"""daybook jobs: the clock in the foreground, what ran, what is next, another time, another try."""

import os
import signal
import subprocess
import sys
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from daybook.cli.door import Door, main
from daybook.cli.log import begin_log
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said

if TYPE_CHECKING:
    from daybook.domain.schedule import JobShown, RunShown

QUEUES = ("huey", "procrastinate", "none")


@main.group("jobs", invoke_without_command=True)
@click.option("--queue", "queue_", type=click.Choice(QUEUES), default="huey", show_default=True,
              help="What wakes waiting processes; procrastinate needs DAYBOOK_QUEUE_URL (PostgreSQL).")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 32), help="Processes that share the work.")
@click.option("--once", is_flag=True, help="Does what is due now, and ends.")
@click.pass_context
def jobs(context: click.Context, queue_: str, workers: int, once: bool) -> None:
    """Runs the clock: briefs, pulls, inboxes and upkeep at their times, until it is asked to end."""
    if context.invoked_subcommand is not None:
        return
    from daybook.jobs.memory import share_one_arena

    share_one_arena()
    from daybook.jobs.loop import Loop
    from daybook.jobs.queue import open_queue
    from daybook.jobs.schedule import JOBS
    from daybook.workflows.scratch import tidy_up

    begin_log()
    door: Door = context.obj
    house = door.house()
    tidy_up(house.home)
    queue = open_queue(house, queue_, os.environ.get("DAYBOOK_QUEUE_URL", ""))
    loop = Loop(house, JOBS, queue)
    more = [_another(door, queue_) for _ in range(workers - 1)]
    with loop.stop.listening():
        try:
            if once:
                loop.tick()
                while not loop.stop.asked and loop.work_one():
                    pass
            else:
                door.progress(Said("the clock runs on {home} with {n} processes; Ctrl-C ends it", home=door.home, n=workers))
                loop.run()
        finally:
            for process in more:
                process.send_signal(signal.SIGTERM)
            queue.close()
            for process in more:
                process.wait()


def _another(door: Door, queue: str) -> "subprocess.Popen[bytes]":
    """A further process with an interpreter of its own: the lake does not live through a fork."""
    return subprocess.Popen([sys.executable, "-m", "daybook", "--home", str(door.home), "jobs", "--queue", queue],
                            stderr=None, stdin=subprocess.DEVNULL)


@jobs.command("list")
@click.option("--last", default=30, show_default=True, type=click.IntRange(1), help="How many runs.")
@click.option("--job", default="", help="Only of this job, such as morning.early.")
@click.option("--failed", is_flag=True, help="Only those that failed.")
@click.pass_obj
def list_(door: Door, last: int, job: str, failed: bool) -> None:
    """What ran, how long, why it failed, and what is next."""
    from daybook.workflows.clock import is_stuck, run_json, timetable, what_ran

    house = door.house()
    ran, table, late = what_ran(house, last, job, only_failed=failed), timetable(house), is_stuck(house)
    answer = {"next": [{"job": n.job, "zone": n.zone,
                        "next_due_at": n.next_due_at.isoformat() if n.next_due_at else None} for n in table],
              "ran": [run_json(r) for r in ran], "overdue_seconds": late.total_seconds() if late else None}
    door.show(answer, lambda: _text(ran, table))
    if late is not None and late.total_seconds() > 600:
        door.tell(Said("a run waits for {n} minutes. Next: start `daybook jobs`, or see why it does not work",
                       n=f"{late.total_seconds() / 60:.0f}"))


@jobs.command("retry")
@click.argument("run", type=int)
@click.pass_obj
def retry_(door: Door, run: int) -> None:
    """Has a failed or missed run tried again at once, for the shops for which it failed."""
    from daybook.workflows.clock import retry, run_json

    made = retry(door.house(), run)
    door.show(run_json(made), lambda: _line(made))


@jobs.command("set")
@click.argument("job")
@click.option("--shop", default="", help="For this shop alone; default: all shops.")
@click.option("--at", default=None, help="At this time of the shop's own day, such as 07:45.")
@click.option("--off", is_flag=True, help="Not at all.")
@click.pass_obj
def set_(door: Door, job: str, shop: str, at: str | None, off: bool) -> None:
    """Has a job done at another time, or not at all; without either, at the timetable's time again."""
    from daybook.jobs.schedule import JOBS
    from daybook.workflows.clock import set_time

    if at and off:
        raise WrongUsage("--at and --off exclude each other", next_step="give one of them")
    try:
        clock_time = time.fromisoformat(at) if at else None
    except ValueError:
        raise WrongUsage(f"{at} is no time of day", next_step="write it as 08:30") from None
    set_time(door.house(), job, {j.name for j in JOBS}, shop, clock_time, off)
    said = {"job": job, "shop": shop, "at": at, "off": off}
    door.show(said, Said("{job} of {shop}: {when}", job=job, shop=shop or Said("all shops"),
                         when=Said("off") if off else at or Said("as in the timetable")))


@jobs.command("look")
@click.option("--folder", type=click.Path(path_type=Path), default=None, help="A folder that fills itself.")
@click.option("--mail-server", default="", help="The IMAP server of a mailbox.")
@click.option("--mail-user", default="", help="Whose mailbox.")
@click.option("--mail-folder", default="INBOX", show_default=True, help="The folder of the mailbox.")
@click.option("--remove", is_flag=True, help="Not any more.")
@click.pass_obj
def look(door: Door, folder: Path | None, mail_server: str, mail_user: str, mail_folder: str, remove: bool) -> None:
    """Has an inbox folder or a mailbox looked into every five minutes."""
    from daybook.workflows.clock import look_into_folder, look_into_mailbox
    from daybook.workflows.mail import Mailbox

    if bool(folder) == bool(mail_server and mail_user):
        raise WrongUsage("name one place", next_step="give --folder, or --mail-server and --mail-user")
    house = door.house()
    name = (look_into_folder(house, folder, remove=remove) if folder else
            look_into_mailbox(house, Mailbox(mail_server, mail_user, mail_folder), remove=remove))
    door.show({"place": name, "looked_into": not remove},
              f"{name} is {'not looked into any more' if remove else 'looked into every five minutes'}")


def _text(ran: "list[RunShown]", table: "list[JobShown]") -> str:
    lines = ["next"]
    for one in table:
        due = one.next_due_at.astimezone(ZoneInfo(one.zone)).strftime("%m-%d %H:%M") if one.next_due_at else "never"
        lines.append(f"  {due}  {one.job:<18} {one.zone}")
    lines.append("ran" if ran else "nothing ran yet; start the clock with `daybook jobs`")
    for run in ran:
        lines.append("  " + _line(run))
        lines += [f"      {f.subject}: {f.reason} (tried {f.tries} times)" for f in run.failures]
    return "\n".join(lines)


def _line(run: "RunShown") -> str:
    due = run.due_at.astimezone(ZoneInfo(run.zone)).strftime("%m-%d %H:%M")
    took = f"{run.seconds:.1f} s" if run.seconds is not None else "—"
    parts: list[Any] = [f"{run.id:>6}  {due}  {run.job:<18} {run.zone:<18} {run.state:<8} {took:>8}"]
    if run.done:
        parts.append(f"{len(run.done)} done")
    if run.failures:
        parts.append(f"{len(run.failures)} failed")
    if run.missed:
        parts.append(f"stands for {run.missed} that were missed")
    if run.next_try_at:
        parts.append(f"next try {run.next_try_at:%H:%M}Z")
    return "  ".join(parts)

"""daybook health: how the house itself stands, for whoever runs it and for what watches it."""

import click

from daybook.cli.door import Door, main


@main.command("health")
@click.pass_obj
def health(door: Door) -> None:
    """Records, facts, room, clock, failed runs and backups, each with what to do; ends with 1 where it cannot work."""
    from daybook.reports.localise import in_language
    from daybook.reports.wording import translator
    from daybook.workflows.condition import condition

    found, w = condition(door.workbench()), translator(door.language)
    answer = {"ready": found.ready, "at": found.at.isoformat(), "version": found.version, "database": found.database,
              "checks": [{"name": one.name, "light": one.light, "found": one.found, "next_step": one.next_step}
                         for one in found.checks]}

    def text() -> str:
        lines = [(w.name("light", one.light), w.name("house_check", one.name), in_language(one.found, w),
                  in_language(one.next_step, w) if one.next_step else "") for one in found.checks]
        return "\n".join(f"{light:5} {name}: {said}" + (f" → {next_}" if next_ else "") for light, name, said, next_ in lines)

    door.show(answer, text)
    if not found.ready:
        raise SystemExit(1)

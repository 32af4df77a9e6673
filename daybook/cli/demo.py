"""daybook demo: the demonstration agency, and its workbench on this machine."""

from datetime import timedelta

import click

from daybook.cli.door import Door, clock, main, parse_day
from daybook.domain.said import Said, Term, listed


@main.command("demo")
@click.option("--shops", default=12, show_default=True, type=click.IntRange(1, 60))
@click.option("--days", default=400, show_default=True, type=click.IntRange(90, 800))
@click.option("--seed", default=1, show_default=True)
@click.option("--last-day", default=None, help="The last day of sales; default: yesterday.")
@click.option("--serve", is_flag=True, help="Serves the workbench when done.")
@click.option("--port", default=8008, show_default=True)
@click.option("--score", is_flag=True, help="Instead: builds seeded agencies and says how often the briefs are right.")
@click.option("--seeds", default=1, show_default=True, type=click.IntRange(1, 200), help="With --score: how many.")
@click.option("--first-seed", default=1001, show_default=True, help="With --score: the first of them.")
@click.pass_obj
def demo(door: Door, shops: int, days: int, seed: int, last_day: str | None, serve: bool, port: int, score: bool,
         seeds: int, first_seed: int) -> None:
    """Writes the demonstration agency's exports, ingests them like any others, and runs the morning."""
    if score:
        show_score(door, range(first_seed, first_seed + seeds), last_day)
        return
    from daybook.reports.agency_html import agency_html
    from daybook.reports.brief_html import brief_html
    from daybook.reports.files import safe_name
    from daybook.workflows.demonstrate import demonstrate

    house = door.workbench() if serve else door.house()
    day = parse_day(last_day) if last_day else clock().date() - timedelta(days=1)
    made = demonstrate(house, door.home / "demo-exports", shops=shops, days=days, seed=seed, last_day=day,
                       progress=door.progress)
    pages = door.home / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    for language, suffix in (("zh", ""), ("en", ".en")):
        for brief in made.briefs:
            (pages / f"{safe_name(brief.shop)}{suffix}.html").write_text(brief_html(brief, language), encoding="utf-8")
        (pages / f"index{suffix}.html").write_text(agency_html(made.briefs, language), encoding="utf-8")
    states: dict[str, int] = {}
    for report in made.reports:
        states[report.state] = states.get(report.state, 0) + 1
    answer = {"on": made.on.isoformat(), "shops": [s.name for s in made.shops], "files": states, "pages": str(pages)}
    door.show(answer, Said("{n} shops, files: {states}\nopen {page} (English: index.en.html)", n=len(made.shops),
                           states=listed([Said("{n} {state}", n=n, state=Term("landing", s)) for s, n in states.items()]),
                           page=pages / "index.html"))
    if serve:
        from daybook.cli.workbench import serve_demo

        serve_demo(door, port)


def show_score(door: Door, seeds: range, last_day: str | None) -> None:
    """The score of some seeds, each in a data folder of its own that is removed when it is done."""
    import shutil

    from daybook.workflows.house import open_house
    from daybook.workflows.score import LAST_DAY, score_seed
    from daybook.workflows.score_report import as_json, as_text

    day, found = parse_day(last_day) if last_day else LAST_DAY, []
    for seed in seeds:
        folder = door.home / f"score-{seed}"
        found.append(score_seed(lambda home: open_house(home, clock), folder, seed, day, progress=door.progress))
        shutil.rmtree(folder)
        if len(found) < len(seeds):         # minutes a seed: what was reached so far is said, should the rest be stopped
            door.progress(as_text(found))
    door.show(as_json(found), lambda: as_text(found))

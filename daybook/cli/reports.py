"""daybook morning, replay, status: the reports of the rhythm, on the terminal, as JSON and as a page."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from daybook.cli.door import Door, clock, fail, main, parse_day, parse_moment
from daybook.domain.said import Said

#: Days back that `status --missing` looks at: as many as a morning reads.
MISSING_DAYS = 400

if TYPE_CHECKING:
    from decimal import Decimal


@main.command("morning")
@click.option("--shop", "shop_name", default=None, help="One shop.")
@click.option("--all", "every", is_flag=True, help="All shops.")
@click.option("--on", required=True, help="The morning itself; it reviews the day before.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.option("--html", type=click.Path(path_type=Path), default=None,
              help="Writes a self-contained page (or a folder of them).")
@click.option("--pdf", type=click.Path(path_type=Path), default=None, help="Writes a PDF (one shop).")
@click.pass_obj
def morning(door: Door, shop_name: str | None, every: bool, on: str, as_of: str | None, html: Path | None,
            pdf: Path | None) -> None:
    """The morning brief."""
    from daybook.workflows.later import known_later
    from daybook.workflows.morning import written_mornings

    if bool(shop_name) == every or (every and pdf is not None):
        fail("name one shop with --shop, or all of them with --all; a PDF is of one shop", 2)
    house = door.house()
    shops = house.shops() if every else (house.shop(shop_name or ""),)
    if not shops:
        fail("no shop is registered. Next: daybook shop add", 2)
    made = written_mornings(house, shops, parse_day(on), parse_moment(as_of), page="" if html is None else door.language)
    briefs = [one.brief for one in made]
    if html is not None:
        write_pages({one.brief.shop: one.page for one in made}, html, folder=every)
    if pdf is not None:
        from daybook.reports.brief_pdf import brief_pdf

        pdf.parent.mkdir(parents=True, exist_ok=True)
        pdf.write_bytes(brief_pdf(briefs[0], door.language))
    from daybook.reports.brief_json import brief_json
    from daybook.reports.brief_text import brief_text

    for brief in briefs:
        moment = known_later(house, brief)
        if moment is not None:
            door.tell(Said("{shop}: the file with {day} was known only at {at}, after this brief's moment. Next: ask with "
                           "--as-of now to see it, or ingest with --known-at", shop=brief.shop, day=f"{brief.reviewed}",
                           at=f"{moment:%Y-%m-%dT%H:%M}Z"))
    said = [brief_json(b) for b in briefs] if door.as_json else []
    door.show(said if every or not said else said[0], lambda: "\n\n".join(brief_text(b, door.language) for b in briefs))


def write_pages(pages: Mapping[str, str], target: Path, *, folder: bool) -> list[Path]:
    """Writes the page of each shop; gives the files."""
    from daybook.reports.files import safe_name

    written = []
    for shop, page in pages.items():
        file = target / f"{safe_name(shop)}.html" if folder else target
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
        written.append(file)
    return written


@main.command("why")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--metric", required=True, help="A name of docs/metrics.md, such as paid_gmv.")
@click.option("--on", required=True, help="The morning; the day before it is explained.")
@click.option("--base", default="week", show_default=True, help="day, week, plan, or a date.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.pass_obj
def why(door: Door, shop_name: str, metric: str, on: str, base: str, as_of: str | None) -> None:
    """The bridge from a base to the day: drivers, cuts, what was noted, and the remainder."""
    from daybook.reports.brief_json import brief_json
    from daybook.reports.brief_text import findings_text
    from daybook.workflows.why import why as explain

    house = door.house()
    brief = explain(house, house.shop(shop_name), metric, parse_day(on), base, parse_moment(as_of))
    door.show(brief_json(brief)["findings"], lambda: findings_text(brief, door.language))


@main.command("products")
@click.option("--client", required=True, help="Whose shops.")
@click.option("--on", required=True, help="The morning; the day before it is shown.")
@click.pass_obj
def products(door: Door, client: str, on: str) -> None:
    """A client's products over all its shops and platforms, each once (货号)."""
    from daybook.workflows.products import products_of

    found = products_of(door.house(), client, parse_day(on))
    rows = [{"product": p.product, "known": p.known, "currency": p.currency, "paid": str(p.paid), "units": str(p.units),
             "yesterday": None if p.yesterday is None else str(p.yesterday),
             "last_week": None if p.last_week is None else str(p.last_week),
             "by_shop": {shop: str(v) for shop, v in p.by_shop.items()}} for p in found]
    door.show(rows, lambda: "\n".join(
        f"{p.product:<40} {p.paid:>12,} {p.currency}  {p.units:>6} units  day before {_or_dash(p.yesterday):>12}  "
        f"week before {_or_dash(p.last_week):>12}  " + ", ".join(f"{s} {v:,.2f}" for s, v in p.by_shop.items())
        for p in found))


def _or_dash(value: "Decimal | None") -> str:
    return "—" if value is None else f"{value:,}"


@main.command("replay")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--from", "first", required=True, help="The first morning.")
@click.option("--days", required=True, type=click.IntRange(1, 400), help="How many mornings.")
@click.option("--html", type=click.Path(path_type=Path), default=None, help="A folder for the pages.")
@click.pass_obj
def replay(door: Door, shop_name: str, first: str, days: int, html: Path | None) -> None:
    """Past mornings one by one, each with only what was known then."""
    from daybook.reports.brief_html import brief_html
    from daybook.reports.brief_json import brief_json
    from daybook.reports.brief_text import brief_text
    from daybook.workflows.replay import replay as play

    house = door.house()
    start = parse_day(first)
    found = play(house, house.shop(shop_name), [start + timedelta(days=n) for n in range(days)])
    if html is not None:
        for one in found:
            write_pages({shop_name: brief_html(one.brief, door.language)}, html / f"{one.brief.on}.html", folder=False)
    answers = [{"stored": one.stored, "difference": one.difference, "morning": brief_json(one.brief)} for one in found]
    door.show(answers, lambda: "\n\n".join(
        brief_text(one.brief, door.language) + (f"\n{one.difference}" if one.difference else "") for one in found))


@main.command("changed")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", required=True, help="The morning.")
@click.pass_obj
def changed(door: Door, shop_name: str, on: str) -> None:
    """What the early brief of a morning said beside what it says now that the rest came in, and why."""
    from daybook.workflows.completed import completed

    house = door.house()
    found = completed(house, house.shop(shop_name), parse_day(on))
    rows = [{"kind": c.kind, "id": c.id, "what": c.what, "then": c.then, "now": c.now, "why": c.why}
            for c in found.changes]
    door.show({"shop": found.shop, "then_at": found.then_at.isoformat(), "now_at": found.now_at.isoformat(),
               "early": found.early, "changes": rows},
              lambda: "\n".join(f"{c.kind:<8} {c.what}: {c.then or '—'} → {c.now or '—'}" for c in found.changes)
              or "nothing changed")


@main.command("status")
@click.option("--shop", "shop_name", default=None, help="One shop; default: all.")
@click.option("--missing", is_flag=True, help="Also which days are not in, to be exported again.")
@click.option("--from", "first", default=None, help="With --missing: the first day looked at; default: 400 days back.")
@click.option("--to", "last", default=None, help="With --missing: the last day looked at; default: yesterday.")
@click.pass_obj
def status(door: Door, shop_name: str | None, missing: bool, first: str | None, last: str | None) -> None:
    """Readiness per source: in, late, partial, not in yet; days that are missing; files that wait for a person."""
    from daybook.reports.status_report import status_text
    from daybook.workflows.status import status as look_up
    from daybook.workflows.status import status_json

    house, now = door.house(), clock()
    shops = (house.shop(shop_name),) if shop_name else house.shops()
    until = parse_day(last) if last else now.date()
    asked = (parse_day(first) if first else until - timedelta(days=MISSING_DAYS), until) if missing else None
    if ((first or last) and not missing) or (asked and asked[0] > asked[1]):
        fail("--from and --to are the first and last day that --missing looks at", 2)
    found = look_up(house, shops, now, asked)
    door.show(status_json(found), lambda: status_text(found, {s.name: s.zone for s in shops}, door.language))

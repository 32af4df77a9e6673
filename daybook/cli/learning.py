"""daybook learn: what changed in rules and calendars, and what people's own results suggest to learn next."""

from datetime import date, timedelta

import click

from daybook.cli.door import Door, clock, main, parse_day
from daybook.cli.work import who
from daybook.domain.said import Said

PERSON = click.option("--person", required=True, help="Who took it.")


@main.group("learn")
def learn() -> None:
    """What changed in the rules, courses, and what measured results suggest to learn next."""


@learn.command("changes")
@click.option("--since", required=True, help="Changes after this day.")
@click.option("--client", default="", help="Only what concerns this client's shops.")
@click.pass_obj
def changes_(door: Door, since: str, client: str) -> None:
    """Rules, events of the platforms and settings that changed since a day."""
    from daybook.reports.learning_phrases import changes_json, event_words, own_words, rule_words
    from daybook.reports.wording import translator
    from daybook.workflows.rule_changes import changes, keep_edition

    house, w = door.house(), translator(door.language)
    keep_edition(house)
    first = clock().replace(hour=0, minute=0, second=0, microsecond=0)
    first += timedelta(days=(parse_day(since) - first.date()).days)
    found = changes(house, [s for s in house.shops() if client in ("", s.client)], first, clock())
    door.show(changes_json(found), lambda: "\n".join([
        *([f"kept since {found.base:%Y-%m-%d}; of what was before nobody can tell"] if found.base else []),
        *(f"{one.kind}  {one.rule}  {rule_words(one, w)}" for one in found.rules),
        *(f"{one.kind}  {event_words(one, w)}" for one in found.events),
        *(f"{one.what}  {own_words(one, w)}" for one in found.own)]) or "nothing changed")


@learn.command("show")
@click.option("--person", "people", multiple=True, help="Only this person; may be said several times.")
@click.option("--client", default="", help="Only results at this client's shops.")
@click.pass_obj
def show(door: Door, people: tuple[str, ...], client: str) -> None:
    """What people's measured moves brought, what they missed, what they took, and which course that suggests."""
    from daybook.reports.localise import in_language
    from daybook.reports.report import plain
    from daybook.reports.wording import translator
    from daybook.workflows.training import learning_of

    house, w = door.house(), translator(door.language)
    found = learning_of(house, [s for s in house.shops() if client in ("", s.client)], clock(), people)
    door.show([plain(one) for one in found], lambda: "\n".join(
        "\n".join([f"{one.person}  {len(one.results)} kinds measured, {len(one.taken)} courses taken",
                   *(f"    {a.course}  {w.name('course', a.what)}: {'; '.join(in_language(why, w) for why in a.why)}"
                     for a in one.advice)]) for one in found) or "nobody works for these shops yet")


@learn.command("took")
@click.argument("course")
@PERSON
@click.option("--on", default=None, help="The day; default: today.")
@click.option("--minutes", type=click.IntRange(0), default=None, help="How long it took.")
@click.option("--score", type=click.IntRange(0, 100), default=None, help="0 to 100.")
@click.option("--note", default="", help="A remark.")
@click.option("--by", default=None, help="Who says so; default: DAYBOOK_USER, or the name you are logged in with.")
@click.pass_obj
def took(door: Door, course: str, person: str, on: str | None, minutes: int | None, score: int | None, note: str,
         by: str | None) -> None:
    """Keeps that somebody took a COURSE, such as T-ADS."""
    from daybook.workflows.training import take_course

    day: date = parse_day(on) if on else clock().date()
    key = take_course(door.house(), person, course, day, who(by), minutes=minutes, score=score, note=note)
    door.show({"key": key, "person": person, "course": course, "on": day.isoformat()}, f"{key}: {person} took {course} on {day}")


@learn.command("drop")
@click.argument("key")
@PERSON
@click.option("--by", default=None, help="Who says so; default: DAYBOOK_USER, or the name you are logged in with.")
@click.pass_obj
def drop(door: Door, key: str, person: str, by: str | None) -> None:
    """Takes the record of a course back; both lines stay."""
    from daybook.workflows.training import drop_course

    drop_course(door.house(), key, person, who(by))
    door.show({"key": key, "person": person}, Said("{key} is taken back", key=key))


@learn.command("rules")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.pass_obj
def rules(door: Door, shop_name: str) -> None:
    """Published numbers beside the shop's own, out of sample, and which side of contradicting rules its data support."""
    from daybook.reports.learning_phrases import error_words, number_words
    from daybook.reports.localise import in_language
    from daybook.reports.report import plain
    from daybook.reports.wording import translator
    from daybook.workflows.rules_tried import rules_tried

    house, w = door.house(), translator(door.language)
    shop = house.shop(shop_name)
    found = rules_tried(house, shop, shop.day_of(clock()), clock())
    verdict = {None: "cannot be told", True: "own is better", False: "published is better"}
    door.show(plain(found), lambda: "\n".join([
        *(f"{one.rule} {one.of or one.number}: published {number_words(one.default, one.unit, w)} misses "
          f"{error_words(one.default_error, one, w)}, own {number_words(one.own, one.unit, w)} misses "
          f"{error_words(one.own_error, one, w)} on {one.units}: {verdict[one.better]}  {in_language(one.why, w)}".rstrip()
          for one in found.calibrated),
        *(f"{one.first} / {one.second}: {one.supported or 'cannot be told'}; {in_language(one.evidence, w)}"
          for one in found.conflicts)]) or "no rule of this platform can be tried yet")

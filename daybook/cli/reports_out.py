"""daybook report and brand: reports as files and by mail, and how a client's reports look."""

from pathlib import Path

import click

from daybook.cli.door import Door, main, parse_day
from daybook.domain.errors import WrongUsage

KINDS = ("brief", "day", "close", "week", "month", "quarter")
FORMS = ("pdf", "xlsx", "docx", "md", "html", "eml")


@main.command("report")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--kind", type=click.Choice(KINDS), default="brief", show_default=True,
              help="The morning brief, the summary of a day, how its evening was closed, or the review of a span.")
@click.option("--on", required=True, help="The morning of a brief; the day itself of a summary or a close; any day of a span.")
@click.option("--form", "forms", multiple=True, type=click.Choice(FORMS), help="Writes a file; may be said several times.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The folder of the files.")
@click.option("--mail", "readers", multiple=True, help="Sends it to an address, with the PDF attached (DAYBOOK_MAIL).")
@click.pass_obj
def report(door: Door, shop_name: str, kind: str, on: str, forms: tuple[str, ...], folder: Path,
           readers: tuple[str, ...]) -> None:
    """A stored morning, a day, its close or a span's review as PDF, workbook, document, Markdown, page or mail."""
    from daybook.reports.forms import Form, rendered
    from daybook.web.mailing import mail_report
    from daybook.workflows.brand import brand_of
    from daybook.workflows.reports_out import outgoing

    if not forms and not readers:
        raise WrongUsage("neither a form nor a reader is named", next_step="add --form pdf, or --mail mei@example.com")
    house = door.workbench()
    shop = house.shop(shop_name)
    subject, brand = outgoing(house, shop, kind, parse_day(on)), brand_of(shop.client)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for form in dict.fromkeys(forms):
        file = folder / f"{subject.stem}.{form}"
        file.write_bytes(rendered(subject, Form(form), door.language, brand))
        written.append(str(file))
    for reader in dict.fromkeys(readers):
        mail_report(subject, door.language, brand, reader)
    door.show({"shop": shop.name, "kind": kind, "on": subject.about.isoformat(), "files": written, "mailed": list(readers)},
              lambda: "\n".join([*written, *(f"sent to {r}" for r in readers)]))


@main.command("brand")
@click.option("--client", required=True, help="Whose reports.")
@click.option("--name", default=None, help="The name at their head.")
@click.option("--colour", default=None, help="Their colour, such as #0a7b4c.")
@click.option("--logo", type=click.Path(dir_okay=False, exists=True, path_type=Path), default=None, help="A PNG or JPEG.")
@click.option("--no-logo", is_flag=True, help="Without a logo.")
@click.pass_obj
def brand(door: Door, client: str, name: str | None, colour: str | None, logo: Path | None, no_logo: bool) -> None:
    """How a client's reports look: name, colour and logo; what is not named stays as it is."""
    from daybook.domain.brand import brand as checked
    from daybook.workflows.brand import brand_of, set_brand

    house = door.house()
    now = brand_of(client)
    picture = b"" if no_logo else logo.read_bytes() if logo else now.logo
    made = checked(now.name if name is None else name, now.colour if colour is None else colour, picture)
    set_brand(house, client, made)
    door.show({"client": client, "name": made.name, "colour": made.colour, "logo_bytes": len(made.logo)},
              f"{client}: {made.name or client} {made.colour or 'in the colour of the house'}, "
              + (f"a logo of {len(made.logo):,} bytes" if made.logo else "no logo"))

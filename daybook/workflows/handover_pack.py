"""The handover pack: one ZIP from which somebody else goes on with a shop; that it was taken is a line of the run log."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zipfile import ZIP_DEFLATED, ZipFile

from daybook.domain.brand import Brand
from daybook.domain.brief import Unit
from daybook.domain.errors import DaybookError
from daybook.domain.file_page import OperatingFile
from daybook.domain.patrol import CHECKS
from daybook.domain.shop import Shop
from daybook.facts.engine import reading
from daybook.metrics.catalog import catalog
from daybook.metrics.compute import value_of
from daybook.reports.brief_pdf import page_pdf
from daybook.reports.file_paper import file_paper
from daybook.reports.localise import in_language
from daybook.reports.number_tables import number_cell
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.report_html import report_html
from daybook.reports.report_xlsx import report_xlsx
from daybook.reports.wording import Words, translator
from daybook.sources.given_cells import as_written
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.operating_file import file_of
from daybook.workflows.seeing import see, whose

#: Half a year of numbers.
DAYS = 183
NUMBERS = ("paid_gmv", "paid_orders", "units_sold", "visitors", "payment_cvr", "spend_per_buyer", "net_sales", "refund_rate",
           "ad_spend", "roas")


def pack_of(house: House, shop: Shop, as_of: datetime, by: str, language: str, brand: Brand) -> bytes:
    """The pack as bytes: file.html and file.pdf, numbers.csv and numbers.xlsx, access.csv, contract.csv, sop.csv, lines.csv.

    Without the PDF writer's libraries the PDF is left out and README.txt says so.
    """
    with house.run("handover.pack", f"{shop.name}, taken by {by}") as log:
        file, w = file_of(house, shop, as_of), translator(language)
        page = report_html(file_paper(file, language), language, brand)
        target, missing = io.BytesIO(), []
        with ZipFile(target, "w", ZIP_DEFLATED) as out:
            out.writestr("file.html", page)
            try:
                out.writestr("file.pdf", page_pdf(page))
            except DaybookError as problem:
                missing.append(f"file.pdf: {problem}")
            days = list(_numbers(house, shop, as_of))
            out.writestr("numbers.csv", _csv(["day", *NUMBERS], (
                [f"{day}", *("" if v is None else f"{v.normalize():f}" for v in values)] for day, values in days)))
            out.writestr("numbers.xlsx", report_xlsx(_sheet(shop, days, w), brand))
            for name, sections in (("contract", ("contract", "goals")), ("access", ("access",)), ("service", ("service",))):
                out.writestr(f"{name}.csv", _claims(in_language(file, w), sections))
            out.writestr("sop.csv", _csv(["check", "zh"], ([name, zh] for name, zh in CHECKS.items())))
            out.writestr("lines.csv", _csv(LINE, _lines(shop, as_of, w)))
            out.writestr("README.txt", "\n".join([f"{shop.name} ({shop.client}), as of {as_of:%Y-%m-%d %H:%M} UTC, taken by {by}",
                                                  *CONTENTS, *missing]) + "\n")
        log["rows"] = len(file.claims)
        return target.getvalue()


LINE = ["at", "kind", "object", "person", "what", "from", "to", "note", "ref"]
#: What lies in the pack, as its README says it.
CONTENTS = ("file.html, file.pdf: the operating file", "numbers.csv, numbers.xlsx: six months by day; an empty cell is not known",
            "contract.csv: costs of selling, goals and limits", "access.csv: who signs in and who works for the shop",
            "service.csv: roster and sentences kept ready", "sop.csv: what is looked at every morning",
            "lines.csv: what was found, decided and done in these six months")


def _numbers(house: House, shop: Shop, as_of: datetime) -> Iterator[tuple[date, list[Decimal | None]]]:
    """Every day with its numbers; what is not in is None."""
    on = shop.day_of(as_of)
    seen = reading(house.lake, house.books, whose([shop]), as_of, ALL_TABLES, lambda session: see(
        session, [shop], on, as_of, window_days=DAYS, reading_for=()))[shop.name].seen
    for n in range(DAYS, 0, -1):
        day = on - timedelta(days=n)
        yield day, [value_of(catalog()[name], seen.daily, [day]) for name in NUMBERS]


def _sheet(shop: Shop, days: list[tuple[date, list[Decimal | None]]], w: Words) -> Paper:
    names, units = [w.metric(name, catalog()[name].zh) for name in NUMBERS], [catalog()[name].unit for name in NUMBERS]
    rows: list[tuple[Cell | str, ...]] = [
        (f"{day}", *(number_cell(v, unit, shop.currency if unit is Unit.MONEY else "", w)
                     for v, unit in zip(values, units, strict=True))) for day, values in days]
    return Paper(shop.name, (), "", (table(w("Numbers"), (w("Day"), *names), rows),))


def _claims(file: OperatingFile, sections: tuple[str, ...]) -> str:
    rows = ([c.section, c.subject, c.text, f"{c.known_on or ''}", c.ref] for name in sections for c in file.of(name))
    return _csv(["section", "about", "what", "known_on", "where"], rows)


def _lines(shop: Shop, as_of: datetime, w: Words) -> Iterator[list[str]]:
    for e in (in_language(one, w) for one in entries([shop], Asked(as_of - timedelta(days=DAYS), as_of))):
        yield [e.at.isoformat(), e.kind.value, e.object, e.person, e.what, e.from_, e.to, e.note, e.ref]


def _csv(head: list[str], rows: Iterable[list[str]]) -> str:
    """A CSV that a spreadsheet opens as UTF-8; no cell of it is carried out as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([as_written(str(cell)) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()

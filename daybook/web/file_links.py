"""From a reference of the operating file to the page that shows the whole of it."""

from datetime import date

from django.urls import NoReverseMatch, reverse

from daybook.reports.file_places import kind_and_which

#: Kind of reference -> URL of a page of the shop that lists all of them.
LISTED = {"status": "sources", "given term": "costs", "given cost": "costs", "given target": "targets", "given limit": "limits",
          "given roster": "service", "given script": "service", "given": "casefile", "promise": "prices", "note": "notes",
          "calendar": "calendar", "work": "plan", "line": "casefile", "ads": "ads", "event": "activities", "lesson": "casefile",
          "page test": "pages", "brief": "pages", "rivals": "rivals", "creators": "creators",
          "reputation": "reputation", "stock": "stock", "orders": "orders",
          "reply": "service", "disputes": "disputes", "live": "live"}
#: Kind of reference -> URL that takes which one it is.
SINGLE = {"item": "product", "case": "dispute", "creator": "creator", "proposal": "proposal", "event": "activity",
          "stock": "stock_sku"}
#: Kind of reference -> URL of a page of all shops.
HOUSE_WIDE = {"given team": "team", "people": "team", "client_reports": "client_reports"}


def _at(name: str, *which: object) -> str:
    return str(reverse(name, args=which))


def address_of(ref: str, shop: int) -> str:
    """The address of the page that shows it; "" where there is none."""
    kind, which = kind_and_which(ref)
    try:
        if kind in SINGLE and which:
            return _at(SINGLE[kind], shop, which)
        if kind == "morning":
            return _at("morning_of", shop, date.fromisoformat(which))
        if kind == "metric":
            metric, _, on = which.partition(" ")
            return _at("why_of", shop, metric, date.fromisoformat(on))
        if kind in HOUSE_WIDE:
            return _at(HOUSE_WIDE[kind])
        return _at(LISTED[kind], shop) if kind in LISTED else ""
    except (NoReverseMatch, ValueError):        # an id that no address can hold
        return ""

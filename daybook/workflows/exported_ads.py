"""Whether a plan or a word runs, by the last report of its console: consoles tell what was shown, not what is switched on."""

from datetime import date, datetime, timedelta
from typing import Any

from daybook.domain.moves.ads import KeywordAdd, KeywordPause, PlanPause
from daybook.domain.moves.move import Fields, Move, text_of
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.facts.report_tables import AD_KEYWORD_DAY, AD_PLAN_DAY

#: Views a day that something must usually have, so that a day without any is no chance (one in twenty thousand).
USUAL_VIEWS = 10
#: Days of reports from which that is read.
USUAL_DAYS = 7
RUNS = (KeywordAdd, KeywordPause, PlanPause)


def running(session: Session, shop: Shop, move: Move, since: datetime | None) -> Fields | None:
    """`running` of a plan, or of a word of a plan; None where no report tells it, or none of a whole day after `since` that came
    after it: on the day of the edit it was shown before.  A word with few views may have had none by chance: that is not told."""
    word = move.word if isinstance(move, KeywordAdd) else move.object_id if isinstance(move, KeywordPause) else ""
    plan = move.plan if isinstance(move, KeywordPause) else move.object_id
    table = AD_KEYWORD_DAY if word else AD_PLAN_DAY
    view = session.use(table)
    last = _last_day(session, view, shop, since)
    if last is None:
        return None
    views = _views(session, view, (plan, word), last)
    if views.get(last):
        return {"running": text_of(True)}
    before = sum(views.get(last - timedelta(days=n), 0) for n in range(1, USUAL_DAYS + 1))
    if isinstance(move, KeywordAdd) and not any(views.values()):
        return {"running": text_of(False)} if since is None else None
    return {"running": text_of(False)} if before >= USUAL_VIEWS * USUAL_DAYS else None


def _last_day(session: Session, view: str, shop: Shop, since: datetime | None) -> date | None:
    """The last day that a report tells; after `since` only a later day's that came later."""
    asked: str = "TRUE" if since is None else "day > ? AND known_at > ?"
    values: list[Any] = [] if since is None else [shop.day_of(since), since]
    found = session.arrow(f'SELECT shop, max(day) AS day FROM "{view}" WHERE {asked} AND impressions > 0 GROUP BY shop',
                          values).to_pylist()
    return found[0]["day"] if found else None


def _views(session: Session, view: str, what: tuple[str, str], last: date) -> dict[date, int]:
    """Day -> views of a plan, or of a word of it (of any plan where none is named), over the days up to `last`."""
    asked = ["day > ?", "day <= ?"]
    values: list[Any] = [last - timedelta(days=USUAL_DAYS + 1), last]
    for column, value in zip(("plan_id", "keyword"), what, strict=True):
        if value:
            asked.append(f"{column} = ?")
            values.append(value)
    where = " AND ".join(asked)
    rows = session.arrow(f'SELECT shop, day, sum(impressions) AS shown FROM "{view}" WHERE {where} GROUP BY shop, day',
                         values).to_pylist()
    return {row["day"]: int(row["shown"] or 0) for row in rows}

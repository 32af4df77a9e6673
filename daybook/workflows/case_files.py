"""Case files of disputes: steps that people add, files of evidence kept sealed, and cases that mornings see open and close."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from daybook.domain.disputes import CaseStep, StepKind, is_closed
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.facts.tables import REFUNDS
from daybook.facts.talk_tables import DISPUTES
from daybook.rulebook.reading import load
from daybook.sources.landing import keep, unseal
from daybook.workflows.case_steps import step_of
from daybook.workflows.disputes_page import case_of
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.scratch import scratch_folder
from daybook.workflows.seeing import whose

#: Steps that a person may add; the others are a morning's, or come with a file.
SAID = (StepKind.TICKED, StepKind.UNTICKED, StepKind.NOTE, StepKind.SETTLE, StepKind.FIGHT, StepKind.HANDED_IN, StepKind.WON,
        StepKind.LOST)
#: What a file of evidence may be: pictures, film, papers and tables.
FILES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".pdf", ".mp4", ".mov", ".txt", ".csv", ".xlsx", ".docx", ".zip")
LONGEST, LONGEST_CASE = 2000, 120
#: Bytes of a file of evidence: a film of a parcel that is opened.
LARGEST_FILE = 200 * 1024 * 1024
#: Decisions with which the case keeps what fighting was worth then.
VALUED = (StepKind.SETTLE, StepKind.FIGHT)


def pieces() -> tuple[str, ...]:
    """Every piece of evidence that the rulebook names."""
    return tuple(dict.fromkeys(name for rule in load().rules if rule.id.startswith("D-EV-") for name in rule.values))


def add_step(house: House, shop: Shop, case_id: str, kind: str, by: str, *, piece: str = "", text: str = "",
             on: date | None = None) -> CaseStep:
    """Adds a line to a case; a decision keeps what fighting was worth on the morning of `on`, where that can be told.

    Raises WrongUsage for a step or piece there is not, and where nobody or nothing is said."""
    from daybook.records import models

    if kind not in SAID:
        raise WrongUsage(Said("{name} is no step of a case", name=kind[:40]), next_step="say one of: " + ", ".join(SAID))
    step = StepKind(kind)
    if (step in (StepKind.TICKED, StepKind.UNTICKED)) != bool(piece) or (piece and piece not in pieces()):
        raise WrongUsage(Said("{name} is no piece of evidence", name=piece[:40] or "—"),
                         next_step="say one of: " + ", ".join(pieces()))
    if not case_id.strip() or not by.strip() or (step is StepKind.NOTE and not text.strip()):
        raise WrongUsage("a step names its case, who says it, and of a note what", next_step="add what is missing")
    now = house.now()
    value = _worth(house, shop, case_id.strip(), on or shop.day_of(now)) if step in VALUED else None
    row = models.DisputeStep.objects.create(
        shop=models.Shop.objects.get(name=shop.name), case_id=case_id.strip()[:LONGEST_CASE], kind=step.value, piece=piece,
        text=text.strip()[:LONGEST], value=value, by=by.strip()[:120], at=now, known_at=now)
    return step_of(row)


def _worth(house: House, shop: Shop, case_id: str, on: date) -> Decimal | None:
    """What fighting leaves more than settling, as the case's page shows it; None where there is no such case or no amount."""
    found = case_of(house, shop, on, case_id)
    return found[1].choice.worth.mid if found and found[1].choice else None


def check_size(size: int, name: str) -> None:
    """Raises WrongUsage for a file that is too large to be kept with a case."""
    if size > LARGEST_FILE:
        raise WrongUsage(f"the file has {size >> 20} MB, at most {LARGEST_FILE >> 20} are kept",
                         where=Path(name).name[:255], next_step="save it smaller, or send it in parts")


def keep_evidence(house: House, shop: Shop, case_id: str, piece: str, file: Path, name: str, by: str) -> CaseStep:
    """Keeps a file of evidence as landings are kept, sealed with the client's key.  Raises WrongUsage for another kind of file,
    an empty one and one that is too large."""
    from daybook.records import models

    if not name.lower().endswith(FILES):
        raise WrongUsage(Said("{name} is no file of evidence", name=Path(name).suffix[:20] or name[:40]),
                         next_step="send one of: " + " ".join(FILES))
    if piece not in pieces():
        raise WrongUsage(Said("{name} is no piece of evidence", name=piece[:40] or "—"),
                         next_step="say one of: " + ", ".join(pieces()))
    if not file.stat().st_size:
        raise WrongUsage("the file is empty", next_step="send it again")
    check_size(file.stat().st_size, name)
    now = house.now()
    kept = keep(file, house.home, shop.client, shop.name, shop.day_of(now), house.keys.of(shop.client))
    row = models.DisputeStep.objects.create(
        shop=models.Shop.objects.get(name=shop.name), case_id=case_id.strip()[:LONGEST_CASE], kind=StepKind.FILE.value, piece=piece,
        file=Path(name).name[:255], path=kept.path, by=by.strip()[:120], at=now, known_at=now)
    return step_of(row)


def evidence(house: House, shop: Shop, case_id: str, key: str) -> tuple[str, bytes] | None:
    """The name and content of a file of evidence; None where the case has none under this key."""
    from daybook.records import models

    row = models.DisputeStep.objects.filter(shop__name=shop.name, case_id=case_id, kind=StepKind.FILE.value,
                                            pk=int(key) if key.isdecimal() and len(key) < 18 else 0).first()
    if row is None:
        return None
    with scratch_folder() as folder:
        plain = folder / "evidence"
        unseal(house.home / row.path, house.keys.of(shop.client), plain)
        return row.file, plain.read_bytes()


def keep_cases(house: House, shops: Sequence[Shop], on: date, as_of: datetime) -> int:
    """Writes down which cases a morning sees for the first time, and which it sees closed; gives how many lines are new."""
    from daybook.records import models

    names = {s.name for s in shops}
    since = on - timedelta(days=int(load().value("D-READ", "open")))
    rows = reading(house.lake, house.books, whose(shops), as_of, ALL_TABLES, lambda session: _cases_of(session, since, on))
    if not rows:
        return 0
    earliest = datetime.combine(since, time(), UTC) - timedelta(days=1)        # no line is older than the opening of its case
    steps = models.DisputeStep.objects.filter(shop__name__in=names, kind__in=("opened", "closed"), at__gte=earliest)
    known = set(steps.values_list(
        "shop__name", "case_id", "kind"))
    keys = dict(models.Shop.objects.filter(name__in=names).values_list("name", "pk"))
    made = []
    for row in rows:
        shop, case = row["shop"], row["dispute_id"][:LONGEST_CASE]
        closed = is_closed(row["closed_on"], row["refunded_on"], row["status"])
        for kind in (StepKind.OPENED, *((StepKind.CLOSED,) if closed else ())):
            if (shop, case, kind.value) not in known:
                made.append(models.DisputeStep(shop_id=keys[shop], case_id=case, kind=kind.value, at=as_of, known_at=as_of,
                                               text=(row["liable"] or row["status"] or "")[:LONGEST], value=row["amount"]))
    models.DisputeStep.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return len(made)


def _cases_of(session: Session, since: date, on: date) -> list[dict[str, Any]]:
    view, refunds = session.use(DISPUTES, days=(DISPUTES.day, since, on)), session.use(REFUNDS, days=(REFUNDS.day, since, on))
    found: list[dict[str, Any]] = session.arrow(
        f'SELECT d.shop, d.dispute_id, d.closed_on, r.refunded_on, d.status, d.liable, d.amount FROM "{view}" d '
        f'LEFT JOIN "{refunds}" r '
        "ON r.shop = d.shop AND r.refund_id = d.dispute_id WHERE d.opened_on BETWEEN ? AND ? ORDER BY d.shop, d.dispute_id",
        [since, on]).to_pylist()
    return found

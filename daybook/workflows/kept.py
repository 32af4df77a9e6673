"""A brief, or another report, kept whole: to bytes and back, with the sentences still open to be said in any language.

The JSON of a brief is for scripts and holds its English; here each `Said`, `Term` and `Amount` keeps what it was
made of.  A brief that an older code kept and this one cannot read is as if it had not been kept.
"""

import dataclasses
import hashlib
import json
import types
import typing
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from daybook.domain.brief import Brief, BriefFinding
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.kinds import move_from, move_json
from daybook.domain.moves.move import Move
from daybook.domain.said import Amount, Said, Term
from daybook.domain.shop import Shop
from daybook.workflows.house import House

Value = TypeVar("Value")
Reader = Callable[[Any], Any]


def to_bytes(value: Any) -> bytes:
    """A brief, or another report, as compressed bytes."""
    return zlib.compress(json.dumps(_out(value), ensure_ascii=False, separators=(",", ":")).encode(), 6)


def from_bytes(kept: bytes) -> Brief | None:
    """The brief again; None when nothing was kept or when it was kept in a shape that is not known any more."""
    return read_back(kept, Brief)


def findings_kept(kept: bytes) -> tuple[BriefFinding, ...]:
    """Only the findings of a kept brief; none where it cannot be read any more."""
    if not kept:
        return ()
    try:
        found: tuple[BriefFinding, ...] = _reader(tuple[BriefFinding, ...])(json.loads(zlib.decompress(kept))["findings"])
    except (KeyError, TypeError, ValueError, WrongUsage):
        return ()
    return found


def read_back(kept: bytes, kind: type[Value]) -> Value | None:
    """A report of a kind again; None as above."""
    if not kept:
        return None
    try:
        wanted: Any = kind
        found: Value = _reader(wanted)(json.loads(zlib.decompress(kept)))
    except (KeyError, TypeError, ValueError, WrongUsage):
        return None
    return found


def keep_report(house: House, kind: str, shop: Shop, on: date, as_of: datetime, code_version: str, value: Any) -> None:
    """Keeps a report of a kind for a day; the same said again is not kept twice."""
    from daybook.records import models

    said = to_bytes(value)
    mark = hashlib.sha256(zlib.decompress(said)).hexdigest()
    row = models.Shop.objects.get(name=shop.name)
    last = models.KeptReport.objects.filter(shop=row, kind=kind, on=on).order_by("made_at", "pk").last()
    if last is None or last.content_hash != mark:
        models.KeptReport.objects.create(shop=row, kind=kind, on=on, as_of=as_of, made_at=house.now(),
                                         code_version=code_version, content_hash=mark, said=said)


def kept_report(kind: str, shop: Shop, on: date, of: type[Value]) -> Value | None:
    """The last made report of a kind for a day, where one is kept."""
    from daybook.records import models

    row = models.KeptReport.objects.filter(shop__name=shop.name, kind=kind, on=on).order_by("made_at", "pk").last()
    return None if row is None else read_back(bytes(row.said), of)


def kept_report_days(kind: str, shop: Shop, most: int = 60) -> list[date]:
    """The days of which a report of a kind is kept, the latest first."""
    from daybook.records import models

    rows = models.KeptReport.objects.filter(shop__name=shop.name, kind=kind).order_by("-on")
    return list(rows.values_list("on", flat=True).distinct()[:most])


def kept_mornings(shops: Sequence[Shop], on: date) -> dict[str, Brief]:
    """shop -> its last made brief of a morning, where one is kept; one query however many shops."""
    from daybook.records import models

    rows = models.Morning.objects.filter(shop__name__in=[s.name for s in shops], on=on).order_by("made_at")
    last = {name: bytes(said) for name, said in rows.values_list("shop__name", "said")}
    found = {name: from_bytes(said) for name, said in last.items()}
    return {name: brief for name, brief in found.items() if brief is not None}


def last_mornings(shops: Sequence[Shop], on: date) -> dict[str, Brief]:
    """shop -> its last made brief of the latest morning up to `on`: before nine that is an earlier day's."""
    from django.db.models import Max

    from daybook.records import models

    rows = models.MorningLine.objects.filter(shop__name__in=[s.name for s in shops], on__lte=on)
    by_day: dict[date, list[Shop]] = {}
    last = dict(rows.values_list("shop__name").annotate(last=Max("on")))
    for shop in shops:
        if shop.name in last:
            by_day.setdefault(last[shop.name], []).append(shop)
    found: dict[str, Brief] = {}
    for day, group in by_day.items():
        found |= kept_mornings(group, day)
    return found


def said_of_day(shop: Shop, on: date) -> bytes:
    """A shop's last made brief of a morning as it is kept; empty where none is."""
    from daybook.records import models

    rows = models.Morning.objects.filter(shop__name=shop.name, on=on).order_by("-made_at", "-pk")
    said = rows.values_list("said", flat=True).first()
    return bytes(said or b"")


def said_up_to(shop: Shop, on: date) -> tuple[date, bytes]:
    """The day of a shop's latest morning up to `on`, and its last made brief as it is kept; `on` and nothing where none is."""
    from daybook.records import models

    lines = models.MorningLine.objects.filter(shop__name=shop.name, on__lte=on).order_by("-on", "-made_at", "-pk")
    last = lines.values_list("on", "morning__said").first()
    return (on, b"") if last is None else (last[0], bytes(last[1]))


def kept_days(shop: Shop, most: int = 60) -> list[date]:
    """The mornings that are kept of a shop, the latest first."""
    from daybook.records import models

    rows = models.MorningLine.objects.filter(shop__name=shop.name).order_by("-on")
    return list(rows.values_list("on", flat=True).distinct()[:most])


def last_day(shop: Shop, on: date) -> date:
    """The latest kept morning of a shop up to `on`; `on` itself where none is kept."""
    return next((day for day in kept_days(shop) if day <= on), on)


def _out(value: Any) -> Any:
    if isinstance(value, Said):
        return {"said": value.template, "values": {k: _tagged(v) for k, v in value.values.items()}}
    if isinstance(value, Term):
        return {"term": [value.group, value.key, value.zh]}
    if isinstance(value, Amount):
        return {"amount": [str(value.value), value.unit, value.currency]}
    if isinstance(value, Move):
        return move_json(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _out(getattr(value, f.name)) for f in dataclasses.fields(value) if f.init}
    if isinstance(value, tuple):
        return [_out(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _tagged(value: Any) -> Any:
    """A value inside a sentence, with its kind where JSON has no word for it."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return _out(value)


@cache
def _reader(kind: Any) -> Reader:
    """What makes a value of the annotated kind from what `_out` made of it; drawn up once for each kind."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        [inner] = [k for k in typing.get_args(kind) if k is not type(None)]
        read = _reader(inner)
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        return _tuple_reader(typing.get_args(kind))
    if kind is Move:
        return _move
    if dataclasses.is_dataclass(kind):
        return _record_reader(kind)
    if kind is str:
        return _text
    if kind is date or kind is datetime:
        made: Reader = kind.fromisoformat
        return made
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, StrEnum)):
        return kind
    return lambda value: value


def _move(value: dict[str, Any]) -> Move | None:
    """A change that can be proposed; older code kept it without its kind, so that it cannot."""
    return move_from(value) if "move" in value else None


def _record_reader(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = {f.name: _reader(hints[f.name]) for f in dataclasses.fields(kind) if f.init}
    return lambda value: kind(**{name: readers[name](v) for name, v in value.items()})


def _tuple_reader(kinds: tuple[Any, ...]) -> Reader:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        each = _reader(kinds[0])
        return lambda value: tuple([each(v) for v in value])
    readers = [_reader(kind) for kind in kinds]
    return lambda value: tuple([read(v) for read, v in zip(readers, value, strict=True)])


def _text(value: Any) -> Any:
    """A text, or what a sentence holds in the place of one."""
    if not isinstance(value, dict):
        return value
    if "said" in value:
        return Said(value["said"], **{k: _text(v) for k, v in value["values"].items()})
    if "term" in value:
        return Term(*value["term"])
    if "amount" in value:
        number, unit, currency = value["amount"]
        return Amount(Decimal(number), unit, currency)
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["day"]) if "day" in value else Decimal(value["decimal"])

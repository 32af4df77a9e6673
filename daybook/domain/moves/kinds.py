"""All moves by name, and how each becomes JSON and is read back: strictly, since what comes in was written elsewhere."""

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

from daybook.domain.errors import WrongUsage
from daybook.domain.moves import ads, listing, messages, orders, price, stock
from daybook.domain.moves.move import Move
from daybook.domain.said import Said

KINDS: Mapping[str, type[Move]] = {kind.name: kind for kind in (
    price.ItemDiscount, price.Coupon, price.ListPrice,
    listing.Listed, listing.Title, listing.Images, listing.Attributes, listing.SkuAdd, listing.SkuRemove,
    stock.StockCorrection, stock.PurchaseRequest, stock.EventRegistration,
    ads.Bid, ads.Budget, ads.TargetRoi, ads.HourDiscount, ads.MatchType, ads.KeywordAdd, ads.KeywordPause,
    ads.KeywordNegative, ads.CrowdPremium, ads.PlanPause,
    messages.Reply, messages.PartnerMessage,
    orders.Ship, orders.SplitOrder, orders.MergeOrders, orders.HoldOrder, orders.CancelOrder, orders.AddressChange,
    orders.RefundDecision, orders.DisputeEvidence, orders.Compensation)}
#: A text longer than this is no title and no reply.
LONGEST_TEXT = 5000
Json = dict[str, Any]


def move_json(move: Move) -> Json:
    """A move as JSON: its name and its fields, money and days as text."""
    return {"move": move.name, **{f.name: _plain(getattr(move, f.name)) for f in fields(move)}}


def move_from(said: Mapping[str, Any]) -> Move:
    """A move from JSON.  Raises WrongUsage for an unknown move, a field too many or too few, a value of another type."""
    kind = KINDS.get(str(said.get("move", "")))
    if kind is None:
        raise WrongUsage(f"no move is called {said.get('move')!r}", next_step="use one of: " + ", ".join(KINDS))
    types_of = field_types(kind)
    given = {k: v for k, v in said.items() if k != "move"}
    if unknown := sorted(given.keys() - types_of.keys()):
        raise WrongUsage(f"{kind.name} has no field {', '.join(unknown)}",
                         next_step="it has " + ", ".join(types_of))
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    if missing := [name for name in needed if name not in given]:
        raise WrongUsage(f"{kind.name} lacks {', '.join(missing)}", next_step="add them")
    made: Any = kind
    move: Move = made(**{name: _read(value, types_of[name], f"{kind.name}.{name}") for name, value in given.items()})
    if not move.object_id.strip():
        raise WrongUsage(f"{kind.name} names no object", next_step="give its object_id")
    return move


@cache
def _types(name: str) -> dict[str, Any]:
    hints = get_type_hints(KINDS[name])
    return {f.name: hints[f.name] for f in fields(KINDS[name]) if get_origin(hints[f.name]) is not ClassVar}


def field_types(kind: type[Move]) -> dict[str, Any]:
    """The fields of a kind of move with their types."""
    return _types(kind.name)


def blank(kind: type[Move], object_id: str, item_id: str = "") -> Move:
    """A move of an object that says nothing yet, by which a writer reads what the object shows."""
    given: Json = {name: _nothing_of(wanted) for name, wanted in field_types(kind).items()}
    given |= {"object_id": object_id} | ({"item_id": item_id} if "item_id" in given else {})
    made: Any = kind
    empty: Move = made(**given)
    return empty


def was_of(kind: type[Move], found: str) -> Any:
    """What an object shows in the field of a kind of move, as the JSON value of its `was`."""
    wanted = field_types(kind)["was"]
    if wanted is bool:
        return found == "yes"
    if wanted is int:
        return int(found)
    return json.loads(found or "[]") if get_origin(wanted) is tuple else found


def _nothing_of(wanted: Any) -> Any:
    if get_origin(wanted) in (Union, types.UnionType):
        return None
    return {Decimal: Decimal(0), int: 0, bool: False, str: "", date: date.min}.get(wanted, ())


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, (Decimal, date)):
        return str(value)
    return value


def _read(value: Any, wanted: Any, where: str) -> Any:
    """A JSON value as the type wanted; WrongUsage for anything else."""
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _read(value, next(t for t in get_args(wanted) if t is not type(None)), where)
    if origin is tuple:
        return _read_tuple(value, get_args(wanted), where)
    if wanted is bool or wanted is int:
        if type(value) is not wanted:
            raise _wrong(where, value, "yes or no (true, false)" if wanted is bool else "a whole number")
        return value
    if not isinstance(value, str):
        raise _wrong(where, value, "a text")
    if wanted is Decimal:
        return _decimal(value, where)
    if wanted is date:
        return _day(value, where)
    if len(value) > LONGEST_TEXT or any(ord(c) < 32 and c not in "\n\t" for c in value):
        raise _wrong(where, value[:40], f"a text of at most {LONGEST_TEXT} printable characters")
    return value


def _read_tuple(value: Any, parts: tuple[Any, ...], where: str) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)) or len(value) > LONGEST_TEXT:
        raise _wrong(where, value, "a list")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_read(v, parts[0], where) for v in value)
    if len(value) != len(parts):
        raise _wrong(where, value, f"a list of {len(parts)}")
    return tuple(_read(v, t, where) for v, t in zip(value, parts, strict=True))


def _decimal(value: str, where: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise _wrong(where, value, 'a number as text, such as "199.00"') from None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -8 or number.adjusted() > 12:
        raise _wrong(where, value, "a number of at most 13 digits and 8 decimals")
    return number


def _day(value: str, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _wrong(where, value, "a day such as 2026-11-23") from None


def _wrong(where: str, value: Any, wanted: str) -> WrongUsage:
    return WrongUsage(Said("{field} is {value}", field=where, value=repr(str(value)[:60])),
                      next_step=Said("give {wanted}", wanted=wanted))

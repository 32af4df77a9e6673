"""Crowds: which buyers are meant and how many, as a platform's own filter or as hashes of those who agreed; each going out logged.

A crowd that contradicts itself, holds fewer buyers than the least, or rests on masked buyers is refused with the reason.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.buyers import Crowd, CrowdKind, CrowdOut, CrowdSeen
from daybook.domain.errors import WrongUsage
from daybook.domain.plain_json import from_plain, plain
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.said_json import said_from, said_json
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics.buyer_book import PARTS
from daybook.rulebook.crowd_filters import crowd_tool
from daybook.rulebook.reading import load
from daybook.workflows.buyers_described import Bought, bought_of
from daybook.workflows.contacts import agreed_hashes
from daybook.workflows.crowd_sizes import chosen
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.purchases import read_purchases
from daybook.workflows.seeing import whose

#: Pairs of conditions of which the first may not be above the second.
ENDS = (("orders_from", "orders_to"), ("last_from_days", "last_to_days"), ("first_from_days", "first_to_days"),
        ("spent_from", "spent_to"))
#: Conditions that are no number.
TEXTS = ("item_id", "not_item_id", "province")


def crowd_from(said: Mapping[str, str]) -> Crowd:
    """A crowd from texts, as a form or the prompt gives them.  Raises WrongUsage for what is no number or no condition."""
    known = {f.name for f in fields(Crowd)}
    if extra := sorted(set(said) - known):
        raise WrongUsage(f"a crowd has no condition {', '.join(extra)}", next_step=f"use {', '.join(sorted(known))}")
    made: dict[str, Any] = {}
    for name, text in said.items():
        if text.strip():
            made[name] = _value(name, text.strip())
    return Crowd(**made)


def _value(name: str, text: str) -> Any:
    if name in (*TEXTS, "name"):
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:120]
    if name == "discount":
        if text not in ("yes", "no"):
            raise WrongUsage(f"{text} is neither yes nor no", where="discount", next_step="say yes, no, or nothing")
        return text == "yes"
    try:
        number = Decimal(text)
    except ArithmeticError:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 10**9 or (name not in ("spent_from", "spent_to") and number % 1):
        raise WrongUsage(f"{text} is no number that fits", where=name, next_step="give a whole number, money with two places")
    return number if name in ("spent_from", "spent_to") else int(number)


def contradiction(crowd: Crowd) -> str:
    """Why nobody can be in a crowd, "" where somebody can.

    >>> contradiction(Crowd(orders_from=3, orders_to=1)).template
    '{low} is above {high}: nobody is in it'
    """
    for low, high in ENDS:
        one, two = getattr(crowd, low), getattr(crowd, high)
        if one is not None and two is not None and one > two:
            return Said("{low} is above {high}: nobody is in it", low=Term("crowd_condition", low),
                        high=Term("crowd_condition", high))
    if crowd.item_id and crowd.item_id == crowd.not_item_id:
        return Said("nobody has bought an item and never bought it")
    if crowd.first_to_days is not None and crowd.last_from_days is not None and crowd.last_from_days > crowd.first_to_days:
        return Said("nobody bought last before they bought first")
    if replace(crowd, name="") == Crowd():
        return Said("all buyers are no crowd: give at least one condition")
    return ""


def least_crowd() -> int:
    """How many buyers a crowd holds at least."""
    return int(load().value("B-CROWD"))


def crowd_of(house: House, shop: Shop, on: date, crowd: Crowd) -> CrowdSeen:
    """How many buyers a crowd means on the morning of `on`, and what to type at the platform; or why it is refused."""
    return _seen(shop, crowd, None if contradiction(crowd) else _bought(house, shop, on))


def _bought(house: House, shop: Shop, on: date) -> Bought | None:
    moment = min(shop.moment(on, NINE), house.now())
    givens = given_known([shop], moment)

    def look(session: Session) -> Any:
        return read_purchases(session, [shop], on, givens).get(shop.name)

    found = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, look)
    return None if found is None else bought_of(found, on)


def _seen(shop: Shop, crowd: Crowd, made: Bought | None) -> CrowdSeen:
    refusal = contradiction(crowd) or _untellable(shop, made)
    if refusal or made is None:
        return CrowdSeen(crowd, None, refusal)
    keep = chosen(made, crowd)
    size, least = int(keep.sum()), least_crowd()
    if size < least:
        return CrowdSeen(crowd, None, Said("fewer than {least} buyers: too few to be shown or carried out", least=least))
    filters, console = filters_of(shop, crowd, made.p.titles)
    net = (Decimal(int(made.buyers.net[keep].sum())) / PARTS).quantize(Decimal("0.01"))
    return CrowdSeen(crowd, size, "", filters, console, net=net)


def _untellable(shop: Shop, made: Bought | None) -> str:
    """Why a shop has no crowds at all."""
    if made is None:
        return Said("no paid order was known then")
    known, share = int((made.p.buyer >= 0).sum()), load().for_(shop.platform).value("B-READ", "share")
    if known < share * len(made.p.buyer):
        part = (1 - Decimal(known) / len(made.p.buyer)).quantize(Decimal("0.0001"))
        return Said("buyers are masked or absent in {part} of {n} orders, and a masked buyer is nobody", part=Amount(part, "share"),
                    n=len(made.p.buyer))
    return ""


def filters_of(shop: Shop, crowd: Crowd, titles: Mapping[str, str]) -> tuple[tuple[tuple[str, str], ...], str]:
    """(condition, what is typed for it) in the words of the platform's tool, then all of them joined; and where the tool stands.

    A condition that the tool does not know is said as such: ("condition", ""); all of them is "" then, since the rest would mean
    other buyers.
    """
    tool = crowd_tool(shop.platform)
    if tool is None:
        return (), ""
    lines: list[tuple[str, str]] = []
    for f in fields(Crowd):
        value = getattr(crowd, f.name)
        if f.name == "name" or value in (None, ""):
            continue
        text = tool.words.get(f.name, "")
        shown = titles.get(str(value), str(value))
        lines.append((f.name, text.format(n=value, item=shown, place=value)))
    typed = [text for _, text in lines if text]
    if consent := tool.words.get("consent"):
        typed.append(consent)
        lines.append(("consent", consent))
    return (*lines, ("all", tool.joined.join(typed) if all(text for _, text in lines) else "")), tool.console


def take_out(house: House, shop: Shop, on: date, crowd: Crowd, kind: CrowdKind, by: str) -> tuple[CrowdSeen, str]:
    """The crowd as it leaves the house: the filter as text, or hashes as CSV; written down whether it is refused or not.

    Hashes are SHA-256 of the address in lower case without blanks (Google Customer Match, TikTok and Meta custom audiences), of
    buyers alone whose newest order says that they agreed to be written to.  Raises WrongUsage with the reason of a refusal.
    """
    made = None if contradiction(crowd) else _bought(house, shop, on)
    seen = _seen(shop, crowd, made)
    text, rows = "", None
    if not seen.refusal and made is not None and kind is CrowdKind.FILTER:
        text = f"{seen.platform_console}\n{dict(seen.filters).get('all', '')}\n"
        seen = replace(seen, refusal=_untypable(seen))
    elif not seen.refusal and made is not None:
        ids = {made.p.ids[n] for n in made.buyers.buyer[chosen(made, crowd)]}
        found, why = agreed_hashes(house, shop, ids)
        least = least_crowd()
        if not why and len(found) < least:
            why = Said("{n} of its buyers agreed to be written to: fewer than {least}", n=len(found), least=least)
        seen, rows = replace(seen, refusal=why, consented=len(found)), None if why else len(found)
        text = "" if why else _csv(found)
    _write_down(house, shop, crowd, kind, by, seen, rows)
    if seen.refusal:
        raise WrongUsage(seen.refusal, where=shop.name, next_step=Said("change its conditions"))
    return seen, text


def _untypable(seen: CrowdSeen) -> str:
    """Why a crowd cannot be typed at the platform, "" where it can."""
    if not seen.filters:
        return Said("no tool for crowds is known of this platform")
    missing = [Term("crowd_condition", name) for name, text in seen.filters if name != "all" and not text]
    return Said("the platform's tool has no such condition: {things}; the others alone would mean other buyers",
                things=listed(missing)) if missing else ""


def _csv(hashes: list[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Email_SHA256"])
    writer.writerows([one] for one in hashes)
    return out.getvalue()


def _write_down(house: House, shop: Shop, crowd: Crowd, kind: CrowdKind, by: str, seen: CrowdSeen, rows: int | None) -> None:
    from daybook.records import models

    models.CrowdOut.objects.create(
        shop=models.Shop.objects.get(name=shop.name), kind=kind.value, crowd=plain(crowd), size=seen.size, rows=rows,
        refused=json.dumps(said_json(seen.refusal), ensure_ascii=False) if seen.refusal else "", by=by[:120], at=house.now())


def refusal_of(kept: str) -> str:
    """Why a crowd was refused, as the log keeps it, as a sentence again; one that was kept as plain text stays as it is."""
    said: str = said_from(json.loads(kept)) if kept.startswith(('{"', '"')) else kept
    return said


def taken_out(shop: Shop) -> tuple[CrowdOut, ...]:
    """The newest two hundred times that a crowd of the shop left the house or was refused, the newest first."""
    from daybook.records import models

    rows = models.CrowdOut.objects.filter(shop__name=shop.name).order_by("-at", "-pk")[:200]
    return tuple(CrowdOut(r.at, r.by, CrowdKind(r.kind), _named(r.crowd), r.size, r.rows, refusal_of(r.refused)) for r in rows)


def _named(kept: Any) -> str:
    """A crowd as one line: its name, else its conditions."""
    crowd: Crowd = from_plain(Crowd, kept)
    said = [f"{f.name}={getattr(crowd, f.name)}" for f in fields(Crowd)
            if f.name != "name" and getattr(crowd, f.name) not in (None, "")]
    return " ".join([*([crowd.name] if crowd.name else []), *said])

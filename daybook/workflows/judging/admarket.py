"""Plays an ad market by files: one folder of reports a look, named on standard input; the changes are written beside them.

The decisions are those of `analysis/bidding`; here columns become reports and advised edits become the market's operations.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from daybook.analysis.bidding.advise import advise
from daybook.analysis.bidding.memory import Memory
from daybook.analysis.bidding.policy import ALL, Policy
from daybook.analysis.bidding.reports import (
    Advice,
    DayRows,
    Floats,
    Groups,
    Ints,
    Limits,
    Plans,
    Reports,
    Suggestions,
    Targets,
    Terms,
)

Columns = Mapping[str, Sequence[Any]]
COUNTS = ("impressions", "clicks", "cost", "orders", "revenue")
MATCHES = ("exact", "phrase", "broad")
#: Kind of advice -> the market's name of the operation.
OPERATIONS = {"bid": "set_bid", "pause": "pause", "enable": "enable", "match": "set_match", "add": "add_keyword",
              "negative": "add_negative", "budget": "set_budget"}


def play(lines: Iterable[str], output: TextIO, policy: Policy = ALL) -> None:
    """Answers each folder named on a line by its `changes.json` and one line of output."""
    memory = Memory()
    for line in lines:
        folder = Path(line.strip())
        if not line.strip():
            continue
        changes = decide(read_tables(folder), memory, policy)
        (folder / "changes.json").write_text(json.dumps(changes, ensure_ascii=False), encoding="utf-8")
        print(f"{len(changes)} changes", file=output, flush=True)


def decide(tables: Mapping[str, Any], memory: Memory, policy: Policy = ALL) -> list[dict[str, Any]]:
    """The market's changes for one look at its tables."""
    reports = reports_of(tables)
    types = {name: type(value) for name, value in (("keyword_id", _first(tables, "keywords", "keyword_id")),
                                                   ("ad_group_id", _first(tables, "ad_groups", "ad_group_id")),
                                                   ("campaign_id", _first(tables, "campaigns", "campaign_id")))}
    return [_operation(advice, types) for advice in advise(reports, memory, policy)]


def _first(tables: Mapping[str, Any], table: str, column: str) -> Any:
    values = tables.get(table, {}).get(column, ())
    return values[0].item() if len(values) and hasattr(values[0], "item") else values[0] if len(values) else ""


def read_tables(folder: Path) -> dict[str, Any]:
    """meta.json and every table that the decisions read; a table that is not there is empty."""
    tables: dict[str, Any] = {"meta": json.loads((folder / "meta.json").read_text(encoding="utf-8"))}
    for name in ("products", "ad_groups", "campaigns", "keywords", "daily", "search_terms", "suggestions"):
        path = folder / f"{name}.csv"
        if not path.exists():
            continue
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.reader(file)
            header = next(rows, [])
            columns = list(zip(*rows, strict=True))
        tables[name] = dict(zip(header, columns or [()] * len(header), strict=True))
    return tables


def reports_of(tables: Mapping[str, Any]) -> Reports:
    """Tables of columns, from files or from memory, as reports."""
    keywords, groups, campaigns = (tables.get(name, {}) for name in ("keywords", "ad_groups", "campaigns"))
    plan_at, group_at, product_at, target_at = (_places(table, column) for table, column in (
        (campaigns, "campaign_id"), (groups, "ad_group_id"), (tables.get("products", {}), "product_id"), (keywords, "keyword_id")))
    products = tables.get("products", {})
    product = _at(groups, "product_id", product_at)
    return Reports(
        _limits(tables["meta"]),
        Targets(tuple(map(str, keywords.get("keyword_id", ()))), tuple(map(str, keywords.get("keyword", ()))),
                _at(keywords, "ad_group_id", group_at), np.array([str(s) == "on" for s in keywords.get("status", ())], bool),
                tuple(m if m in MATCHES else "" for m in map(str, keywords.get("match_type", [""] * len(target_at)))),
                _numbers(keywords, "bid"), _numbers(keywords, "market_bid")),
        Groups(tuple(map(str, groups.get("ad_group_id", ()))), _at(groups, "campaign_id", plan_at),
               _numbers(products, "price")[product], _numbers(products, "gross_margin")[product]),
        Plans(tuple(map(str, campaigns.get("campaign_id", ()))), _numbers(campaigns, "daily_budget"),
              _numbers(campaigns, "spent_today"), _numbers(campaigns, "exhausted_hour")),
        _days(tables.get("daily", {}), target_at), _terms(tables.get("search_terms"), target_at),
        _suggestions(tables.get("suggestions"), group_at))


def _limits(meta: Mapping[str, Any]) -> Limits:
    return Limits(
        int(meta["day"]), int(meta["hour"]), int(meta.get("days", 28)), float(meta.get("account_daily_budget") or 0),
        float(meta.get("roi_floor") or 0), (float(meta.get("min_bid", 0.01)), float(meta.get("max_bid", 1e6))),
        float(meta.get("max_bid_change", 0.3)), int(meta.get("max_changes", 600)), int(meta.get("max_adds_per_day", 100)),
        int(meta.get("attribution_days", 3)),
        tuple((int(p["start_day"]), int(p["end_day"])) for p in meta.get("promotions", ())))


def _places(table: Columns, column: str) -> dict[str, int]:
    return {str(value): at for at, value in enumerate(table.get(column, ()))}


def _at(table: Columns, column: str, places: Mapping[str, int]) -> Ints:
    return np.array([places[str(value)] for value in table.get(column, ())], np.int64)


def _numbers(table: Columns, column: str) -> Floats:
    """A column of numbers; nan where a cell is empty or the column is not told."""
    size = max((len(values) for values in table.values()), default=0)
    values = table.get(column)
    if values is None:
        return np.full(size, np.nan)
    try:
        return np.asarray(values, float)
    except ValueError:
        return np.array([float(value) if value not in ("", "-", "--", "None") else np.nan for value in values])


def _days(table: Columns, target_at: Mapping[str, int]) -> DayRows:
    if not table.get("keyword_id") is not None or not len(table.get("keyword_id", ())):
        return DayRows(np.zeros(0, np.int64), np.zeros(0, np.int64), *(np.zeros(0) for _ in range(6)))
    return DayRows(np.asarray(table["day"]).astype(np.int64), _at(table, "keyword_id", target_at),
                   *(_numbers(table, column) for column in (*COUNTS, "impression_share")))


def _terms(table: Columns | None, target_at: Mapping[str, int]) -> Terms | None:
    if table is None:
        return None
    return Terms(_at(table, "keyword_id", target_at), tuple(map(str, table.get("search_term", ()))),
                 *(_numbers(table, column) for column in COUNTS))


def _suggestions(table: Columns | None, group_at: Mapping[str, int]) -> Suggestions | None:
    if table is None:
        return None
    return Suggestions(_at(table, "ad_group_id", group_at), tuple(map(str, table.get("keyword", ()))),
                       _numbers(table, "est_daily_searches"), _numbers(table, "suggested_bid"))


def _operation(advice: Advice, types: Mapping[str, type]) -> dict[str, Any]:
    operation: dict[str, Any] = {"op": OPERATIONS[advice.kind], "reason": _reason(advice)}
    if advice.kind in ("add", "negative"):
        operation |= {"ad_group_id": types["ad_group_id"](advice.target), "keyword": advice.text}
    elif advice.kind == "budget":
        operation |= {"campaign_id": types["campaign_id"](advice.target), "budget": advice.value}
    else:
        operation["keyword_id"] = types["keyword_id"](advice.target)
    if advice.kind in ("bid", "add"):
        operation["bid"] = advice.value
    if advice.kind in ("match", "add"):
        operation["match"] = advice.match
    return operation


def _reason(advice: Advice) -> str:
    why = advice.evidence
    return (f"{why.clicks:.0f} clicks, {why.orders:.0f} orders, conversion {why.cvr[1]:.2%} [{why.cvr[0]:.2%}, {why.cvr[2]:.2%}], "
            f"worth {why.worth:.2f} a click, next click {why.marginal_cpc:.2f}, gain {why.gain:.2f} a day")

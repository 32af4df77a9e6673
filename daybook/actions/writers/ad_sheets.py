"""Upload sheets of ads: Amazon's bulksheet of sponsored products, Google Ads Editor's CSV, and a table by hand for 万相台.

A sheet names what reports name.  Amazon's wants ids: of a plan that is known by its name only none is made.  For 万相台 no template
is published: its columns are those of its own keyword report with the new value beside, to be typed over in its batch view.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from daybook.actions.writers.layout import Layout, Row
from daybook.domain.moves.ads import Bid, Budget, KeywordAdd, KeywordNegative, KeywordPause, MatchType, PlanPause
from daybook.domain.moves.move import Move

#: https://advertising.amazon.com/help, bulksheets 2.0 (read 2026-11-29): columns of sponsored products that a change needs.
BULKSHEET = ("Product", "Entity", "Operation", "Campaign ID", "State", "Daily Budget", "Keyword Text", "Match Type")
#: https://support.google.com/google-ads/editor/answer/57747 (read 2026-11-29); an empty cell leaves a value as it is.
EDITOR = ("Campaign", "Campaign status", "Campaign daily budget", "Keyword", "Criterion Type", "Max CPC", "Status")
WXT = ("计划ID", "词名字/词包名字", "操作", "匹配方式", "出价", "日限额")
EXACT = {"exact": "精准匹配", "phrase": "词组匹配", "broad": "广泛匹配"}


def _money(value: Decimal) -> str:
    return f"{value:.2f}"


def _bulk(entity: str, operation: str, plan: str, **cells: str) -> Row:
    told = {"Product": "Sponsored Products", "Entity": entity, "Operation": operation, "Campaign ID": plan, **cells}
    return tuple(told.get(name, "") for name in BULKSHEET)


def _bulk_row(move: Move) -> Row:
    if isinstance(move, Budget):
        return _bulk("Campaign", "Update", move.object_id, **{"Daily Budget": _money(move.to)})
    if isinstance(move, PlanPause):
        return _bulk("Campaign", "Update", move.object_id, State="enabled" if move.to else "paused")
    assert isinstance(move, KeywordNegative)
    match = "negativePhrase" if move.match == "phrase" else "negativeExact"
    return _bulk("Campaign Negative Keyword", "Create", move.object_id, State="enabled",
                 **{"Keyword Text": move.word, "Match Type": match})


def _editor(plan: str, **cells: str) -> Row:
    told = {"Campaign": plan, **{name.replace("_", " "): value for name, value in cells.items()}}
    return tuple(told.get(name, "") for name in EDITOR)


def _editor_row(move: Move) -> Row:
    if isinstance(move, Budget):
        return _editor(move.object_id, Campaign_daily_budget=_money(move.to))
    if isinstance(move, PlanPause):
        return _editor(move.object_id, Campaign_status="Enabled" if move.to else "Paused")
    if isinstance(move, KeywordNegative):
        return _editor(move.object_id, Keyword=move.word, Criterion_Type=f"Campaign Negative {move.match.capitalize()}")
    if isinstance(move, KeywordPause):
        return _editor(move.plan, Keyword=move.object_id, Status="Enabled" if move.to else "Paused")
    assert isinstance(move, Bid)
    return _editor(move.plan, Keyword=move.object_id, Max_CPC=_money(move.to))


def _wxt_row(move: Move) -> Row:
    if isinstance(move, Budget):
        return (move.object_id, "", "改日限额", "", "", _money(move.to))
    if isinstance(move, PlanPause):
        return (move.object_id, "", "开启" if move.to else "暂停", "", "", "")
    if isinstance(move, KeywordAdd):
        return (move.object_id, move.word, "加词", EXACT.get(move.match, move.match), _money(move.bid), "")
    if isinstance(move, KeywordNegative):
        return (move.object_id, move.word, "加否词", EXACT.get(move.match, move.match), "", "")
    if isinstance(move, KeywordPause):
        return (move.plan, move.object_id, "开启" if move.to else "暂停", "", "", "")
    if isinstance(move, MatchType):
        return (move.plan, move.object_id, "改匹配方式", EXACT.get(move.to, move.to), "", "")
    assert isinstance(move, Bid)
    return (move.plan, move.object_id, "改出价", "", _money(move.to), "")


def with_plan(move: Move) -> bool:
    """Whether the plan of a move is told: without it a word is of nowhere."""
    return bool(getattr(move, "plan", move.object_id))


def with_id(move: Move) -> bool:
    """Whether a move names its plan by an id."""
    return move.object_id.isdigit()


def _of(layout: Layout, *kinds: type[Move]) -> dict[type[Move], Layout]:
    return dict.fromkeys(kinds, layout)


def _layout(tool: str, columns: tuple[str, ...], row: Callable[[Move], Row], fits: Callable[[Move], bool]) -> Layout:
    return Layout(tool, columns, row, fits=fits)


WXT_SHEETS: Mapping[type[Move], Layout] = _of(
    _layout("万相台批量管理", WXT, _wxt_row, with_plan),
    Bid, MatchType, KeywordAdd, KeywordPause, KeywordNegative, Budget, PlanPause)
AMAZON_SHEETS: Mapping[type[Move], Layout] = _of(
    _layout("Bulk operations: sponsored products", BULKSHEET, _bulk_row, with_id), Budget, PlanPause, KeywordNegative)
GOOGLE_SHEETS: Mapping[type[Move], Layout] = _of(
    _layout("Google Ads Editor: import", EDITOR, _editor_row, with_plan), Bid, KeywordPause, KeywordNegative, Budget, PlanPause)

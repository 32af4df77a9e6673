"""Reads the CSV files of `daybook set`: each row is a value that a person gives, or is rejected with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from daybook.domain import given as g
from daybook.domain.errors import BrokenFile, NeedsPerson, WrongUsage
from daybook.domain.limits import LIMITS, LimitKind
from daybook.domain.moves.move import text_of
from daybook.domain.object_facts import FACTS, FactKind, ObjectFact
from daybook.domain.promises import LOWEST_RULES, PROMISE_KINDS, PricePromise, RunningCoupon
from daybook.domain.roster import RosterShift, Script
from daybook.domain.shop import Shop
from daybook.domain.supply import Inbound, LeadTime
from daybook.sources import given_cells as cell
from daybook.sources.cells import listed, plain_name, shape
from daybook.sources.delimited import decode, dialect, refuse_cut_off, rows
from daybook.sources.given_layout import ITEM, SHOP, SINCE, SKU, Cell, GivenFor, Layout, Parse, Refused, maybe, utc_of
from daybook.sources.given_rivals import RIVAL_LAYOUTS
from daybook.sources.reader import RejectedRow

HOURS = 24
LONGEST_WORD = 120


@dataclass(frozen=True)
class GivenLine:
    """One value and the line of the file that gave it."""

    line: int
    value: g.GivenValue


@dataclass(frozen=True)
class GivenFile:
    """What a file gives; `again`: its rows that say what a row before them says."""

    kind: str
    lines: tuple[GivenLine, ...]
    rejected: tuple[RejectedRow, ...]
    again: int = 0

    @property
    def rows(self) -> int:
        return len(self.lines) + len(self.rejected) + self.again


_raw: Parse = str
YES_NO = cell.one_of({"yes": "是", "no": "否"}, "yes or no")
def _cost(values: dict[str, Any], context: GivenFor) -> None:
    """The currency is the shop's where the file is silent, and one in which some shop of the client sells."""
    shop = context.shops.get(values["shop"])
    sold_in = {shop.currency} if shop else {s.currency for s in context.shops.values() if s.client == context.client}
    said = values["currency"]
    if not said and len(sold_in) != 1:
        raise Refused("currency", f"is empty, and the client sells in {listed(sorted(sold_in))}: say which")
    values["currency"] = said or next(iter(sold_in))
    if values["currency"] not in sold_in:
        raise Refused("currency", f"is not what is sold in ({listed(sorted(sold_in))}); rates are not guessed")


def _term(values: dict[str, Any], context: GivenFor) -> None:
    parse = cell.rate if values["term"] in g.SHARE_TERMS else cell.amount
    values["value"] = _or_refused("value", parse, values["value"])


def _limit(values: dict[str, Any], context: GivenFor) -> None:
    kind, _ = LIMITS[values["limit"]]
    parse = cell.rate if kind is LimitKind.SHARE else cell.amount
    values["value"] = _or_refused("value", parse, values["value"])
    if kind is LimitKind.CLOCK and not (values["value"] == int(values["value"]) and values["value"] < HOURS):
        raise Refused("value", "is no hour of a day: give 0 to 23")


def _event(values: dict[str, Any], context: GivenFor) -> None:
    if values["last"] < values["first"]:
        raise Refused("last", f"lies before the first day {values['first']}: swap the days")


def _promise(values: dict[str, Any], context: GivenFor) -> None:
    _event(values, context)
    if values["price"] <= 0:
        raise Refused("price", "is not above 0")
    unknown = [one for one in values["asks"].split() if one not in LOWEST_RULES]
    if unknown:
        raise Refused("asks", f"is no rule of lowest prices: name some of {listed(LOWEST_RULES)}")


def _coupon(values: dict[str, Any], context: GivenFor) -> None:
    _event(values, context)
    if not 0 < values["off"] < values["threshold"]:
        raise Refused("off", f"is not between 0 and the threshold {values['threshold']:f}: goods would be given away")


def _note(values: dict[str, Any], context: GivenFor) -> None:
    values["at"] = utc_of(values["at"], context.shops[values["shop"]])
    values["from_"] = values.pop("from")


def _link(values: dict[str, Any], context: GivenFor) -> None:
    if not values["item_id"] and not values["sku"]:
        raise Refused("item_id", "is empty, and so is the SKU: a product needs one of them")


def _fact(values: dict[str, Any], context: GivenFor) -> None:
    """The value as its fact is written; without a day it was seen when it was said."""
    shop, kind = context.shops[values["shop"]], FACTS[values["fact"]].kind
    values["value"] = _or_refused("value", lambda text: _fact_value(kind, text, shop), values["value"])
    if values["valid_from"] is None:
        values["valid_from"] = shop.day_of(context.known_at)


def _fact_value(kind: FactKind, text: str, shop: Shop) -> str:
    if kind in (FactKind.YES_NO, FactKind.WORD):
        return YES_NO(text) if kind is FactKind.YES_NO else _word(text)
    if kind is FactKind.MOMENT:
        return utc_of(cell.moment(text), shop).isoformat()
    found = cell.rate(text) if kind is FactKind.SHARE else cell.amount(text)
    if kind is FactKind.COUNT and found != int(found):
        raise ValueError("is no whole number")
    return text_of(found)


def _word(text: str) -> str:
    said = " ".join(text.split())
    if not 0 < len(said) <= LONGEST_WORD:
        raise ValueError(f"has to be a text of at most {LONGEST_WORD} characters")
    return said


LAYOUTS: Mapping[str, Layout] = {layout.kind: layout for layout in (
    Layout("cost", "sku,unit_cost,currency,valid_from", g.UnitCost, (
        SKU, Cell("unit_cost", cell.amount, ("单件成本", "成本", "成本价")),
        Cell("currency", cell.currency, ("币种",), optional=True, may_be_empty=True), SINCE), _cost, wide=True),
    Layout("terms", "shop,term,value,valid_from", g.Term, (
        Cell("term", cell.one_of(g.TERMS, "term"), ("费用项",)), Cell("value", _raw, ("数值", "值")),
        SINCE), _term, wide=True),
    Layout("target", "shop,metric,month,value,valid_from", g.Target, (
        Cell("metric", cell.one_of(g.TARGETS, "metric with a target"), ("指标",)), Cell("month", cell.month, ("月份",)),
        Cell("value", cell.amount, ("目标", "目标值")), SINCE)),
    Layout("team", "person,role,shop,minutes,valid_from", g.TeamMember, (
        Cell("person", cell.name, ("姓名",)), Cell("role", cell.name, ("岗位", "角色")),
        Cell("minutes", cell.minutes, ("分钟", "每日分钟")), SINCE)),
    Layout("limit", "shop,limit,value,valid_from", g.LimitSet, (
        Cell("limit", cell.one_of({name: zh for name, (_, zh) in LIMITS.items()}, "limit"), ("限制",)),
        Cell("value", _raw, ("数值", "值")), SINCE), _limit, wide=True),
    Layout("calendar", "shop,name,kind,first,last", g.OwnEvent, (
        Cell("name", cell.name, ("活动名称", "活动")),
        Cell("kind", cell.one_of(g.EVENT_KINDS, "kind of event"), ("类型",)),
        Cell("first", cell.day, ("开始日期",)), Cell("last", cell.day, ("结束日期",))), _event, wide=True),
    Layout("role", "shop,item_id,role,valid_from", g.ItemRole, (
        ITEM, Cell("role", cell.name, ("角色", "商品角色")), SINCE)),
    Layout("product-map", "shop,item_id,sku,product", g.ProductLink, (
        Cell("item_id", cell.an_id, ITEM.also, may_be_empty=True),
        Cell("sku", cell.an_id, SKU.also, optional=True, may_be_empty=True),
        Cell("product", cell.name, ("货号",))), _link),
    Layout("exclusion", "shop,order_id,reason", g.Exclusion, (
        Cell("order_id", cell.an_id, ("订单编号", "主订单编号")),
        Cell("reason", cell.one_of(g.EXCLUSION_REASONS, "reason"), ("原因",)))),
    Layout("fact", "shop,object,fact,value,seen_on", ObjectFact, (
        Cell("object", cell.name, ("对象",)),
        Cell("fact", cell.one_of({name: fact.zh for name, fact in FACTS.items()}, "fact"), ("事实", "项目")),
        Cell("value", _raw, ("数值", "值")),
        Cell("valid_from", cell.day, ("seen_on", "看到日期"), optional=True, may_be_empty=True, empty=None)), _fact),
    Layout("promise", "shop,object,kind,name,price,first,last,to,asks,source", PricePromise, (
        Cell("object", cell.name, ("对象", "商品id", "商家编码", "货号"), may_be_empty=True),
        Cell("kind", cell.one_of(PROMISE_KINDS, "kind of promise"), ("类型",)), Cell("name", cell.name, ("活动名称", "约定")),
        Cell("price", cell.amount, ("价格", "到手价")), Cell("first", cell.day, ("开始日期",)),
        Cell("last", cell.day, ("结束日期", "截止日期")), Cell("to", cell.name, ("承诺对象",), optional=True, may_be_empty=True),
        Cell("asks", cell.name, ("规则",), optional=True, may_be_empty=True),
        Cell("source", cell.value_text, ("来源", "依据"), optional=True, may_be_empty=True)), _promise, wide=True),
    Layout("coupon", "shop,object,name,threshold,off,first,last,source", RunningCoupon, (
        Cell("object", cell.name, ("对象", "商品id", "商家编码", "货号"), may_be_empty=True),
        Cell("name", cell.name, ("优惠券名称", "名称")), Cell("threshold", cell.amount, ("门槛", "使用门槛")),
        Cell("off", cell.amount, ("面额", "优惠金额")), Cell("first", cell.day, ("开始日期",)),
        Cell("last", cell.day, ("结束日期", "截止日期")),
        Cell("source", cell.value_text, ("来源", "依据"), optional=True, may_be_empty=True)), _coupon, wide=True),
    Layout("lead-time", "shop,sku,days,late_days,every_days,least,pack,order_cost,supplier,valid_from", LeadTime, (
        Cell("sku", cell.an_id, SKU.also, may_be_empty=True), Cell("days", cell.wait, ("到货周期", "天数")),
        maybe("late_days", cell.wait, "误差天数"), maybe("every_days", cell.wait, "订货间隔"),
        maybe("least", cell.count, "起订量"), maybe("pack", cell.count, "箱规"), maybe("order_cost", cell.amount, "订货费用"),
        Cell("supplier", cell.name, ("供应商",), optional=True, may_be_empty=True), SINCE), wide=True),
    Layout("inbound", "shop,sku,ref,units,arrives,valid_from", Inbound, (
        SKU, Cell("ref", cell.an_id, ("采购单号", "单号"), optional=True, may_be_empty=True),
        Cell("units", cell.count, ("件数", "数量")), Cell("arrives", cell.day, ("到货日期", "预计到货")), SINCE)),
    Layout("roster", "shop,person,day,hours,chats,valid_from", RosterShift, (
        Cell("person", cell.name, ("客服",)), Cell("day", cell.roster_day, ("星期",)), Cell("hours", cell.roster_hours, ("班次",)),
        maybe("chats", cell.chats, "同时接待"), SINCE)),
    Layout("script", "shop,topic,name,text,valid_from", Script, (Cell("topic", cell.name, ("话题",)), Cell("name", cell.name, (
        "名称",)), Cell("text", cell.words, ("内容",), may_be_empty=True), SINCE)),
    Layout("notes", "shop,at,object,kind,from,to,text", g.Note, (
        Cell("at", cell.moment, ("时间",)), Cell("object", cell.name, ("对象",)),
        Cell("kind", cell.one_of(g.NOTE_KINDS, "kind of note"), ("类型",)),
        Cell("from", cell.value_text, ("从", "原值"), optional=True, may_be_empty=True),
        Cell("to", cell.value_text, ("到", "新值"), optional=True, may_be_empty=True),
        Cell("text", cell.words, ("说明", "备注"), may_be_empty=True)), _note),
    *RIVAL_LAYOUTS,
)}


def read_given(file: Path, kind: str, context: GivenFor) -> GivenFile:
    """The values of one file.

    Raises BrokenFile for a file that is no table, NeedsPerson when a needed column is missing, WrongUsage for an
    unknown kind.
    """
    layout = layout_of(kind)
    header, body = _table(file)
    places = _places(layout, header, file.name)
    lines: list[GivenLine] = []
    rejected: list[RejectedRow] = []
    before: dict[tuple[object, ...], GivenLine] = {}
    again = 0
    for line, row in body:
        try:
            value = _value(layout, places, header, row, context)
            _refuse_contradiction(value, before)
        except Refused as refusal:
            shown = _shown(refusal.column, places, row)
            rejected.append(RejectedRow(line, refusal.column, shown, refusal.reason))
            continue
        if g.key_of(value) in before:
            again += 1
        else:
            lines.append(GivenLine(line, value))
            before[g.key_of(value)] = lines[-1]
    return GivenFile(kind, tuple(lines), tuple(rejected), again)


def layout_of(kind: str) -> Layout:
    """The layout of a kind of file.  Raises WrongUsage."""
    found = LAYOUTS.get({"note": "notes", "product_map": "product-map"}.get(kind, kind))
    if found is None:
        raise WrongUsage(f"nothing of the kind {kind} can be set", next_step=f"use one of: {listed(LAYOUTS, 20)}")
    return found


def _table(file: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header cells, and each row that is not blank with its line."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BrokenFile(f"the file cannot be opened ({error.strerror})", where=str(file),
                         next_step="check the path") from error
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise BrokenFile("this is a workbook, a CSV file is wanted", where=file.name, next_step="save it as CSV UTF-8")
    text = decode(file.name, content)
    found = rows(file.name, text, dialect(text))
    refuse_cut_off(file.name, text, found)
    numbered, line = [], 1
    for row in found:
        if any(c.strip() for c in row):
            numbered.append((line, row))
        line += 1 + sum(c.count("\n") for c in row)
    if not numbered:
        raise BrokenFile("the file is empty", where=file.name, next_step="write a header and one line per value")
    return [c.strip() for c in numbered[0][1]], numbered[1:]


def _places(layout: Layout, header: Sequence[str], where: str) -> dict[str, int]:
    """Column name -> position.  Raises NeedsPerson naming what is missing."""
    at = {plain_name(title): i for i, title in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for column in (SHOP, *layout.cells):
        place = next((at[p] for p in (plain_name(n) for n in (column.name, *column.also)) if p in at), None)
        if place is not None:
            found[column.name] = place
        elif not column.optional:
            raise NeedsPerson(f"the header lacks {column.name}", where=where,
                              next_step=f"begin the file with: {layout.header}")
    return found


def _value(layout: Layout, places: Mapping[str, int], header: Sequence[str], row: Sequence[str],
           context: GivenFor) -> g.GivenValue:
    if any(c.strip() for c in row[len(header):]):
        raise Refused("row", f"has more cells than the header ({len(header)}): put text with commas into quotes")
    values: dict[str, Any] = {}
    for column in layout.cells:
        text = _text(column, places, row)
        values[column.name] = _or_refused(column.name, column.parse, text) if text else column.empty
    shop = _text(SHOP, places, row)
    values["shop"] = _shop(layout, _or_refused("shop", SHOP.parse, shop) if shop else "", context)
    layout.finish(values, context)
    return layout.make(**values, known_at=context.known_at)


def _text(column: Cell, places: Mapping[str, int], row: Sequence[str]) -> str:
    """The cell of a column; formulas and missing values are refused here, before anything reads them."""
    place = places.get(column.name)
    text = row[place] if place is not None and place < len(row) else ""
    try:
        cell.refuse_formula(text)
    except ValueError as error:
        raise Refused(column.name, str(error)) from None
    if not column.may_be_empty and not cell.bare_text(text):
        raise Refused(column.name, "is empty")
    return text if column.parse is cell.value_text else cell.bare_text(text)


def _or_refused(column: str, parse: Parse, text: str) -> Any:
    try:
        return parse(text)
    except Refused:
        raise
    except ValueError as error:
        raise Refused(column, str(error)) from None


def _shop(layout: Layout, named: str, context: GivenFor) -> str:
    """The shop of a row: named in it, else given with the command, else none where that means all of the client's."""
    if named and context.shop and named != context.shop:
        raise Refused("shop", f"is not {context.shop}, for which the file was given")
    name = named or context.shop
    if not name:
        if layout.wide and context.client:
            return ""
        more = " or --client" if layout.wide else ""
        raise Refused("shop", f"is empty: name the shop in the row, or give --shop{more}")
    shop = context.shops.get(name)
    mine = sorted(s.name for s in context.shops.values() if context.client in ("", s.client))
    if shop is None:
        raise Refused("shop", f"is not registered: use one of {listed(mine)}, or `daybook shop add`")
    if context.client and shop.client != context.client:
        raise Refused("shop", f"is no shop of client {context.client}: use one of {listed(mine)}")
    return name


def _refuse_contradiction(value: g.GivenValue, before: Mapping[tuple[object, ...], GivenLine]) -> None:
    """The same thing said twice in one file in two ways: the first stands."""
    earlier = before.get(g.key_of(value))
    if earlier is not None and g.content_of(earlier.value) != g.content_of(value):
        raise Refused("row", f"says otherwise than line {earlier.line} of the same file: keep one of them")


def _shown(column: str, places: Mapping[str, int], row: Sequence[str]) -> str:
    place = places.get(column)
    return shape(row[place].strip()) if place is not None and place < len(row) else ""


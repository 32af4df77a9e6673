"""Proposes a mapping for an unknown table: by header names in Chinese and English, then by what the cells hold.

The proposal is text for a person to edit; what was only guessed says so.
"""

import json
import re
from collections.abc import Callable

from daybook.domain.errors import NeedsPerson
from daybook.sources import dates, grammar
from daybook.sources.cells import NULL_WORDS, plain_name
from daybook.sources.reader import Sheet

#: So many rows are looked at.
SAMPLE = 2000
#: A column is of a kind when so much of its filled cells is.
MOSTLY = 0.9

ALIASES: dict[str, tuple[str, ...]] = {
    "order_id": ("order_id", "order id", "orderid", "order number", "order no", "invoice", "invoiceno", "invoice no",
                 "主订单编号", "订单编号", "订单号", "order", "number"),
    "line_id": ("order_item_id", "line_id", "line id", "子订单编号", "子订单号"),
    "ordered_at": ("order_purchase_timestamp", "ordered_at", "order date", "order_date", "invoicedate", "created at",
                   "created_at", "purchase date", "date", "订单创建时间", "下单时间", "订单提交时间", "创建时间",
                   "日期"),
    "paid_at": ("order_approved_at", "paid_at", "paid at", "payment date", "订单付款时间", "付款时间", "支付时间"),
    "status": ("order_status", "status", "订单状态", "状态"),
    "item_id": ("product_id", "item_id", "product id", "asin", "商品id", "宝贝id"),
    "sku": ("sku", "stockcode", "stock code", "seller sku", "variant sku", "商家编码", "货号", "规格编码"),
    "title": ("title", "product name", "product_name", "description", "item name", "商品名称", "宝贝标题", "标题"),
    "variant": ("variant", "variation", "商品规格", "商品属性", "规格"),
    "units": ("quantity", "qty", "units", "购买数量", "商品数量", "数量", "件数"),
    "unit_price": ("unitprice", "unit price", "unit_price", "price", "单价", "商品单价", "商品价格", "价格"),
    "amount": ("amount", "line total", "line_total", "total", "sales", "revenue", "实付金额", "买家实际支付金额",
               "金额", "支付金额", "总金额"),
    "freight": ("freight_value", "freight", "shipping", "运费", "邮费"),
    "discount": ("discount", "discount amount", "优惠金额"),
    "refund_amount": ("refund", "refunded amount", "refund amount", "退款金额"),
    "buyer": ("customer_unique_id", "customer id", "customerid", "customer_id", "buyer id", "buyer", "email",
              "买家会员名", "买家id", "客户id"),
    "country": ("country", "ship-country", "国家"),
    "province": ("customer_state", "state", "province", "省", "省份"),
    "city": ("customer_city", "city", "市", "城市"),
    "channel": ("channel", "source", "渠道"),
    "currency": ("currency", "币种"),
}
#: The house's word for what files call a status, where that is plain.
STATUS_WORDS = (
    ("closed", ("canceled", "cancelled", "refunded", "交易关闭", "已取消", "已关闭")),
    ("done", ("delivered", "completed", "done", "交易成功", "已完成")),
    ("shipped", ("shipped", "fulfilled", "卖家已发货，等待买家确认", "已发货")),
    ("paid", ("paid", "processing", "approved", "invoiced", "买家已付款，等待卖家发货", "待发货", "已支付")),
    ("unpaid", ("unpaid", "pending", "created", "on-hold", "等待买家付款", "待付款")),
)
_LINES = ("sku", "item_id", "units", "unit_price", "line_id")


def propose(sheet: Sheet) -> str:
    """A mapping as TOML text to edit; `load` reads it once order_id, ordered_at and an amount are filled in."""
    sample = {i: _filled(sheet, i) for i in range(len(sheet.header))}
    chosen, guessed = _by_name(sheet), {}
    for target, test in (("ordered_at", _is_date), ("order_id", _is_id), ("amount", _is_amount)):
        if target in chosen or (target == "amount" and "unit_price" in chosen):
            continue
        at = _by_content(sample, set(chosen.values()), test)
        if at is not None:
            chosen[target] = at
            guessed[target] = "guessed from its cells"
    lines = ["# A column mapping. Edit it, then: daybook ingest --shop NAME --mapping THIS.toml FILE", ""]
    lines += _table(chosen, sample) + _columns(sheet, chosen, guessed) + _rules(sheet, chosen, sample)
    return "\n".join(lines) + "\n"


def _table(chosen: dict[str, int], sample: dict[int, list[str]]) -> list[str]:
    kind = "order_lines" if any(t in chosen for t in _LINES) else "orders"
    lines = ["[table]", f'kind = "{kind}"  # order_lines: one row per line of an order; orders: one row per order',
             '# currency = "CNY"  # else the shop\'s',
             '# zone = "Asia/Shanghai"  # of the clock times, else the shop\'s']
    if "ordered_at" in chosen and _asks(dates.day_order, sample[chosen["ordered_at"]]):
        lines.append('dates = ""  # say "dmy" (05/06 is 5 June) or "mdy" (6 May): the cells do not tell')
    money = [c for t in ("unit_price", "amount") if t in chosen for c in sample[chosen[t]]]
    if _asks(grammar.decimal_mark, money):
        lines.append('decimal = ""  # say "." (1,234 is a thousand) or "," (1.234 is): the cells do not tell')
    return lines


def _columns(sheet: Sheet, chosen: dict[str, int], guessed: dict[str, str]) -> list[str]:
    lines = ["", "[columns]  # the house's name = the header of the file"]
    for target in ALIASES:
        if target in chosen:
            note = f"  # {guessed[target]}" if target in guessed else ""
            lines.append(f"{target} = {_quoted(sheet.header[chosen[target]])}{note}")
    for target in ("order_id", "ordered_at"):
        if target not in chosen:
            lines.append(f'{target} = ""  # needed: not found')
    if not {"amount", "unit_price"} & set(chosen):
        lines.append('amount = ""  # needed: not found (or unit_price with units)')
    used = set(chosen.values())
    rest = [c.strip() for i, c in enumerate(sheet.header) if i not in used and c.strip()]
    return [*lines, f"# not used: {', '.join(rest)}"] if rest else lines


def _rules(sheet: Sheet, chosen: dict[str, int], sample: dict[int, list[str]]) -> list[str]:
    """Status words to translate, and what marks a refund."""
    lines: list[str] = []
    if "status" in chosen:
        words = sorted(set(sample[chosen["status"]]))[:20]
        lines += ["", "[status]  # the file's word = unpaid, paid, shipped, done or closed"]
        lines += [_status_line(word) for word in words]
    if "units" in chosen and any(cell.startswith("-") for cell in sample[chosen["units"]]):
        letter = _refund_letter(sheet, chosen)
        lines += ["", "[[refund_when]]  # rows that give money back"]
        lines += ([f"column = {_quoted(sheet.header[chosen['order_id']])}", f'starts_with = "{letter}"'] if letter
                  else [f"column = {_quoted(sheet.header[chosen['units']])}", "negative = true"])
    return lines


def _status_line(word: str) -> str:
    meant = next((house for house, words in STATUS_WORDS if plain_name(word) in words), "")
    return f'{_quoted(word)} = "{meant}"' if meant else f'# {_quoted(word)} = "paid"'


def _refund_letter(sheet: Sheet, chosen: dict[str, int]) -> str:
    """The letter that most ids with a negative quantity begin with, such as the C of a cancelled invoice."""
    if "order_id" not in chosen:
        return ""
    head = sheet.cells.slice(0, SAMPLE)
    ids, units = (head.column(chosen[t]).to_pylist() for t in ("order_id", "units"))
    letters = [(i or "")[:1] for i, u in zip(ids, units, strict=True) if (u or "").startswith("-")]
    common = max(sorted(filter(str.isalpha, letters)), key=letters.count, default="")
    return common if letters.count(common) >= len(letters) / 2 else ""


def _by_name(sheet: Sheet) -> dict[str, int]:
    place = {plain_name(cell): i for i, cell in reversed(list(enumerate(sheet.header)))}
    found: dict[str, int] = {}
    for target, aliases in ALIASES.items():
        at = next((place[p] for p in map(plain_name, aliases) if p in place and place[p] not in found.values()), None)
        if at is not None:
            found[target] = at
    return found


def _by_content(sample: dict[int, list[str]], used: set[int], test: Callable[[str], bool]) -> int | None:
    for at, cells in sample.items():
        if at not in used and cells and sum(map(test, cells)) >= MOSTLY * len(cells):
            return at
    return None


def _filled(sheet: Sheet, at: int) -> list[str]:
    cells = sheet.cells.column(at).slice(0, SAMPLE).to_pylist()
    return [c.strip() for c in cells if c and c.strip() not in NULL_WORDS]


def _is_date(cell: str) -> bool:
    if re.fullmatch(r"\d{5}(\.\d+)?", cell):
        return False  # a serial number of a spreadsheet, but just as well any number
    try:
        dates.stamp(cell, "dmy")
    except ValueError:
        return False
    return True


def _is_id(cell: str) -> bool:
    return bool(re.fullmatch(r"[#A-Za-z]{0,3}-?\d[\dA-Za-z-]{4,}", cell))


def _is_amount(cell: str) -> bool:
    return bool(re.search(r"[.,¥￥$€£]", cell)) and _is_number(cell)


def _is_number(cell: str) -> bool:
    for mark in ".,":
        try:
            return grammar.number(cell, mark) is not None
        except (ValueError, ArithmeticError):
            continue
    return False


def _asks(question: Callable[[list[str], str], str], cells: list[str]) -> bool:
    try:
        question(cells, "")
    except NeedsPerson:
        return True
    return False


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

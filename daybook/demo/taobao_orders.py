"""Taobao and Tmall: 订单报表, 宝贝报表 and 退款单 in the platform's own layout (docs/demo-layouts.md, A1 to A3)."""

import numpy as np

from daybook.demo import orders_seen as seen
from daybook.demo.buying import DAY_SECONDS, NEVER, REASONS_CN
from daybook.demo.disputed import state_of
from daybook.demo.landings import DAILY_DAYS, Window, compact, history, mornings, rolling, waiting
from daybook.demo.orders_seen import Seen, Stamps, orders_in
from daybook.demo.paper import Sink, columns, money, quoted_csv, workbook
from daybook.demo.world import ShopWorld

ORDER_HEADER = columns(
    "订单编号,买家会员名,买家会员昵称,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
    "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,"
    "虚拟号过期时间,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,"
    "店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,"
    "是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,"
    "集分宝抵扣,是否是O2O交易,满返红包金额,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,"
    "新零售发货门店id,退款金额,预约门店,是否村淘订单,确认收货时间,打款商家金额,含应开票给个人的个人红包,"
    "是否信用购,体验期结束时间,前N有礼,配送类型,直播返现状态,返现金额,延迟发货自动赔付金额,新零售成交门店昵称,"
    "新零售成交门店id,新零售成交经销商id,预售订单,发货时间,商家备忘,主订单编号"
)
LINE_HEADER = columns(
    "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,"
    "买家应付货款,买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间,商品ID"
)
REFUND_HEADER = columns(
    "订单编号,退款编号,支付宝交易号,订单付款时间,商品id,商品编码,退款完结时间,买家实际支付金额,宝贝标题,退款总额,"
    "手工退款/系统退款,是否需要退货,退款申请时间,退款状态,货物状态,售后类型,买家退款原因,发货物流信息,"
    "客服介入状态,退给买家金额,退给平台金额"
)
_STATES = {
    seen.UNPAID: "等待买家付款", seen.CLOSED: "交易关闭", seen.REFUNDED: "交易关闭",
    seen.PAID: "买家已付款，等待卖家发货", seen.SHIPPED: "卖家已发货，等待买家确认", seen.DONE: "交易成功",
}
_CLOSE = {seen.CLOSED: "买家未付款", seen.REFUNDED: "退款"}
#: How a case stands -> 客服介入状态.
CASES_CN = {"": "无需客服介入", "open": "客服介入中", "lost": "客服介入完结", "won": "客服介入完结"}
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"


def order_id(shop: ShopWorld, number: int, day: int) -> str:
    """Nineteen digits, growing with time."""
    return f"{4100 + shop.plan.index}{day:04d}{number:07d}{number * 37 % 10000:04d}"


def write_orders(shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """订单报表 and 宝贝报表 for history, every morning, and the rolling month; every morning the orders that still wait."""
    stamps = Stamps(shop)
    for w in [*history(shop, daily), *mornings(shop, daily), *rolling(shop, daily)]:
        orders = list(orders_in(shop, w, stamps))
        tag = f"{compact(shop.days[0])[:4]}{w.taken:04d}{w.first:04d}{shop.plan.index:03d}"
        sink.put(f"ExportOrderList{tag}.csv", "orders", w.known_at,
                 quoted_csv(ORDER_HEADER, (_order_row(shop, o) for o in orders), "gb18030"))
        sink.put(f"ExportOrderDetailList{tag}.csv", "order_lines", w.known_at,
                 quoted_csv(LINE_HEADER, (r for o in orders for r in _line_rows(shop, o)), "gb18030"))
    for w in waiting(shop, daily):
        still = [_order_row(shop, o) for o in orders_in(shop, w, stamps, waiting=True)]
        if still:
            tag = f"{compact(shop.days[0])[:4]}{w.taken:04d}{w.first:04d}{shop.plan.index:03d}"
            sink.put(f"ExportOrderList{tag}w.csv", "orders", w.known_at, quoted_csv(ORDER_HEADER, still, "gb18030"))


def _stages(o: Seen) -> str:
    if not o.presale:
        return ""
    deposit = o.total // 10 // 100 * 100
    rest = money(o.total - deposit)
    return f"阶段1：已付款 ￥{money(deposit)}；阶段2：{'已付款' if o.was_paid else '等待付款'} ￥{rest}"


def _order_row(shop: ShopWorld, o: Seen) -> list[str]:
    plan, oid = shop.plan, order_id(shop, o.number, o.day)
    products, skus = plan.products, plan.skus
    province, city, district, _ = plan.regions[o.region]
    titles = products[o.product].title + (f"，{products[o.product2].title}" if o.product2 >= 0 else "")
    kinds, units = ("2", o.units + o.units2) if o.product2 >= 0 else ("1", o.units)
    due, paid = money(o.total), money(o.total) if o.was_paid else "0.00"
    surname = _SURNAMES[o.buyer % len(_SURNAMES)]
    waybill = f"No:{7700000000000 + o.number}" if o.shipped else ""
    return [
        oid, f"{skus[o.sku].sku_id[0]}**", "", f"22001{oid[4:]}" if o.was_paid else "", "", due, "0.00", "0", due, "0",
        paid, "0", _STATES[o.state], "", f"{surname}**", f"{province} {city} {district} ****(000000)", "快递", "",
        "'1**********", "", o.placed, o.paid, titles, kinds, waybill, "中通快递" if o.shipped else "", "", str(units),
        str(90000 + plan.index), plan.name, _CLOSE.get(o.state, "订单未关闭"), "0", "0", "",
        "手机订单" if o.device == 0 else "", _stages(o), "", "否", "否", "否", "", "", "", "", "", "", "", "", "",
        "", "",
        "", "", money(o.refund), "", "", o.done, money(o.total - o.refund) if o.done else "0.00", "", "", "", "", "",
        "",
        "", "0.00", "", "", "", "是" if o.presale else "否", o.shipped, "", oid,
    ]


def _line_rows(shop: ShopWorld, o: Seen) -> list[list[str]]:
    oid = order_id(shop, o.number, o.day)
    first = _line(shop, o, oid, 1, (o.product, o.sku, o.units, o.price, o.goods, o.due, o.refund))
    if o.product2 < 0:
        return [first]
    return [first, _line(shop, o, oid, 2, (o.product2, o.sku2, o.units2, o.price2, o.goods2, o.due2, 0))]


def _line(
    shop: ShopWorld, o: Seen, oid: str, place: int, what: tuple[int, int, int, int, int, int, int]
) -> list[str]:
    product, sku, units, price, goods, due, refund = what
    item, kind = shop.plan.products[product], shop.plan.skus[sku]
    return [
        oid if o.product2 < 0 else f"{oid[:-1]}{place}", oid, item.title, money(price), str(units), kind.code,
        f"规格：{kind.variant}", "", "", _STATES[o.state], kind.code, f"22001{oid[4:]}" if o.was_paid else "",
        money(goods), money(due) if o.was_paid else "0.00", "退款成功" if refund else "没有申请退款",
        f"￥{money(refund)}" if refund else "无退款申请", o.placed, o.paid, item.item_id,
    ]


def write_refunds(shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """退款单 by application day, as known then; open ones come again in the rolling month."""
    stamps = Stamps(shop)
    for w in [*history(shop, daily), *mornings(shop, daily), *rolling(shop, daily)]:
        rows = [_refund_row(shop, stamps, int(i), w.moment) for i in refunds_in(shop, w)]
        name = f"退款单_{compact(shop.days[w.first])}_{compact(shop.days[w.last])}_{w.taken}.xlsx"
        sink.put(name, "refunds", w.known_at, workbook([("退款单", [REFUND_HEADER, *rows])]))


def refunds_in(shop: ShopWorld, w: Window) -> list[int]:
    """Indexes of the orders whose refund was asked for, or finished, in the window."""
    o, d = shop.orders, shop.disputes
    asked = (d.applied < NEVER) & (d.applied <= w.moment)
    applied, done = d.applied // DAY_SECONDS, np.minimum(o.refunded, d.judged) // DAY_SECONDS
    inside = (applied >= w.first) & (applied <= w.last) | (done >= w.first) & (done <= w.last)
    return [int(i) for i in (asked & inside).nonzero()[0]]


def _refund_row(shop: ShopWorld, stamps: Stamps, i: int, now: int) -> list[str]:
    o, plan, d = shop.orders, shop.plan, shop.disputes
    item, sku, case = plan.products[int(o.product[i])], plan.skus[int(o.sku[i])], state_of(shop, i, now)
    done, back = stamps.at(int(d.judged[i] if d.vain[i] else o.refunded[i]), now), bool(o.with_return[i])
    oid = order_id(shop, i, int(o.placed[i]) // DAY_SECONDS)
    amount = money(int(shop.amounts.paid[i] if d.vain[i] else shop.amounts.refund[i]))
    sent = int(o.shipped[i]) <= int(d.applied[i])
    state = "退款关闭" if case == "won" else "退款成功" if done else "退款处理中"
    return [
        oid, f"9{oid[1:]}", f"22001{oid[4:]}", stamps.at(int(o.paid[i]), now), item.item_id, sku.code, done,
        money(int(shop.amounts.paid[i] + shop.amounts.paid2[i])), item.title, amount, "系统退款",
        "是" if back else "否", stamps.at(int(d.applied[i]), now), state,
        "买家已收到货" if sent else "卖家未发货",
        "退货退款" if back else "仅退款", REASONS_CN[int(d.reason[i])], "", CASES_CN[case],
        amount if state == "退款成功" else "0.00", "0.00",
    ]

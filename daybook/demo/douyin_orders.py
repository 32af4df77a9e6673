"""抖店: 订单导出 and 售后表, UTF-8 with BOM, texts behind a leading TAB (A12)."""

from daybook.demo import orders_seen as seen
from daybook.demo.buying import DAY_SECONDS, NEVER, REASONS_CN
from daybook.demo.creators import CHANNEL, creator_of
from daybook.demo.disputed import ANSWER_HOURS, HOUR, state_of
from daybook.demo.landings import DAILY_DAYS, Window, history, mornings, rolling, waiting
from daybook.demo.orders_seen import Seen, Stamps, orders_in
from daybook.demo.paper import Sink, columns, money, plain_csv
from daybook.demo.taobao_orders import refunds_in
from daybook.demo.world import ShopWorld

ORDER_HEADER = columns(
    "主订单编号,子订单编号,支付方式,选购商品,货号,商品ID,商家编码,商品数量,商品金额,订单提交时间,支付完成时间,"
    "订单完成时间,承诺发货时间,预约发货时间,买家留言,旗帜颜色,商家备注,APP渠道,订单状态,取消原因,售后状态,"
    "订单类型,发货时间,车型,是否是以旧换新,换新额外补贴,换新额外补贴发放状态,订单应付金额,运费,优惠总金额,"
    "平台优惠,商家优惠,达人优惠,商家改价,支付优惠,手续费,红包抵扣,降价类优惠,平台实际承担优惠金额,"
    "商家实际承担优惠金额,达人实际承担优惠金额,收件人,收件人手机号,省,市,区,街道,详细地址,是否修改过地址,"
    "快递信息,序列号,达人ID,达人昵称,拼团订单团编号,商品单价是否含税,税费,鲁班落地页ID,所属门店ID,流量来源,"
    "仓库ID,仓库名称,是否安心购,广告渠道,流量类型,流量体裁,流量渠道,发货主体,发货主体明细,教育优惠,预计送达时间,"
    "是否平台仓自流转,是否是渠道商品,预约送达时间,建议发货时间（起）,建议发货时间（止）"
)
AFTER_SALE_HEADER = columns(
    "售后单号,订单号,商品单号,商品名称,商品ID,应付金额（元）,商品运费（元）,支付优惠（元）,商品税费（元）,"
    "商品发货状态,售后类型,退商品金额（元）,退运费金额（元）,退支付优惠（元）,退税费金额（元）,售后状态,"
    "售后申请时间,退款方式,是否已上传退款凭证,售后原因,售后原因标签,退货物流单号,退货异常,退货发货时间,"
    "退货物流公司,自动处理截止时间,同意售后申请时间,商家退款时间,用户到账时间,售后关闭时间,商家退货地址,"
    "商家退货联系人姓名,商家退货联系人电话,仲裁状态,纠纷责任方,是否极速退款,是否拒签后退款,发货物流单号,"
    "发货物流状态,换货物流单号,退货物流状态,售后完结时间,订单备注,用户售后说明,售后备注,操作人,协商记录,"
    "换货商品信息,商家编码,门店名称"
)
_STATES = {
    seen.UNPAID: "待支付", seen.CLOSED: "已关闭", seen.REFUNDED: "已关闭", seen.PAID: "待发货",
    seen.SHIPPED: "已发货", seen.DONE: "已完成",
}
#: How a case stands -> 仲裁状态.
CASES = {"": "无仲裁", "open": "仲裁中", "lost": "仲裁完结", "won": "仲裁完结"}


def _text(value: str) -> str:
    return f'"\t{value}"'


def order_id(shop: ShopWorld, number: int, day: int) -> str:
    """Nineteen digits, growing with time."""
    return f"69{shop.plan.index:02d}{day:04d}{number:07d}{number * 53 % 10000:04d}"


def write_orders(shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """订单导出 for history, every morning, and the rolling month; every morning the orders that still wait.

    The name begins with a unix time.
    """
    stamps = Stamps(shop)
    for w in [*history(shop, daily), *mornings(shop, daily), *rolling(shop, daily)]:
        _put(shop, sink, w, list(orders_in(shop, w, stamps)))
    for w in waiting(shop, daily):
        still = list(orders_in(shop, w, stamps, waiting=True))
        if still:
            _put(shop, sink, w, still)


def _put(shop: ShopWorld, sink: Sink, w: Window, orders: list[Seen]) -> None:
    name = f"{1700000000 + w.moment + w.first}_{shop.plan.index:04d}order.csv"
    sink.put(name, "orders", w.known_at, plain_csv(ORDER_HEADER, (r for o in orders for r in _order_rows(shop, o)), "utf-8-sig"))


def _order_rows(shop: ShopWorld, o: Seen) -> list[list[str]]:
    oid = order_id(shop, o.number, o.day)
    both = o.product2 >= 0
    first = _order_row(shop, o, oid, oid, (o.product, o.sku, o.units, o.goods, o.due, o.refund))
    if not both:
        return [first]
    line = f"{oid[:-1]}{(int(oid[-1]) + 1) % 10}"
    return [first, _order_row(shop, o, oid, line, (o.product2, o.sku2, o.units2, o.goods2, o.due2, 0))]


def _order_row(shop: ShopWorld, o: Seen, oid: str, line: str, what: tuple[int, int, int, int, int, int]) -> list[str]:
    product, sku, units, goods, due, refund = what
    item, kind, source = shop.plan.products[product], shop.plan.skus[sku], shop.plan.sources[o.source]
    province, city, district, _ = shop.plan.regions[o.region]
    off = goods - due
    platform, own = (off, 0) if o.coupon == 1000 else (0, off)
    creator = creator_of(shop, o.number) if source.name == CHANNEL else ("", "")
    reason = {seen.CLOSED: "超时未支付", seen.REFUNDED: "买家申请退款"}.get(o.state, "")
    form = {"商品卡": "商品卡", "短视频": "短视频"}.get(source.name, "直播")
    state = "退款成功" if refund else "-"
    return [
        _text(oid), _text(line), "支付宝" if o.number % 3 else "微信", _text(item.title), _text(item.code),
        _text(item.item_id), _text(kind.code), str(units), money(goods), o.placed, o.paid or "-", o.done or "-",
        "-", "-", "", "", "", shop.plan.devices[o.device][0], _STATES[o.state], reason, state, "普通订单",
        o.shipped or "-", "", "否", "0.00", "", money(due), "0.00", money(off), money(platform), money(own), "0.00",
        "0.00", "0.00", "0.00", "0.00", "0.00", money(platform), money(own), "0.00", "##密文", "$$密文", province, city,
        district, "##密文", "##密文", "否", "", "", _text(creator[0]) if creator[0] else "", creator[1], "", "否",
        "0.00",
        "", "", source.name, "", "", "是", "千川" if source.paid else "-", "付费流量" if source.paid else "自然流量",
        form, source.name, "商家", "", "0.00", "-", "否", "否", "-", "-", "-",
    ]


def write_refunds(shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """售后表 by application or success day, as known then."""
    stamps = Stamps(shop)
    for w in [*history(shop, daily), *mornings(shop, daily), *rolling(shop, daily)]:
        rows = [_after_sale(shop, stamps, i, w.moment) for i in refunds_in(shop, w)]
        name = f"{1700000000 + w.moment + w.first}_{shop.plan.index:04d}aftersale.csv"
        sink.put(name, "refunds", w.known_at, plain_csv(AFTER_SALE_HEADER, rows, "utf-8-sig"))


def _after_sale(shop: ShopWorld, stamps: Stamps, i: int, now: int) -> list[str]:
    o, plan, d = shop.orders, shop.plan, shop.disputes
    item, sku, case = plan.products[int(o.product[i])], plan.skus[int(o.sku[i])], state_of(shop, i, now)
    oid = order_id(shop, i, int(o.placed[i]) // DAY_SECONDS)
    amount = money(int(shop.amounts.paid[i] if d.vain[i] else shop.amounts.refund[i]))
    done, back = stamps.at(int(o.refunded[i]), now) or "-", bool(o.with_return[i])
    until = stamps.at(int(d.applied[i]) + ANSWER_HOURS * HOUR, int(NEVER)) if case else "-"
    closed = stamps.at(int(d.judged[i]), now) if case == "won" else ""
    sent = int(o.shipped[i]) <= int(d.applied[i])
    state = "售后关闭" if closed else "同意退款，退款成功" if done != "-" else "售后处理中"
    return [
        _text(f"7{oid[1:]}"), _text(oid), _text(oid), _text(item.title), _text(item.item_id),
        money(int(shop.amounts.paid[i])), "0.00", "0.00", "0.00", "已发货" if sent else "未发货",
        "退货退款" if back else "仅退款", amount, "0.00", "0.00", "0.00",
        state, stamps.at(int(d.applied[i]), now), "原路退回", "否",
        REASONS_CN[int(d.reason[i])], "", "", "", "-", "", until, "-", done, done, closed or "-", "", "", "", CASES[case],
        {"lost": "商家责任", "won": "用户责任"}.get(case, ""), "否", "否",
        "", "", "", "", closed or done, "", "", "", "", "", "", _text(sku.code), "",
    ]

"""The kinds of abnormal orders: who sees to each, what is at risk, what to do, and what to say to the buyer.

What is said goes through a person and the guards of messages: it names no platform beside the shop's, asks for nothing
that the buyer must not tell, and promises no money.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from daybook.domain.said import Said
from daybook.domain.work import Role


@dataclass(frozen=True)
class Kind:
    """One kind.  `risk` is the rule of its money at risk; `script` is what a person may say to the buyer."""

    name: str
    zh: str
    owner: Role
    risk: str
    act: str
    script: str


UNPAID, DUE, OVERDUE, NO_SCAN, STUCK, UNDELIVERED = "unpaid", "ship_due", "ship_overdue", "no_scan", "stuck", "undelivered"
RETURN, ADDRESS, REMOTE, DUPLICATE = "return", "address", "remote", "duplicate"
PRICE, OVERSOLD, NOTE, BURST, CLAIMS, BULK = "price_error", "oversold", "note", "burst", "claims", "bulk"

_ALL = (
    Kind(UNPAID, "临近关闭未付款", Role.SERVICE, "RISK-UNPAID", Said("remind the buyer once, before it is closed"),
         Said("Your order is kept until {until}. If anything about it is unclear, ask us here.", until="{until}")),
    Kind(DUE, "今日须发货", Role.WAREHOUSE, "RISK-LATE", Said("send it before the promise ends, or agree with the buyer on a day"),
         Said("Your order leaves us by {until}, as promised. If another day suits you better, tell us here.", until="{until}")),
    Kind(OVERDUE, "超时未发货", Role.WAREHOUSE, "RISK-LATE", Said("send it first today; tell the buyer before he asks"),
         Said("We are late with your order, and sorry for it. It leaves as the next one; you get its number here today.")),
    Kind(NO_SCAN, "已打单未揽收", Role.WAREHOUSE, "RISK-LATE",
         Said("find the parcel: hand it to the courier again, or correct its number"),
         Said("Your parcel is packed and waits for the courier's scan; we are asking the courier and tell you today.")),
    Kind(STUCK, "物流停滞", Role.SERVICE, "RISK-STUCK",
         Said("open a case with the courier; send another where it is lost"),
         Said("Your parcel has stood still for some days. We have asked the courier and answer you by tomorrow; if it is lost, "
              "we send another or pay you back, as you like.")),
    Kind(UNDELIVERED, "承诺送达已过", Role.SERVICE, "RISK-STUCK",
         Said("ask the courier where it is, and tell the buyer a new day"),
         Said("Your parcel is later than promised. We have asked the courier and tell you the new day here.")),
    Kind(RETURN, "退回途中", Role.WAREHOUSE, "RISK-CHECK",
         Said("look for the goods that come back, check them and settle the refund"),
         Said("We see that your parcel is on its way back. Please leave its number here; once we have checked it, the refund "
              "goes its way by the platform's rules.")),
    Kind(ADDRESS, "地址不完整", Role.SERVICE, "RISK-CHECK", Said("ask the buyer for the whole address before it leaves"),
         Said("Your address looks incomplete. Please check it in the order's page and change it there if needed, so that your "
              "parcel reaches you.")),
    Kind(REMOTE, "偏远地区", Role.WAREHOUSE, "RISK-CHECK", Said("choose a courier that serves the region, at its freight"),
         Said("Your address lies far from our warehouse, so the parcel needs some days more. We send it by a courier that serves "
              "it and give you its number here.")),
    Kind(DUPLICATE, "疑似重复下单", Role.SERVICE, "RISK-CHECK", Said("ask the buyer whether both are meant before both leave"),
         Said("You have ordered the same product twice within minutes. Do you want both? We wait with the second until you "
              "answer.")),
    Kind(PRICE, "疑似错价单", Role.OPERATOR, "RISK-FRAUD",
         Said("mend the price first; then decide on these orders with the client, by the platform's rules"),
         Said("We are checking the price of your order, which may have been shown wrongly, and come back to you here today. "
              "Sorry for the wait.")),
    Kind(OVERSOLD, "超卖", Role.OPERATOR, "RISK-LATE",
         Said("find stock elsewhere, or agree with the buyer on a later day, another colour or the money back"),
         Said("One thing of your order is sold out, and we are sorry. Would you rather wait, take another, or have your money "
              "back?")),
    Kind(NOTE, "有买家留言", Role.SERVICE, "RISK-CHECK",
         Said("read the buyer's words before it leaves: they may change what goes"),
         Said("We have read the note on your order. Before we pack it, please tell us whether it holds beside what you chose: "
              "colour, size and address as in the order.")),
    Kind(BURST, "疑似恶意下单", Role.OPERATOR, "RISK-FRAUD",
         Said("hold them, look at buyer and address in the console, and report them to the platform where they are no trade"),
         Said("You have placed several orders within a short time. Are all of them meant, and shall they come in one delivery?")),
    Kind(CLAIMS, "惯退买家", Role.SERVICE, "RISK-FRAUD",
         Said("pack it before the camera, keep weight and number; a claim without a photo goes to the platform with them"),
         Said("If anything is wrong with your parcel, please send us a photo of the goods, the label and the packing, and we see "
              "to it at once.")),
    Kind(BULK, "大额采购单", Role.OPERATOR, "RISK-CHECK",
         Said("ask whether it is for resale; check stock, freight and invoice before it leaves"),
         Said("Thank you for your large order. Which day do you need it, and shall it come in one delivery?")),
)
KINDS: Mapping[str, Kind] = {one.name: one for one in _ALL}

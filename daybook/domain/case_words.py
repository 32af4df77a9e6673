"""How exports word the end of a dispute: over or not yet, and who was called liable.

The patterns are read by Python and by the database alike: lower case, `\\b` between Latin letters only, nothing that looks ahead.
"""

import re

_OVER = r"完结|结束|关闭|完成|已处理|\bclosed\b|\bresolved\b|\bwon\b|\blost\b|\baccepted\b"
#: A word of the end that is denied before it, in the same clause: 未完结, 待处理完成, not yet closed.
_NOT_YET = rf"(?:未|待|没|尚|\bnot\b)[^,，;；。()（）、已]{{0,8}}?(?:{_OVER})"
#: Words of liability by which the shop won, though they name it.
SHOP_WON = (r"(?:商家|卖家|店铺)方?(?:无责|无过错|无需|不承担|不担责|胜|赢)|(?:非|(?:^|[^不])支持)(?:商家|卖家|店铺)"
            r"|^无责|^not liable|(?:seller|merchant)(?: has| is| was)? (?:won|wins|not)\b|not (?:the )?(?:seller|merchant)|^won$")
#: Words by which the shop is liable, where it did not win.
SHOP_LIABLE = (r"商家|卖家|店铺|seller|merchant|(?:买家|用户|消费者)方?胜|(?:^|[^不])支持(?:买家|用户|消费者)"
               r"|(?:buyer|customer)(?: has)? won\b|^lost$")
#: Words by which somebody else is.
OTHER_LIABLE = "用户|买家|消费者|平台|物流|快递|无责|buyer|customer|carrier|platform"


def is_over(status: str | None) -> bool:
    """Whether a status says that a case is over: 已完结, closed, won; not 未完结, unresolved, not closed."""
    said = (status or "").lower().replace("_", " ")
    return bool(re.search(_OVER, re.sub(_NOT_YET, "", said, flags=re.A), re.A))


def shop_won(liable: str | None, status: str | None) -> bool | None:
    """Whether the shop won: by who was called liable, else by a status that says won or lost and nothing else; None: not told."""
    said = (liable or "").lower().strip()
    for pattern, won in ((SHOP_WON, True), (SHOP_LIABLE, False), (OTHER_LIABLE, True)):
        if re.search(pattern, said, re.A):
            return won
    return {"won": True, "lost": False}.get((status or "").lower().strip())

"""What buyers give as the reason of a refund or dispute, told from the words that platforms print."""

import re
from enum import StrEnum


class Reason(StrEnum):
    """Why money is asked back.  OTHER is a reason that no pattern knows, or none at all."""

    QUALITY = "quality"              # broken by itself, spoiled, out of date
    DAMAGED = "damaged"              # on its way
    DESCRIBED = "described"          # not as the page says
    WRONG = "wrong"                  # another thing was sent
    MISSING = "missing"              # less than ordered
    NOT_RECEIVED = "not_received"
    LATE = "late"                    # not sent as promised
    FRAUD = "fraud"                  # the holder of the card did not buy it
    CHANGED_MIND = "changed_mind"
    OTHER = "other"


#: As consoles and banks print them, the first that fits; 品质退款 are the first three.
PATTERNS: tuple[tuple[Reason, str], ...] = (
    (Reason.DAMAGED, "破损|污渍|运输.*坏|包装.*(坏|损)|damaged"),
    (Reason.QUALITY, "质量|品质|变质|发霉|异物|保质期|生产日期|过期|功能故障|做工|假货|假冒|defective|quality|faulty|counterfeit"),
    (Reason.DESCRIBED, "描述不符|与.*不符|不一致|色差|材质|not as described|unacceptable"),
    (Reason.WRONG, "发错|错发|wrong item|incorrect"),
    (Reason.MISSING, "少件|漏发|少发|缺件|空包|missing"),
    (Reason.LATE, "未按.*时间发货|延迟发货|超时.*发货|缺货|out of stock"),
    (Reason.NOT_RECEIVED, "未收到|没收到|未送到|一直未|物流.*(停滞|异常|丢)|丢件|快递.*丢|not[ _]received|never arrived"),
    (Reason.FRAUD, "盗刷|fraud|unrecogni[sz]ed|not authori[sz]ed"),
    (Reason.CHANGED_MIND, "七天无理由|7天无理由|无理由|不喜欢|不想要|拍错|多拍|效果|尺码|尺寸|changed|no longer|by mistake|size"),
)
QUALITY = (Reason.QUALITY, Reason.DAMAGED, Reason.DESCRIBED)
#: The same as one pattern for a query: what platforms count as refunds for quality.
QUALITY_PATTERN = "|".join(f"(?:{pattern})" for reason, pattern in PATTERNS if reason in QUALITY)


def reason_of(text: str | None) -> Reason:
    """The reason that a text names.

    >>> reason_of("商品破损/有污渍"), reason_of("质量问题"), reason_of("快递一直未送到"), reason_of(None)
    (<Reason.DAMAGED: 'damaged'>, <Reason.QUALITY: 'quality'>, <Reason.NOT_RECEIVED: 'not_received'>, <Reason.OTHER: 'other'>)
    """
    said = (text or "").lower()
    return next((reason for reason, pattern in PATTERNS if re.search(pattern, said)), Reason.OTHER)

"""Texts that strangers wrote: kept as text, with what could name or reach a person masked."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

#: Longer texts than a platform lets a buyer write are cut.
LONGEST = 2000
#: Numbers of a telephone's, an order's or a card's length, and addresses of mail.
PERSONAL = r"\d[\d\- ]{5,}\d|[\w.+-]+@[\w-]+\.[\w.-]+"
#: What else could name or reach somebody, for text that leaves the house: addresses of pages, names in messengers, numbers
#: spelled out, house numbers, and the name before a form of address.
_REACHES = re.compile("|".join((
    PERSONAL, r"https?://[^\s\u4e00-\u9fff]+|www\.[^\s\u4e00-\u9fff]+", r"(?<![\w.])@[\w.-]{2,}",
    r"(?:(?<=微信)|(?<=微信号)|(?<=QQ)|(?<=qq)|(?<=vx)|(?<=VX)|(?<=wx)|(?<=WX))[:号是为 ]{0,3}[A-Za-z0-9][\w-]{3,}",
    r"[零〇一二三四五六七八九幺]{7,}", r"\d+ ?(?:号楼|号院|栋|幢|单元|室|弄)",
    r"[\u4e00-\u9fff]{1,3}(?=先生|女士|小姐)", r"\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+")), re.ASCII)


def safe(text: "pa.Array") -> "pa.Array":
    """Text of the public as it may be kept: without control signs, long numbers and addresses of mail, not endless."""
    import pyarrow.compute as pc

    plain = pc.replace_substring_regex(text, r"[\x00-\x08\x0b-\x1f\x7f]", " ")
    return pc.utf8_slice_codeunits(pc.replace_substring_regex(plain, PERSONAL, "***"), 0, LONGEST)


def masked(text: str) -> str:
    """Text of the public as it may leave the house: nothing that could name or reach a person, in plain signs, not endless.

    >>> masked("请打１３８００００００００或加微信 abcd_99，王先生收，3栋501室"), masked("用了三天就坏了")
    ('请打***或加微信***,***先生收,******', '用了三天就坏了')
    """
    plain = unicodedata.normalize("NFKC", text)
    shown = "".join(" " if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf") else sign for sign in plain)
    return _REACHES.sub("***", shown)[:LONGEST]

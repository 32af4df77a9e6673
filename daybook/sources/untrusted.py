"""Texts that strangers wrote: kept as text, with what could name or reach a person masked."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

#: Longer texts than a platform lets a buyer write are cut.
LONGEST = 2000
#: Numbers of a telephone's, an order's or a card's length, and addresses of mail.
PERSONAL = r"\d[\d\- ]{5,}\d|[\w.+-]+@[\w-]+\.[\w.-]+"


def safe(text: "pa.Array") -> "pa.Array":
    """Text of the public as it may be kept: without control signs, long numbers and addresses of mail, not endless."""
    import pyarrow.compute as pc

    plain = pc.replace_substring_regex(text, r"[\x00-\x08\x0b-\x1f\x7f]", " ")
    return pc.utf8_slice_codeunits(pc.replace_substring_regex(plain, PERSONAL, "***"), 0, LONGEST)

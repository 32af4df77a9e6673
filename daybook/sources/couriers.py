"""Couriers as exports name them: by a word of their own, or beside the number of the parcel."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def couriers(text: "pa.Array") -> "pa.Array":
    """The courier in `7312345678901-中通快递` or `中通快递`; the first of several, null where no word stands.

    A number without a word is no courier.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = text.dictionary_encode()
    words = pa.array(coded.dictionary.to_pylist(), pa.string())
    found = pc.struct_field(pc.extract_regex(words, r"(?P<name>[A-Za-z\p{Han}][A-Za-z\p{Han} ]*)"), "name")
    return pc.utf8_trim_whitespace(found).take(coded.indices)

"""Province and city of a Chinese address; nothing finer leaves this file."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

#: The 34 divisions of the first level, in the short form that screens and tables use.
PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西",
    "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
)
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
_TAIL = r"(?:省|市|维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区)?"
_START = re.compile(rf"^({'|'.join(PROVINCES)}){_TAIL}(.*)$")
_HAN = r"[\u4e00-\u9fff]"
_CITY = re.compile(rf"^[\s,，/-]*({_HAN}{{2,12}}?自治州|{_HAN}{{2,5}}?地区|{_HAN}{{1,6}}?[市盟])")


def province(text: str) -> str | None:
    """The short name of a province however it is written; None when it is not one.

    >>> province("内蒙古自治区"), province("上海市")
    ('内蒙古', '上海')
    """
    found = _START.match(text.strip())
    return found[1] if found else None


def province_and_city(address: str) -> tuple[str | None, str | None]:
    """Province and city of an address that begins with them.

    >>> province_and_city("浙江省 杭州市 余杭区 某街道(310000)")
    ('浙江', '杭州市')
    >>> province_and_city("上海 上海市 浦东新区")
    ('上海', '上海市')
    """
    found = _START.match(address.strip())
    if not found:
        return None, None
    if found[1] in MUNICIPALITIES:
        return found[1], f"{found[1]}市"
    city = _CITY.match(found[2])
    return found[1], city[1] if city else None


def provinces_and_cities(addresses: "pa.Array") -> "tuple[pa.Array, pa.Array]":
    """Both columns of an address column, each distinct address read once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = pc.dictionary_encode(addresses)
    pairs = [province_and_city(a) if a else (None, None) for a in coded.dictionary.to_pylist()]
    columns = [pa.array([p[i] for p in pairs], pa.string()).take(coded.indices) for i in (0, 1)]
    return columns[0], columns[1]

"""One client's product on two shops is one line; what nobody named stands by itself."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from daybook.domain.errors import WrongUsage
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.products import products_of

MAPPING = """
[table]
kind = "order_lines"
currency = "CNY"
zone = "Asia/Shanghai"

[columns]
order_id = "order"
ordered_at = "at"
item_id = "item"
sku = "sku"
units = "units"
unit_price = "price"
"""
TMALL = """order,at,item,sku,units,price
T1,2026-09-14 10:00:00,881,KZ-BLK,2,100.00
T2,2026-09-21 10:00:00,881,KZ-BLK,1,100.00
T3,2026-09-21 11:00:00,882,CUP,1,20.00
"""
DOUYIN = """order,at,item,sku,units,price
D1,2026-09-14 10:00:00,55,9001,1,95.00
D2,2026-09-21 10:00:00,55,9001,3,90.50
"""
LINKS = "shop,item_id,sku,product\ntmall,881,KZ-BLK,KZ-041\ndouyin,55,9001,KZ-041\n"


@pytest.fixture
def client(house, tmp_path):
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    for name, platform, text in (("tmall", "tmall", TMALL), ("douyin", "douyin", DOUYIN)):
        add_shop(house, name, "Jade", platform, "Asia/Shanghai", "CNY")
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    known = datetime.fromisoformat("2026-09-22T00:30:00+08:00")
    ingest(house, [Incoming(name, tmp_path / f"{name}.csv", known, tmp_path / "map.toml") for name in ("tmall", "douyin")])
    links = tmp_path / "product-map.csv"
    links.write_text(LINKS, encoding="utf-8")
    set_from_csv(house, "product-map", links, client="Jade", known_at=datetime(2026, 9, 1, tzinfo=UTC))
    return "Jade"


def test_the_same_kettle_on_two_platforms_is_one_product(house, client):
    kettle, cup = _on_the_22nd(house, client)
    assert (kettle.product, kettle.paid, kettle.units) == ("KZ-041", D("371.50"), D(4))
    assert kettle.by_shop == {"tmall": D("100.00"), "douyin": D("271.50")}
    assert kettle.last_week == D("295.00")
    assert (cup.product, cup.known, cup.paid) == ("tmall / 882 / CUP", False, D("20.00"))


def _on_the_22nd(house, client):
    return products_of(house, client, date(2026, 9, 22))


def test_a_base_that_is_not_in_for_every_shop_is_absent(house, client):
    assert {p.yesterday for p in _on_the_22nd(house, client)} <= {None, D("0.00")}


@pytest.mark.parametrize(("client_name", "on", "sentence"), [
    ("Nobody", date(2026, 9, 22), "no shop of a client Nobody"),
    ("Jade", date(2026, 10, 30), "has its orders of 2026-10-29 in"),
])
def test_what_is_not_there_is_said(house, client, client_name, on, sentence):
    with pytest.raises(WrongUsage, match=sentence):
        products_of(house, client_name, on)


def test_the_command_keeps_to_its_schema(daybook, house, client):
    [kettle, _] = daybook.json("products", "--client", "Jade", "--on", "2026-09-22")
    assert kettle["by_shop"] == {"douyin": "271.5000", "tmall": "100.0000"}

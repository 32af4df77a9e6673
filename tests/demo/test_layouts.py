"""The page of layouts is true of the code, and the room keeps to itself."""

import ast
import json
import re
from pathlib import Path

import pytest

from daybook.demo import (
    compass,
    douyin_orders,
    given,
    live,
    rivals,
    service,
    shopify,
    signups,
    sycm,
    taobao_orders,
    wanxiangtai,
)
from tests.demo.conftest import Agency

ROOT = Path(__file__).resolve().parents[2]
HEADERS = {
    "Taobao and Tmall · orders": taobao_orders.ORDER_HEADER,
    "Taobao and Tmall · order_lines": taobao_orders.LINE_HEADER,
    "Taobao and Tmall · refunds": taobao_orders.REFUND_HEADER,
    "Taobao and Tmall · traffic_product": sycm.PRODUCT_HEADER,
    "Taobao and Tmall · traffic_shop": sycm.SHOP_HEADER,
    "Taobao and Tmall · traffic_source": sycm.SOURCE_HEADER,
    "Taobao and Tmall · traffic_product_source": sycm.PRODUCT_SOURCE_HEADER,
    "Taobao and Tmall · traffic_device": sycm.DEVICE_HEADER,
    "Taobao and Tmall · traffic_hour": sycm.HOUR_HEADER,
    "Taobao and Tmall · search_words": sycm.WORD_HEADER,
    "Taobao and Tmall · reviews": sycm.REVIEW_HEADER,
    "Taobao and Tmall · questions": sycm.QUESTION_HEADER,
    "Taobao and Tmall · ads_keyword": wanxiangtai.KEYWORD_HEADER,
    "Taobao and Tmall · ads_plan": wanxiangtai.PLAN_HEADER,
    "Taobao and Tmall · service": service.REPORT_HEADER,
    "All platforms · chats": service.CHAT_HEADER,
    "Taobao and Tmall · event_signups": signups.HEADER,
    "Taobao and Tmall · rival_shops": rivals.SHOP_HEADER,
    "Taobao and Tmall · rival_items": rivals.ITEM_HEADER,
    "Taobao and Tmall · market_words": rivals.MARKET_HEADER,
    "Douyin · orders": douyin_orders.ORDER_HEADER,
    "Douyin · refunds": douyin_orders.AFTER_SALE_HEADER,
    "Douyin · live": compass.LIVE_HEADER,
    "Douyin · live_minute": live.MINUTE_HEADER,
    "Douyin · traffic_product_source": compass.CHANNEL_HEADER,
    "Douyin · traffic_shop": compass.CORE_HEADER,
    "Douyin · traffic_source": compass.SOURCE_HEADER,
    "Douyin · traffic_hour": compass.HOUR_HEADER,
    "Douyin · traffic_device": compass.DEVICE_HEADER,
    "Douyin · ads_material": compass.QIANCHUAN_HEADER,
    "Shopify · orders": shopify.ORDER_HEADER,
    "Shopify · traffic_shop": shopify.SHOP_HEADER,
    "Shopify · traffic_source": shopify.SOURCE_HEADER,
    "Shopify · traffic_product_source": shopify.PRODUCT_HEADER,
    "Shopify · traffic_device": shopify.DEVICE_HEADER,
    "Shopify · traffic_hour": shopify.HOUR_HEADER,
    "Shopify · ads_keyword": shopify.ADS_HEADER,
    "Shopify · ads_terms": shopify.TERMS_HEADER,
    "Shopify · products": shopify.PRODUCTS_HEADER,
    "Shopify · inventory": shopify.INVENTORY_HEADER,
    **{f"Given · {name}": header.split(",") for name, header in given.HEADERS.items()},
}


def _documented() -> dict[str, list[str]]:
    text = (ROOT / "docs" / "demo-layouts.md").read_text(encoding="utf-8")
    found = re.findall(r"\*\*([^*\n]+ · [^*\n]+)\*\*.*?```\n(.*?)\n```", text, re.DOTALL)
    return {name: header.split(",") for name, header in found}


def test_every_header_is_documented_as_it_is_written() -> None:
    """The page names each header once, column by column."""
    assert _documented() == HEADERS


@pytest.mark.parametrize(("header", "columns"), [
    (taobao_orders.ORDER_HEADER, 73), (taobao_orders.LINE_HEADER, 19), (sycm.PRODUCT_HEADER, 38),
    (sycm.SHOP_HEADER, 27), (sycm.SOURCE_HEADER, 39), (douyin_orders.ORDER_HEADER, 75),
    (douyin_orders.AFTER_SALE_HEADER, 50), (shopify.ORDER_HEADER, 79),
])
def test_a_header_has_as_many_columns_as_the_platforms_export(header: list[str], columns: int) -> None:
    """Counts from the documented layouts (live shows: 55 named columns); no name stands twice."""
    assert len(header) == len(set(header)) == columns


def test_every_row_of_a_plain_file_is_as_wide_as_its_header(agency: Agency) -> None:
    """One cell too many would shift all that follow."""
    for shop in agency.world.shops:
        for kind in ("ads_keyword", "ads_plan", "refunds"):
            for entry, content in agency.files(shop, kind):
                if entry.path.endswith(".csv") and shop.plan.chinese:
                    lines = content.decode("utf-8-sig" if content[:3] == b"\xef\xbb\xbf" else "gb18030").split("\r\n")
                    assert {line.count(",") for line in lines if line} == {lines[0].count(",")}


def test_the_manifest_names_every_file_once_and_the_answers_stay_outside_the_shops(agency: Agency) -> None:
    """What is ingested is what the manifest lists; answers.json is not among it."""
    listed = [e["path"] for e in json.loads((agency.folder / "manifest.json").read_text(encoding="utf-8"))]
    there = {p.relative_to(agency.folder).as_posix() for p in agency.folder.rglob("*") if p.is_file()}
    assert len(listed) == len(set(listed))
    assert set(listed) == there - {"manifest.json", "answers.json"}


def test_the_room_imports_no_room_that_reads_or_judges() -> None:
    """What writes the exam may not know who sits it: domain and calendar at most."""
    for path in (ROOT / "daybook" / "demo").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else (
                [a.name for a in node.names] if isinstance(node, ast.Import) else [])
            rooms = {n.split(".")[1] for n in names if n.startswith("daybook.")}
            assert rooms <= {"demo", "domain", "calendar"}, path.name

"""Exports without a column or a cell that their amounts need: refused, or read with a word on what is not in them."""

from pathlib import Path

import pytest

from daybook.domain.errors import UnknownTable
from daybook.sources.read import read_file
from daybook.sources.reader import Parsed

from .mutants import Export, opened
from .reading import GOLDEN, reads_for, rows_of


def golden(platform: str, export: str) -> Export:
    return next(e for f in sorted((GOLDEN / platform / export).iterdir()) if not f.name.endswith(".rows.csv")
                for e in [opened(f)] if e)


def without(export: Export, column: str, folder: Path) -> tuple[Parsed, ...]:
    at = [title.strip() for title in export.rows[export.at]].index(column)
    file = folder / export.file.name
    file.write_text(export.text([*export.rows[: export.at], *(r[:at] + r[at + 1:] for r in export.rows[export.at:])]))
    return read_file(file, reads_for(export.file.parts[-3]))


@pytest.mark.parametrize(("platform", "export", "column"), [
    ("tiktok", "orders_export", "Paid Time"), ("amazon", "orders_export", "shipping-price"),
    ("amazon", "orders_export", "item-status"), ("etsy", "orders_export", "Sales Tax"),
    ("etsy", "order_items_export", "Discount Amount"),
])
def test_an_export_that_lost_a_part_of_its_amounts_is_refused_by_that_name(
        platform: str, export: str, column: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownTable, match=column):
        without(golden(platform, export), column, tmp_path)


@pytest.mark.parametrize(("platform", "export", "column", "said"), [
    ("jd", "orders_export", "余额支付", "from their balance"), ("jd", "orders_export", "运费金额", "as if it were goods"),
    ("pinduoduo", "orders_export", "平台优惠折扣(元)", "not in the discounts"),
    ("douyin", "refunds_export", "退运费金额（元）", "freight that went back"),
    ("douyin", "product_source_export", "成交金额", "用户支付金额"),
])
def test_an_export_of_chosen_columns_says_what_its_amounts_leave_out(
        platform: str, export: str, column: str, said: str, tmp_path: Path) -> None:
    (parsed,) = without(golden(platform, export), column, tmp_path)
    assert any(said in warning for warning in parsed.warnings)


def test_a_shopify_row_that_lost_cells_is_told_although_its_name_begins_like_a_comment(tmp_path: Path) -> None:
    export = golden("shopify", "orders_export")
    file = tmp_path / export.file.name
    file.write_text(export.text([*export.rows[: export.at + 1], export.rows[export.at + 1][:62], *export.rows[export.at + 2:]]))
    (parsed,) = read_file(file, reads_for("shopify"))
    assert any("fewer cells" in row.reason for row in parsed.rejected)


def test_pieces_of_a_snapshot_are_joined_by_their_days_wherever_these_stand(tmp_path: Path) -> None:
    export = golden("google", "analytics_day_export")
    turned = [row[::-1] if len(row) > 1 and not row[0].startswith("#") and all(row) else row for row in export.rows]
    file = tmp_path / export.file.name
    file.write_text(export.text(turned))
    (before,), (after,) = (read_file(f, reads_for("google")) for f in (export.file, file))
    assert rows_of(after, "web_day") == rows_of(before, "web_day")

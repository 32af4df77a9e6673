"""A folder of mixed files of many shops sorts itself; what it cannot tell is asked once and remembered."""

import zipfile
from pathlib import Path

import pytest

from daybook.domain.errors import WrongUsage
from daybook.workflows.house import House, add_shop
from daybook.workflows.questions import open_questions
from daybook.workflows.sorting import SortedFile, sort_in, take_answer
from tests.conftest import CommandLine
from tests.orders import known, landings, write_orders

HEAD = "order | created             | paid_at             | due | paid | buyer"
GOLDEN = Path(__file__).parents[1] / "golden"
CN = ("Asia/Shanghai", "CNY")


def orders(file: Path, first: int, paid: int = 100, shop: str = "") -> Path:
    """Two orders of 21 and 22 November, numbered from `first`, naming the shop where it is given."""
    head = HEAD + (" | shop" if shop else "")
    rows = [f"{first + n} | 2026-11-2{n + 1} 09:00:00 | 2026-11-2{n + 1} 09:01:00 | {paid} | {paid} | mei"
            + (f" | {shop}" if shop else "") for n in range(2)]
    file.parent.mkdir(parents=True, exist_ok=True)
    return write_orders(file, "\n".join([head, *rows]))


def two_shops(house: House) -> None:
    add_shop(house, "小满旗舰店", "Jade", "tmall", *CN)
    add_shop(house, "Birch Outlet", "Birch", "tmall", *CN)


def sorted_in(house: House, *paths: Path, answers: dict[str, str] | None = None) -> dict[str, SortedFile]:
    return {one.dropped.name: one for one in sort_in(house, list(paths), answers=answers)}


def became(found: dict[str, SortedFile]) -> dict[str, tuple[str, str]]:
    return {name: (one.report.shop, one.report.state) for name, one in found.items()}


def test_the_shop_is_told_by_column_folder_and_file_name(house: House, tmp_path: Path) -> None:
    two_shops(house)
    box = tmp_path / "box"
    orders(box / "a.csv", 2026112200000001, shop="小满旗舰店")
    orders(box / "birch-outlet" / "deep" / "b.csv", 2026112200000011)
    orders(box / "订单_小满旗舰店_2026-11-22.csv", 2026112200000021)
    found = sorted_in(house, box)
    assert became(found) == {
        "a.csv": ("小满旗舰店", "loaded"), "b.csv": ("Birch Outlet", "loaded"),
        "订单_小满旗舰店_2026-11-22.csv": ("小满旗舰店", "loaded")}
    assert known(house, "小满旗舰店")["paid_gmv"] == {"2026-11-21": 200, "2026-11-22": 200}
    assert known(house, "Birch Outlet")["paid_gmv"] == {"2026-11-21": 100, "2026-11-22": 100}
    assert not open_questions(house)


def test_the_shop_is_told_by_platform_where_only_one_sells_there(house: House, tmp_path: Path) -> None:
    two_shops(house)
    add_shop(house, "Live", "Jade", "douyin", *CN)
    file = tmp_path / "box" / "核心数据_20260922_20260923.csv"
    file.parent.mkdir()
    file.write_bytes((GOLDEN / "douyin" / "shop_day_export" / file.name).read_bytes())
    one = sorted_in(house, file.parent)[file.name]
    assert (one.report.shop, one.why) == ("Live", "such a file comes from douyin")


def test_the_shop_is_told_by_orders_known_of_it(house: House, tmp_path: Path) -> None:
    """A later export of the same orders, with one more paid, lies in no folder that says anything."""
    two_shops(house)
    sorted_in(house, orders(tmp_path / "小满旗舰店" / "a.csv", 2026112200000001))
    again = orders(tmp_path / "box" / "b.csv", 2026112200000001, paid=90)
    one = sorted_in(house, again)["b.csv"]
    assert (one.report.shop, one.report.state, one.why) == ("小满旗舰店", "loaded", "orders known of it")


def test_what_cannot_be_told_is_asked_once_for_a_folder_and_never_again(house: House, tmp_path: Path) -> None:
    two_shops(house)
    box = tmp_path / "box"
    orders(box / "from bo" / "a.csv", 2026112200000001)
    orders(box / "from bo" / "b.csv", 2026112200000011)
    found = sorted_in(house, box)
    assert {one.report.state for one in found.values()} == {"waiting"}
    question, = open_questions(house)
    assert (question.choices, question.files) == (("Birch Outlet", "小满旗舰店"), ("a.csv", "b.csv"))
    assert "folder from bo" in question.text
    assert not landings(house)
    sorted_in(house, box)
    assert [q.key for q in open_questions(house)] == [question.key]
    taken = take_answer(house, question.key, "Birch Outlet")
    assert [(one.report.shop, one.report.state) for one in taken] == [("Birch Outlet", "loaded")] * 2
    assert not open_questions(house)
    orders(box / "from bo" / "c.csv", 2026112200000021)
    assert became(sorted_in(house, box))["c.csv"] == ("Birch Outlet", "loaded")


def test_two_exports_of_the_same_name_and_day_are_of_two_shops_and_asked_apart(house: House, tmp_path: Path) -> None:
    two_shops(house)
    box = tmp_path / "box"
    orders(box / "downloads" / "orders_2026-11-22.csv", 2026112200000001)
    orders(box / "downloads" / "orders_2026-11-22 (1).csv", 2026112200000011, paid=7)
    sorted_in(house, box)
    assert sorted(q.files for q in open_questions(house)) == [("orders_2026-11-22 (1).csv",), ("orders_2026-11-22.csv",)]
    for question in open_questions(house):
        take_answer(house, question.key, "Birch Outlet" if "(1)" in question.files[0] else "小满旗舰店")
    assert known(house, "Birch Outlet")["paid_gmv"]["2026-11-22"] == 7
    assert known(house, "小满旗舰店")["paid_gmv"]["2026-11-22"] == 100


def test_one_report_of_a_day_twice_beside_each_other_makes_no_rule_for_the_name(house: House, tmp_path: Path) -> None:
    """Two shops' files lie side by side under names that differ by a counter only: one answer is not for both."""
    two_shops(house)
    box = tmp_path / "box"
    orders(box / "1_orders_2026-11-22.csv", 2026112200000001)
    orders(box / "2_orders_2026-11-22.csv", 2026112200000011)
    sorted_in(house, box)
    assert [(q.sign, len(q.files)) for q in open_questions(house)] == [("", 1), ("", 1)]


def test_an_unknown_shop_name_is_asked_and_then_known(house: House, tmp_path: Path) -> None:
    two_shops(house)
    box = tmp_path / "box"
    orders(box / "a.csv", 2026112200000001, shop="小满家居旗舰店")
    sorted_in(house, box)
    question, = open_questions(house)
    assert "小满家居旗舰店" in question.text
    assert became(sorted_in(house, box, answers={question.key: "小满旗舰店"})) == {"a.csv": ("小满旗舰店", "loaded")}
    another = orders(tmp_path / "elsewhere" / "b.csv", 2026112200000011, shop="小满家居旗舰店")
    assert became(sorted_in(house, another)) == {"b.csv": ("小满旗舰店", "loaded")}


def test_clues_against_each_other_are_asked_and_leave_no_rule(house: House, tmp_path: Path) -> None:
    two_shops(house)
    file = orders(tmp_path / "Birch Outlet" / "a.csv", 2026112200000001, shop="小满旗舰店")
    one = sorted_in(house, file)["a.csv"]
    assert one.question is not None
    assert not one.question.sign_kind
    assert "points at 小满旗舰店 but folder Birch Outlet points at Birch Outlet" in one.question.text


def test_a_file_with_rows_of_two_shops_is_refused(house: House, tmp_path: Path) -> None:
    two_shops(house)
    file = tmp_path / "小满旗舰店" / "both.csv"
    file.parent.mkdir()
    write_orders(file, f"""{HEAD} | shop
        2026112200000001 | 2026-11-21 09:00:00 | 2026-11-21 09:01:00 | 1 | 1 | mei | 小满旗舰店
        2026112200000002 | 2026-11-21 09:00:00 | 2026-11-21 09:01:00 | 1 | 1 | mei | Birch Outlet""")
    one = sorted_in(house, file)["both.csv"]
    assert one.report.state == "waiting"
    assert one.question is not None
    taken, = take_answer(house, one.question.key, "小满旗舰店")
    assert taken.report.state == "refused"
    assert "several shops" in str(taken.report.problem)
    assert "paid_gmv" not in known(house, "小满旗舰店")


def test_a_zip_of_many_shops_is_taken_apart_and_one_bad_file_stops_nothing(house: House, tmp_path: Path) -> None:
    two_shops(house)
    orders(tmp_path / "a.csv", 2026112200000001)
    orders(tmp_path / "b.csv", 2026112200000011)
    packed = tmp_path / "box" / "all.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w") as out:
        out.write(tmp_path / "a.csv", "小满旗舰店/2026-11-22/a.csv")
        out.write(tmp_path / "b.csv", "birch outlet/b.csv")
        out.writestr("birch outlet/broken.xlsx", b"PK\x03\x04 not a workbook")
        out.writestr("birch outlet/notes.txt", "call mei\n")
    found = sorted_in(house, packed)
    states = became(found)
    assert states["all.zip/小满旗舰店/2026-11-22/a.csv"] == ("小满旗舰店", "loaded")
    assert states["all.zip/birch outlet/b.csv"] == ("Birch Outlet", "loaded")
    assert states["all.zip/birch outlet/broken.xlsx"][1] == "refused"
    assert states["all.zip/birch outlet/notes.txt"] == ("Birch Outlet", "unknown")


SYCM = ("商品ID,商品名称,商品访客数,商品浏览量,支付件数,支付买家数,支付金额,商品收藏人数,商品加购件数\n"
        "612345678901,灯,40,90,2,2,80.00,1,3\n")


def test_a_report_without_a_day_is_asked_for_it_and_the_rule_kept(house: House, tmp_path: Path) -> None:
    two_shops(house)
    box = tmp_path / "box"
    (box / "小满旗舰店" / "2026-11-22").mkdir(parents=True)
    (box / "小满旗舰店" / "2026-11-22" / "商品.csv").write_text(SYCM, encoding="utf-8")
    one = sorted_in(house, box)["商品.csv"]
    assert (one.report.shop, one.report.state) == ("小满旗舰店", "waiting")
    question, = open_questions(house)
    assert (question.kind, question.choices) == ("day", ("folder", "before-folder", "yesterday"))
    with pytest.raises(WrongUsage):
        take_answer(house, question.key, "some day")
    taken, = take_answer(house, question.key, "folder")
    assert taken.report.state == "loaded"
    tables = {(t.first_day.isoformat(), t.last_day.isoformat()) for t in landings(house)[0].tables.all()}
    assert tables == {("2026-11-22", "2026-11-22")}
    (box / "小满旗舰店" / "2026-11-21").mkdir()
    (box / "小满旗舰店" / "2026-11-21" / "商品.csv").write_text(SYCM.replace("80.00", "90.00"), encoding="utf-8")
    found = list(sort_in(house, [box / "小满旗舰店"]))
    assert [one.report.state for one in found] == ["loaded", "unchanged"]


def test_answers_and_questions_on_the_command_line(daybook: CommandLine, tmp_path: Path) -> None:
    for name, client in (("小满旗舰店", "Jade"), ("Birch Outlet", "Birch")):
        daybook("shop", "add", name, "--client", client, "--platform", "tmall", "--tz", CN[0], "--currency", CN[1])
    box = tmp_path / "box"
    orders(box / "from bo" / "a.csv", 2026112200000001)
    asked = daybook("ingest", box)
    assert asked.exit_code == 3
    assert "whose are" in asked.stderr
    assert "Birch Outlet, 小满旗舰店" in asked.stderr
    question, = daybook.json("inbox", "questions")
    loaded, = daybook.json("ingest", box, "--answer", f"{question['key']}=Birch Outlet")
    assert (loaded["shop"], loaded["state"]) == ("Birch Outlet", "loaded")
    assert daybook.json("inbox", "questions") == []
    assert daybook("inbox", "answer", "nothing", "x").exit_code == 2

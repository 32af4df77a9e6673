"""The command line as scripts use it: answers that keep to their schema, exit codes, sentences on standard error."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.conftest import CommandLine
from tests.orders import write_orders

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
LOADED = {f.name: json.loads(f.read_text(encoding="utf-8")) for f in SCHEMAS.glob("*.json")}
KNOWN: Any = Registry().with_resources([(name, Resource.from_contents(schema)) for name, schema in LOADED.items()])
ORDERS = """
order | created             | paid_at             | due | paid
1     | 2025-11-20 09:00:00 | 2025-11-20 09:01:00 | 100 | 100
2     | 2025-11-21 09:00:00 | 2025-11-21 09:01:00 | 50  | 50
3     | 2025-11-31 09:00:00 | 2025-11-21 09:01:00 | 50  | 50
合计  |                     |                     | 200 | 200
"""
SHOP = ("shop", "add", "tmall", "--client", "Jade", "--platform", "tmall", "--tz", "Asia/Shanghai", "--currency", "CNY")
KNOWN_AT = ("--known-at", "2025-11-22T08:00:00+08:00")


def keeps_to(name: str, answer: object) -> None:
    Draft202012Validator(LOADED[f"{name}.json"], registry=KNOWN).validate(answer)


@pytest.fixture
def orders(daybook: CommandLine, tmp_path: Path) -> Path:
    """A registered shop with one file taken in."""
    assert daybook(*SHOP).exit_code == 0
    file = write_orders(tmp_path / "orders.csv", ORDERS)
    assert daybook("ingest", "--shop", "tmall", file, *KNOWN_AT).exit_code == 0
    return file


def test_each_schema_is_one_itself() -> None:
    for schema in LOADED.values():
        Draft202012Validator.check_schema(schema)


def test_registering_and_listing_shops(daybook: CommandLine) -> None:
    keeps_to("shop-list", daybook.json("shop", "list"))
    keeps_to("shop-add", daybook.json(*SHOP))
    found = daybook.json("shop", "list")
    keeps_to("shop-list", found)
    assert [s["name"] for s in found] == ["tmall"]


def test_what_went_wrong_is_said_in_the_language_that_is_asked_for(daybook: CommandLine, tmp_path: Path) -> None:
    daybook.json(*SHOP)
    (tmp_path / "bad.csv").write_text("商品,备注\n壶,好\n", encoding="utf-8")
    for lang, said in (("en", "no reader knows this table"), ("zh", "下一步")):
        result = daybook("ingest", "--shop", "tmall", tmp_path / "bad.csv", lang=lang)
        assert result.exit_code == 3
        assert said in result.stderr
        assert ("Next: " in result.stderr) == (lang == "en")
    assert "没有" in daybook("status", "--shop", "nobody", lang="zh").stderr


def test_reading_a_file_stores_nothing(daybook: CommandLine, tmp_path: Path) -> None:
    answer = daybook.json("read", write_orders(tmp_path / "orders.csv", ORDERS))
    keeps_to("read", answer)
    table = answer[0]["tables"][0]
    assert (answer[0]["reader"], table["rows"], table["sums"]["paid_amount"]) == ("taobao.orders_export", 2, "150.00")
    assert [r["line"] for r in answer[0]["rejected"]] == [4]
    assert next(t for t in answer[0]["own_totals"] if t["column"] == "总金额")["difference"] == "-50.0000"
    assert not daybook.home.exists()


def test_reading_a_broken_file_says_so_in_its_place(daybook: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    answer = daybook.json("read", tmp_path / "empty.csv", write_orders(tmp_path / "orders.csv", ORDERS), code=1)
    keeps_to("read", answer)
    assert answer[0]["problem"].startswith("empty.csv: the file is empty. Next: ")


def test_what_became_of_a_file_is_said_in_the_language_that_is_asked_for(daybook: CommandLine, tmp_path: Path) -> None:
    """Shop, progress, rows, a row left out and why, and the file's own total; no English words stand in the Chinese ones."""
    daybook(*SHOP)
    file = write_orders(tmp_path / "orders.csv", ORDERS)
    chinese, english = daybook("read", file, lang="zh").output, daybook("read", file).output
    for said in ("订单 orders：2 行，2 天；", "第 4 行未导入：订单创建时间", "总金额合计：文件自带 200"):
        assert said in chinese
    for said in ("orders: 2 rows on 2 days; ", "line 4 left out: 订单创建时间", "own total of 总金额: file 200"):
        assert said in english
    taken = daybook("ingest", "--shop", "tmall", file, *KNOWN_AT, lang="zh")
    assert [line.strip() for line in taken.stderr.splitlines()] == ["tmall：正在读取 orders.csv", "正在写入 2 行"]
    assert taken.stdout.splitlines()[:2] == ["orders.csv：已导入，读取器 taobao.orders_export",
                                             "  订单 orders：2 行，新增 2，改数 0，消失 0"]
    left = " ".join(line.split("：", 2)[2] for line in taken.stdout.splitlines() if "未导入" in line)
    assert left
    assert not re.search("[a-z]{3}", left)
    again = daybook("ingest", "--shop", "tmall", file, *KNOWN_AT)
    assert again.stdout.strip() == "orders.csv: unchanged"


def test_taking_in_files(daybook: CommandLine, orders: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("Nr,Wann\nR-1,2025-11-20\n")
    answer = daybook.json("ingest", "--shop", "tmall", orders, tmp_path / "odd.csv", code=3)
    keeps_to("ingest", answer)
    assert [r["state"] for r in answer] == ["unchanged", "unknown"]
    found = daybook.json("status")
    keeps_to("status", found)
    assert (found[0]["sources"][0]["first_day"], found[0]["sources"][0]["last_day"]) == ("2025-11-20", "2025-11-21")
    assert [w["state"] for w in found[0]["waiting"]] == ["unknown"]
    keeps_to("map", daybook.json("map", tmp_path / "odd.csv"))


def test_a_morning_and_its_replay(daybook: CommandLine, orders: Path, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    brief = daybook.json("morning", "--shop", "tmall", "--on", "2025-11-22", "--html", page)
    keeps_to("morning", brief)
    assert next(t for t in brief["tiles"] if t["metric"] == "paid_gmv")["value"] == "50"
    assert page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    found = daybook.json("replay", "--shop", "tmall", "--from", "2025-11-21", "--days", "2")
    keeps_to("replay", found)
    assert [r["stored"] for r in found] == ["none", "same"]
    assert found[1]["morning"] == brief
    every = daybook.json("morning", "--all", "--on", "2025-11-22")
    assert [keeps_to("morning", b) for b in every] == [None]


def test_a_file_that_came_after_the_brief_is_pointed_at_and_not_mixed_in(daybook: CommandLine, orders: Path) -> None:
    early = daybook("--json", "morning", "--shop", "tmall", "--on", "2025-11-21")
    assert json.loads(early.stdout)["state"] == "no_data"
    assert "the file with 2025-11-20 was known only at 2025-11-22T00:00Z" in early.stderr
    late = daybook("--json", "morning", "--shop", "tmall", "--on", "2025-11-21", "--as-of", "now")
    assert json.loads(late.stdout)["state"] != "no_data"
    assert late.stderr == ""


def test_what_was_restated_and_the_run_log(daybook: CommandLine, orders: Path, tmp_path: Path) -> None:
    later = write_orders(tmp_path / "later.csv", ORDERS.replace("| 100 | 100", "| 100 | 90"))
    assert daybook("ingest", "--shop", "tmall", later, "--known-at", "2025-11-23T08:00:00+08:00").exit_code == 0
    found = daybook.json("restated", "--shop", "tmall", "--since", "2025-11-22T09:00:00+08:00")
    keeps_to("restated", found)
    assert {"day": "2025-11-20", "metric": "paid_gmv", "then": "100.0000", "now": "90.0000"} in found
    runs = daybook.json("runs", "--last", "2")
    keeps_to("runs", runs)
    assert [(r["what"], r["rows"], r["outcome"]) for r in runs] == [("ingest", 1, "done"), ("ingest", 2, "done")]
    assert all(r["seconds"] > 0 for r in runs)


def test_upkeep_and_leaving(daybook: CommandLine, orders: Path, tmp_path: Path) -> None:
    keeps_to("compact", daybook.json("compact"))
    keeps_to("rebuild", daybook.json("rebuild"))
    keeps_to("export", daybook.json("export", "--shop", "tmall", "--to", tmp_path / "out"))
    result = daybook("forget", "--client", "Jade")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "everything of client Jade would be destroyed. Next: say --yes to do it" in result.stderr
    keeps_to("forget", daybook.json("forget", "--client", "Jade", "--yes"))
    assert daybook.json("shop", "list") == []


WRONG = {
    "a shop that nobody registered": (("ingest", "--shop", "nobody", "x.csv"), "no shop is called nobody. Next: use one of"),
    "no shop and not all": (("morning", "--on", "2025-11-22"), "name one shop with --shop, or all of them with --all"),
    "a day that no calendar has": (("morning", "--shop", "tmall", "--on", "2025-02-30"), "2025-02-30 is no day. Next: "),
    "a moment without offset": (("morning", "--shop", "tmall", "--on", "2025-11-22", "--as-of", "2025-11-22T09:00"),
                                "2025-11-22T09:00 has no offset. Next: write it as"),
    "a zone that is none": (("shop", "add", "b", "--client", "J", "--platform", "tmall", "--tz", "China", "--currency",
                             "CNY"), "no time zone is called China. Next: use a name such as Asia/Shanghai"),
    "a platform that is none": (("shop", "add", "b", "--client", "J", "--platform", "bazaar", "--tz", "Asia/Shanghai",
                                 "--currency", "CNY"), "no platform is called bazaar. Next: use one of"),
    "a currency that is none": (("shop", "add", "b", "--client", "J", "--platform", "tmall", "--tz", "Asia/Shanghai",
                                 "--currency", "yuan"), "yuan is no currency code. Next: use three capitals"),
    "a shop registered otherwise": (("shop", "add", "tmall", "--client", "Wu", "--platform", "tmall", "--tz",
                                     "Asia/Shanghai", "--currency", "CNY"), "shop tmall is registered otherwise"),
    "a client that is none": (("forget", "--client", "Nobody", "--yes"), "no client is called Nobody"),
    "an option that is none": (("status", "--shops", "tmall"), "No such option"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_usage_ends_with_2_and_says_what_to_do(daybook: CommandLine, what: str) -> None:
    daybook(*SHOP)
    arguments, sentence = WRONG[what]
    result = daybook(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_a_file_cannot_have_been_known_in_days_to_come(daybook: CommandLine, orders: Path) -> None:
    result = daybook("ingest", "--shop", "tmall", orders, "--known-at", "2125-11-22T08:00:00+08:00")
    assert result.exit_code == 2
    assert "lies in the future. Next: say when the file was known, or leave --known-at out" in result.stderr


def test_what_went_wrong_ends_with_1(daybook: CommandLine, tmp_path: Path) -> None:
    daybook(*SHOP)
    result = daybook("ingest", "--shop", "tmall", tmp_path / "gone.csv")
    assert result.exit_code == 1
    assert result.stderr.strip() == f"{tmp_path / 'gone.csv'}: there is no such file. Next: check the path"


def test_a_data_folder_that_cannot_be_made_is_said(daybook: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    result = daybook("status")
    assert result.exit_code in (1, 2)
    assert "home" in result.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_answers_people_too(daybook: CommandLine, orders: Path, tmp_path: Path, lang: str) -> None:
    for words in (("shop", "list"), ("status",), ("runs",), ("compact",), ("rebuild",), ("read", orders),
                  ("morning", "--shop", "tmall", "--on", "2025-11-22"),
                  ("restated", "--shop", "tmall", "--since", "2025-11-22T09:00:00+08:00"),
                  ("replay", "--shop", "tmall", "--from", "2025-11-22", "--days", "1")):
        result = daybook(*words, lang=lang)
        assert result.exit_code == 0, words
        assert result.stdout.strip(), words


def test_sums_do_not_depend_on_the_number_of_cores() -> None:
    """Matrices are multiplied by one thread, unless whoever starts the command says otherwise: said before numpy is there."""
    told = "import os, sys, daybook.cli; print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)"
    others = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    asked = [subprocess.run([sys.executable, "-c", told], env={**others, **own}, capture_output=True, text=True, check=True).stdout
             for own in ({}, {"OPENBLAS_NUM_THREADS": "2"})]
    assert [each.split() for each in asked] == [["1", "False"], ["2", "False"]]

"""The operating file of the Saturday house: what it says, with where it stands; what it answers, and what is not in it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D
from io import BytesIO
from zipfile import ZipFile

import pytest

from daybook.domain.brand import PLAIN
from daybook.domain.errors import WrongUsage
from daybook.domain.file_page import Answer, OperatingFile
from daybook.domain.rights import Right
from daybook.domain.work_items import StepKind
from daybook.reports.file_paper import answer_text, file_paper, said_in_all
from daybook.reports.file_places import KINDS, kind_and_which
from daybook.reports.wording import translator
from daybook.workflows.file_asked import ask, found_in
from daybook.workflows.file_lines import add_line, drop_line
from daybook.workflows.give import give
from daybook.workflows.given import note
from daybook.workflows.handover_pack import pack_of
from daybook.workflows.house import House
from daybook.workflows.operating_file import file_of
from daybook.workflows.work import Told, take_step
from tests.conftest import Clock
from tests.workflows.given_house import SHOP
from tests.workflows.worked_house import SATURDAY, at

#: Question -> what the first of its answers has to say and where that stands; "" where it is not in the file.  The numbers are
#: sums by hand of what `worked_house` sells: two kettles for 398.00 and a mug for 30.00 a day, the kettle until 19 November.
QUESTIONS = {
    "平台扣点是多少？": ("5.00%", "given term fee_rate"),
    "What is the fee rate?": ("5.00%", "given term fee_rate"),
    "KZ-041 的成本是多少？": ("¥82.00", "given cost KZ-041"),
    "What does a unit of KZ-041 cost?": ("¥82.00", "given cost KZ-041"),
    "11月的支付金额目标是多少？": ("¥9,000.00", "given target paid_gmv 2026-11"),
    "What is the target of 2026-11?": ("¥9,000.00", "given target paid_gmv 2026-11"),
    "737559603417 是什么角色？": ("爆款", "item 737559603417"),
    "合同什么时候到期？": ("2027-03-31", "line "),
    "Who is in the team?": ("Bo", "given team"),
    "Bo 做什么？": ("Bo", "given team"),
    "店铺的币种和时区？": ("CNY", "shop"),
    "竞品最近做了什么？": ("159", "note 2026-11-18"),
    "客户对价格的承诺？": ("¥189.00", "promise"),
    "双12蓄水期是哪几天？": ("2026-12-06", "calendar"),
    "What was ordered of KZ-041?": ("300 ordered", "note 2026-11-21"),
    "客服怎么回复退货？": ("七天", "line "),
    "订单数据到哪天？": ("11月22日", "status"),
    "MUG-007 的成本是多少？": ("", ""), "KZ-999 的成本是多少？": ("", ""), "店主的生日是哪天？": ("", ""),
    "Who is the owner's lawyer?": ("", ""), "2024年的退款率是多少？": ("", ""), "仓库的地址在哪里？": ("", ""),
    "What is the password of the console?": ("", ""), "达人佣金率是多少？": ("", ""), "去年双11卖了多少？": ("", ""),
    "快递公司是哪家？": ("", ""), "12月的支付金额目标是多少？": ("", ""), "谁负责直播？": ("", ""),
    "What did the photographer charge?": ("", ""),
}


@pytest.fixture
def told(saturday: House, clock: Clock) -> OperatingFile:
    """The house on Saturday evening, after what a house is told in its first weeks."""
    from daybook.records.models import WorkItem

    shop = saturday.shop(SHOP)
    for kind, row in (
            ("terms", {"term": "fee_rate", "value": "0.05", "valid_from": ""}),
            ("cost", {"sku": "KZ-041", "unit_cost": "82.00", "valid_from": ""}),
            ("target", {"metric": "paid_gmv", "month": "2026-11", "value": "9000"}),
            ("role", {"item_id": "737559603417", "role": "hero", "valid_from": ""}),
            ("team", {"person": "Bo", "role": "operator", "minutes": "120", "valid_from": ""}),
            ("promise", {"object": "KZ-041", "kind": "most", "name": "年底前不涨价", "price": "189.00", "first": "2026-11-01",
                         "last": "2026-12-31", "to": "客户", "asks": "", "source": "月会纪要"})):
        give(saturday, shop, kind, row)
    at(clock, SATURDAY, 10)
    note(saturday, shop.name, "2026-11-18 10:00", "KZ-041", "rival", "", "", "对面水壶降到 159")
    take_step(saturday, WorkItem.objects.get(line="restock.KZ-041").pk, StepKind.DONE, Told("Bo", minutes=12, to="300 ordered"))
    add_line(saturday, shop, "contract", "合同期限", "2026-04-01 到 2027-03-31", "Mei", "合同第3页")
    add_line(saturday, shop, "service", "退货政策", "七天无理由，退货运费由买家付", "Mei")
    at(clock, SATURDAY, 20)
    return file_of(saturday, shop, saturday.now())


def test_thirty_questions_are_answered_from_the_file_alone_or_said_not_to_be_in_it(told: OperatingFile) -> None:
    assert len(QUESTIONS) == 30
    missed = []
    for question, (says, ref) in QUESTIONS.items():
        answer = ask(told, question, said_in_all)
        first = f"{' '.join(said_in_all(answer.claims[0]))} {answer.claims[0].ref}" if answer.claims else ""
        if not (says in first and ref in first if says else not first):
            missed.append((question, answer_text(answer, told.on)))
    assert not missed, "\n".join(map(str, missed))


def test_a_line_says_where_it_stands_and_when_it_is_old(told: OperatingFile) -> None:
    assert all(kind_and_which(claim.ref)[0] for claim in told.claims)
    assert not {w.name("file_place", k.replace(" ", "_"), "") for k in KINDS for w in map(translator, ("zh", "en"))} & {""}
    [fee] = [c for c in told.claims if c.ref == "given term fee_rate"]
    assert not fee.stale(told.on)
    later = replace(told, on=told.on + timedelta(days=181))
    assert fee.stale(later.on)
    assert "old: known on" in answer_text(Answer("", (fee,)), later.on, "en")
    assert "Nothing is in the file yet." in {t.empty for t in file_paper(told, "en").tables if not t.rows}
    kettle = next(c for c in told.of("products") if "737559603417" in c.ref)
    assert "¥199.00" in " ".join(said_in_all(kettle)), f"{D(398) / 2}"


def test_a_line_is_taken_out_and_words_are_found_in_chinese(saturday: House, told: OperatingFile) -> None:
    shop = saturday.shop(SHOP)
    assert next(c.subject for c in found_in(told, "退货政策", said_in_all)) == "退货政策"
    with pytest.raises(WrongUsage, match="by hand"):
        add_line(saturday, shop, "baseline", "x", "y", "Mei")
    [contract] = [c for c in told.claims if c.subject == "合同期限"]
    drop_line(saturday, shop, contract.ref.removeprefix("line "), "Mei")
    assert not [c for c in file_of(saturday, shop, saturday.now()).claims if c.subject == "合同期限"]


def test_what_was_superseded_is_not_told_and_the_shops_own_fee_goes_before_its_clients(
        saturday: House, told: OperatingFile) -> None:
    """The fee of all shops is 8 % from October on, that of this one 5 %; November's target was raised on the 15th."""
    from daybook.records.models import Term

    shop = saturday.shop(SHOP)
    own = Term.objects.get(term="fee_rate")
    Term.objects.create(client=own.client, shop=None, batch=own.batch, term="fee_rate", value=D("0.08"),
                        valid_from=SATURDAY - timedelta(days=50), known_at=own.known_at)
    give(saturday, shop, "target", {"metric": "paid_gmv", "month": "2026-11", "value": "9500", "valid_from": "2026-11-15"})
    file = file_of(saturday, shop, saturday.now())
    assert ["5.00%" in " ".join(said_in_all(c)) for c in file.claims if c.ref == "given term fee_rate"] == [True]
    assert ["9,500.00" in " ".join(said_in_all(c)) for c in file.claims if c.ref == "given target paid_gmv 2026-11"] == [True]


def test_money_is_told_to_nobody_who_may_not_see_it(saturday: House, told: OperatingFile) -> None:
    """Typed lines of contract and goals need the right of the house's own; what a task brought stands apart from the task."""
    from daybook.records.models import MeasuredMove, Shop, WorkItem

    shop, day = saturday.shop(SHOP), SATURDAY
    add_line(saturday, shop, "goals", "年度目标", "三百万", "Mei")
    ref = f"work {WorkItem.objects.get(line='restock.KZ-041').pk}"
    MeasuredMove.objects.create(
        shop=Shop.objects.get(name=SHOP), ref=ref, kind="restock", object_id="KZ-041", done_on=day, due_on=day, told="gain",
        measured_at=saturday.now() - timedelta(hours=1), first=day, last=day, currency="CNY", basis="gmv", value=D("918273.45"),
        low=D(1), high=D(1836546), move={"object_kind": "", "what": "restocked", "from_": "", "to": "", "by": "Bo",
                                         "at": saturday.now().isoformat(), "until": "", "expected": None})
    file = file_of(saturday, shop, saturday.now())
    needs = {c.subject: c.needs for c in file.claims}
    assert (needs["合同期限"], needs["年度目标"], needs["退货政策"]) == (Right.SEE_COSTS, Right.SEE_NUMBERS, "")
    brought = [c for c in file.claims if "918" in " ".join(said_in_all(c))]
    assert [(c.section, c.needs) for c in brought] == [("lessons", Right.SEE_NUMBERS)]
    assert [c.needs for c in file.of("decisions") if c.ref == ref] == [""], "the task itself is everybody's"


@pytest.mark.long
def test_the_handover_pack_has_file_numbers_access_and_contract_and_is_logged(
        saturday: House, told: OperatingFile) -> None:
    from daybook.records.models import Run

    content = pack_of(saturday, saturday.shop(SHOP), saturday.now(), "Mei", "zh", PLAIN)
    with ZipFile(BytesIO(content)) as pack:
        assert {"file.html", "file.pdf", "numbers.csv", "numbers.xlsx", "contract.csv", "access.csv", "sop.csv", "lines.csv",
                "README.txt"} <= set(pack.namelist())
        days = pack.read("numbers.csv").decode("utf-8-sig").splitlines()
        assert len(days) == 184
        assert "2026-11-19,428" in {",".join(d.split(",")[:2]) for d in days}
        assert "2026-10-01," in {",".join(d.split(",")[:2]) for d in days}, "not in is empty and not 0"
        assert "合同期限" in pack.read("contract.csv").decode()
        assert "平台扣点" in pack.read("contract.csv").decode(), "in the words of who takes it"
        with ZipFile(BytesIO(pack.read("numbers.xlsx"))) as book:
            sheet = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name)
        assert "<v>428</v>" in sheet, "a number of its workbook is a number"
        assert "Mei" in pack.read("README.txt").decode()
    assert Run.objects.filter(what="handover.pack", object__contains="Mei").exists()

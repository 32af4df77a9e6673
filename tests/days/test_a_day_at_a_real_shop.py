"""A whole day at a real Vendure shop: orders come in, a wrong change is refused with its reason and the legal one offered, a
person agrees, the shop is written and read back, and the change is taken back.

It needs the shared folder beside the checkout and Node; it starts the server and stops it again.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from daybook.actions.stage import stage_of
from daybook.domain.errors import NotAllowed
from daybook.domain.moves.listing import Images, Listed
from daybook.domain.moves.orders import RefundDecision
from daybook.domain.moves.price import ItemDiscount, ListPrice
from daybook.domain.proposal import Outcome, Stage, Story
from daybook.domain.verdict import Refuse
from daybook.workflows.approve import approve
from daybook.workflows.execute import carry_out
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.proposals import story_of
from daybook.workflows.propose import Wish, propose
from daybook.workflows.pull import Wanted, pull
from daybook.workflows.situation import look_at
from daybook.workflows.undo import undo
from daybook.workflows.ways_out import writer_of
from tests.vendure_server import FOLDER, SHOPS, vendure_server

PORT = 3319
pytestmark = [pytest.mark.long, pytest.mark.shared,
              pytest.mark.skipif(not SHOPS.is_dir() or not shutil.which("node"), reason="needs ../shared/shops and Node")]
LIMITS = ",quiet_from,0,\n,quiet_to,0,\n,max_price_step,0.30,\n,two_people_share,1,\n,alone_share,1,\n"
GIVEN = {"team": "person,role,shop,minutes\nMei,account_manager,lund,300\nBo,operator,lund,300\nSu,service,lund,300\n",
         "terms": "shop,term,value\n" + "".join(f"lund,{n},{v}\n" for n, v in (
             ("fee_rate", "0"), ("tax_rate", "0"), ("ship_cost", "0"), ("ship_back_cost", "0"), ("resaleable_share", "1"))),
         "limit": "shop,limit,value,valid_from\n" + LIMITS}


@pytest.fixture
def shop() -> Iterator[str]:
    with vendure_server(PORT) as url:
        yield url


@pytest.fixture
def house(shop: str, tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    for field, value in (("URL", shop), ("USERNAME", "superadmin"), ("PASSWORD", "superadmin")):
        monkeypatch.setenv(f"DAYBOOK_API_LUND_VENDURE_{field}", value)
    made = open_house(tmp_path / "home", lambda: datetime.now(UTC))
    add_shop(made, "lund", "Nord", "vendure", "UTC", "USD")
    for kind, text in GIVEN.items():
        give(made, tmp_path, kind, text)
    return made


def give(house: House, folder: Path, kind: str, text: str) -> None:
    file = folder / f"{kind}.csv"
    file.write_text(text, encoding="utf-8")
    report = set_from_csv(house, kind, file, client="Nord")
    assert not report.rejected, report.rejected


def agreed(house: House, story: Story, by: str = "Mei") -> Story:
    return approve(house, story.proposal.key, story.proposal.fingerprint, by, "cli")


def refusals(story: Story) -> dict[str, Refuse]:
    return {v.guard: v for v in story.proposal.verdicts if isinstance(v, Refuse)}


def placed(shop: str, count: int, seed: int) -> list[dict[str, Any]]:
    """Orders placed as shoppers would, as the shop answered them."""
    run = subprocess.run([sys.executable, SHOPS / "gen_orders.py", "--engine", "vendure", "--base", shop, "--n", str(count),
                          "--seed", str(seed), "--cancel", "0", "--refund", "0", "--fulfil", "0"],
                         capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stderr[-500:]
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def backdated(days: int) -> None:
    """Spreads the placed orders over past days, oldest first, straight in the server's database."""
    with sqlite3.connect(FOLDER / f"data-{PORT}" / "vendure.sqlite", timeout=20) as database:
        ids = [n for n, in database.execute('select id from "order" where orderPlacedAt is not null order by id')]
        for at, number in enumerate(ids):
            back = f"-{days - days * at // len(ids)} days"
            database.execute('update "order" set createdAt=datetime(createdAt,?), updatedAt=datetime(updatedAt,?), '
                             "orderPlacedAt=datetime(orderPlacedAt,?) where id=?", (back, back, back, number))


def test_a_day_at_a_real_shop(house: House, shop: str, tmp_path: Path) -> None:
    orders = placed(shop, 60, 21)
    backdated(45)
    from_an_order_to_an_undo(house, tmp_path)
    a_listing_goes_off_and_comes_back_with_all_else_as_it_was(house)
    a_refund_goes_back_once_however_often_it_is_sent(house, str(orders[-1]["code"]))


def from_an_order_to_an_undo(house: House, tmp_path: Path) -> None:
    assert [r.problem for r in pull(house, "lund", Wanted())] == [None] * 6
    item, sku = _best_seller(house)
    price = _shown(house, sku)
    give(house, tmp_path, "cost", f"sku,unit_cost,currency,valid_from\n{sku},{(price * D('0.4')).quantize(D('0.01'))},USD,\n")

    wish = ListPrice(sku, price, _reachable(price * D("0.95")), item)
    (refused,) = propose(house, "lund", [Wish(wish, "slow")], "Bo", "cli")
    said = refusals(refused)["list_price_of_what_sells_stays"]
    assert "sold" in said.reason
    assert isinstance(said.nearest, ItemDiscount), refused.proposal.verdicts
    with pytest.raises(NotAllowed, match="guards refuse"):
        agreed(house, refused)

    (story,) = propose(house, "lund", [Wish(said.nearest, "slow")], "Bo", "cli")
    assert not refusals(story)
    with pytest.raises(NotAllowed, match="account manager"):
        agreed(house, story, "Bo")
    agreed(house, story)
    tried = carry_out(house, story.proposal.key, "Bo", dry_run=True)
    assert (tried.outcome, _shown(house, sku)) == (Outcome.DONE, price)
    done = carry_out(house, story.proposal.key, "Bo")
    assert (done.outcome, "beside it changed" in done.note) == (Outcome.DONE, False), done.note
    assert _shown(house, sku) == said.nearest.to
    assert carry_out(house, story.proposal.key, "Bo").at == done.at

    back = undo(house, story.proposal.key, "Bo", "cli", "sold too well")
    assert not refusals(back), back.proposal.verdicts
    agreed(house, back)
    assert carry_out(house, back.proposal.key, "Bo").outcome is Outcome.DONE
    assert _shown(house, sku) == price
    assert stage_of(story_of(house, story.proposal.key), house.now()) is Stage.UNDONE


def a_listing_goes_off_and_comes_back_with_all_else_as_it_was(house: House) -> None:
    writer = writer_of(house, house.shop("lund"), Listed("7", True, False))
    before = writer.read(Listed("7", True, False), "")
    assert before is not None
    for move in (Listed("7", True, False), Listed("7", False, True)):
        writer.write(move, "p")
    assert writer.read(Listed("7", True, False), "") == before
    images = tuple(json.loads(before["images"]))
    swapped = Images("7", images, ("2", *images))
    writer.write(swapped, "p")
    assert writer.read(swapped, "") == {**before, "images": json.dumps(["2", *images])}
    writer.write(swapped.undo(), "p")       # type: ignore[arg-type]
    assert writer.read(swapped, "") == before


def a_refund_goes_back_once_however_often_it_is_sent(house: House, code: str) -> None:
    writer = writer_of(house, house.shop("lund"), RefundDecision(code, True, D("1.00"), "return", "late"))
    move = RefundDecision(code, True, D("1.00"), "return", "late")
    shown = writer.read(move, "p-1")
    assert shown is not None
    was = D(shown["refunded"])
    move = replace(move, was=was)
    for _ in range(2):
        writer.write(move, "p-1")
    found = writer.read(move, "p-1")
    assert found is not None
    assert D(found["refunded"]) == was + 1


def _best_seller(house: House) -> tuple[str, str]:
    sold = look_at(house, house.shop("lund")).seen.sliced["product"]["line_units"]
    scope = max(sold, key=lambda s: (sum(sold[s].values()), s))
    return dict(scope)["item_id"], dict(scope)["sku"]


def _shown(house: House, sku: str) -> D:
    move = ItemDiscount(sku, D(1), D(2))
    found = writer_of(house, house.shop("lund"), move).read(move, "")
    assert found is not None
    return D(found["deal_price"])


def _reachable(price: D) -> D:
    """The nearest price that whole net cents make with 20 % tax."""
    return D(round(int(price * 100 / D("1.2")) * D("1.2"))) / 100

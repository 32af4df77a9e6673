"""A desk is one folder and one name: a tiny one, written by docs/adding-a-desk.md elsewhere, takes part in a morning."""

import ast
import importlib
import sys
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook import desks
from daybook.workflows.house import House
from daybook.workflows.morning import mornings
from tests.orders import jade, take, write_orders

ROOT = Path(__file__).resolve().parents[2]
INIT = '''
"""The desk of gifts: orders of one unit that a card should go with."""

from daybook.desks.desk import Desk, Read
from tiny_desk.findings import PLAIN, find_plain, pack_first, read_singles, wrap

DESK = Desk("gifts", "礼品台", finds=(find_plain,), moves={PLAIN: wrap}, waits=(pack_first,),
            reads=(Read("gifts.singles", read_singles),))
'''
FINDINGS = '''
"""Orders of one unit, told from two on."""

from dataclasses import dataclass
from decimal import Decimal

from daybook.domain.brief import BriefFinding, Cause, Gain, Must, Unit
from daybook.domain.work import Role, Suggestion
from daybook.facts.tables import ORDERS

PLAIN = "gifts.plain"


@dataclass(frozen=True)
class Singles:
    """Orders of one unit."""

    orders: tuple[str, ...]


def read_singles(session, shops, on):
    rows = session.arrow(f'SELECT shop, order_id FROM "{session.use(ORDERS)}" WHERE units = 1 ORDER BY ALL').to_pylist()
    return {shop.name: Singles(tuple(r["order_id"] for r in rows if r["shop"] == shop.name)) for shop in shops}


def find_plain(seen):
    one = seen.read["gifts.singles"]
    n = Decimal(len(one.orders))
    if n >= 2:
        yield BriefFinding(id=PLAIN, kind=PLAIN, metric="gifts", zh="礼品", unit=Unit.COUNT, scope=(), direction="up",
                           measured=n, base_kind="expected", base=Decimal(0), at_stake=Gain(n, n, n, seen.shop.currency),
                           causes=(Cause("event", (), n),), words="orders without a card")


def wrap(found, seen):
    yield Suggestion("wrap", (found.id,), "wrap", "Put a card in", "shop", seen.shop.name, seen.shop.name, "", "a card",
                     Role.WAREHOUSE, 5, found.at_stake, "packing table", "by hand", "", found.words, seen.on)


def pack_first(seen):
    yield Must("Pack gifts first", str(len(seen.read["gifts.singles"].orders)), "packing table", kind="gifts")
'''
TABLE = """
order | created             | paid_at             | due    | paid   | units
1     | 2026-09-13 10:00:00 | 2026-09-13 10:01:00 | 100.00 | 100.00 | 1
2     | 2026-09-13 11:00:00 | 2026-09-13 11:01:00 | 100.00 | 100.00 | 1
3     | 2026-09-13 12:00:00 | 2026-09-13 12:01:00 | 300.00 | 300.00 | 3
"""


def test_a_desk_in_a_folder_of_its_own_joins_by_one_name(
        house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two orders of one unit: read, found, planned, and among what cannot wait."""
    folder = tmp_path / "desks" / "tiny_desk"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(INIT)
    (folder / "findings.py").write_text(FINDINGS)
    monkeypatch.syspath_prepend(str(folder.parent))
    for name in [n for n in sys.modules if n.startswith("tiny_desk")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(desks, "DESKS", (*desks.DESKS, importlib.import_module("tiny_desk").DESK))     # the one line

    shop = jade(house)
    take(house, "tmall", write_orders(tmp_path / "orders.csv", TABLE), "2026-09-14T00:30:00+00:00")
    [brief] = mornings(house, [shop], date(2026, 9, 14))
    assert [(f.id, f.measured) for f in brief.findings if f.kind == "gifts.plain"] == [("gifts.plain", D(2))]
    assert [(m.what, m.object) for m in brief.must if m.kind == "gifts"] == [("Pack gifts first", "2")]
    assert "wrap" in [line.id for line in brief.plan]


def test_the_orders_desk_is_named_by_the_registration_and_its_page_alone() -> None:
    """What else names it would have to be touched for the next desk."""
    named = set()
    for file in (ROOT / "daybook").rglob("*.py"):
        if (ROOT / "daybook/desks/orders") in file.parents:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and (
                    node.module.startswith("daybook.desks.orders")
                    or (node.module == "daybook.desks" and "orders" in [a.name for a in node.names])):
                named.add(file.relative_to(ROOT / "daybook").as_posix())
    assert named <= {"desks/__init__.py", "workflows/orders_page.py"}

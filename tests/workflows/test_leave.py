"""A client leaves: everything out, or everything gone; another client's answers stay as they were."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.reports.brief_json import brief_json_text
from daybook.workflows.backup import sealed_folders
from daybook.workflows.case_files import add_step, keep_evidence
from daybook.workflows.house import House, open_house
from daybook.workflows.leave import export, forget
from daybook.workflows.morning import mornings
from daybook.workflows.rivals_page import keep_picture
from tests.conftest import Clock, with_records
from tests.orders import jade, known, take, write_orders
from tests.workflows.worked_house import copied

ORDERS = """
order | created             | paid_at             | due | paid | buyer | address
{n}1  | 2026-11-21 09:00:00 | 2026-11-21 09:01:00 | 100 | 100  | mei   | 上海
{n}2  | 2026-11-22 09:00:00 | 2026-11-22 09:01:00 | 50  | 50   | bo    | 浙江省 杭州市
"""
ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, made_records: Path) -> Path:
    """A folder with the house, its keys and the files that were taken in."""
    folder = tmp_path_factory.mktemp("two-clients")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        fill(open_house(with_records(folder / "home", made_records), Clock()), folder)
    return folder


@pytest.fixture
def two_clients(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """Jade with two shops and a refused file, Wu with one; all mornings stored."""
    shutil.copytree(made / "keys", tmp_path / "keys")
    for file in made.glob("*.csv"):
        shutil.copy(file, tmp_path)
    monkeypatch.setenv("DAYBOOK_KEYS", str(tmp_path / "keys"))
    return copied(made, tmp_path, Clock())


def fill(house: House, tmp_path: Path) -> None:
    for n, (name, client) in enumerate((("jade-tmall", "Jade-Trading"), ("jade-second", "Jade-Trading"), ("wu", "Wu"))):
        jade(house, name, client)
        for part, version in enumerate(("", "\n3 | 2026-11-22 10:00:00 | 2026-11-22 10:00:00 | 5 | 5 | lin | 北京")):
            file = write_orders(tmp_path / f"{name}-{part}.csv", ORDERS.format(n=n) + version)
            assert take(house, name, file).state == "loaded"
    (tmp_path / "jade-empty.csv").touch()
    take(house, "jade-tmall", tmp_path / "jade-empty.csv")
    mornings(house, house.shops(), ON)


def test_export_writes_everything_of_a_shop(two_clients: House, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    target = tmp_path / "out"
    said = export(two_clients, two_clients.shop("jade-tmall"), target)
    assert said == {"files": 3, "tables": 1, "mornings": 1, "given": 0}
    names = {f.name: f.read_bytes() for f in (target / "files").rglob("*") if f.is_file()}
    assert set(names) == {"jade-tmall-0.csv", "jade-tmall-1.csv", "jade-empty.csv"}
    assert all(names[n] == (tmp_path / n).read_bytes() for n in names)
    rows = pq.read_table(target / "tables" / "orders.parquet").to_pylist()
    assert [(r["order_id"], str(r["paid_amount"])) for r in rows] == [
        ("01", "100.0000"), ("02", "50.0000"), ("3", "5.0000")]
    assert {r["shop"] for r in rows} == {"jade-tmall"}
    stored = next((target / "mornings").iterdir()).read_text(encoding="utf-8")
    assert stored == brief_json_text(mornings(two_clients, [two_clients.shop("jade-tmall")], ON, store=False)[0])


def test_cases_and_their_evidence_leave_whole_and_are_forgotten(two_clients: House, tmp_path: Path) -> None:
    """A file of evidence that came on a day without a landing lies in a folder of its own."""
    from daybook.records import models

    shop, door = two_clients.shop("jade-tmall"), tmp_path / "door.png"
    door.write_bytes(b"\x89PNG at the door")
    add_step(two_clients, shop, "c1", "note", "Lin", text="called him")
    kept = keep_evidence(two_clients, shop, "c1", "delivery", door, "door.png", "Lin")
    said = export(two_clients, shop, tmp_path / "out")
    assert said["given"] == 2
    assert "called him" in (tmp_path / "out" / "given" / "cases.csv").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "given" / "evidence" / f"{kept.key}-door.png").read_bytes() == door.read_bytes()
    models.Landing.objects.filter(shop__name=shop.name).delete()
    for one in (two_clients.home / "landings" / "Jade-Trading").iterdir():
        if one.name != "jade-tmall":
            shutil.rmtree(one)
    models.Landing.objects.filter(shop__client__name="Jade-Trading").delete()
    assert sealed_folders()[Path(models.DisputeStep.objects.get(kind="file").path).parents[2]] == "Jade-Trading"
    forget(two_clients, "Jade-Trading")
    assert [f.name for f in (two_clients.home / "landings").iterdir()] == ["Wu"]


def test_a_screenshot_that_lies_alone_is_its_clients_and_goes_with_it(two_clients: House, tmp_path: Path) -> None:
    """No landing, pull, work item or case names the folder that it lies in."""
    from daybook.records import models

    models.Landing.objects.filter(shop__client__name="Jade-Trading").delete()
    shutil.rmtree(two_clients.home / "landings" / "Jade-Trading")
    look = tmp_path / "look.png"
    look.write_bytes(b"\x89PNG\r\n\x1a\n of a rival")
    kept = keep_picture(two_clients, two_clients.shop("jade-tmall"), look)
    assert sealed_folders()[Path(kept).parents[2]] == "Jade-Trading"
    forget(two_clients, "Jade-Trading")
    assert [f.name for f in (two_clients.home / "landings").iterdir()] == ["Wu"]


def test_export_does_not_mix_with_what_is_in_a_folder(two_clients: House, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    with pytest.raises(WrongUsage, match=r"the folder is not empty. Next: name a new folder"):
        export(two_clients, two_clients.shop("wu"), tmp_path / "out")


def test_forget_destroys_rows_landings_key_and_records(two_clients: House) -> None:
    from daybook.records import models

    assert forget(two_clients, "Jade-Trading") == {"shops": 2, "landings": 5, "backups_not_reached": []}
    assert [s.name for s in two_clients.shops()] == ["wu"]
    with pytest.raises(DaybookError, match=r"the key of client Jade-Trading is missing"):
        two_clients.keys.of("Jade-Trading")
    assert set(models.Landing.objects.values_list("shop__name", flat=True)) == {"wu"}
    assert set(models.Morning.objects.values_list("shop__name", flat=True)) == {"wu"}
    assert [f.name for f in (two_clients.home / "landings").iterdir()] == ["Wu"]


def test_after_forget_no_byte_and_no_row_names_the_client(two_clients: House) -> None:
    """Lake files are compressed, so their rows are looked at; everything else is searched as bytes."""
    import pyarrow.parquet as pq

    def left(word: bytes) -> list[Path]:
        return [f for f in two_clients.home.rglob("*") if word in str(f.relative_to(two_clients.home)).encode()
                or (f.is_file() and word in f.read_bytes())]

    assert left(b"jade-tmall")
    forget(two_clients, "Jade-Trading")
    assert not left(b"jade-") + left(b"Jade-Trading")
    rows = [f for f in (two_clients.home / "lake").rglob("*.parquet") if "_delta_log" not in f.parts]
    assert {client for f in rows for client in pq.ParquetFile(f).read()["client"].to_pylist()} == {"Wu"}


def test_another_clients_answers_are_unchanged(two_clients: House) -> None:
    shop = two_clients.shop("wu")
    before = known(two_clients, "wu"), brief_json_text(mornings(two_clients, [shop], ON, store=False)[0])
    forget(two_clients, "Jade-Trading")
    assert (known(two_clients, "wu"), brief_json_text(mornings(two_clients, [shop], ON, store=False)[0])) == before
    assert before[0]["paid_gmv"] == {"2026-11-21": 100, "2026-11-22": 55}


def test_forgetting_twice_harms_nobody(two_clients: House) -> None:
    forget(two_clients, "Jade-Trading")
    before, state = known(two_clients, "wu"), two_clients.books.published()
    with pytest.raises(WrongUsage, match=r"no client is called Jade-Trading, or it was forgotten already"):
        forget(two_clients, "Jade-Trading")
    assert (known(two_clients, "wu"), two_clients.books.published()) == (before, state)


def test_forget_finishes_what_a_crash_left(two_clients: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies after the key and the rows are gone and before the landings are."""
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crash:
        crash.setattr(shutil, "rmtree", die)
        with pytest.raises(KeyboardInterrupt):
            forget(two_clients, "Jade-Trading")
    assert [s.name for s in two_clients.shops()] == ["wu"]      # already nobody sees it
    assert forget(two_clients, "Jade-Trading")["landings"] == 5
    assert [f.name for f in (two_clients.home / "landings").iterdir()] == ["Wu"]

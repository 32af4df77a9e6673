"""The takeover test: sixty questions of somebody who did not build the operating file, asked of two shops of the demonstration."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from daybook.domain.file_page import OperatingFile
from daybook.domain.work import Role
from daybook.reports.file_paper import answer_text, file_paper, said_in_all
from daybook.reports.report_markdown import report_text
from daybook.web.file_links import address_of
from daybook.workflows.demonstrate import demonstrate
from daybook.workflows.file_asked import ask
from daybook.workflows.house import open_house
from daybook.workflows.operating_file import file_of
from tests.conftest import Clock, with_records
from tests.web.conftest import Workbench, shown_at

pytestmark = pytest.mark.long
LAST_DAY, MONDAY = date(2026, 11, 29), datetime(2026, 11, 30, 1, 5, tzinfo=UTC)
SHOPS = {"tmall": "qingchuan-tmall", "douyin": "yunmian-douyin"}
QUESTIONS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("takeover.toml").read_text(encoding="utf-8"))["question"]
#: Half an hour at 450 characters a minute.
MOST_CHARACTERS = 13_500


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, all_tables: Path) -> Iterator[Workbench]:
    """Three shops of the demonstration on a Monday morning, and their workbench."""
    from daybook.records import models
    from daybook.records.connect import migrate_all
    from daybook.web.opened import serve_house

    folder = tmp_path_factory.mktemp("takeover")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = open_house(with_records(folder / "home", all_tables), Clock(MONDAY))
        migrate_all()
        serve_house(house)
        demonstrate(house, house.home / "demo-exports", shops=3, days=130, seed=1, last_day=LAST_DAY)
        tmall, douyin = (models.Shop.objects.get(name=name) for name in SHOPS.values())
        with shown_at(house):
            yield Workbench(house, tmall, douyin, douyin)


@pytest.fixture(scope="module")
def files(bench: Workbench) -> dict[str, OperatingFile]:
    return {key: file_of(bench.house, bench.house.shop(name), MONDAY) for key, name in SHOPS.items()}


def test_sixty_questions_are_answered_with_their_proof_or_said_not_to_be_in_the_file(files: dict[str, OperatingFile]) -> None:
    assert len(QUESTIONS) == 60
    missed = []
    for question, language, (key, file) in product(QUESTIONS, ("zh", "en"), files.items()):
        answer, proof = ask(file, question[language], said_in_all), question[key]
        if not (any(c.ref.startswith(proof) for c in answer.claims) if proof else not answer.claims):
            missed.append((key, question[language], answer_text(answer, file.on)))
    assert not missed, "\n".join(map(str, missed))


def test_every_proof_is_a_page_that_opens(bench: Workbench, files: dict[str, OperatingFile]) -> None:
    owner = bench.browser(bench.person("owner@example.org", (Role.OWNER, None)))
    for (key, file), row in zip(files.items(), (bench.mine, bench.second), strict=True):
        proofs = {address_of(c.ref, row.pk) for q in QUESTIONS for c in ask(file, q["zh"], said_in_all).claims if c.ref != "shop"}
        assert "" not in proofs, key
        assert {(a, owner.get(a).status_code) for a in proofs if owner.get(a).status_code != 200} == set(), key


def test_a_newcomer_reads_the_file_in_half_an_hour(files: dict[str, OperatingFile]) -> None:
    for file in files.values():
        text = report_text(file_paper(file, "zh"))
        assert len("".join(text.split())) < MOST_CHARACTERS

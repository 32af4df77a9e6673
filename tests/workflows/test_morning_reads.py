"""A morning of many shops asks the lake and the records as often as one of a few: nothing is read shop by shop."""

import pytest

from daybook.workflows.house import House, add_shop
from daybook.workflows.morning import mornings
from tests.workflows.given_house import CLIENT, SHOP
from tests.workflows.worked_house import SUNDAY


def test_six_shops_are_read_with_the_queries_of_two(saturday: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from daybook.facts.engine import Session

    for n in range(5):
        add_shop(saturday, f"more-{n}", CLIENT, "tmall", "Asia/Shanghai", "CNY")
    shops = [saturday.shop(SHOP), *(s for s in saturday.shops() if s.name != SHOP)]
    whole, asked = Session._run, [0]

    def counted(self: Session, *arguments: object) -> object:
        asked[0] += 1
        return whole(self, *arguments)      # type: ignore[arg-type]

    monkeypatch.setattr(Session, "_run", counted)

    def queries(many: int) -> tuple[int, int]:
        asked[0] = 0
        with CaptureQueriesContext(connection) as records:
            assert len(mornings(saturday, shops[:many], SUNDAY, store=False)) == many
        return asked[0], len(records)

    queries(1)                              # what a process reads once
    few, many = queries(2), queries(6)
    assert few[0] > 50
    assert many == few

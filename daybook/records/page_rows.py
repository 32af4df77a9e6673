"""Tests of pages and briefs as rows and back."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from daybook.domain.page_tests import (
    BriefLine,
    BriefStage,
    Design,
    DesignBrief,
    Evidence,
    PageLine,
    PageStep,
    PageTest,
    Told,
)
from daybook.domain.shop import Shop
from daybook.domain.switchback import Block
from daybook.records import models


def add_test(made: PageTest) -> None:
    """Adds a planned test."""
    models.PageTest.objects.create(
        key=made.key, shop=models.Shop.objects.get(name=made.shop), item_id=made.item_id, first=made.first, last=made.last,
        planned_by=made.planned_by[:120], planned_at=made.planned_at, plan={
            "change": made.change, "what": made.what, "hypothesis": made.hypothesis, "metric": made.metric,
            "design": made.design.value, "smallest": made.smallest, "needed": made.needed, "guards": list(made.guards),
            "shares": list(made.shares), "usual": None if made.usual is None else str(made.usual), "code": made.code,
            "blocks": [[b.first.isoformat(), b.last.isoformat(), b.on] for b in made.blocks]})


def add_line(key: str, line: PageLine, result: dict[str, Any] | None = None) -> None:
    """Adds a step of a test; `result` is what stood there when it was decided."""
    models.PageTestStep.objects.create(test=models.PageTest.objects.get(key=key), kind=line.kind.value, on=line.on, at=line.at,
                                       by=line.by[:120], text=line.text, result=result)


def tests_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, tuple[PageTest, ...]]:
    """shop -> its tests as known at a moment, the latest planned first; two queries for all."""
    rows: Any = models.PageTest.objects.filter(shop__name__in=[s.name for s in shops], planned_at__lte=as_of).select_related(
        "shop__client").prefetch_related("steps").order_by("-planned_at", "-pk")
    found: dict[str, list[PageTest]] = defaultdict(list)
    for row in rows:
        found[row.shop.name].append(_test(row, as_of))
    return {shop: tuple(own) for shop, own in found.items()}


def _test(row: Any, as_of: datetime) -> PageTest:
    plan = row.plan
    steps = sorted((s for s in row.steps.all() if s.at <= as_of), key=lambda s: (s.at, s.pk))
    return PageTest(
        row.key, row.shop.name, row.shop.client.name, row.item_id, plan["change"], plan["what"], plan["hypothesis"], plan["metric"],
        Design(plan["design"]), plan["smallest"], plan["needed"], row.first, row.last, row.planned_by, row.planned_at,
        tuple(plan["guards"]), tuple(plan["shares"]), None if plan["usual"] is None else Decimal(plan["usual"]),
        tuple(Block(date.fromisoformat(a), date.fromisoformat(b), on) for a, b, on in plan["blocks"]), plan["code"],
        tuple(PageLine(PageStep(s.kind), s.on, s.at, s.by, s.text, *_stood(s.result)) for s in steps))


def _stood(result: dict[str, Any] | None) -> tuple[Told | None, int]:
    """The lift and the days that stood there when a test was decided."""
    lift = (result or {}).get("lift")
    return None if lift is None else Told(lift["value"], lift["low"], lift["high"], lift["p"]), int((result or {}).get("days", 0))


def results_of(kinds: Sequence[str], as_of: datetime) -> list[tuple[str, str, dict[str, Any]]]:
    """(shop, part of the page, result) of every decided test of the house: what lessons are learnt from."""
    rows: Any = models.PageTestStep.objects.filter(kind__in=kinds, at__lte=as_of, result__isnull=False).select_related(
        "test__shop").order_by("at", "pk")
    return [(row.test.shop.name, row.test.plan["change"], row.result) for row in rows]


def add_brief(made: DesignBrief) -> None:
    """Adds a brief."""
    models.DesignBrief.objects.create(
        key=made.key, shop=models.Shop.objects.get(name=made.shop), item_id=made.item_id, part=made.part, topic=made.topic,
        what=made.what, due=made.due, made_by=made.made_by[:120], made_at=made.made_at, evidence=[
            [e.source, e.times, e.quote, e.last.isoformat() if e.last else None] for e in made.evidence])


def add_brief_line(key: str, line: BriefLine) -> None:
    """Moves a brief on."""
    models.DesignBriefStep.objects.create(brief=models.DesignBrief.objects.get(key=key), stage=line.stage.value, on=line.on,
                                          at=line.at, by=line.by[:120], text=line.text)


def briefs_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, tuple[DesignBrief, ...]]:
    """shop -> its briefs as known at a moment, the latest first; two queries for all."""
    rows: Any = models.DesignBrief.objects.filter(shop__name__in=[s.name for s in shops], made_at__lte=as_of).select_related(
        "shop__client").prefetch_related("steps").order_by("-made_at", "-pk")
    found: dict[str, list[DesignBrief]] = defaultdict(list)
    for row in rows:
        steps = sorted((s for s in row.steps.all() if s.at <= as_of), key=lambda s: (s.at, s.pk))
        found[row.shop.name].append(DesignBrief(
            row.key, row.shop.name, row.shop.client.name, row.item_id, row.part, row.topic, row.what, row.made_by, row.made_at,
            tuple(Evidence(s, n, q, date.fromisoformat(d) if d else None) for s, n, q, d in row.evidence), row.due,
            tuple(BriefLine(BriefStage(s.stage), s.on, s.at, s.by, s.text) for s in steps)))
    return {shop: tuple(own) for shop, own in found.items()}

"""The nightly batch on a cluster: which engine is set, and the mornings of many shops spread over its workers.

A worker does with its part of the shops what a process of `side_by_side.py` does with its own, over the same files, so
that the result is the same to the byte.  A part whose worker dies is looked at and made again elsewhere.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import LakeError, WrongUsage
from daybook.domain.judged import Judged
from daybook.domain.published import Published
from daybook.facts.load import FOREVER
from daybook.metrics.rollups import ROLLUPS
from daybook.workflows.house import ALL_TABLES, House, open_house
from daybook.workflows.judged import ToJudge, joined, judge_whole
from daybook.workflows.judged_slices import judge_slices
from daybook.workflows.making import Group, LookedAt, Made, Maker, Wanted
from daybook.workflows.seeing import whose
from daybook.workflows.side_by_side import parts_of, weights_of

if TYPE_CHECKING:
    from daybook.facts.spark import Cluster

#: Parts for each core of the cluster: a worker that is late or dies holds up a small part only.
PARTS_A_CORE = 2


@contextmanager
def the_cluster() -> Iterator["Cluster | None"]:
    """The cluster that DAYBOOK_ENGINE names, for one batch; None where this machine is the engine.

    Raises WrongUsage for an engine that there is not.
    """
    engine = os.environ.get("DAYBOOK_ENGINE", "")
    if engine in ("", "duckdb"):
        yield None
        return
    if not engine.startswith(("spark://", "local[")):
        raise WrongUsage(f"no engine is called {engine}", where="DAYBOOK_ENGINE",
                         next_step="leave it empty for this machine, or name a Spark master such as spark://HOST:7077")
    from daybook.facts.spark import Cluster

    cluster = Cluster(engine)
    try:
        yield cluster
    finally:
        cluster.close()


@dataclass(frozen=True)
class Part:
    """Some shops' mornings, with all that a worker needs to know to make them."""

    home: Path
    now: datetime
    wanted: Wanted
    published: Published
    groups: tuple[Group, ...]

    def maker(self) -> Maker:
        return Maker(open_house(self.home, lambda: self.now), self.wanted, self.published, threads=1)


def make_on_cluster(cluster: "Cluster", house: House, groups: Sequence[Group], wanted: Wanted) -> list[Made]:
    """The mornings of all groups.  The workers open the same data folder, and the records beside it."""
    published, now = house.books.published(), house.now()
    shares = parts_of(groups, weights_of(house.lake, published), cluster.cores * PARTS_A_CORE)
    parts = [Part(house.home, now, wanted, published, tuple(share)) for share in shares]
    looked = cluster.each(parts, _look)
    cluster.keep(looked)
    asked: dict[datetime, list[ToJudge]] = defaultdict(list)
    for part, found in zip(parts, looked.map(_asked).collect(), strict=True):
        for group, of_group in zip(part.groups, found, strict=True):
            asked[group.as_of] += of_group
    moments = sorted(asked)
    judged = dict(zip(moments, cluster.each([asked[m] for m in moments], _judge).collect(), strict=True))
    made: list[list[Made]] = looked.map(lambda one: _make(one, judged)).collect()
    return [one for part_made in made for one in part_made]


def _look(part: Part) -> tuple[Part, list[LookedAt]]:
    maker = part.maker()
    maker.look(part.groups)
    return part, maker.looked


def _asked(one: tuple[Part, list[LookedAt]]) -> list[list[ToJudge]]:
    maker = one[0].maker()
    maker.looked = one[1]
    return maker.to_judge()


def _judge(asked: list[ToJudge]) -> dict[str, Judged]:
    return joined([one.place.shop.name for one in asked], judge_whole(asked), judge_slices([one.slices for one in asked]))


def _make(one: tuple[Part, list[LookedAt]], judged: Any) -> list[Made]:
    part, looked = one
    maker = part.maker()
    maker.looked = looked
    return maker.make([{s.name: judged[g.as_of][s.name] for s in g.shops} for g in part.groups])


def check_rollups(cluster: "Cluster", house: House) -> None:
    """Makes all rollups again from the facts as known now.  Raises LakeError where a stored day differs."""
    from daybook.facts.rolled_again import differing_days
    from daybook.facts.spark import ClusterSession

    session = ClusterSession(cluster, house.lake, house.books.published(), whose(house.shops()), FOREVER, ALL_TABLES)
    try:
        wrong = differing_days(session, ROLLUPS)
    finally:
        session.close()
    if wrong:
        first = ", ".join(f"{w.rollup} of {w.shop} on {w.day}" for w in wrong[:3])
        raise LakeError(f"{len(wrong)} days of rollups are not what their facts give", where=first,
                        next_step="report this with the run log: numbers of these days may be wrong")

"""The mornings of many shops made by several processes, each a part of the shops, with the same result to the byte.

This process takes a part itself.  The others are started afresh, never forked: the lake's library does not bear it.
Memory is that of one process and a little: each holds the numbers of its own shops only.
"""

import multiprocessing
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from daybook.domain.errors import LakeError
from daybook.domain.judged import Judged, SliceVerdict
from daybook.domain.published import Published
from daybook.domain.shop import Shop
from daybook.facts.lake import FilesMoved, Lake, bucket_of
from daybook.workflows.house import House, open_house
from daybook.workflows.judged import ToJudge, Verdicts, joined, judge_whole
from daybook.workflows.judged_slices import judge_slices
from daybook.workflows.making import Group, Made, Maker, Wanted

#: A process of its own pays from so many shops on; it takes two seconds to come.
SHOPS_A_PROCESS = 20
#: How many mornings this process makes while another one comes: it takes so many more of the shops.
SHOPS_TO_COME = 6
#: More processes than this do not share one disk and one memory well.
MOST_PROCESSES = 8
Step = Callable[[Maker, Any], Any]


def processes_for(shops: int) -> int:
    """How many processes make the mornings of so many shops: one for few, else as many as there are cores."""
    if multiprocessing.current_process().daemon:       # such a process may start no others
        return 1
    return max(1, min(_cores(), shops // SHOPS_A_PROCESS, MOST_PROCESSES))


def _cores() -> int:
    """Cores that this process may use, where the system tells; else all of them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make_all(house: House, groups: Sequence[Group], wanted: Wanted, processes: int) -> list[Made]:
    """The mornings of all groups.  Raises LakeError where a process dies on the way; nothing was stored."""
    published = house.books.published()
    if processes == 1:
        maker = Maker(house, wanted, published)
        return maker.make([joined([one.place.shop.name for one in asked], judge_whole(asked), judge_slices(
            [one.slices for one in asked])) for asked in maker.look(groups)])
    parts = parts_of(groups, weights_of(house.lake, published), processes)
    with ExitStack() as stack:
        workers: list[_Here | _There] = [_Here(Maker(house, wanted, published, threads=1))]
        workers += [_There(stack, house, wanted, published) for _ in parts[1:]]
        try:
            return _in_step(workers, parts)
        except BrokenProcessPool as problem:
            raise LakeError("a process that made a part of the mornings was ended", where=f"{len(parts)} processes",
                            next_step="see that there is memory enough, and run it again; nothing was stored") from problem


def _in_step(workers: Sequence["_Here | _There"], parts: Sequence[Sequence[Group]]) -> list[Made]:
    """Every part looked at, all shops of a moment judged together, every part made."""
    looked = _each([(worker, Maker.look, part) for worker, part in zip(workers, parts, strict=True)])
    asked: dict[datetime, list[ToJudge]] = defaultdict(list)
    for part, of_part in zip(parts, looked, strict=True):
        for group, found in zip(part, of_part, strict=True):
            asked[group.as_of] += found
    judged = _judged(workers, asked)
    made = _each([(worker, Maker.make, [{s.name: judged[g.as_of][s.name] for s in g.shops} for g in part])
                  for worker, part in zip(workers, parts, strict=True)])
    return [one for of_part in made for one in of_part]


def _judged(workers: Sequence["_Here | _There"], asked: Mapping[datetime, list[ToJudge]]) -> dict[datetime, dict[str, Judged]]:
    """moment -> verdicts of its shops.  Days and slices of each moment are judged by themselves, the longest first."""
    moments = sorted(asked, key=lambda moment: (-len(asked[moment]), moment))
    tasks = [(moment, step) for moment in moments for step in (_judge_slices, _judge_days)]
    answers = dict(zip(tasks, _each([(workers[-1 - n % len(workers)], step, asked[moment])
                                     for n, (moment, step) in enumerate(tasks)]), strict=True))
    return {moment: joined([one.place.shop.name for one in asked[moment]], answers[moment, _judge_days],
                           answers[moment, _judge_slices]) for moment in moments}


def _judge_days(_: Maker, asked: Sequence[ToJudge]) -> dict[str, Verdicts]:
    return judge_whole(asked)


def _judge_slices(_: Maker, asked: Sequence[ToJudge]) -> dict[str, tuple[SliceVerdict, ...]]:
    return judge_slices([one.slices for one in asked])


class _Here:
    """The part that this process makes, when its answer is asked for."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker

    def begin(self, step: Step, given: Any) -> Callable[[], Any]:
        return lambda: step(self._maker, given)


class _There:
    """A part that a process of its own makes, which keeps what it saw from step to step."""

    def __init__(self, stack: ExitStack, house: House, wanted: Wanted, published: Published) -> None:
        self._process = stack.enter_context(ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), _open, (house.home, house.now(), wanted, published)))

    def begin(self, step: Step, given: Any) -> Future[Any]:
        return self._process.submit(_do, step, given)


#: In a process that was started for a part: its maker.
_MINE: list[Maker] = []


def _open(home: Path, now: datetime, wanted: Wanted, published: Published) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _MINE.append(Maker(open_house(home, lambda: now), wanted, published, threads=1))


def _end_with_parent() -> None:
    """Without it a process whose parent was killed waits for its next step for ever, with the numbers of its shops."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _do(step: Step, given: Any) -> Any:
    return step(_MINE[0], given)


def _each(jobs: Sequence[tuple["_Here | _There", Step, Any]]) -> list[Any]:
    """The answers of jobs in their order: those elsewhere are begun first, then those here are done."""
    begun = [worker.begin(step, given) for worker, step, given in jobs]
    here = {n: one() for n, one in enumerate(begun) if not isinstance(one, Future)}
    return [one.result() if isinstance(one, Future) else here[n] for n, one in enumerate(begun)]


def weights_of(lake: Lake, published: Published) -> dict[int, int]:
    """bucket -> bytes of all published files: how much there is to do for its shops."""
    found: dict[int, int] = defaultdict(int)
    with suppress(FilesMoved):         # a rewrite has just moved them: any weights will do
        for table, version in published.versions.items():
            for file in lake.files(table, version):
                found[file.bucket] += file.size
    return found


def parts_of(groups: Iterable[Group], weights: Mapping[int, int], parts: int) -> list[list[Group]]:
    """The shops of all groups in so many parts of about the same weight, the first a little more; shops of one bucket,
    whose rows lie in the same files, stay together where they can, and so do those of one moment."""
    order = [(group.as_of, bucket_of(shop.client), shop) for group in groups for shop in group.shops]
    order.sort(key=lambda one: (one[0], one[1], one[2].name))
    beside: dict[int, int] = defaultdict(int)
    for _, bucket, _ in order:
        beside[bucket] += 1
    each = [1 + weights.get(bucket, 0) / beside[bucket] for _, bucket, _ in order]
    whole, reached = sum(each), 0.0
    late = min(SHOPS_TO_COME / max(len(order), 1), 0.5) * whole if parts > 1 else 0.0
    rest = (whole - late) / parts
    shares: list[dict[datetime, list[Shop]]] = [defaultdict(list) for _ in range(parts)]
    for (moment, _, shop), weight in zip(order, each, strict=True):
        shares[min(max(int((reached + weight / 2 - late) / rest), 0), parts - 1)][moment].append(shop)
        reached += weight
    return [[Group(moment, tuple(shops)) for moment, shops in share.items()] for share in shares if share]

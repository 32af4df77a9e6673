"""Making mornings: one look at the lake for some shops, then a brief of each once all shops of the run are judged.

Between the two steps stands the judgement, which all shops of a run share.  The steps are apart so that several
processes can take a part of the shops each (`side_by_side.py`).
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from daybook.domain.brief import Brief
from daybook.domain.judged import Judged
from daybook.domain.published import Published
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.facts.lake import bucket_of
from daybook.metrics.compute import Slices
from daybook.reports.brief_json import brief_json_text
from daybook.workflows.brief import brief_of
from daybook.workflows.earlier import earlier_plans
from daybook.workflows.effects import measured_between, standing_of
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.judged import ToJudge, to_judge
from daybook.workflows.kept import to_bytes
from daybook.workflows.lessons import taught
from daybook.workflows.patrol import ticked
from daybook.workflows.planned import with_guards
from daybook.workflows.seeing import Looked, see, whose
from daybook.workflows.switchback import tasks_of
from daybook.workflows.tomorrow import lists_of


@dataclass(frozen=True)
class Wanted:
    """What is wanted of each morning besides the brief: its JSON, its bytes to be kept, its page in a language."""

    on: date
    code: str
    content: bool = False
    kept: bool = False
    page: str = ""


@dataclass(frozen=True)
class Made:
    """One shop's morning; what was not wanted is empty."""

    brief: Brief
    content: str = ""
    kept: bytes = b""
    page: str = ""


@dataclass(frozen=True)
class Group:
    """Shops that are seen as of one moment."""

    as_of: datetime
    shops: tuple[Shop, ...]


#: Shops that are read together: what a query holds while it runs comes on top of what stays of all shops, 3 MB of each.
TOGETHER = 100


def some_at_a_time(shops: Sequence[Shop]) -> Iterator[Sequence[Shop]]:
    """Shops whose files lie together: what a query holds while it runs grows with its shops."""
    near = sorted(shops, key=lambda shop: (bucket_of(shop.client), shop.name))
    yield from (near[start:start + TOGETHER] for start in range(0, len(near), TOGETHER))


#: What was seen of a group, by shop.
LookedAt = tuple[Group, dict[str, Looked]]


class Maker:
    """Some shops' mornings in the making."""

    def __init__(self, house: House, wanted: Wanted, published: Published, threads: int = 0) -> None:
        """`threads` of the engine; 0: as many as there are cores."""
        self._house, self._wanted, self._published, self._threads = house, wanted, published, threads
        self.looked: list[LookedAt] = []

    def look(self, groups: Sequence[Group]) -> list[list[ToJudge]]:
        """Sees every shop; of each group what there is to judge."""
        with _no_search_for_cycles():
            return [self._look_at(group) for group in groups]

    def _look_at(self, group: Group) -> list[ToJudge]:
        found: dict[str, Looked] = {}
        asked: dict[str, ToJudge] = {}
        for some in some_at_a_time(group.shops):
            part = Group(group.as_of, tuple(some))
            looked = reading(self._house.lake, self._house.books, whose(part.shops), part.as_of, ALL_TABLES,
                             partial(self._see, part), self._published, self._threads)
            asked |= {name: _asked(one.seen) for name, one in looked.items()}
            found |= looked
        self.looked.append((group, {s.name: found[s.name] for s in group.shops}))
        return [asked[s.name] for s in group.shops]

    def to_judge(self) -> list[list[ToJudge]]:
        """Of each group that was looked at elsewhere, what there is to judge."""
        return [[_asked(one.seen) for one in looked.values()] for _, looked in self.looked]

    def make(self, judged: Sequence[Mapping[str, Judged]]) -> list[Made]:
        """The mornings of the groups that were looked at; `judged` are the verdicts of each group."""
        with _no_search_for_cycles():
            made = []
            for (group, looked), verdicts in zip(self.looked, judged, strict=True):
                on, moment = self._wanted.on, group.as_of
                before, ticks = earlier_plans(group.shops, on, moment), ticked(group.shops, on, moment)
                lists, switches = lists_of(group.shops, on, moment), tasks_of(group.shops, on)
                came_due = measured_between(group.shops, moment - timedelta(days=1), moment)
                learned, standing = taught(group.shops, moment), standing_of(group.shops, looked, moment)
                for name in [s.name for s in group.shops]:
                    one = looked.pop(name)                  # what was made of a shop lets go of its numbers
                    seen = replace(one.seen, judged=verdicts[name])
                    brief = brief_of(seen, one.digest, self._wanted.code, before.get(name, ()), ticks.get(name, {}),
                                     lists.get(name, ()), came_due.get(name, ()), learned[name], standing.pop(name),
                                     switches.get(name, ()))
                    made.append(self._whole(with_guards(brief, one.seen)))
            return made

    def _see(self, group: Group, session: Session) -> dict[str, Looked]:
        return see(session, group.shops, self._wanted.on, group.as_of)

    def _whole(self, brief: Brief) -> Made:
        wanted = self._wanted
        page = ""
        if wanted.page:
            from daybook.reports.brief_html import brief_html

            page = brief_html(brief, wanted.page)
        return Made(brief, brief_json_text(brief) if wanted.content else "", to_bytes(brief) if wanted.kept else b"", page)


def _asked(seen: Seen) -> ToJudge:
    """What there is to judge of a shop; its numbers by slice are made again for its brief, so that memory holds many shops."""
    asked = to_judge(seen)
    for kept in seen.sliced.values():
        if isinstance(kept, Slices):
            kept.forget()
    return asked


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Numbers by the million hold no cycles, and looking for some in them takes longer than making them."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()

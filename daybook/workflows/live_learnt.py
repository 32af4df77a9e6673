"""What a shop's earlier shows teach about one of them, and that show's minutes as the analysis takes them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

import numpy as np

from daybook.analysis.live.learning import Fitted, fit
from daybook.analysis.live.minutes import MEASURES, Minutes
from daybook.analysis.live.prompts import Rule, Rules
from daybook.domain.live import SaidPrompt
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load
from daybook.workflows.live_log import ACTS_ON
from daybook.workflows.live_shows import COUNTS, ShowFacts


def rules_of(shop: Shop) -> Rules:
    """The live desk's rules for a shop's platform, from the rulebook."""
    book = load().for_(shop.platform)

    def short(rule: str) -> float:
        return float(book.value(rule, "short"))

    return Rules((
        Rule("V-ONLINE", ACTS_ON["V-ONLINE"], short("V-ONLINE")), Rule("V-CLICK", ACTS_ON["V-CLICK"], short("V-CLICK")),
        Rule("V-PAY", ACTS_ON["V-PAY"], short("V-PAY"), unless_low=ACTS_ON["V-CLICK"]),
        Rule("V-STAY", ACTS_ON["V-STAY"], short("V-STAY")),
        Rule("V-PROMPT", ACTS_ON["V-PROMPT"], 0.0, limit=float(book.value("V-PROMPT", "conversion")))),
        last=int(book.value("V-NOISE", "last")), odds=float(book.value("V-NOISE", "odds")),
        again=int(book.value("V-NOISE", "again")),
        read=(int(book.value("V-READ", "minutes_low")), int(book.value("V-READ", "minutes_high"))),
        fewest=int(book.value("V-LEARN", "moments")))


def minutes_of(show: ShowFacts, said: Sequence[SaidPrompt] = ()) -> Minutes:
    """A show's rows on an even grid since its first minute; what no row told is NaN.

    The step is what lies between most rows: one minute, or five.
    """
    if not show.minutes:
        return Minutes(1, {})
    first = show.minutes[0]["at"]
    at = [round((m["at"] - first).total_seconds() / 60) for m in show.minutes]
    gaps = np.diff(at)
    step = max(int(np.median(gaps)), 1) if len(gaps) else 1
    rows = at[-1] // step + 1
    counts = {}
    for name in COUNTS:
        if all(m[name] is None for m in show.minutes):
            continue
        values = np.full(rows, np.nan)
        for minute, row in zip(at, show.minutes, strict=True):
            if row[name] is not None:
                values[minute // step] = float(row[name])
        counts[name] = values
    return Minutes(step, counts, tuple(minute_of(show, one.at) for one in said))


def minute_of(show: ShowFacts, at: datetime) -> int:
    """The minute of the show at a moment, counted from its first row."""
    first = show.minutes[0]["at"] if show.minutes else show.began_at
    return int((at - first).total_seconds() // 60)


def earlier_shows(show: ShowFacts, shows: Sequence[ShowFacts]) -> list[ShowFacts]:
    """The shows before this one that may be learnt from, the latest last: as many as rule V-EARLIER says, of its account or,
    where those are too few, of the whole shop."""
    rule = load().rule("V-EARLIER")
    before = [s for s in shows if s.began_at < show.began_at and len(s.minutes) >= rule.value("rows")]
    mine = [s for s in before if s.account == show.account]
    return (mine if len(mine) >= rule.value("fewest") else before)[-int(rule.value("shows")):]


def learnt_from(shows: Sequence[Minutes], read: tuple[int, int]) -> Mapping[str, Fitted]:
    """Each measure as those shows teach it; kept for the process, since a page asks for the same again."""
    return _learnt(tuple(_frozen(m) for m in shows), read)


Frozen = tuple[int, tuple[tuple[str, bytes], ...], tuple[int, ...]]


def _frozen(minutes: Minutes) -> Frozen:
    return (minutes.step, tuple((name, values.tobytes()) for name, values in sorted(minutes.counts.items())), minutes.prompted)


@lru_cache(maxsize=64)
def _learnt(shows: tuple[Frozen, ...], read: tuple[int, int]) -> Mapping[str, Fitted]:
    told = [Minutes(step, {name: np.frombuffer(values) for name, values in counts}, prompted) for step, counts, prompted in shows]
    return {name: found for name, measure in MEASURES.items() if (found := fit(told, measure, read)) is not None}

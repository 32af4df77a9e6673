"""The worth of a real gift shop's buyers, foretold for its last six months and held against what they spent.

python -m bench.judgement.buyers [--home FOLDER]
The shop's invoices are loaded through the import like any shop's; buyers are ranked by their worth, by spending so far and by
recency alone, knowing what was paid before the held-out months.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from bench.judgement.gift_shop import FILE
from daybook.analysis.buyers.described import WEEK, Buyers, buyers_of, visits_of
from daybook.analysis.buyers.worth import Worth, worth_of
from daybook.facts.engine import reading
from daybook.metrics.buyer_book import PARTS
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House, add_shop, open_house
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.purchases import Purchases, read_purchases
from daybook.workflows.seeing import whose

MAPPING = Path(__file__).resolve().parents[2] / "docs" / "examples" / "uk-gift-shop.toml"
KNOWN, CUT, END = datetime(2011, 9, 1, 7, tzinfo=UTC), date(2011, 3, 1), date(2011, 9, 1)
EPOCH = date(1970, 1, 1)
Floats = np.typing.NDArray[np.float64]


@dataclass(frozen=True)
class Held:
    """What was known before the cut, and what each of those buyers spent and how often they came after it."""

    buyers: Buyers
    worth: Worth
    spent: Floats
    came: Floats


def load(house: House) -> Purchases:
    """The shop's purchases of all days, through the import."""
    shop = add_shop(house, "gifts", "Pearl", "other", "Europe/London", "GBP")
    ingest(house, [Incoming("gifts", FILE, KNOWN, MAPPING)])
    return reading(house.lake, house.books, whose([shop]), KNOWN, ALL_TABLES,
                   lambda session: read_purchases(session, [shop], END, given_known([shop], KNOWN)))[shop.name]


def held_out(p: Purchases, cut: date = CUT) -> Held:
    """Fits what came before the cut."""
    today = (cut - EPOCH).days - 1
    before = p.day <= today
    known = buyers_of(visits_of(p.buyer[before], p.day[before], p.net[before]))
    after = buyers_of(visits_of(p.buyer[~before], p.day[~before], p.net[~before]))
    place = {int(b): n for n, b in enumerate(known.buyer)}
    spent, came = np.zeros(len(known.buyer)), np.zeros(len(known.buyer))
    for buyer, net, visits in zip(after.buyer, after.net, after.visits, strict=True):
        if int(buyer) in place:
            spent[place[int(buyer)]], came[place[int(buyer)]] = net / PARTS, visits
    worth = worth_of(known.history(today), known.mean / PARTS, (END - cut).days / WEEK, 20110301)
    assert worth is not None
    return Held(known, worth, spent, came)


def rank_correlation(one: Floats, two: Floats) -> float:
    """Spearman's, ties at their mean rank."""
    from scipy.stats import spearmanr

    return float(spearmanr(one, two).statistic)


def captured(score: Floats, spent: Floats) -> float:
    """The part of all spending that the tenth with the highest score left."""
    top = np.argsort(-score, kind="stable")[:len(score) // 10]
    return float(spent[top].sum() / spent.sum())


def report(held: Held) -> str:
    """All figures in words."""
    today, b, w = (CUT - EPOCH).days - 1, held.buyers, held.worth
    scores = {"worth": w.mid, "spent so far": b.net / PARTS, "recency": -(today - b.last).astype(float),
              "visits so far": b.visits.astype(float), "perfect": held.spent}
    said = [f"{len(b.buyer)} buyers, {int((held.came > 0).sum())} of whom came again in {(END - CUT).days} days",
            f"model: {np.round(w.coming_back.parameters, 3).tolist()} spending {np.round(w.spending.parameters, 3).tolist()}"]
    said += [f"{name:14} rank correlation {rank_correlation(s, held.spent):.3f}, top tenth holds {captured(s, held.spent):.1%}"
             for name, s in scores.items()]
    low, mid, high = w.total
    said.append(f"all: foretold {mid:,.0f} ({low:,.0f} to {high:,.0f}), spent {held.spent.sum():,.0f}, "
                f"visits foretold {w.purchases.sum():,.0f}, came {held.came.sum():,.0f}")
    inside = (held.spent >= w.low - 1e-9) & (held.spent <= w.high + 1e-9)
    said.append(f"intervals of four in five hold {inside.mean():.1%} of buyers")
    order = np.argsort(-w.mid, kind="stable")
    for n, tenth in enumerate(np.array_split(order, 10)):
        said.append(f"  tenth {n + 1:2}: foretold {w.mid[tenth].mean():9.2f} spent {held.spent[tenth].mean():9.2f} "
                    f"inside {inside[tenth].mean():.0%}")
    return "\n".join(said)


def main() -> None:
    """Loads, fits, prints."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--home", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "home"
        print(report(held_out(load(open_house(home, lambda: datetime.now(UTC))))))


if __name__ == "__main__":
    main()

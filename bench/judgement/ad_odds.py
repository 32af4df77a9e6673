"""Good words killed and money wasted by each rule for words without orders, on simulated accounts.

python -m bench.judgement.ad_odds [--accounts 20] [--first 1] [--picture docs/img/ads-odds.svg]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from daybook.analysis.bidding.rates import fit_rates
from daybook.analysis.bidding.reports import Flags, Floats, Ints
from daybook.analysis.bidding.texts import features
from daybook.analysis.bidding.zero import judge_words

DAYS, LATE = 60, (0.65, 0.2, 0.1, 0.05)  # share of orders told on the day, and one, two, three days later
KINDS = ("large", "small", "used", "cheap", "gift", "black", "review", "set", "travel", "repair")


@dataclass(frozen=True)
class Account:
    """One row per word; `pays` where conversion x contribution is over the price of a click."""

    texts: tuple[str, ...]
    group: Ints
    cvr: Floats
    cpc: Floats
    order: Floats  # contribution of an order before ads
    a_day: Floats  # clicks
    ctr: Floats

    @property
    def pays(self) -> Flags:
        """Words that bring more than they cost."""
        return self.cvr * self.order >= self.cpc


@dataclass(frozen=True)
class Seen:
    """What reports told by a morning, per word: clicks, clicks whose orders are known, orders, impressions."""

    clicks: Floats
    trials: Floats
    orders: Floats
    impressions: Floats


def account(seed: int, words: int = 300) -> Account:
    """Five groups, words of one or two parts; conversion by group, parts and the word itself; a third to a half pay."""
    random = np.random.default_rng([seed, 31])
    group = random.integers(0, 5, words)
    parts = [random.choice(len(KINDS), random.integers(1, 3), replace=False) for _ in range(words)]
    of_group, of_part = random.normal(-3.7, 0.35, 5), random.normal(0, 0.45, len(KINDS))
    cvr = np.exp(of_group[group] + [of_part[p].sum() for p in parts] + random.normal(0, 0.45, words))
    order = random.uniform(25, 90, 5)[group]
    cpc = np.exp(of_group[group]) * order * np.exp(random.normal(-0.05, 0.35, words))
    texts = tuple(" ".join([*(KINDS[k] for k in part), f"item{g}", f"w{n}"])
                  for n, (part, g) in enumerate(zip(parts, group, strict=True)))
    a_day = np.clip(random.lognormal(0.6, 1.1, words), 0.1, 60)
    return Account(texts, group, np.minimum(cvr, 0.4), cpc, order, a_day, random.gamma(6, 0.008, words))


def zero_clicks(least: int) -> Callable[[Account, Seen], Flags]:
    """The published rule: so many clicks and no order."""
    return lambda _, seen: (seen.clicks >= least) & (seen.orders == 0)


def zero_impressions(least: int) -> Callable[[Account, Seen], Flags]:
    """The published rule: shown so often and no order."""
    return lambda _, seen: (seen.impressions >= least) & (seen.orders == 0)


def by_odds(told: Account, seen: Seen) -> Flags:
    """A-ZERO as the desk applies it: it sees texts, groups, prices and reports, never the true conversion."""
    table, kind = features(told.texts, told.group, 5)
    rates = fit_rates(seen.orders, seen.trials, table, kind, 0.03)
    return judge_words(rates, told.cpc / told.order).cut


RULES: dict[str, Callable[[Account, Seen], Flags]] = {
    "20 clicks, no order": zero_clicks(20), "50 clicks, no order": zero_clicks(50), "1,500 views, no order": zero_impressions(1500),
    "A-ZERO": by_odds}


def run(rule: Callable[[Account, Seen], Flags], told: Account, seed: int) -> tuple[int, float, float]:
    """Sixty mornings: good words killed, money lost on bad words (spend beyond what they brought), contribution that killed
    good words would have brought."""
    random = np.random.default_rng([seed, 32])
    count = len(told.texts)
    on = np.ones(count, bool)
    clicks, views = np.zeros((DAYS, count)), np.zeros(count)
    orders = np.zeros((DAYS + len(LATE), count))
    wasted = missed = 0.0
    for day in range(DAYS):
        came = random.poisson(told.a_day)
        bought = random.binomial(came, told.cvr)
        late = np.stack([random.multinomial(n, LATE) for n in bought])
        clicks[day] = came * on
        views += clicks[day] / told.ctr
        for after in range(len(LATE)):
            orders[day + after] += late[:, after] * on
        profit = told.cvr * told.order - told.cpc
        wasted += float((-profit * came)[on & ~told.pays].sum())
        missed += float((profit * came)[~on & told.pays].sum())
        known = np.cumsum(LATE)[np.minimum(np.arange(day + 1)[::-1], len(LATE) - 1)]
        trials = (clicks[:day + 1] * known[:, None]).sum(axis=0)
        on &= ~rule(told, Seen(clicks[:day + 1].sum(axis=0), trials, orders[:day + 1].sum(axis=0), views))
    return int((~on & told.pays).sum()), wasted, missed


def picture(found: dict[str, tuple[float, float]]) -> str:
    """Good words killed against money wasted, one dot a rule: down and left is better."""
    most_killed, most_wasted = (1.15 * max(v[at] for v in found.values()) for at in (0, 1))
    dots = []
    for name, (killed, wasted) in found.items():
        x, y = 70 + 500 * killed / most_killed, 290 - 250 * wasted / most_wasted
        colour = "#0a7d4f" if name == "A-ZERO" else "#b23b3b"
        end = ' text-anchor="end"' if x > 420 else ""
        dots.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="7" fill="{colour}"/>'
                    f'<text x="{x + (-12 if end else 12):.0f}" y="{y + 4:.0f}"{end}>'
                    f"{name}: {killed:.1f} killed, {wasted:,.0f} wasted</text>")
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 340" font-family="sans-serif" font-size="13">'
            '<rect width="600" height="340" fill="#fff"/><path d="M70 30V290H580" fill="none" stroke="#444"/>'
            '<text x="325" y="325" text-anchor="middle">good words killed per account</text>'
            '<text x="22" y="160" text-anchor="middle" transform="rotate(-90 22 160)">money wasted on bad words</text>'
            + "".join(dots) + "</svg>\n")


def main() -> None:
    """Prints the table, and draws the picture where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--picture", type=Path)
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.accounts)
    accounts = [account(seed) for seed in seeds]
    good = np.mean([a.pays.sum() for a in accounts])
    print(f"{given.accounts} accounts of 300 words, {good:.0f} of them pay, {DAYS} days")
    found = {}
    for name, rule in RULES.items():
        rows = np.array([run(rule, a, seed) for a, seed in zip(accounts, seeds, strict=True)])
        killed, wasted, missed = rows.mean(axis=0)
        found[name] = (float(killed), float(wasted))
        print(f"| {name} | {killed:.1f} ({killed / good:.0%}) | {wasted:,.0f} | {missed:,.0f} |", flush=True)
    if given.picture:
        given.picture.write_text(picture(found), encoding="utf-8")


if __name__ == "__main__":
    main()

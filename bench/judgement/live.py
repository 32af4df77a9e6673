"""Scores the reading of prompts to a host on simulated shows: coverage, bias, false gains, power.

python -m bench.judgement.live [--accounts 40] [--first 1] [--crowd 1.0] [--step 1] [--picture docs/img/live-effects.svg]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from bench.judgement.live_sets import Planted, Simulated, account, show
from daybook.analysis.live.effect import Brought, Verdict, pooled, read_effect
from daybook.analysis.live.learning import fit
from daybook.analysis.live.minutes import MEASURES, Minutes

READ = (5, 10)
FEWEST = 60
EARLIER, JUDGED = 8, 3
Rows = list[tuple[Planted, Brought]]


def minutes_of(told: Simulated, step: int = 1) -> Minutes:
    """A simulated show as an export gives it, by minute or by five."""
    counts = {}
    for name, values in told.counts.items():
        whole = values[:len(values) // step * step].reshape(-1, step)
        counts[name] = whole[:, 0] if name == "concurrent" else whole.sum(axis=1)
    return Minutes(step, counts, tuple(p.at for p in told.prompts))


def run(seed: int, crowd: float = 1.0, step: int = 1, earlier: int = EARLIER) -> Rows:
    """One account: some shows are learnt from, three more are judged, each by the shows before it alone."""
    random = np.random.default_rng([seed, 74])
    who = account(random, crowd)
    before = [minutes_of(show(random, who), step) for _ in range(earlier)]
    judged = [show(random, who) for _ in range(JUDGED)]
    found: Rows = []
    for name in {p.target for told in judged for p in told.prompts}:
        fitted = fit(before, MEASURES[name], READ)
        for told in judged:
            minutes = minutes_of(told, step)
            found += [(p, read_effect(fitted, minutes, p.at, READ, FEWEST)) for p in told.prompts if p.target == name]
    return found


def figures(rows: Rows) -> dict[str, float]:
    """Of the prompts of which something may be said: coverage, median error and width in % of the expected, false calls, power."""
    known = [(p, b) for p, b in rows if b.ratio is not None and b.low is not None and b.high is not None]
    truth = np.array([p.truth for p, _ in known])
    ratio, low, high = (np.array([getattr(b, k) for _, b in known], dtype=float) for k in ("ratio", "low", "high"))
    none = np.array([p.change == 0 for p, _ in known])
    some = ~none
    called = np.array([b.verdict is not Verdict.CANNOT_TELL for _, b in known])
    gains = np.array([b.verdict is Verdict.GAIN for _, b in known])
    right = called & ((ratio > 1) == (truth > 1))
    wide = np.minimum(high, 50) - low
    return {"n": len(rows), "told": len(known) / max(len(rows), 1), "coverage": float(((low <= truth) & (truth <= high)).mean()),
            "bias": float(100 * (np.median(ratio / truth) - 1)), "width": float(100 * np.median(wide)),
            "false": float(called[none].mean()) if none.any() else float("nan"),
            "false_gains": float(gains[none].mean()) if none.any() else float("nan"),
            "power": float(right[some].mean()) if some.any() else float("nan")}


def together(rows: Rows) -> Rows:
    """Prompts of one account, target and change read as one."""
    groups: dict[tuple[str, float], Rows] = {}
    for planted, brought in rows:
        if brought.ratio is not None:
            groups.setdefault((planted.target, planted.change), []).append((planted, brought))
    found: Rows = []
    for (target, change), ones in groups.items():
        whole = pooled([b for _, b in ones])
        expected = sum(b.expected or 0.0 for _, b in ones)
        if whole is not None and len(ones) > 1:
            truth = sum(p.truth * (b.expected or 0.0) for p, b in ones) / expected
            found.append((Planted(0, target, change, False, truth), whole))
    return found


def table(rows: Rows) -> dict[str, dict[str, float]]:
    """The figures by what was acted on, by why it was said, by the change, and over all."""
    groups: dict[str, Rows] = {}
    for planted, brought in rows:
        names = (planted.target, "given when low" if planted.on_low else "given at random", f"planted {planted.change:+.0%}", "all")
        for name in names:
            groups.setdefault(name, []).append((planted, brought))
    return {name: figures(groups[name]) for name in sorted(groups)}


def picture(found: dict[str, dict[str, float]]) -> str:
    """Coverage of the intervals and share of prompts called, by the planted change."""
    names = sorted((n for n in found if n.startswith("planted")), key=lambda n: float(n.split()[1].rstrip("%")))
    bars = []
    for k, name in enumerate(names):
        f, x = found[name], 70 + 100 * k
        called = f["false"] if np.isfinite(f["false"]) else f["power"]
        for offset, value, colour in ((0, f["coverage"], "#0a7d4f"), (36, called, "#b26a00")):
            high = 200 * value
            bars.append(f'<rect x="{x + offset}" y="{250 - high:.0f}" width="32" height="{high:.0f}" fill="{colour}"/>'
                        f'<text x="{x + offset + 16}" y="{244 - 200 * value:.0f}" text-anchor="middle">{value:.0%}</text>')
        bars.append(f'<text x="{x + 34}" y="270" text-anchor="middle">{name}</text>')
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 310" font-family="sans-serif" font-size="13">'
            '<rect width="620" height="310" fill="#fff"/><path d="M60 250H600M60 70H600" fill="none" stroke="#999"/>'
            '<text x="604" y="74" font-size="11">90%</text>' + "".join(bars) +
            '<rect x="70" y="285" width="12" height="12" fill="#0a7d4f"/><text x="88" y="296">intervals that hold the truth</text>'
            '<rect x="300" y="285" width="12" height="12" fill="#b26a00"/>'
            '<text x="318" y="296">prompts with an effect called</text>'
            "</svg>\n")


def main() -> None:
    """Prints the table, and draws the picture where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=40)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--crowd", type=float, default=1.0)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--earlier", type=int, default=EARLIER)
    parser.add_argument("--picture", type=Path)
    given = parser.parse_args()
    started = time.process_time()
    each = [run(seed, given.crowd, given.step, given.earlier) for seed in range(given.first, given.first + given.accounts)]
    rows = [row for one in each for row in one]
    found = table(rows) | {"several of a kind": figures([row for one in each for row in together(one)])}
    print(f"{given.accounts} accounts, {len(rows)} prompts, {time.process_time() - started:.0f} s")
    print("| prompts | n | read | coverage | bias | width | called though nothing | gains though nothing | power |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, f in found.items():
        print(f"| {name} | {f['n']:.0f} | {f['told']:.0%} | {f['coverage']:.3f} | {f['bias']:+.1f} % | {f['width']:.0f} % | "
              f"{f['false']:.3f} | {f['false_gains']:.3f} | {f['power']:.3f} |")
    if given.picture:
        given.picture.write_text(picture(found), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The odds of winning a dispute: what is usual for its reason, what the shop's own cases taught, and how complete the proof is."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

#: Odds nearer to certainty than this are not believed of any case.
EDGE = 0.01


@dataclass(frozen=True)
class WinOdds:
    """Chance to win, with an 80 % interval; `own` ended cases of the shop stand behind it."""

    low: float
    mid: float
    high: float
    own: int


def win_odds(reason: str, prior: Mapping[str, float], strength: float, ended: Mapping[str, tuple[int, int]], complete: float,
             usual: float, lift: float, extra: float = 0, confidence: float = 0.8) -> WinOdds:
    """The chance to win a case of a reason whose proof is `complete` (0..1).

    `prior` is what is usual by reason, worth `strength` cases; `ended` the shop's own (won, all) by reason.  The shop's cases of
    other reasons shift what is usual on the logit, as far as they weigh against `strength`; its own cases of the reason are then
    added (beta-binomial; Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4).  Each case counts once.  Proof more
    complete than `usual` raises the logit by `lift` from none to all of it; `extra` is added for what else is known of the case.

    >>> none = win_odds("quality", {"quality": 0.3}, 10, {}, 0.5, 0.5, 2)
    >>> round(none.mid, 2), none.own
    (0.3, 0)
    >>> win_odds("quality", {"quality": 0.3}, 10, {"quality": (9, 10)}, 0.5, 0.5, 2).mid
    0.6
    >>> win_odds("quality", {"quality": 0.3}, 10, {}, 1, 0.5, 2).mid > none.mid
    True
    """
    from scipy.special import betaincinv

    shift = _shift(reason, prior, strength, ended)
    start = _expit(_logit(prior[reason]) + shift)
    won, tried = ended.get(reason, (0, 0))
    a, b = start * strength + won, (1 - start) * strength + tried - won
    tail = (1 - confidence) / 2
    moved = lift * (complete - usual) + extra
    low, mid, high = (_expit(_logit(p) + moved) for p in
                      (float(betaincinv(a, b, tail)), a / (a + b), float(betaincinv(a, b, 1 - tail))))
    return WinOdds(round(low, 6), round(mid, 6), round(high, 6), sum(n for _, n in ended.values()))


def _shift(reason: str, prior: Mapping[str, float], strength: float, ended: Mapping[str, tuple[int, int]]) -> float:
    """How much better than usual the shop's cases of other reasons went, on the logit."""
    others = [(prior[name], won, tried) for name, (won, tried) in ended.items() if name != reason and tried and name in prior]
    tried = sum(n for _, _, n in others)
    if not tried:
        return 0.0
    usual = sum(p * n for p, _, n in others) / tried
    came = (usual * strength + sum(won for _, won, _ in others)) / (strength + tried)
    return _logit(came) - _logit(usual)


def _logit(p: float) -> float:
    p = min(max(p, EDGE / 10), 1 - EDGE / 10)
    return log(p / (1 - p))


def _expit(x: float) -> float:
    return min(max(1 / (1 + exp(-x)), EDGE), 1 - EDGE)

"""Harder ad markets than the shared one, built on its engine: other auctions, Chinese words, moving quality, little money, no
suggestions, thousands of words.  To see whether the method learns from reports or was fitted to one family."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "bench" / "admarket"
CHINESE = dict(zip(
    ["best", "cheap", "large", "small", "black", "grey", "waterproof", "portable", "for women", "for men", "office", "home", "gift",
     "premium", "washable", "set", "review", "used", "mini", "deluxe", "travel", "eco", "kids", "how to clean", "sale"],
    ["推荐", "便宜", "大号", "小号", "黑色", "灰色", "防水", "便携", "女士", "男士", "办公室", "家用", "礼物", "高端", "可水洗",
     "套装", "评测", "二手", "迷你", "豪华", "旅行", "环保", "儿童", "怎么清洗", "特价"], strict=True))
NOUNS = {
    "coffee maker": "咖啡机", "espresso machine": "意式浓缩机", "pour over kit": "手冲壶套装", "dog bed": "狗窝",
    "pet sofa": "宠物沙发", "dog mat": "狗垫子", "running belt": "跑步腰包", "waist pack": "腰包", "phone belt": "手机腰带",
    "desk mat": "桌垫", "mouse pad": "鼠标垫", "desk pad": "写字垫", "storage bin": "收纳箱", "storage box": "储物盒",
    "closet organizer": "衣柜整理"}
MORE = [("rain coat", ["rain coat", "rain jacket", "poncho"]), ("yoga mat", ["yoga mat", "exercise mat", "pilates mat"]),
        ("water bottle", ["water bottle", "thermos", "sports bottle"]), ("desk lamp", ["desk lamp", "reading light", "lantern"]),
        ("hiking bag", ["hiking bag", "backpack", "day pack"]), ("cat tree", ["cat tree", "cat tower", "scratching post"]),
        ("knife set", ["knife set", "kitchen knife", "chef knife"]), ("bath towel", ["bath towel", "beach towel", "hand towel"]),
        ("phone stand", ["phone stand", "tablet stand", "phone holder"]),
        ("garden hose", ["garden hose", "hose reel", "sprinkler"])]


def shared() -> tuple[ModuleType, ModuleType, ModuleType]:
    """The engine, the market and the baselines of the shared bench."""
    if str(SHARED) not in sys.path:
        sys.path.insert(0, str(SHARED))
    engine, market, baselines = (importlib.import_module(name) for name in ("engine", "market", "baselines"))
    return engine, market, baselines


def chinese(seed: int) -> Any:
    """The same world with Chinese words, written without spaces."""
    market = shared()[1].Market(seed)
    words = sorted(CHINESE, key=len, reverse=True)

    def said(text: str) -> str:
        noun = next(n for n in sorted(NOUNS, key=len, reverse=True) if text.endswith(n))
        before = text[:-len(noun)]
        for word in words:
            before = before.replace(word, CHINESE[word])
        return before.replace(" ", "") + NOUNS[noun]

    market.q_text = [said(text) for text in market.q_text]
    market.q_index = {text: at for at, text in enumerate(market.q_text)}
    return market


def second_price(seed: int) -> Any:
    """The price is what the best rival below would have paid, not a share of the own bid."""
    market = shared()[1].Market(seed)
    grid = np.linspace(0.01, 4, 400)
    density = grid ** 2 * np.exp(-grid ** 3)
    below = np.cumsum(grid * density) / np.maximum(np.cumsum(density), 1e-12)
    usual = market.response

    def response(t: int, q: Any, score: Any, mu: Any = None) -> Any:
        share, clicks, _, position = usual(t, q, score)
        level = market.lev[q] * market.dl[t // 24] * market.hl[t % 24]
        rival = np.interp(np.maximum(score, 1e-6) / level, grid, below) * level
        return share, clicks, np.minimum(rival, 0.95 * score), position

    market.response = response
    return market


def own_quality(seed: int) -> Any:
    """The platform grades each word by its clicks, and the grade weighs its bid."""
    market = shared()[1].Market(seed)
    random = np.random.default_rng([seed, 501])
    market.dynamic_qs = True
    market.bench_ctr = market.q_ctr * np.exp(0.35 * random.standard_normal(market.Q))
    return market


def little_money(seed: int) -> Any:
    """A third of the money: bids must be chosen against each other."""
    market = shared()[1].Market(seed)
    market.account_budget = round(market.account_budget * 0.35, -1)
    market.camp_budget = market.camp_budget * 0.35
    return market


def no_suggestions(seed: int) -> Any:
    """The platform proposes nothing: words come from search terms alone."""
    market = shared()[1].Market(seed)
    empty = {"ad_group_id": np.zeros(0, int), "keyword": np.zeros(0, object), "est_daily_searches": np.zeros(0, int),
             "competition": np.zeros(0), "suggested_bid": np.zeros(0)}
    market.suggestions = lambda day, have: dict(empty)
    return market


def noisy_thin(seed: int) -> Any:
    """A quarter of the searches, market bids off by 40 %, orders up to three days late."""
    market = shared()[1].Market(seed)
    market.q_vol = market.q_vol * 0.25
    market.account_budget = round(market.account_budget * 0.3, -1)
    market.camp_budget = market.camp_budget * 0.3
    usual = market.market_bid
    off = np.exp(0.4 * np.random.default_rng([seed, 502]).standard_normal(market.Q))
    market.market_bid = lambda t, q: usual(t, q) * off[q]
    market.delay = lambda rng, n: np.where(rng.random(n) < 0.45, 0, rng.integers(1, 73, n))
    return market


def large(seed: int) -> Any:
    """Fifteen products and three thousand words."""
    module = shared()[1]
    usual = module.CAT
    module.CAT = usual + MORE
    try:
        market = module.Market(seed, K0=1500)
    finally:
        module.CAT = usual
    return market


FAMILIES: dict[str, Callable[[int], Any]] = {
    "shared": lambda seed: shared()[1].Market(seed), "chinese": chinese, "second_price": second_price, "own_quality": own_quality,
    "little_money": little_money, "no_suggestions": no_suggestions, "noisy_thin": noisy_thin, "large": large}

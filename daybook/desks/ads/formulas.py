"""What the ads desk reckons with, as it is printed in the docs: each formula with the function that holds it."""

from collections.abc import Callable
from dataclasses import dataclass

from daybook.analysis.bidding import change, incremental, moves, plans, trials, words, zero
from daybook.desks.ads import account, findings, harvest, judged, landing, matching, pace, returns, terms, tired


@dataclass(frozen=True)
class Formula:
    """How a number of the desk is reckoned, and the function that reckons it."""

    name: str
    zh: str
    says: str
    by: Callable[..., object]


FORMULAS = (
    Formula("break-even ROI", "保本投产比",
            "1 / share of paid GMV that is left before ads, after refunds", returns.break_even_roi),
    Formula("orders of a word", "预计成交",
            "orders told + conversion x clicks whose orders are still to come", judged.judged_words),
    Formula("worth of a click", "点击价值",
            "conversion x what an order leaves before ads", words.judge),
    Formula("price of the next click", "边际点击花费",
            "cost per click x (1 + 1 / response); response: percent more clicks for one percent more a "
            "click, from the account's own changes of price", words.learn_response),
    Formula("own bid moves", "自己的调价",
            "what clicks did over what their price did, the week after a move beside the week before, less what unmoved words did",
            moves.response_of_moves),
    Formula("change point", "变化点",
            "odds of A-CHANGE that one day parts the word's orders, beside the account's, or the price of its clicks",
            change.rate_changed),
    Formula("chance that a word pays", "回本概率",
            "P(conversion >= cost per click / what an order leaves), gamma posterior", zero.judge_words),
    Formula("raise, lower", "提价降价",
            "worth of a click over or under the price of the next one by 5 %, wrong in at most 1 of 5", words.judge),
    Formula("gain of a step", "每天增益",
            "clicks x (price factor) ^ response x (worth - new price) - clicks x (worth - price)", words.judge),
    Formula("what the next yuan brings", "再花一元",
            "sum of spend x worth / price of the next click, over spend", judged.judged_plans),
    Formula("harvest, negative", "加词否词",
            "chance of A-HARVEST and orders; chance of A-ZERO and spend of A-NEGATIVE", terms.judged_terms),
    Formula("money between plans", "计划间挪预算",
            "what the next yuan brings where it brings most less where it brings least, falling with spend to the power "
            "-1 / (1 + response)", plans.shift_of_budget),
    Formula("target ROI", "目标投产比",
            "25 days of a step's gain less A-QC-LEARN's days at A-RELEARN's share of what the plan brings in all sales",
            plans.best_edit),
    Formula("match type", "匹配方式",
            "to exact where the other searches of a broad word do not pay (A-ZERO); to broad where what the account's broad words "
            "add to themselves does", matching.match_advice),
    Formula("page behind an ad", "落地页",
            "visitors of a paid source under A-LANDING's share of usual while clicks stand", landing.find_broken_landings),
    Formula("tired image", "素材疲劳",
            "clicks per view of a week T-TIRED under the three weeks before, by the odds of T-SURE, and yesterday too",
            tired.find_tired_creatives),
    Formula("term to harvest", "加精准词",
            "A-HARVEST, no word yet, and a step of its own bid that A-EDIT calls worth it", harvest.find_terms_to_harvest),
    Formula("worth of an order without sales", "转化成本目标",
            "target cost of an order (cpa), else the shop's mean order x its margin", terms.order_worth),
    Formula("budget gone", "预算花完",
            "clicks under A-EXHAUSTED's share of usual at the usual price per click, below each day of "
            "two weeks", findings.find_exhausted_budgets),
    Formula("pace", "消耗节奏",
            "spent by now / (usual day of spend x share of a weekday's sales by now)", pace.judge_pace),
    Formula("best image", "胜出概率",
            "P(its click rate is the highest), beta posteriors weakened by the scatter of weeks", trials.chances_of_best),
    Formula("product test", "测款",
            "P(carts per click >= T-PRODUCT's mark)", trials.chance_over),
    Formula("incremental sales", "增量成交",
            "slope of all sales of a day on its ad spend, beside weekday, time and unpaid visitors", incremental.incremental_sales),
    Formula("ads of sales", "费比",
            "ad spend / paid GMV of four weeks", account.judged_account),
)

"""What the ads desk judges (S6): words, plans, search terms, creatives and products with counts, odds, prices and moves."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: Place in the matrix of spend and return -> what people call such words.
QUADRANTS = {"winner": "赢家词", "hungry": "饥饿词", "burner": "烧钱词", "sleeper": "沉睡词", "unknown": "未判断"}
#: What one does with a word.
WORD_MOVES = {"pause": "停词", "lower": "降价", "raise": "提价", "wait": "再等等", "keep": "不动", "harvest": "加精准词",
              "negative": "加否词"}
#: What one does with a crowd.
CROWD_MOVES = {"premium_up": "加溢价", "premium_down": "降溢价", "drop_crowd": "去掉人群", "wait": "再等等", "keep": "不动"}


@dataclass(frozen=True)
class JudgedWord:
    """One word of a plan over four weeks.

    `orders` hold those still to come, `cvr` is (low, middle, high) with 80 % between low and high; money of one click, of the
    next one (`marginal_cpc`), and what a click brings before ads (`worth`).  `pays` is the chance that it earns what it costs,
    `wrong` that the move loses money; both None where nothing is judged, and `why_not` says why.  `step` is the share by which
    its bid moves; waiting costs `wait_clicks`, `wait_days` (None: none come) and `wait_cost`.  `sells_since` and
    `costs_since` are the days since which its conversion and its price are others, and from which it is judged.
    """

    word: str
    plan_id: str
    plan: str
    item_id: str
    spend: Decimal
    clicks: int
    orders: float
    cvr: tuple[float, float, float]
    cpc: Decimal
    marginal_cpc: Decimal
    roi: Decimal | None
    break_even: Decimal | None
    worth: Decimal | None
    pays: float | None
    quadrant: str
    move: str
    step: float
    gain: Decimal
    wrong: float | None
    wait_clicks: int
    wait_days: float | None
    wait_cost: Decimal
    why_not: str = ""
    match: str = ""
    sells_since: date | None = None
    costs_since: date | None = None

    @property
    def moves(self) -> bool:
        """Whether there is something to do now: neither to keep it nor to wait."""
        return self.move not in ("wait", "keep")


@dataclass(frozen=True)
class JudgedPlan:
    """One plan over four weeks; `next_yuan` is what one more yuan brings before ads, None where that is not known."""

    plan_id: str
    plan: str
    spend: Decimal
    roi: Decimal | None
    break_even: Decimal | None
    next_yuan: Decimal | None
    whole_site: bool


#: What one does with a plan or a match type.
ADVICE = {"budget": "挪预算", "target_roi": "改目标投产比", "match_exact": "改精准匹配", "match_broad": "改广泛匹配",
          "wait": "再等等", "keep": "不动"}


@dataclass(frozen=True)
class AdAdvice:
    """One change beyond a single bid, over four weeks: of `object`, `to` what; `beside` is the other plan, or the word's plan.

    Counts and prices are of what would change; `gain` is contribution a day, `wrong` the chance that it loses money, and waiting
    costs clicks, days (None: none come) and money.
    """

    kind: str
    object_kind: str
    object_id: str
    object: str
    to: str
    clicks: int
    orders: float
    cvr: tuple[float, float, float] | None
    cpc: Decimal | None
    marginal_cpc: Decimal | None
    gain: Decimal
    wrong: float | None
    wait_clicks: int
    wait_days: float | None
    wait_cost: Decimal
    says: str
    beside: str = ""

    @property
    def move(self) -> str:
        """What one does: its kind, as a word's move is called."""
        return self.kind

    @property
    def moves(self) -> bool:
        """Whether there is something to do now."""
        return self.kind not in ("wait", "keep")


#: What a test of images says of one, and a product test of a product.
VERDICTS = {"use": "胜出", "stop": "停用", "tired": "疲劳", "wait": "再等等", "alike": "差不多", "alone": "只有一张",
            "pass": "通过", "fail": "不通过", "near": "贴着标准"}


@dataclass(frozen=True)
class Share:
    """A share with its middle 80 %; `worse` is the chance that it is under the others', 0 where nothing is beside it."""

    low: float
    mid: float
    high: float
    worse: float = 0.0


@dataclass(frozen=True)
class JudgedCreative:
    """One creative beside the others of its ad, over four weeks: clicks of impressions, carts of clicks (None: not told),
    the chance that it is the best, and that it tired (None: not long enough known); waiting costs clicks and money."""

    plan_id: str
    item_id: str
    creative: str
    name: str
    impressions: int
    clicks: int
    spend: Decimal
    ctr: Share
    carts: Share | None
    best: float
    verdict: str
    tired: float | None
    wait_clicks: int
    wait_cost: Decimal


@dataclass(frozen=True)
class TestedProduct:
    """One advertised item beside the marks of a product test (测款), over four weeks; `cvr` is orders per click."""

    item_id: str
    title: str
    clicks: int
    spend: Decimal
    ctr: Share
    carts: Share
    cvr: float
    passes: float
    verdict: str
    wait_clicks: int
    wait_cost: Decimal


@dataclass(frozen=True)
class AdAccount:
    """All ads of four weeks beside the shop's sales.  `credited` is what the console credits per yuan; `more` what one more yuan
    came with in all sales of the shop (low, middle, high; None with `why_not`), `pays` the chance that this is over break-even."""

    spend: Decimal
    sales: Decimal | None
    tacos: Decimal | None
    credited: Decimal | None
    more: tuple[float, float, float] | None
    days: int
    pays: float | None
    why_not: str = ""


@dataclass(frozen=True)
class AdsTable:
    """The ads desk's page of a morning; `missing` says which source is not in, `break_even` is the shop's.

    `of_materials`: the platform tells materials and no words, so that `words` are those.  `crowds` are judged as words are, each
    within its plan; `untold` says which advice nobody can give here, and why.
    """

    shop: str
    currency: str
    day: date
    words: tuple[JudgedWord, ...]
    plans: tuple[JudgedPlan, ...]
    terms: tuple[JudgedWord, ...]
    break_even: Decimal | None
    missing: tuple[str, ...]
    account: AdAccount | None = None
    creatives: tuple[JudgedCreative, ...] = ()
    products: tuple[TestedProduct, ...] = ()
    advice: tuple[AdAdvice, ...] = ()
    of_materials: bool = False
    crowds: tuple[JudgedWord, ...] = ()
    untold: tuple[str, ...] = ()

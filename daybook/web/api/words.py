"""What the API takes and gives: texts, days and numbers within bounds, and the shape of each answer."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

#: No letter that no database keeps.
LETTERS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text = Annotated[str, StringConstraints(max_length=400, pattern=LETTERS)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=LETTERS)]
Long = Annotated[str, StringConstraints(max_length=2000, pattern=LETTERS)]
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,4})?$")]
Read = Annotated[str, StringConstraints(pattern=r"^([0-9]{1,12}(\.[0-9]{1,4})?)?$")]
Whole = Annotated[int, Field(ge=0, le=100_000)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Month = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
Clock = Annotated[str, StringConstraints(
    pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]$")]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Json = dict[str, Any]


class Problem(Schema):
    """What went wrong, and what to do next."""

    problem: str
    next: str


class Said(Schema):
    """A body that says what is named and nothing else."""

    model_config = ConfigDict(extra="forbid")


class ClientOut(Schema):
    id: int
    name: str


class ShopOut(Schema):
    id: int
    name: str
    client: str
    platform: str
    zone: str
    currency: str
    may: list[str]


class Shops(Schema):
    shops: list[ShopOut]


class Clients(Schema):
    clients: list[ClientOut]


class Rows(Schema):
    """A list of rows, each as the prompt prints it with --json."""

    rows: list[Json]


class StepIn(Said):
    """One step with a work item; which parts belong to which kind stands in docs/work.md."""

    note: Long = ""
    person: Annotated[str, StringConstraints(max_length=120, pattern=LETTERS)] = ""
    until: date | None = None
    from_value: Text | None = None
    to: Text | None = None
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None


class NoteIn(Said):
    """What somebody did or saw; `at` on the shop's clock."""

    at: Clock
    object: Name
    kind: Annotated[str, StringConstraints(pattern=r"^(edit|promo|rival|outage|push|message|coupon|budget|other)$")]
    from_value: Text = ""
    to: Text = ""
    text: Long = ""


class TargetIn(Said):
    """What a month should bring."""

    metric: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,60}$")]
    month: Month
    value: Amount
    valid_from: date | None = None


class CostIn(Said):
    """What a unit of a SKU costs from a day on."""

    sku: Name
    unit_cost: Amount
    currency: Currency
    valid_from: date | None = None


class EventIn(Said):
    """An event of the shop's own."""

    name: Name
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
    first: date
    last: date


class PromiseIn(Said):
    """A price that was promised or is wished for; without an object it holds for all of the shop."""

    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
    name: Name
    price: Amount
    first: date
    last: date
    object: Annotated[str, StringConstraints(max_length=120, pattern=LETTERS)] = ""
    to: Annotated[str, StringConstraints(max_length=120, pattern=LETTERS)] = ""
    source: Text = ""


class RivalIn(Said):
    """A listing to watch for one of the shop's items; the kind `gone` takes it out of the set."""

    item_id: Name
    rival: Name
    name: Name
    kind: Annotated[str, StringConstraints(pattern=r"^(direct|lost_to|high_potential|gone)$")]
    seller: Annotated[str, StringConstraints(max_length=120, pattern=LETTERS)] = ""
    link: Text = ""
    valid_from: date | None = None


class LookIn(Said):
    """What a rival's page showed: empty is not looked at, `at` is now unless it is said, the tag `no event` is no event."""

    rival: Name
    at: Annotated[str, StringConstraints(max_length=40, pattern=LETTERS)] = ""
    price: Read = ""
    coupon: Read = ""
    tag: Annotated[str, StringConstraints(max_length=120, pattern=LETTERS)] = ""
    state: Annotated[str, StringConstraints(pattern=r"^(on_sale|sold_out|off_sale)?$")] = ""
    title: Text = ""
    image: Text = ""
    skus: Annotated[str, StringConstraints(pattern=r"^([0-9]{1,6})?$")] = ""
    rank: Annotated[str, StringConstraints(pattern=r"^([0-9]{1,6})?$")] = ""
    sold: Annotated[str, StringConstraints(max_length=40, pattern=LETTERS)] = ""
    reviews: Annotated[str, StringConstraints(pattern=r"^([0-9]{1,9})?$")] = ""


class CaseStepIn(Said):
    """One line for a dispute's case; a ticked or unticked piece is named."""

    kind: Annotated[str, StringConstraints(pattern=r"^(ticked|unticked|note|settle|fight|handed_in|won|lost)$")]
    piece: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,40}$")] = ""
    text: Long = ""


class EntryStepIn(Said):
    """The next step of a product in an event, or a tick; price and units while it is a draft or was rejected."""

    item: Name
    sku: Annotated[str, StringConstraints(max_length=120, pattern=LETTERS)] = ""
    state: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,20}$")] = ""
    tick: Annotated[str, StringConstraints(pattern=r"^(prices|labels|stock)?$")] = ""
    price: Amount | None = None
    units: Annotated[int, Field(ge=1, le=9_999_999)] | None = None
    reason: Text = ""


class CreatorStepIn(Said):
    """One step of a cooperation with a creator; `commission_rate` is a share, `anyway` keeps terms that lose money with a
    reason."""

    kind: Annotated[str, StringConstraints(
        pattern=r"^(invited|replied|sample|agreed|scheduled|published|settled|declined|dropped|note)$")]
    creator: Text = ""
    items: tuple[Name, ...] = ()
    day: date | None = None
    pay: Annotated[str, StringConstraints(pattern=r"^(commission|fixed|mixed)?$")] = ""
    commission_rate: Annotated[str, StringConstraints(pattern=r"^([01](\.[0-9]{1,6})?)?$")] = ""
    fixed_fee: Read = ""
    samples: Annotated[int, Field(ge=0, le=100_000)] | None = None
    units: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    rights_until: date | None = None
    rights_where: Text = ""
    post_id: Text = ""
    text: Long = ""
    anyway: bool = False


Part = Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,40}$")]
Rate = Annotated[float, Field(gt=0, le=5)]


class PageTestIn(Said):
    """A test of a page: the one change, what is expected of it, and by which number it is judged."""

    item: Name
    change: Part
    what: Text
    hypothesis: Text
    metric: Part = "payment_cvr"
    design: Part = "split"
    lift: Rate | None = None
    first: date | None = None
    code: Annotated[str, StringConstraints(max_length=120, pattern=LETTERS)] = ""
    share: Annotated[float, Field(ge=0.05, le=0.95)] = 0.5
    usual: Annotated[float, Field(gt=0, le=1e9)] | None = None
    a_day: Annotated[float, Field(gt=0, le=1e9)] | None = None
    deviation: Annotated[float, Field(gt=0, le=1e9)] | None = None


class PageStepIn(Said):
    """One step of a test of a page."""

    kind: Annotated[str, StringConstraints(pattern=r"^(started|note|stopped|keep|put_back|archived)$")]
    text: Long = ""


class BriefIn(Said):
    """A brief for the designer: of a topic that the page does not answer, or of a part with what it should say."""

    item: Name
    topic: Part = ""
    part: Part = ""
    what: Long = ""


class BriefStepIn(Said):
    """A brief moved on."""

    stage: Annotated[str, StringConstraints(pattern=r"^(open|made|live|dropped)$")]
    text: Long = ""


class CrowdIn(Said):
    """Conditions that hold at once; a condition that is not said is none.  Days count back from the morning."""

    name: Text = ""
    orders_from: Whole | None = None
    orders_to: Whole | None = None
    last_from_days: Whole | None = None
    last_to_days: Whole | None = None
    first_from_days: Whole | None = None
    first_to_days: Whole | None = None
    spent_from: Amount | None = None
    spent_to: Amount | None = None
    item_id: Text = ""
    not_item_id: Text = ""
    province: Text = ""
    discount: bool | None = None


class SeenToIn(Said):
    """A review that somebody saw to, by the id under which it is listed."""

    review: Name
    done: Text


class PatrolIn(Said):
    """What a person found when they looked; 0 is nothing."""

    found: Annotated[int, Field(ge=0, le=99_999)] = 0
    note: Annotated[str, StringConstraints(max_length=1000, pattern=LETTERS)] = ""


class ReadIn(Said):
    """One live reading; what was not read is left out.  `at` on the shop's clock of today."""

    at: TimeOfDay
    paid: Read = ""
    visitors: Read = ""
    spend: Read = ""
    waiting: Read = ""
    carts: Read = ""
    buyers: Read = ""
    failed: Read = ""
    sold_out: Read = ""
    carrier: Annotated[str, StringConstraints(max_length=40, pattern=LETTERS)] = ""


class LiveSaidIn(Said):
    """What the host was told; `rule` one of the live desk, or "" and a `measure`.  `at` on the shop's clock."""

    at: TimeOfDay
    words: Name
    rule: Annotated[str, StringConstraints(max_length=40, pattern=LETTERS)] = ""
    measure: Annotated[str, StringConstraints(max_length=40, pattern=LETTERS)] = ""
    item: Annotated[str, StringConstraints(max_length=120, pattern=LETTERS)] = ""


class LiveReadIn(Said):
    """What a running show's screen said; what was not read is left out.  `at` on the shop's clock."""

    at: TimeOfDay
    viewers: Read = ""
    online: Read = ""
    clicks: Read = ""
    orders: Read = ""
    paid: Read = ""
    comments: Read = ""


class SetDownIn(Said):
    """One thing that is left to a morning."""

    what: Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=LETTERS)]
    object: Text = ""
    person: Annotated[str, StringConstraints(max_length=120, pattern=LETTERS)] = ""
    minutes: Annotated[int, Field(ge=1, le=480)] = 15


class AnswerIn(Said):
    """The answer to a question about files: one of its choices, or a mapping."""

    answer: Long


class ProposeIn(Said):
    """Moves to be proposed: kinds and fields as `GET moves` tells them; every guard judges them, and a person has to agree."""

    moves: Annotated[list[Json], Field(min_length=1, max_length=20)]
    why: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=LETTERS)]


class Kept(Schema):
    """How many values were kept: 0 when it was known already."""

    kept: int


class HandingIn(Said):
    """One line of a hand-out: a work item and the person who shall have it."""

    item: Id
    to: Name


class HandOutIn(Said):
    """Lines of a hand-out that a person accepts."""

    lines: Annotated[list[HandingIn], Field(min_length=1, max_length=1000)]

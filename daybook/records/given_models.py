"""What no export has, as rows: only added to, never changed; which one counts at a moment is found when reading."""

from django.db import models

AMOUNT = {"max_digits": 18, "decimal_places": 4}


class GivenBatch(models.Model):
    """One file or command that gave values of one kind for one client."""

    client = models.ForeignKey("records.Client", models.CASCADE, related_name="given")
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=255)
    known_at = models.DateTimeField()
    received_at = models.DateTimeField()
    rows = models.IntegerField()
    unchanged = models.IntegerField(default=0)
    rejected = models.JSONField(default=list)


class GivenRow(models.Model):
    """What every given row carries; `shop` null is all shops of the client, `valid_from` null since ever."""

    batch = models.ForeignKey(GivenBatch, models.CASCADE)
    client = models.ForeignKey("records.Client", models.CASCADE)
    shop = models.ForeignKey("records.Shop", models.CASCADE, null=True)
    valid_from = models.DateField(null=True)
    known_at = models.DateTimeField()

    class Meta:
        abstract = True
        indexes = (models.Index(fields=["client", "known_at"]),)


class UnitCost(GivenRow):
    """单件成本: what a unit of a SKU costs."""

    sku = models.CharField(max_length=120)
    unit_cost = models.DecimalField(**AMOUNT)
    currency = models.CharField(max_length=3)


class Term(GivenRow):
    """One cost of selling: a fee, a share, freight, a month's fixed cost."""

    term = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=18, decimal_places=8)


class Target(GivenRow):
    """目标: what a month should bring."""

    metric = models.CharField(max_length=60)
    month = models.DateField()
    value = models.DecimalField(**AMOUNT)


class TeamMember(GivenRow):
    """Minutes a day of a person for a shop."""

    person = models.CharField(max_length=120)
    role = models.CharField(max_length=60)
    minutes = models.IntegerField()


class LimitSet(GivenRow):
    """What a client allows."""

    limit = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=18, decimal_places=8)


class OwnEvent(GivenRow):
    """An event of the shop's own."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()


class ItemRole(GivenRow):
    """What an item is for."""

    item_id = models.CharField(max_length=120)
    role = models.CharField(max_length=60)


class ProductLink(GivenRow):
    """货号: which product an item's SKU is."""

    item_id = models.CharField(max_length=120)
    sku = models.CharField(max_length=120)
    product = models.CharField(max_length=120)


class Exclusion(GivenRow):
    """An order that is no sale to count."""

    order_id = models.CharField(max_length=120)
    reason = models.CharField(max_length=40)


class Note(GivenRow):
    """One thing that somebody did or saw."""

    at = models.DateTimeField()
    object = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    from_value = models.CharField(max_length=400)
    to = models.CharField(max_length=400)
    text = models.TextField()


class PricePromise(GivenRow):
    """A price that was promised, or is wished for an event; `first` to `last`, both in."""

    object = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    price = models.DecimalField(**AMOUNT)
    first = models.DateField()
    last = models.DateField()
    to = models.CharField(max_length=120)
    asks = models.CharField(max_length=120)
    source = models.CharField(max_length=400)


class RunningCoupon(GivenRow):
    """A coupon or threshold discount that runs; `first` to `last`, both in."""

    object = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    threshold = models.DecimalField(**AMOUNT)
    off = models.DecimalField(**AMOUNT)
    first = models.DateField()
    last = models.DateField()
    source = models.CharField(max_length=400)


class ObjectFact(GivenRow):
    """What an object showed in a console; `valid_from` is the day on which it was seen."""

    object = models.CharField(max_length=200)
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=120)


class LeadTime(GivenRow):
    """到货周期: how long an order of a SKU takes, and how it is ordered; null is not known."""

    sku = models.CharField(max_length=120)
    days = models.IntegerField()
    late_days = models.IntegerField(null=True)
    every_days = models.IntegerField(null=True)
    least = models.IntegerField(null=True)
    pack = models.IntegerField(null=True)
    order_cost = models.DecimalField(null=True, **AMOUNT)
    supplier = models.CharField(max_length=120)


class Inbound(GivenRow):
    """在途: units of a SKU that were ordered and when they can be sold."""

    sku = models.CharField(max_length=120)
    ref = models.CharField(max_length=120)
    units = models.IntegerField()
    arrives = models.DateField()


class RosterShift(GivenRow):
    """排班: a person's hours on a kind of day; null chats are not known."""

    person = models.CharField(max_length=120)
    day = models.CharField(max_length=10)
    hours = models.CharField(max_length=120)
    chats = models.IntegerField(null=True)


class Script(GivenRow):
    """话术: a sentence kept ready for buyers."""

    topic = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    text = models.TextField()


class Rival(GivenRow):
    """竞品: a listing that is watched for an item of the shop."""

    item_id = models.CharField(max_length=120)
    rival = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    seller = models.CharField(max_length=120)
    link = models.CharField(max_length=400)


class RivalSighting(GivenRow):
    """What a rival's page showed at a moment; null and "" were not looked at."""

    rival = models.CharField(max_length=200)
    at = models.DateTimeField()
    price = models.DecimalField(null=True, **AMOUNT)
    coupon = models.DecimalField(null=True, **AMOUNT)
    tag = models.CharField(max_length=120)
    state = models.CharField(max_length=20)
    title = models.CharField(max_length=400)
    image = models.CharField(max_length=400)
    skus = models.IntegerField(null=True)
    rank = models.IntegerField(null=True)
    sold_low = models.DecimalField(null=True, **AMOUNT)
    sold_high = models.DecimalField(null=True, **AMOUNT)
    reviews = models.IntegerField(null=True)
    screenshot = models.CharField(max_length=400)
    source = models.CharField(max_length=120)
    seller = models.CharField(max_length=120, default="")

    class Meta:
        indexes = (models.Index(fields=["client", "known_at"]), models.Index(fields=["client", "at"]))

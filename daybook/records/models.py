"""The records: clients, shops, landings, what is published, mappings, stored mornings, runs.

Nothing here is overwritten where the past must be shown again: such rows carry `known_at` and are added to.
"""

from django.db import models


class Client(models.Model):
    """One client of the agency.  `forgotten_at` is all that stays of a client who was forgotten."""

    name = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)


class Shop(models.Model):
    """One shop of a client, on one platform, with its own zone and currency."""

    name = models.CharField(max_length=120, unique=True)
    client = models.ForeignKey(Client, models.CASCADE, related_name="shops")
    platform = models.CharField(max_length=40)
    zone = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()


class Landing(models.Model):
    """One arrival of a file: kept untouched under `path`, with what became of it in `state`.

    States: landed, loaded, unchanged, unknown (asks for a mapping), refused.
    """

    key = models.CharField(max_length=80, unique=True)
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="landings")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    path = models.CharField(max_length=400)
    known_at = models.DateTimeField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="landed")
    reader = models.CharField(max_length=80, default="")
    reader_version = models.IntegerField(default=0)
    mapping = models.ForeignKey("Mapping", models.SET_NULL, null=True)
    shop_names = models.JSONField(default=list)
    rejected = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    own_totals = models.JSONField(default=list)
    problem = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["shop", "sha256"]), models.Index(fields=["shop", "known_at"]))


class LandedTable(models.Model):
    """What one landing holds of one fact table, and what it changed."""

    landing = models.ForeignKey(Landing, models.CASCADE, related_name="tables")
    table = models.CharField(max_length=60)
    rows = models.BigIntegerField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    covers_stated = models.BooleanField(default=False)
    load = models.BigIntegerField(default=0)
    new = models.BigIntegerField(default=0)
    restated = models.BigIntegerField(default=0)
    gone = models.BigIntegerField(default=0)
    restated_days = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["table", "last_day"]),)


class Counter(models.Model):
    """A number that only grows, such as the last load."""

    name = models.CharField(max_length=40, unique=True)
    value = models.BigIntegerField(default=0)


class Published(models.Model):
    """What readers of the lake see from one moment on; the row with the greatest `seq` counts."""

    seq = models.BigIntegerField(primary_key=True)
    load = models.BigIntegerField()
    versions = models.JSONField()
    swept = models.JSONField(default=dict)
    at = models.DateTimeField()


class Mapping(models.Model):
    """A column mapping that a person saved for a shop; the latest known for a header counts."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="mappings")
    header = models.CharField(max_length=64)
    text = models.TextField()
    known_at = models.DateTimeField()


class Morning(models.Model):
    """A rendered morning, stored by content with the code that made it."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="mornings")
    on = models.DateField()
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    code_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    said = models.BinaryField(default=b"")      # the brief whole, so that it is shown in any language; see `kept`

    class Meta:
        indexes = (models.Index(fields=["shop", "on"]),)


class MorningLine(models.Model):
    """A morning's line on a board of a thousand shops, apart from the morning itself, whose rows are long."""

    morning = models.OneToOneField(Morning, models.CASCADE, related_name="line")
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="lines")
    on = models.DateField()
    made_at = models.DateTimeField()
    gist = models.JSONField(default=dict)       # what lines are sorted and added up by
    said = models.BinaryField(default=b"")      # the brief cut to what its line says; empty on mornings of older code

    class Meta:
        indexes = (models.Index(fields=["shop", "on", "made_at"]),)


class Run(models.Model):
    """The run log: what the house did, for how long, with how many rows."""

    what = models.CharField(max_length=60)
    object = models.CharField(max_length=200, default="")
    started_at = models.DateTimeField()
    seconds = models.FloatField(null=True)
    rows = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=20, default="running")
    detail = models.JSONField(default=dict)


from daybook.records.action_models import Approval, Attempt, Proposal, Receipt  # noqa: E402
from daybook.records.activity_models import EventPlanLine, EventStep  # noqa: E402
from daybook.records.allot_models import Allotment, Reservation, StockPool  # noqa: E402
from daybook.records.backup_models import BackupPlace  # noqa: E402
from daybook.records.buyer_models import BuyerBookKept, CrowdOut, ForgottenBuyer  # noqa: E402
from daybook.records.clock_models import JobChange, LookedInto, ScheduledRun  # noqa: E402
from daybook.records.creator_models import CreatorStep  # noqa: E402
from daybook.records.dispute_models import DisputeStep  # noqa: E402
from daybook.records.effect_models import LearnedLesson, MeasuredMove  # noqa: E402
from daybook.records.file_models import FileLine  # noqa: E402
from daybook.records.given_models import (  # noqa: E402  (they point at Client and Shop, which stand above)
    Exclusion,
    GivenBatch,
    Inbound,
    ItemRole,
    LeadTime,
    LimitSet,
    Note,
    ObjectFact,
    OwnEvent,
    PricePromise,
    ProductLink,
    Rival,
    RivalSighting,
    RosterShift,
    RunningCoupon,
    Script,
    Target,
    TeamMember,
    Term,
    UnitCost,
)
from daybook.records.inbox_models import MailCursor, Question, ShopSign, WaitingFile  # noqa: E402
from daybook.records.learning_models import ReportSent, RuleEdition, RulesSeen, Training  # noqa: E402
from daybook.records.letter_models import (  # noqa: E402
    Delivery,
    Message,
    MessageChannel,
    MessageWish,
    Pressing,
)
from daybook.records.live_models import LivePrompt, LiveReading  # noqa: E402
from daybook.records.memo_models import RivalMemo  # noqa: E402
from daybook.records.page_models import DesignBrief, DesignBriefStep, PageTest, PageTestStep  # noqa: E402
from daybook.records.patrol_models import PatrolTick  # noqa: E402
from daybook.records.people_models import ApiToken, Audit, Invitation, Membership, User  # noqa: E402
from daybook.records.pull_models import Pull  # noqa: E402
from daybook.records.report_models import ClientBrand  # noqa: E402
from daybook.records.review_models import ReviewMark, ShopWords  # noqa: E402
from daybook.records.rhythm_models import KeptReport, Tomorrow  # noqa: E402
from daybook.records.span_models import SpanPromise, SpanWord  # noqa: E402
from daybook.records.switchback_models import Switchback, SwitchbackStop  # noqa: E402
from daybook.records.tick_models import Tick  # noqa: E402
from daybook.records.work_models import WorkItem, WorkStep  # noqa: E402

#: Models that live in a file of their own, found by Django here.
GIVEN = (UnitCost, Term, Target, TeamMember, LimitSet, OwnEvent, ItemRole, ProductLink, Exclusion, Note, ObjectFact,
         PricePromise, RunningCoupon, LeadTime, Inbound, RosterShift, Script, Rival, RivalSighting)
__all__ = [
    "GIVEN",
    "Allotment",
    "ApiToken",
    "Approval",
    "Attempt",
    "Audit",
    "BackupPlace",
    "BuyerBookKept",
    "Client",
    "ClientBrand",
    "Counter",
    "CreatorStep",
    "CrowdOut",
    "Delivery",
    "DesignBrief",
    "DesignBriefStep",
    "DisputeStep",
    "EventPlanLine",
    "EventStep",
    "Exclusion",
    "FileLine",
    "ForgottenBuyer",
    "GivenBatch",
    "Inbound",
    "Invitation",
    "ItemRole",
    "JobChange",
    "KeptReport",
    "LandedTable",
    "Landing",
    "LeadTime",
    "LearnedLesson",
    "LimitSet",
    "LivePrompt",
    "LiveReading",
    "LookedInto",
    "MailCursor",
    "Mapping",
    "MeasuredMove",
    "Membership",
    "Message",
    "MessageChannel",
    "MessageWish",
    "Morning",
    "MorningLine",
    "Note",
    "ObjectFact",
    "OwnEvent",
    "PageTest",
    "PageTestStep",
    "PatrolTick",
    "Pressing",
    "PricePromise",
    "ProductLink",
    "Proposal",
    "Published",
    "Pull",
    "Question",
    "Receipt",
    "ReportSent",
    "Reservation",
    "ReviewMark",
    "Rival",
    "RivalMemo",
    "RivalSighting",
    "RosterShift",
    "RuleEdition",
    "RulesSeen",
    "Run",
    "RunningCoupon",
    "ScheduledRun",
    "Script",
    "Shop",
    "ShopSign",
    "ShopWords",
    "SpanPromise",
    "SpanWord",
    "StockPool",
    "Switchback",
    "SwitchbackStop",
    "Target",
    "TeamMember",
    "Term",
    "Tick",
    "Tomorrow",
    "Training",
    "UnitCost",
    "User",
    "WaitingFile",
    "WorkItem",
    "WorkStep",
]

"""Who the work is for: a client and its shops, each on one platform with its own zone and currency."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class Platform(StrEnum):
    """Where a shop sells.  The value is what files, columns and the command line use."""

    TAOBAO = "taobao"
    TMALL = "tmall"
    DOUYIN = "douyin"
    JD = "jd"
    PINDUODUO = "pinduoduo"
    SHOPIFY = "shopify"
    WOOCOMMERCE = "woocommerce"
    AMAZON = "amazon"
    TIKTOK = "tiktok"
    ETSY = "etsy"
    VENDURE = "vendure"
    OTHER = "other"


@dataclass(frozen=True, order=True)
class Shop:
    """One shop of one client.  `name` is unique in a data folder; days are cut in `zone`."""

    name: str
    client: str
    platform: Platform
    zone: str
    currency: str

    def day_of(self, moment: datetime) -> date:
        """The shop's own day of a UTC moment."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def moment(self, day: date, clock: time) -> datetime:
        """The UTC moment of a clock time in the shop's zone.

        >>> Shop("a", "c", Platform.TMALL, "Asia/Shanghai", "CNY").moment(date(2026, 11, 23), time(9))
        datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.timezone.utc)
        """
        return datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC)

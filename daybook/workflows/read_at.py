"""When a person read or said something: a clock time of the shop, or a moment with its offset."""

from datetime import datetime, time, timedelta

from daybook.domain.errors import WrongUsage
from daybook.domain.shop import Shop

DAY = timedelta(days=1)
LONGEST_CLOCK = len("00:00:00")


def moment_of(shop: Shop, at: str, now: datetime, late: timedelta = timedelta(0)) -> datetime:
    """A clock time of the shop's today, or a moment with its offset.

    A clock time that is still to come is yesterday's where that is less than `late` ago: after midnight a show's 23:50.
    Raises WrongUsage for one that is none, or to come.
    """
    try:
        moment = (shop.moment(shop.day_of(now), time.fromisoformat(at)) if len(at) <= LONGEST_CLOCK
                  else datetime.fromisoformat(at))
    except ValueError:
        raise WrongUsage(f"{at} is no time", next_step="write it as 18:30, the shop's clock of today") from None
    if moment.tzinfo is None:
        raise WrongUsage(f"{at} has no offset", next_step="write it as 18:30, or as 2026-11-23T18:30:00+08:00")
    if moment > now and len(at) <= LONGEST_CLOCK and now - (moment - DAY) < late:
        moment -= DAY
    if moment > now:
        raise WrongUsage(f"{at} is still to come in {shop.zone}", next_step="say when the number was read")
    return moment

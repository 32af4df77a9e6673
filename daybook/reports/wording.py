"""The reader's language: catalogs, names of the trade, days and clock times as people write them."""

import gettext
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

LOCALE = Path(__file__).resolve().parents[1] / "locale"
CATALOGS = {"zh": "zh_Hans", "en": "en"}
WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Words:
    """What screens say, in one language.  `language` is "zh" or "en".

    >>> translator("en")("{n} min", n=5)
    '5 min'
    """

    def __init__(self, language: str, catalog: gettext.NullTranslations) -> None:
        self.language = language
        self._catalog = catalog

    def __call__(self, message: str, /, **values: object) -> str:
        """A sentence of the catalog with its named places filled."""
        return self._catalog.gettext(message).format(**values)

    def again(self, template: str, values: dict[str, object]) -> str:
        """A sentence that another room said, by its template."""
        return self._catalog.gettext(template).format(**values)

    def many(self, one: str, more: str, n: int) -> str:
        """A sentence that counts: `{n}` is the count."""
        return self._catalog.ngettext(one, more, n).format(n=n)

    def name(self, group: str, key: str, otherwise: str = "") -> str:
        """The trade's word for a key, such as ("metric", "paid_gmv"); without one, `otherwise` or the key."""
        found = self._catalog.pgettext(group, key)
        return found if found != key else otherwise or key

    def of_group(self, group: str) -> tuple[str, ...]:
        """The keys of a group that the catalog has words for."""
        head = f"{group}\x04"
        return tuple(sorted(key.removeprefix(head) for key in getattr(self._catalog, "_catalog", {})
                            if isinstance(key, str) and key.startswith(head)))

    def metric(self, name: str, zh: str) -> str:
        """A number's name: the definition's own Chinese one, or the English of the catalog."""
        if self.language == "zh" and zh:
            return zh
        return self.name("metric", name, name.replace("_", " ").capitalize())

    def day(self, day: date) -> str:
        """A day without its year.

        >>> translator("zh").day(date(2026, 11, 22)), translator("en").day(date(2026, 11, 22))
        ('11月22日', '22 Nov')
        """
        if self.language == "zh":
            return f"{day.month}月{day.day}日"
        return f"{day.day} {MONTHS[day.month - 1]}"

    def weekday(self, day: date) -> str:
        """The short name of a weekday."""
        return WEEKDAYS[self.language][day.weekday()]

    def dated(self, day: date) -> str:
        """A day with its weekday.

        >>> translator("zh").dated(date(2026, 11, 22)), translator("en").dated(date(2026, 11, 22))
        ('11月22日 周日', 'Sun 22 Nov')
        """
        if self.language == "zh":
            return f"{self.day(day)} {self.weekday(day)}"
        return f"{self.weekday(day)} {self.day(day)}"

    def full_day(self, day: date) -> str:
        """A day with its year and weekday.

        >>> translator("zh").full_day(date(2026, 11, 22)), translator("en").full_day(date(2026, 11, 22))
        ('2026年11月22日 周日', 'Sun 22 Nov 2026')
        """
        return f"{day.year}年{self.dated(day)}" if self.language == "zh" else f"{self.dated(day)} {day.year}"

    def moment(self, at: datetime, zone: str, today: date) -> str:
        """A moment on the shop's clock; the day is named when it is not today, the year when it is another."""
        local = at.astimezone(ZoneInfo(zone))
        clock = f"{local:%H:%M}"
        if local.date() == today:
            return clock
        day = self.day(local.date())
        if local.year != today.year:
            day = f"{local.year}年{day}" if self.language == "zh" else f"{day} {local.year}"
        return f"{day} {clock}"


@cache
def translator(language: str) -> Words:
    """The words of one language, "zh" or "en".  A language without a catalog is a ValueError."""
    if language not in CATALOGS:
        raise ValueError(f"no words for {language!r}: choose one of {', '.join(CATALOGS)}")
    return Words(language, gettext.translation("daybook", LOCALE, [CATALOGS[language]]))

"""A rule of the trade, and the rulebook that answers which value holds for a platform, category and shop.

Rules live in one TOML file per desk, read and checked by `reading.py`; contradictions are found in
`contradictions.py`.  A rule is a default with a source, never a constant in code.
"""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from daybook.domain.errors import DaybookError

ANY = "*"
#: A platform that shares another one's rules where it has none of its own.
FAMILY: Mapping[str, str] = MappingProxyType({"tmall": "taobao"})
#: What each confidence means; screens say it by the catalog.
CONFIDENCE: Mapping[str, str] = MappingProxyType({
    "R": "platform rule", "C": "several agree", "S": "one source", "K": "trade knowledge",
    "own": "derived here or set by the shop"})


class RulebookError(DaybookError):
    """A rule is missing or not as a rule should be."""


@dataclass(frozen=True)
class Rule:
    """One rule: what it says, its numbers by name with their units, and where it comes from.

    Shares are 0..1.  `platform` and `category` are "*" for all.  `about` is the question that the rule
    answers: two rules about one question with numbers that exclude each other contradict.  `verify` marks
    a rule that was reported second-hand and should be read at the platform before money hangs on it.
    """
    id: str
    desk: str
    what: str
    values: Mapping[str, Decimal]
    units: Mapping[str, str]
    source: str
    seen_on: date
    platform: str
    category: str
    confidence: str
    about: str
    note: str = ""
    contradicts: tuple[str, ...] = ()
    verify: bool = False

    def value(self, name: str | None = None) -> Decimal:
        """The rule's number of this name, or its only one.  Raises RulebookError with the names there are."""
        if name is None and len(self.values) == 1:
            return next(iter(self.values.values()))
        if name is None or name not in self.values:
            asked = "several numbers" if name is None else f"no number {name!r}"
            raise RulebookError(f"the rule has {asked}", where=self.id,
                                next_step=f"ask for one of {', '.join(self.values)}")
        return self.values[name]

    def applies_to(self, platform: str, category: str) -> bool:
        return self.platform in (ANY, platform, FAMILY.get(platform)) and self.category in (ANY, category)


@dataclass(frozen=True)
class Override:
    """A client's or one shop's own number for a rule, from a day on; `shop` None: all shops of the client.

    `valid_until` is the last day it holds (None: until overridden).  `known_at` is when it was set, so
    that a past morning is judged by what was set then.  Overrides are added, never changed.
    """
    rule: str
    name: str
    value: Decimal
    client: str
    shop: str | None
    valid_from: date
    known_at: datetime
    reason: str
    valid_until: date | None = None

    def holds(self, client: str, shop: str, on: date, as_of: datetime) -> bool:
        return (self.client == client and self.shop in (None, shop) and self.valid_from <= on
                and (self.valid_until is None or on <= self.valid_until) and self.known_at <= as_of)


@dataclass(frozen=True)
class Rulebook:
    """Rules in the order of their files.  Each answer is a new rulebook or a number; nothing is changed."""
    rules: tuple[Rule, ...]
    _by_id: Mapping[str, Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Of several variants of one id the widest stands for it until `for_` picks."""
        widest: dict[str, Rule] = {}
        for rule in sorted(self.rules, key=lambda rule: (rule.category != ANY, rule.platform != ANY)):
            widest.setdefault(rule.id, rule)
        object.__setattr__(self, "_by_id", MappingProxyType(widest))

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id.  Raises RulebookError where there is none."""
        found = self._by_id.get(rule_id)
        if found is None:
            raise RulebookError("there is no such rule for this platform and category", where=rule_id,
                                next_step="look for its id in the desks' rule files, or add it there")
        return found

    def found(self, rule_id: str) -> Rule | None:
        """The rule with this id; None where the platform has no such rule."""
        return self._by_id.get(rule_id)

    def value(self, rule_id: str, name: str | None = None) -> Decimal:
        """A rule's number: `value("A-CTR15")`, `value("A-DOWN", "step_low")`."""
        return self.rule(rule_id).value(name)

    def for_(self, platform: str, category: str = ANY) -> "Rulebook":
        """The rules that hold there, one per id: its own category before any, its own platform before any."""
        picked: dict[str, Rule] = {}
        for rule in self.rules:
            if rule.applies_to(platform, category):
                other = picked.get(rule.id)
                if other is None or _nearness(rule, platform) > _nearness(other, platform):
                    picked[rule.id] = rule
        return Rulebook(tuple(picked.values()))

    def under(self, overrides: Iterable[Override], client: str, shop: str, on: date,
              as_of: datetime) -> "Rulebook":
        """The rules with the client's and the shop's own numbers, as set by `as_of` for the day `on`.

        A shop's number goes before its client's, a later `valid_from` before an earlier, and of two for the
        same day the one set last.  Raises RulebookError for an override of a rule or number unknown.
        """
        holding = [one for one in overrides if one.holds(client, shop, on, as_of)]
        holding.sort(key=lambda one: (one.shop is not None, one.valid_from, one.known_at))
        own: dict[str, dict[str, Override]] = {}
        for one in holding:
            self.rule(one.rule).value(one.name)
            own.setdefault(one.rule, {})[one.name] = one
        return Rulebook(tuple(_overridden(rule, own.get(rule.id, {})) for rule in self.rules))

    def of_desk(self, desk: str) -> tuple[Rule, ...]:
        """All rules of one desk's file."""
        return tuple(rule for rule in self.rules if rule.desk == desk)


def _nearness(rule: Rule, platform: str) -> tuple[bool, int]:
    near = 2 if rule.platform == platform else (0 if rule.platform == ANY else 1)
    return rule.category != ANY, near


def _overridden(rule: Rule, own: Mapping[str, Override]) -> Rule:
    if not own:
        return rule
    last = max(own.values(), key=lambda one: (one.valid_from, one.known_at))
    values = {**rule.values, **{name: one.value for name, one in own.items()}}
    reasons = "; ".join(f"{name} {rule.values[name]} -> {one.value}: {one.reason}"
                        for name, one in own.items())
    return replace(rule, values=MappingProxyType(values), confidence="own", seen_on=last.valid_from,
                   source=f"own setting over {rule.source}", note=f"{reasons}. {rule.note}".strip())

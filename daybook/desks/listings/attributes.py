"""Attributes (属性) that a listing lacks: those that its category asks for, and those that the shop's like listings have.

No export that is read tells attributes; `daybook set fact` says them, one a row: `attribute` of `ITEM:NAME`, and
`wanted_attribute` of `CATEGORY:NAME` with the values that may be chosen.
"""

from collections import Counter
from collections.abc import Mapping

from daybook.desks.gain import rule
from daybook.domain.listing_advice import MissingAttribute
from daybook.domain.said import Said
from daybook.domain.seen import Seen

#: Between what has an attribute and its name, and between values that may be chosen.
OF, OR = ":", "/"
#: Values of a wanted attribute that leave the choice open.
ANY = frozenset({"*", "any", "任意"})
#: So many values of other listings are offered.
OFFERED = 3


def missing_attributes(seen: Seen, item: str) -> tuple[MissingAttribute, ...] | None:
    """What to fill in, what the category asks for first; None where nobody said what its category asks for or its like have."""
    have, category = attributes_of(seen, "attribute"), seen.categories.get(item, "")
    wanted = attributes_of(seen, "wanted_attribute").get(category, {}) if category else {}
    alike = [own for other, own in have.items() if category and other != item and seen.categories.get(other, "") == category]
    if not wanted and len(alike) < rule("L-ATTR", "peers"):
        return None
    mine = have.get(item, {})
    asked = [MissingAttribute(name, _choices(values), Said("its category asks for it"))
             for name, values in wanted.items() if name not in mine]
    counts = Counter(name for own in alike for name in own)
    usual = [MissingAttribute(name, _usual(alike, name), Said("{n} of {of} listings of its category have it", n=n, of=len(alike)))
             for name, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
             if len(alike) >= rule("L-ATTR", "peers") and n >= rule("L-ATTR", "share") * len(alike)
             and name not in mine and name not in wanted]
    return (*asked, *usual)


def attributes_of(seen: Seen, fact: str) -> Mapping[str, Mapping[str, str]]:
    """Item or category -> name -> what was last said of it."""
    found: dict[str, dict[str, str]] = {}
    for one in sorted((f for f in seen.given.facts if f.fact == fact and f.valid_from <= seen.on), key=lambda f: f.valid_from):
        thing, _, name = one.object.rpartition(OF)
        if thing:
            found.setdefault(thing.strip(), {})[name.strip()] = one.value
    return found


def _choices(values: str) -> tuple[str, ...]:
    return () if values.strip().lower() in ANY else tuple(part.strip() for part in values.split(OR) if part.strip())


def _usual(alike: list[Mapping[str, str]], name: str) -> tuple[str, ...]:
    counts = Counter(own[name] for own in alike if name in own)
    return tuple(value for value, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:OFFERED])

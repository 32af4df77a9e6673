"""Whose a file is: clues from what it says and where it lay, weighed against the registered shops.

Clues must agree.  Where they do not, or leave more than one shop, nobody guesses: a question is asked.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from daybook.domain.shop import Shop
from daybook.sources.signs import Signs


@dataclass(frozen=True)
class Clue:
    """One thing that points at shops.  `kind`: seen, name, account, orders, listings, skus, folder, file.

    A name or account without shops is of nobody who is registered; `value` is it.
    """

    kind: str
    said: str
    shops: frozenset[str]
    value: str = ""


@dataclass(frozen=True)
class Verdict:
    """The shop of a file and why, or (`shop` "") the shops that are left and why no one of them was taken."""

    shop: str
    why: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known of the registered shops: names they go by, and signs that a person gave, by kind and value."""

    shops: tuple[Shop, ...]
    names: Mapping[str, frozenset[str]]                     # stated name -> shops
    signs: Mapping[tuple[str, str], frozenset[str]]         # (kind, value) -> shops


def decide(clues: Sequence[Clue], possible: frozenset[str], ruled_by: str = "") -> Verdict:
    """The one shop on which all clues agree among the `possible` ones (those of the right platform and currency).

    >>> decide([Clue("name", "小满", frozenset({"A"}))], frozenset({"A", "B"})).shop
    'A'
    >>> decide([], frozenset({"A", "B"})).choices
    ('A', 'B')
    """
    left, pointing = possible, [c for c in clues if c.shops]
    for clue in pointing:
        if not left & clue.shops:
            against = " but ".join(f"{c.said} points at {_listed(c.shops)}" for c in pointing[:3])
            choices = frozenset().union(*(c.shops for c in pointing))
            if not possible & clue.shops:
                against = f"{clue.said} points at {_listed(clue.shops)}, but {ruled_by or 'what is in the file'}: that rules it out"
                choices |= possible
            return Verdict("", against, tuple(sorted(choices)))
        left &= clue.shops
    strange = [c for c in clues if not c.shops]
    if len(left) == 1 and (pointing or not strange):
        why = "; ".join(c.said for c in pointing) or ruled_by or "it is the only shop"
        return Verdict(next(iter(left)), why)
    if strange:
        return Verdict("", f"{strange[0].said} is of no registered shop", tuple(sorted(left)))
    if not left:
        return Verdict("", ruled_by or "no shop is registered", ())
    return Verdict("", "nothing in it or around it says which" if not pointing else
                   "; ".join(c.said for c in pointing) + f" fits {len(left)} shops", tuple(sorted(left)))


def _listed(shops: Iterable[str]) -> str:
    found = sorted(shops)
    return " or ".join(found[:4]) + (" ..." if len(found) > 4 else "")


def possible_shops(known: Known, signs: Signs) -> tuple[frozenset[str], str]:
    """Shops of the platform that exports such a table and of the currency that it states, and by what they are told."""
    shops = known.shops
    said = []
    if signs.platforms:
        shops = tuple(s for s in shops if s.platform in signs.platforms)
        said.append("such a file comes from " + "/".join(sorted(signs.platforms)))
    if signs.currencies:
        shops = tuple(s for s in shops if s.currency in signs.currencies)
        said.append("its money is " + "/".join(sorted(signs.currencies)))
    return frozenset(s.name for s in shops), ", ".join(said)


def stated_clues(known: Known, signs: Signs) -> list[Clue]:
    """Names and account ids that the file itself states; one that nobody knows has no shops."""
    found = []
    if signs.names:
        found += [Clue("name", f"shop name {n}", known.names.get(folded(n), frozenset())
                       | known.signs.get(("name", n), frozenset()), n) for n in sorted(signs.names)]
    accounts = [Clue("account", f"account {a}", known.signs.get(("account", a), frozenset()), a)
                for a in sorted(signs.accounts)]
    knows = any(c.shops for c in (*found, *accounts))
    return [c for c in found if c.shops or not knows] + [c for c in accounts if c.shops or not knows]


def place_clues(known: Known, place: Sequence[str], name: str) -> list[Clue]:
    """What the folders, the archive and the file name say: shops' names, and what a person answered for them.

    The nearest folder that says anything counts; the file name counts beside it.
    """
    found = []
    for depth in range(len(place), 0, -1):
        shops = known.signs.get(("folder", "/".join(place[1:depth])), frozenset()) if depth > 1 else frozenset()
        shops = shops or named_in(place[depth - 1], known)
        if shops:
            found.append(Clue("folder", f"folder {place[depth - 1]}", shops))
            break
    named = named_in(name, known)
    if named:
        found.append(Clue("file", f"file name {name}", named))
    else:
        rule = known.signs.get(("file", pattern_of(name)), frozenset())
        if rule:
            found.append(Clue("file", f"files called {pattern_of(name)}", rule))
    return found


def named_in(text: str, known: Known) -> frozenset[str]:
    """Shops whose name stands in a folder's or file's name; of names within each other the longest counts.

    >>> from daybook.domain.shop import Platform
    >>> both = [Shop(n, "c", Platform.TMALL, "Asia/Shanghai", "CNY") for n in ("jade", "jade outlet")]
    >>> sorted(named_in("Jade-Outlet_orders_2026.csv", Known(tuple(both), {folded(s.name): frozenset({s.name}) for s in both}, {})))
    ['jade outlet']
    """
    within = folded(text)
    hits = {name: shops for name, shops in known.names.items() if name and _stands_in(name, within)}
    longest = [n for n in hits if not any(n != other and n in other for other in hits)]
    return frozenset().union(*(hits[n] for n in longest))


def _stands_in(name: str, text: str) -> bool:
    if len(name) < 2:
        return name == text
    return name in text and re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None


def folded(text: str) -> str:
    """A name as it is compared: half-width, lower case, one blank for whatever is no letter or digit.

    >>> folded("Ｊade－Outlet（旗舰店）")
    'jade outlet 旗舰店'
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def pattern_of(name: str) -> str:
    """A file name without what changes from day to day: dates, counters, copies.

    >>> pattern_of("生意参谋_商品_2026-11-22 (1).xls"), pattern_of("ExportOrderList202611221043.csv")
    ('生意参谋_商品_*.xls', 'ExportOrderList*.csv')
    """
    stem, dot, ending = name.rpartition(".")
    text = re.sub(r"\s*[(（]\d+[)）]$", "", stem if dot else name)
    text = re.sub(r"\d[\d\-_.至~]*\d|\d", "*", text)
    return re.sub(r"\*[\s*]*", "*", text) + dot + (ending.lower() if dot else "")

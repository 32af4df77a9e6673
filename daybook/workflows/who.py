"""Who acts: a person with the roles that they have at a shop today.

Whoever has an account has the roles of their memberships and no others, at every door; the roster speaks for people without
one.  The roster says besides who works for how many minutes, which no membership does (decision 0009).
"""

from typing import Any

from daybook.domain.errors import WrongUsage
from daybook.domain.proposal import Person
from daybook.domain.shop import Shop
from daybook.domain.work import Role
from daybook.workflows.given import given_known
from daybook.workflows.house import House


def person_at(house: House, shop: Shop, name: str) -> Person:
    """A person by name or e-mail; without roles where nobody gave them one.  One person has one name at every door, so that
    two yeses are two people.  Raises WrongUsage for a name that two accounts have."""
    account = _account(name)
    if account is not None:
        return Person(str(account), _by_membership(account, shop))
    now = house.now()
    team = given_known([shop], now)[shop.name].team(shop.day_of(now))
    known = set(Role)
    return Person(name, tuple(sorted({Role(m.role) for m in team if m.person == name and m.role in known})))


def _account(name: str) -> Any:
    """The account that a name or an e-mail means, None where it means none."""
    from django.db.models import Q

    from daybook.records import models

    wanted = name.strip()
    found = list(models.User.objects.filter(Q(email__iexact=wanted) | Q(name__iexact=wanted)).order_by("pk")[:2])
    if len(found) > 1:
        raise WrongUsage(f"more than one account is called {wanted}", next_step="name the person by their e-mail")
    return found[0] if found else None


def _by_membership(account: Any, shop: Shop) -> tuple[Role, ...]:
    """The roles of running memberships that cover a shop; none for an account that is closed."""
    from django.db.models import Q

    from daybook.records import models

    if not account.is_active:
        return ()
    rows = models.Membership.objects.filter(
        Q(client=None) | Q(client__name=shop.client), Q(shops=None) | Q(shops__name=shop.name), user=account, ended_at=None)
    return tuple(sorted({Role(role) for role in rows.values_list("role", flat=True)}))

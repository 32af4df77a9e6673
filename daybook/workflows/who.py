"""Who acts: a person of a shop's roster, with the roles that the person has there today."""

from daybook.domain.proposal import Person
from daybook.domain.shop import Shop
from daybook.domain.work import Role
from daybook.workflows.given import given_known
from daybook.workflows.house import House


def person_at(house: House, shop: Shop, name: str) -> Person:
    """A person by name; without roles where the roster does not know the person."""
    now = house.now()
    team = given_known([shop], now)[shop.name].team(shop.day_of(now))
    known = set(Role)
    return Person(name, tuple(sorted({Role(m.role) for m in team if m.person == name and m.role in known})))

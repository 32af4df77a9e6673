"""Who acts: an account has the roles of its memberships, whoever has none those of the roster."""

import pytest

from daybook.domain.errors import WrongUsage
from daybook.domain.work import Role
from daybook.workflows.give import give
from daybook.workflows.house import House
from daybook.workflows.who import person_at
from tests.orders import jade


def account(house: House, email: str, name: str) -> object:
    from daybook.records import models

    return models.User.objects.create_user(email, None, name=name, created_at=house.now())


def test_an_account_has_the_roles_of_its_memberships_at_every_door_and_the_roster_speaks_for_the_others(house: House) -> None:
    from daybook.records import models

    shop, second = jade(house), jade(house, "second")
    give(house, shop, "team", {"person": "Mei", "role": "account_manager", "minutes": "60"})
    give(house, shop, "team", {"person": "Bo", "role": "operator", "minutes": "300"})
    assert person_at(house, shop, "Mei").roles == (Role.ACCOUNT_MANAGER,)
    mei = account(house, "mei@x.example", "Mei")
    assert person_at(house, shop, "Mei").roles == (), "no membership, no role"
    held = models.Membership.objects.create(user=mei, client=models.Client.objects.get(name="Jade"), role="operator",
                                            since=house.now())
    held.shops.set([models.Shop.objects.get(name=shop.name)])
    assert [(p.name, p.roles) for p in (person_at(house, shop, n) for n in ("Mei", "MEI@x.example"))] == [
        ("Mei", (Role.OPERATOR,))] * 2, "one person has one name"
    assert person_at(house, second, "Mei").roles == ()
    assert person_at(house, shop, "Bo").roles == (Role.OPERATOR,)
    held.ended_at = house.now()
    held.save()
    assert person_at(house, shop, "Mei").roles == ()


def test_a_name_that_two_accounts_have_is_nobody_in_particular(house: House) -> None:
    shop = jade(house)
    account(house, "mei@x.example", "Mei")
    account(house, "mei@y.example", "Mei")
    with pytest.raises(WrongUsage, match="more than one account"):
        person_at(house, shop, "Mei")
    assert person_at(house, shop, "mei@y.example").roles == ()

"""A client's look on its reports: set by a person, only added to, the latest counts."""

from daybook.domain.brand import PLAIN, Brand
from daybook.domain.errors import WrongUsage
from daybook.workflows.house import House


def brand_of(client: str) -> Brand:
    """The client's look now; the house's own where none was set."""
    from daybook.records import models

    row = models.ClientBrand.objects.filter(client__name=client).order_by("-known_at", "-pk").first()
    return PLAIN if row is None else Brand(row.name, row.colour, bytes(row.logo), row.media)


def set_brand(house: House, client: str, made: Brand, by: str = "") -> Brand:
    """Keeps a client's look; the same again is not kept twice."""
    from daybook.records import models

    owner = models.Client.objects.filter(name=client, forgotten_at=None).first()
    if owner is None:
        raise WrongUsage(f"no client is called {client}", next_step="see `daybook shop list`")
    if brand_of(client) != made:
        models.ClientBrand.objects.create(client=owner, name=made.name, colour=made.colour, logo=made.logo, media=made.media,
                                          by=by, known_at=house.now())
    return made

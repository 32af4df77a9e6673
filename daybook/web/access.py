"""The one place that decides who sees what: every view goes through `screen`, every query through a `Seat`.

What a person may not see does not exist for them (404); what they see but may not do is refused (403).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from daybook.domain.rights import RIGHTS, SCOPES, Right, Scope
from daybook.domain.shop import Platform, Shop
from daybook.domain.work import Role
from daybook.records import models
from daybook.web.opened import the_house

View = Callable[..., HttpResponse]
NO_RIGHTS: frozenset[Right] = frozenset()


@dataclass(frozen=True)
class Held:
    """One running membership: a role for one client (None: for all), for some shops (empty: for all of them)."""

    role: Role
    client: int | None
    shops: frozenset[int]


@dataclass(frozen=True)
class Seat:
    """Who asks, and for which shop or client; views get this and ask nothing else who may what."""

    user: Any
    held: tuple[Held, ...]
    limited_to: frozenset[Right] | None = None      # by an API token's scopes
    shop_row: Any = None
    client_row: Any = None

    @property
    def shop(self) -> Shop:
        """The shop of the page, as the rooms below know it."""
        row = self.shop_row
        return Shop(row.name, row.client.name, Platform(row.platform), row.zone, row.currency)

    def may(self, right: Right) -> bool:
        """Whether the person may do a thing for the shop or client of the page, or anywhere where it names none."""
        return right in self.rights_at(self.client_row, self.shop_row)

    def may_for(self, right: Right, shop_row: Any) -> bool:
        """Whether the person may do a thing for a shop."""
        return right in self.rights_at(shop_row.client, shop_row)

    def shops(self, right: Right = Right.SEE_WORK) -> "QuerySet[Any]":
        """Rows of the shops for which the person holds a right, by name."""
        rows = models.Shop.objects.select_related("client").filter(client__forgotten_at=None).order_by("name")
        return rows.filter(self._where(right, "client_id", "pk"))

    def clients(self, right: Right = Right.SEE_WORK) -> "QuerySet[Any]":
        """Rows of the clients for all or some of whose shops the person holds a right, by name."""
        rows = models.Client.objects.filter(forgotten_at=None).order_by("name")
        return rows.filter(self._where(right, "pk", "shops__pk")).distinct()

    def runs_whole_house(self, right: Right) -> bool:
        """Whether a right is held for every client, such as to add one."""
        return any(h.client is None and right in self._of(h) for h in self.held)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held for the shop or client of the page, or anywhere."""
        return frozenset(h.role for h in self.held if self._covers(h, self.client_row, self.shop_row))

    def rights_at(self, client_row: Any, shop_row: Any) -> frozenset[Right]:
        """What the person may do at a shop's or client's table, or anywhere where none is named."""
        return NO_RIGHTS.union(*(self._of(h) for h in self.held if self._covers(h, client_row, shop_row)))

    def _of(self, held: Held) -> frozenset[Right]:
        rights = RIGHTS[held.role]
        return rights if self.limited_to is None else rights & self.limited_to

    @staticmethod
    def _covers(held: Held, client_row: Any, shop_row: Any) -> bool:
        """Whether a membership counts at a table; one for some shops does not count for the whole client."""
        if client_row is None:
            return True
        here = held.client in (None, client_row.pk)
        return here and (not held.shops or (shop_row is not None and shop_row.pk in held.shops))

    def _where(self, right: Right, client: str, shop: str) -> Q:
        found = Q(pk__in=[])
        for held in self.held:
            if right in self._of(held):
                mine = Q() if held.client is None else Q(**{client: held.client})
                if held.shops:
                    mine &= Q(**{f"{shop}__in": held.shops})
                if not mine:
                    return Q()
                found |= mine
        return found

    @cached_property
    def first_client(self) -> Any:
        """The client of the page, or the first that the person sees."""
        return self.client_row or self.clients().first()


def seat_of(request: HttpRequest) -> Seat:
    """The seat of whoever asks; without a shop or client yet."""
    rows = models.Membership.objects.filter(user=request.user, ended_at=None).order_by("pk")
    some: dict[tuple[int, str, int | None], list[int]] = {}
    for pk, role, client, shop in rows.values_list("pk", "role", "client_id", "shops__pk"):
        some.setdefault((pk, role, client), []).extend([] if shop is None else [shop])
    held = tuple(Held(Role(role), client, frozenset(shops)) for (_, role, client), shops in some.items())
    token = getattr(request, "token", None)
    limits = None if token is None else NO_RIGHTS.union(*(SCOPES[Scope(s)] for s in token.scopes))
    return Seat(request.user, held, limits)


def screen(right: Right, *, api: bool = False) -> Callable[[View], View]:
    """Marks a view with the right that it needs.  The view gets the request, the `Seat`, and its other arguments.

    A `shop` or `client` in the URL is looked up among those that the person may see; then the right is asked for.
    """
    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, shop: int | None = None, client: int | None = None,
                    **said: Any) -> HttpResponse:
            token = getattr(request, "token", None)
            if api != (token is not None):
                return _stranger(request, api)
            if not request.user.is_authenticated:
                return _stranger(request, api)
            seat = seat_at(seat_of(request), shop, client)
            request.seat = seat
            if not seat.may(right):
                raise PermissionDenied
            return view(request, seat, **said)

        guarded.right = right       # type: ignore[attr-defined]
        return guarded

    return mark


def public(view: View) -> View:
    """Marks a view that anybody may open, such as the page of the first person."""
    view.right = None               # type: ignore[attr-defined]
    return view


def _stranger(request: HttpRequest, api: bool) -> HttpResponse:
    if api or getattr(request, "token", None) is not None:
        return JsonResponse({"problem": "send a valid token as: Authorization: Bearer TOKEN"}, status=401)
    return redirect_to_login(request.get_full_path())


def seat_at(seat: Seat, shop: int | None, client: int | None) -> Seat:
    """The seat at a shop's or client's table.  What the person may not see is not found."""
    if shop is not None:
        row = seat.shops().filter(pk=shop).first()
        if row is None:
            raise Http404
        return Seat(seat.user, seat.held, seat.limited_to, row, row.client)
    if client is not None:
        row = seat.clients().filter(pk=client).first()
        if row is None:
            raise Http404
        return Seat(seat.user, seat.held, seat.limited_to, None, row)
    return seat


def house_shops(rows: "QuerySet[Any]") -> tuple[Shop, ...]:
    """Rows of shops as the rooms below know them."""
    return tuple(Shop(r.name, r.client.name, Platform(r.platform), r.zone, r.currency) for r in rows)


__all__ = ["Seat", "house_shops", "public", "screen", "seat_of", "the_house"]

"""The API's door: who asks, by which token, for which shop; refusals as JSON; and the description of it all.

Every operation is marked by `operation` with the right that it needs, and gets a `Seat` as pages do: what the token's owner
may not see is not found, what they may not do, or the token's scopes do not hold, is refused.
"""

import inspect
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Status
from ninja.errors import HttpError, ValidationError

from daybook import __version__
from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.web.access import public, seat_at, seat_of
from daybook.web.api.words import Problem
from daybook.web.converters import FIRST_DAY, LAST_DAY

PREFIX = "/api/v1/"
api = NinjaAPI(title="Daybook", version="1", openapi_url=None, docs_url=None, urls_namespace="daybook-api", description=(
    "What the screens do, for scripts. Send a token of the workbench as `Authorization: Bearer TOKEN`. What its owner may not "
    "see is not found (404), what the owner may not do or the token's scopes do not hold is refused (403), a body or address "
    "of the wrong shape is told (422), and what cannot be done as things stand is refused with what to do next (409)."))
Operation = Callable[..., Any]


def operation(method: str, path: str, right: Right, answer: Any, name: str) -> Callable[[Operation], Operation]:
    """Marks an operation with the right that it needs.  It gets the request, the `Seat`, and its other arguments."""
    def mark(view: Operation) -> Operation:
        @wraps(view)
        def guarded(request: HttpRequest, **said: Any) -> Any:
            if getattr(request, "token", None) is None or not request.user.is_authenticated:
                return Status(401, Problem(problem="no valid token came with this",
                                           next="send it as: Authorization: Bearer TOKEN"))
            seat = seat_at(seat_of(request), said.pop("shop", None), None)
            request.seat = seat
            if not seat.may(right):
                raise PermissionDenied
            if any(isinstance(v, date) and not FIRST_DAY <= v <= LAST_DAY for v in said.values()):
                raise Http404
            return view(request, seat, **said)

        guarded.__signature__ = _without_seat(view, "{shop}" in path)  # type: ignore[attr-defined]
        statuses = {200: answer, **dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)}
        marked: Operation = api.api_operation([method], path, response=statuses, url_name=name, operation_id=name,
                                              openapi_extra={"security": [{"token": []}]})(guarded)
        guarded.right = right  # type: ignore[attr-defined]
        return marked

    return mark


def _without_seat(view: Operation, of_shop: bool) -> inspect.Signature:
    """What an operation takes from the request: all of its arguments but the seat, and the shop of its address."""
    from ninja import Path

    from daybook.web.api.words import Id

    said = [p for name, p in inspect.signature(view).parameters.items() if name != "seat"]
    if of_shop:
        said.append(inspect.Parameter("shop", inspect.Parameter.KEYWORD_ONLY, annotation=Path[Id]))
    return inspect.Signature([said[0], *(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in said[1:])])


@api.exception_handler(PermissionDenied)
def _refused(request: HttpRequest, problem: Any) -> HttpResponse:
    return _say(request, 403, "this token may not do that", "make one with the scope for it, or ask for the role")


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, problem: Any) -> HttpResponse:
    return _say(request, 404, "there is no such thing here", "list what there is with GET shops")


@api.exception_handler(DaybookError)
def _as_things_stand(request: HttpRequest, problem: Any) -> HttpResponse:
    return _say(request, 409, f"{problem.what}" + (f" ({problem.where})" if problem.where else ""), str(problem.next_step))


@api.exception_handler(HttpError)
def _not_read(request: HttpRequest, problem: Any) -> HttpResponse:
    return _say(request, problem.status_code, str(problem), "send JSON, or a form where a file is sent")


@api.exception_handler(ValidationError)
def _wrong_shape(request: HttpRequest, problem: Any) -> HttpResponse:
    said = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in problem.errors[:5])
    return _say(request, 422, said, "see the shape of it at /api/")


def _say(request: HttpRequest, status: int, problem: str, next_step: str) -> HttpResponse:
    return api.create_response(request, {"problem": problem, "next": next_step}, status=status)


def addresses() -> list[Any]:
    """Every address of the API, each with the right that it needs written on its view."""
    found = [p for p in api.urls[0] if p.name != "api-root"]
    for pattern in found:
        pattern.callback.right = Right.SEE_WORK         # the least; each operation asks for its own
    return found


@public
def described(request: HttpRequest) -> HttpResponse:
    """The description of the API (OpenAPI 3.1); it names no client."""
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False})


def schema() -> dict[str, Any]:
    """The description as a value."""
    from daybook.web.api import activities, doing, live, looking, paging, reading, rhythm, selling

    # their operations register themselves
    assert {m.__name__ for m in (activities, doing, live, looking, paging, reading, rhythm, selling)}
    said: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    said["info"]["version"] = __version__
    said.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return said

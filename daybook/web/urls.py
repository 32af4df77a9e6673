"""Every address of the workbench.  `tests/web/matrix.py` says of each who may open it."""

from django.urls import include, path, register_converter

from daybook.web.converters import Day
from daybook.web.views import (
    agency,
    api,
    approvals,
    clients,
    clock,
    entrance,
    make,
    morning,
    owner,
    parts,
    people,
    problems,
    rules,
    tokens,
    upload,
    why,
)

register_converter(Day, "day")

urlpatterns = [
    path("", agency.home, name="home"),
    path("shops/", agency.board, name="agency"),
    path("shop/<int:shop>/", morning.today, name="morning"),
    path("shop/<int:shop>/morning/<day:on>/", morning.of_day, name="morning_of"),
    path("shop/<int:shop>/make/<day:on>/", make.make, name="make_morning"),
    path("shop/<int:shop>/why/", why.today, name="why"),
    path("shop/<int:shop>/why/<slug:metric>/<day:on>/", why.of_day, name="why_of"),
    path("approvals/", approvals.board, name="approvals"),
    path("shop/<int:shop>/proposal/<slug:key>/answer/", approvals.answer, name="answer_proposal"),
    path("owner/", owner.phone, name="owner"),
    path("files/", upload.board, name="upload"),
    path("files/drop/", upload.drop, name="drop_file"),
    path("files/question/<slug:key>/", upload.answer, name="answer_question"),
    path("shop/<int:shop>/file/<slug:landing>/mapping/", upload.mapping, name="mapping"),
    path("people/", people.board, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/membership/<int:membership>/end/", people.end, name="end_membership"),
    path("people/seen/", people.seen, name="audit"),
    path("clients/", clients.board, name="clients"),
    path("clients/add/", clients.add, name="add_shop"),
    path("account/tokens/", tokens.board, name="tokens"),
    path("account/tokens/<int:token>/revoke/", tokens.revoke, name="revoke_token"),
    path("rules/", rules.board, name="rules"),
    path("parts/", parts.board, name="parts"),
    path("clock/", clock.board, name="clock"),
    path("clock/<int:run>/again/", clock.again, name="clock_again"),
    path("setup/", entrance.setup, name="setup"),
    path("invitation/<str:token>/", entrance.invitation, name="invitation"),
    path("language/", entrance.language, name="language"),
    path("account/", include("daybook.web.account_urls")),
    path("api/v1/shops/", api.shops, name="api_shops"),
    path("api/v1/shop/<int:shop>/morning/<day:on>/", api.morning, name="api_morning"),
]
handler403 = problems.refused
handler404 = problems.not_found
handler500 = problems.broken

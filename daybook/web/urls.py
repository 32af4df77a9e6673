"""Every address of the workbench.  `tests/web/matrix.py` says of each who may open it."""

from django.urls import include, path, register_converter

from daybook.web.converters import Day
from daybook.web.views import (
    agency,
    api,
    entrance,
    make,
    morning,
    problems,
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

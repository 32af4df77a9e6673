"""Addresses of messages: one's own channels and wishes, and what presses."""

from django.urls import path

from daybook.web.views import messages

urlpatterns = [
    path("", messages.board, name="messages"),
    path("channel/add/", messages.add, name="add_channel"),
    path("channel/<str:name>/end/", messages.end, name="end_channel"),
    path("channel/<str:name>/try/", messages.trial, name="try_channel"),
    path("wishes/", messages.wish, name="set_wishes"),
    path("take/<int:number>/", messages.take_it, name="take_pressing"),
]

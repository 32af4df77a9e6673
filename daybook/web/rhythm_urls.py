"""Addresses of the day's rhythm, all of one shop: the watch, live shows, the close of the day, and the reviews."""

from django.urls import path

from daybook.web.views import evening, live, review_words, reviews, rhythm

urlpatterns = [
    path("watch/", rhythm.watch, name="watch"),
    path("watch/read/", rhythm.read, name="watch_read"),
    path("live/", live.now, name="live"),
    path("live/said/", live.said, name="live_said"),
    path("live/read/", live.read, name="live_read"),
    path("live/<slug:key>/", live.one, name="live_show"),
    path("evening/", evening.show, name="evening"),
    path("evening/stream/", evening.stream, name="evening_stream"),
    path("evening/reading/", evening.phone, name="reading"),
    path("evening/reading/keep/", evening.keep, name="keep_reading"),
    path("evening/reading/paste/", evening.paste, name="paste_reading"),
    path("close/", rhythm.close, name="close"),
    path("close/<day:on>/", rhythm.close, name="close_of"),
    path("close/<day:on>/keep/", rhythm.close_day, name="close_day"),
    path("close/<day:on>/tomorrow/", rhythm.set_down_line, name="set_down"),
    path("close/<day:on>/tomorrow/<slug:key>/strike/", rhythm.strike_line, name="strike"),
    path("review/", reviews.latest, name="reviews"),
    path("review/<slug:span>/", reviews.latest, name="review"),
    path("review/<slug:span>/<day:on>/", reviews.of_span, name="review_of"),
    path("review/<slug:span>/<day:on>/make/", reviews.make, name="make_review"),
    path("review/<slug:span>/<day:on>/write/", review_words.write_part, name="write_review"),
    path("review/<slug:span>/<day:on>/promise/", review_words.promise_part, name="promise_review"),
    path("review/<slug:span>/<day:on>/promise/<slug:key>/drop/", review_words.drop_part, name="drop_promise"),
    path("review/<slug:span>/<day:on>/sign/", review_words.sign_part, name="sign_review"),
    path("review/<slug:span>/<day:on>/accept/", review_words.accept_part, name="accept_goal"),
]

"""Reviews: how many buyers wrote one of a listing on a day, and how many of them a bad one."""

from daybook.domain.brief import Unit
from daybook.facts.review_tables import REVIEWS as TABLE
from daybook.metrics.metric import Metric

REVIEWS = Metric("reviews", "评价数", Unit.COUNT, TABLE, "written_on", lambda t: t.review_id.count(),
                 note="By the day of writing; weekly exports bring them days later.")
BAD_REVIEWS = Metric("bad_reviews", "差评数", Unit.COUNT, TABLE, "written_on",
                     lambda t: (t.rating == "bad").cast("int64").sum(), higher_is_better=False,
                     note="As the platform rates them; unknown where it does not.")

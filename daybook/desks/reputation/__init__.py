"""The reputation desk (口碑台): poor reviews on a clock, causes that rise at an item, buyers' questions, scores."""

from daybook.desks.desk import Desk
from daybook.desks.reputation.book import READ
from daybook.desks.reputation.findings import (
    ASKED,
    POSITIVE,
    ROSE,
    SCORE,
    URGENT,
    find_positive_rate,
    find_questions,
    find_rises,
    find_scores,
    find_urgent,
    what_cannot_wait,
)
from daybook.desks.reputation.moves import answer_question, answer_urgent, lift_score, mend_cause

DESK = Desk("reputation", "口碑台", finds=(find_urgent, find_rises, find_questions, find_scores, find_positive_rate),
            moves={URGENT: answer_urgent, ROSE: mend_cause, ASKED: answer_question, SCORE: lift_score, POSITIVE: lift_score},
            waits=(what_cannot_wait,), reads=(READ,))

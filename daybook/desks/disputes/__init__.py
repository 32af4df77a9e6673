"""The disputes desk (纠纷台): cases with their clock, proof and value, rates before their line, causes, repeated claims."""

from daybook.desks.desk import Desk
from daybook.desks.disputes.book import READ
from daybook.desks.disputes.findings import (
    CLAIMANT,
    CLUSTER,
    OVERDUE,
    RATE,
    WORTH,
    find_cases_worth_deciding,
    find_claimants,
    find_clusters,
    find_overdue,
    find_rates_near_their_line,
    what_cannot_wait,
)
from daybook.desks.disputes.moves import answer_late, check_claimant, decide_cases, fix_cause, keep_rate

DESK = Desk("disputes", "纠纷台",
            finds=(find_overdue, find_rates_near_their_line, find_clusters, find_claimants, find_cases_worth_deciding),
            moves={OVERDUE: answer_late, RATE: keep_rate, CLUSTER: fix_cause, CLAIMANT: check_claimant, WORTH: decide_cases},
            waits=(what_cannot_wait,), reads=(READ,))

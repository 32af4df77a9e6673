"""The buyers desk (买家台): who comes back and who does not, who is due, who waits for a discount, what goes together."""

from daybook.desks.buyers.findings import (
    BUNDLE,
    COHORT,
    DISCOUNT,
    DUE,
    RETURNING,
    find_bundle,
    find_discount_habit,
    find_due,
    find_returning_falls,
    find_worse_cohort,
)
from daybook.desks.buyers.moves import bring_back, less_discount, offer_bundle, remind_due, welcome_cohort
from daybook.desks.desk import Desk

DESK = Desk("buyers", "买家台", finds=(find_returning_falls, find_worse_cohort, find_discount_habit, find_due, find_bundle),
            moves={RETURNING: bring_back, COHORT: welcome_cohort, DISCOUNT: less_discount, DUE: remind_due, BUNDLE: offer_bundle})

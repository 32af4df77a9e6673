"""The pages desk (页面测试台): tests of pages with their rule, what pages do not answer, and pages that visitors leave."""

from daybook.desks.desk import Desk
from daybook.desks.pages.book import READ
from daybook.desks.pages.findings import (
    BROKEN,
    DONE,
    LEFT,
    UNANSWERED,
    UNEVEN,
    find_broken,
    find_done,
    find_left,
    find_unanswered,
    find_uneven,
    what_switches_today,
)
from daybook.desks.pages.moves import brief_designer, decide_test, look_at_page, mend_split, put_page_back

DESK = Desk("pages", "页面测试台", finds=(find_broken, find_uneven, find_done, find_left, find_unanswered),
            moves={DONE: decide_test, UNEVEN: mend_split, BROKEN: put_page_back, LEFT: look_at_page, UNANSWERED: brief_designer},
            waits=(what_switches_today,), reads=(READ,))

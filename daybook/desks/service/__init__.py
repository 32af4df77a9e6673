"""The service desk (客服台): how fast and how well buyers are answered, what they ask again and again, and who must be there."""

from daybook.desks.desk import Desk
from daybook.desks.service.book import READ
from daybook.desks.service.buyers import (
    AGAIN,
    PASSED,
    SATISFIED,
    UNSERVED,
    find_asked_again,
    find_dissatisfied,
    find_no_person,
    find_passed_on,
)
from daybook.desks.service.findings import (
    AGENT,
    INQUIRY,
    LOST,
    SAID,
    SLOW,
    find_agent_off,
    find_inquiry_down,
    find_lost,
    find_said,
    find_slow,
)
from daybook.desks.service.moves import (
    answer_faster,
    help_agent,
    mend_reason,
    mend_talk,
    read_ratings,
    route_chats,
    settle_at_once,
    take_over,
    talk_to_agent,
)
from daybook.desks.service.people import SHORT, add_shift, find_short, what_cannot_wait
from daybook.desks.service.questions import ASKED, find_repeated, fix_question

DESK = Desk("service", "客服台", finds=(
    find_slow, find_agent_off, find_inquiry_down, find_lost, find_repeated, find_asked_again, find_no_person,
    find_passed_on, find_dissatisfied, find_said, find_short),
            moves={SLOW: answer_faster, AGENT: help_agent, INQUIRY: mend_talk, LOST: mend_reason, ASKED: fix_question,
                   AGAIN: settle_at_once, UNSERVED: take_over, PASSED: route_chats, SATISFIED: read_ratings, SAID: talk_to_agent,
                   SHORT: add_shift},
            waits=(what_cannot_wait,), reads=(READ,))

"""Who may see and do what: the rights of each role, the same for pages, API, jobs and search."""

from collections.abc import Mapping
from enum import StrEnum

from daybook.domain.work import Role


class Right(StrEnum):
    """One thing that a person may see or do for a client or some of its shops."""

    SEE_WORK = "see_work"            # work items, deadlines, the calendar
    SEE_NUMBERS = "see_numbers"      # mornings, diagnosis, tables with money
    SEE_COSTS = "see_costs"          # unit costs, fees, margins
    SEE_RULES = "see_rules"          # the rulebook and the parts of the screens: no client's numbers
    DO_WORK = "do_work"              # take, do, snooze, hand over
    PROPOSE = "propose"              # a change that goes through guards
    APPROVE = "approve"              # a person's yes to a change
    UPLOAD = "upload"                # files, mappings, answers about files
    SET_GOALS = "set_goals"          # targets, calendar, roles of products
    SET_ROSTER = "set_roster"        # who answers buyers, when, and how many chats at once
    SET_LIMITS = "set_limits"        # what the client allows
    MANAGE_PEOPLE = "manage_people"  # invite, change roles, end memberships
    RUN_HOUSE = "run_house"          # clients, shops, schedules, the log of runs


_ALL_STAFF = frozenset({Right.SEE_WORK, Right.DO_WORK, Right.SEE_RULES})
_NUMBERS = _ALL_STAFF | {Right.SEE_NUMBERS, Right.UPLOAD}
_MANAGES = _NUMBERS | {Right.SEE_COSTS, Right.PROPOSE, Right.APPROVE, Right.SET_GOALS, Right.SET_ROSTER, Right.SET_LIMITS}

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OPERATOR: _NUMBERS | {Right.SEE_COSTS, Right.PROPOSE, Right.SET_GOALS, Right.SET_ROSTER},
    Role.ADS: _NUMBERS | {Right.PROPOSE},
    Role.SERVICE: _NUMBERS | {Right.SET_ROSTER},
    Role.DESIGNER: _ALL_STAFF,
    Role.LIVE: _NUMBERS | {Right.PROPOSE},
    Role.WAREHOUSE: _ALL_STAFF | {Right.UPLOAD},
    Role.ACCOUNT_MANAGER: _MANAGES,
    Role.DIRECTOR: _MANAGES | {Right.MANAGE_PEOPLE},
    Role.OWNER: frozenset({Right.SEE_WORK, Right.SEE_NUMBERS, Right.SEE_COSTS, Right.SEE_RULES, Right.APPROVE,
                           Right.SET_GOALS, Right.SET_ROSTER, Right.SET_LIMITS}),
    Role.ADMIN: frozenset(Right),
}


class Scope(StrEnum):
    """What an API token may be used for; never more than its owner may."""

    READ = "read"
    UPLOAD = "upload"
    PROPOSE = "propose"
    WORK = "work"                # take, do, put off, hand over; keep notes
    GOALS = "goals"              # targets, costs, the calendar


#: Scope -> the rights that a request with it may use.  No scope approves.
SCOPES: Mapping[Scope, frozenset[Right]] = {
    Scope.READ: frozenset({Right.SEE_WORK, Right.SEE_NUMBERS, Right.SEE_COSTS, Right.SEE_RULES}),
    Scope.UPLOAD: frozenset({Right.UPLOAD}),
    Scope.PROPOSE: frozenset({Right.PROPOSE}),
    Scope.WORK: frozenset({Right.DO_WORK}),
    Scope.GOALS: frozenset({Right.SET_GOALS}),
}

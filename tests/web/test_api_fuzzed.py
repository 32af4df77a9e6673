"""Requests made from the API's own description, sound and unsound ones: a short seeded run here, a long one in `make long`."""

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from daybook.domain.rights import Scope
from daybook.domain.work import Role
from tests.web.conftest import NOON, Workbench

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
#: That what is not described is refused is not asked: a right token and a shop that is there take the place of wrong ones.
LONG = [*CHECKS, ignored_auth]
OPERATIONS = ("api_work_step", "api_notes", "api_add_note", "api_targets", "api_set_target", "api_costs", "api_set_cost",
              "api_set_event", "api_proposals", "api_propose", "api_upload", "api_clients", "api_shops", "api_morning",
              "api_day", "api_why", "api_work", "api_proposal", "api_moves", "api_files", "api_file", "api_runs", "api_casefile",
              "api_make_morning", "api_patrol", "api_patrol_tick", "api_watch", "api_readings", "api_read", "api_close",
              "api_close_day", "api_tomorrow", "api_set_down", "api_strike", "api_review", "api_make_review", "api_agency",
              "api_team", "api_late", "api_hand_out", "api_accept_hand_out", "api_client_reports", "api_rule_changes",
              "api_learning", "api_rules_tried",
              "api_products", "api_product", "api_rows", "api_limits", "api_sources", "api_calendar", "api_rules",
              "api_pressing", "api_take_pressing", "api_questions", "api_settle_question", "api_prices", "api_price",
              "api_live_shows", "api_live_show", "api_live_said", "api_live_read", "api_ads", "api_orders", "api_stock",
              "api_reviews", "api_review_seen_to",
              "api_rivals", "api_rival_look", "api_rival_watch",
              "api_listings", "api_listing",
              "api_growth", "api_edits", "api_set_promise", "api_clock",
              "api_disputes", "api_dispute_step", "api_service", "api_creators", "api_creator", "api_creator_step",
              "api_pages", "api_plan_page_test", "api_page_test_step", "api_make_page_brief", "api_page_brief_step",
              "api_buyers", "api_crowd", "api_activities", "api_activity", "api_entry_step")
#: Of each operation, sound and unsound ones each.
SHORT, OFTEN = 2, 110
#: Seconds of work each: asked in the long run alone.
COSTLY = ("api_make_morning", "api_watch", "api_ads", "api_orders", "api_reviews", "api_listings", "api_listing", "api_disputes",
          "api_dispute_step", "api_service", "api_rivals", "api_creators", "api_creator",
          "api_creator_step",
          "api_pages", "api_plan_page_test", "api_page_test_step", "api_make_page_brief", "api_page_brief_step",
          "api_buyers", "api_crowd", "api_activities", "api_activity", "api_entry_step")


@pytest.fixture(scope="module")
def described(bench: Workbench) -> Any:
    """The description as schemathesis reads it, asked as an administrator with every scope."""
    from django.core.handlers.wsgi import WSGIHandler

    from daybook.web.api.door import schema
    from daybook.web.tokens import make_token

    user = bench.person("fuzz@x.example", (Role.ADMIN, None))
    token = make_token(user, "fuzz", list(Scope), NOON.replace(year=2036), None)
    found = schemathesis.openapi.from_dict(schema())
    found.app = WSGIHandler()
    return found, {"Authorization": f"Bearer {token}"}, bench


def operation(described: Any, name: str) -> Any:
    found, _, _ = described
    return found.get_operation_by_id(name) if hasattr(found, "get_operation_by_id") else found.find_operation_by_id(name)


def asked_often(described: Any, name: str, times: int, checks: list[Any]) -> None:
    """Asks an operation so often; in half of the requests the shop is one that is there."""
    from schemathesis import GenerationMode

    one, (_, headers, bench) = operation(described, name), described
    for mode in GenerationMode:
        @settings(max_examples=times, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))
        @_given(one, mode)
        def ask(case: Any) -> None:
            if isinstance((case.path_parameters or {}).get("shop"), int) and case.path_parameters["shop"] % 2:
                case.path_parameters["shop"] = bench.mine.pk
            case.call_and_validate(headers=headers, checks=checks)

        ask()


def _given(one: Any, mode: Any) -> Any:
    from hypothesis import given

    return given(case=one.as_strategy(generation_mode=mode))


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in COSTLY])
def test_no_request_breaks_the_api(described: Any, name: str) -> None:
    asked_often(described, name, SHORT, CHECKS)


def test_every_operation_is_asked(described: Any) -> None:
    found, _, _ = described
    assert {said["operationId"] for path in found.raw_schema["paths"].values() for said in path.values()} == set(OPERATIONS)


@pytest.mark.long
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_request_breaks_the_api_however_often(described: Any, name: str) -> None:
    """20 minutes in all on two cores (DAYBOOK_FUZZ says how often each operation is asked)."""
    asked_often(described, name, int(os.environ.get("DAYBOOK_FUZZ", OFTEN)), LONG)

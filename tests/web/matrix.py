"""Who may open what: every address of the workbench by name, said here a second time and without the code's own table."""

from dataclasses import dataclass

from daybook.domain.work import Role as R

EVERYBODY = frozenset(R)
NUMBERS = EVERYBODY - {R.DESIGNER, R.WAREHOUSE}
UPLOADS = EVERYBODY - {R.DESIGNER, R.OWNER}
APPROVERS = frozenset({R.ACCOUNT_MANAGER, R.DIRECTOR, R.OWNER, R.ADMIN})
PROPOSERS = frozenset({R.OPERATOR, R.ADS, R.LIVE, R.ACCOUNT_MANAGER, R.DIRECTOR, R.ADMIN})
PEOPLE = frozenset({R.DIRECTOR, R.ADMIN})
ADMINS = frozenset({R.ADMIN})
DOES = EVERYBODY - {R.OWNER}
#: Who sets goals and sees costs.
GOALS = frozenset({R.OPERATOR, R.ACCOUNT_MANAGER, R.DIRECTOR, R.OWNER, R.ADMIN})
#: Who says who answers buyers.
ROSTER = GOALS | {R.SERVICE}
#: Who proposes changes.
PROPOSERS = GOALS - {R.OWNER} | {R.ADS, R.LIVE}
#: Addresses of django-allauth; they show a person their own account only.
LIBRARY = "library"
#: Open to everybody, signed in or not.
PUBLIC = "public"


@dataclass(frozen=True)
class Row:
    """One address: the roles that may open it, or LIBRARY or PUBLIC; how it is asked for; what stands in it.

    `shop`: it is of one shop, `client`: of one client, and another client's is not found.  `rest` are further parts.
    `token`: it answers API tokens only, with `scope` among theirs; `body` is sent to it.  `answers` is what those are told who
    may ask, 200 where it is not said.
    """

    who: frozenset[R] | str
    method: str = "get"
    shop: bool = False
    client: bool = False
    rest: tuple[tuple[str, object], ...] = ()
    token: bool = False
    scope: str = "read"
    body: tuple[tuple[str, object], ...] | None = None
    answers: int = 200


ON = (("on", "2026-11-23"),)

MATRIX: dict[str, Row] = {
    "home": Row(EVERYBODY),
    "agency": Row(NUMBERS),
    "morning": Row(NUMBERS, shop=True),
    "morning_of": Row(NUMBERS, shop=True, rest=ON),
    "make_morning": Row(NUMBERS, "post", shop=True, rest=ON),
    "why": Row(NUMBERS, shop=True),
    "why_of": Row(NUMBERS, shop=True, rest=(("metric", "paid_gmv"), *ON)),
    "targets": Row(NUMBERS, shop=True),
    "give_target": Row(GOALS, "post", shop=True),
    "costs": Row(GOALS, shop=True),
    "give_cost": Row(GOALS, "post", shop=True),
    "calendar": Row(EVERYBODY, shop=True),
    "give_event": Row(GOALS, "post", shop=True),
    "notes": Row(EVERYBODY, shop=True),
    "give_note": Row(DOES, "post", shop=True),
    "day": Row(NUMBERS, shop=True),
    "day_of": Row(NUMBERS, shop=True, rest=(("on", "2026-11-22"),)),
    "report_file": Row(NUMBERS, shop=True, rest=(("kind", "brief"), *ON, ("form", "md"))),
    "mail_report": Row(NUMBERS, "post", shop=True, rest=(("report", "none"), *ON)),
    "effects": Row(NUMBERS, shop=True),
    "switchbacks": Row(PROPOSERS, shop=True),
    "stop_switchback": Row(PROPOSERS, "post", shop=True, rest=(("key", "0badc0de"),)),
    "casefile": Row(EVERYBODY, shop=True),
    "casefile_file": Row(EVERYBODY, shop=True, rest=(("form", "json"),)),
    "allot": Row(NUMBERS, client=True),
    "count_stock": Row(GOALS, "post", client=True),
    "give_allotment": Row(GOALS, "post", client=True),
    "brand": Row(APPROVERS, client=True),
    "set_brand": Row(APPROVERS, "post", client=True),
    "limits": Row(NUMBERS, shop=True),
    "give_limit": Row(APPROVERS, "post", shop=True),
    "sources": Row(NUMBERS, shop=True),
    "team": Row(NUMBERS),
    "products": Row(NUMBERS, shop=True),
    "service": Row(EVERYBODY, shop=True),
    "service_of": Row(EVERYBODY, shop=True, rest=ON),
    "give_shift": Row(ROSTER, "post", shop=True, answers=422),
    "give_robots": Row(ROSTER, "post", shop=True, answers=422),
    "orders": Row(EVERYBODY, shop=True),
    "reputation": Row(EVERYBODY, shop=True),
    "reputation_of": Row(EVERYBODY, shop=True, rest=ON),
    "reputation_keep": Row(DOES, "post", shop=True),
    "reputation_draft": Row(DOES, "post", shop=True),
    "answer_draft": Row(DOES, "post", shop=True),
    "script_draft": Row(DOES, "post", shop=True),
    "copy_draft": Row(DOES, "post", shop=True, rest=(("item", "737559603417"), *ON)),
    "orders_of": Row(EVERYBODY, shop=True, rest=ON),
    "activities": Row(NUMBERS, shop=True),
    "activities_of": Row(NUMBERS, shop=True, rest=ON),
    "activity": Row(NUMBERS, shop=True, rest=(("edition", "double12-2026"),)),
    "activity_step": Row(DOES, "post", shop=True, rest=(("edition", "double12-2026"),)),
    "activity_sheet": Row(DOES, shop=True, rest=(("edition", "double12-2026"),)),
    "creators": Row(NUMBERS, shop=True),
    "creators_of": Row(NUMBERS, shop=True, rest=ON),
    "creator": Row(NUMBERS, shop=True, rest=(("creator", "66799442664"),)),
    "creator_step": Row(DOES, "post", shop=True),
    "disputes": Row(EVERYBODY, shop=True),
    "disputes_of": Row(EVERYBODY, shop=True, rest=ON),
    "dispute": Row(EVERYBODY, shop=True, rest=(("case", "D-1001"),)),
    "dispute_step": Row(DOES, "post", shop=True, rest=(("case", "D-1001"),)),
    "dispute_evidence": Row(EVERYBODY, shop=True, rest=(("key", 1), ("case", "D-1001"))),
    "ads": Row(NUMBERS, shop=True),
    "ads_of": Row(NUMBERS, shop=True, rest=ON),
    "products_of": Row(NUMBERS, shop=True, rest=ON),
    "product": Row(NUMBERS, shop=True, rest=(("item", "737559603417"),)),
    "allowed_edits": Row(NUMBERS, shop=True, rest=(("item", "737559603417"),)),
    "product_of": Row(NUMBERS, shop=True, rest=(("item", "737559603417"), *ON)),
    "listings": Row(NUMBERS, shop=True),
    "listings_of": Row(NUMBERS, shop=True, rest=ON),
    "give_rank": Row(DOES, "post", shop=True),
    "propose_batch": Row(PROPOSERS, "post", shop=True),
    "listing_desk": Row(NUMBERS, shop=True, rest=(("item", "737559603417"),)),
    "copy_brief": Row(NUMBERS, shop=True, rest=(("item", "737559603417"), *ON)),
    "listing_desk_of": Row(NUMBERS, shop=True, rest=(("item", "737559603417"), *ON)),
    "prices": Row(NUMBERS, shop=True),
    "give_promise": Row(GOALS, "post", shop=True),
    "give_coupon": Row(GOALS, "post", shop=True),
    "price": Row(NUMBERS, shop=True, rest=(("sku", "KZ-041"),)),
    "stock": Row(NUMBERS, shop=True),
    "rivals": Row(NUMBERS, shop=True),
    "rivals_of": Row(NUMBERS, shop=True, rest=ON),
    "rival_memo": Row(NUMBERS, shop=True, rest=(("item", "no-such-item"),), answers=404),
    "rival_memo_keep": Row(PROPOSERS, "post", shop=True, rest=(("item", "no-such-item"),)),
    "rival_wave": Row(NUMBERS, shop=True),
    "rival_look": Row(DOES, "post", shop=True),
    "rival_watch": Row(DOES, "post", shop=True),
    "rival_picture": Row(NUMBERS, shop=True, rest=(("key", "0badc0de"),), answers=404),
    "give_lead_time": Row(GOALS, "post", shop=True),
    "give_inbound": Row(GOALS, "post", shop=True),
    "stock_sku": Row(NUMBERS, shop=True, rest=(("sku", "KZ-041"),)),
    "rows": Row(NUMBERS, shop=True, rest=(("metric", "paid_gmv"), *ON)),
    "plan": Row(EVERYBODY, shop=True),
    "plan_of": Row(EVERYBODY, shop=True, rest=ON),
    "work_step": Row(DOES, "post", shop=True, rest=(("item", 1), ("kind", "take"))),
    "work_file": Row(EVERYBODY, shop=True, rest=(("item", 1), ("sha256", "0" * 64))),
    "patrol": Row(EVERYBODY, shop=True),
    "patrol_tick": Row(DOES, "post", shop=True, rest=(("check", "disputes"),)),
    "messages": Row(EVERYBODY),
    "add_channel": Row(EVERYBODY, "post"),
    "end_channel": Row(EVERYBODY, "post", rest=(("name", "ding"),)),
    "try_channel": Row(EVERYBODY, "post", rest=(("name", "ding"),)),
    "set_wishes": Row(EVERYBODY, "post"),
    "take_pressing": Row(DOES, "post", rest=(("number", 1),)),
    "watch": Row(NUMBERS, shop=True),
    "watch_read": Row(DOES, "post", shop=True),
    "live": Row(NUMBERS, shop=True),
    "live_show": Row(NUMBERS, shop=True, rest=(("key", "20261121T2000"),)),
    "live_said": Row(DOES, "post", shop=True),
    "live_read": Row(DOES, "post", shop=True),
    "evening": Row(NUMBERS, shop=True),
    "evening_stream": Row(NUMBERS, shop=True),
    "reading": Row(DOES, shop=True),
    "keep_reading": Row(DOES, "post", shop=True),
    "paste_reading": Row(UPLOADS, "post", shop=True),
    "close": Row(NUMBERS, shop=True),
    "close_of": Row(NUMBERS, shop=True, rest=ON),
    "close_day": Row(DOES, "post", shop=True, rest=ON),
    "set_down": Row(DOES, "post", shop=True, rest=ON),
    "strike": Row(DOES, "post", shop=True, rest=(*ON, ("key", "0badc0de"))),
    "reviews": Row(NUMBERS, shop=True),
    "review": Row(NUMBERS, shop=True, rest=(("span", "month"),)),
    "review_of": Row(NUMBERS, shop=True, rest=(("span", "week"), ("on", "2026-11-16"))),
    "make_review": Row(DOES, "post", shop=True, rest=(("span", "week"), ("on", "2026-11-16"))),
    "write_review": Row(GOALS, "post", shop=True, rest=(("span", "week"), ("on", "2026-11-16"))),
    "promise_review": Row(GOALS, "post", shop=True, rest=(("span", "week"), ("on", "2026-11-16"))),
    "drop_promise": Row(GOALS, "post", shop=True, rest=(("span", "week"), ("on", "2026-11-16"), ("key", "0badc0de"))),
    "sign_review": Row(APPROVERS, "post", shop=True, rest=(("span", "week"), ("on", "2026-11-16"))),
    "accept_goal": Row(GOALS, "post", shop=True, rest=(("span", "month"), ("on", "2026-11-16"))),
    "api": Row(PUBLIC),
    "api_clients": Row(EVERYBODY, token=True),
    "api_shops": Row(EVERYBODY, token=True),
    "api_morning": Row(NUMBERS, shop=True, rest=ON, token=True),
    "api_day": Row(NUMBERS, shop=True, rest=(("on", "2026-11-22"),), token=True),
    "api_why": Row(NUMBERS, shop=True, rest=(("metric", "no_such_number"), *ON), token=True, answers=409),
    "api_work": Row(EVERYBODY, shop=True, rest=ON, token=True),
    "api_work_step": Row(DOES, "post", shop=True, rest=(("item", 2147483647), ("kind", "take")), token=True, scope="work",
                         body=(), answers=404),
    "api_prices": Row(NUMBERS, shop=True, token=True),
    "api_price": Row(NUMBERS, shop=True, rest=(("sku", "no-such-sku"),), token=True, answers=409),
    "api_stock": Row(NUMBERS, shop=True, token=True),
    "api_listings": Row(NUMBERS, shop=True, rest=ON, token=True),
    "api_listing": Row(NUMBERS, shop=True, rest=(*ON, ("item", "no-such-item")), token=True, answers=409),
    "api_proposals": Row(NUMBERS, shop=True, token=True),
    "api_proposal": Row(NUMBERS, shop=True, rest=(("key", "0badc0de"),), token=True, answers=404),
    "api_propose": Row(PROPOSERS, "post", shop=True, token=True, scope="propose", answers=409,
                       body=(("moves", [{"move": "no_such_move"}]), ("why", "a test"))),
    "api_moves": Row(EVERYBODY, token=True),
    "api_notes": Row(EVERYBODY, shop=True, token=True),
    "api_add_note": Row(DOES, "post", shop=True, token=True, scope="work", body=(
        ("at", "2026-11-22 10:00"), ("object", "KZ-041"), ("kind", "rival"), ("text", "cheaper next door"))),
    "api_targets": Row(NUMBERS, shop=True, token=True),
    "api_set_target": Row(GOALS, "post", shop=True, token=True, scope="goals", body=(
        ("metric", "paid_gmv"), ("month", "2026-11"), ("value", "100000"))),
    "api_costs": Row(GOALS, shop=True, token=True),
    "api_set_cost": Row(GOALS, "post", shop=True, token=True, scope="goals", body=(
        ("sku", "KZ-041"), ("unit_cost", "82.00"), ("currency", "CNY"))),
    "api_set_event": Row(GOALS, "post", shop=True, token=True, scope="goals", body=(
        ("name", "Kettle week"), ("kind", "promotion"), ("first", "2026-11-24"), ("last", "2026-11-26"))),
    "api_files": Row(NUMBERS, shop=True, token=True),
    "api_file": Row(NUMBERS, shop=True, rest=(("key", "0badc0de"),), token=True, answers=404),
    "api_upload": Row(UPLOADS, "post", token=True, scope="upload", answers=422),
    "api_runs": Row(NUMBERS, token=True),
    "api_make_morning": Row(DOES, "post", shop=True, rest=ON, token=True, scope="work"),
    "api_patrol": Row(EVERYBODY, shop=True, rest=ON, token=True),
    "api_patrol_tick": Row(DOES, "post", shop=True, rest=(*ON, ("check", "disputes")), token=True, scope="work", body=()),
    "api_watch": Row(NUMBERS, shop=True, token=True),
    "api_readings": Row(NUMBERS, shop=True, rest=ON, token=True),
    "api_read": Row(DOES, "post", shop=True, token=True, scope="work", body=(("at", "10:00"), ("paid", "1200.50"))),
    "api_live_shows": Row(NUMBERS, shop=True, token=True),
    "api_live_show": Row(NUMBERS, shop=True, rest=(("key", "20261121T2000"),), token=True, answers=404),
    "api_live_said": Row(DOES, "post", shop=True, token=True, scope="work", answers=409, body=(
        ("at", "09:00"), ("words", "say the price again"), ("rule", "V-NONE"))),
    "api_live_read": Row(DOES, "post", shop=True, token=True, scope="work", body=(("at", "09:00"), ("online", "120"))),
    "api_close": Row(NUMBERS, shop=True, rest=(("on", "2026-11-19"),), token=True, answers=404),
    "api_close_day": Row(DOES, "post", shop=True, rest=(("on", "2026-12-24"),), token=True, scope="work", answers=409),
    "api_tomorrow": Row(EVERYBODY, shop=True, rest=ON, token=True),
    "api_set_down": Row(DOES, "post", shop=True, rest=ON, token=True, scope="work", body=(("what", "call the warehouse"),)),
    "api_strike": Row(DOES, "post", shop=True, rest=(*ON, ("key", "0badc0de")), token=True, scope="work", answers=404),
    "api_review": Row(NUMBERS, shop=True, rest=(("span", "week"), ("on", "2026-11-02")), token=True, answers=404),
    "api_make_review": Row(DOES, "post", shop=True, rest=(("span", "week"), ("on", "2026-12-07")), token=True, scope="work",
                           answers=409),
    "api_agency": Row(NUMBERS, token=True),
    "api_team": Row(NUMBERS, token=True),
    "api_products": Row(NUMBERS, shop=True, rest=ON, token=True),
    "api_product": Row(NUMBERS, shop=True, rest=(("item", "737559603417"), *ON), token=True),
    "api_rows": Row(NUMBERS, shop=True, rest=(("metric", "paid_gmv"), *ON), token=True),
    "api_activities": Row(NUMBERS, shop=True, rest=ON, token=True),
    "api_activity": Row(NUMBERS, shop=True, rest=(*ON, ("edition", "double12-2026")), token=True),
    "api_entry_step": Row(DOES, "post", shop=True, rest=(("edition", "no-such-event"),), token=True, scope="work", answers=404,
                          body=(("item", "737559603417"), ("state", "draft"))),
    "api_creators": Row(NUMBERS, shop=True, rest=ON, token=True),
    "api_creator": Row(NUMBERS, shop=True, rest=(*ON, ("creator", "no-such-creator")), token=True, answers=404),
    "api_creator_step": Row(DOES, "post", shop=True, rest=(("creator", "66799442664"),), token=True, scope="work",
                            body=(("kind", "invited"),)),
    "api_disputes": Row(NUMBERS, shop=True, rest=ON, token=True),
    "api_dispute_step": Row(DOES, "post", shop=True, rest=(*ON, ("case", "no-such-case")), token=True, scope="work", answers=404,
                            body=(("kind", "note"), ("text", "called the buyer"))),
    "api_service": Row(EVERYBODY, shop=True, rest=ON, token=True),
    "api_orders": Row(EVERYBODY, shop=True, rest=ON, token=True),
    "api_rivals": Row(NUMBERS, shop=True, rest=ON, token=True),
    "api_rival_look": Row(DOES, "post", shop=True, token=True, scope="work", body=(("rival", "6611"), ("price", "129"))),
    "api_rival_watch": Row(DOES, "post", shop=True, token=True, scope="work", body=(
        ("item_id", "1001"), ("rival", "6611"), ("name", "x"), ("kind", "direct"))),
    "api_reviews": Row(EVERYBODY, shop=True, rest=ON, token=True),
    "api_review_seen_to": Row(DOES, "post", shop=True, token=True, scope="work", body=(
        ("review", "~1"), ("done", "answered"))),
    "api_ads": Row(NUMBERS, shop=True, rest=ON, token=True),
    "api_growth": Row(NUMBERS, shop=True, token=True),
    "api_edits": Row(NUMBERS, shop=True, rest=(("item", "no-such-item"),), token=True),
    "api_clock": Row(NUMBERS, token=True),
    "api_set_promise": Row(GOALS, "post", shop=True, token=True, scope="goals", body=(
        ("kind", "most"), ("name", "年框"), ("price", "99.00"), ("first", "2026-11-24"), ("last", "2026-11-30"))),
    "api_limits": Row(NUMBERS, shop=True, token=True),
    "api_sources": Row(NUMBERS, shop=True, token=True),
    "api_calendar": Row(EVERYBODY, shop=True, token=True),
    "api_rules": Row(EVERYBODY, token=True),
    "api_pressing": Row(EVERYBODY, token=True),
    "api_take_pressing": Row(DOES, "post", rest=(("number", 2147483647),), token=True, scope="work", answers=404),
    "api_questions": Row(UPLOADS, token=True, scope="upload"),
    "api_settle_question": Row(UPLOADS, "post", rest=(("key", "0badc0de"),), token=True, scope="upload", answers=404,
                               body=(("answer", "nobody's"),)),
    "api_casefile": Row(EVERYBODY, shop=True, token=True),
    "owner": Row(NUMBERS),
    "approvals": Row(EVERYBODY),
    "answer_proposal": Row(APPROVERS, "post", shop=True, rest=(("key", "0badc0de"),)),
    "propose": Row(PROPOSERS, shop=True),
    "proposal": Row(EVERYBODY, shop=True, rest=(("key", "0badc0de"),)),
    "proposal_sheet": Row(EVERYBODY, shop=True, rest=(("key", "0badc0de"),)),
    "proposal_step": Row(DOES, "post", shop=True, rest=(("key", "0badc0de"), ("kind", "execute"))),
    "upload": Row(UPLOADS),
    "drop_file": Row(UPLOADS, "post"),
    "drop_far": Row(UPLOADS, rest=(("reading", "0badc0de"),)),
    "answer_question": Row(UPLOADS, "post", rest=(("key", "0badc0de"),)),
    "mapping": Row(UPLOADS, shop=True, rest=(("landing", "0badc0de"),)),
    "people": Row(PEOPLE),
    "invite": Row(PEOPLE, "post"),
    "end_membership": Row(PEOPLE, "post", rest=(("membership", 0),)),
    "audit": Row(PEOPLE),
    "house": Row(ADMINS),
    "clients": Row(ADMINS),
    "add_shop": Row(ADMINS, "post"),
    "tokens": Row(EVERYBODY),
    "revoke_token": Row(EVERYBODY, "post", rest=(("token", 0),)),
    "rules": Row(EVERYBODY),
    "parts": Row(EVERYBODY),
    "clock": Row(NUMBERS),
    "clock_again": Row(frozenset({R.ADMIN}), "post", rest=(("run", 1),)),
    "setup": Row(PUBLIC),
    "invitation": Row(PUBLIC, rest=(("token", "x"),)),
    "language": Row(PUBLIC, "post"),
}

ACCOUNT = (
    "account_login", "account_signup", "account_logout", "account_inactive", "account_reauthenticate", "account_email",
    "account_email_verification_sent", "account_confirm_email", "account_change_password", "account_set_password",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_index", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes")
MATRIX |= {name: Row(LIBRARY) for name in ACCOUNT}

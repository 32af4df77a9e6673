"""Briefs for the designer: made from what a page does not answer or by hand, moved on until the page is live."""

import secrets
from datetime import date, timedelta

from daybook.desks.pages.checks import page_checks
from daybook.domain.errors import WrongUsage
from daybook.domain.page_tests import CHANGES, BriefLine, BriefStage, DesignBrief, Evidence
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load
from daybook.workflows.house import House
from daybook.workflows.page_tests import LONGEST, LONGEST_ID, briefs_known
from daybook.workflows.pages_page import pages_seen

#: From each stage to those that may follow it.
MOVES = {BriefStage.OPEN: (BriefStage.MADE, BriefStage.LIVE, BriefStage.DROPPED),
         BriefStage.MADE: (BriefStage.LIVE, BriefStage.OPEN, BriefStage.DROPPED),
         BriefStage.LIVE: (BriefStage.OPEN,), BriefStage.DROPPED: (BriefStage.OPEN,)}


def make_brief(house: House, shop: Shop, item: str, part: str, what: str, by: str, topic: str = "",
               evidence: tuple[Evidence, ...] = (), due: date | None = None) -> DesignBrief:
    """Keeps a brief.  Raises WrongUsage for no part of a page, for nothing said, and where one of the topic is open already."""
    from daybook.records.page_rows import add_brief

    if part not in CHANGES:
        raise WrongUsage(Said("{name} is no part of a page", name=part[:40] or "—"), next_step="one of: " + ", ".join(CHANGES))
    if len(item.strip()) > LONGEST_ID:
        raise WrongUsage(Said("{name} is the id of no page", name=f"{item[:40]}…"), next_step="copy it from the list of products")
    if not item.strip() or not what.strip() or not by.strip():
        raise WrongUsage("a brief says which page, what it should say and who asks for it", next_step="add what is missing")
    now = house.now()
    waiting = next((b for b in briefs_known([shop], now).get(shop.name, ()) if topic and (b.item_id, b.topic) == (item, topic)
                    and b.stage in (BriefStage.OPEN, BriefStage.MADE)), None)
    if waiting is not None:
        raise WrongUsage(Said("a brief for it is open since {day}", day=shop.day_of(waiting.made_at)), where=waiting.key,
                         next_step="move that one on")
    until = due or shop.day_of(now) + timedelta(days=int(load().value("T-BRIEF", "days")))
    made = DesignBrief(f"db-{secrets.token_hex(4)}", shop.name, shop.client, item.strip(), part, topic[:60],
                       what.strip()[:LONGEST], by.strip(), now, evidence, until)
    add_brief(made)
    return made


def brief_of_topic(house: House, shop: Shop, on: date, item: str, topic: str, by: str, what: str = "") -> DesignBrief:
    """A brief of a topic that a page does not answer, with its counts and quotes; `what` says more than the topic.

    Raises WrongUsage where the page of that morning leaves no such topic open.
    """
    found = next((c for c in page_checks(pages_seen(house, shop, on)) if (c.item_id, c.topic) == (item, topic)), None)
    if found is None:
        raise WrongUsage(Said("no such topic is open on the page of {item}", item=item[:60]), where=shop.name,
                         next_step="see `daybook pages`")
    return make_brief(house, shop, item, found.part, what or topic, by, topic, found.evidence)


def move_brief(house: House, shop: Shop, key: str, stage: str, by: str, text: str = "") -> DesignBrief:
    """Moves a brief on: made, live, dropped, or open again.  Raises WrongUsage where there is none or it cannot go there."""
    from daybook.records.page_rows import add_brief_line

    now = house.now()
    one = brief_of(house, shop, key)
    if stage not in MOVES[one.stage]:
        raise WrongUsage(Said("{name} cannot follow here", name=stage[:40]), where=key,
                         next_step="one of: " + ", ".join(MOVES[one.stage]))
    if not by.strip():
        raise WrongUsage("a step names who says it, and of a note what", next_step="add what is missing")
    add_brief_line(key, BriefLine(BriefStage(stage), shop.day_of(now), now, by.strip(), text.strip()[:LONGEST]))
    return brief_of(house, shop, key)


def brief_of(house: House, shop: Shop, key: str) -> DesignBrief:
    """One brief of a shop.  Raises WrongUsage where it has none of this key."""
    found = next((b for b in briefs_known([shop], house.now()).get(shop.name, ()) if b.key == key), None)
    if found is None:
        raise WrongUsage(Said("{shop} has no brief {key}", shop=shop.name, key=key[:40]), next_step="see `daybook pages`")
    return found

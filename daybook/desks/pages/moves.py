"""What the pages desk would do: decide a test, mend a split, put a page back, look at a page, brief the designer."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.desks.gain import minutes, recovered, rule
from daybook.desks.pages.book import item_name
from daybook.desks.pages.checks import part_of
from daybook.desks.pages.results import running_tests
from daybook.domain.brief import BriefFinding
from daybook.domain.page_tests import SeenTest
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.domain.work import Pull, Role, Suggestion


def decide_test(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Stop the test and decide: keep what won, put back what lost or brings nothing."""
    one = _test(found, seen)
    if one is not None:
        page = item_name(seen, one.test.item_id)
        what = (Said("Stop the test of {page} and keep the new page", page=page) if one.verdict == "won"
                else Said("Stop the test of {page} and put the page back", page=page))
        yield _suggest("decide_test", found, seen, one.test.item_id, what, Said("decided, and written down what it taught"),
                       Role.OPERATOR, Said("stopping later costs the days until then"), key=one.test.key)


def mend_split(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Find what sends people to one page: a redirect, a cache, a channel; then begin anew."""
    one = _test(found, seen)
    if one is not None:
        yield _suggest("mend_split", found, seen, one.test.item_id,
                       Said("Find out why the split of {page} is uneven, and begin the test anew",
                            page=item_name(seen, one.test.item_id)),
                       Said("the split mended; this run is not decided on"), Role.OPERATOR,
                       Said("a decision on an uneven split is one on other people"), key=one.test.key)


def put_page_back(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """The new page harms what it must not: it goes back today."""
    one = _test(found, seen)
    if one is not None:
        yield _suggest("put_page_back", found, seen, one.test.item_id,
                       Said("Put the page of {page} back: {metric} suffers", page=item_name(seen, one.test.item_id),
                            metric=Term("metric", found.metric, found.zh)),
                       Said("the page as it was, the test stopped"), Role.OPERATOR, Said("every day of it costs what suffers"),
                       key=one.test.key)


def look_at_page(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """See what a visitor sees: load, first screen, price, stock, where they come from."""
    item = dict(found.scope)["item_id"]
    yield _suggest("look_at_page", found, seen, item, Said("See why visitors leave {page} at once", page=item_name(seen, item)),
                   Said("opened on a phone from its largest source: load, first screen, price, sold-out SKUs, promise of the ad"),
                   Role.DESIGNER, Said("an edit of a page that sells is weighed anew for three days"))


def brief_designer(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """A brief for the designer: which part says what, with the buyers' own words."""
    scope = dict(found.scope)
    part = part_of(scope["ask_topic"])
    yield _suggest("brief_designer", found, seen, scope["item_id"],
                   Said("Brief the designer: {page} says nothing of {topic}", page=item_name(seen, scope["item_id"]),
                        topic=Term("ask_topic", scope["ask_topic"])),
                   Said("{part} answers it; the brief holds counts and quotes", part=Term("page_part", part)), Role.OPERATOR,
                   Said("an answer that is not true of every variant brings returns"), key=scope["ask_topic"])


def _test(found: BriefFinding, seen: Seen) -> SeenTest | None:
    key = dict(found.scope)["page_test"]
    return next((one for one in running_tests(seen) if one.test.key == key), None)


def _suggest(move: str, found: BriefFinding, seen: Seen, item: str, what: str, to: str, role: Role, risk: str,
             key: str = "") -> Suggestion:
    return Suggestion(
        id=f"{move}.{item}" + (f".{key}" if key else ""), findings=(found.id,), move=move, what=what, object_kind="item",
        object_id=item, object=item, from_="", to=to, role=role, minutes=minutes("look"), gain=recovered(seen, found.at_stake),
        where=Said("tests and pages"), how="by hand", risk=risk, evidence=found.words, pull=Pull.NONE,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "traffic"))))

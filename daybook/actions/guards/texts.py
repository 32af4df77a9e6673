"""Guards of words: titles, SKUs, keywords, answers and messages say nothing that must not leave the house."""

from daybook.actions.guards.guard import Guard, refuse
from daybook.domain.moves.ads import KeywordAdd
from daybook.domain.moves.listing import SkuAdd, Title
from daybook.domain.moves.messages import PartnerMessage, Reply
from daybook.domain.moves.move import Move
from daybook.domain.moves.orders import Compensation, DisputeEvidence
from daybook.domain.said import Said
from daybook.domain.situation import Situation
from daybook.domain.verdict import Pass, Verdict
from daybook.rulebook.rules import Rulebook
from daybook.rulebook.texts import half_width
from daybook.rulebook.words import OF_SHOWN, OF_TITLES, forbidden

SPOKEN = (*OF_TITLES, "W-PAID-REVIEW", "W-FAKE", "W-PERSONAL", "W-INSULT")
#: Which lists hold for the words of which move.
LISTS: dict[type[Move], tuple[str, ...]] = {
    Title: OF_TITLES, SkuAdd: (*OF_TITLES, "W-BAIT"), KeywordAdd: OF_SHOWN, Reply: SPOKEN,
    PartnerMessage: (*SPOKEN, "W-FAKE"), DisputeEvidence: ("W-PERSONAL", "W-INSULT"), Compensation: ("W-PAID-REVIEW",)}
EVERY_LIST = tuple(dict.fromkeys(rule for rules in LISTS.values() for rule in rules))


def words_of(move: Move) -> str:
    """The words that others will read."""
    if isinstance(move, (Title, Reply, PartnerMessage)):
        return move.to
    if isinstance(move, SkuAdd):
        return move.option
    if isinstance(move, KeywordAdd):
        return move.word
    if isinstance(move, DisputeEvidence):
        return move.statement
    return move.reason if isinstance(move, Compensation) else ""


def words_may_be_said(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """Nothing of the forbidden lists stands in it."""
    found = forbidden(words_of(move), LISTS[type(move)])
    if found is None:
        return Pass(Said("no forbidden words"))
    return refuse(rules, found.rule, Said("{words} must not be said", words=found.words),
                  Said("say it without {words}", words=found.words))


def text_has_its_length(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """A text says something, and no more than its place shows."""
    text = words_of(move)
    if not text.strip():
        return refuse(rules, "M-TEXT", Said("it says nothing"), Said("write what is to be said"))
    if isinstance(move, Title):
        rule = "L-TITLE" if rules.found("L-TITLE") else "L-TEXT"
        most, wide = int(rules.value(rule, "half_width")), half_width(text)
        if wide > most:
            return refuse(rules, rule, Said("the title has {n} half-width units, at most {most}", n=wide, most=most),
                          Said("leave words out until it fits"))
    elif len(text) > int(rules.value("M-TEXT")):
        return refuse(rules, "M-TEXT", Said("it has {n} characters, at most {most}", n=len(text),
                                            most=int(rules.value("M-TEXT"))), Said("say it shorter"))
    return Pass(Said("it has its length"))


GUARDS = (
    Guard(words_may_be_said, tuple(LISTS), EVERY_LIST),
    Guard(text_has_its_length, (Title, Reply, PartnerMessage, SkuAdd, KeywordAdd), ("M-TEXT", "L-TITLE", "L-TEXT")),
)

"""The page of reviews and buyer questions as JSON: texts as written, moments UTC; what nobody can tell is no nought."""

from typing import Any

from daybook.domain.reputation import QuestionLine, ReputationTable, ReviewLine, Rise, ScoreLine
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator

Json = dict[str, Any]


def reputation_json(found: ReputationTable, language: str) -> Json:
    """Poor reviews with clock, causes and drafts; topics asked; causes that rise; scores with what they need."""
    w = translator(language)
    return {
        "shop": found.shop, "on": found.on.isoformat(), "as_of": found.as_of.isoformat(),
        "positive": None if found.positive is None else {"good": found.positive[0], "rated": found.positive[1]},
        "reviews": [_review(line, w) for line in found.reviews], "questions": [_question(line, w) for line in found.questions],
        "rises": [_rise(one) for one in found.rises], "scores": [_score(line, w) for line in found.scores],
        "untold": [{"what": what, "why": in_language(why, w)} for what, why in found.untold]}


def _review(line: ReviewLine, w: Words) -> Json:
    one = line.review
    return {"review_id": one.review_id, "written_on": one.written_on.isoformat(), "written_at": _moment(one.written_at),
            "item_id": one.item_id, "variant": one.variant, "rating": one.rating, "stars": one.stars, "text": one.text,
            "follow_up": one.follow_up, "reply": one.reply, "clock": line.clock.value, "contact_by": _moment(line.contact_by),
            "limit": _moment(line.limit), "causes": list(line.causes), "urgent": list(line.urgent), "owner": line.owner,
            "goes_to": line.desk, "language": line.language, "by_words": line.by_words, "drafts": dict(line.drafts),
            "handled_by": line.handled_by, "handled_at": _moment(line.handled_at), "done": line.done}


def _question(line: QuestionLine, w: Words) -> Json:
    return {"item_id": line.item_id, "hero": line.hero, "topic": line.topic, "asked": line.asked, "unanswered": line.unanswered,
            "newest": line.newest.text, "asked_on": line.newest.asked_on.isoformat(), "answer": line.newest.answer,
            "bad_answer": line.bad_answer, "facts": in_language(line.facts, w), "fix": in_language(line.fix, w)}


def _rise(one: Rise) -> Json:
    return {"item_id": one.item_id, "cause": one.cause, "reviews": one.recent, "of": one.of, "expected": str(one.expected),
            "odds": one.odds, "since": one.since.isoformat(), "variant": one.variant,
            "arrived": None if one.arrived is None else one.arrived.isoformat()}


def _score(line: ScoreLine, w: Words) -> Json:
    worst = None if line.bad_costs is None else str(line.bad_costs)
    return {"score": line.score.score, "day": line.score.day.isoformat(), "value": str(line.score.value), "goal": str(line.goal),
            "week_ago": None if line.week_ago is None else str(line.week_ago), "window_days": line.window_days,
            "ratings": line.ratings, "good_needed": line.needed, "bad_costs": worst, "days": line.days,
            "why_not": in_language(line.why_not, w)}


def _moment(at: Any) -> str | None:
    return None if at is None else str(at.isoformat())

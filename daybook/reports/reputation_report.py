"""The page of reviews and buyer questions as a report."""

from daybook.domain.reputation import Clock, ReputationTable, ReviewLine, ScoreLine
from daybook.reports.localise import in_language
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.wording import Words, translator

#: Reviews that a printed table names, and letters of each.
SHOWN, LETTERS = 40, 80


def reputation_paper(found: ReputationTable, language: str) -> Paper:
    """What the page shows, the most urgent first."""
    w = translator(language)
    untold = [w("Cannot be told: {what}, {why}", what=w.name("reputation", what), why=in_language(why, w))
              for what, why in found.untold]
    open_ = sum(line.clock in (Clock.OPEN, Clock.LATE, Clock.DAY_ONLY) for line in found.reviews)
    reviews = [(Cell(w.name("review_clock", line.clock.value)), Cell(until_words(line, found, w)), Cell(line.item),
                Cell(causes_words(line, w)), Cell(w.name("role", line.owner)), Cell((line.review.text or "")[:LETTERS]))
               for line in found.reviews[:SHOWN]]
    questions = [(Cell(line.item), Cell(w.name("topic", line.topic)), Cell(str(line.asked)), Cell(str(line.unanswered)),
                  Cell(in_language(line.facts, w)), Cell(in_language(line.fix, w))) for line in found.questions[:SHOWN]]
    scores = [(Cell(w.name("score", line.score.score)), Cell(str(line.score.value.normalize())), Cell(str(line.goal.normalize())),
               Cell(needs_words(line, w))) for line in found.scores]
    title, lead = w("{shop}: reviews and buyer questions", shop=found.shop), (
        "" if "reviews" in dict(found.untold) else w("{n} poor reviews are open", n=open_))
    return Paper(title, tuple(untold), lead, (
        table(w("Poor reviews"), (w("State"), w("Until"), w("Item"), w("Causes"), w("Who"), w("Text")), reviews,
              w("No poor review is known.")),
        table(w("Buyer questions"), (w("Item"), w("Topic"), w("Asked"), w("Unanswered"), w("Facts to answer with"),
                                     w("On the page")), questions, w("No buyer question is known.")),
        table(w("Scores"), (w("Score"), w("Now"), w("Goal"), w("What moves it")), scores, w("No score is known."))))


def until_words(line: ReviewLine, found: ReputationTable, w: Words) -> str:
    """The end of the four hours, or the day alone."""
    return w.day(line.review.written_on) if line.limit is None else w.moment(line.limit, found.zone, found.on)


def causes_words(line: ReviewLine, w: Words) -> str:
    """What cannot wait first, then the causes."""
    return ", ".join([*(w.name("urgent", one) for one in line.urgent), *(w.name("complaint", one) for one in line.causes)])


def needs_words(line: ScoreLine, w: Words) -> str:
    """How many good ratings, what a bad one takes, by when; or why nobody can tell."""
    parts = [] if line.needed is None else [w("{n} ratings of five to the goal", n=line.needed)]
    parts += [] if line.bad_costs is None else [w("one of one star takes {n}", n=line.bad_costs)]
    parts += [] if line.days is None else [w("reached in {n} days at that mean", n=line.days)]
    return "; ".join([*parts, *([in_language(line.why_not, w)] if line.why_not else [])])

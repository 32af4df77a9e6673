"""Questions to the operating file: answered by its own claims with the place that proves them, or said not to be in it."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from daybook.analysis.text.asked import NONE, Asking, Concepts, Line, Lines
from daybook.analysis.text.search import pieces, search
from daybook.domain.file_page import Answer, Claim, OperatingFile
from daybook.domain.said import Said, Term
from daybook.rulebook import file_words as words
from daybook.rulebook.reading import load

#: Claims that are shown for one part of a question.
MOST = 6
#: Kinds of claims that name many things and are about none of them.
LISTS = ("source",)
#: What a word that is no concept weighs where a concept is asked for, against a concept's one.
PLAIN = 0.5
#: Characters from which on a subject is taken for a name.
LONG_NAME = 3
#: Days of a span to which numbers of four weeks say something.
FOUR_WEEKS = 28
#: What stands between two parts of a question.
_BETWEEN = re.compile(r"[、,;:。?!](?!\d)|还是|或者|以及|和|与|\band\b|\bor\b|\bvs\b|\bversus\b", re.I)
#: After which examples of what stands before it are named, to the end of the sentence.
_EXAMPLES = re.compile(r"\s[-–—]+\s|[-–—]{2}|比如|例如|\bsuch as\b", re.I)
_SENTENCE = re.compile(r"(?<=[。?!])")
#: By which a part speaks of what the part before it named.
_ITS = re.compile(r"\b(?:its|it|their|they|them|his|her)\b|[它他她]", re.I)
#: How a part begins that only says of whom the next one is asked.
_ONLY_OF = re.compile(r"\s*(?:of|among|for|about|regarding|on|关于|至于)\b|\s*(?:关于|至于)", re.I)
#: How parts begin that stand beside one another: "which ..., which ...".
_BESIDE = re.compile(r"\s*(?:哪|谁|which|who)", re.I)
_HAS_WORDS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z0-9]")
_WORD = re.compile(r"[a-z]+")
_NAME = re.compile(r"[\u4e00-\u9fff]{3,}|\d[\w.\-]{2,}|[a-z]+-?\d[\w\-]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Says = Callable[[Claim], Sequence[str]]


@dataclass(frozen=True)
class Part:
    """One part of a question as it was asked, in tokens, with the concepts that it names."""

    asked: str
    text: str
    bound: tuple[str, ...]
    concepts: Concepts
    plain: bool          # what is asked of it is a concept, so that other words say little
    example: bool = False        # of what stands before it

    @property
    def things(self) -> Concepts:
        return self.concepts & words.things() - words.measures(self.concepts)

    @property
    def named(self) -> tuple[str, ...]:
        """Longer words of it that are no concepts: of which one it is asked."""
        return tuple(word for word in _NAME.findall(self.text) if word not in self.concepts)

    @property
    def leans(self) -> bool:
        """Whether it says nothing without the part before it: matters of a thing that it does not name, or says *its*."""
        of_none = bool(self.concepts) and self.concepts <= words.attributes() | words.soft()
        return not self.example and (of_none or bool(_ITS.search(self.asked)))

    def of_now(self, before: Concepts) -> "Part":
        """Where it asks what something stands at now, the part with the number that goes with what was asked before."""
        asked = words.actual(self.concepts, before)
        return self if asked == self.concepts else replace(self, concepts=asked, text=self.text.replace(words.token("actual"), " "))

    @property
    def outcome(self) -> bool:
        """Whether it asks what came of the part before it."""
        return bool(self.concepts & words.outcomes()) and not self.things


def lines_of(file: OperatingFile, says: Says) -> list[Line]:
    """The claims as they are searched; `says` gives a claim's words in the languages in which people ask."""
    return [_line(claim, " ".join((*says(claim), claim.ref))) for claim in file.claims]


def _line(claim: Claim, text: str) -> Line:
    """A claim is about what its section and kinds are about, and what its text says where it has no kind that tells."""
    named, listed = _named(text), bool(set(claim.kinds) & set(LISTS))
    section = words.about("", claim.kinds) if listed else words.about(claim.section, ("",))
    tells = words.about(claim.section, claim.kinds) | (NONE if listed else named & words.names())
    if words.told_by_text(claim.kinds):         # a line by hand is of its section too
        tells |= named | frozenset({words.token(claim.section)}) & words.concepts()
    return Line(f"{text.lower()} {words.in_tokens(text)}", words.with_wider(tells), words.with_wider(named) if listed else NONE,
                section if listed else section & words.things(), frozenset(pieces(claim.subject)),
                words.opened_by(claim.section, claim.kinds), words.mainly(next(iter(claim.kinds), "")))


def _named(text: str) -> Concepts:
    return frozenset(_WORD.findall(words.in_tokens(text))) & words.concepts()


def ask(file: OperatingFile, question: str, says: Says) -> Answer:
    """The claims that answer a question, part by part, and the parts that no claim has enough of (rule R-FIND).

    A part that names no thing of its own asks of the thing that the part before it named; one that asks what came of it is in the
    file only where that one is.
    """
    lines, least = Lines(lines_of(file, says)), float(load().value("R-FIND", "share"))
    plain, period = words.period_of(unicodedata.normalize("NFKC", question), file.on)
    plain = words.without_actor(plain)
    found, missing, last = dict[int, None](), list[str](), Standing()
    search = Search(file, lines, period, least, words.asks_newest(plain))
    parts = list(_parts(plain, _proper(file)))
    for at, part in enumerate(parts):
        if at + 1 < len(parts) and _ONLY_OF.match(part.asked) and part.things:
            last = Standing(True, True, True, part.concepts, part.named, part.concepts, part.things)
            continue
        hits, last = _asked_after(search, part, last)
        found |= dict.fromkeys(hits[:MOST])
        missing += [] if hits else [part.asked]
    return Answer(question, tuple(file.claims[at] for at in found), tuple(missing if parts else (question,)))


@dataclass(frozen=True)
class Standing:
    """What was asked before: whether anything was, whether it is in the file and the part just before is, the concepts of what is,
    and those of the part just before; the things that it was about, and how it began."""

    asked: bool = False
    found: bool = False
    just_found: bool = False
    concepts: Concepts = NONE
    named: tuple[str, ...] = ()         # of which one it was asked
    just_asked: Concepts = NONE
    things: Concepts = NONE
    beside: bool = False
    head: Concepts = NONE               # of which examples follow


@dataclass(frozen=True)
class Search:
    """Where is searched: the file, its lines, the days that a question names, the least share, whether the newest is asked for."""

    file: OperatingFile
    lines: Lines
    period: words.Period | None
    least: float
    newest: bool


def _asked_after(search: Search, part: "Part", last: Standing) -> tuple[list[int], Standing]:
    """Places of the claims that answer a part, and where things stand after it."""
    beside = bool(_BESIDE.match(part.asked))
    before = NONE if beside and last.beside else last.things
    head = last.head if part.example else part.concepts
    before |= head if part.example and not part.things else NONE
    part = part.of_now(last.just_asked) if last.asked else part
    if part.outcome and last.asked:
        hits = _answers(search, part, last.concepts) if last.found else []
        return hits, replace(last, things=part.things or last.things, beside=beside, head=head)
    follows = last.asked and not part.things and not part.named
    part = replace(part, bound=last.named) if follows else part
    if follows and not last.just_found and part.leans:
        hits = []
    else:
        hits = _answers(search, part, NONE if part.things else before)
    return hits, Standing(True, last.found or bool(hits), bool(hits), part.concepts if hits else last.concepts,
                          last.named if follows else part.named, part.concepts, part.things or last.things, beside, head)


def _answers(search: Search, part: Part, before: Concepts) -> list[int]:
    """Places of the claims that answer one part, the best first."""
    file, lines = search.file, search.lines
    asking = Asking(part.text, part.concepts - words.soft(), (part.concepts | before) & words.soft(), before - words.soft(),
                    part.bound, PLAIN if part.plain else 1.0)
    among = [at for at, claim in enumerate(file.claims) if _may_answer(search, claim, lines.lines[at].text)]
    within = [c.at for c in lines.covering(asking, search.least, among)]
    if within and not frozenset(_WORD.findall(part.text)) - part.things:       # things and nothing of them: the first kind of claim
        within = [at for at in within if file.claims[at].kinds[:1] == file.claims[within[0]].kinds[:1]]
    if search.newest and words.is_dated(file.claims[within[0]].section if within else ""):
        newest = max(file.claims[at].known_on or file.on for at in within)
        within = [at for at in within if (file.claims[at].known_on or file.on) == newest]
    return within


def _may_answer(search: Search, claim: Claim, line: str) -> bool:
    """Whether a claim is of the days that a question names, and of what has been where that is asked for."""
    return not (search.newest and words.to_come(claim.kinds)) and (
        search.period is None or _within(claim, line, search.period, search.file.on))


def _proper(file: OperatingFile) -> list[str]:
    """Names that are subjects of claims, the longest first: as they stand in a question they are no words of the trade."""
    found = {claim.subject.lower() for claim in file.claims if not isinstance(claim.subject, Said | Term)} - {
        file.shop, file.client}
    return sorted((name for name in found if len(name) >= LONG_NAME and not _named(name) & words.names()), key=len, reverse=True)


def _parts(question: str, proper: Sequence[str]) -> Iterator[Part]:
    """Every part that asks something."""
    for sentence in _SENTENCE.split(question):
        for example, run in enumerate(_EXAMPLES.split(sentence)):
            for part in _BETWEEN.split(run):
                yield from _part(part, proper, bool(example))


def _part(part: str, proper: Sequence[str], example: bool) -> Iterator[Part]:
    said, named = part.lower(), list[str]()
    for name in proper:
        if name in said and re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", said):
            said, named = said.replace(name, " "), [*named, name]
    tokens = words.in_tokens(said)
    subject = words.subject_of(tokens)
    if named or _HAS_WORDS.search(subject):
        concepts = frozenset(_WORD.findall(subject)) & words.concepts()
        yield Part(part.strip(), " ".join((subject, *named)), (*words.bound_words(tokens), *named), concepts,
                   bool(concepts - words.soft()) and words.asks_of_known(tokens), example)


def _within(claim: Claim, line: str, period: words.Period, on: date) -> bool:
    """Whether a claim speaks of days within a period, was known in it, or holds in it."""
    first, last = period
    days, known = (last - first).days + 1, claim.known_on
    if known is not None and known <= last and first <= on and (
            words.is_open(claim.section) or words.holds_since(claim.section, claim.kinds)):
        return True
    if words.of_four_weeks(claim.section) and days < FOUR_WEEKS:
        return False
    if known is not None and first <= known <= last:
        return True
    if days <= FOUR_WEEKS and words.is_dated(claim.section):
        return bool(said := [date.fromisoformat(day) for day in _DAY.findall(line)]) and min(said) <= last and first <= max(said)
    months = {f"{first + timedelta(days=n):%Y-%m}" for n in range(days)}
    return days > 7 and any(month in line for month in months)


def found_in(file: OperatingFile, text: str, says: Says) -> tuple[Claim, ...]:
    """Claims that have some of the words looked for, the best first."""
    lines = [f"{line.text} {' '.join(sorted(line.tells))}" for line in lines_of(file, says)]
    return tuple(file.claims[hit.at] for hit in search(lines, words.in_tokens(text)))
